"""Codes of DCSA and ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from landsea.lading.model import Purpose, State, Title

Json = dict[str, Any]
CODE_LISTS = {"DID": ("W3C", "DID"), "LEI": ("GLEIF", "LEI"), "DUNS": ("DNB", "DUNS")}
"""Scheme -> codeListProvider and codeListName of an identifying code."""
TAX = {"USCC": ("USCI", "CN"), "UEN": ("UEN", "SG")}
"""Scheme -> type and country of a tax or legal reference."""
CARRIER_LISTS = ("SMDG", "NMFTA")
GRAMS = {"KGM": Decimal(1000), "LBR": Decimal("453.59237")}
CUBIC_METRES = {"MTQ": Decimal(1), "FTQ": Decimal("0.028316846592")}
PACKING_GROUPS = {"I": 1, "II": 2, "III": 3}
SANDBOX_CLAUSE = (
    "SANDBOX: issued for trial, of no legal effect. No carrier undertakes anything by it and no goods are delivered against it."
    " 沙盒：仅供演示，无法律效力，承运人不因此承担任何义务，亦不凭此提货。"
)
"""Among the `carrierClauses` of every document that a sandbox issued, and of no other: DCSA has no mark for trials of its own."""
_OF_STATE = {
    State.CAPTURED: "DRAFT",
    State.SPLIT: "VOIDED",
    State.MERGED: "VOIDED",
    State.EXPIRED: "VOIDED",
    State.DISCARDED: "VOIDED",
}


def status_of(title: Title) -> str:
    """transportDocumentStatus (EBL 3.0.0). A document whose operative form is elsewhere is as issued as before."""
    reason = "DELIVERY" if title.purpose in (None, Purpose.DELIVERY) else "AMENDMENT"
    if title.state is State.SURRENDERED:
        return f"PENDING_SURRENDER_FOR_{reason}"
    if title.state in (State.ACCEPTED, State.ACCOMPLISHED):
        return f"SURRENDERED_FOR_{reason}"
    return _OF_STATE.get(title.state, "ISSUED")
