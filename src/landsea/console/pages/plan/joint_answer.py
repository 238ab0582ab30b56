"""What the pages of a joint plan show of it: the ways side by side as any plan's, and each lot's part in the chosen one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from landsea import planner
from landsea.console.diagram import diagram_body, part_of
from landsea.console.named import Gazetteer
from landsea.console.pages.plan.answer import show_legs, side_by_side
from landsea.kernel import parse_instant
from landsea.planner import JointPlan
from landsea.runtime.http import language_of

Shown = dict[str, Any]


def joint_body(request: Request, places: Gazetteer, made: JointPlan) -> Shown:
    body = planner.rendered_joint(made, language_of(request))
    for part in (part for way in body["ways"] for part in _parts(way)):
        show_legs(part["legs"])
    shown = {"stuck": body["stuck"], "ends": body["ends"], "basis": body["basis"], "basis_zh": body["basis_zh"]}
    found = [_side(way) for way in body["ways"]]
    together = body["request"]["together"]
    shown["plan"] = {
        "id": made.id,
        "itineraries": found,
        "exchange_text": body["exchange_text"],
        "request": {"ready": together["ready"], "deadline": together["deadline"], "teu": made.request.teu},
    }
    if not found:
        return shown
    ready = made.request.together.ready
    drawn = diagram_body(
        places.network, places, found, ready, made.request.together.deadline, _places_down(places, found)
    )
    return shown | {
        "explained": "plan/joint_lots.html",
        "spread": {},
        "ways": {way["number"]: _told(body, way) for way in body["ways"]},
        "diagram": drawn,
        **side_by_side(request, places, found, ready),
    }


def _parts(way: Shown) -> list[Shown]:
    apart = [lot[side] for lot in way["lots"] for side in ("collected", "delivered") if lot[side]]
    return [way["together"], *apart]


def _side(way: Shown) -> Shown:
    """A way as an itinerary: all its legs, lots first as they leave, last as they arrive. At the hub the first lot's wait is drawn."""
    collected = [lot["collected"] for lot in way["lots"] if lot["collected"]]
    delivered = [lot["delivered"] for lot in way["lots"] if lot["delivered"]]
    collected.sort(key=lambda part: parse_instant(part["departure"]))
    delivered.sort(key=lambda part: parse_instant(part["arrival"]))
    first, *others = way["together"]["legs"]
    there = max(way["lots"], key=lambda lot: lot["waiting_minutes"])["at_hub"]
    trunk = [first | {"available": there}, *others]
    return {
        "number": way["number"],
        "departure": way["departure"],
        "arrival": way["arrival"],
        "cost": way["cost"],
        "co2e_grams": way["co2e_grams"],
        "changes": way["changes"],
        "certain_permille": way["certain_permille"],
        "prospects": None,
        "chain": way["together"]["legs"],
        "legs": [
            *(leg for part in collected for leg in part["legs"]),
            *trunk,
            *(leg for part in delivered for leg in part["legs"]),
        ],
        "parts": {
            "collected": _codes(collected),
            "together": _codes([way["together"]]),
            "delivered": _codes(delivered),
        },
    }


def _codes(parts: list[Shown]) -> list[str]:
    """The places of some parts, each once, in their order."""
    ends = (leg[end]["place"] for part in parts for leg in part["legs"] for end in ("origin", "destination"))
    return list(dict.fromkeys(ends))


COLLECTED, DELIVERED = 0.25, 0.75
"""How far down the hub and the split stand."""


def _places_down(places: Gazetteer, found: list[Shown]) -> dict[str, float]:
    """Code -> how far on the way: lots' places above the hub and below the split, the farther the farther out."""
    named = {name: list(dict.fromkeys(c for one in found for c in one["parts"][name])) for name in found[0]["parts"]}
    hub, split = found[0]["parts"]["together"][0], found[0]["parts"]["together"][-1]
    at = {code: places(code) for codes in named.values() for code in codes}

    def far(start: str, code: str, end: str) -> float:
        part = part_of(at, start, code, end)
        return 0.5 if part is None else part

    down = {code: COLLECTED * (1 - far(hub, code, split)) for code in named["collected"]}
    down |= {code: 1 - (1 - DELIVERED) * far(hub, code, split) for code in named["delivered"]}
    down |= {code: COLLECTED + (DELIVERED - COLLECTED) * far(hub, code, split) for code in named["together"]}
    return down | {hub: COLLECTED, split: DELIVERED}


def _told(body: Shown, way: Shown) -> Shown:
    """The way with each lot's ends, what it asked for, and where its parts are planned alone, to be quoted and booked."""
    together, rides = way["together"], [leg for leg in way["together"]["legs"] if leg["voyage"]]
    cutoffs = [one["latest"] for leg in rides[:1] for one in leg["cutoffs"] if one["what"] == "cargo"]
    hub, split = together["legs"][0]["origin"]["place"], together["legs"][-1]["destination"]["place"]
    lots = []
    for number, (lot, ends) in enumerate(zip(way["lots"], body["ends"], strict=True)):
        asked, (origin, destination) = body["request"]["lots"][number], ends
        lots.append(
            lot
            | {
                "number": number + 1,
                "teu": asked["teu"],
                "origin": origin,
                "destination": destination,
                "collect": lot["collected"]
                and _alone(origin["place"], hub, asked["ready"], asked["teu"], *cutoffs[:1]),
                "deliver": lot["delivered"] and _alone(split, destination["place"], together["arrival"], asked["teu"]),
            }
        )
    last = max((lot["at_hub"] for lot in way["lots"]), key=parse_instant)
    alone = _alone(hub, split, last, sum(lot["teu"] for lot in lots))
    return {"lots": lots, "together": together, "alone": alone}


def _alone(origin: str, destination: str, ready: str, teu: int, deadline: str = "") -> str:
    asked = {"from": origin, "to": destination, "ready": ready, "teu": str(teu), "deadline": deadline}
    return "/plan?" + urlencode({name: text for name, text in asked.items() if text})
