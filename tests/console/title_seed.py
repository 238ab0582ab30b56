"""Documents for the desk: fresh ones over consignments of their own, and one with everything open that a page can show. Synthetic."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.console.seed import PASSPHRASE, Stage, _fresh_quote, _goods

REQUEST = {"origin": "CNCKG", "destination": "SGSIN", "teu": 2, "goods": "080550"}
SIGN = {"passphrase": PASSPHRASE}
_numbers = count(100)


def fresh_consignment(stage: Stage) -> str:
    """Booked by the shipper, confirmed by nobody yet."""
    quote, _ = _fresh_quote(stage, REQUEST)
    goods = _goods(stage, "", f"6CNSYNTHETIC-{next(_numbers):04}")
    goods["goods"].append(goods["goods"][0] | {"description": "Fresh oranges, Fengjie (synthetic)", "packages": 420})
    goods["goods"][1]["gross_weight"] = {"value": "6300", "unit": "KGM"}
    return str(stage.cast["shipper"].client.post(f"/v1/quotes/{quote}/accept", goods)["id"])


def fresh_document(stage: Stage, **more: Any) -> str:
    """A bill of lading to the order of the shipper, who holds it."""
    issue = {
        "consignment": fresh_consignment(stage),
        "negotiable": True,
        "order_of": stage.cast["shipper"].party,
        "override_reason": "synthetic: legs are confirmed later",
        **SIGN,
        **more,
    }
    return str(stage.cast["forwarder"].client.post("/v1/documents", issue)["id"])


def act(stage: Stage, part: str, document: str, path: str, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = stage.cast[part].client.post(f"/v1/documents/{document}/{path}", body | SIGN)
    return answer


def pledged_document(stage: Stage) -> str:
    """Amended once, then pledged by the shipper to the bank, which took it."""
    document = fresh_document(stage)
    amend(stage, document)
    act(stage, "shipper", document, "consent")
    due = {"matures_at": "2027-03-31T16:00:00+08:00"}
    act(stage, "shipper", document, "pledge", to=stage.cast["bank"].party, secures="LC-SYN-0001", **due)
    act(stage, "bank", document, "take")
    return document


def amend(stage: Stage, document: str) -> None:
    goods = stage.cast["forwarder"].client.get(f"/v1/documents/{document}")["content"]["goods"]
    goods[0] |= {"marks": "LEMON 1-1680 (synthetic)"}
    act(stage, "forwarder", document, "amend", changes={"goods": goods, "booking": "SYN-BKG-2"}, reason="marks added")
