"""Single rules on timetables small enough to check by hand: two stops, or three in a row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landsea.kernel import BadValue
from landsea.routing import (
    Call,
    Cargo,
    Closed,
    Cutoff,
    Engine,
    Itinerary,
    Lift,
    Limits,
    Missed,
    NoRoute,
    Pattern,
    Query,
    Stop,
    Timetable,
    Transfer,
)

DAY = 1440
END = 60 * DAY
A, B, C = Stop("a", "A"), Stop("b", "B"), Stop("c", "C")
BOARD, ALIGHT = Call(0, 0, 0), Call(1, 100, 100)


def line(name: str, board: Call, alight: Call, starts: tuple[int, ...], cost: int = 10, co2e: int = 10) -> Pattern:
    return Pattern(name, name, "rail", (board, alight), (cost,), (co2e,), starts)


def plan(query: Query, stops: tuple[Stop, ...], *patterns: Pattern, moves: tuple[Transfer, ...] = ()) -> object:
    return Engine(Timetable("USD", stops, patterns, moves, 0, END)).plan(query)


def only(answer: object) -> Itinerary:
    assert isinstance(answer, tuple)
    (itinerary,) = answer
    assert isinstance(itinerary, Itinerary)
    return itinerary


@pytest.mark.parametrize(("ready", "departure"), [(39, 100), (40, 100), (41, 1000)])
def test_cargo_is_caught_on_the_minute_of_its_cut_off_and_missed_one_later(ready: int, departure: int) -> None:
    train = line("t", replace(BOARD, cargo_lead_minutes=60), ALIGHT, (100, 1000))
    leg = only(plan(Query((0,), (1,), ready), (A, B), train)).legs[0]
    assert leg.departure_minute == departure
    assert leg.missed == (Missed(100, Cutoff.CARGO, 1) if ready == 41 else None)


@pytest.mark.parametrize(("documents", "departure"), [(70, 100), (71, 1000)])
def test_documents_have_a_cut_off_of_their_own(documents: int, departure: int) -> None:
    train = line("t", replace(BOARD, document_lead_minutes=30), ALIGHT, (100, 1000))
    leg = only(plan(Query((0,), (1,), 0, documents_minute=documents), (A, B), train)).legs[0]
    assert leg.departure_minute == departure


@pytest.mark.parametrize(("ready", "departure"), [(50, 100), (51, 100), (60, 100), (61, 1000)])
def test_customs_clears_in_its_hours_only(ready: int, departure: int) -> None:
    """The desk opens from 60 to 80 and takes 20 minutes; release is due 20 before departure; at 61 it would be 81."""
    desk = replace(A, customs=((60, 80), (500, 600)), customs_minutes=20)
    train = line("t", replace(BOARD, customs_lead_minutes=20), ALIGHT, (100, 1000))
    leg = only(plan(Query((0,), (1,), ready), (desk, B), train)).legs[0]
    assert leg.departure_minute == departure


def test_customs_hours_do_not_matter_where_no_customs_cut_off_is() -> None:
    shut = replace(A, customs=())
    assert only(plan(Query((0,), (1,), 0), (shut, B), line("t", BOARD, ALIGHT, (100,)))).arrival_minute == 200


def test_cargo_at_a_closed_gate_waits_until_it_opens() -> None:
    gate = replace(B, open=((300, 400), (500, 600)))
    unloading = replace(ALIGHT, unload_minutes=30)
    trains = line("t", BOARD, unloading, (100,)), line("u", BOARD, unloading, (270,), cost=5)
    assert only(plan(Query((0,), (1,), 0), (A, gate), trains[0])).arrival_minute == 300
    assert only(plan(Query((0,), (1,), 0), (A, gate), trains[1])).arrival_minute == 500


def test_a_facility_that_stays_closed_is_no_destination() -> None:
    answer = plan(Query((0,), (1,), 0), (A, replace(B, open=((0, 50),))), line("t", BOARD, ALIGHT, (100,)))
    assert isinstance(answer, NoRoute)
    assert answer.reasons[0].lift is Lift.TIMETABLE


STORE = replace(B, free_minutes=DAY, storage_cost_day=7)
SHIP = line("s", Call(1, 0, 0), Call(2, 100, 100), (10 * DAY,))


@pytest.mark.parametrize(
    ("arrives", "days"), [(9 * DAY, 0), (9 * DAY - 1, 1), (8 * DAY, 1), (8 * DAY - 1, 2), (100, 9)]
)
def test_storage_is_paid_for_each_day_begun_beyond_the_free_time(arrives: int, days: int) -> None:
    train = line("t", BOARD, ALIGHT, (arrives - 100,))
    itinerary = only(plan(Query((0,), (2,), 0, teu=3), (A, STORE, C), train, SHIP))
    assert itinerary.legs[1].storage_cost == 3 * 7 * days


def test_the_later_train_is_taken_where_it_saves_storage() -> None:
    daily = line("t", BOARD, ALIGHT, tuple(range(0, END, DAY)))
    itinerary = only(plan(Query((0,), (2,), 0), (A, STORE, C), daily, SHIP))
    assert itinerary.legs[1].storage_cost == 0
    assert itinerary.legs[0].departure_minute == 9 * DAY
    assert itinerary.legs[0].missed is None
    assert itinerary.legs[0].earlier_minute == 8 * DAY  # it could be caught too, and is not said to be missed
    assert itinerary.legs[1].earlier_minute is None


def test_a_run_before_that_does_not_get_there_is_no_departure_that_could_be_caught() -> None:
    daily = line("t", BOARD, ALIGHT, tuple(range(0, END, DAY)))
    shut = Closed("B", 0, DAY)  # the first run sails on without the call
    itinerary = only(plan(Query((0,), (1,), 0, closures=(shut,)), (A, B), daily))
    assert itinerary.legs[0].departure_minute == DAY
    assert itinerary.legs[0].earlier_minute is None


def test_where_storage_is_free_the_first_train_leaves_the_most_time() -> None:
    daily = line("t", BOARD, ALIGHT, tuple(range(0, END, DAY)))
    itinerary = only(plan(Query((0,), (2,), 0), (A, B, C), daily, SHIP))
    assert itinerary.legs[0].departure_minute == 0


def test_storage_at_the_origin_is_the_shippers_own() -> None:
    stored = replace(A, storage_cost_day=7)
    assert only(plan(Query((0,), (1,), 0), (stored, B), line("t", BOARD, ALIGHT, (10 * DAY,)))).cost == 10


def test_a_shuttle_into_a_port_with_hours_still_finds_the_cheaper_later_train() -> None:
    """The early train's shuttle is in before the gate shuts and stores six days; the late one's waits overnight and
    stores four.

    So a train one day later saves two days' storage, 14, and is worth its 10 more.
    """
    quay = replace(C, open=((0, 5 * DAY), (6 * DAY, END)), storage_cost_day=7)
    early, late = line("t", BOARD, ALIGHT, (4 * DAY,)), line("u", BOARD, ALIGHT, (5 * DAY,), cost=20)
    ship = line("s", Call(2, 0, 0), Call(3, 100, 100), (10 * DAY,))
    stops = (A, B, quay, Stop("d", "D"))
    itinerary = only(
        plan(Query((0,), (3,), 0, exact=True), stops, early, late, ship, moves=(Transfer(1, 2, 60, "road"),))
    )
    assert itinerary.legs[0].departure_minute == 5 * DAY
    assert itinerary.legs[2].storage_cost == 4 * 7


def test_a_ship_is_not_boarded_where_it_only_discharges_nor_left_where_it_only_loads() -> None:
    calls = (Call(0, 0, 0), Call(1, 10, 20, board=False), Call(2, 30, 30, alight=False), Call(3, 40, 40))
    ship = Pattern("s", "s", "sea", calls, (1, 1, 1), (1, 1, 1), (100,))
    stops = (A, B, C, Stop("d", "D"))
    assert isinstance(plan(Query((1,), (3,), 0), stops, ship), NoRoute)
    assert isinstance(plan(Query((0,), (2,), 0), stops, ship), NoRoute)
    assert only(plan(Query((0,), (3,), 0), stops, ship)).cost == 3


def test_an_avoided_place_is_not_passed_on_board_either() -> None:
    calls = (Call(0, 0, 0), Call(1, 10, 20), Call(2, 30, 30))
    ship = Pattern("s", "s", "sea", calls, (1, 1), (1, 1), (100,))
    answer = plan(Query((0,), (2,), 0, avoid=frozenset({"B"})), (A, B, C), ship)
    assert isinstance(answer, NoRoute)
    assert [(reason.lift, reason.names) for reason in answer.reasons] == [(Lift.AVOID, ("B",))]


def test_where_one_mode_is_enough_no_more_are_asked_for() -> None:
    trains = line("t", BOARD, ALIGHT, (100,)), replace(line("u", BOARD, ALIGHT, (200,)), mode="sea")
    answer = plan(Query((0,), (1,), 0, without_modes=frozenset({"rail", "sea"})), (A, B), *trains)
    assert isinstance(answer, NoRoute)
    assert [(reason.names, reason.arrival_minute) for reason in answer.reasons] == [(("rail",), 200), (("sea",), 300)]


def test_where_two_modes_are_needed_both_are_named() -> None:
    onward = replace(line("u", Call(1, 0, 0), Call(2, 100, 100), (300,)), mode="sea")
    answer = plan(
        Query((0,), (2,), 0, without_modes=frozenset({"rail", "sea"})),
        (A, B, C),
        line("t", BOARD, ALIGHT, (100,)),
        onward,
    )
    assert isinstance(answer, NoRoute)
    assert [(reason.lift, reason.names) for reason in answer.reasons] == [(Lift.MODES, ("rail", "sea"))]


def test_a_document_fee_is_paid_once_for_the_consignment_and_the_rest_for_every_teu() -> None:
    train = replace(line("t", BOARD, ALIGHT, (100,)), ride_cost=5, ride_fee=1000)
    leg = only(plan(Query((0,), (1,), 0, teu=4), (A, B), train)).legs[0]
    assert (leg.transport_cost, leg.document_cost, leg.cost) == (60, 1000, 1060)


def test_a_fee_can_make_another_way_cheaper_for_one_teu_than_for_many() -> None:
    fee = replace(line("f", BOARD, ALIGHT, (100,), cost=1), ride_fee=100)
    flat = line("p", BOARD, ALIGHT, (100,), cost=50)
    for teu, cheapest in ((1, 50), (2, 100), (3, 103)):
        answer = plan(Query((0,), (1,), 0, teu=teu), (A, B), fee, flat)
        assert only(answer).cost == cheapest


def test_a_timetable_without_services_is_explained() -> None:
    answer = plan(Query((0,), (1,), 0), (A, B))
    assert isinstance(answer, NoRoute)
    assert [reason.lift for reason in answer.reasons] == [Lift.ORIGIN]


def test_transfers_alone_can_be_a_journey() -> None:
    moves = (Transfer(0, 1, 60, "road", 5, 2), Transfer(1, 2, 30, "road", 1, 1))
    itinerary = only(plan(Query((0,), (2,), 10, teu=2), (A, B, C), moves=moves))
    assert (itinerary.arrival_minute, itinerary.cost, itinerary.co2e, itinerary.changes) == (100, 12, 6, 0)


def test_the_dearer_way_that_stores_nothing_wins_over_the_cheaper_that_stores() -> None:
    """The early train is cheaper by 5 and beats the late one at the store, where it then pays 7 a day: the late one is
    taken up again.
    """
    early, late = line("t", BOARD, ALIGHT, (100,), cost=10), line("u", BOARD, ALIGHT, (9 * DAY,), cost=15)
    itinerary = only(plan(Query((0,), (2,), 0, exact=True), (A, STORE, C), early, late, SHIP))
    assert (itinerary.legs[0].departure_minute, itinerary.cost) == (9 * DAY, 25)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Stop("a", "A", open=((5, 3),)),
        lambda: Stop("a", "A", open=((0, 5), (4, 6))),
        lambda: Stop("a", "A", free_minutes=-1),
        lambda: line("t", BOARD, ALIGHT, (5, 5)),
        lambda: line("t", BOARD, ALIGHT, (5, 4)),
        lambda: line("t", BOARD, Call(1, 0, 10), (5,)),
        lambda: line("t", Call(0, 0, 20), Call(1, 10, 10), (5,)),
        lambda: line("t", BOARD, ALIGHT, (5,), cost=-1),
        lambda: line("t", replace(BOARD, cargo_lead_minutes=-1), ALIGHT, (5,)),
        lambda: Pattern("t", "t", "rail", (BOARD,), (), (), (5,)),
        lambda: Transfer(0, 1, 0, "road"),
        lambda: Transfer(0, 0, 5, "road"),
        lambda: Timetable("USD", (A,), (line("t", BOARD, ALIGHT, (5,)),), (), 0, END),
        lambda: Query((0,), (0,), 0),
        lambda: Query((), (0,), 0),
        lambda: Query((0,), (1,), 0, teu=0),
    ],
)
def test_impossible_values_are_refused(wrong: object) -> None:
    with pytest.raises(BadValue):
        wrong()  # type: ignore[operator]


def test_runs_that_a_closed_strait_cuts_short_do_not_use_up_the_patience() -> None:
    """Ten daily ships cannot pass the strait; the eleventh can, and is taken, though all ten reach the port before it."""
    calls = (Call(0, 0, 0), Call(1, 100, 110), Call(2, 200, 200))
    starts = tuple(n * DAY for n in range(1, 12))
    ship = Pattern("s", "s", "sea", calls, (1, 1), (1, 1), starts, passages=(frozenset(), frozenset({"strait"})))
    query = Query((0,), (2,), 0, closures=(Closed("strait", 0, 10 * DAY + 200),))
    assert only(plan(query, (A, B, C), ship)).legs[0].departure_minute == 11 * DAY


def test_cargo_is_not_held_back_onto_a_run_that_cannot_pass() -> None:
    """Later trains would save storage; those that cannot cross the closed strait, or not unload, are not offered."""
    calls = (Call(0, 0, 0), Call(1, 100, 100))
    train = Pattern(
        "t", "t", "rail", calls, (1,), (1,), (100, 100 + DAY, 100 + 2 * DAY), passages=(frozenset({"pass"}),)
    )
    free = plan(Query((0,), (2,), 0), (A, STORE, C), train, SHIP)
    assert isinstance(free, tuple)
    assert {one.legs[0].departure_minute for one in free} != {100}
    for name in ("pass", "b"):
        closed = replace(Query((0,), (2,), 0), closures=(Closed(name, DAY, 4 * DAY),))
        found = plan(closed, (A, STORE, C), train, SHIP)
        assert isinstance(found, tuple)
        assert {one.legs[0].departure_minute for one in found} == {100}, name


@pytest.mark.parametrize(
    ("barred", "shipped", "refused"),
    [
        ("1", "1", True),
        ("1", "1.4S", True),
        ("1.4", "1.4S", True),
        ("1.4S", "1.4", True),
        ("1.1", "1", True),
        ("1.1", "1.4", False),
        ("2", "2.1", True),
        ("3", "2.1", False),
        ("*", "9", True),
    ],
)
def test_a_barred_class_bars_its_divisions(barred: str, shipped: str, refused: bool) -> None:
    named = list(Limits(dangerous=frozenset({barred})).refuse(Cargo(dangerous=frozenset({shipped}))))
    assert named == ["dangerous"] * refused
