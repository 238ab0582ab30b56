"""Vessel schedules taken in: what is wrong is located, what is known is merged, and each voyage can be planned with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landsea import identity, network
from landsea import journal as door
from landsea.journal import Journal
from landsea.kernel import BadSource, NotAllowed, Role
from landsea.network import Classifier, Voyage
from landsea.network.rules.days import minute_of
from landsea.network.rules.overlay import with_voyages
from landsea.network.rules.voyages import own_schedules
from landsea.network.wire.ovs import parse_schedules, render_schedules, standard_statuses
from tests.network.small import files, small
from tests.network.vessels import SHIP, call, changed, message, sailing, times
from tests.support.journals import actor, table_dump
from tests.support.people import name_node_party

OPERATOR = actor("operator")
SUNDAY = datetime(2026, 11, 29, tzinfo=UTC)
MONDAY_SHIP = datetime(2026, 11, 30, 12, tzinfo=UTC)
VESSEL = "/0/vesselSchedules/0"
CALLS = f"{VESSEL}/transportCalls"


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION)
    name_node_party(made, "operator")
    made.run(OPERATOR, lambda work: network.import_files(work, files(), "tests"))
    return made


def take_in(journal: Journal, content: bytes) -> network.ImportedVessels:
    return journal.run(OPERATOR, lambda work: network.import_vessel_schedules(work, content, "synthetic"))


def voyages(journal: Journal, days: int = 7) -> tuple[Voyage, ...]:
    with journal.view(OPERATOR) as view:
        return network.voyages(view, SUNDAY, SUNDAY + timedelta(days=days))


def ships(journal: Journal) -> list[tuple[str, int]]:
    """Trip and start of each run by sea in the two weeks from Sunday."""
    with journal.view(OPERATOR) as view:
        found = network.schedule(view, SUNDAY, 14)
    return sorted(
        ((one.trip, start) for one in found.patterns if one.mode == "sea" for start in one.starts), key=lambda f: f[1]
    )


def test_a_message_without_schedules_makes_no_version(journal: Journal) -> None:
    with journal.view(OPERATOR) as view:
        before = network.version(view)
    assert set(take_in(journal, b"[]").counts.values()) == {0}
    with journal.view(OPERATOR) as view:
        assert network.version(view) == before
        assert [one.revision for one in network.list_versions(view)] == [1]


def test_an_import_is_one_fact_and_the_message_is_kept_byte_for_byte(journal: Journal) -> None:
    done = take_in(journal, message())
    assert done.counts == {"services": 1, "vessels": 1, "calls": 2, "voyages": 1, "plannable": 1}
    with journal.view(OPERATOR) as view:
        entry, fact = view.history("network")[-1]
        assert (entry.kind, isinstance(fact, network.VesselSchedulesImported)) == ("vessel-schedules-imported/1", True)
        assert view.blobs.get(done.digest) == message()


def test_an_imported_voyage_takes_the_place_of_the_weekly_run_it_stands_for(journal: Journal) -> None:
    before = ships(journal)
    take_in(journal, message())
    after = ships(journal)
    late = minute_of(datetime(2026, 11, 30, 14, tzinfo=UTC))
    assert [start for _, start in after] == [late if start == late - 120 else start for _, start in before]
    assert ("SEA@0000012@2648S", late) in after


def test_a_sailing_put_off_for_days_is_the_run_of_its_own_number_not_the_nearest(journal: Journal) -> None:
    """Told with the number that this node gives it, put off from Monday to Wednesday evening: the sailing nearest to that stays."""
    calls = [
        call("CNQZH", "SHIP-2611302000", times("2026-12-02T19:00:00+08:00", "2026-12-02T21:00:00+08:00")),
        call("SGSIN", "SHIP-2611302000", times("2026-12-06T11:30:00+08:00", "2026-12-07T07:30:00+08:00")),
    ]
    late = sailing()
    late["vesselSchedules"][0]["transportCalls"] = calls
    before = [run for run in ships(journal) if run[0] == "SHIP"]
    take_in(journal, message(late))
    after = [run for run in ships(journal) if run[0] == "SHIP"]
    assert after == [run for run in before if run[1] != minute_of(MONDAY_SHIP)]


def test_the_voyage_has_its_services_prices_cutoffs_and_distances(journal: Journal) -> None:
    take_in(journal, message())
    with journal.view(OPERATOR) as view:
        found = network.schedule(view, SUNDAY, 7)
    run, weekly = (next(one for one in found.patterns if one.trip == trip) for trip in ("SEA@0000012@2648S", "SHIP"))
    assert (run.service, run.tariff, run.segment_metres) == (weekly.service, weekly.tariff, weekly.segment_metres[:1])
    assert (run.calls[0].cargo_lead_minutes, run.calls[0].document_lead_minutes) == (720, 1440)
    assert run.calls[1].arrival_minute == weekly.calls[1].arrival_minute - 120
    assert [(one.board, one.alight) for one in run.calls] == [(True, False), (False, True)]


def test_actual_times_outweigh_estimates_and_these_the_plan_and_all_are_served_back(journal: Journal) -> None:
    stamps = times(departure="2026-11-30T23:15:00+08:00", classifier="ACT") + sailing_times()
    take_in(journal, changed(f"{CALLS}/0/timestamps", stamps))
    (voyage, *_) = voyages(journal)
    assert voyage.calls[0].departure is not None
    assert voyage.calls[0].departure.classifier is Classifier.ACTUAL
    assert voyage.start == datetime(2026, 11, 30, 15, 15, tzinfo=UTC)
    assert len(voyage.calls[0].timestamps) == len(stamps)


def sailing_times() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sailing()["vesselSchedules"][0]["transportCalls"][0]["timestamps"]
    return found


@pytest.mark.parametrize("status", ["OMIT", "BLNK"])
def test_a_port_that_is_omitted_or_blanked_is_not_called_at(journal: Journal, status: str) -> None:
    long = sailing()
    long["vesselSchedules"][0]["transportCalls"].insert(
        1, call("CNQZH", "2648S", times("2026-12-01T10:00:00+08:00", "2026-12-01T18:00:00+08:00"))
        | {"transportCallReference": "second", "statusCode": status}
    )  # fmt: skip
    take_in(journal, message(long))
    with journal.view(OPERATOR) as view:
        trip = network.current(view).trips["SEA@0000012@2648S"]
    assert [one.facility for one in trip.calls] == ["CNQZH-S", "SGSIN-S"]
    assert [one.statuses for one in voyages(journal)[0].calls] == [(), (status,), ()]


def test_a_voyage_blanked_as_a_whole_leaves_no_run_behind(journal: Journal) -> None:
    blank = sailing()
    for one in blank["vesselSchedules"][0]["transportCalls"]:
        one["statusCode"] = "BLNK"
    before = ships(journal)
    take_in(journal, message(blank))
    assert ships(journal) == [run for run in before if run[1] != minute_of(MONDAY_SHIP)]
    assert next((one.trip, one.vessel.imo) for one in voyages(journal)) == ("", "0000012")


def test_where_a_voyage_ends_and_the_next_begins_cargo_of_each_stays_its_own(journal: Journal) -> None:
    """Discharged under the import voyage, loaded under the export voyage (OVS 3.0)."""
    turning = sailing()
    calls = turning["vesselSchedules"][0]["transportCalls"]
    calls[1]["carrierExportVoyageNumber"] = "2649N"
    calls.append(call("CNQZH", "2649N", times("2026-12-09T08:00:00+08:00")) | {"transportCallReference": "home"})
    take_in(journal, message(turning))
    with journal.view(OPERATOR) as view:
        trips = network.current(view).trips
    found = {id: [(one.facility, one.board, one.alight) for one in trips[id].calls] for id in trips if "@" in id}
    assert found == {
        "SEA@0000012@2648S": [("CNQZH-S", True, False), ("SGSIN-S", False, True)],
        "SEA@0000012@2649N": [("SGSIN-S", True, False), ("CNQZH-S", False, True)],
    }


def test_the_way_out_and_the_way_home_of_one_rotation_stand_for_one_run(journal: Journal) -> None:
    turning = sailing()
    calls = turning["vesselSchedules"][0]["transportCalls"]
    calls[1]["carrierExportVoyageNumber"] = "2649N"
    calls.append(call("CNQZH", "2649N", times("2026-12-09T08:00:00+08:00")) | {"transportCallReference": "home"})
    before = [run for run in ships(journal) if run[0] == "SHIP"]
    take_in(journal, message(turning))
    after = [run for run in ships(journal) if run[0] == "SHIP"]
    assert after == [run for run in before if run[1] != minute_of(MONDAY_SHIP)]


def test_a_service_that_the_network_does_not_have_gets_the_default_tariff_and_says_assumed(journal: Journal) -> None:
    before = ships(journal)
    take_in(journal, message(sailing(carrierServiceCode="NEW1")))
    with journal.view(OPERATOR) as view:
        current = network.current(view)
    made = next(one for one in current.services.values() if one.id.startswith("ovs-NEW1"))
    assert (made.tariff, made.basis, made.mode, made.distance_kind) == ("rail", "assumed", "sea", "SFD")
    assert len(ships(journal)) == len(before) + 1


def test_distances_that_no_service_measures_are_great_circles() -> None:
    """Qinzhou to Singapore, by hand: about 2,340 km as the crow flies."""
    whole = small()
    only_trains = replace(whole, trips={"TRAIN": whole.trips["TRAIN"]})
    laid = with_voyages(only_trains, parse_schedules(message())[0])
    trip = laid.network.trips[laid.voyages[0].trip]
    assert 2_320_000 < trip.calls[-1].distance_metres < 2_350_000
    assert laid.network.services[trip.service].distance_kind == "SFD"


def test_a_place_the_network_does_not_know_is_a_warning_and_the_rest_is_planned(journal: Journal) -> None:
    far = sailing()
    far["vesselSchedules"][0]["transportCalls"].append(call("NLRTM", "2648S", times("2026-12-30T08:00:00+01:00")))
    done = take_in(journal, message(far))
    (finding,) = done.findings
    assert (finding.error, finding.column, "NLRTM" in finding.what) == (False, f"{CALLS}/2/location", True)
    assert done.counts["plannable"] == 1
    assert [one.facility for one in voyages(journal)[0].calls] == ["CNQZH-S", "SGSIN-S", ""]


def test_an_alias_leads_to_the_place_and_an_unknown_terminal_to_its_sea_terminal(journal: Journal) -> None:
    location = {"locationType": "FACS", "UNLocationCode": "SGSIN", "facilitySMDGCode": "PPT"}
    assert take_in(journal, changed(f"{CALLS}/1/location", location)).counts["plannable"] == 1


def test_times_that_run_backwards_across_calls_are_told_and_not_planned_with(journal: Journal) -> None:
    late = times("2026-12-06T18:00:00+08:00", "2026-12-06T20:00:00+08:00", "ACT")
    done = take_in(journal, changed(f"{CALLS}/0/timestamps", late))
    assert [(one.error, "2648S" in one.what) for one in done.findings] == [(False, True)]
    assert done.counts["plannable"] == 0


def test_a_voyage_that_goes_nowhere_and_a_call_twice_in_a_row_are_told_where_they_stand(journal: Journal) -> None:
    loop = json.loads(message().replace(b"SGSIN", b"CNQZH"))
    loop[0]["vesselSchedules"][0]["transportCalls"][1]["transportCallReference"] = "again"
    twice = sailing()
    again = call("CNQZH", "2648S", times("2026-12-01T10:00:00+08:00", "2026-12-01T18:00:00+08:00"))
    twice["vesselSchedules"][0]["transportCalls"].insert(1, again | {"transportCallReference": "again"})
    nowhere, stays = take_in(journal, json.dumps(loop).encode()), take_in(journal, message(twice))
    assert [(one.column, "goes nowhere" in one.what) for one in nowhere.findings] == [(f"{CALLS}/1", True)]
    assert [(one.column, "twice in a row" in one.what) for one in stays.findings] == [(f"{CALLS}/1", True)]
    assert (nowhere.counts["plannable"], stays.counts["plannable"]) == (0, 1)


BAD = [
    (b"{", ""),
    (b"{}", ""),
    (b"[" * 100_000, ""),
    (b"[1]", "/0"),
    (b'"\xff"', ""),
    (changed("/0/carrierServiceCode", None), "/0/carrierServiceCode"),
    (changed("/0/carrierServiceCode", "123456789012"), "/0/carrierServiceCode"),
    (changed("/0/carrierServiceName", "a\u0000b"), "/0/carrierServiceName"),
    (changed("/0/universalServiceReference", "SR1A"), "/0/universalServiceReference"),
    (changed("/0/vesselSchedules", {}), "/0/vesselSchedules"),
    (changed(f"{VESSEL}/isDummyVessel", "true"), f"{VESSEL}/isDummyVessel"),
    (changed(f"{VESSEL}/isDummyVessel", None), f"{VESSEL}/isDummyVessel"),
    (changed(f"{VESSEL}/vesselIMONumber", None), VESSEL),
    (changed(f"{VESSEL}/vesselIMONumber", "12"), f"{VESSEL}/vesselIMONumber"),
    (changed(f"{VESSEL}/vesselIMONumber", 12), f"{VESSEL}/vesselIMONumber"),
    (changed(f"{CALLS}/0", 7), f"{CALLS}/0"),
    (changed(f"{CALLS}/0/transportCallReference", None), f"{CALLS}/0/transportCallReference"),
    (changed(f"{CALLS}/1/transportCallReference", "2648S-CNQZH"), f"{CALLS}/1/transportCallReference"),
    (changed(f"{CALLS}/0/carrierImportVoyageNumber", None), f"{CALLS}/0/carrierImportVoyageNumber"),
    (changed(f"{CALLS}/0/universalImportVoyageReference", "x"), f"{CALLS}/0/universalImportVoyageReference"),
    (changed(f"{CALLS}/0/location/UNLocationCode", "CN0ZH"), f"{CALLS}/0/location/UNLocationCode"),
    (changed(f"{CALLS}/0/location/locationType", "GEOC"), f"{CALLS}/0/location/locationType"),
    (changed(f"{CALLS}/0/timestamps/0/eventDateTime", "2026-11-30T18:00:00"), f"{CALLS}/0/timestamps/0/eventDateTime"),
    (changed(f"{CALLS}/0/timestamps/0/eventDateTime", "9999-11-30T18:00Z"), f"{CALLS}/0/timestamps/0/eventDateTime"),
    (changed(f"{CALLS}/0/timestamps/0/eventTypeCode", "GTIN"), f"{CALLS}/0/timestamps/0/eventTypeCode"),
    (changed(f"{CALLS}/0/timestamps/0/eventDateTime", "2026-11-30T20:01:00+08:00"), f"{CALLS}/0/timestamps"),
]


@pytest.mark.parametrize(("content", "pointer"), BAD, ids=range(len(BAD)))
def test_what_is_wrong_is_located_and_nothing_is_stored(journal: Journal, content: bytes, pointer: str) -> None:
    before = table_dump(journal)
    with pytest.raises(BadSource) as refused:
        take_in(journal, content)
    assert pointer in [one.column for one in refused.value.findings if one.error]
    assert all(one.what and one.mend for one in refused.value.findings)
    assert table_dump(journal) == before


def test_a_doubtful_imo_number_and_an_unknown_status_are_told_and_kept(journal: Journal) -> None:
    doubtful = sailing()
    doubtful["vesselSchedules"][0]["vesselIMONumber"] = "0000013"
    doubtful["vesselSchedules"][0]["transportCalls"][0]["statusCode"] = "XXXX"
    done = take_in(journal, message(doubtful))
    assert [one.error for one in done.findings] == [False, False]
    found = voyages(journal)[0]
    assert (found.vessel.imo, found.calls[0].statuses) == ("0000013", ("XXXX",))


def test_fields_without_a_word_of_ours_are_kept(journal: Journal) -> None:
    take_in(journal, changed(f"{CALLS}/0/berth", {"name": "B7", "depth": 14.5}))
    assert voyages(journal)[0].calls[0].other == {"berth": {"name": "B7", "depth": 14.5}}


def test_a_newer_message_replaces_the_time_it_speaks_of_and_leaves_the_rest(journal: Journal) -> None:
    earlier = call("CNQZH", "2646S", times("2026-11-16T18:00:00+08:00", "2026-11-16T20:00:00+08:00"))
    first, newer = sailing(), sailing()
    first["vesselSchedules"][0]["transportCalls"].insert(0, earlier)
    del newer["vesselSchedules"][0]["transportCalls"][1]
    take_in(journal, message(first))
    take_in(journal, message(newer))
    with journal.view(OPERATOR) as view:
        found = network.voyages(view, datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    mine = [call.reference for one in found if one.imported for call in one.calls]
    assert mine == ["2646S-CNQZH", "2648S-CNQZH", "2648S-SGSIN"]


def test_a_dummy_gets_its_name_and_no_call_is_told_twice(journal: Journal) -> None:
    dummy = sailing()
    vessel = dummy["vesselSchedules"][0]
    del vessel["vesselIMONumber"]
    vessel |= {"isDummyVessel": True, "vesselName": "ZZZTBN1"}
    take_in(journal, message(dummy))
    take_in(journal, message())
    assert [one.vessel.name for one in voyages(journal) if one.imported] == [SHIP["vesselName"]]


def test_the_same_message_again_changes_no_row(journal: Journal) -> None:
    take_in(journal, message())
    before = voyages(journal)
    take_in(journal, message())
    assert voyages(journal) == before


def test_replaying_the_journal_yields_the_same_tables(journal: Journal) -> None:
    take_in(journal, message())
    journal.run(OPERATOR, lambda work: network.import_files(work, files(), "again"))
    take_in(journal, message(sailing(carrierServiceCode="NEW1")))
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
    assert {one.service_code for one in voyages(journal) if one.imported} == {"SEA", "NEW1"}


def test_vessel_schedules_outlive_the_import_of_a_network(journal: Journal) -> None:
    take_in(journal, message())
    journal.run(OPERATOR, lambda work: network.import_files(work, files(), "again"))
    assert "SEA@0000012@2648S" in dict(ships(journal))


def test_only_operators_of_the_node_take_them_in(journal: Journal) -> None:
    with pytest.raises(NotAllowed):
        journal.run(actor("other", Role.CARRIER), lambda work: network.import_vessel_schedules(work, message(), "x"))


def test_the_run_behind_a_plan_is_found_as_a_voyage(journal: Journal) -> None:
    take_in(journal, message())
    with journal.view(OPERATOR) as view:
        for trip, start in ships(journal):
            found = network.find_voyage(view, trip, datetime.fromtimestamp(start * 60, UTC))
            assert found is not None
            assert (found.trip, found.vessel.is_dummy) == (trip, trip == "SHIP")
        assert network.find_voyage(view, "SHIP", SUNDAY) is None
        assert network.find_voyage(view, "FERRY", SUNDAY) is None


def test_the_networks_own_runs_are_voyages_of_dummies_with_references_that_do_not_change() -> None:
    week = (SUNDAY, SUNDAY + timedelta(days=7))
    first, again = (list(own_schedules(small(), *week)) for _ in range(2))
    assert first == again
    names = {one.vessel.name for one in first}
    assert len(names) == len(first)
    assert all(one.vessel.is_dummy and not one.vessel.imo for one in first)
    assert all(name.startswith("TBD") and len(name) <= 13 for name in names)
    assert {one.calls[0].reference for one in first} >= {"SHIP-2611302000-CNQZH-1"}


def test_what_is_read_is_written_as_it_was() -> None:
    schedules, _ = parse_schedules(message())
    assert render_schedules(schedules, standard_statuses) == json.loads(message())
