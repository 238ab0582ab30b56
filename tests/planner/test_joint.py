"""Joint journeys on a synthetic world: what each lot does, pays and risks; who is stuck and why; kept and shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from landsea import identity, network, planner
from landsea import journal as journal_door
from landsea.identity import RegisterParty
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, BadSource, BadValue, NotFound, Role, parse_instant
from landsea.planner import (
    BadLots,
    JointLot,
    JointPlan,
    JointRequest,
    UnknownStop,
    parse_lots,
    rendered_joint,
    stuck_text,
)
from landsea.planner.model import NothingMoves
from landsea.planner.service.joint_answer import joint_answer
from landsea.planner.service.world import World
from landsea.routing import Engine
from tests.planner.three_places import world
from tests.support.journals import table_dump

READY = parse_instant("2026-11-23T08:00+08:00")
NOW = READY
LOTS = (
    JointLot("CNCKG", "SGSIN", READY, 2),
    JointLot("CNQZH", "SGSIN", READY + timedelta(days=1), 1),
)
WORLD = world()


def plan(*lots: JointLot, split: str = "SGSIN", on: World = WORLD, **limits: Any) -> JointPlan:
    """By train from Chongqing to Qinzhou, where all meet, and by ship from there."""
    return joint_answer(on, JointRequest.of(lots or LOTS, "CNQZH", split, **limits), NOW)


def test_all_leave_together_and_each_lot_has_its_own_way_to_the_hub() -> None:
    way = plan().ways[0]
    first, second = way.lots
    assert first.collected is not None
    assert [leg.service for leg in first.collected.legs] == ["R", "T"]
    assert second.collected is None
    assert [leg.service for leg in way.together.legs] == ["S"]
    assert way.together.departure == datetime.fromisoformat("2026-11-28T20:00+08:00")
    assert second.at_hub == READY + timedelta(days=1)
    assert second.waiting_minutes == (way.together.departure - second.at_hub).total_seconds() / 60
    assert way.arrival == max(first.arrival, second.arrival)
    assert way.departure == first.collected.departure


def test_the_lots_costs_and_emissions_sum_up_to_those_of_the_way() -> None:
    for way in plan(JointLot("CNCKG", "SGSIN", READY, 3), LOTS[1], JointLot("CNQZH", "SGSIN", READY, 3)).ways:
        assert sum(lot.cost.minor for lot in way.lots) == way.cost.minor
        assert sum(lot.co2e_grams for lot in way.lots) == way.co2e_grams


def test_a_lot_pays_for_its_own_way_and_its_share_of_the_way_together() -> None:
    """Train and shuttle: 2 x (500 + 60 + 35 + 20) + 30; ship: 3 x (130 + 65 + 65) + 45, of which two thirds and one third."""
    first, second = plan(by=planner.By.COST).ways[0].lots
    assert (str(first.cost), str(second.cost)) == ("USD 1,810.00", "USD 275.00")


def test_ways_come_in_the_order_asked_for() -> None:
    for by, figure in (("arrival", "arrival"), ("cost", "cost"), ("co2e", "co2e_grams")):
        found = [getattr(way, figure) for way in plan(JointLot("CNCKG", "SGSIN", READY), by=planner.By(by)).ways]
        assert found == sorted(found)


def test_where_no_delay_is_known_no_chance_is_made_up() -> None:
    way = plan().ways[0]
    assert way.certain_permille is None
    assert [lot.late_permille for lot in way.lots] == [None, None]


@pytest.mark.parametrize(
    ("lots", "limits", "part", "lot", "said"),
    [
        (
            (JointLot("CNQZH", "SGSIN", READY), JointLot("SGSIN", "CNCKG", READY)),
            {},
            "collecting",
            2,
            "Lot 2 does not get",
        ),
        ((), {"without_modes": ("sea", "air")}, "together", None, "Together the lots"),
        ((), {"deadline": parse_instant("2026-11-30T00:00Z")}, "together", None, "Together the lots"),
        ((JointLot("CNCKG", "CNCKG-R", READY),), {}, None, None, ""),
    ],
)
def test_the_part_that_stands_in_the_way_is_named(
    lots: tuple[JointLot, ...], limits: dict[str, Any], part: str | None, lot: int | None, said: str
) -> None:
    if part is None:
        with pytest.raises(NothingMoves):
            plan(*lots, **limits)
        return
    made = plan(*lots, **limits)
    assert made.ways == ()
    assert [(one.part, one.lot) for one in made.stuck] == [(part, lot)]
    assert said in stuck_text(made.stuck[0], "en")
    assert stuck_text(made.stuck[0], "zh") != stuck_text(made.stuck[0], "en")
    assert made.stuck[0].reasons


def test_a_deadline_is_missed_by_so_much() -> None:
    (stuck,) = plan(deadline=parse_instant("2026-11-30T00:00Z")).stuck
    assert stuck.reasons[0].code == "deadline"
    assert (
        "2026-12-02"
        in rendered_joint(plan(deadline=parse_instant("2026-11-30T00:00Z")), "en")["stuck"][0]["reasons"][0]["text"]
    )


def test_a_budget_below_the_cheapest_says_by_how_much() -> None:
    made = plan(budget_minor=100_000)
    assert (made.ways, made.stuck[0].part, made.stuck[0].reasons[0].values["over"]) == ((), "whole", "USD 1,085.00")


def test_an_empty_timetable_says_so() -> None:
    bare = replace(WORLD, engine=Engine(replace(WORLD.engine.timetable, patterns=(), transfers=())))
    assert {one.reasons[0].code for one in plan(on=bare).stuck} == {"timetable-does-not-cover"}


def test_unknown_places_are_refused_with_the_lot() -> None:
    with pytest.raises(UnknownStop) as refused:
        plan(LOTS[0], JointLot("ATLANTIS", "SGSIN", READY))
    assert refused.value.pointer == "/lots/1/origin"


def test_too_many_lots_or_none_are_refused() -> None:
    for lots in ((), LOTS * 7, (JointLot("CNCKG", "SGSIN", READY, 9000), JointLot("CNCKG", "SGSIN", READY, 9000))):
        with pytest.raises(BadLots):
            JointRequest.of(lots, "CNQZH", "SGSIN")
    with pytest.raises(BadValue):
        JointLot("CNCKG", "SGSIN", READY.replace(tzinfo=None))


HEAD = "origin,destination,teu,ready\n"


def test_lots_are_read_with_their_defaults() -> None:
    text = "\ufeff" + HEAD + "CNCTU,IDJKT,2,2026-11-24T08:00+08:00\n重庆,,,\n,,3,\n"
    later = parse_instant("2026-11-24T08:00+08:00")
    assert parse_lots(text, "lots.csv", "CNCKG", "SGSIN", READY) == (
        JointLot("CNCTU", "IDJKT", later, 2),
        JointLot("重庆", "SGSIN", READY, 1),
        JointLot("CNCKG", "SGSIN", READY, 3),
    )


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (HEAD + "A,B,two,\n", 2, "teu"),
        (HEAD + "A,B,1,\nA,B,0,\n", 3, "teu"),
        (HEAD + "A,B,1,2026-11-24T08:00\n", 2, "ready"),
        (HEAD + "A,B,1,soon\n", 2, "ready"),
        (HEAD, 1, ""),
        ("", 1, ""),
        ("from,to\nA,B\n", 1, ""),
        (HEAD + "A,B,1,\n" * 13, 14, ""),
    ],
)
def test_a_bad_row_is_located(text: str, line: int, column: str) -> None:
    with pytest.raises(BadSource) as refused:
        parse_lots(text, "lots.csv", "CNCKG", "SGSIN", READY)
    assert [(one.line, one.column) for one in refused.value.findings] == [(line, column)]


def test_everything_wrong_in_a_file_of_lots_is_told_at_once() -> None:
    text = HEAD + "ZZZZZ,B,nan,soon\nA,Q,1,\nA,B,0,\n"
    with pytest.raises(BadSource) as refused:
        parse_lots(text, "lots.csv", "A", "B", READY, {"A", "B"}.__contains__)
    assert [(one.line, one.column) for one in refused.value.findings] == [
        (2, "origin"),
        (2, "teu"),
        (2, "ready"),
        (3, "destination"),
        (4, "teu"),
    ]


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    with made.work(NODE) as work:
        network.import_shipped(work)
    return made


def party(journal: Journal, name: str) -> Actor:
    with journal.work(NODE) as work:
        made = identity.register_party(work, RegisterParty(name, "CN", "", (), (Role.OPERATOR,)))
    return Actor(made.id, Role.OPERATOR)


SHIPPED = JointRequest.of(
    (JointLot("CNCTU", "IDJKT", READY, 2), JointLot("CNCKG-R", "SGSIN-S", READY)),
    "CNCKG-R",
    "SGSIN-S",
    without_modes=("air",),
)


def test_a_joint_plan_is_kept_listed_shared_and_rebuilt(journal: Journal) -> None:
    ours, partner, stranger = (party(journal, name) for name in ("Ours", "Partner", "Stranger"))
    with journal.work(ours) as work:
        made = planner.save_joint(work, planner.plan_joint(work, SHIPPED))
    assert made.id
    assert made.ways
    with journal.work(ours) as work:
        planner.share(work, made.id, partner.party)
    for actor in (ours, partner):
        with journal.view(actor) as view:
            assert planner.get_joint(view, made.id) == made
            assert [one.id for one in planner.list_joint(view)] == [made.id]
            assert planner.list_plans(view) == ()
    with journal.view(stranger) as view:
        assert planner.list_joint(view) == ()
        with pytest.raises(NotFound):
            planner.get_joint(view, made.id)
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_joint_plans_are_listed_newest_first_in_pages(journal: Journal) -> None:
    ours = party(journal, "Ours")
    with journal.work(ours) as work:
        plan = planner.plan_joint(work, SHIPPED)
        made = [planner.save_joint(work, plan).id for _ in range(3)]
    with journal.view(ours) as view:
        first = planner.list_joint(view, limit=2)
        rest = planner.list_joint(view, after=(first[-1].made_at, first[-1].id or ""))
    assert [one.id for one in (*first, *rest)] == sorted((str(one) for one in made), reverse=True)
