"""What is learned of delays: a function of the set of events, shrunk where there are few, without anything of single consignments."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from statistics import NormalDist, mean
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import consignment, identity, network, tracking
from landsea import journal as journal_door
from landsea.journal import NODE, Journal
from landsea.kernel import NotAllowed, PartyId, Role
from landsea.runtime.http import install_problems
from landsea.tracking.api import router
from landsea.tracking.model import Observation
from landsea.tracking.rules import performance
from landsea.tracking.rules.correlation import correlation, correlation_along
from landsea.tracking.rules.performance import COUNT_LEAST, learn, sample_curve
from tests.consignment.example import BOX, RAIL, STRANGER, at, register
from tests.support.journals import table_dump
from tests.tracking.messages import text
from tests.tracking.test_reception import send

ON_TIME = tuple(float(n) for n in range(-50, 50))


def prior(step: str, mode: str) -> tuple[float, ...]:
    return ON_TIME


def seen(minutes: int, day: float, service: str = "S", place: str = "SGSIN", step: str = "arrival") -> Observation:
    return Observation(step, "sea", service, place, at(day), minutes)


def spread_of(found: list[Observation], *name: str) -> Any:
    spreads, _ = learn(found, prior)
    return {one.name: one for one in spreads}[name]


def weekly(delays: list[int], service: str = "S", place: str = "SGSIN") -> list[Observation]:
    return [seen(minutes, 7 * week, service, place) for week, minutes in enumerate(delays)]


observed = st.builds(
    seen,
    st.integers(-5000, 60_000),
    st.integers(-700, 700),
    st.sampled_from(["A", "B", ""]),
    st.sampled_from(["SGSIN", "CNQZH", ""]),
    st.sampled_from(["arrival", "departure", "handling"]),
)


@settings(max_examples=50)
@given(st.lists(observed, max_size=60), st.randoms(use_true_random=False))
def test_distributions_rise_and_depend_on_the_set_of_observations_alone(found: list[Observation], chance: Any) -> None:
    spreads, common = learn(found, prior)
    assert 0 <= common <= 1
    for one in spreads:
        assert list(one.quantiles) == sorted(one.quantiles)
        assert len(one.quantiles) == 100
        assert one.count >= COUNT_LEAST
        assert 0 <= one.weight <= 1
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert learn(shuffled, prior) == (spreads, common)


def test_few_observations_say_little_against_the_published_figure_and_many_say_all() -> None:
    few = spread_of(weekly([600] * 5), "arrival", "sea")
    many = spread_of(weekly([600] * 500), "arrival", "sea")
    assert few.weight == pytest.approx(5 / 15)
    assert 190 < mean(few.quantiles) < 210
    assert many.quantiles[50] > 585


def test_a_single_shipment_is_no_group_of_its_own() -> None:
    spreads, _ = learn([*weekly([0] * 20), *weekly([900] * (COUNT_LEAST - 1), "RARE")], prior)
    assert not [one for one in spreads if "RARE" in one.name]


def test_one_absurd_delay_moves_its_own_tail_and_nothing_else() -> None:
    chance = random.Random(1)
    usual = [chance.randrange(-300, 300) for _ in range(99)]
    with_one = spread_of(weekly([*usual, 43_000]), "arrival", "sea").quantiles
    without = spread_of(weekly([*usual, 299]), "arrival", "sea").quantiles
    assert with_one[:97] == without[:97]


def test_services_that_are_alike_are_believed_to_be_alike_and_others_not() -> None:
    chance = random.Random(2)
    alike = [one for n in range(60) for one in weekly([round(chance.gauss(0, 300)) for _ in range(20)], f"S{n}")]
    apart = [one for n in range(12) for one in weekly([round(chance.gauss(600 * n, 300)) for _ in range(20)], f"S{n}")]
    assert spread_of(alike, "arrival", "sea", "S3").weight < 0.25
    assert spread_of(apart, "arrival", "sea", "S3").weight > 0.75


def test_what_calls_of_one_place_and_week_have_in_common_is_found_and_counts_less() -> None:
    chance = random.Random(3)
    rho, found = 0.5, list[Observation]()
    for week in range(300):
        shared = chance.gauss(0, rho**0.5)
        found += [
            seen(round(1000 * (shared + chance.gauss(0, (1 - rho) ** 0.5))), 7 * week + 1, f"S{n}") for n in range(4)
        ]
    assert correlation(found) == pytest.approx(rho, abs=0.08)
    alone = [replace(one, planned=at(7 * n)) for n, one in enumerate(found)]
    assert correlation(alone) < 0.05
    assert spread_of(found, "arrival", "sea").weight < spread_of(alone, "arrival", "sea").weight


@pytest.mark.parametrize("count", [5, 9, 19, 60])
def test_the_next_delay_is_above_a_quantile_as_often_as_it_says(count: int) -> None:
    """Over samples of `count` from a bell whose shape the wider group has right."""
    chance, bell = random.Random(count), NormalDist(0, 1000)
    wider = [bell.inv_cdf(share) for share in performance.SHARES]
    inside = 0
    for _ in range(2000):
        curve = sample_curve(sorted(round(chance.gauss(0, 1000)) for _ in range(count)), wider)
        inside += performance.at(curve, 0.05) <= chance.gauss(0, 1000) <= performance.at(curve, 0.95)
    assert 0.86 < inside / 2000 < 0.94


def call(code: str, classifier: str, day: float, told: float, number: int, place: str = "SGSIN") -> dict[str, Any]:
    """The `number`th sailing's call."""
    return {
        "eventID": f"{code}-{classifier}-{number}-{told}",
        "eventType": "TRANSPORT",
        "eventClassifierCode": classifier,
        "eventCreatedDateTime": text(at(told)),
        "eventDateTime": text(at(day)),
        "transportEventTypeCode": code,
        "transportCall": {
            "transportCallID": f"CALL-{number}",
            "modeOfTransport": "VESSEL",
            "carrierServiceCode": "BBX1",
            "carrierVoyageNumber": f"{number:03}S",
            "UNLocationCode": place,
        },
    }


def unloaded(day: float, number: int) -> dict[str, Any]:
    moved = call("DISC", "ACT", day, day, number)
    kept = {name: value for name, value in moved.items() if name != "transportEventTypeCode"}
    equipment = {"equipmentEventTypeCode": "DISC", "equipmentReference": BOX, "emptyIndicatorCode": "LADEN"}
    return kept | {"eventType": "EQUIPMENT"} | equipment


def sailings(count: int, late_days: float = 0.5) -> list[dict[str, Any]]:
    """Announced two weeks ahead, announced again later, then late; unloaded a quarter of a day after."""
    found = []
    for number in range(count):
        day = -300 + 7 * number
        found += [call("ARRI", "PLN", day, day - 14, number), call("ARRI", "PLN", day + late_days, day - 1, number)]
        found += [
            call("ARRI", "ACT", day + late_days, day + late_days, number),
            unloaded(day + late_days + 0.25, number),
        ]
    return found


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    return register(make_journal(identity.PROJECTION, network.PROJECTION, consignment.PROJECTION, tracking.PROJECTION))


def learned(journal: Journal) -> network.Performance | None:
    return journal.run(NODE, tracking.learn_performance)


def test_a_node_learns_from_its_events_and_says_on_what_it_rests(journal: Journal) -> None:
    assert learned(journal) is None
    send(journal, *sailings(30))
    found = learned(journal)
    assert found is not None
    assert found.observations == 60
    assert (found.start[:10], found.end[:10]) == ("2026-01-25", "2026-08-16")
    rows = {(row.step, row.mode, row.service, row.place, row.season): row for row in found.rows}
    late = rows["arrival", "sea", "BBX1", "SGSIN", ""]
    assert (late.count, late.weeks, late.quantiles[50]) == (30, 30, 720)
    assert rows["handling", "sea", "", "SGSIN", ""].quantiles == (360,) * 100
    with journal.view(NODE) as view:
        assert network.performance(view) == found


def test_too_few_events_teach_nothing_and_leave_no_trace(journal: Journal) -> None:
    send(journal, *sailings(COUNT_LEAST - 1))
    before = table_dump(journal)
    assert learned(journal) is None
    assert table_dump(journal) == before


def test_learning_again_says_nothing_new_and_new_events_do(journal: Journal) -> None:
    send(journal, *sailings(8))
    learned(journal)
    before = table_dump(journal)
    learned(journal)
    assert table_dump(journal) == before
    send(journal, *sailings(12)[32:])
    learned(journal)
    with journal.view(NODE) as view:
        assert [fact.observations for _, fact in network.performance_history(view)] == [16, 24]
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_what_later_events_take_back_is_learned_no_more(journal: Journal) -> None:
    send(journal, *sailings(6))
    assert learned(journal) is not None
    send(journal, *(one | {"isRetracted": True, "eventUpdatedDateTime": text(at(0))} for one in sailings(6)))
    now = learned(journal)
    assert now is not None
    assert (now.rows, now.observations) == ((), 0)
    with journal.view(NODE) as view:
        assert network.performance(view) == now


def test_nothing_of_single_consignments_is_in_what_is_learned(journal: Journal) -> None:
    send(journal, *sailings(8))
    learned(journal)
    with journal.view(NODE) as view:
        [(_, fact)] = network.performance_history(view)
        content = view.blobs.get(fact.digest)
    for private in (BOX, RAIL.party, "CALL-", "001S", "evt_"):
        assert private.encode() not in content


def test_calls_that_cannot_be_told_apart_and_slips_of_the_pen_teach_nothing(journal: Journal) -> None:
    twice = [call("ARRI", "ACT", day, day, 1) for day in (-20, -13)]
    slip = [call("ARRI", "PLN", -50, -60, 2), call("ARRI", "ACT", -10, -10, 2)]
    retracted = [call("ARRI", "PLN", -50, -60, 3), call("ARRI", "ACT", -49, -49, 3) | {"isRetracted": True}]
    send(journal, call("ARRI", "PLN", -20, -30, 1), *twice, *slip, *retracted)
    assert learned(journal) is None


def test_who_does_not_run_the_node_does_not_teach_it(journal: Journal) -> None:
    with journal.work(STRANGER) as work, pytest.raises(NotAllowed):
        tracking.learn_performance(work)


def test_a_rebuild_needs_no_clock(journal: Journal) -> None:
    send(journal, *sailings(8))
    first = learned(journal)
    with journal.database.write() as connection:
        journal.clock.advance(connection, timedelta(days=400))  # type: ignore[attr-defined]
    assert learned(journal) == first


def test_arrivals_that_one_journey_meets_are_compared_along_runs_of_other_services() -> None:
    """Weekly runs A -> B of many services; what is late at A is late at B, and what comes to A in that week is late with it."""
    chance = random.Random(4)
    found = list[Observation]()
    for week in range(300):
        shared = chance.gauss(0, 1)
        for n in range(4):
            for hop, place in enumerate(("CNQZH", "SGSIN")):
                late = round(600 * (shared + chance.gauss(0, 1)))
                found.append(
                    replace(seen(late, 7 * week + 3 * hop, f"S{n}", f"{place}{n if hop else ''}"), run=f"{week}")
                )
    assert correlation_along(found) == pytest.approx(
        0.5 / 2, abs=0.12
    )  # of a week's pairs half are with the week before
    assert correlation_along([replace(one, run="") for one in found]) == 0


def test_an_operator_of_the_node_has_it_learn_over_http(journal: Journal) -> None:
    send(journal, *sailings(8))
    with journal.work(NODE) as work:
        host = identity.PartyRegistered("Synthetic Host", "", (), "CN", (Role.OPERATOR,), True)
        work.append("party:par_host", 0, host)
    app = FastAPI()
    who = replace(STRANGER, party=PartyId("par_host"))
    app.state.journal, app.state.authenticate = journal, lambda request: who
    install_problems(app)
    app.include_router(router)
    client = TestClient(app)
    answer = client.post("/v1/performance").json()
    assert answer["learned"]["observations"] == 16
    assert [receipt["kind"] for receipt in answer["receipts"]] == ["performance-recorded/1"]
    assert "receipts" not in client.post("/v1/performance").json()
