"""The list of documents as a desk: what we hold, what waits for us, what secures whose credit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request

from landsea import lading
from landsea.console.named import party_body
from landsea.console.pages.documents.may import button, ways
from landsea.console.pages.documents.values import row_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.lading import Desk, State, StoredDocument, Title
from landsea.runtime import moment_and_id, render_cursor

ROWS = 50
COUNTED = 99


@page("/documents", "documents/desk.html")
def list_page(view: View, request: Request) -> dict[str, Any]:
    """`desk` and `state` choose; the tab of what waits for us also lists what we must do as issuer and for the registry on a chain.

    `begun` are the orders there that the viewer began: another person confirms them. `incoming`: envelopes that wait for their documents;
    `None` for who may refuse none.
    """
    query = request.query_params
    desk = _choice(Desk, query.get("desk") or ("held" if query.get("held") == "1" else ""))
    state = _choice(State, query.get("state", ""))
    after = moment_and_id(query.get("cursor"))
    found = lading.list_documents(view, desk=desk, state=state, after=after, limit=ROWS + 1)
    more, last = len(found) > ROWS, found[:ROWS][-1] if found else None
    rows = [_row(view, one) for one in found[:ROWS]]
    for_us = desk is Desk.AWAITING_ME
    return {
        "desk": desk.value if desk else "",
        "state": state.value if state else "",
        "states": [one.value for one in State],
        "counts": {one.value: _count(view, one) for one in Desk},
        "documents": [row for row in rows if not (for_us and _is_begun_only(row))],
        "begun": [row for row in rows if for_us and _is_begun_only(row)],
        "for_issuer": [_row(view, one) for one in _for_issuer(view)] if for_us else [],
        "for_registry": [_row(view, one) for one in _for_registry(view)] if for_us else [],
        "incoming": _incoming(view) if for_us else None,
        "has_more": more,
        "next_cursor": render_cursor(last.issued_at, last.title.document) if more and last else None,
    }


def _incoming(view: View) -> list[dict[str, Any]] | None:
    found = lading.find_incoming(view)
    if found is None:
        return None
    return [
        {
            "reference": one.reference,
            "number": one.number,
            "sender": one.sender,
            "party": party_body(view, one.party),
            "sent_at": one.sent_at.isoformat(),
            "documents": one.documents,
            "missing": one.missing,
        }
        for one in found
    ]


def _choice(kind: type[Any], value: str) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


def _count(view: View, desk: Desk) -> int:
    """At most 100: the tab says `99+`."""
    return (
        len(waiting(view))
        if desk is Desk.AWAITING_ME
        else len(lading.list_documents(view, desk=desk, limit=COUNTED + 1))
    )


def waiting(view: View) -> list[StoredDocument]:
    """What waits for the viewer, as a party, as issuer or for the registry on a chain; of each kind at most 100."""
    found = lading.list_documents(view, desk=Desk.AWAITING_ME, limit=COUNTED + 1)
    asked = [one for one in found if not one.title.order or not _is_begun_only(row_body(view, one))]
    return [*asked, *_for_issuer(view), *_for_registry(view)]


def _row(view: View, found: StoredDocument) -> dict[str, Any]:
    """`answers`: the buttons with which what waits is answered."""
    made = ways(view, found)
    answers = [button(found, way) for group in ANSWERS for way in made.get(group, ())]
    others = [way.name for group in made.values() for way in group]
    return row_body(view, found) | {"possible": others, "answers": answers}


ANSWERS = ("answer", "chain")


def _is_begun_only(row: dict[str, Any]) -> bool:
    """Whether nothing of it waits for the viewer, but for another person to confirm what the viewer ordered."""
    asked = row["proposal"] is not None and row["proposal"]["awaits_me"]
    return row["order"] is not None and row["order"]["mine"] and not asked


WAITS: Mapping[State, Callable[[Title], bool]] = {
    State.SURRENDERED: lambda title: True,
    State.ACCEPTED: lambda title: title.purpose in (None, lading.Purpose.DELIVERY),
    State.LEAVING: lambda title: title.medium is lading.Medium.PAPER,
    State.CAPTURED: lambda title: True,
}
"""States in which the next act is the issuer's."""


def _for_issuer(view: View) -> list[StoredDocument]:
    me = view.actor.party
    return [
        one
        for state, waits in WAITS.items()
        for one in lading.list_documents(view, issuer=me, state=state, limit=COUNTED + 1)
        if waits(one.title)
    ]


REGISTRY_STEPS = {lading.Step.MINT.value, lading.Step.ACCEPT.value}


def _for_registry(view: View) -> list[StoredDocument]:
    """Documents whose token the viewer is to mint or burn, and those of which people must settle what another platform did not answer."""
    return [*_to_settle(view), *_on_a_chain(view)]


def _to_settle(view: View) -> list[StoredDocument]:
    if view.actor.role is not Role.OPERATOR:
        return []
    found = [lading.get_document(view, lading.document_of(one)) for one in lading.list_disputes(view)]
    return [one for one in found if lading.exchange_steps(view, one.title.document)]


def _on_a_chain(view: View) -> list[StoredDocument]:
    if view.actor.role is not Role.OPERATOR or not lading.list_chains(view):
        return []
    return [
        one
        for state in (State.LEAVING, State.AWAY)
        for one in lading.list_documents(view, state=state, limit=COUNTED + 1)
        if REGISTRY_STEPS & set(lading.possible_steps(view, one.title.document))
    ]
