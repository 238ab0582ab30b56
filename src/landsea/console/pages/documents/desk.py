"""The list of documents as a desk: what we hold, what waits for us, what secures whose credit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request

from landsea import lading
from landsea.console.pages.documents.values import row_body
from landsea.console.web import page
from landsea.journal import View
from landsea.lading import Desk, State, StoredDocument, Title
from landsea.runtime import moment_and_id, render_cursor

ROWS = 50
COUNTED = 99


@page("/documents", "documents/desk.html")
def list_page(view: View, request: Request) -> dict[str, Any]:
    """`desk` and `state` choose; the tab of what waits for us also lists what we must do as issuer."""
    query = request.query_params
    desk = _choice(Desk, query.get("desk") or ("held" if query.get("held") == "1" else ""))
    state = _choice(State, query.get("state", ""))
    after = moment_and_id(query.get("cursor"))
    found = lading.list_documents(view, desk=desk, state=state, after=after, limit=ROWS + 1)
    more, last = len(found) > ROWS, found[:ROWS][-1] if found else None
    return {
        "desk": desk.value if desk else "",
        "state": state.value if state else "",
        "states": [one.value for one in State],
        "counts": {one.value: _count(view, one) for one in Desk},
        "documents": [_row(view, one) for one in found[:ROWS]],
        "for_issuer": _for_issuer(view) if desk is Desk.AWAITING_ME else [],
        "has_more": more,
        "next_cursor": render_cursor(last.issued_at, last.title.document) if more and last else None,
    }


def _choice(kind: type[Any], value: str) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


def _count(view: View, desk: Desk) -> int:
    """At most 100: the tab says `99+`."""
    found = len(lading.list_documents(view, desk=desk, limit=COUNTED + 1))
    return found + len(_for_issuer(view)) if desk is Desk.AWAITING_ME else found


def _row(view: View, found: StoredDocument) -> dict[str, Any]:
    return row_body(view, found) | {"possible": [act.value for act in lading.possible_acts(view, found)]}


WAITS: Mapping[State, Callable[[Title], bool]] = {
    State.SURRENDERED: lambda title: True,
    State.ACCEPTED: lambda title: title.purpose in (None, lading.Purpose.DELIVERY),
    State.LEAVING: lambda title: title.medium is lading.Medium.PAPER,
    State.CAPTURED: lambda title: True,
}
"""States in which the next act is the issuer's."""


def _for_issuer(view: View) -> list[dict[str, Any]]:
    me = view.actor.party
    found = [
        one
        for state, waits in WAITS.items()
        for one in lading.list_documents(view, state=state, limit=COUNTED + 1)
        if one.title.issuer == me and waits(one.title)
    ]
    return [_row(view, one) for one in found]
