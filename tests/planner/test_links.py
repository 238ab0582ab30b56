"""A link shows a kept plan to a reader without an account: until it ends or is revoked, and only where the plan may go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from landsea import identity, network, planner, policy
from landsea import journal as journal_door
from landsea.identity import RegisterParty
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, BadValue, NotFound, Role, parse_instant
from landsea.planner import JointLot, JointRequest, NotItsMaker, PlanLinkNotValid, PlanRequest
from landsea.planner.model import ViewersDoNotShare
from landsea.policy import AddReleaseRule, DataClass, Effect, ReleaseRefused
from landsea.runtime import SandboxClock, metadata
from tests.support.journals import START, table_dump
from tests.support.people import make_operator

READY = parse_instant("2026-11-23T08:00+08:00")


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, policy.PROJECTION, network.PROJECTION, planner.PROJECTION)
    with made.work(NODE) as work:
        network.import_shipped(work)
    return made


def party(journal: Journal, name: str) -> Actor:
    with journal.work(NODE) as work:
        made = identity.register_party(work, RegisterParty(name, "CN", "", (), (Role.OPERATOR,)))
        return Actor(made.id, Role.OPERATOR)


def kept(journal: Journal, actor: Actor) -> str:
    with journal.work(actor) as work:
        return planner.save(work, planner.plan(work, PlanRequest("CNCKG", "SGSIN", READY))).id or ""


def linked(journal: Journal, actor: Actor, plan: str, *more: object) -> tuple[planner.PlanLink, str]:
    with journal.work(actor) as work:
        return planner.make_link(work, plan, *more)  # type: ignore[arg-type]


def shows(journal: Journal, token: str) -> bool:
    try:
        with journal.view(NODE) as view:
            planner.open_link(view, token)
    except PlanLinkNotValid:
        return False
    return True


def wait(journal: Journal, by: timedelta) -> None:
    assert isinstance(journal.clock, SandboxClock)
    with journal.database.write() as connection:
        journal.clock.advance(connection, by)


def test_a_link_shows_its_plan_until_it_ends_or_is_revoked(journal: Journal) -> None:
    ours = party(journal, "Ours")
    plan = kept(journal, ours)
    first, early = linked(journal, ours, plan)
    last, late = linked(journal, ours, plan, "CN", 90)
    assert (first.expires_at - START, last.expires_at - START) == (timedelta(days=14), timedelta(days=90))
    with journal.view(NODE) as view:
        shown = planner.open_link(view, early)
    assert (shown.plan.id, shown.maker, shown.until) == (plan, ours.party, first.expires_at)
    with journal.view(ours) as view:
        assert planner.list_links(view, plan) == (last, first)
    wait(journal, timedelta(days=14) - timedelta(microseconds=1))
    assert shows(journal, early)
    wait(journal, timedelta(microseconds=1))
    assert not shows(journal, early)
    assert shows(journal, late)
    with journal.work(ours) as work:
        assert planner.list_links(work, plan) == (last,)
        planner.revoke_link(work, plan, last.id)
        assert planner.list_links(work, plan) == ()
    assert not shows(journal, late)
    for link in (first, last):
        with journal.work(ours) as work, pytest.raises(NotFound):
            planner.revoke_link(work, plan, link.id)


def test_a_link_shows_a_joint_plan_too(journal: Journal) -> None:
    ours = party(journal, "Ours")
    with journal.work(ours) as work:
        asked = JointRequest.of((JointLot("CNQZH-S", "SGSIN-S", READY),), "CNQZH-S", "SGSIN-S")
        plan = planner.save_joint(work, planner.plan_joint(work, asked))
        _, token = planner.make_link(work, plan.id or "")
    with journal.view(NODE) as view:
        assert planner.open_link(view, token).plan == plan


def test_the_token_is_kept_nowhere(journal: Journal) -> None:
    """256 random bits; what the node has of them is their SHA-256, also after it is rebuilt from the journal."""
    ours = party(journal, "Ours")
    plan = kept(journal, ours)
    _, token = linked(journal, ours, plan)
    revoked, _ = linked(journal, ours, plan)
    with journal.work(ours) as work:
        planner.revoke_link(work, plan, revoked.id)
    assert len(token) == 43  # 32 bytes as base64url
    before = table_dump(journal)
    with journal.database.read() as connection:
        stored = str(
            [connection.execute(select(metadata.tables[name])).all() for name in ("journal_entry", "planner_link")]
        )
    assert token not in stored
    assert stored.count(hashlib.sha256(token.encode()).hexdigest()) == 2
    journal_door.rebuild(journal)
    assert table_dump(journal) == before
    assert shows(journal, token)


def test_only_its_maker_makes_sees_and_revokes_links(journal: Journal) -> None:
    ours, partner, stranger = (party(journal, name) for name in ("Ours", "Partner", "Stranger"))
    plan = kept(journal, ours)
    link, _ = linked(journal, ours, plan)
    with journal.work(ours) as work:
        planner.share(work, plan, partner.party)
    viewer = Actor(ours.party, Role.VIEWER)
    for who, refusal in ((partner, NotItsMaker), (stranger, NotFound), (viewer, ViewersDoNotShare)):
        with journal.work(who) as work, pytest.raises(refusal):
            planner.make_link(work, plan)
        with journal.work(who) as work, pytest.raises(refusal):
            planner.revoke_link(work, plan, link.id)
    for who, refusal in ((partner, NotItsMaker), (stranger, NotFound)):
        with journal.view(who) as view, pytest.raises(refusal):
            planner.list_links(view, plan)
    with journal.view(viewer) as view:
        assert planner.list_links(view, plan) == (link,)


def test_a_link_of_another_plan_is_not_revoked_by_this_one(journal: Journal) -> None:
    ours, other = party(journal, "Ours"), party(journal, "Other")
    link, token = linked(journal, ours, kept(journal, ours))
    theirs = kept(journal, other)
    with journal.work(other) as work, pytest.raises(NotFound):
        planner.revoke_link(work, theirs, link.id)
    assert shows(journal, token)


def test_a_link_lasts_for_1_to_90_days(journal: Journal) -> None:
    ours = party(journal, "Ours")
    plan = kept(journal, ours)
    for days in (-1, 0, 91):
        with pytest.raises(BadValue, match="1 to 90 days"):
            linked(journal, ours, plan, "CN", days)


def test_a_link_crosses_a_border_only_by_a_rule_and_for_as_long_as_it_holds(journal: Journal) -> None:
    operator = make_operator(journal).actor
    plan = kept(journal, operator)
    with pytest.raises(ReleaseRefused):
        linked(journal, operator, plan, "SG")
    with journal.work(operator) as work:
        command = AddReleaseRule("SG", DataClass.COMMERCIAL, Effect.ALLOW, "synthetic basis")
        rule = policy.add_rule(work, command)
    link, abroad = linked(journal, operator, plan, "SG")
    _, at_home = linked(journal, operator, plan)
    with journal.view(operator) as view:
        [decision] = policy.list_decisions(view, receiver=f"link:{link.id}")
    assert (decision.allowed, decision.release.subject) == (True, f"plan:{plan}")
    assert shows(journal, abroad)
    with journal.work(operator) as work:
        policy.withdraw_rule(work, rule.id, "synthetic")
    assert not shows(journal, abroad)
    assert shows(journal, at_home)


def test_what_is_no_token_shows_nothing(journal: Journal) -> None:
    ours = party(journal, "Ours")
    _, token = linked(journal, ours, kept(journal, ours))
    others = ["", "x", "\0", "单证" * 1000, token[:-1], token + "=", token.swapcase()]
    assert [other for other in others if shows(journal, other)] == []
