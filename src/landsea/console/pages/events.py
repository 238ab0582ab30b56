"""The event inbox, one event as it came, and the exceptions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import Request

from landsea import consignment, tracking
from landsea.console.named import Gazetteer, mode_of, party_body
from landsea.console.pages.exceptions import exception_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import NotFound
from landsea.runtime import moment_and_id, render_cursor
from landsea.runtime.http import language_of
from landsea.tracking import ListedEvent

ROWS = 50
BOUND = {"1": True, "0": False}


@page("/events", "events.html")
def inbox(view: View, request: Request) -> dict[str, Any]:
    query = request.query_params
    bound = BOUND.get(query.get("bound", ""))
    found = tracking.list_events(view, bound=bound, after=moment_and_id(query.get("cursor")), limit=ROWS + 1)
    places, names, more = Gazetteer(view), references(view), len(found) > ROWS
    last = found[:ROWS][-1].received if found else None
    return {
        "tab": {True: "bound", False: "unbound", None: "all"}[bound],
        "events": [event_body(places, names, one) for one in found[:ROWS]],
        "has_more": more,
        "next_cursor": render_cursor(last.received_at, last.id) if more and last else None,
    }


@page("/events/exceptions", "events.html")
def exceptions_page(view: View, request: Request) -> dict[str, Any]:
    places, names = Gazetteer(view), references(view)
    found = tracking.list_exceptions(view, limit=200)
    return {
        "tab": "exceptions",
        "exceptions": [exception_body(places, one, names(one.what.consignment)) for one in found],
        "has_more": False,
        "next_cursor": None,
    }


@page("/events/{id}", "event.html")
def event_page(view: View, request: Request) -> dict[str, Any]:
    one = tracking.get_event(view, request.path_params["id"])
    shown = tracking.rendered_event(one.received, language_of(request))
    return {
        "flags": [flag["text"] for flag in shown["flags"]],
        "event": event_body(Gazetteer(view), references(view), one),
        "sender": party_body(view, one.received.sender),
        "batch": one.received.batch,
        "digest": one.received.digest,
        "received_at": one.received.received_at.isoformat(),
        "retracted": one.retracted,
        "raw": json.dumps(shown["event"], ensure_ascii=False, indent=2, default=str),
    }


def references(view: View) -> Callable[[str], str]:
    """Consignment id -> its booking number; the id where it cannot be seen."""
    known: dict[str, str] = {}

    def name(id: str) -> str:
        if id not in known:
            try:
                known[id] = consignment.get_consignment(view, id).booking or id
            except NotFound:
                known[id] = id
        return known[id]

    return name


def event_body(places: Gazetteer, names: Callable[[str], str], one: ListedEvent) -> dict[str, Any]:
    event = one.received.event
    place = places(event.place) if event.place else None
    about = [event.equipment, event.call and event.call.vessel_name, *(ref.value for ref in event.documents)]
    return {
        "id": one.received.id,
        "type": event.type.value,
        "code": event.code,
        "classifier": event.classifier.value,
        "mode": mode_of(event.mode) if event.mode else "",
        "at": event.at.isoformat(),
        "zone": place["zone"] if place else None,
        "place": place,
        "about": [word for word in about if word],
        "received_at": one.received.received_at.isoformat(),
        "retracted": one.retracted,
        "bound": [{"id": id, "reference": names(id)} for id in one.consignments],
    }
