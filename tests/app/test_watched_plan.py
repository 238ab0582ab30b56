"""`landsea plan --watch` on a node: when the schedule changes it says what changed and what became of the itineraries shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from landsea import network
from landsea.app.commands.plan import plan
from landsea.app.plan_changes import CHANGES_MAX, said_changes, said_itineraries
from landsea.journal import NODE, Work
from landsea.kernel import parse_instant
from landsea.network import Change, Difference, Version
from landsea.planner import Plan, PlanRequest, plan_on_shipped
from tests.app.nodes import new_node, settings_for

READY = "2026-11-23T08:00+08:00"
THURSDAY = parse_instant("2026-11-26T20:00+08:00")
"""The sailing from Qinzhou that Monday's train catches."""


@pytest.fixture(scope="module")
def shown() -> Plan:
    request = PlanRequest.of("CNCKG", "SGSIN", parse_instant(READY), without_modes=("air",), count=3)
    return plan_on_shipped(request, datetime(2026, 11, 22, tzinfo=UTC))


def test_an_itinerary_is_told_as_gone_new_or_at_another_time_and_not_when_it_is_as_it_was(shown: Plan) -> None:
    first, *others = shown.itineraries
    later = replace(first, arrival=first.arrival + timedelta(hours=7))
    assert list(said_itineraries(shown, shown, "en")) == []
    (moved,) = said_itineraries(shown, replace(shown, itineraries=(later, *others)), "en")
    assert moved.startswith("At another time: itinerary 1, Chongqing —")
    assert moved.endswith(
        f"– {later.arrival:%m-%d %H:%M} instead of {first.departure:%m-%d %H:%M} – {first.arrival:%m-%d %H:%M}"
    )
    rest = replace(shown, itineraries=tuple(others))
    assert [said[:5] for said in said_itineraries(shown, rest, "en")] == ["Gone:"]
    assert [said[:16] for said in said_itineraries(rest, shown, "en")] == ["New: itinerary 1"]
    assert [said[:3] for said in said_itineraries(shown, rest, "zh")] == ["已无："]


def test_changes_of_the_services_and_facilities_shown_are_told_and_the_rest_is_counted(shown: Plan) -> None:
    leg = shown.itineraries[0].legs[0]

    def change(text: str, **about: Any) -> Change:
        return Change("time", "changed", text, text, {}, {}, **about)

    ours = [change(f"ride {number}", service=leg.service, facility="ELSEWHERE") for number in range(CHANGES_MAX - 1)]
    closed = change("the terminal is closed", facility=leg.origin.facility)
    foreign = [change("no", service="OTHER", facility=leg.origin.facility), change("no", facility="ELSEWHERE")]
    versions = [Version(revision, "", shown.made_at, "", {}) for revision in (4, 9)]
    found = Difference(versions[0], versions[1], (*foreign, *ours, closed, change("too many", service=leg.service)))
    said = list(said_changes(found, shown, "en"))
    assert said == [
        *(one.id for one in ours), closed.id, "Other changes: 3; landsea network diff 4 9 tells all"
    ]  # fmt: skip


def test_a_blanked_sailing_is_told_with_what_it_did_before_the_new_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for("sqlite://", tmp_path)
    node = new_node(settings)
    node.close()
    looks = iter([lambda work: network.blank_sailing(work, "S-QZH-SIN", THURSDAY, "台风"), None])

    def sleep(_: float) -> None:
        change: Callable[[Work], object] | None = next(looks)
        if change is None:
            raise KeyboardInterrupt
        node.journal.run(NODE, change)

    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path))
    monkeypatch.delenv("LANDSEA_DATABASE_URL", raising=False)
    monkeypatch.setattr("time.sleep", sleep)
    app = typer.Typer()
    app.command()(plan)
    asked = ["CNCKG", "SGSIN", "--ready", READY, "--exclude-mode", "air", "--count", "1", "--watch"]
    result = CliRunner().invoke(app, asked, env={"LC_ALL": "C"})
    head, told = result.output.split("The schedule has changed.\n")
    assert "Itinerary 1" in head
    first, second, _ = told.split("\n", 2)
    assert first == "  The run of S-QZH-SIN at 2026-11-26T12:00+00:00 is blanked."
    assert second.startswith(("  At another time: itinerary 1, Chongqing", "  Gone: Chongqing"))
    assert told.count("Itinerary 1") == 1
