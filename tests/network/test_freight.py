"""The freight columns: read with their defaults, refused where they cannot be, compiled into the schedule, joined to the engine."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from landsea.kernel import BadSource
from landsea.network import Schedule, ScheduledPattern, schedule_of
from landsea.network.model.freight import ANY, Limits
from landsea.network.wire.feed import parse_network
from landsea.planner.service.join import joined
from landsea.routing import Cargo
from tests.network.small import FILES, files, small, with_columns

START = datetime(2026, 11, 23, tzinfo=UTC)


def compiled(**changed: str) -> Schedule:
    return schedule_of(small(files(**changed)), START, 14)


def pattern(schedule: Schedule, name: str) -> ScheduledPattern:
    return next(one for one in schedule.patterns if one.id == name)


def test_what_is_not_stated_is_not_limited() -> None:
    network = small()
    assert network.facilities["CNQZH-S"].limits == network.trips["SHIP"].limits == ANY
    assert (network.trips["SHIP"].attributes, network.trips["SHIP"].no_cabotage) == ({}, frozenset())
    assert (network.trips["SHIP"].calls[0].vgm_lead_minutes, network.trips["SHIP"].calls[0].passages) == (
        None,
        frozenset(),
    )
    assert (network.changes, network.allotments, network.omissions, network.transit) == ({}, {}, {}, {})


def test_a_trip_has_what_its_route_says_but_for_what_it_says_itself() -> None:
    header = "reefer_plugs,dangerous_barred,unit_kg_max,container_sizes,draught_cm,no_cabotage"
    routes = with_columns("routes", header, ",,,,,", "200,1 7,30480,22 45,950,CN ID")
    trips = with_columns("trips", "unit_kg_max,dangerous_barred,draught_cm", ",,", "26000,*,1100")
    network = small(files(routes=routes, trips=trips))
    ship = network.trips["SHIP"]
    assert ship.limits == Limits(200, frozenset({"*"}), 26_000, frozenset({"22", "45"}))
    assert (ship.attributes, ship.no_cabotage) == ({"draught_cm": 1100}, frozenset({"CN", "ID"}))
    assert network.trips["TRAIN"].limits == ANY


@pytest.mark.parametrize(
    ("name", "header", "cell"),
    [
        ("routes", "dangerous_barred", "10"),
        ("routes", "dangerous_barred", "1 1"),
        ("routes", "container_sizes", "22G1"),
        ("routes", "no_cabotage", "China"),
        ("routes", "gauge_mm", "4"),
        ("routes", "draught_cm", "-5"),
        ("routes", "unit_kg_max", "NaN"),
        ("routes", "reefer_plugs", "1e3"),
        ("routes", "route_type", "99"),
        ("trips", "length_cm", "inf"),
        ("tariffs", "reefer_per_teu", "-1"),
    ],
)
def test_cells_of_freight_that_cannot_be(name: str, header: str, cell: str) -> None:
    rows = FILES[f"{name}.csv"].count("\n") - 1
    changed = with_columns(name, header, *[cell] * rows)
    with pytest.raises(BadSource) as refused:
        small(files(**{name: changed}))
    assert {(one.source, one.column) for one in refused.value.findings} == {(f"{name}.csv", header)}
    assert refused.value.findings[0].line == 2


def test_cut_offs_of_gross_mass_and_dangerous_cargo_and_the_straits_of_a_segment_are_compiled() -> None:
    header = "vgm_cutoff_minutes,dangerous_cutoff_minutes,passages"
    times = with_columns("stop_times", header, ",,", ",,", "900,2880,qiongzhou-strait singapore-strait", ",,", ",,")
    ship = pattern(compiled(stop_times=times), "SHIP")
    assert (ship.calls[0].vgm_lead_minutes, ship.calls[0].dangerous_lead_minutes) == (900, 2880)
    assert ship.passages == (frozenset({"qiongzhou-strait", "singapore-strait"}), frozenset())


def test_an_allotment_is_what_is_left_of_the_run_of_that_day() -> None:
    ship = pattern(compiled(allotments="trip_id,date,teu\nSHIP,20261127,35\n"), "SHIP")
    by_day = {
        datetime.fromtimestamp(start * 60, UTC).date(): left
        for start, left in zip(ship.starts, ship.left_teu or (), strict=True)
    }
    assert by_day[date(2026, 11, 27)] == 35
    assert {left for day, left in by_day.items() if day != date(2026, 11, 27)} == {1800}


LOOP = """\
SHIP,2,SGSIN-S,107:30:00,127:30:00,0,0,2508.5,720,1440,,malacca-strait
SHIP,3,CNCKG-R,150:00:00,151:00:00,0,0,3000,720,1440,,luzon-strait
SHIP,4,CNQZH-S,215:00:00,215:00:00,1,0,5017,,,,
"""
"""The ship calls somewhere else on its way home (no matter that it is a yard)."""


def looping(omitted: str) -> Schedule:
    times = with_columns("stop_times", "passages", "", "", "singapore-strait", "", "").split("SHIP,2")[0] + LOOP
    return compiled(stop_times=times, omissions=f"trip_id,date,stop_sequence,reason\n{omitted}")


def stops_of(schedule: Schedule, name: str) -> list[str]:
    return [schedule.stops[call.stop].facility.id for call in pattern(schedule, name).calls]


def test_an_omitted_call_is_not_made_and_its_segments_are_one() -> None:
    schedule = looping("SHIP,20261127,2,congestion\n")
    whole, cut = pattern(schedule, "SHIP"), pattern(schedule, "SHIP~o2")
    assert stops_of(schedule, "SHIP~o2") == ["CNQZH-S", "CNCKG-R", "CNQZH-S"]
    assert cut.segment_metres == (3_000_000, 2_017_000)
    assert cut.passages == (frozenset({"singapore-strait", "malacca-strait"}), frozenset({"luzon-strait"}))
    assert [datetime.fromtimestamp(start * 60, UTC).date() for start in cut.starts] == [date(2026, 11, 27)]
    assert [call.arrival_minute for call in cut.calls] == [whole.calls[n].arrival_minute for n in (0, 2, 3)]


def test_a_run_whose_first_call_is_omitted_keeps_its_times() -> None:
    cut = pattern(looping("SHIP,20261127,1,\n"), "SHIP~o1")
    whole = pattern(looping(""), "SHIP")
    assert [call.departure_minute for call in cut.calls] == [call.departure_minute for call in whole.calls[1:]]


def test_what_an_omission_leaves_at_one_place_is_one_visit() -> None:
    """Without its other calls the ship does not go anywhere."""
    schedule = looping("SHIP,20261127,2,\nSHIP,20261127,3,\n")
    assert [one.id for one in schedule.patterns if one.trip == "SHIP"] == ["SHIP"]


def test_a_run_with_one_call_left_is_no_run() -> None:
    schedule = looping("".join(f"SHIP,20261127,{number},\n" for number in (2, 3, 4)))
    days = {datetime.fromtimestamp(start * 60, UTC).date() for start in pattern(schedule, "SHIP").starts}
    assert date(2026, 11, 27) not in days
    assert date(2026, 11, 30) in days


def test_the_engine_is_told_all_of_it() -> None:
    schedule = compiled(
        routes=with_columns("routes", "no_cabotage,reefer_plugs,beam_cm", ",,", "CN,0,3200"),
        stops=with_columns("stops", "dangerous_barred,unit_kg_max", ",", ",", "*,20000", ","),
        stop_times=with_columns("stop_times", "passages,vgm_cutoff_minutes", ",", ",", "malacca-strait,600", ",", ","),
        changes="stop_id,from_mode,to_mode,minutes\nCNQZH-S,road,sea,180\n",
        transit="country,dangerous_barred\nCN,1 7\n",
        allotments="trip_id,date,teu\nSHIP,20261127,35\n",
    )
    timetable = joined(schedule).engine.timetable
    ship = next(one for one in timetable.patterns if one.id == "SHIP")
    quay = next(one for one in timetable.stops if one.id == "CNQZH-S")
    assert (ship.carrier, ship.no_cabotage, ship.attributes) == ("cn", frozenset({"CN"}), {"beam_cm": 3200})
    assert (ship.capacity_teu, min(ship.left_teu or ())) == (1800, 35)
    assert ship.passages == (frozenset({"malacca-strait"}), frozenset())
    assert ship.calls[0].vgm_lead_minutes == 600
    assert not ship.limits.admit(Cargo(reefer=True))
    assert (quay.country, quay.change_minutes) == ("CN", {("road", "sea"): 180})
    assert list(quay.limits.refuse(Cargo(dangerous=frozenset({"9"}), unit_kg=20_001))) == ["dangerous", "mass"]
    assert not timetable.transit["CN"].admit(Cargo(dangerous=frozenset({"7"})))


def test_prices_are_those_of_the_container() -> None:
    tariffs = with_columns("tariffs", "fixed_per_teu_large,reefer_per_teu,dangerous_per_teu", "5000,700,90")
    schedule = compiled(tariffs=tariffs)

    def price(cargo: Cargo) -> int:
        return joined(schedule, cargo).engine.timetable.patterns[0].ride_cost

    assert price(Cargo()) == 6000
    assert price(Cargo(size="45")) == price(Cargo(size="L5")) == 5000
    assert price(Cargo(size="45", reefer=True)) == 5700
    assert price(Cargo(dangerous=frozenset({"3"}))) == 6090


def test_a_train_cannot_call_where_the_tracks_have_another_gauge() -> None:
    routes = with_columns("routes", "gauge_mm", "1435", "")
    stops = with_columns("stops", "gauge_mm", "1435 1520", "1000", "", "")
    with pytest.raises(BadSource) as refused:
        small(files(routes=routes, stops=stops))
    assert [(one.source, one.line, one.column) for one in refused.value.findings] == [("stop_times.csv", 3, "stop_id")]
    assert "1435 mm, the tracks of CNQZH-R have 1000 mm" in refused.value.findings[0].what
    assert small(files(routes=routes)).trips["TRAIN"].attributes == {"gauge_mm": 1435}


def routes_with_types(mode: str, route_type: str) -> dict[str, bytes]:
    text = with_columns("routes", "route_type", "2", route_type).replace(
        "航线 钦州—新加坡,sea,", f"航线 钦州—新加坡,{mode},"
    )
    return files(routes=text, trips=FILES["trips.csv"].replace(",1800", ",90"))


@pytest.mark.parametrize(
    ("mode", "route_type", "read"),
    [
        ("", "4", "sea"),
        ("", "1000", "sea"),
        ("", "1100", "air"),
        ("", "102", "rail"),
        ("", "3", "road"),
        ("sea", "", "sea"),
        ("sea", "4", "sea"),
        ("inland-water", "4", "inland-water"),
        ("air", "1100", "air"),
    ],
)
def test_a_route_without_a_mode_has_that_of_its_route_type(mode: str, route_type: str, read: str) -> None:
    network = small(routes_with_types(mode, route_type))
    assert (network.services["SEA"].mode, network.services["SEA"].emission_basis) == (read, read)


@pytest.mark.parametrize(
    ("mode", "route_type", "column"), [("", "", "mode"), ("sea", "2", "route_type"), ("road", "4", "route_type")]
)
def test_a_mode_and_a_route_type_that_disagree_are_found(mode: str, route_type: str, column: str) -> None:
    with pytest.raises(BadSource) as refused:
        small(routes_with_types(mode, route_type))
    assert [(one.source, one.line, one.column) for one in refused.value.findings] == [("routes.csv", 3, column)]


def test_references_of_the_freight_files_are_checked() -> None:
    changed = files(
        changes="stop_id,from_mode,to_mode,minutes\nNOWHERE,road,sea,60\n",
        allotments="trip_id,date,teu\nTRAM,20261127,5\n",
        omissions="trip_id,date,stop_sequence\nSHIP,20261127,9\n",
        transit="country,source\nCN,nobody\n",
    )
    with pytest.raises(BadSource) as refused:
        parse_network(changed, "0" * 64)
    assert {(one.source, one.line, one.column) for one in refused.value.findings} == {
        ("changes.csv", 2, "stop_id"),
        ("allotments.csv", 2, "trip_id"),
        ("omissions.csv", 2, "stop_sequence"),
        ("transit.csv", 2, "source"),
    }
