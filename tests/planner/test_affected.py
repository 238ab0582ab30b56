"""Whether a booked journey still holds: the rule alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from landsea.planner import Affected, Cause
from landsea.planner.rules.affected import Booked, Run, affected

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def at(days: float) -> datetime:
    return NOW + timedelta(days=days)


READY = at(0.5)
TRAIN = Booked(1, "train", "a", "b", at(1), at(3), at(0.75))
TRUCK = Booked(2, "", "b", "c", at(3), at(3.1), at(3))
SHIP = Booked(3, "ship", "c", "d", at(5), at(9), at(4.5))
LEGS = (TRAIN, TRUCK, SHIP)
AS_BOOKED: dict[int, tuple[Run, ...]] = {leg.no: (Run(leg.departs, leg.arrives, leg.cutoff),) for leg in (TRAIN, SHIP)}


def moved(leg: Booked, days: float) -> dict[int, tuple[Run, ...]]:
    by = timedelta(days=days)
    return AS_BOOKED | {leg.no: (Run(leg.departs + by, leg.arrives + by, leg.cutoff + by),)}


def test_what_goes_as_booked_holds() -> None:
    assert affected(LEGS, AS_BOOKED, {}, READY, NOW) is None


def test_a_leg_without_a_run_is_withdrawn_and_the_way_on_starts_where_the_goods_are() -> None:
    assert affected(LEGS, AS_BOOKED | {3: ()}, {}, READY, NOW) == Affected(3, Cause.WITHDRAWN, 1, READY)
    assert affected(LEGS, AS_BOOKED | {1: ()}, {}, READY, NOW) == Affected(1, Cause.WITHDRAWN, 1, READY)
    assert affected(LEGS, AS_BOOKED | {3: ()}, {}, READY, at(2)) == Affected(3, Cause.WITHDRAWN, 2, at(3))


def test_what_has_departed_is_not_looked_at_again() -> None:
    assert affected(LEGS, AS_BOOKED | {1: ()}, {}, READY, at(2)) is None
    found = affected(LEGS, AS_BOOKED | {3: ()}, {}, READY, at(4))
    assert found == Affected(3, Cause.WITHDRAWN, 3, at(4)), "the cargo is not ready in the past"


@pytest.mark.parametrize(("days", "cause"), [(1.3, None), (1.5, Cause.LATER), (-1.3, None), (-1.5, Cause.EARLIER)])
def test_a_retimed_leg_matters_when_the_next_cut_off_or_its_own_is_missed(days: float, cause: Cause | None) -> None:
    """The ship's cut-off is 1.4 days after the truck is there; the train may be so much later, the ship as much earlier."""
    leg = TRAIN if days > 0 else SHIP
    found = affected(LEGS, moved(leg, days), {}, READY, NOW)
    assert (found.cause if found else None) is cause
    if found:
        assert found.by_minutes == abs(round(days * 1440))


@pytest.mark.parametrize(("hours", "cause"), [(6, None), (6.1, Cause.ARRIVAL)])
def test_the_last_arrival_may_be_a_little_later(hours: float, cause: Cause | None) -> None:
    found = affected(LEGS, moved(SHIP, hours / 24), {}, READY, NOW)
    assert (found.cause if found else None) is cause


def test_of_several_runs_the_nearest_is_the_booked_one() -> None:
    week = timedelta(days=3)
    others = tuple(Run(SHIP.departs + n * week, SHIP.arrives + n * week, SHIP.cutoff + n * week) for n in (-1, 0, 1))
    assert affected(LEGS, AS_BOOKED | {3: others}, {}, READY, NOW) is None


def test_a_missed_connection_counts_from_when_the_cargo_comes() -> None:
    assert affected(LEGS, AS_BOOKED, {3: at(4.75)}, READY, NOW) == Affected(3, Cause.MISSED, 3, at(4.75), 360)


def test_the_first_leg_that_fails_is_told() -> None:
    found = affected((replace(TRAIN), TRUCK, SHIP), {1: (), 3: ()}, {3: at(6)}, READY, NOW)
    assert found is not None
    assert found.leg == 1
