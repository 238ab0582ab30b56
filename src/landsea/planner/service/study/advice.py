"""What is not wrong in a scenario but worth telling: an added service that is faster than anything of its mode."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from landsea.kernel import Finding, Phrase
from landsea.network import Schedule, ScheduledPattern
from landsea.planner.model.studies import NewService, Scenario
from landsea.planner.service.study.change import changed_schedule

KMH_MAX = {"sea": 75, "inland-water": 50, "rail": 350, "road": 130, "air": 1_100}
"""Kilometres an hour that no scheduled cargo goes beyond, by mode (assumed, with room)."""


def advice(scenario: Scenario, schedule: Schedule, source: str) -> tuple[Finding, ...]:
    """Of a scenario that fits the schedule. Advice does not stop a study."""
    added = [change for change in scenario.changes if isinstance(change, NewService)]
    return tuple(finding for change in added for finding in _too_fast(schedule, change, source))


def _too_fast(schedule: Schedule, change: NewService, source: str) -> Iterator[Finding]:
    pattern = changed_schedule(schedule, [change]).patterns[-1]
    most = KMH_MAX.get(pattern.mode)
    for number, speed in enumerate(_speeds(pattern)):
        if most is not None and speed > most:
            what = Phrase(
                "From {origin} to {destination} it goes {speed} km an hour; nothing by {mode} is faster than {most}.",
                origin=change.calls[number].facility,
                destination=change.calls[number + 1].facility,
                speed=speed,
                mode=pattern.mode,
                most=most,
            )
            yield Finding(source, change.line, "change.calls", what, "Check its hours and kilometres.", error=False)


def _speeds(pattern: ScheduledPattern) -> Iterator[int]:
    """Kilometres an hour from call to call."""
    for metres, (before, after) in zip(pattern.segment_metres, pairwise(pattern.calls), strict=True):
        yield round(metres * 60 / (after.arrival_minute - before.departure_minute) / 1000)
