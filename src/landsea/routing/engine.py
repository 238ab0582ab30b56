"""Questions to a timetable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from landsea.routing import scan
from landsea.routing.arrays import Arrays, Ints
from landsea.routing.choice import chosen
from landsea.routing.find import Index, journeys, latest_minute
from landsea.routing.itineraries import itinerary
from landsea.routing.model import Itinerary, NoRoute, Prospects, Query, Timetable
from landsea.routing.prospects import Simulation
from landsea.routing.reasons import why_not


class Engine:
    """A timetable made ready for queries; it may be shared by threads, since queries change nothing in it."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable

    @cached_property
    def index(self) -> Index:
        return Index(Arrays(self.timetable))

    def plan(self, query: Query) -> tuple[Itinerary, ...] | NoRoute:
        """What no other itinerary beats in arrival, cost, CO2e, changes and risk at once, sorted in this order, or the
        reasons why there is none.

        Within the query's tolerance and at most `count` that differ in substance; all of them if it is `exact`.
        """
        found = journeys(self.index, query)
        if not found:
            return why_not(self.index, query)
        rest = self.index.allowed(query)
        return tuple(itinerary(rest, one) for one in (found if query.exact else chosen(found, query.count)))

    def earliest(self, query: Query) -> Itinerary | NoRoute:
        """The earliest arrival alone, by connection scan; `changes_max` is not looked at and `risk` not worked out."""
        scanner = scan.Scanner(self.index, query)
        node, found = scanner.earliest(query.ready_minute, latest_minute(self.index, query))
        if node < 0:
            return why_not(self.index, query)
        made = itinerary(scanner.rest, found.journey(node))
        return replace(made, cost=sum(leg.cost for leg in made.legs), co2e=sum(leg.co2e for leg in made.legs))

    def arrivals(self, query: Query) -> Ints:
        """By stop, the earliest minute at which the cargo can be available there; 2**30 where it cannot within the
        query's limits. The query's destinations are not looked at.
        """
        return scan.arrivals(self.index, query)

    def latest(self, query: Query) -> int | None:
        """The latest ready minute, not before the query's, from which its deadline (or horizon) is still met."""
        return scan.latest_start(self.index, query)

    def profile(self, query: Query, until: int) -> tuple[tuple[int, int], ...]:
        """Every good start from the query's ready minute up to `until`, as (latest ready minute, arrival), both rising.
        Documents and verified gross mass are ready with the cargo.
        """
        return tuple(scan.starts(self.index, query, until))

    def prospects(
        self, query: Query, plans: Sequence[Itinerary], samples: int = 1000, seed: int = 1
    ) -> tuple[Prospects, ...]:
        """How each plan turns out when services are late, by simulating `samples` journeys (see `prospects`). The same
        seed gives the same answer.
        """
        simulation = Simulation(self.index, query, samples, seed)
        return tuple(simulation.of(plan) for plan in plans)
