"""A vessel schedule that comes back with this node's own numbers or references: each run has one statement, and no phantom stays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.network import Network, Sailing, SailingChange, VesselSchedule
from landsea.network.rules.merging import Key, merged_into
from landsea.network.rules.overlay import Overlaid, with_voyages
from landsea.network.rules.own_runs import number_meant, run_meant
from landsea.network.rules.voyages import own_schedules, voyages_of
from landsea.network.wire.ovs import parse_schedules, render_schedules, standard_statuses
from tests.network.small import small
from tests.network.vessels import call, sailing, times

NETWORK = small()
WEEKS = (datetime(2026, 11, 29, tzinfo=UTC), datetime(2026, 12, 27, tzinfo=UTC))
LONG = (WEEKS[0] - timedelta(days=30), WEEKS[1] + timedelta(days=30))
RUNS = [one for one in own_schedules(NETWORK, *WEEKS) if one.start and WEEKS[0] <= one.start < WEEKS[1]]
NUMBERS = [number for run in RUNS for number in {one.export_voyage for one in run.calls}]


def told_of(run: int, days: int = 0, vessel: int = 0, **more: Any) -> dict[str, Any]:
    """The node's own run as a service that carriers send back: moved by days, with a vessel named. Each run has vessels of its own."""
    (service,) = render_schedules([RUNS[run]], standard_statuses)
    (told,) = service["vesselSchedules"]
    for one in told["transportCalls"]:
        for stamp in one["timestamps"]:
            moved = datetime.fromisoformat(stamp["eventDateTime"]) + timedelta(days=days)
            stamp["eventDateTime"] = moved.isoformat()
    told |= {"isDummyVessel": False, "vesselName": f"Synthetic {run}-{vessel}", "MMSINumber": f"{run:04}{vessel:05}"}
    named: dict[str, Any] = service | more
    return named


def renumbered(service: dict[str, Any], number: str) -> dict[str, Any]:
    """Under the carrier's own voyage number; the calls are still referred to as the node does."""
    for one in service["vesselSchedules"][0]["transportCalls"]:
        one |= {"carrierImportVoyageNumber": number, "carrierExportVoyageNumber": number}
    return service


def referred_anew(service: dict[str, Any]) -> dict[str, Any]:
    """With the node's voyage number, and the carrier's own references of the calls."""
    for number, one in enumerate(service["vesselSchedules"][0]["transportCalls"]):
        first = one["timestamps"][0]["eventDateTime"]
        one["transportCallReference"] = f"C{number}-{first}"
    return service


def after(messages: Iterable[dict[str, Any]], network: Network = NETWORK) -> Overlaid:
    """The network after these messages, merged as the read model does."""
    known: dict[Key, VesselSchedule] = {}
    for message in messages:
        for newer in parse_schedules(json.dumps([message]).encode())[0]:
            known |= merged_into({key: one for key, one in known.items() if one.calls}, newer)
    return with_voyages(network, [one for _, one in sorted(known.items(), key=lambda item: item[0]) if one.calls])


def own_numbers(laid: Overlaid) -> list[str]:
    """The node's numbers of all voyages there are: imported ones, and runs of its own that are left."""
    taken_in = [number_meant(one.number, one.calls) for one in laid.voyages]
    ours = frozenset(one.trip for one in laid.voyages)
    return taken_in + [voyage.number for one in own_schedules(laid.network, *LONG, ours) for voyage in voyages_of(one)]


def starts(laid: Overlaid) -> set[datetime]:
    """First departures of all runs by sea in the weeks looked at."""
    ours = frozenset(one.trip for one in laid.voyages)
    left = (one.start for one in own_schedules(laid.network, *LONG, ours))
    found = {one for one in (*left, *(one.start for one in laid.voyages)) if one is not None}
    return {one for one in found if WEEKS[0] <= one < WEEKS[1]}


ALL = Counter(own_numbers(after([])))
START = [one.start for one in RUNS if one.start]

STATEMENTS = st.builds(
    lambda run, days, vessel, universal, form: form(
        told_of(run, days, vessel, **({"universalServiceReference": "SR00001A"} if universal else {}))
    ),
    st.integers(0, len(RUNS) - 1),
    st.integers(-4, 4),
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([lambda one: one, referred_anew, lambda one: renumbered(one, "OS01")]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STATEMENTS, max_size=8))
def test_whatever_is_restated_every_run_stands_for_one_voyage_and_no_number_is_told_twice(
    messages: list[dict[str, Any]],
) -> None:
    laid = after(messages)
    assert Counter(own_numbers(laid)) == ALL
    assert all(voyage.trip for voyage in laid.voyages)
    assert len(laid.runs) == len(laid.voyages)
    assert own_numbers(after([*messages, *messages[-1:]])) == own_numbers(laid)


@pytest.mark.parametrize("form", ["number", "references"])
def test_a_sailing_put_off_past_the_next_one_leaves_no_phantom_and_the_next_one_stays(form: str) -> None:
    late = told_of(0, days=3)
    laid = after([renumbered(late, "OS01") if form == "references" else referred_anew(late)])
    assert starts(laid) == {*START[1:], START[0] + timedelta(days=3)}


def test_the_last_statement_of_a_run_holds_whoever_made_it_and_under_whatever_name_of_the_service() -> None:
    first, second = told_of(0, 1), told_of(0, 2, vessel=1, universalServiceReference="SR00001A")
    assert starts(after([first, second])) == {*START[1:], START[0] + timedelta(days=2)}
    again = after([first, second, told_of(0)])
    assert (starts(again), [one.vessel.name for one in again.voyages]) == (set(START), ["Synthetic 0-0"])


def test_a_delay_told_of_one_call_alone_leaves_the_others_as_they_were() -> None:
    part = told_of(0, 1)
    del part["vesselSchedules"][0]["transportCalls"][:-1]
    (voyage,) = after([told_of(0), part]).voyages
    assert len(voyage.calls) == len(RUNS[0].calls)


def test_a_call_where_a_restated_voyage_ended_stays_for_the_voyage_that_begins_there() -> None:
    turning = told_of(0)
    calls = turning["vesselSchedules"][0]["transportCalls"]
    calls[-1] |= {"carrierExportVoyageNumber": "OS02"}
    calls[-1]["timestamps"] += times(departure="2026-12-10T08:00:00+08:00")
    calls.append(call("SGSIN", "OS02", times("2026-12-14T08:00:00+08:00")))
    laid = after([turning, referred_anew(told_of(0, vessel=1))])
    assert Counter(one.number for one in laid.voyages) == {"OS02": 1, NUMBERS[0]: 1}
    onward = next(one for one in laid.voyages if one.number == "OS02")
    assert [one.location.code for one in onward.calls] == ["CNQZH", "SGSIN"]


def test_a_universal_voyage_told_of_another_vessel_moves_there() -> None:
    exchanged = sailing()
    vessel = exchanged["vesselSchedules"][0] | {"vesselIMONumber": "0000024", "vesselName": "Synthetic Crane"}
    for one in vessel["transportCalls"]:
        one["transportCallReference"] += "-new"
    laid = after([sailing(), exchanged | {"vesselSchedules": [vessel]}])
    assert [one.vessel.name for one in laid.voyages] == ["Synthetic Crane"]


def test_a_sailing_added_on_the_node_that_comes_back_is_not_sailed_twice() -> None:
    at = datetime(2026, 12, 5, 12, tzinfo=UTC)
    added = replace(NETWORK, sailings=(Sailing("s1", "SHIP", at, SailingChange.ADDED, ""),))
    (run,) = (one for one in own_schedules(added, at, at + timedelta(hours=1)) if one.start == at)
    (told,) = render_schedules([run], standard_statuses)
    for one in told["vesselSchedules"][0]["transportCalls"]:
        one.pop("statusCode", None)
    laid = after([told], added)
    assert set(laid.runs) == {("SHIP", at)}
    assert laid.network.trips["SHIP"] == NETWORK.trips["SHIP"]


def test_a_voyage_that_never_leaves_stands_for_no_run_and_is_not_planned_with() -> None:
    loop = told_of(0)
    for one in loop["vesselSchedules"][0]["transportCalls"]:
        one["location"]["UNLocationCode"] = "CNQZH"
    laid = after([loop])
    assert [one.trip for one in laid.voyages] == [""]
    assert starts(laid) == set(START)


def test_numbers_that_are_not_ours_mean_no_run() -> None:
    for number in ("2648S", "SHIP-2611302001", "SHIP-9999999999", "OTHER-2611302000", "SHIP-2611302000-CNQZH-1"):
        assert run_meant(NETWORK, "SEA", number) is None
    assert run_meant(NETWORK, "SEA", NUMBERS[0]) is not None
    assert run_meant(NETWORK, "NONE", NUMBERS[0]) is None
