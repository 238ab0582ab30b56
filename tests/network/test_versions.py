"""Versions of the network: what an import keeps, and what changed from one to another, in words and as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import identity, network
from landsea import journal as door
from landsea.journal import Journal
from landsea.kernel import Period
from landsea.network import Change, Network, NetworkImported, SailingChange
from landsea.network.model import NoNetwork, NoSuchVersion
from landsea.network.rules.difference import differences
from tests.network.small import edited, files, small
from tests.network.vessels import call, message, sailing, times
from tests.support.journals import actor, table_dump
from tests.support.people import name_node_party

CHINA = ZoneInfo("Asia/Shanghai")
OPERATOR = actor("operator")
MONDAY_SHIP = datetime(2026, 11, 30, 20, tzinfo=CHINA)
DECEMBER = Period(datetime(2026, 12, 1, tzinfo=CHINA), datetime(2026, 12, 9, tzinfo=CHINA))


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION)
    name_node_party(made, "operator")
    made.run(OPERATOR, lambda work: network.import_files(work, files(), "tests"))
    return made


def take_in(journal: Journal, content: dict[str, bytes]) -> network.Imported:
    return journal.run(OPERATOR, lambda work: network.import_files(work, content, "later"))


def current(journal: Journal) -> Network:
    with journal.view(OPERATOR) as view:
        return network.current(view)


def told(journal: Journal, since: int, until: int, language: str = "en") -> list[str]:
    with journal.view(OPERATOR) as view:
        return [network.say_change(one, language) for one in network.difference(view, since, until).changes]


def test_what_still_applies_outlives_an_import_and_what_does_not_is_told_and_recorded(journal: Journal) -> None:
    def change(work: door.Work) -> list[str]:
        return [
            network.blank_sailing(work, "SHIP", MONDAY_SHIP).id,
            network.add_sailing(work, "SHIP", MONDAY_SHIP + timedelta(days=1)).id,
            network.close_facility(work, "CNQZH-S", DECEMBER, "typhoon").id,
        ]

    blanked, added, closed = journal.run(OPERATOR, change)
    done = take_in(journal, edited("calendar", "mon-thu,1,0,0,1", "mon-thu,0,1,0,1"))
    assert [(one.error, "not blanked any more" in one.what) for one in done.findings] == [(False, True)]
    after = current(journal)
    assert [one.id for one in after.closures] == [closed]
    assert [(one.id, one.change) for one in after.sailings] == [(added, SailingChange.ADDED)]
    with journal.view(OPERATOR) as view:
        _, fact = view.history("network")[-1]
    assert isinstance(fact, NetworkImported)
    assert set(fact.kept) == {added, closed}
    assert [(one.what, one.id, one.why) for one in fact.dropped] == [("sailing", blanked, "no-such-run")]


def without(content: dict[str, bytes], text: str) -> dict[str, bytes]:
    """Every row that names it taken out."""
    return {
        name: b"".join(line for line in rows.splitlines(keepends=True) if text.encode() not in line)
        for name, rows in content.items()
    }


def test_closures_and_sailings_of_what_is_gone_are_dropped(journal: Journal) -> None:
    journal.run(OPERATOR, lambda work: network.close_facility(work, "SGSIN-S", DECEMBER))
    journal.run(OPERATOR, lambda work: network.blank_sailing(work, "SHIP", MONDAY_SHIP))
    done = take_in(journal, without(without(files(), "SHIP"), "SGSIN-S"))
    assert sorted(one.what.split(" does ")[0].split()[1] for one in done.findings) == ["closure", "sailing"]
    assert (current(journal).closures, current(journal).sailings) == ((), ())


def test_what_stood_in_the_old_files_goes_with_them(journal: Journal) -> None:
    row = b"c1,CNQZH-S,2026-12-01T00:00+08:00,2026-12-02T00:00+08:00,works\n"
    with_closure = files() | {"closures.csv": b"closure_id,stop_id,start,end,reason\n" + row}
    take_in(journal, with_closure)
    assert [one.id for one in current(journal).closures] == ["c1"]
    done = take_in(journal, files())
    assert (current(journal).closures, done.findings) == ((), ())


def test_a_journal_of_before_is_replayed_as_it_was(journal: Journal) -> None:
    """Version 1 of the fact kept nothing."""
    lift = network.PROJECTION.upcasts["network-imported/1"]
    body = {"digest": "d", "network": "n", "version": "1", "origin": "o", "counts": {}}
    assert lift == (NetworkImported.kind, lift[1])
    fact = journal.codec.decode("network-imported/1", door_canonical(body), None)
    assert isinstance(fact, NetworkImported)
    assert (fact.kept, fact.dropped) == ((), ())


def door_canonical(body: object) -> bytes:
    from landsea.kernel import canonical

    return canonical(body)


def test_replaying_the_journal_yields_the_same_tables(journal: Journal) -> None:
    journal.run(OPERATOR, lambda work: network.close_facility(work, "CNQZH-S", DECEMBER))
    journal.run(OPERATOR, lambda work: network.blank_sailing(work, "SHIP", MONDAY_SHIP))
    take_in(journal, edited("calendar", "mon-thu,1,0,0,1", "mon-thu,0,1,0,1"))
    take_in(journal, files())
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before


def test_every_fact_makes_a_version(journal: Journal) -> None:
    journal.run(OPERATOR, lambda work: network.close_facility(work, "CNQZH-S", DECEMBER, "typhoon"))
    take_in(journal, files())
    journal.run(OPERATOR, lambda work: network.import_vessel_schedules(work, message(), "synthetic"))
    with journal.view(OPERATOR) as view:
        versions = network.list_versions(view)
    assert [(one.revision, one.kind.split("/")[0]) for one in versions] == [
        (1, "network-imported"),
        (2, "facility-closed"),
        (3, "network-imported"),
        (4, "vessel-schedules-imported"),
    ]
    assert versions[1].what["reason"] == "typhoon"


CHANGES = [
    ("stop_times", "TRAIN,2,CNQZH-R,62:00:00,62:00:00", "TRAIN,2,CNQZH-R,63:30:00,63:30:00",
     "Train Chongqing-Qinzhou (TRAIN) arrives at Qinzhou Port East at +2 15:30 instead of +2 14:00.",
     "班列 重庆—钦州（TRAIN）到达 钦州港东站 由 +2 14:00 改为 +2 15:30。"),
    ("stop_times", "0,720,1440,480", "0,960,1440,480",
     "Ship Qinzhou-Singapore (SHIP) at Qinzhou terminal: cargo cut-off 16 h before departure instead of 12 h.",
     "航线 钦州—新加坡（SHIP）在 钦州港码头 的截港由开船前 12 h 改为 16 h。"),
    ("tariffs", "rail,Rail,6000", "rail,Rail,6500", "Tariff Rail (rail): fixed_per_teu 6000 → 6500.",
     "运价 Rail（rail）：fixed_per_teu 6000 → 6500。"),
    ("calendar", "mon-thu,1,0,0,1", "mon-thu,1,0,1,0",
     "Trip SHIP of Ship Qinzhou-Singapore runs on other days: Mon Thu (2026-01-01..2027-12-31) +2026-11-27 -2026-11-26, "
     "now Mon Wed (2026-01-01..2027-12-31) +2026-11-27 -2026-11-26.",
     "航线 钦州—新加坡 班次 SHIP 开行日调整：原 周一 周四 (2026-01-01..2027-12-31) +2026-11-27 -2026-11-26，"
     "现 周一 周三 (2026-01-01..2027-12-31) +2026-11-27 -2026-11-26。"),
    ("trips", "Singapore,0,1800", "Singapore,0,900", "Trip SHIP of Ship Qinzhou-Singapore: capacity_teu 1800 → 900.",
     "航线 钦州—新加坡 班次 SHIP：capacity_teu 1800 → 900。"),
    ("stops", "Qinzhou Port East", "Qinzhou East", "Facility Qinzhou East (CNQZH-R): name Qinzhou Port East → Qinzhou East.",
     "场站 钦州港东站（CNQZH-R）：name Qinzhou Port East → Qinzhou East。"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "english", "chinese"), CHANGES, ids=[one[1][:20] for one in CHANGES])
def test_a_change_is_told_in_words_of_the_trade(
    journal: Journal, table: str, old: str, new: str, english: str, chinese: str
) -> None:
    take_in(journal, edited(table, old, new))
    assert english in told(journal, 1, 2)
    assert chinese in told(journal, 1, 2, "zh")


def test_calls_trips_and_services_that_come_and_go_are_told(journal: Journal) -> None:
    take_in(journal, edited("stop_times", "SHIP,3,CNQZH-S,215:00:00,215:00:00,1,0,5017,,,\n", ""))
    take_in(journal, without(without(files(), "SHIP"), "SEA,"))
    assert told(journal, 1, 2) == ["Ship Qinzhou-Singapore (SHIP) no longer calls at Qinzhou terminal."]
    assert told(journal, 2, 1) == ["Ship Qinzhou-Singapore (SHIP) calls at Qinzhou terminal as well."]
    gone = told(journal, 1, 3)
    assert "Service no longer offered: Ship Qinzhou-Singapore (SEA)." in gone
    assert "Trip SHIP of Ship Qinzhou-Singapore towards Singapore no longer runs." in gone
    assert "New trip SHIP of Ship Qinzhou-Singapore towards Singapore." in told(journal, 3, 1)


def test_a_change_names_the_trip_the_facility_and_the_fields(journal: Journal) -> None:
    take_in(journal, edited("stop_times", "0,720,1440,480", "0,960,1440,480"))
    with journal.view(OPERATOR) as view:
        found = network.difference(view, 1, 2)
    (change,) = found.changes
    assert (change.kind, change.service, change.trip, change.facility) == ("cutoff", "SEA", "SHIP", "CNQZH-S")
    assert (change.before, change.after) == ({"cargo_lead_minutes": 720}, {"cargo_lead_minutes": 960})
    assert found.counts() == {"cutoff": {"added": 0, "removed": 0, "changed": 1}}
    assert network.say_counts(found, "en") == "1 cut-off"
    several = replace(found, changes=found.changes * 17)
    assert [network.say_counts(several, language) for language in ("en", "zh")] == ["17 cut-offs", "17 个截止时间"]


def test_closures_and_sailings_are_told_and_taken_back(journal: Journal) -> None:
    closed = journal.run(OPERATOR, lambda work: network.close_facility(work, "CNQZH-S", DECEMBER, "typhoon"))
    journal.run(OPERATOR, lambda work: network.blank_sailing(work, "SHIP", MONDAY_SHIP))
    journal.run(OPERATOR, lambda work: network.reopen_facility(work, closed.id, datetime(2026, 11, 1, tzinfo=UTC)))
    start, end = "2026-11-30T16:00+00:00", "2026-12-08T16:00+00:00"
    assert told(journal, 1, 2) == [f"Qinzhou terminal is closed from {start} to {end}: typhoon."]
    assert told(journal, 2, 4)[0] == f"Qinzhou terminal is no longer closed from {start} to {end}."
    assert told(journal, 1, 4) == ["The run of SHIP at 2026-11-30T12:00+00:00 is blanked."]
    assert told(journal, 1, 4, "zh") == ["SHIP 于 2026-11-30T12:00+00:00 的班次停开。"]


def test_voyages_are_told_by_vessel_port_and_time(journal: Journal) -> None:
    def vessels(*services: dict[str, object]) -> None:
        journal.run(OPERATOR, lambda work: network.import_vessel_schedules(work, message(*services), "synthetic"))

    vessels()
    late, omitted = sailing(), sailing()
    late["vesselSchedules"][0]["transportCalls"][0]["timestamps"] += times(
        departure="2026-12-01T06:00:00+08:00", classifier="EST"
    )
    omitted["vesselSchedules"][0]["transportCalls"][1]["statusCode"] = "OMIT"
    vessels(late)
    vessels(omitted)
    assert told(journal, 1, 2) == [
        "The run of SHIP at 2026-11-30T12:00+00:00 leaves at 2026-11-30T14:00+00:00 now, as voyage 2648S of Synthetic Heron.",
        "New voyage 2648S of Synthetic Heron on Synthetic Gulf Service.",
    ]
    assert "The run of SHIP at 2026-11-30T12:00+00:00 goes by the timetable again." in told(journal, 2, 1)
    assert told(journal, 2, 3) == [
        "Synthetic Heron (2648S) leaves CNQZH at 2026-11-30T22:00+00:00 instead of 2026-11-30T14:00+00:00."
    ]
    assert "Synthetic Heron (2648S) omits SGSIN." in told(journal, 3, 4)
    assert any("is gone: voyage 2648S" in one for one in told(journal, 3, 4))
    assert "Synthetic Heron（2648S）跳港 SGSIN。" in told(journal, 3, 4, "zh")


def test_a_port_that_is_added_to_a_voyage_is_told(journal: Journal) -> None:
    longer = sailing()
    longer["vesselSchedules"][0]["transportCalls"].append(call("MYPKG", "2648S", times("2026-12-06T08:00:00+08:00")))
    for content in (message(), message(longer)):
        with journal.work(OPERATOR) as work:
            network.import_vessel_schedules(work, content, "synthetic")
    assert told(journal, 2, 3) == ["Synthetic Heron (2648S) calls at MYPKG as well."]


def test_a_version_that_is_not_there_is_refused(journal: Journal, make_journal: Callable[..., Journal]) -> None:
    with journal.view(OPERATOR) as view, pytest.raises(NoSuchVersion, match="newest is 1"):
        network.difference(view, 1, 2)


def test_a_node_without_a_network_has_no_versions(make_journal: Callable[..., Journal]) -> None:
    with make_journal(network.PROJECTION).view(OPERATOR) as view, pytest.raises(NoNetwork):
        network.list_versions(view)


NUMBERS = {"6000": "tariffs", "62:00:00": "stop_times", "1440": "stop_times", "1800": "trips", "5400": "transfers"}


@settings(max_examples=40)
@given(st.sets(st.sampled_from(sorted(NUMBERS))), st.sets(st.sampled_from(sorted(NUMBERS))))
def test_a_difference_is_empty_only_between_equals_and_turns_round(first: set[str], second: set[str]) -> None:
    """Law: what was before and after changes places when the versions do."""
    before, after = (varied(one) for one in (first, second))
    there, back = list(differences(before, after)), list(differences(after, before))
    assert (not there) == (first == second)
    assert [turned(one) for one in there] == [as_data(one) for one in back]


def varied(numbers: set[str]) -> Network:
    content = files()
    for number in sorted(numbers):
        name, other = f"{NUMBERS[number]}.csv", str(int(number[0]) + 1) + number[1:]
        content[name] = content[name].replace(number.encode(), other.encode())
    return small(content)


def as_data(change: Change) -> tuple[object, ...]:
    return change.kind, change.id, change.facility, dict(change.before), dict(change.after)


def turned(change: Change) -> tuple[object, ...]:
    return change.kind, change.id, change.facility, dict(change.after), dict(change.before)
