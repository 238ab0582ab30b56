"""Where one planned way ends and another begins with the same cargo: what waiting between costs, and the risk of coming too late."""

from __future__ import annotations

from landsea.routing.model import IMPOSSIBLE, Cutoff, Delay, Itinerary, Timetable
from landsea.routing.moments import storage_cost

PAPERS = (Cutoff.DOCUMENT, Cutoff.VGM)
"""Cut-offs that late cargo does not miss."""


def stored(timetable: Timetable, way: Itinerary | None, onward: Itinerary | None) -> int:
    """Per TEU, for storage from the end of `way` until the first ride of `onward`, which counts none itself. Nothing without a way before:
    then the cargo stands with its shipper.
    """
    if way is None or onward is None:
        return 0
    since, cost = way.arrival_minute, 0
    for leg in onward.legs:
        cost += storage_cost(timetable.stops[leg.from_stop], leg.departure_minute - since)
        if leg.pattern is not None:
            break
        since = leg.released_minute
    return cost


def late(timetable: Timetable, way: Itinerary | None, onward: Itinerary | None) -> int:
    """The risk (-ln of the chance, in millionths) that the delay of the last ride of `way` misses the first of `onward`."""
    delay = _last_delay(timetable, way)
    first = next((leg for leg in onward.legs if leg.pattern is not None), None) if onward else None
    if way is None or onward is None or delay is None or first is None:
        return 0
    slack = min(moment.slack_minutes for moment in first.cutoffs if moment.cutoff not in PAPERS)
    return delay.risk(slack + onward.ready_minute - way.arrival_minute)


def past_deadline(timetable: Timetable, way: Itinerary, deadline_minute: int | None) -> int:
    """What of the way's risk is that its delay alone goes past the deadline."""
    delay = _last_delay(timetable, way)
    if deadline_minute is None or delay is None or way.risk >= IMPOSSIBLE:
        return 0
    return delay.risk(deadline_minute - way.arrival_minute)


def _last_delay(timetable: Timetable, way: Itinerary | None) -> Delay | None:
    ride = next((leg for leg in reversed(way.legs) if leg.pattern is not None), None) if way else None
    if ride is None or ride.pattern is None or ride.to_call is None:
        return None
    return timetable.delays[timetable.patterns[ride.pattern].calls[ride.to_call].delay]
