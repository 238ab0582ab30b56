"""Whether a booked journey still holds, given the runs that now go and what events have said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from landsea.planner.model.proposals import Affected, Cause

LET_PASS = timedelta(hours=6)
"""By so much the last arrival may be later without a proposal."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A booked ride: its service and facilities, its times, and its cargo cut-off. A transfer on demand has no service."""

    no: int
    service: str
    origin: str
    destination: str
    departs: datetime
    arrives: datetime
    cutoff: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A run of that service from that facility to that one, as now scheduled."""

    departs: datetime
    arrives: datetime
    cutoff: datetime


def affected(
    legs: Sequence[Booked], runs: Mapping[int, Sequence[Run]], missed: Mapping[int, datetime], now: datetime
) -> Affected | None:
    """The first leg still to depart that does not hold. `missed` says, by leg, when the cargo will be there after all."""
    ahead = [leg for leg in legs if leg.departs > now]
    for leg in ahead:
        if leg.no in missed:
            return Affected(leg.no, Cause.MISSED, max(missed[leg.no], now), _minutes(missed[leg.no] - leg.cutoff))
        if not leg.service:
            continue
        run = _nearest(leg, runs.get(leg.no, ()))
        if run is None:
            return Affected(leg.no, Cause.WITHDRAWN, _there(legs, leg, now))
        if run.cutoff < leg.cutoff and run.cutoff < _there(legs, leg, now):
            return Affected(leg.no, Cause.EARLIER, _there(legs, leg, now), _minutes(leg.departs - run.departs))
        if run.arrives > leg.arrives and run.arrives - leg.arrives > _spare(legs, leg):
            return Affected(leg.no, Cause.LATER, _there(legs, leg, now), _minutes(run.arrives - leg.arrives))
    return None


def _nearest(leg: Booked, runs: Sequence[Run]) -> Run | None:
    return min(runs, key=lambda run: (abs(run.departs - leg.departs), run.departs), default=None)


def _there(legs: Sequence[Booked], leg: Booked, now: datetime) -> datetime:
    """When the cargo is where the leg starts: after the leg before, never in the past; of the first, its cut-off."""
    before = [one.arrives for one in legs if one.no < leg.no]
    return max(before[-1] if before else leg.cutoff, now)


def _spare(legs: Sequence[Booked], leg: Booked) -> timedelta:
    """By how much the leg may arrive later: up to the next cut-off, or what is let pass at the end."""
    after = [one for one in legs if one.no > leg.no and one.service]
    if not after:
        return LET_PASS
    on_the_way = sum((one.arrives - one.departs for one in legs if leg.no < one.no < after[0].no), timedelta())
    return after[0].cutoff - leg.arrives - on_the_way


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
