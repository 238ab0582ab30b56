"""Issue: a new electronic document, one annotated on an existing document, or the record of a paper one."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import Request

from landsea import consignment, lading
from landsea.consignment import Act, Capacity, Consignment
from landsea.console.named import Gazetteer, directory, mode_of, party_body
from landsea.console.pages.consignments import row_body
from landsea.console.pages.documents.sentences import sentences_of
from landsea.console.pages.documents.values import title_key_body
from landsea.console.title_words import DOCUMENT_KINDS
from landsea.console.web import page
from landsea.journal import View

WAYS = {
    "new": ("issue", "/v1/documents"),
    "annotate": ("issue", "/v1/documents"),
    "capture": ("capture", "/v1/documents/captures"),
}
"""How a document comes to be, the sentence that says what it causes, and where it is called."""


@page("/documents/new", "documents/issue.html")
def issue_page(view: View, request: Request) -> dict[str, Any]:
    wanted = request.query_params.get("consignment")
    way = request.query_params.get("way", "new")
    way = way if way in WAYS else "new"
    return _choose(view, way) if not wanted else _form(view, wanted, way)


def _choose(view: View, way: str) -> dict[str, Any]:
    places = Gazetteer(view)
    open_ = [
        one for one in consignment.list_consignments(view, limit=200) if consignment.may(Act.BIND, one, view.actor)
    ]
    return {"way": way, "consignment": None, "candidates": [row_body(places, one) for one in open_]}


def _form(view: View, wanted: str, way: str) -> dict[str, Any]:
    record = consignment.get_consignment(view, wanted)
    key, path = WAYS[way]
    parties = [{"capacity": one.capacity.value, "party": party_body(view, one.party)} for one in record.parties]
    places = Gazetteer(view)
    return {
        "way": way,
        "api": f"POST {path}",
        "consignment": row_body(places, record) | {"parties": parties},
        "goods": [
            {
                "description": one.description,
                "packages": one.packages,
                "package_code": one.package_code,
                "gross_weight_grams": one.gross_weight.grams,
            }
            for one in record.goods
        ],
        "containers": [one.container for one in record.equipment],
        "legs": [
            {"no": leg.no, "mode": mode_of(leg.mode.value), "from": places(leg.from_place), "to": places(leg.to_place)}
            for leg in record.legs
        ],
        "may_issue": consignment.may(Act.BIND, record, view.actor),
        "lacks_consignee": record.party_as(Capacity.CONSIGNEE) is None,
        "unconfirmed": _unconfirmed(record),
        "orders": _orders(view, record),
        "parties": directory(view),
        "shipper": party_body(view, record.party_as(Capacity.SHIPPER)),
        "consignee": party_body(view, record.party_as(Capacity.CONSIGNEE)),
        "kinds": list(DOCUMENT_KINDS),
        "sentences": sentences_of(key),
        "title_key": title_key_body(view),
        "sign_within_minutes": lading.PREPARED_MINUTES_MAX,
        "model_terms": {
            word: msgspec.to_builtins(lading.model_terms(word == "negotiable")) for word in ("negotiable", "waybill")
        },
        "issuer": party_body(view, view.actor.party),
    }


def _unconfirmed(record: Consignment) -> int:
    return sum(booked.state is not consignment.LegState.CONFIRMED for booked in record.booked_legs)


def _orders(view: View, record: Consignment) -> list[dict[str, Any]]:
    """To whose order a negotiable document may be made out: any party of the node; those with goods or money in it first."""
    wanted = (Capacity.SHIPPER, Capacity.CONSIGNEE, Capacity.BANK)
    first = [one.party for one in record.parties if one.capacity in wanted]
    return sorted(directory(view), key=lambda one: first.index(one["id"]) if one["id"] in first else len(first))
