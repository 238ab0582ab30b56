"""The document desk: list, one document with what may be done now, issue, and verification for everybody."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import Request

from landsea import consignment, identity, journal, lading
from landsea.consignment import Act, Capacity, Consignment
from landsea.console.named import Gazetteer, directory, mode_of, party_body
from landsea.console.pages.consignments import row_body
from landsea.console.web import open_page, page
from landsea.identity import Custody
from landsea.journal import View
from landsea.lading import StoredDocument
from landsea.runtime import moment_and_id, render_cursor

ROWS = 50


@page("/documents", "documents.html")
def list_page(view: View, request: Request) -> dict[str, Any]:
    held = request.query_params.get("held") == "1"
    after = moment_and_id(request.query_params.get("cursor"))
    found = lading.list_documents(view, desk=lading.Desk.HELD if held else None, after=after, limit=ROWS + 1)
    more, last = len(found) > ROWS, found[:ROWS][-1] if found else None
    return {
        "held": held,
        "documents": [_row(view, one) for one in found[:ROWS]],
        "has_more": more,
        "next_cursor": render_cursor(last.issued_at, last.title.document) if more and last else None,
    }


@page("/documents/new", "issue.html")
def issue_page(view: View, request: Request) -> dict[str, Any]:
    wanted = request.query_params.get("consignment")
    places = Gazetteer(view)
    if not wanted:
        open_ = [
            one for one in consignment.list_consignments(view, limit=200) if consignment.may(Act.BIND, one, view.actor)
        ]
        return {"consignment": None, "candidates": [row_body(places, one) for one in open_]}
    record = consignment.get_consignment(view, wanted)
    return {
        "consignment": row_body(places, record)
        | {
            "parties": [
                {"capacity": one.capacity.value, "party": party_body(view, one.party)} for one in record.parties
            ]
        },
        "may_issue": consignment.may(Act.BIND, record, view.actor),
        "lacks_consignee": record.party_as(Capacity.CONSIGNEE) is None,
        "unconfirmed": _unconfirmed(record),
        "orders": _orders(view, record),
        "key_inside": _key_inside(view),
    }


@page("/documents/{id}", "document.html")
def document_page(view: View, request: Request) -> dict[str, Any]:
    found = lading.get_document(view, request.path_params["id"])
    title, content = found.title, found.content
    return {
        **_row(view, found),
        "consignment": content.consignment,
        "operative": title.is_operative,
        "sandbox": content.sandbox,
        "content_hash": title.content,
        "content": _content(content),
        "chain": [_act(view, one) for one in lading.acts_of(view, title.document)],
        "may": [act.value for act in lading.possible_acts(view, found)],
        "title_acts_disabled": not journal.current_epoch(view)[1],
        "key_inside": _key_inside(view),
        "directory": [one for one in directory(view) if one["id"] != title.holder],
        "urls": {
            "pdf": f"/v1/documents/{title.document}/pdf",
            "file": f"/v1/documents/{title.document}/evidence.json",
        },
    }


@open_page("/verify", "verify.html")
def verify_page(view: View, request: Request) -> dict[str, Any]:
    """The demo document is a synthetic one that a sandbox issued; its altered copy is made in the browser."""
    return {"verify_url": "/v1/verify", "demo_url": "/static/demo-document.json"}


def _row(view: View, one: StoredDocument) -> dict[str, Any]:
    title = one.title
    return {
        "id": title.document,
        "number": title.number,
        "negotiable": title.negotiable,
        "state": title.state.value,
        "holder": party_body(view, title.holder),
        "issuer": party_body(view, title.issuer),
        "i_hold": title.holder == view.actor.party,
        "issued_at": one.issued_at.isoformat(),
    }


def _content(content: lading.DocumentContent) -> dict[str, Any]:
    """What the document says, its places with `code` as everywhere in the console."""
    body: dict[str, Any] = msgspec.to_builtins(content, enc_hook=str)
    for leg in body["carriage"]:
        leg["mode"] = mode_of(leg["mode"])
        for end in ("origin", "destination"):
            leg[end]["code"] = leg[end]["locode"]
    for name in ("receipt", "loading", "discharge", "delivery", "issued_place"):
        if body[name]:
            body[name]["code"] = body[name]["locode"]
    return body


def _act(view: View, one: Any) -> dict[str, Any]:
    said = one.act.statement
    return {
        "act": said.act.value,
        "sequence": said.sequence,
        "at": said.at.isoformat(),
        "by": party_body(view, said.by.party),
        "to": party_body(view, said.to.party) if said.to else None,
        "reason": said.reason,
        "key_id": one.act.key_id,
        "position": one.position,
    }


def _unconfirmed(record: Consignment) -> int:
    return sum(booked.state is not consignment.LegState.CONFIRMED for booked in record.booked_legs)


def _orders(view: View, record: Consignment) -> list[dict[str, Any] | None]:
    """To whose order a negotiable document may be made out: the parties on the consignment with goods or money in it."""
    wanted = (Capacity.SHIPPER, Capacity.CONSIGNEE, Capacity.BANK)
    found = dict.fromkeys(one.party for one in record.parties if one.capacity in wanted)
    return [party_body(view, party) for party in found]


def _key_inside(view: View) -> bool:
    """Whether the user's title key for this party is on the node, so that a passphrase signs."""
    key = identity.find_own_title_key(view)
    return key is not None and key.custody is Custody.WRAPPED
