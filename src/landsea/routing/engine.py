"""Questions to a timetable."""

from __future__ import annotations

from functools import cached_property

from landsea.routing.arrays import Arrays
from landsea.routing.choice import chosen
from landsea.routing.find import Index, journeys
from landsea.routing.itineraries import itinerary
from landsea.routing.model import Itinerary, NoRoute, Query, Timetable
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
