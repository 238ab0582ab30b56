"""What a scenario changes in a schedule and a timetable, and what names it accepts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.kernel import BadSource
from landsea.network import Schedule
from landsea.planner import prepare_study_on_shipped
from landsea.planner.model.studies import (
    CarbonPrice,
    Change,
    CostChange,
    Frequency,
    Lateness,
    NewCall,
    NewService,
)
from landsea.planner.service.join import joined
from landsea.planner.service.study.change import _evenly, changed_schedule, changed_timetable, lateness
from landsea.planner.service.world import instant_of
from landsea.routing import Timetable
from tests.planner import studies

WEEK = 10_080
FIRST = datetime(2026, 11, 23, tzinfo=UTC)
CLOSE = '[[change]]\nclose = "SGSIN"\n'


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return studies.schedule()


@pytest.fixture(scope="module")
def timetable(schedule: Schedule) -> Timetable:
    return joined(schedule).engine.timetable


def starts(schedule: Schedule, service: str) -> list[int]:
    return sorted(start for one in schedule.patterns if one.service == service for start in one.starts)


@settings(max_examples=60)
@given(st.integers(1, 14), st.integers(0, 28), st.integers(2, 20))
def test_departures_become_as_many_a_week_as_said(now: int, wanted: int, weeks: int) -> None:
    runs = [(week * WEEK + n * WEEK // now, 0) for week in range(weeks) for n in range(now)]
    made = _evenly(runs, wanted)
    assert abs(len(made) - wanted * weeks) <= 1
    assert made == sorted(set(made))
    if wanted == now:
        assert made == runs
    if wanted <= now:
        assert set(made) <= set(runs)
    else:
        assert set(runs) <= set(made)


def test_a_suspended_service_does_not_run_at_all(schedule: Schedule) -> None:
    changed = changed_schedule(schedule, [Frequency("S-QZH-SIN", 0)])
    assert starts(schedule, "S-QZH-SIN")
    assert starts(changed, "S-QZH-SIN") == []
    assert len(starts(changed, "R-CKG-QZH")) == len(starts(schedule, "R-CKG-QZH"))
    joined(changed)


def test_a_new_service_has_the_tariff_of_the_one_it_is_like(schedule: Schedule) -> None:
    calls = (NewCall("CNQZH-S", 0, 0, cargo_lead_minutes=1440), NewCall("SGSIN", 4000, 4000, km=2500))
    first = instant_of(schedule.start_minute - 3 * 1440)
    changed = changed_schedule(schedule, [NewService("X", "X", "", "S-QZH-SIN", calls, first)])
    new = changed.patterns[-1]
    like = next(one for one in schedule.patterns if one.service == "S-QZH-SIN")
    assert new.tariff == like.tariff
    assert new.segment_metres == (2_500_000,)
    assert new.starts[0] >= schedule.start_minute
    assert {b - a for a, b in zip(new.starts, new.starts[1:], strict=False)} == {WEEK}
    assert schedule.stops[new.calls[1].stop].facility.place == "SGSIN"


def test_without_kilometres_a_way_is_the_great_circle(schedule: Schedule) -> None:
    calls = (NewCall("CNQZH-S", 0, 0), NewCall("SGSIN-S", 4000, 4000))
    changed = changed_schedule(
        schedule, [NewService("X", "", "", "S-QZH-SIN", calls, instant_of(schedule.start_minute))]
    )
    assert 2_200_000 < changed.patterns[-1].segment_metres[0] < 2_350_000


def test_costs_change_for_what_was_named_alone(timetable: Timetable) -> None:
    changed = changed_timetable(timetable, [CostChange(1500, mode="rail")])
    for before, after in zip(timetable.patterns, changed.patterns, strict=True):
        if before.mode == "rail":
            assert after.costs == tuple((cost * 3 + 1) // 2 for cost in before.costs)
        else:
            assert after == before
    assert changed.transfers == timetable.transfers  # on the road


def test_a_carbon_price_costs_each_segment_what_it_emits(timetable: Timetable) -> None:
    changed = changed_timetable(timetable, [CarbonPrice(10_000)])  # 100.00 a tonne: a hundredth minor unit a gram
    for before, after in zip(timetable.patterns, changed.patterns, strict=True):
        added = [b - a for a, b in zip(before.costs, after.costs, strict=True)]
        assert added == [(grams + 50) // 100 for grams in before.co2es]
    assert changed_timetable(timetable, [CarbonPrice(0)]) == timetable


PRICES = (
    CarbonPrice(12_345),
    CarbonPrice(6_789),
    CostChange(1250, mode="rail"),
    CostChange(333),
    CostChange(777, mode="sea"),
    Lateness("sea", 500, 1440),
    Lateness("rail", 100, 600),
)


@settings(max_examples=12)
@given(st.permutations(PRICES))
def test_prices_and_delays_are_the_same_in_any_order(timetable: Timetable, changes: list[Change]) -> None:
    few = replace(timetable, patterns=timetable.patterns[:40], transfers=timetable.transfers[:40])
    assert changed_timetable(few, changes) == changed_timetable(few, PRICES)


def test_a_percentage_is_of_what_transport_cost_without_the_carbon_price(timetable: Timetable) -> None:
    changed = changed_timetable(timetable, [CarbonPrice(10_000), CostChange(1250, mode="road")])
    for before, after in zip(timetable.transfers, changed.transfers, strict=True):
        paid = (before.cost * 1250 + 500) // 1000 if before.mode == "road" else before.cost
        assert after.cost == paid + (before.co2e + 50) // 100


RUNS = (
    NewService("X", "", "", "S-QZH-SIN", (NewCall("CNQZH-S", 0, 0), NewCall("SGSIN", 4000, 4000)), FIRST),
    NewService("Y", "", "", "S-QZH-SIN", (NewCall("SGSIN-S", 0, 0), NewCall("CNQZH", 4000, 4000)), FIRST),
    Frequency("S-QZH-SIN", 0),
    Frequency("X", 3),
    Frequency("R-CKG-QZH", 5),
)


@settings(max_examples=12)
@given(st.permutations(RUNS))
def test_departures_are_the_same_in_any_order(schedule: Schedule, changes: list[Change]) -> None:
    """A service may be like one that is suspended."""
    assert changed_schedule(schedule, changes) == changed_schedule(schedule, RUNS)


@settings(max_examples=40)
@given(st.integers(1, 1000), st.integers(0, 20_000))
def test_lateness_has_the_share_and_the_mean_that_were_said(permille: int, mean: int) -> None:
    quantiles = lateness(Lateness("sea", permille, mean)).quantiles
    late = [minutes for minutes in quantiles if minutes > 0]
    if mean >= 100:
        assert abs(len(late) * 10 - permille) <= 10
    if late and permille >= 200:
        assert sum(late) / len(late) == pytest.approx(mean, rel=0.12, abs=2)
    assert list(quantiles) == sorted(quantiles)


def test_lateness_is_of_the_mode_alone(timetable: Timetable) -> None:
    changed = changed_timetable(timetable, [Lateness("sea", 500, 1440)])
    for before, after in zip(timetable.patterns, changed.patterns, strict=True):
        assert after == before or before.mode == "sea"
    assert len(changed.delays) == len(timetable.delays) + 1
    assert replace(changed, patterns=timetable.patterns, delays=timetable.delays) == timetable


def test_places_are_named_by_code_and_in_both_languages() -> None:
    names = studies.case(studies.text(CLOSE)).names
    assert {names.find_place(one) for one in ("CNCKG", "cnckg", "Chongqing", "重庆")} == {"CNCKG"}
    assert names.find("S-QZH-SIN") == "S-QZH-SIN"
    assert names.find("suez-canal") == "suez-canal"
    assert names.find("sg") == "SG"
    assert names.find_place("Atlantis") is None


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ('[[change]]\nclose = "CNQZZ"\n', "change.1.close"),
        ('[[change]]\ncost = 110\nmode = "camel"\n', "change.1.mode"),
        ('[[change]]\nfrequency = "S-QZH-SIM"\nper_week = 1\n', "change.1.frequency"),
        ('[[demand]]\norigin = "CNCKG"\ndestination = "XXXXX"\nteu = 1\n' + CLOSE, "demand.1.destination"),
        (
            '[[change]]\nadd = "X"\nlike = "S-QZH-SIN"\nfirst = 2026-12-01\n'
            'calls = [{at = "CNCKG", departs_hours = 0}, {at = "SGSIN", arrives_hours = 90}]\n',
            "change.1.calls.1.at",
        ),
        (
            '[[change]]\nadd = "S-QZH-SIN"\nlike = "S-QZH-SIN"\nfirst = 2026-12-01\n'
            'calls = [{at = "CNQZH-S", departs_hours = 0}, {at = "SGSIN", arrives_hours = 90}]\n',
            "change.1.add",
        ),
    ],
)
def test_what_the_network_does_not_have_is_told_with_what_is_near(changes: str, column: str) -> None:
    with pytest.raises(BadSource) as refused:
        studies.case(studies.text(changes))
    (told,) = refused.value.findings
    assert told.column == column
    assert told.line > 9
    assert told.mend


def test_a_storm_closes_the_ports_on_its_track_alone() -> None:
    track = "track = [{at = 2026-11-25, lat = 21.7, lon = 108.6}, {at = 2026-11-26, lat = 21.7, lon = 108.7}]\n"
    (variant,) = studies.case(studies.text(f'[[change]]\ntyphoon = "T"\nradius_km = 60\n{track}')).variants
    names = {one.name for one in variant.closures}
    assert "CNQZH-S" in names
    assert not any(name.startswith(("SG", "VN", "HK")) for name in names)


def test_names_that_the_network_lacks_are_told_with_keys_that_are_wrong() -> None:
    """A service with something wrong in it is known to later changes all the same."""
    changes = (
        '[[change]]\nadd = "X"\nlike = "S-QZH-SIN"\nfirst = "soon"\ncalls = []\n'
        '[[change]]\nfrequency = "X"\nper_week = 2\n[[change]]\nfrequency = "Y"\nper_week = 2\n'
        '[[demand]]\norigin = "CNCKG"\ndestination = "ZZZZZ"\nteu = -1\n'
    )
    with pytest.raises(BadSource) as refused:
        studies.case(studies.text(changes))
    assert [(one.column, one.line) for one in refused.value.findings] == [
        ("change.1.first", 14),
        ("change.1.calls", 15),
        ("change.3.frequency", 20),
        ("demand.1.destination", 24),
        ("demand.1.teu", 25),
    ]


def told(changes: str, origins: str = '"CNCKG"') -> list[tuple[str, int]]:
    with pytest.raises(BadSource) as refused:
        studies.case(studies.text(changes, origins=origins))
    return [(one.column, one.line) for one in refused.value.findings]


def test_a_name_is_told_with_what_else_is_wrong_in_its_change_by_the_key_and_line_in_the_file() -> None:
    changes = (
        '[[change]]\nclose = "CNQQQ"\nfrom = 2026-12-05\nto = 2026-11-28\n'
        '[[change]]\nstrike = "nobody"\n[[change]]\nwhat = 1\n'
        '[[change]]\ncost = "abc"\nmode = "roads"\ncarrier = "nobody"\n'
        '[[change]]\ndelay = "roads"\nlate_percent = 5\nmean_days = 1\n'
    )
    assert told(changes, origins='"CNCKG", "NOWHERE"') == [
        ("base.origins", 6),
        ("change.1.close", 12),
        ("change.1.to", 14),
        ("change.2.strike", 16),
        ("change.3", 17),
        ("change.4.cost", 20),
        ("change.4.cost", 20),
        ("change.4.mode", 21),
        ("change.4.carrier", 22),
        ("change.5.delay", 24),
    ]


def test_a_service_may_be_named_above_the_change_that_adds_it() -> None:
    changes = (
        '[[change]]\nclose = "X"\n[[change]]\nfrequency = "X"\nper_week = 2\n'
        '[[change]]\nadd = "X"\nlike = "S-QZH-SIN"\nfirst = 2026-12-01\n'
        'calls = [{at = "CNQZH", departs_hours = 0}, {at = "SGSIN", arrives_hours = 96}]\n'
    )
    assert len(studies.case(studies.text(changes)).scenario.changes) == 3


@pytest.mark.parametrize(
    "change",
    [
        'frequency = "S-QZH-SIN"\nper_week = {}\n',
        'delay = "sea"\nlate_percent = 10\nmean_days = {}\n',
        'add = "X"\nlike = "S-QZH-SIN"\nfirst = 2026-12-01\nevery_days = {}\n'
        'calls = [{{at = "CNQZH", departs_hours = 0}}, {{at = "SGSIN", arrives_hours = 96}}]\n',
    ],
)
def test_no_change_says_otherwise_what_another_says(change: str) -> None:
    one, two = (f"[[change]]\n{change.format(number)}" for number in (3, 4))
    ((column, line),) = told(one + two)
    assert (column, line) == (f"change.2.{change.partition(' ')[0]}", 12 + one.count("\n"))


def test_a_place_in_a_demand_file_is_told_with_the_file_and_its_line() -> None:
    scenario = 'demand = "rows.csv"\n' + studies.text(CLOSE)
    with pytest.raises(BadSource) as refused:
        prepare_study_on_shipped(scenario, "s.toml", lambda name: "origin,destination,teu\nCNCKG,ZZZZZ,1\n")
    assert [(one.source, one.line, one.column) for one in refused.value.findings] == [("rows.csv", 2, "destination")]


def test_an_added_service_that_nothing_is_as_fast_as_is_computed_with_a_warning() -> None:
    calls = 'calls = [{at = "CNQZH", departs_hours = 0}, {at = "SGSIN", arrives_hours = HOURS}]\n'
    added = '[[change]]\nadd = "X"\nlike = "S-QZH-SIN"\nfirst = 2026-12-01\n' + calls
    assert not studies.case(studies.text(added.replace("HOURS", "96"))).advice
    (finding,) = studies.case(studies.text(added.replace("HOURS", "1"))).advice
    assert (finding.error, finding.column) == (False, "change.1.calls")
    assert "km an hour; nothing by sea is faster than 75" in finding.what
