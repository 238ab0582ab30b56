"""A kept plan is shown to another party by who made it, and to nobody else, for as long as its maker likes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landsea import identity, network, planner
from landsea import journal as journal_door
from landsea.identity import RegisterParty
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, NotFound, PartyId, Role, parse_instant
from landsea.planner import NotItsMaker, PlanRequest
from landsea.planner.model import ViewersDoNotShare
from tests.support.journals import table_dump

REQUEST = PlanRequest("CNCKG", "SGSIN", parse_instant("2026-11-23T08:00+08:00"))


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    with made.work(NODE) as work:
        network.import_shipped(work)
    return made


def party(journal: Journal, name: str) -> Actor:
    with journal.work(NODE) as work:
        return Actor(
            identity.register_party(work, RegisterParty(name, "CN", "", (), (Role.OPERATOR,))).id, Role.OPERATOR
        )


def kept(journal: Journal, actor: Actor) -> str:
    with journal.work(actor) as work:
        return planner.save(work, planner.plan(work, REQUEST)).id or ""


def test_a_shared_plan_is_seen_and_listed_by_the_partner(journal: Journal) -> None:
    ours, partner, stranger = (party(journal, name) for name in ("Ours", "Partner", "Stranger"))
    plan = kept(journal, ours)
    with journal.work(ours) as work:
        planner.share(work, plan, partner.party)
        assert planner.shared_with(work, plan) == (partner.party,)
    with journal.view(partner) as view:
        assert planner.get(view, plan).id == plan
        assert [one.id for one in planner.list_plans(view)] == [plan]
        assert planner.maker_of(view, plan) == ours.party
        assert planner.shared_with(view, plan) == ()
    with journal.view(stranger) as view:
        assert planner.list_plans(view) == ()
        with pytest.raises(NotFound):
            planner.get(view, plan)
        with pytest.raises(NotFound):
            planner.maker_of(view, plan)


def test_only_its_maker_shares_a_plan(journal: Journal) -> None:
    ours, partner, stranger = (party(journal, name) for name in ("Ours", "Partner", "Stranger"))
    plan = kept(journal, ours)
    with journal.work(stranger) as work, pytest.raises(NotFound):
        planner.share(work, plan, partner.party)
    with journal.work(ours) as work:
        planner.share(work, plan, partner.party)
    with journal.work(partner) as work, pytest.raises(NotItsMaker):
        planner.share(work, plan, stranger.party)
    with journal.work(Actor(ours.party, Role.VIEWER)) as work, pytest.raises(ViewersDoNotShare):
        planner.share(work, plan, stranger.party)
    with journal.work(ours) as work, pytest.raises(NotFound):
        planner.share(work, plan, PartyId("par_unknown"))
    with journal.view(stranger) as view, pytest.raises(NotFound):
        planner.get(view, plan)


def test_sharing_twice_is_one_fact(journal: Journal) -> None:
    ours, partner = party(journal, "Ours"), party(journal, "Partner")
    plan = kept(journal, ours)
    for _ in range(2):
        with journal.work(ours) as work:
            planner.share(work, plan, partner.party)
            planner.share(work, plan, ours.party)
    with journal.view(ours) as view:
        assert view.version(f"plan/{plan}") == 2


def test_what_is_taken_back_is_seen_no_more_and_may_be_shared_again(journal: Journal) -> None:
    ours, partner = party(journal, "Ours"), party(journal, "Partner")
    plan = kept(journal, ours)
    for _ in range(2):
        with journal.work(ours) as work:
            planner.share(work, plan, partner.party)
        with journal.work(partner) as work, pytest.raises(NotItsMaker):
            planner.unshare(work, plan, partner.party)
        with journal.work(Actor(ours.party, Role.VIEWER)) as work, pytest.raises(ViewersDoNotShare):
            planner.unshare(work, plan, partner.party)
        with journal.work(ours) as work:
            planner.unshare(work, plan, partner.party)
            assert planner.shared_with(work, plan) == ()
        with journal.view(partner) as view:
            assert planner.list_plans(view) == ()
            with pytest.raises(NotFound):
                planner.get(view, plan)
    with journal.view(ours) as view:
        assert view.version(f"plan/{plan}") == 5  # kept, and each share and taking back


def test_only_what_is_shared_is_taken_back(journal: Journal) -> None:
    ours, partner = party(journal, "Ours"), party(journal, "Partner")
    plan = kept(journal, ours)
    for whom in (partner, ours):
        with journal.work(ours) as work, pytest.raises(NotFound):
            planner.unshare(work, plan, whom.party)
    with journal.work(partner) as work, pytest.raises(NotFound):
        planner.unshare(work, plan, ours.party)
    with journal.view(ours) as view:
        assert planner.get(view, plan).id == plan


def test_what_was_shared_is_rebuilt_from_the_journal(journal: Journal) -> None:
    ours, partner, former = (party(journal, name) for name in ("Ours", "Partner", "Former"))
    plan = kept(journal, ours)
    for act, whom in ((planner.share, former), (planner.unshare, former), (planner.share, partner)):
        with journal.work(ours) as work:
            act(work, plan, whom.party)
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_plans_are_listed_newest_first_in_pages(journal: Journal) -> None:
    ours = party(journal, "Ours")
    plans = [kept(journal, ours) for _ in range(3)]
    with journal.view(ours) as view:
        newest = planner.list_plans(view, limit=2)
        rest = planner.list_plans(view, after=(newest[-1].made_at, newest[-1].id or ""))
    assert [one.id for one in (*newest, *rest)] == sorted(plans, reverse=True)
