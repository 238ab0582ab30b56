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
    legs: Sequence[Booked],
    runs: Mapping[int, Sequence[Run]],
    missed: Mapping[int, datetime],
    ready: datetime,
    now: datetime,
) -> Affected | None:
    """The first leg still to depart that does not hold. `ready` is when the goods stood at the origin; `missed` says, by leg,
    when the cargo will be there after all.
    """
    ahead = [leg for leg in legs if leg.departs > now]
    for leg in ahead:
        if leg.no in missed:
            late = _minutes(missed[leg.no] - leg.cutoff)
            return Affected(leg.no, Cause.MISSED, leg.no, max(missed[leg.no], now), late)
        found = _failing(legs, leg, runs.get(leg.no, ()), ready)
        if found is not None:
            return Affected(leg.no, found[0], ahead[0].no, max(_there(legs, ahead[0], ready), now), found[1])
    return None


def _failing(
    legs: Sequence[Booked], leg: Booked, runs: Sequence[Run], ready: datetime
) -> tuple[Cause, int | None] | None:
    if not leg.service:
        return None
    run = _nearest(leg, runs)
    if run is None:
        return Cause.WITHDRAWN, None
    if run.cutoff < leg.cutoff and run.cutoff < _there(legs, leg, ready):
        return Cause.EARLIER, _minutes(leg.departs - run.departs)
    after = [one for one in legs if one.no > leg.no and one.service]
    spare = _spare(legs, leg, after[0]) if after else LET_PASS
    if run.arrives - leg.arrives > max(spare, timedelta()):
        return Cause.LATER if after else Cause.ARRIVAL, _minutes(run.arrives - leg.arrives)
    return None


def _nearest(leg: Booked, runs: Sequence[Run]) -> Run | None:
    return min(runs, key=lambda run: (abs(run.departs - leg.departs), run.departs), default=None)


def _there(legs: Sequence[Booked], leg: Booked, ready: datetime) -> datetime:
    """When the cargo is where the leg starts: after the leg before, at the origin when it was ready."""
    before = [one.arrives for one in legs if one.no < leg.no]
    return before[-1] if before else ready


def _spare(legs: Sequence[Booked], leg: Booked, after: Booked) -> timedelta:
    """By how much the leg may arrive later: up to the next cut-off."""
    on_the_way = sum((one.arrives - one.departs for one in legs if leg.no < one.no < after.no), timedelta())
    return after.cutoff - leg.arrives - on_the_way


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
