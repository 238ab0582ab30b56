"""What is not wrong in a scenario but worth telling: an added service that is faster than anything of its mode."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from landsea.kernel import Finding, Phrase
from landsea.network import Schedule, ScheduledPattern
from landsea.planner.model.studies import NewService
from landsea.planner.service.study.change import changed_schedule
from landsea.planner.wire.scenario import ScenarioRead
from landsea.planner.wire.scenario.lines import Path
from landsea.planner.wire.scenario.reader import Problems

KMH_MAX = {"sea": 75, "inland-water": 50, "rail": 350, "road": 130, "air": 1_100}
"""Kilometres an hour that no scheduled cargo goes beyond, by mode (assumed, with room)."""


def advice(read: ScenarioRead, schedule: Schedule, source: str) -> tuple[Finding, ...]:
    """Of a scenario that fits the schedule. Advice does not stop a study."""
    problems = Problems(source, read.lines)
    for one in read.changes:
        if isinstance(one.change, NewService):
            _tell_too_fast(schedule, one.change, one.path, problems)
    return tuple(problems.found)


def _tell_too_fast(schedule: Schedule, change: NewService, path: Path, problems: Problems) -> None:
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
            problems.add((*path, "calls"), what, "Check its hours and kilometres.", error=False)


def _speeds(pattern: ScheduledPattern) -> Iterator[int]:
    """Kilometres an hour from call to call."""
    for metres, (before, after) in zip(pattern.segment_metres, pairwise(pattern.calls), strict=True):
        yield round(metres * 60 / (after.arrival_minute - before.departure_minute) / 1000)
