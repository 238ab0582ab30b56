"""From the itineraries of a plan (as `planner.rendered` gives them) to lines, marks and hatched times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from landsea.console.diagram.axes import Span, days, rows
from landsea.console.diagram.closed import Shut, binding, closures
from landsea.network import Network

HEAD = 30
"""Pixels above the first place for the days."""
NAME = 20
LANE = 7
"""Cut-offs stand in lanes above the line of their place, this far apart."""
FOOT = 18
TIGHT_MINUTES = 360
SHOWN_TIMES = 2
"""A deadline or a late arrival is drawn where it lies within this many times the longest journey."""

Itinerary = Mapping[str, Any]


def diagram_body(
    network: Network,
    place_of: Callable[[str], Mapping[str, Any]],
    found: Sequence[Itinerary],
    ready: datetime,
    deadline: datetime | None = None,
    parts: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Days, rows, and for each itinerary its lines, cut-offs and the times at which something was shut. `found` is not empty. `parts`:
    how far on the way (0 to 1) each place lies, where the first and the last leg do not say.
    """
    legs = [one["legs"] for one in found]
    places = {code: place_of(code) for code in _codes(legs)}
    span = _span(found, ready, deadline)
    lanes = max((len(leg["cutoffs"]) for leg in (one[0] for one in legs)), default=0)
    top = HEAD + NAME + LANE * lanes
    down = {code: round(top + y, 1) for code, y in rows(legs, places, parts).items()}
    zone = legs[0][0]["origin"]["zone"]
    return {
        "zone": zone,
        "top": HEAD,
        "height": max(down.values()) + FOOT,
        "bottom": max(down.values()),
        "days": days(span, zone),
        "rows": [{"place": places[code], "y": y} for code, y in down.items()],
        "ready": {"x": span.at(ready), "at": ready.isoformat()},
        "deadline": {"x": span.at(deadline), "at": deadline.isoformat()} if deadline and span.shows(deadline) else None,
        "closures": [
            _shut(network, one, span, down) for one in closures(network, _facilities(legs), span.start, span.end)
        ],
        "journeys": [_journey(network, one, span, down) for one in found],
    }


def _codes(legs: Iterable[Sequence[Mapping[str, Any]]]) -> set[str]:
    return {leg[end]["place"] for one in legs for leg in one for end in ("origin", "destination")}


def _facilities(legs: Iterable[Sequence[Mapping[str, Any]]]) -> set[str]:
    return {leg[end]["facility"] for one in legs for leg in one for end in ("origin", "destination")}


def _span(found: Sequence[Itinerary], ready: datetime, deadline: datetime | None) -> Span:
    last = max(_at(one["legs"][-1]["released"]) for one in found)
    latest = ready + SHOWN_TIMES * (last - ready)
    others = [deadline, *(_at(one["prospects"]["p90"]) for one in found if _told(one))]
    return Span.around([ready, last, *(one for one in others if one and ready < one < latest)])


def _told(one: Itinerary) -> bool:
    """Whether it says when nine in ten of its journeys are there."""
    return bool(one.get("prospects") and one["prospects"]["p10"] and one["prospects"]["p90"])


def _spread(one: Itinerary, span: Span, down: Mapping[str, float]) -> list[dict[str, Any]]:
    """From when one in ten journeys is there until nine in ten are, under the line of the destination."""
    if not _told(one):
        return []
    place, (early, late) = one["legs"][-1]["destination"], (one["prospects"][name] for name in ("p10", "p90"))
    across = {"x1": span.at(_at(early)), "x2": span.at(_at(late)), "y": down[place["place"]] + LANE + 1}
    return [{"at": early, "end": late, "zone": place["zone"], "place": place, **across}]


def _journey(network: Network, one: Itinerary, span: Span, down: Mapping[str, float]) -> dict[str, Any]:
    legs = list(enumerate(one["legs"], start=1))
    drawn: dict[str, list[dict[str, Any]]] = {
        "lines": [line for number, leg in legs for line in _lines(number, leg, span, down)],
        "cutoffs": [mark for number, leg in legs for mark in _cutoffs(number, leg, span, down)],
        "missed": [mark for number, leg in legs for mark in _missed(number, leg, span, down)],
        "spread": _spread(one, span, down),
        "shut": [_shut(network, time, span, down) for _, leg in legs for time in binding(network, leg)],
    }
    return {"number": one["number"], **drawn, "moments": _moments(drawn)}


def _moments(drawn: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """All that is drawn, in order of time: `of` which list, and its `number` in it."""
    found = [
        {"at": one["at"], "zone": one["zone"], "of": kind, "number": number}
        for kind, marks in drawn.items()
        for number, one in enumerate(marks)
    ]
    found.sort(key=lambda one: _at(one["at"]))
    return [one | {"order": order} for order, one in enumerate(found)]


def _lines(number: int, leg: Mapping[str, Any], span: Span, down: Mapping[str, float]) -> list[dict[str, Any]]:
    """Waiting at the origin, the ride, and the time until cargo is free at the end; what takes no time is left out."""
    here, there = leg["origin"], leg["destination"]
    parts = [
        ("wait", here, leg["available"], here, leg["departure"]),
        ("ride", here, leg["departure"], there, leg["arrival"]),
        ("handling", there, leg["arrival"], there, leg["released"]),
    ]
    return [
        {
            "kind": kind,
            "at": start,
            "zone": a["zone"],
            "leg": number,
            "mode": leg["mode"],
            "from": a,
            "to": b,
            "start": start,
            "end": end,
            "minutes": (_at(end) - _at(start)) // timedelta(minutes=1),
            "x1": span.at(_at(start)),
            "x2": span.at(_at(end)),
            "y1": down[a["place"]],
            "y2": down[b["place"]],
            "service": {"name": leg["service_name"], "name_zh": leg["service_name_zh"], "id": leg["service"]},
        }
        for kind, a, start, b, end in parts
        if _at(start) < _at(end)
    ]


def _cutoffs(number: int, leg: Mapping[str, Any], span: Span, down: Mapping[str, float]) -> list[dict[str, Any]]:
    """Each in its own lane, from when the plan is there to the latest moment."""
    ordered = sorted(leg["cutoffs"], key=lambda one: _at(one["latest"]))
    return [
        {
            "at": one["latest"],
            "zone": leg["origin"]["zone"],
            "leg": number,
            "what": one["what"],
            "latest": one["latest"],
            "planned": one["planned"],
            "place": leg["origin"],
            "slack_minutes": one["slack_minutes"],
            "tight": one["slack_minutes"] < TIGHT_MINUTES,
            "x1": span.at(_at(one["planned"])),
            "x2": span.at(_at(one["latest"])),
            "y": round(down[leg["origin"]["place"]] - LANE * (lane + 1), 1),
        }
        for lane, one in enumerate(ordered)
    ]


def _missed(number: int, leg: Mapping[str, Any], span: Span, down: Mapping[str, float]) -> list[dict[str, Any]]:
    """The departure before, where it lies in the time shown."""
    missed = leg["missed"]
    if missed is None or not span.shows(_at(missed["departure"])):
        return []
    place = leg["origin"]
    spot = {"x": span.at(_at(missed["departure"])), "y": down[place["place"]]}
    return [{"at": missed["departure"], "zone": place["zone"], "leg": number, "place": place, **spot, **missed}]


def _shut(network: Network, one: Shut, span: Span, down: Mapping[str, float]) -> dict[str, Any]:
    facility = network.facilities[one.facility]
    return {
        "at": one.start.isoformat(),
        "zone": facility.timezone,
        "name_en": facility.name,
        "name_zh": facility.name_zh,
        "place": one.place,
        "facility": one.facility,
        "why": one.why,
        "reason": one.reason,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "x1": span.at(one.start),
        "x2": span.at(one.end),
        "y": down[one.place],
    }


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
