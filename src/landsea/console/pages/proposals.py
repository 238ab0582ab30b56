"""Re-plan proposals: what no longer holds of a booked journey, and the ways on beside what is booked."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import Request

from landsea import consignment, planner
from landsea.console.named import Gazetteer, mode_of
from landsea.console.texts import minutes_between
from landsea.journal import View
from landsea.kernel import Role
from landsea.planner import Proposal
from landsea.runtime.http import language_of

SHOWN = 3
"""Ways on; the plan has all."""


def proposal_bodies(
    view: View, request: Request, places: Gazetteer, consignment_id: str | None = None, limit: int = 5
) -> list[dict[str, Any]]:
    """The newest open proposals made to us."""
    return [_body(view, request, places, one) for one in planner.proposals(view, consignment_id)[:limit]]


def _body(view: View, request: Request, places: Gazetteer, one: Proposal) -> dict[str, Any]:
    record = consignment.get_consignment(view, one.consignment)
    leg = record.legs[one.affected.leg - 1]
    plan = planner.rendered(planner.get(view, one.plan), language_of(request))
    return {
        "id": one.id,
        "consignment": record.id,
        "reference": record.booking or record.id,
        "cause": one.affected.cause.value,
        "text": planner.proposal_text(one.affected, language_of(request)),
        "leg": {
            "no": leg.no,
            "mode": mode_of(leg.mode),
            "service": places.service(leg.service),
            "from": places(leg.from_place, leg.from_facility),
            "to": places(leg.to_place, leg.to_facility),
            "departs": leg.departs.isoformat(),
        },
        "booked_arrival": one.arrival.isoformat(),
        "booked": _booked(view, record.legs[one.affected.from_leg - 1], places, one),
        "to": places(record.legs[-1].to_place, record.legs[-1].to_facility),
        "plan": one.plan,
        "ways": [_way(way, one) for way in plan["itineraries"][:SHOWN]],
        "reasons": [reason["text"] for reason in plan["reasons"]],
        "made_at": one.made_at.isoformat(),
        "may_settle": view.actor.role is not Role.VIEWER,
    }


def _booked(view: View, leg: consignment.Leg, places: Gazetteer, one: Proposal) -> dict[str, Any]:
    """What is booked from where the goods are."""
    return {
        "departs": leg.departs.isoformat(),
        "from_zone": places(leg.from_place, leg.from_facility)["zone"],
        "cost": msgspec.to_builtins(planner.booked_cost(view, one)),
    }


def _way(way: dict[str, Any], one: Proposal) -> dict[str, Any]:
    last = way["legs"][-1]
    return {
        "number": way["number"],
        "legs": [{"mode": mode_of(leg["mode"])} for leg in way["legs"]],
        "departs": way["departure"],
        "from_zone": way["legs"][0]["origin"]["zone"],
        "arrives": way["arrival"],
        "to_zone": last["destination"]["zone"],
        "later_minutes": minutes_between(one.arrival, last["arrival"]),
        "cost": way["cost"],
        "co2e_grams": way["co2e_grams"],
    }
