"""Questions to a timetable."""

from __future__ import annotations

from landsea.routing import bounds, seeds
from landsea.routing.index import UNREACHED, Index
from landsea.routing.itineraries import itinerary
from landsea.routing.model import Itinerary, NoRoute, Query, Timetable
from landsea.routing.reasons import why_not
from landsea.routing.search import Found, Search, latest_minute


class Engine:
    """A timetable made ready for queries; it may be shared by threads, since queries change nothing in it."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.index = Index(timetable)

    def plan(self, query: Query) -> tuple[Itinerary, ...] | NoRoute:
        """The exact Pareto set over arrival, cost and CO2e, sorted in this order, or the reasons why it is empty."""
        journeys = pareto(self.index, query)
        if not journeys:
            return why_not(self.index, query, pareto)
        return tuple(itinerary(self.index, query, found) for found in journeys)


def pareto(index: Index, query: Query) -> list[Found]:
    """One journey for each Pareto-optimal (arrival, cost, CO2e) of all TEU."""
    edges, stops = index.allowed(query), len(index.timetable.stops)
    ahead = bounds.to_targets(edges, query.destinations, stops)
    if all(ahead[0, origin] >= UNREACHED for origin in query.origins):
        return []
    behind = bounds.from_origins(edges, query.origins, stops)
    latest = latest_minute(index, query)
    known = [v for v in seeds.rivals(index, query, edges, ahead) if v[0] <= latest]
    worth = bounds.worth_keeping(edges, ahead, behind, query.ready_minute, latest, known)
    return Search(index, query, edges.where(worth), ahead, known).run()
