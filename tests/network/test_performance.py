"""How late services are: published figures as distributions, and what a node has learned, recorded and read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import mean

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from landsea import identity, network
from landsea import journal as journal_door
from landsea.journal import NODE, Journal
from landsea.kernel import BadSource
from landsea.network import Learned, Performance, Reliability
from landsea.network.api import router
from landsea.network.rules.reliability import quantiles_of
from landsea.runtime.http import install_problems
from tests.network.small import files, small
from tests.support.journals import actor, table_dump

SEA = Reliability("sea", "", 1440, 348, 7027, "2025-09", "published", "own")


@given(st.integers(0, 5000), st.integers(0, 999), st.integers(300, 50_000))
def test_a_published_figure_becomes_rising_delays_with_its_share_and_its_mean(
    window: int, late: int, beyond: int
) -> None:
    delays = quantiles_of(replace(SEA, window_minutes=window, late_permille=late, late_mean_minutes=window + beyond))
    assert len(delays) == 100
    assert list(delays) == sorted(delays)
    assert delays[0] >= -window
    assert abs(sum(one > window for one in delays) - late / 10) <= 1


def test_the_published_sea_figure_is_met() -> None:
    delays = quantiles_of(SEA)
    late = [one for one in delays if one > 1440]
    assert len(late) == 35
    assert mean(late) == pytest.approx(7027, rel=0.03)


def test_the_shipped_network_states_a_figure_for_every_mode_and_says_what_is_assumed() -> None:
    figures = {one.mode: one for one in network.shipped().reliability}
    assert set(figures) == {"sea", "rail", "road", "inland-water", "air", "handling"}
    assert [mode for mode, one in figures.items() if one.basis == "published"] == ["sea"]
    assert figures["sea"].source in network.shipped().sources
    assert all(one.note and one.note_zh for one in figures.values())


BAD = [
    ("submarine,,60,100,120", "mode"),
    ("sea,nobody,60,100,120", "agency_id"),
    ("sea,,60,1000,120", "late_permille"),
    ("sea,,60,100,60", "late_mean_minutes"),
    ("sea,,60,100,nan", "late_mean_minutes"),
]


@pytest.mark.parametrize(("row", "column"), BAD)
def test_a_figure_that_cannot_be_is_located(row: str, column: str) -> None:
    header = "mode,agency_id,window_minutes,late_permille,late_mean_minutes"
    with pytest.raises(BadSource) as refused:
        small(files() | {"performance.csv": f"{header}\n{row}\n".encode()})
    assert [(one.source, one.line, one.column) for one in refused.value.findings] == [("performance.csv", 2, column)]


def learned(first: int = 0) -> Performance:
    rows = (Learned("arrival", "sea", "SEA", "SGSIN", "Q4", tuple(range(first, first + 100)), 40, 12, 700),)
    return Performance("2026-01-01T00:00:00+00:00", "2026-11-01T00:00:00+00:00", 40, 250, 120, "synthetic", rows)


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    return make_journal(identity.PROJECTION, network.PROJECTION)


def test_what_is_recorded_is_read_back_and_the_same_again_leaves_no_trace(journal: Journal) -> None:
    with journal.view(NODE) as view:
        assert (network.performance(view), network.performance_version(view)) == (None, "")
    assert journal.run(NODE, lambda work: network.record_performance(work, learned()))
    before = table_dump(journal)
    assert not journal.run(NODE, lambda work: network.record_performance(work, learned()))
    assert table_dump(journal) == before
    with journal.view(NODE) as view:
        assert network.performance(view) == learned()


def test_the_newest_record_holds_and_the_history_is_kept(journal: Journal) -> None:
    for first in (0, 60):
        journal.run(NODE, lambda work, first=first: network.record_performance(work, learned(first)))  # type: ignore[misc]
    with journal.view(NODE) as view:
        assert network.performance(view) == learned(60)
        facts = [fact for _, fact in network.performance_history(view)]
        assert [(fact.observations, fact.rows, fact.basis) for fact in facts] == [(40, 1, "synthetic")] * 2
        assert len({fact.digest for fact in facts}) == 2
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_it_is_read_over_http_in_pages_with_what_it_rests_on(journal: Journal) -> None:
    rows = tuple(replace(learned().rows[0], place=f"SGSI{letter}") for letter in "ABCDE")
    journal.run(NODE, network.import_shipped)
    journal.run(NODE, lambda work: network.record_performance(work, replace(learned(), rows=rows)))
    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, lambda request: actor("par_anybody")
    install_problems(app)
    app.include_router(router)
    client = TestClient(app)
    first = client.get("/v1/performance", params={"limit": 3}).json()
    rest = client.get("/v1/performance", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [row["place"] for row in (*first["data"], *rest["data"])] == [row.place for row in rows]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert (first["learned"]["observations"], first["learned"]["basis"]) == (40, "synthetic")
    assert {one["mode"] for one in first["published"]} == {"sea", "rail", "road", "inland-water", "air", "handling"}
    assert len(first["history"]) == 1
    assert [row["place"] for row in client.get("/v1/performance?place=SGSIC").json()["data"]] == ["SGSIC"]
    assert client.get("/v1/performance?cursor=x").status_code == 422
