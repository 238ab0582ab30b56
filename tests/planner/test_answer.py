"""What a plan says of the three synthetic places: times in their zones, cut-offs, cost lines, factors, and why there
is no way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from landsea.kernel import BadValue, Money, parse_instant
from landsea.planner import (
    By,
    Plan,
    PlannedItinerary,
    PlanRequest,
    UnknownMode,
    UnknownStop,
    plan_on_shipped,
    reason_text,
    rendered,
    why,
)
from landsea.planner.model import Explanation, NothingMoves, NothingToAvoid
from landsea.planner.rules.asked import require_possible
from landsea.planner.service.answer import answer
from landsea.planner.service.world import World
from landsea.routing import Engine, Limits
from tests.planner.three_places import RAIL, SEA, SHUTTLE, world

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WORLD = world()
REQUEST = PlanRequest("CNCKG", "SGSIN", parse_instant("2026-11-23T08:00+08:00"), teu=2)


def plan(**changes: object) -> Plan:
    return answer(WORLD, replace(REQUEST, **changes), NOW)  # type: ignore[arg-type]


def test_the_flight_is_first_by_arrival_and_the_ship_by_cost_and_co2e() -> None:
    assert [one.legs[-1].mode for one in plan().itineraries] == ["air", "sea"]
    assert [one.legs[-1].mode for one in plan(by=By.COST).itineraries] == ["sea", "air"]
    assert [one.legs[-1].mode for one in plan(by=By.CO2E).itineraries] == ["sea", "air"]
    assert [one.number for one in plan(by=By.COST).itineraries] == [1, 2]


def test_times_stand_in_the_zone_of_their_place() -> None:
    train, shuttle, ship = plan(by=By.COST).itineraries[0].legs
    assert train.departure.isoformat() == "2026-11-23T20:00:00+08:00"
    assert train.released.isoformat() == "2026-11-25T16:00:00+08:00"
    assert shuttle.arrival.isoformat() == "2026-11-25T18:00:00+08:00"
    assert (ship.departure.isoformat(), ship.voyage) == (
        "2026-11-28T20:00:00+08:00",
        datetime(2026, 11, 28, 12, tzinfo=UTC),
    )
    assert plan(by=By.COST).itineraries[0].arrival.isoformat() == "2026-12-02T22:00:00+08:00"


def test_every_cut_off_of_the_train_is_told_with_its_slack() -> None:
    cutoffs = plan(by=By.COST).itineraries[0].legs[0].cutoffs
    assert [(c.what, c.latest.isoformat(), c.slack_minutes) for c in cutoffs] == [
        ("cargo", "2026-11-23T14:00:00+08:00", 360),
        ("document", "2026-11-23T08:00:00+08:00", 0),
        ("customs", "2026-11-23T14:00:00+08:00", 360),
    ]


def test_a_minute_after_the_document_cut_off_the_next_train_is_taken_and_says_why() -> None:
    late = plan(by=By.COST, ready=parse_instant("2026-11-23T08:01+08:00")).itineraries[0].legs[0]
    assert late.departure.isoformat() == "2026-11-24T20:00:00+08:00"
    assert (late.missed and (late.missed.what, late.missed.by_minutes)) == ("document", 1)
    assert "document cut-off of this service's departure at 2026-11-23 20:00+08:00 was missed by 1 min" in why(
        late, "en"
    )
    assert "截单" in why(late, "zh")


def test_a_second_after_the_cut_off_is_too_late_as_well() -> None:
    late = plan(by=By.COST, ready=parse_instant("2026-11-23T08:00:01+08:00")).itineraries[0].legs[0]
    assert late.departure.isoformat() == "2026-11-24T20:00:00+08:00"


def test_cost_lines_are_those_of_both_teu_and_sum_to_the_total() -> None:
    itinerary = plan(by=By.COST).itineraries[0]
    lines = [(line.what, line.amount.minor) for leg in itinerary.legs for line in leg.costs]
    assert lines == [
        ("transport", 112_000),
        ("documents", 3000),
        ("unloading", 7000),
        ("transport", 4000),
        ("transport", 26_000),
        ("documents", 4500),
        ("loading", 13_000),
        ("unloading", 13_000),
    ]
    assert itinerary.cost == Money("USD", sum(amount for _, amount in lines))


def test_emissions_name_their_factor_and_sum_to_the_total() -> None:
    itinerary = plan(by=By.COST).itineraries[0]
    assert [leg.emissions.wtw_grams for leg in itinerary.legs] == [2 * e.wtw_grams for e in (RAIL, SHUTTLE, SEA)]
    assert itinerary.co2e_grams == sum(leg.emissions.wtw_grams for leg in itinerary.legs)
    assert itinerary.legs[0].emissions.factor == "desnz-2025-rail"
    assert "DESNZ" in itinerary.legs[0].emissions.source
    assert itinerary.legs[0].emissions.mass_grams == 20_000_000


def test_a_deadline_missed_is_explained_by_how_much_and_when_it_would_arrive() -> None:
    none = plan(deadline=parse_instant("2026-11-23T20:00+08:00"))
    assert none.itineraries == ()
    told = {reason.code: reason_text(reason, "en") for reason in none.reasons}
    assert told["deadline"].startswith(
        "The deadline is missed by 14 h: the earliest arrival is 2026-11-24 10:00+08:00."
    )
    assert "14 小时" in reason_text(none.reasons[0], "zh")


def test_without_air_a_deadline_tells_both_ways_out() -> None:
    none = plan(deadline=parse_instant("2026-11-28T20:00+08:00"), without_modes=("air",))
    assert [reason.code for reason in none.reasons] == ["deadline", "modes"]
    assert "Allow air" in reason_text(none.reasons[1], "en")


def test_a_place_that_must_be_passed_is_named() -> None:
    none = plan(without_modes=("air",), avoid=("CNQZH",))
    assert [(reason.code, reason.values["names"]) for reason in none.reasons] == [("modes", "air"), ("avoid", "CNQZH")]


def test_nothing_goes_back() -> None:
    none = answer(WORLD, replace(REQUEST, origin="SGSIN", destination="CNCKG"), NOW)
    assert [reason.code for reason in none.reasons] == ["origin-not-served"]


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    from landsea.planner.wording import REASONS
    from landsea.routing import Lift

    values = {
        "origin": "A",
        "destination": "B",
        "names": "x",
        "by": "2",
        "arrival": "then",
        "ready": "now",
        "over": "USD 5",
        "chance": "9 %",
    }
    assert set(REASONS) == {lift.value for lift in Lift} | {"timetable-does-not-cover", "budget", "certainty"}
    for code in REASONS:
        english, chinese = (reason_text(Explanation(code, values), language) for language in ("en", "zh"))
        assert english != chinese


def test_too_much_cargo_is_told_in_teu_and_dangerous_goods_by_their_class() -> None:
    many = Explanation("capacity", {"by": "4800", "arrival": "2026-11-23T23:14+08:00"})
    assert reason_text(many, "en") == (
        "No way takes so much at once: 4800 TEU too many. Fewer arrive 2026-11-23 23:14+08:00 at the earliest."
    )
    barred = Explanation("cargo", {"names": "dangerous", "dangerous": "1.1 7", "arrival": "2026-11-23T23:14+08:00"})
    assert "refuses this cargo: dangerous goods of class 1.1 7." in reason_text(barred, "en")
    assert "第 1.1 7 类危险货物" in reason_text(barred, "zh")


def test_what_the_ship_has_no_room_for_is_counted_in_teu() -> None:
    timetable = WORLD.engine.timetable
    small = tuple(replace(one, capacity_teu=10) for one in timetable.patterns)
    narrow = replace(WORLD, engine=Engine(replace(timetable, patterns=small)))
    (reason,) = answer(narrow, replace(REQUEST, teu=14), NOW).reasons
    assert (reason.code, reason.values["by"]) == ("capacity", "4")
    assert "4 TEU too many. 10 TEU arrive" in reason_text(reason, "en")


def limited(limits: Limits) -> World:
    """The train takes what `limits` say."""
    timetable = WORLD.engine.timetable
    train, ship, plane = timetable.patterns
    patterns = (replace(train, limits=limits), ship, plane)
    return replace(WORLD, engine=Engine(replace(timetable, patterns=patterns)))


def why_none(world: World, language: str = "en", **changes: Any) -> list[str]:
    made = answer(world, replace(REQUEST, **changes), NOW)
    assert not made.itineraries
    return [reason_text(reason, language) for reason in made.reasons]


def test_the_arrival_told_is_that_of_the_most_that_fits_not_of_another_way_for_less() -> None:
    timetable = WORLD.engine.timetable
    train, ship, plane = timetable.patterns
    patterns = (replace(train, capacity_teu=50), ship, replace(plane, capacity_teu=2))
    (told,) = why_none(replace(WORLD, engine=Engine(replace(timetable, patterns=patterns))), teu=51)
    assert told == (
        "No way takes so much at once: 1 TEU too many. 50 TEU arrive 2026-12-02 22:00+08:00 at the earliest."
    )


def test_forty_foot_containers_fit_whole() -> None:
    timetable = WORLD.engine.timetable
    odd = tuple(replace(one, capacity_teu=11) for one in timetable.patterns)
    (told,) = why_none(replace(WORLD, engine=Engine(replace(timetable, patterns=odd))), teu=14, size="45")
    assert "4 TEU too many. 10 TEU arrive" in told


def test_a_box_too_heavy_is_told_in_kilograms_with_who_takes_less() -> None:
    heavy: dict[str, Any] = {"unit_kg": 35_000, "without_modes": ("air",)}
    told = why_none(limited(Limits(unit_kg_max=30_480)), **heavy)
    assert told[-1] == (
        "Each container is 4,520 kg too heavy for every way: Service R [R] take 30,480 kg at most. "
        "So loaded it arrives 2026-12-02 22:00+08:00 at the earliest."
    )
    assert "超出 4,520 千克：服务 R [R]" in why_none(limited(Limits(unit_kg_max=30_480)), "zh", **heavy)[-1]


def test_who_bars_dangerous_goods_or_a_size_is_named() -> None:
    barring = limited(Limits(dangerous=frozenset({"1", "7"}), sizes=frozenset({"22"})))
    assert why_none(barring, without_modes=("air",), dangerous=("1.4S",))[-1] == (
        "No way takes dangerous goods of class 1.4S. On the earliest, Service R [R] bar class 1. "
        "Without them it arrives 2026-12-02 22:00+08:00."
    )
    assert "take only 22." in why_none(barring, without_modes=("air",), size="45")[-1]
    assert "Service R [R] have none" in why_none(limited(Limits(reefer=False)), without_modes=("air",), reefer=True)[-1]


def test_a_reason_that_was_kept_without_who_is_still_told() -> None:
    kept = Explanation("cargo", {"names": "mass", "arrival": "then"})
    assert reason_text(kept, "en").startswith("Every way refuses this cargo: the gross mass")


@pytest.mark.parametrize(
    "name", ["malacca-strait", "Malacca Strait", "Strait of Malacca", "malacca", "马六甲海峡", "马六甲"]
)
def test_a_strait_is_known_by_its_code_and_by_its_name_in_either_language(name: str) -> None:
    timetable = WORLD.engine.timetable
    train, ship, flight = timetable.patterns
    ship = replace(ship, passages=tuple(frozenset({"malacca-strait"}) for _ in ship.costs))
    world = replace(WORLD, engine=Engine(replace(timetable, patterns=(train, ship, flight))))
    assert world.avoidable(name) == ("malacca-strait",)
    assert world.avoidable("singapore") == ("SGSIN",)
    with pytest.raises(NothingToAvoid, match="straits and canals are: malacca-strait"):
        world.avoidable("strait")


def test_a_departure_that_could_be_caught_too_is_not_said_to_be_missed() -> None:
    train = plan(by=By.COST).itineraries[0].legs[0]
    held = replace(train, missed=None, earlier=train.departure - timedelta(days=1))
    assert "could be caught too" in why(held, "en")
    assert "也可赶上" in why(held, "zh")


def test_unknown_places_modes_and_a_journey_to_itself_are_refused() -> None:
    with pytest.raises(UnknownStop, match="XXXXX"):
        plan(destination="XXXXX")
    with pytest.raises(NothingToAvoid, match="NOWHERE"):
        plan(avoid=("NOWHERE",))
    with pytest.raises(UnknownMode, match="camel"):
        plan(without_modes=("camel",))
    with pytest.raises(NothingMoves):
        plan(destination="CNCKG-A")


@pytest.mark.parametrize(
    "wrong",
    [
        {"teu": 0},
        {"teu": 10**9},
        {"horizon_days": 0},
        {"horizon_days": 10**6},
        {"goods": "0805"},
        {"goods": "lemons"},
        {"changes_max": -1},
        {"ready": datetime(2026, 11, 23)},  # noqa: DTZ001  # the refusal is the point
        {"ready": datetime(1, 1, 1, tzinfo=UTC)},
    ],
)
def test_impossible_requests_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadValue):
        replace(REQUEST, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": "99"},
        {"size": "45", "teu": 3},
        {"dangerous": ("3.2",)},
        {"limits": {"draught": 1200}},
        {"deadline": datetime(9999, 12, 31, tzinfo=UTC)},
        {"documents": datetime(9999, 12, 31, tzinfo=UTC)},
        {"vgm": datetime(1999, 12, 31, tzinfo=UTC)},
    ],
)
def test_what_does_not_exist_cannot_be_planned_but_is_read_where_it_was_kept(wrong: dict[str, object]) -> None:
    asked = replace(REQUEST, **wrong)  # type: ignore[arg-type]
    assert msgspec.json.decode(msgspec.json.encode(asked), type=PlanRequest) == asked
    with pytest.raises(BadValue):
        plan_on_shipped(asked, NOW)


def test_each_lot_is_of_whole_containers() -> None:
    require_possible(replace(REQUEST, size="45", teu=1), [2, 4])
    with pytest.raises(BadValue, match="3 is not a valid number of TEU: a container of 40 feet is two of them"):
        require_possible(replace(REQUEST, size="45", teu=2), [2, 3])


def test_a_plan_survives_json_unchanged() -> None:
    made = plan()
    assert msgspec.json.decode(msgspec.json.encode(made, enc_hook=str), type=Plan) == made


def test_the_rendered_plan_has_its_sentences_in_the_language_asked() -> None:
    shown = rendered(plan(by=By.COST), "zh")
    leg = shown["itineraries"][0]["legs"][0]
    assert leg["emissions"]["wtw_grams"] == 2 * RAIL.wtw_grams
    assert leg["why"].endswith("。")
    assert leg["departure"] == "2026-11-23T20:00:00+08:00"


def test_a_heavier_box_pays_and_emits_for_its_cargo_without_the_box() -> None:
    """By air, which is paid by the kilogram: 10 t where nothing is told, else what the container leaves of its mass."""

    def flown(**told: object) -> PlannedItinerary:
        request = replace(REQUEST, without_modes=("rail", "inland-water", "sea"), **told)  # type: ignore[arg-type]
        found = plan_on_shipped(request, NOW).itineraries
        return next(one for one in found if one.legs[-1].mode == "air")

    usual, heavy = flown(), flown(unit_kg=42_300)
    assert usual.legs[0].emissions.mass_grams == 2 * 10_000_000
    assert heavy.legs[0].emissions.mass_grams == 2 * 40_000_000
    assert heavy.legs[0].emissions.wtt_grams == pytest.approx(4 * usual.legs[0].emissions.wtt_grams, abs=4)
    per_kg = {line.what: line.amount.minor for line in heavy.legs[0].costs}["transport"]
    assert per_kg > 3.9 * {line.what: line.amount.minor for line in usual.legs[0].costs}["transport"]
    assert flown(unit_kg=43_800, size="42").legs[0].emissions.mass_grams == 40_000_000


def test_a_container_that_weighs_less_than_an_empty_one_is_refused() -> None:
    with pytest.raises(BadValue, match="an empty container of 40 feet weighs about 3800 kg"):
        plan_on_shipped(replace(REQUEST, size="42", unit_kg=3_800), NOW)
