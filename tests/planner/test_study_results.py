"""What studies find: laws that hold for any closure, and figures that can be worked out from a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landsea.planner import Pair, StudyResult
from landsea.planner.model.studies import Way
from landsea.planner.rules.effects import effect
from tests.planner.studies import case, found, text

CLOSE = '[[change]]\nclose = "CNQZH"\nfrom = 2026-11-26\nto = 2026-12-04\n'
ONLY = 'only = ["SGSIN", "CNQZH", "VNSGN", "KRPUS"]\n'


@pytest.fixture(scope="module")
def closed() -> StudyResult:
    return found(text(CLOSE, weeks=2))


def arrivals(result: StudyResult) -> dict[tuple[str, int], list[int]]:
    return {
        (pair.destination, pair.week): [side["arrival"].minutes for side in (pair.before, pair.after)]
        for pair in result.pairs
    }


def test_a_closure_improves_nothing(closed: StudyResult) -> None:
    for pair in closed.pairs:
        assert set(pair.after) <= set(pair.before)
        for criterion, amount in (("arrival", "minutes"), ("cost", "cost"), ("co2e", "co2e_grams")):
            if criterion in pair.after:
                assert getattr(pair.after[criterion], amount) >= getattr(pair.before[criterion], amount)


def test_the_closure_is_felt(closed: StudyResult) -> None:
    (one,) = closed.effects
    assert one.later_count > 0
    assert one.mean_minutes > 0
    assert one.compared == 4


def test_each_criterion_has_its_own_best(closed: StudyResult) -> None:
    for pair in closed.pairs:
        ways = pair.before
        assert ways["arrival"].minutes == min(way.minutes for way in ways.values())
        assert ways["cost"].cost == min(way.cost or 0 for way in ways.values())
        assert ways["co2e"].co2e_grams == min(way.co2e_grams or 0 for way in ways.values())


def test_plans_and_scans_find_the_same_arrivals(closed: StudyResult) -> None:
    scanned = found(text(CLOSE, weeks=2, more='criteria = ["arrival"]'))
    assert arrivals(scanned) == arrivals(closed)
    assert scanned.effects[0].mean_minutes == closed.effects[0].mean_minutes


def test_a_sweep_ranks_the_worst_first_and_agrees_with_each_closure_alone() -> None:
    base = text("", destinations='"SGSIN", "VNSGN", "IDJKT", "MYPKG", "KRPUS"', more='criteria = ["arrival"]')
    swept = found(base + '[sweep]\nclose = "ports"\n' + ONLY)
    order = [(-one.lost_count, -one.mean_minutes * one.compared) for one in swept.effects]
    assert order == sorted(order)
    assert {one.closed for one in swept.effects} == {"SGSIN", "CNQZH", "VNSGN", "KRPUS"}
    for one in swept.effects:
        (alone,) = found(base + f'[[change]]\nclose = "{one.closed}"\n').effects
        own = sum(
            pair.destination == one.closed for pair in found(base + f'[[change]]\nclose = "{one.closed}"\n').pairs
        )
        assert alone.lost_count == one.lost_count + (own if one.itself else 0)
        assert alone.later_count == one.later_count


def test_the_closed_port_itself_is_not_counted_as_lost() -> None:
    swept = found(text('[sweep]\nclose = "ports"\nonly = ["VNSGN"]\n', more='criteria = ["arrival"]'))
    (one,) = swept.effects
    assert one.itself
    assert ("CNCKG", "VNSGN") not in one.lost
    assert one.compared == 1


def test_demand_goes_its_own_way_and_is_counted_in_teu() -> None:
    demand = (
        '[[demand]]\norigin = "CNCKG"\ndestination = "SGSIN"\nteu = 40\nby = "arrival"\ndeadline_days = 9\n'
        '[[demand]]\norigin = "CNCKG"\ndestination = "VNSGN"\nteu = 7\nby = "cost"\n'
    )
    result = found(text(CLOSE + demand))
    first, second = result.demand
    assert (first.teu, second.teu) == (40, 7)
    (pair,) = [one for one in result.pairs if one.destination == "SGSIN"]
    limit = 9 * 1440
    assert first.shifted_teu == (40 if pair.before["arrival"].via != pair.after["arrival"].via else 0)
    assert first.missed_teu == (40 if pair.before["arrival"].minutes <= limit < pair.after["arrival"].minutes else 0)
    for volume in result.volumes:
        ways = [("SGSIN", "arrival", 40), ("VNSGN", "cost", 7)]
        pairs = {one.destination: one for one in result.pairs}
        assert volume.before_teu == sum(teu for d, by, teu in ways if volume.service in pairs[d].before[by].via)
        assert volume.after_teu == sum(teu for d, by, teu in ways if volume.service in pairs[d].after[by].via)


def test_more_departures_are_never_worse() -> None:
    result = found(text('[[change]]\nfrequency = "S-QZH-SIN"\nper_week = 14\n', weeks=2))
    (one,) = result.effects
    assert one.later_count == one.lost_count == 0
    for pair in result.pairs:
        assert pair.after["cost"].cost <= pair.before["cost"].cost  # type: ignore[operator]


def test_a_carbon_price_is_on_every_bill() -> None:
    result = found(text("[[change]]\ncarbon_price = 50\n"))
    for pair in result.pairs:
        before, after = pair.before["cost"], pair.after["cost"]
        assert before.cost is not None
        assert after.cost is not None
        assert before.co2e_grams is not None
        assert before.cost < after.cost <= before.cost + before.co2e_grams * 50 // 10_000 + 20


def test_what_becomes_of_the_lowest_cost_is_told_though_the_way_is_chosen_by_arrival() -> None:
    result = found(text('[[change]]\ncost = 0\nmode = "sea"\n', destinations='"SGSIN"'))
    told = [pair.after["cost"].cost - pair.before["cost"].cost for pair in result.pairs]  # type: ignore[operator]
    assert result.best_changes()["cost"] == round(sum(told) / len(told)) < 0
    assert replace(result, by="cost").best_changes().keys() == {"co2e"}


def test_simulated_journeys_come_later_when_services_are_late() -> None:
    late = '[[change]]\ndelay = "sea"\nlate_percent = 90\nmean_days = 5\n[simulate]\njourneys = 200\nseed = 3\n'
    result = found(text(late, more="deadline_days = 20", destinations='"SGSIN"'))
    (pair,) = result.pairs
    before, after = pair.before["arrival"].chance, pair.after["arrival"].chance
    assert before is not None
    assert after is not None
    assert (after.p50 or 0) > (before.p50 or 0)
    assert (after.p90 or 0) > pair.after["arrival"].minutes


def test_missed_on_time_counts_those_in_time_before_alone() -> None:
    def pair(before: int, after: int | None) -> Pair:
        return Pair(0, "A", "B", 0, {"arrival": Way(before)}, {} if after is None else {"arrival": Way(after)})

    pairs = [pair(5, 15), pair(5, 10), pair(5, None), pair(11, 20)]
    told = effect((0, "", "", ""), pairs, "arrival", compared=4, deadline_minutes=10, itself=False)
    assert (told.missed_count, told.lost_count, told.later_count) == (2, 1, 3)
    assert told.mean_minutes == 8  # (10 + 5 + 9) / 3


def test_a_case_is_the_same_after_a_journey_to_another_process() -> None:
    import pickle

    one = case(text(CLOSE))
    again = pickle.loads(pickle.dumps(one))  # noqa: S301  # our own bytes
    assert again.digest == one.digest
    assert again.variants == one.variants
