"""Delays and dwells that a set of events shows.

A call is known by its transport call's id, service, voyage and place. Its delay is what happened (ACT) against the time that was first
announced (PLN): the promise on which goods were booked, not its later corrections. Two calls under one name that are not the same
(actual times more than a day apart) cannot be told apart and are left out, and so are times a month off, which are slips of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median_low

from landsea.tracking.model import Classifier, Event, EventType, Observation, ReceivedEvent
from landsea.tracking.rules.identity import precedence_of, standing

MODES = {"VESSEL": "sea", "RAIL": "rail", "TRUCK": "road", "BARGE": "inland-water", "AIR": "air"}
STEPS = {"ARRI": "arrival", "DEPA": "departure"}
ONE_CALL = timedelta(days=1)
PLAUSIBLE = timedelta(days=30)

Call = tuple[str, str, str, str]
Key = tuple[Call, str]


def observations(found: Iterable[ReceivedEvent]) -> Iterator[Observation]:
    """A function of the set of events."""
    planned: dict[Key, list[ReceivedEvent]] = defaultdict(list)
    actual: dict[Key, list[ReceivedEvent]] = defaultdict(list)
    unloaded: dict[Call, list[datetime]] = defaultdict(list)
    for one in standing(found):
        call = call_of(one.event)
        if call is None:
            continue
        if one.event.type is EventType.EQUIPMENT:
            unloaded[call].append(one.event.at)
        else:
            told = planned if one.event.classifier is Classifier.PLANNED else actual
            told[call, one.event.code].append(one)
    for key, reports in sorted(actual.items()):
        yield from _observed(key, reports, planned.get(key, []), unloaded.get(key[0], []))


def call_of(event: Event) -> Call | None:
    """Which call the event is about; `None` if it tells nothing of delays or dwell."""
    call = event.call
    told = event.type is EventType.TRANSPORT and event.code in STEPS and event.classifier is not Classifier.ESTIMATED
    told |= event.type is EventType.EQUIPMENT and event.code == "DISC" and event.classifier is Classifier.ACTUAL
    if not told or call is None or not call.id or call.mode not in MODES:
        return None
    voyage = call.voyage or call.import_voyage or call.export_voyage or ""
    return call.id, call.service or "", voyage, (event.place or "").replace(" ", "").upper()


def _observed(
    key: Key, reports: Sequence[ReceivedEvent], plans: Sequence[ReceivedEvent], unloaded: Sequence[datetime]
) -> Iterator[Observation]:
    times = [one.event.at for one in reports]
    if max(times) - min(times) > ONE_CALL:
        return
    (_, service, voyage, place), code = key
    told = max(reports, key=precedence_of).event
    mode = MODES[told.mode or ""]
    first = min(plans, key=lambda one: (one.event.created_at, precedence_of(one)), default=None)
    if first is not None and abs(told.at - first.event.at) <= PLAUSIBLE:
        when = first.event.at.astimezone(UTC)
        yield Observation(STEPS[code], mode, service, place, when, _minutes(told.at - first.event.at), voyage)
    dwells = [at - told.at for at in unloaded if timedelta() <= at - told.at <= PLAUSIBLE]
    if code == "ARRI" and dwells:
        yield Observation("handling", mode, "", place, told.at.astimezone(UTC), _minutes(median_low(dwells)))


def _minutes(span: timedelta) -> int:
    return round(span / timedelta(minutes=1))
