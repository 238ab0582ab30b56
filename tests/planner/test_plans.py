"""Plans on the shipped network in a node: made, kept, seen by their party alone, rebuilt from the journal; closures
are followed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from landsea import identity, network, planner
from landsea import journal as journal_door
from landsea.journal import NODE, Journal
from landsea.kernel import NotFound, Period, UnLocode, parse_instant
from landsea.planner import PlanRequest, reason_text
from tests.support.journals import actor, open_journal, table_dump

OPERATOR, STRANGER = actor("par_operator"), actor("par_stranger")
READY = parse_instant("2026-11-23T08:00+08:00")
REQUEST = PlanRequest("CNCKG", "SGSIN", READY, teu=2)


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    with made.work(NODE) as work:
        network.import_shipped(work)
    return made


def test_a_kept_plan_is_shown_as_it_was_made(journal: Journal) -> None:
    with journal.work(OPERATOR) as work:
        kept = planner.save(work, planner.plan(work, REQUEST))
    with open_journal(journal).view(OPERATOR) as view:
        assert planner.get(view, kept.id or "") == kept
    assert kept.id
    assert kept.id.startswith("pln_")
    assert {leg.mode for one in kept.itineraries for leg in one.legs} >= {"rail", "sea", "air"}


def test_a_plan_of_another_party_does_not_exist(journal: Journal) -> None:
    with journal.work(OPERATOR) as work:
        kept = planner.save(work, planner.plan(work, REQUEST))
    with journal.view(STRANGER) as view, pytest.raises(NotFound):
        planner.get(view, kept.id or "")


def test_a_kept_plan_is_rebuilt_from_the_journal(journal: Journal) -> None:
    with journal.work(OPERATOR) as work:
        planner.save(work, planner.plan(work, REQUEST))
        planner.save(work, planner.plan(work, replace(REQUEST, destination="CNQZH", origin="SGSIN", teu=1)))
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_a_node_without_a_network_says_so(make_journal: Callable[..., Journal]) -> None:
    empty = make_journal(identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    with empty.view(OPERATOR) as view, pytest.raises(network.NoNetwork):
        planner.plan(view, REQUEST)


def test_the_next_plan_follows_a_closure(journal: Journal) -> None:
    """Without Qinzhou's quay the cheapest way no longer leads over it."""
    with journal.view(OPERATOR) as view:
        before = planner.plan(view, replace(REQUEST, by=planner.By.COST)).itineraries[0]
    assert "CNQZH-S" in {leg.origin.facility for leg in before.legs}
    with journal.work(NODE) as work:
        start, end = datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
        network.close_facility(work, "CNQZH-S", Period(start, end), "storm")
    with journal.view(OPERATOR) as view:
        after = planner.plan(view, replace(REQUEST, by=planner.By.COST)).itineraries
    assert after
    assert not [
        leg for one in after for leg in one.legs if "CNQZH-S" in (leg.origin.facility, leg.destination.facility)
    ]
    assert after[0].cost.minor > before.cost.minor


def test_a_closed_destination_is_explained(journal: Journal) -> None:
    with journal.work(NODE) as work:
        start, end = datetime(2026, 11, 20, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
        for facility in network.current(work).facilities_of(UnLocode("SGSIN")):
            network.close_facility(work, facility.id, Period(start, end), "drill")
    with journal.view(OPERATOR) as view:
        none = planner.plan(view, REQUEST)
    assert none.itineraries == ()
    assert none.reasons
    assert all(reason_text(reason, language) for reason in none.reasons for language in ("en", "zh"))


def test_a_time_the_timetable_does_not_cover_is_said_so() -> None:
    long_ago = PlanRequest("CNCKG", "SGSIN", datetime(2001, 11, 23, 8, tzinfo=UTC))
    made = planner.plan_on_shipped(long_ago, READY)
    assert [reason.code for reason in made.reasons] == ["timetable-does-not-cover"]


def test_a_place_is_known_by_its_name_in_either_language() -> None:
    by_code = planner.plan_on_shipped(PlanRequest("CNCKG", "SGSIN", READY), READY)
    by_name = planner.plan_on_shipped(PlanRequest("重庆", "singapore", READY), READY)
    assert by_name.itineraries == by_code.itineraries


def test_no_way_shown_is_beaten_by_another_in_all_that_is_shown() -> None:
    """With a deadline the simulated chance is another than that of the search, which lets no connection be missed."""
    ready, deadline = parse_instant("2026-12-07T08:00+08:00"), parse_instant("2026-12-24T18:00+08:00")
    asked = PlanRequest("CNCKG", "SGSIN", ready, without_modes=("air",), deadline=deadline)
    shown = [
        (one.arrival.timestamp(), one.cost.minor, one.co2e_grams, one.changes, -one.prospects.certain_permille)
        for one in planner.plan_on_shipped(asked, READY).itineraries
        if one.prospects
    ]
    assert len(shown) > 1
    for one in shown:
        assert not any(all(a <= b for a, b in zip(other, one, strict=True)) for other in shown if other is not one)
