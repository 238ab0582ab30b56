"""The two axes: days across in the zone of the origin, places down in the order in which they lie on the way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from landsea.console.course import distance_km

ROW_GAP = 50
"""Least distance of two places, in pixels: room for a name and the cut-offs above its line."""
HEIGHT_MIN = 320
MARGIN = 0.025
"""Part of the time shown that stays free before the first and after the last moment."""
WIDTHS = {"coarse": 300, "middle": 620, "fine": 960}
"""Widths in pixels for which days are labelled without touching: a phone, paper, a desk (see `plan.css`)."""
LABEL = 48
SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """The time shown."""

    start: datetime
    end: datetime

    @classmethod
    def around(cls, moments: Iterable[datetime]) -> Span:
        found = sorted(moments)
        free = (found[-1] - found[0]) * MARGIN + timedelta(minutes=30)
        return cls(found[0] - free, found[-1] + free)

    def at(self, moment: datetime) -> float:
        """Per cent of the width, kept inside."""
        part = (moment - self.start) / (self.end - self.start)
        return round(100 * min(1.0, max(0.0, part)), 3)

    def shows(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end


def days(span: Span, zone: str) -> list[dict[str, Any]]:
    """The local days shown, each with the widths at which its label has room."""
    first = span.start.astimezone(ZoneInfo(zone)).date()
    last = span.end.astimezone(ZoneInfo(zone)).date()
    dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    shown = (span.end - span.start) / timedelta(days=1)
    every = {name: max(1, math.ceil(shown * LABEL / width)) for name, width in WIDTHS.items()}
    starts = [datetime.combine(date, time(), ZoneInfo(zone)) for date in [*dates, dates[-1] + timedelta(days=1)]]
    return [
        {
            "date": here.date().isoformat(),
            "x": span.at(here),
            "width": round(span.at(there) - span.at(here), 3),
            "weekend": here.weekday() >= SATURDAY,
            "starts": span.shows(here),
            "labelled": [name for name, step in every.items() if number % step == 0],
        }
        for number, (here, there) in enumerate(pairwise(starts))
    ]


def rows(
    legs: Sequence[Sequence[Mapping[str, Any]]],
    place_of: Mapping[str, Mapping[str, Any]],
    given: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Code of a place -> pixels down, from the origin (0) to the destination, no two nearer than `ROW_GAP`. `given` says itself how far
    on the way (0 to 1) each place lies.
    """
    if given is not None:
        down = sorted(given, key=lambda code: (given[code], code))
        return dict(zip(down, _spread([given[code] for code in down]), strict=True))
    start, end = legs[0][0]["origin"]["place"], legs[0][-1]["destination"]["place"]
    codes = {leg[side]["place"] for one in legs for leg in one for side in ("origin", "destination")}
    parts = _counted(legs) | {code: part for code in codes if (part := part_of(place_of, start, code, end)) is not None}
    order = sorted(codes, key=lambda code: (code == end, code != start, parts[code], code))
    return dict(zip(order, _spread([parts[code] for code in order]), strict=True))


def part_of(place_of: Mapping[str, Mapping[str, Any]], start: str, code: str, end: str) -> float | None:
    """How far on the way a place lies: 0 at the start, 1 at the end; `None` without coordinates."""
    spots = [(place_of[one]["lon"], place_of[one]["lat"]) for one in (start, code, end)]
    if any(lon is None for lon, _ in spots):
        return None
    before, after = distance_km(spots[0], spots[1]), distance_km(spots[1], spots[2])
    return before / (before + after) if before + after else None


def _counted(legs: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, float]:
    """The same from the number of legs, for places without coordinates."""
    found: dict[str, float] = {}
    for one in legs:
        for number, leg in enumerate(one):
            found.setdefault(leg["origin"]["place"], number / len(one))
        found[one[-1]["destination"]["place"]] = 1.0
    return found


def _spread(parts: Sequence[float]) -> list[float]:
    height = max(HEIGHT_MIN, ROW_GAP * (len(parts) - 1))
    down = [part * height for part in parts]
    for number in range(1, len(down)):
        down[number] = max(down[number], down[number - 1] + ROW_GAP)
    down[-1] = height
    for number in range(len(down) - 2, -1, -1):
        down[number] = min(down[number], down[number + 1] - ROW_GAP)
    return [round(one, 1) for one in down]
