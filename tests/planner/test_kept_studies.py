"""Studies are kept by who made them, seen by nobody else, and rebuilt from the journal."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from landsea import identity, network, planner
from landsea import journal as journal_door
from landsea.identity import RegisterParty
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, BadValue, NotFound, Role
from landsea.planner import StudyKept, study_tables
from landsea.planner.model.studies import NotThisStudy, StudyTooLarge, ViewersDoNotStudy
from tests.planner.studies import found, text
from tests.support.journals import table_dump

SMALL = text('[[change]]\nclose = "SGSIN"\n', destinations='"SGSIN"')


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


def kept(journal: Journal, actor: Actor) -> str:
    with journal.work(actor) as work:
        return planner.keep_study(work, planner.compute_study(work, SMALL)).head.id


def test_a_study_is_seen_and_listed_by_its_party_alone(journal: Journal) -> None:
    ours, stranger = party(journal, "Ours"), party(journal, "Stranger")
    study = kept(journal, ours)
    with journal.view(ours) as view:
        shown = planner.get_study(view, study)
        assert [one.id for one in planner.studies(view)] == [study]
        assert shown.head.summary.lost == shown.result.effects[0].lost_count == 1
        assert shown.result.scenario == SMALL
        ((_, fact),) = view.history(f"study/{study}")
        assert isinstance(fact, StudyKept)
        assert fact.scenario == SMALL
    with journal.view(stranger) as view:
        assert planner.studies(view) == ()
        with pytest.raises(NotFound):
            planner.get_study(view, study)


def test_studies_are_listed_newest_first_in_pages(journal: Journal) -> None:
    ours = party(journal, "Ours")
    with journal.work(ours) as work:
        result = planner.compute_study(work, SMALL)
        made = [planner.keep_study(work, result).head.id for _ in range(3)]
    with journal.view(ours) as view:
        first = planner.studies(view, limit=2)
        rest = planner.studies(view, after=(first[-1].made_at, first[-1].id))
    assert [one.id for one in (*first, *rest)] == sorted(made, reverse=True)


def test_studies_are_rebuilt_from_the_journal(journal: Journal) -> None:
    kept(journal, party(journal, "Ours"))
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_a_study_computed_elsewhere_is_taken_over_as_it_is(journal: Journal) -> None:
    ours = party(journal, "Ours")
    content = study_tables(found(SMALL))["study.json"]
    with journal.work(ours) as work:
        study = planner.upload_study(work, content)
    with journal.view(ours) as view:
        shown = planner.get_study(view, study.head.id)
    assert shown.head.uploaded
    assert study_tables(shown.result)["study.json"] == content


def test_a_result_that_is_not_of_its_scenario_is_refused(journal: Journal) -> None:
    whole = msgspec.json.decode(study_tables(found(SMALL))["study.json"])
    wrong = [
        (whole | {"scenario": SMALL.replace("weeks = 1", "weeks = 2")}, NotThisStudy),
        (whole | {"network": "another"}, NotThisStudy),
        (whole | {"name": "Another"}, BadValue),
        (whole | {"effects": []}, BadValue),
        (whole | {"currency": "dollars"}, BadValue),
        ({name: value for name, value in whole.items() if name != "pairs"}, BadValue),
    ]
    ours = party(journal, "Ours")
    for body, refusal in wrong:
        with journal.work(ours) as work, pytest.raises(refusal):
            planner.upload_study(work, msgspec.json.encode(body))
    with journal.view(ours) as view:
        assert planner.studies(view) == ()


def test_what_is_too_large_for_the_node_is_refused_with_where_to_run_it(journal: Journal) -> None:
    large = text('[[change]]\nclose = "SGSIN"\n', destinations='"ports"')
    with journal.view(party(journal, "Ours")) as view, pytest.raises(StudyTooLarge) as refused:
        planner.compute_study(view, large)
    assert "landsea study run" in str(refused.value)


def test_viewers_do_not_keep_studies(journal: Journal) -> None:
    ours = party(journal, "Ours")
    with journal.work(Actor(ours.party, Role.VIEWER)) as work, pytest.raises(ViewersDoNotStudy):
        planner.keep_study(work, found(SMALL))
