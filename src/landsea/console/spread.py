"""When an itinerary arrives, drawn: how likely each stretch of time is, the tenth, the half and nine tenths, and the deadline.

Across in per cent of the width, down in parts of the highest bar; see `templates/plan/spread.html`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

STEPS_HOURS = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672)
BARS_MAX = 26
TAIL_PERMILLE = 990
"""Later arrivals than these are told by number and not drawn: one in a hundred may be weeks late."""


def spread_body(prospects: Mapping[str, Any], planned: str, deadline: str | None) -> dict[str, Any]:
    """Bars and marks of an itinerary's arrivals; `prospects` as `planner.rendered` gives them."""
    found = [(_at(moment), int(permille)) for moment, permille in prospects["arrivals"]]
    marks = {name: prospects[name] for name in ("p10", "p50", "p90") if prospects[name]}
    shown = [moment for moment, permille in found if permille <= TAIL_PERMILLE] or [found[0][0]]
    moments = [*shown, _at(planned), *map(_at, marks.values())]
    start, end, step = _axis([*moments, *_near(deadline, moments)])
    bars = _bars(found, start, end, step)
    highest = max((share for _, share in bars), default=1) or 1
    across = end - start
    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "step_hours": step // timedelta(hours=1),
        "bars": [
            {
                "x": _percent(moment - start, across),
                "width": _percent(step, across),
                "height": round(share / highest, 3),
                "permille": share,
                "start": moment.isoformat(),
                "late": bool(deadline) and moment >= _at(str(deadline)),
            }
            for moment, share in bars
            if share
        ],
        "marks": [
            {"what": what, "at": moment, "x": _percent(_at(moment) - start, across)} for what, moment in marks.items()
        ],
        "planned": {"at": planned, "x": _percent(_at(planned) - start, across)},
        "deadline": {"at": deadline, "x": _percent(_at(deadline) - start, across)}
        if deadline and start <= _at(deadline) <= end
        else None,
        "after_permille": 1000 - _until(found, end),
    }


def _axis(moments: Sequence[datetime]) -> tuple[datetime, datetime, timedelta]:
    """Whole steps around the moments, so many that the bars have room."""
    first, last = min(moments), max(moments)
    steps = [timedelta(hours=hours) for hours in STEPS_HOURS]
    step = next((one for one in steps if (last - first) / one <= BARS_MAX - 2), steps[-1])
    start = first - step
    return start, start + ((last - start) // step + 2) * step, step


def _near(deadline: str | None, moments: Sequence[datetime]) -> list[datetime]:
    """The deadline, where it lies within twice the spread of the arrivals."""
    if not deadline:
        return []
    first, last = min(moments), max(moments)
    room = max(last - first, timedelta(days=1))
    return [_at(deadline)] if first - room <= _at(deadline) <= last + room else []


def _bars(
    found: Sequence[tuple[datetime, int]], start: datetime, end: datetime, step: timedelta
) -> list[tuple[datetime, int]]:
    edges = [start + number * step for number in range((end - start) // step + 1)]
    return [(here, _until(found, there) - _until(found, here)) for here, there in pairwise(edges)]


def _until(found: Sequence[tuple[datetime, int]], moment: datetime) -> int:
    """Thousandths that have arrived by then, evenly between two points of the distribution."""
    number = bisect_right(found, moment, key=lambda one: one[0])
    if number in (0, len(found)):
        return found[-1][1] if number else 0
    (before, least), (after, most) = found[number - 1], found[number]
    return round(least + (most - least) * ((moment - before) / (after - before)))


def _percent(part: timedelta, whole: timedelta) -> float:
    return round(100 * (part / whole), 2)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
