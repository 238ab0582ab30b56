"""What an operator changes in the network shows in the next plan; and the shipped network leads everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from landsea import identity, network, planner
from landsea.journal import NODE, Journal, Work
from landsea.kernel import Period, parse_instant
from landsea.planner import PlannedItinerary, PlanRequest
from landsea.planner.service.world import minute_of
from landsea.planner.service.worlds import shipped_world
from landsea.routing import NoRoute, Query

CHINA = ZoneInfo("Asia/Shanghai")
BOX = PlanRequest("CNCKG", "SGSIN", parse_instant("2026-11-23T08:00+08:00"), without_modes=("air",))
THURSDAY = datetime(2026, 11, 26, 20, tzinfo=CHINA)
"""The sailing from Qinzhou that Monday's train catches."""


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    made.run(NODE, network.import_shipped)
    return made


def first(journal: Journal) -> PlannedItinerary:
    with journal.view(NODE) as view:
        return planner.plan(view, BOX).itineraries[0]


def sailing(itinerary: PlannedItinerary) -> tuple[str, datetime]:
    return itinerary.legs[-1].service, itinerary.legs[-1].departure


def test_mondays_train_catches_thursdays_ship_and_arrives_in_a_week(journal: Journal) -> None:
    found = first(journal)
    assert sailing(found) == ("S-QZH-SIN", THURSDAY)
    assert timedelta(days=7) <= found.arrival - BOX.ready < timedelta(days=8)


def test_a_blanked_sailing_is_not_planned_and_comes_back_when_it_is_added(journal: Journal) -> None:
    before = first(journal)
    journal.run(NODE, lambda work: network.blank_sailing(work, "S-QZH-SIN", THURSDAY, "台风"))
    assert sailing(first(journal)) != sailing(before)
    assert first(journal).arrival > before.arrival
    journal.run(NODE, lambda work: network.add_sailing(work, "S-QZH-SIN", THURSDAY))
    assert first(journal) == before


def test_a_closed_port_is_gone_round_and_taken_again_once_it_reopens(journal: Journal) -> None:
    before = first(journal)

    def close(work: Work) -> str:
        period = Period(datetime(2026, 11, 24, tzinfo=CHINA), datetime(2026, 12, 20, tzinfo=CHINA))
        return network.close_facility(work, "CNQZH-S", period).id

    closure = journal.run(NODE, close)
    around = first(journal)
    assert around.arrival > before.arrival
    assert "CNQZH-S" not in {leg.destination.facility for leg in around.legs}
    journal.run(NODE, lambda work: network.reopen_facility(work, closure, datetime(2026, 11, 24, tzinfo=CHINA)))
    assert first(journal) == before


def test_the_shipped_network_leads_from_chongqing_and_lhasa_to_a_port_of_every_country_and_region() -> None:
    world = shipped_world(BOX)
    ports: dict[str, str] = {}
    for place in network.shipped().places.values():
        if place.kind == "port":
            ports.setdefault(place.country, place.code)
    ready = minute_of(BOX.ready)
    for origin, many in (("CNCKG", sorted(ports.values())), ("CNLHA", sorted(ports.values())[::12])):
        stops = world.stops_of(origin)
        unreached = [
            port for port in many if isinstance(world.engine.plan(Query(stops, world.stops_of(port), ready)), NoRoute)
        ]
        assert unreached == []
    assert len(ports) == 127 + 1
