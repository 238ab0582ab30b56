"""One leg by ISO 14083: worked numbers, the adjustment of distance, and laws that hold for every leg."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea.emissions import Distance, Mode, activity_metres, default_mass_grams, leg_emissions, shipped
from landsea.kernel import BadValue

RAIL, SEA, ROAD, AIR = (shipped().for_mode(mode) for mode in (Mode.RAIL, Mode.SEA, Mode.ROAD, Mode.AIR))
KM = 1000


def test_ten_tonnes_by_rail_from_chongqing_to_qinzhou() -> None:
    leg = leg_emissions(RAIL, 1192 * KM, Distance.SHORTEST_FEASIBLE, default_mass_grams(1))
    assert (leg.ttw_grams, leg.wtt_grams) == (331_257, 82_367)  # 11,920 tkm x 27.79 and x 6.91 g
    assert leg.wtw_grams == 413_624  # 11,920 tkm x 34.70 g


def test_a_shortest_sea_route_is_lengthened_by_fifteen_percent_once() -> None:
    leg = leg_emissions(SEA, 2000 * KM, Distance.SHORTEST_FEASIBLE, default_mass_grams(1))
    assert leg.activity_metres == 2300 * KM
    assert leg.wtw_grams == 454_710  # 23,000 tkm x 19.77 g
    assert activity_metres(SEA, 2300 * KM, Distance.ACTUAL) == 2300 * KM


def test_road_is_lengthened_by_five_percent_and_rail_and_inland_water_are_not() -> None:
    assert activity_metres(ROAD, 100 * KM, Distance.SHORTEST_FEASIBLE) == 105 * KM
    assert activity_metres(RAIL, 100 * KM, Distance.SHORTEST_FEASIBLE) == 100 * KM
    barge = shipped().for_mode(Mode.INLAND_WATER)
    assert activity_metres(barge, 100 * KM, Distance.SHORTEST_FEASIBLE) == 100 * KM


def test_every_flight_is_its_great_circle_and_95_km() -> None:
    assert activity_metres(AIR, 2730 * KM, Distance.GREAT_CIRCLE) == 2825 * KM


@pytest.mark.parametrize(("factor", "kind"), [(SEA, Distance.GREAT_CIRCLE), (AIR, Distance.SHORTEST_FEASIBLE)])
def test_a_kind_of_distance_without_a_rule_is_refused(factor: object, kind: Distance) -> None:
    with pytest.raises(BadValue, match="no adjustment is defined"):
        activity_metres(factor, 1000, kind)  # type: ignore[arg-type]


def test_a_teu_weighs_ten_tonnes_unless_it_is_known_to_be_light_or_heavy() -> None:
    assert [default_mass_grams(2, cargo) for cargo in ("light", "average", "heavy")] == [
        12 * 10**6,
        20 * 10**6,
        29 * 10**6,
    ]
    with pytest.raises(BadValue):
        default_mass_grams(0)
    with pytest.raises(BadValue):
        default_mass_grams(1, "feathers")


@pytest.mark.parametrize(("metres", "grams"), [(-1, 1), (1, 0), (1, -5)])
def test_negative_distance_and_no_mass_are_refused(metres: int, grams: int) -> None:
    with pytest.raises(BadValue):
        leg_emissions(RAIL, metres, Distance.SHORTEST_FEASIBLE, grams)


@given(st.sampled_from(sorted(shipped().factors)), st.integers(0, 10**8), st.integers(1, 10**9))
def test_operation_and_energy_provision_sum_to_well_to_wheel(factor: str, metres: int, grams: int) -> None:
    chosen = shipped().get(factor)
    leg = leg_emissions(chosen, metres, chosen.distance, grams)
    exact = chosen.wtw_mg_tkm * metres * grams / 10**12
    assert leg.wtw_grams == leg.ttw_grams + leg.wtt_grams
    assert abs(leg.wtw_grams - exact) <= 1 + exact * 1e-12


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(1, 10**9))
def test_farther_and_heavier_never_emit_less(metres: int, more: int, grams: int) -> None:
    near = leg_emissions(SEA, metres, Distance.SHORTEST_FEASIBLE, grams)
    far = leg_emissions(SEA, metres + more, Distance.SHORTEST_FEASIBLE, grams + more)
    assert near.ttw_grams <= far.ttw_grams
    assert near.wtt_grams <= far.wtt_grams
