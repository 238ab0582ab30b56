"""The network of a node, on both engines: imported whole or not at all, changed by operators, replayed from the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from landsea import identity, network
from landsea import journal as door
from landsea.journal import Journal
from landsea.kernel import BadSource, NotAllowed, Period, Refusal, Role
from landsea.network import SailingChange, UnknownFacility, UnknownPlace, UnknownTrip
from landsea.network.model import AlreadyOpen, NoFolder, NoNetwork, NoSuchClosure, NoSuchSailing, SailingExists
from tests.network.small import edited, files
from tests.support.journals import actor, table_dump
from tests.support.people import name_node_party

CHINA = ZoneInfo("Asia/Shanghai")
OPERATOR = actor("operator")
MONDAY_SHIP = datetime(2026, 11, 30, 20, tzinfo=CHINA)


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION)
    name_node_party(made, "operator")
    made.run(OPERATOR, lambda work: network.import_files(work, files(), "tests"))
    return made


def write_out(folder: Path, content: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        (folder / name).write_bytes(text)
    return folder


def current(journal: Journal) -> network.Network:
    with journal.view(OPERATOR) as view:
        return network.current(view)


def test_a_node_without_a_network_says_so(make_journal: Callable[..., Journal]) -> None:
    with make_journal(network.PROJECTION).view(OPERATOR) as view, pytest.raises(NoNetwork):
        network.current(view)


def test_an_import_is_one_fact_with_digest_counts_and_origin(journal: Journal) -> None:
    with journal.view(OPERATOR) as view:
        (entry, fact), *rest = view.history("network")
        assert (entry.kind, rest) == ("network-imported/2", [])
        assert isinstance(fact, network.NetworkImported)
        assert (fact.network, fact.origin, fact.counts["trips"], fact.counts["calls"]) == ("small", "tests", 2, 5)
        assert view.blobs.get(fact.digest)
        assert network.in_force(view).digest == fact.digest


def test_a_folder_with_one_bad_row_changes_nothing(journal: Journal, tmp_path: Path) -> None:
    before = table_dump(journal)
    bad = write_out(tmp_path / "bad", edited("stop_times", "TRAIN,2,CNQZH-R", "TRAIN,2,NOWHERE"))
    with pytest.raises(BadSource):
        journal.run(OPERATOR, lambda work: network.import_dir(work, bad))
    assert table_dump(journal) == before
    with journal.view(OPERATOR) as view:
        assert view.version("network") == 1


def test_a_folder_that_is_not_there_is_refused(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(NoFolder):
        journal.run(OPERATOR, lambda work: network.import_dir(work, tmp_path / "nowhere"))


def test_what_is_exported_is_imported_again_as_the_same_network(journal: Journal, tmp_path: Path) -> None:
    change_everything(journal)
    with journal.view(OPERATOR) as view:
        written = network.export_files(view)
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
    before = current(journal)
    journal.run(OPERATOR, lambda work: network.import_dir(work, tmp_path))
    after = current(journal)
    assert (after.closures, after.sailings) == (before.closures, before.sailings)
    assert (after.places, after.trips, after.services) == (before.places, before.trips, before.services)
    for name, content in files().items():
        assert written[name] == content


def change_everything(journal: Journal) -> str:
    """Blanks a sailing, adds one, closes two facilities, reopens one; returns the closure that is left."""

    def effect(work: door.Work) -> str:
        network.blank_sailing(work, "SHIP", MONDAY_SHIP, "typhoon, see the notice")
        network.add_sailing(work, "SHIP", MONDAY_SHIP + timedelta(days=1))
        december = Period(datetime(2026, 12, 1, tzinfo=CHINA), datetime(2026, 12, 9, tzinfo=CHINA))
        kept = network.close_facility(work, "CNQZH-S", december, "台风")
        gone = network.close_facility(work, "SGSIN-S", december)
        network.reopen_facility(work, gone.id, datetime(2026, 11, 30, tzinfo=CHINA))
        network.reopen_facility(work, kept.id, datetime(2026, 12, 5, tzinfo=CHINA))
        return kept.id

    return journal.run(OPERATOR, effect)


def test_changes_hold_at_once_and_outlive_an_import(journal: Journal) -> None:
    left = change_everything(journal)
    changed = current(journal)
    assert [(one.id, one.period.end, one.reason) for one in changed.closures] == [
        (left, datetime(2026, 12, 4, 16, tzinfo=UTC), "台风")
    ]
    assert {(one.change, one.start) for one in changed.sailings} == {
        (SailingChange.BLANKED, MONDAY_SHIP),
        (SailingChange.ADDED, MONDAY_SHIP + timedelta(days=1)),
    }
    done = journal.run(OPERATOR, lambda work: network.import_files(work, files(), "again"))
    assert (current(journal).closures, current(journal).sailings) == (changed.closures, changed.sailings)
    assert done.findings == ()


def test_replaying_the_journal_gives_the_same_tables(journal: Journal) -> None:
    change_everything(journal)
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before


def test_the_schedule_and_its_version_follow_every_change(journal: Journal) -> None:
    start = datetime(2026, 11, 23, tzinfo=CHINA)

    def ships() -> tuple[str, int]:
        with journal.view(OPERATOR) as view:
            found = network.schedule(view, start, 14)
            assert found.version == network.version(view)
            return found.version, sum(len(one.starts) for one in found.patterns if one.trip == "SHIP")

    before = ships()
    journal.run(OPERATOR, lambda work: network.blank_sailing(work, "SHIP", MONDAY_SHIP))
    blanked = ships()
    assert (blanked[1], blanked[0] != before[0]) == (before[1] - 1, True)
    journal.run(OPERATOR, lambda work: network.add_sailing(work, "SHIP", MONDAY_SHIP))
    assert ships()[1] == before[1]


def test_a_sailing_that_is_not_there_is_not_blanked_and_the_next_ones_are_named(journal: Journal) -> None:
    with pytest.raises(NoSuchSailing, match="2026-11-30T12:00"):
        journal.run(OPERATOR, lambda work: network.blank_sailing(work, "SHIP", MONDAY_SHIP - timedelta(hours=1)))


def refusals() -> list[tuple[type[Refusal], Callable[[door.Work], object]]]:
    period = Period(datetime(2026, 12, 1, tzinfo=CHINA), datetime(2026, 12, 9, tzinfo=CHINA))

    def reopen_twice(work: door.Work) -> None:
        closure = network.close_facility(work, "CNQZH-S", period)
        network.reopen_facility(work, closure.id, datetime(2026, 12, 10, tzinfo=CHINA))

    return [
        (SailingExists, lambda work: network.add_sailing(work, "SHIP", MONDAY_SHIP)),
        (UnknownTrip, lambda work: network.add_sailing(work, "FERRY", MONDAY_SHIP)),
        (UnknownFacility, lambda work: network.close_facility(work, "CNQZH-X", period)),
        (NoSuchClosure, lambda work: network.reopen_facility(work, "clo_none")),
        (AlreadyOpen, reopen_twice),
    ]


@pytest.mark.parametrize("number", range(len(refusals())))
def test_refused_changes_leave_nothing_behind(journal: Journal, number: int) -> None:
    refusal, effect = refusals()[number]
    before = table_dump(journal)
    with pytest.raises(refusal):
        journal.run(OPERATOR, effect)
    assert table_dump(journal) == before


@pytest.mark.parametrize("role", [Role.SHIPPER, Role.CARRIER, Role.BANK, Role.CUSTOMS, Role.VIEWER])
def test_only_operators_change_the_network(journal: Journal, role: Role) -> None:
    with pytest.raises(NotAllowed):
        journal.run(actor("other", role), lambda work: network.import_files(work, files(), "tests"))
    with pytest.raises(NotAllowed):
        journal.run(actor("other", role), lambda work: network.blank_sailing(work, "SHIP", MONDAY_SHIP))
    with pytest.raises(NotAllowed):
        journal.run(actor("other", role), lambda work: network.reopen_facility(work, "clo_none"))


def test_places_are_found_by_code_alias_and_name_in_both_languages(journal: Journal) -> None:
    with journal.view(OPERATOR) as view:
        for wanted in ("CNCKG", "cncqi", "chongqing", "Chóngqìng", "重庆"):
            assert [place.code for place in network.find_places(view, wanted)] == ["CNCKG"]
        assert [place.code for place in network.find_places(view, "n")] == ["CNCKG", "CNQZH", "SGSIN"]
        assert network.get_place(view, "钦州").code == "CNQZH"
        with pytest.raises(UnknownPlace):
            network.get_place(view, "CNXXX")


def test_a_place_shows_its_facilities_and_what_leaves_next(journal: Journal) -> None:
    with journal.view(OPERATOR) as view:
        shown = network.show(view, "CNQZH")
    assert [facility.id for facility in shown.facilities] == ["CNQZH-R", "CNQZH-S"]
    assert [(one.trip.id, one.facility.id, one.next, one.weekly) for one in shown.departures] == [
        ("SHIP", "CNQZH-S", datetime(2026, 11, 23, 12, tzinfo=UTC), 2.0)
    ]
