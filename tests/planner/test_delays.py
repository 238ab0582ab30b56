"""How late each call is taken to be: what was learned, as narrow as it is known, else what is published or assumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from landsea import consignment, identity, network, planner
from landsea.journal import NODE, Journal
from landsea.network import Learned, Performance, Reliability, Schedule, schedule_of
from landsea.planner.service.delays import delays_for, season_of
from landsea.planner.service.join import joined
from landsea.planner.service.world import World
from landsea.planner.service.worlds import world_for
from landsea.routing import Delay
from landsea.runtime.i18n import say
from tests.network.small import small

START = datetime(2026, 11, 23, tzinfo=UTC)
SEA = Reliability("sea", "", 1440, 348, 7027, "2025-09", "published", "own")
ASSUMED = Reliability("handling", "", 60, 100, 240, "", "assumed", "own")


def row(minutes: int, service: str = "", place: str = "", season: str = "", step: str = "arrival") -> Learned:
    return Learned(step, "sea", service, place, season, (minutes,) * 100, 30, 20, 800)


def performance(*rows: Learned) -> Performance:
    return Performance("2025-01-01T00:00+00:00", "2026-11-01T00:00+00:00", 30, 200, 120, "synthetic", rows)


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return schedule_of(small(), START, 30)


def at_singapore(schedule: Schedule, learned: Performance | None) -> Delay:
    delays, number = delays_for(schedule, learned)
    [pattern] = [one for one in schedule.patterns if one.service == "SEA"]
    return delays[number(pattern, 1)]


def test_the_narrowest_that_is_known_is_taken(schedule: Schedule) -> None:
    rows = [
        row(10),
        row(20, "SEA"),
        row(30, "SEA", "SGSIN"),
        row(40, "SEA", "SGSIN", "Q4"),
        row(50, "SEA", "SGSIN", "Q1"),
    ]
    for known, taken in ((1, 10), (2, 20), (3, 30), (4, 40), (5, 40)):
        assert set(at_singapore(schedule, performance(*rows[:known])).quantiles) == {taken}
    assert set(at_singapore(schedule, performance(row(99, "OTHER", "SGSIN"), row(5))).quantiles) == {5}


def test_what_is_learned_goes_before_what_is_published_and_both_say_on_what_they_rest(schedule: Schedule) -> None:
    told = replace(schedule, reliability=(SEA,))
    published = at_singapore(told, None)
    assert sum(one > 1440 for one in published.quantiles) == 35
    assert published.basis == "published for sea, 2025-09 (own); shape assumed"
    learned = at_singapore(told, performance(row(30, "SEA", "SGSIN")))
    assert learned.basis == "30 observations of this node in 20 weeks (SEA SGSIN)"
    assert say(learned.basis, "zh") == "本节点 20 周内 30 次观测（SEA SGSIN）"


def test_a_carriers_own_figure_goes_before_its_modes(schedule: Schedule) -> None:
    own = replace(SEA, carrier="cn", late_permille=100)
    delay = at_singapore(replace(schedule, reliability=(SEA, own)), None)
    assert sum(one > 1440 for one in delay.quantiles) == 10


def test_handling_counts_by_what_it_takes_beyond_the_facilitys_time(schedule: Schedule) -> None:
    """Singapore states 480 minutes."""
    known = performance(row(30, "SEA"), row(600, "", "SGSIN", step="handling"))
    assert set(at_singapore(schedule, known).quantiles) == {30 + 600 - 480}
    assert "handling" in at_singapore(replace(schedule, reliability=(SEA, ASSUMED)), None).basis


def test_two_delays_add_up_as_if_they_had_nothing_to_do_with_each_other(schedule: Schedule) -> None:
    halves = tuple([0] * 50 + [100] * 50)
    arrival = replace(row(0, "SEA"), quantiles=halves)
    handling = replace(row(0, "", "SGSIN", step="handling"), quantiles=tuple(one + 480 for one in halves))
    found = at_singapore(schedule, performance(arrival, handling)).quantiles
    assert [found.count(minutes) for minutes in (0, 100, 200)] == [25, 50, 25]


def test_nothing_known_and_nothing_published_is_on_time(schedule: Schedule) -> None:
    assert at_singapore(schedule, None).quantiles == (0,)
    assert len(joined(schedule).engine.timetable.delays) == 1


def test_seasons_are_quarters_of_the_calendar() -> None:
    minutes = [int(datetime(2026, month, 1, tzinfo=UTC).timestamp()) // 60 for month in (1, 3, 4, 12)]
    assert [season_of(one) for one in minutes] == ["Q1", "Q1", "Q2", "Q4"]


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, consignment.PROJECTION, planner.PROJECTION)
    made.run(NODE, network.import_shipped)
    return made


def test_a_plan_counts_with_what_was_learned_since_the_plan_before(journal: Journal) -> None:
    def world() -> World:
        with journal.view(NODE) as view:
            return world_for(view, planner.PlanRequest("CNCKG", "SGSIN", START))

    before = world()
    assert world() is before
    learned = performance(row(77, "S-QZH-SIN", "SGSIN"))
    journal.run(NODE, lambda work: network.record_performance(work, learned))
    after = world().engine.timetable
    assert after.common_permille == 120
    assert any("S-QZH-SIN" in one.basis for one in after.delays)
    assert not any("S-QZH-SIN" in one.basis for one in before.engine.timetable.delays)
