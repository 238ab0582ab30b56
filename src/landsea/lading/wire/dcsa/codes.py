"""Codes of DCSA and ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from landsea.lading.model import State

Json = dict[str, Any]
CODE_LISTS = {"DID": ("W3C", "DID"), "LEI": ("GLEIF", "LEI"), "DUNS": ("DNB", "DUNS")}
"""Scheme -> codeListProvider and codeListName of an identifying code."""
TAX = {"USCC": ("USCI", "CN"), "UEN": ("UEN", "SG")}
"""Scheme -> type and country of a tax or legal reference."""
CARRIER_LISTS = ("SMDG", "NMFTA")
GRAMS = {"KGM": Decimal(1000), "LBR": Decimal("453.59237")}
CUBIC_METRES = {"MTQ": Decimal(1), "FTQ": Decimal("0.028316846592")}
PACKING_GROUPS = {"I": 1, "II": 2, "III": 3}
STATUS = {
    State.ISSUED: "ISSUED",
    State.SURRENDERED: "PENDING_SURRENDER_FOR_DELIVERY",
    State.ACCEPTED: "SURRENDERED_FOR_DELIVERY",
    State.ACCOMPLISHED: "SURRENDERED_FOR_DELIVERY",
}
"""transportDocumentStatus (EBL 3.0.0)."""
