"""The form of a joint journey: lots as typed, one row each, and the request they make with the limits of every plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request

from landsea.console.named import Gazetteer
from landsea.console.pages.plan.asked import (
    Asked,
    Place,
    api_body,
    asked_again,
    local_time,
    place_named,
    shown_place,
    whole_number,
)
from landsea.journal import View
from landsea.planner import JointLot, JointRequest

LOTS_MAX = 12
ROWS_USUAL = 3
FIELDS = ("from", "to", "teu", "ready")


@dataclass(frozen=True)
class Row:
    """One lot as it was filled in; without a place it stands at the hub, or stays at the split."""

    number: int
    typed: Mapping[str, str]
    origin: Place
    destination: Place

    @property
    def used(self) -> bool:
        return any(self.typed.values())

    def body(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "from": self.origin["code"] if self.origin else "",
            "from_shown": shown_place(self.origin) or self.typed["from"],
            "to": self.destination["code"] if self.destination else "",
            "to_shown": shown_place(self.destination) or self.typed["to"],
            "teu": self.typed["teu"],
            "ready_local": self.typed["ready"][:16],
        }


def rows_of(view: View, request: Request, places: Gazetteer) -> list[Row]:
    """All rows of the form; there is always an empty one to fill, up to the most."""
    query, found = request.query_params, []
    for number in range(1, LOTS_MAX + 1):
        typed = {name: query.get(f"lot{number}_{name}", "").strip() for name in FIELDS}
        ends = [place_named(view, places, typed[name]) for name in ("from", "to")]
        found.append(Row(number, typed, ends[0], ends[1]))
    used = max((row.number for row in found if row.used), default=0)
    return found[: min(LOTS_MAX, max(ROWS_USUAL, used + 1))]


def joint_request(asked: Asked, rows: list[Row], hub: Place, split: Place, currency: str) -> JointRequest:
    """What the planner is asked. Refuses what is no number or time."""
    lots = [_lot(row, asked, hub, split) for row in rows if row.used]
    limits = asked.wishes(split, hub, currency)
    return JointRequest.of(lots, _code(hub, asked.origin), _code(split, asked.destination), **limits)


def _lot(row: Row, asked: Asked, hub: Place, split: Place) -> JointLot:
    origin = row.origin or hub
    return JointLot(
        origin=_code(row.origin, row.typed["from"]) or _code(hub, asked.origin),
        destination=_code(row.destination, row.typed["to"]) or _code(split, asked.destination),
        ready=local_time(row.typed["ready"] or asked.ready, origin),
        teu=whole_number(row.typed["teu"] or "1", "number of TEU"),
    )


def _code(place: Place, typed: str) -> str:
    return place["code"] if place else typed


def joint_api_body(wanted: JointRequest) -> dict[str, Any]:
    """What `POST /v1/joint-plans` takes to make the same plan and keep it."""
    limits = api_body(wanted.together)
    for name in ("origin", "destination", "ready", "teu"):
        limits.pop(name, None)
    lots = [
        {"origin": lot.origin, "destination": lot.destination, "ready": lot.ready.isoformat(), "teu": lot.teu}
        for lot in wanted.lots
    ]
    return {"hub": wanted.hub, "split": wanted.split, "lots": lots, **limits}


def lots_again(wanted: JointRequest, places: Gazetteer) -> list[tuple[str, str]]:
    """The form's fields for a request that was made before."""
    fields = [pair for pair in asked_again(replace(wanted.together, teu=1), places) if pair[0] != "teu"]
    for number, lot in enumerate(wanted.lots, start=1):
        told = {
            "from": "" if lot.origin == wanted.hub else lot.origin,
            "to": "" if lot.destination == wanted.split else lot.destination,
            "teu": str(lot.teu),
            "ready": "" if lot.ready == wanted.together.ready else lot.ready.isoformat(timespec="minutes"),
        }
        fields += [(f"lot{number}_{name}", text) for name, text in told.items() if text]
    return fields
