"""Scenarios as files: what is read, and that everything wrong is told at once with its line, why and how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from landsea.kernel import BadSource
from landsea.planner import By, Sweep
from landsea.planner.model.studies import (
    CarbonPrice,
    Close,
    CostChange,
    Demand,
    Frequency,
    Lateness,
    NewService,
    Typhoon,
)
from landsea.planner.wire.scenario import inlined, parse_scenario
from landsea.runtime.i18n import said

HEAD = 'name = "Synthetic"\n[base]\nstart = 2026-11-23\norigins = ["CNCKG"]\ndestinations = ["SGSIN"]\n'
CLOSED = '[[change]]\nclose = "SGSIN"\n'


def findings(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadSource) as refused:
        parse_scenario(text)
    assert all(one.mend for one in refused.value.findings)
    return [(one.line, one.column) for one in refused.value.findings]


def test_a_plain_scenario_is_read_with_its_usual_values() -> None:
    found = parse_scenario(HEAD + CLOSED)
    assert found.start == datetime(2026, 11, 23, tzinfo=UTC)
    assert (found.weeks, found.teu, found.horizon_days, found.by) == (1, 1, 60, By.ARRIVAL)
    assert found.criteria == (By.ARRIVAL, By.COST, By.CO2E)
    assert found.name_zh == found.name == "Synthetic"
    assert found.changes == (Close("SGSIN", line=6),)
    assert not found.scans


def test_every_kind_of_change_is_read() -> None:
    text = HEAD + (
        '[[change]]\nstrike = "sea-bbg"\nfrom = 2026-12-01\nto = 2026-12-03T08:00:00+08:00\n'
        '[[change]]\nfrequency = "S"\nper_week = 3\n'
        '[[change]]\ncost = 87.5\nmode = "sea"\n'
        "[[change]]\ncarbon_price = 80\n"
        '[[change]]\ndelay = "sea"\nlate_percent = 35\nmean_days = 4.5\n'
        '[[change]]\ntyphoon = "T"\nradius_km = 200\ntrack = [{at = 2026-12-01, lat = 20, lon = 110}]\n'
        '[[change]]\nadd = "X"\nlike = "S"\nfirst = 2026-12-01\n'
        'calls = [{at = "A", departs_hours = 0}, {at = "B", arrives_hours = 48.5, km = 900}]\n'
    )
    strike, frequency, cost, carbon, delay, typhoon, new = parse_scenario(text).changes
    assert isinstance(strike, Close)
    assert strike.end == datetime(2026, 12, 3, tzinfo=UTC)
    assert frequency == Frequency("S", 3, line=10)
    assert cost == CostChange(875, mode="sea", line=13)
    assert carbon == CarbonPrice(8000, line=16)
    assert delay == Lateness("sea", 350, 6480, line=18)
    assert isinstance(typhoon, Typhoon)
    assert typhoon.kinds == ("sea", "river")
    assert isinstance(new, NewService)
    assert [(c.arrival_minute, c.departure_minute, c.km) for c in new.calls] == [(0, 0, None), (2910, 2910, 900)]


def test_a_sweep_asks_for_the_arrival_alone_and_is_answered_by_scans() -> None:
    text = 'name = "S"\n[base]\nstart = 2026-11-23\norigins = ["CNCKG"]\n[sweep]\nclose = "services"\n'
    found = parse_scenario(text)
    assert found.sweep is Sweep.SERVICES
    assert found.destinations == ()
    assert found.scans


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (HEAD, (0, "")),
        (HEAD + CLOSED + 'to = "tomorrow"\n', (8, "change.1.to")),
        (HEAD + CLOSED + "from = 2026-12-02\nto = 2026-12-01\n", (9, "change.1.to")),
        (HEAD + CLOSED + "from = 2026-12-02T08:00:00\n", (8, "change.1.from")),
        (HEAD + CLOSED + 'strike = "X"\n', (6, "change.1")),
        (HEAD + CLOSED + "untill = 2026-12-01\n", (8, "change.1.untill")),
        (HEAD + '[[change]]\nfrequency = "S"\n', (6, "change.1.per_week")),
        (HEAD + "[[change]]\ncarbon_price = nan\n", (7, "change.1.carbon_price")),
        (HEAD + "[[change]]\ncost = inf\n", (7, "change.1.cost")),
        (HEAD + CLOSED + "[simulate]\njourneys = 10000000\n", (9, "simulate.journeys")),
        (HEAD + CLOSED + '[[demand]]\norigin = "A"\ndestination = "B"\nteu = 0\n', (11, "demand.1.teu")),
        (HEAD + CLOSED + 'demand = "file.csv"\n', (8, "change.1.demand")),
        ("name = [\n", (0, "")),
        ("a = " + "[" * 5000, (0, "")),
        ('name = "X"\n', (0, "base")),
        (HEAD.replace("2026-11-23", "9999-12-31") + CLOSED, (3, "base.start")),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, where: tuple[int, str]) -> None:
    found = findings(text)
    assert where[1] in [column for _, column in found]
    if where[0]:
        assert where in found


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = HEAD.replace("start", "strat") + CLOSED + 'from = 1\n[[change]]\ncarbon_price = "much"\n'
    assert findings(text) == [
        (2, "base.start"),
        (8, "change.1.from"),
        (10, "change.2.carbon_price"),
        (3, "base.strat"),
    ]


def test_a_criterion_that_is_not_known_is_told_also_where_there_is_a_demand() -> None:
    demand = '[[demand]]\norigin = "A"\ndestination = "B"\nteu = 1\n'
    base = HEAD + 'criteria = ["arrival", "luck"]\n' + CLOSED
    for text in (base, base + demand):
        with pytest.raises(BadSource, match=r"base\.criteria: luck is not known here"):
            parse_scenario(text)


def test_findings_are_said_in_chinese() -> None:
    with pytest.raises(BadSource) as refused:
        parse_scenario(HEAD + CLOSED + "untill = 2026-12-01\n")
    (found,) = refused.value.findings
    assert said(found, "zh").what == "此处没有键 untill。"


def test_a_demand_file_is_read_with_its_lines_and_written_into_the_scenario() -> None:
    text = 'demand = "d.csv"\n' + HEAD + CLOSED
    rows = "origin,destination,teu,by,deadline_days\nCNCKG,SGSIN,10,cost,\nCNCDU,SGSIN,5,,20\n"
    found = parse_scenario(text, open_file=lambda name: rows if name == "d.csv" else "")
    assert found.demand == (
        Demand("CNCKG", "SGSIN", 10, By.COST, None, 2),
        Demand("CNCDU", "SGSIN", 5, By.ARRIVAL, 20, 3),
    )
    alone = parse_scenario(inlined(text, found))
    assert [(d.origin, d.destination, d.teu, d.by, d.deadline_days) for d in alone.demand] == [
        (d.origin, d.destination, d.teu, d.by, d.deadline_days) for d in found.demand
    ]


def test_a_wrong_row_of_a_demand_file_is_told_with_its_line() -> None:
    text = 'demand = "d.csv"\n' + HEAD + CLOSED
    rows = "origin,destination,teu\nCNCKG,SGSIN,ten\n"
    with pytest.raises(BadSource) as refused:
        parse_scenario(text, open_file=lambda name: rows)
    (found,) = refused.value.findings
    assert (found.source, found.line, found.column) == ("d.csv", 2, "teu")
