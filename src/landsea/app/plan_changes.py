"""What a change of the schedule did to a plan: the changes that touch what was shown, and what became of its itineraries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from landsea.app.plan_table import day, way
from landsea.network import Change, Difference, say_change
from landsea.planner import Plan, PlannedItinerary
from landsea.runtime import translate

CHANGES_MAX = 5

GONE = "Gone: {way}, {times}"
NEW = "New: itinerary {number}, {way}, {times}"
MOVED = "At another time: itinerary {number}, {way}, {times} instead of {was}"

Way = tuple[tuple[str, str, str, str], ...]


def said_changes(found: Difference, shown: Plan, language: str) -> Iterator[str]:
    """Sentences, at most `CHANGES_MAX`, on the services of the itineraries shown and on where these load, change or land; then
    how many changes more there are.
    """
    told = [one for one in found.changes if _touches(one, shown)][:CHANGES_MAX]
    for one in told:
        yield say_change(one, language)
    if more := len(found.changes) - len(told):
        text = "Other changes: {count}; landsea network diff {since} {until} tells all"
        yield translate(text, language).format(count=more, since=found.since.revision, until=found.until.revision)


def _touches(change: Change, shown: Plan) -> bool:
    legs = [leg for one in shown.itineraries for leg in one.legs]
    if change.service:
        return change.service in {leg.service for leg in legs}
    return change.facility in {end.facility for leg in legs for end in (leg.origin, leg.destination)}


def said_itineraries(before: Plan, after: Plan, language: str) -> Iterator[str]:
    """Which itineraries are gone, are new or go at another time; one that is left out goes as it did.

    Of two that go by the same services between the same facilities, the first to leave is taken for the first.
    """
    old, new = _by_way(before.itineraries), _by_way(after.itineraries)
    for key in old | new:
        same = {_times(one) for one in old[key]} & {_times(one) for one in new[key]}
        were, are = ([one for one in found[key] if _times(one) not in same] for found in (old, new))
        for was, now in zip(were, are, strict=False):
            yield _said(MOVED, now, language, was=_span(was))
        yield from (_said(GONE, one, language) for one in were[len(are) :])
        yield from (_said(NEW, one, language) for one in are[len(were) :])


def _by_way(itineraries: Iterable[PlannedItinerary]) -> dict[Way, list[PlannedItinerary]]:
    found: dict[Way, list[PlannedItinerary]] = defaultdict(list)
    for one in sorted(itineraries, key=_times):
        key = ((leg.mode, leg.service, leg.origin.facility, leg.destination.facility) for leg in one.legs)
        found[tuple(key)].append(one)
    return found


def _times(one: PlannedItinerary) -> tuple[object, ...]:
    return one.departure, one.arrival


def _said(text: str, one: PlannedItinerary, language: str, was: str = "") -> str:
    return translate(text, language).format(number=one.number, way=way(one, language), times=_span(one), was=was)


def _span(one: PlannedItinerary) -> str:
    return f"{day(one.departure)} – {day(one.arrival)}"
