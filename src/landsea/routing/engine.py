"""Questions to a timetable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from landsea.routing import compiled, scan
from landsea.routing.arrays import Arrays, Ints
from landsea.routing.choice import chosen
from landsea.routing.find import Found, Ground, Hunt, Index, journeys, latest_minute
from landsea.routing.holding import evaluated, with_held
from landsea.routing.itineraries import itinerary
from landsea.routing.joint import Joint, Lot, NoJoint, plan_joint
from landsea.routing.model import Call, Itinerary, NoRoute, Pattern, Prospects, Query, Stop, Timetable
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
        return self.repeated(query).plan(query.ready_minute) or why_not(self.index, query)

    def repeated(self, query: Query) -> Repeated:
        """For asking again and again when the cargo is ready later, or sooner."""
        return Repeated(self.index, query)

    def plan_joint(
        self, lots: Sequence[Lot], hub: tuple[int, ...], split: tuple[int, ...], limits: Query
    ) -> tuple[Joint, ...] | NoJoint:
        """Lots collected at `hub`, carried on together and split at `split` (see `joint`); where there is no way, which
        parts have none and why. Of `limits` the origins, destinations, ready minute and TEU are not looked at.
        """
        return plan_joint(self.plan, self.timetable, lots, hub, split, limits)

    def earliest(self, query: Query) -> Itinerary | NoRoute:
        """The earliest arrival alone, by connection scan; `changes_max` is not looked at."""
        scanner = scan.Scanner(self.index, query)
        node, found = scanner.earliest(query.ready_minute, latest_minute(self.index, query))
        if node < 0:
            return why_not(self.index, query)
        journey = found.journey(node)
        return itinerary(scanner.rest, evaluated(scanner.rest, journey.origin, journey.steps))

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


class Repeated:
    """Questions that differ only in when the cargo is ready: what their limits leave is worked out once."""

    def __init__(self, index: Index, query: Query) -> None:
        self._query, self._ground = query, Ground(index, query)

    def plan(self, ready_minute: int) -> tuple[Itinerary, ...]:
        """As `Engine.plan`; nothing, without a reason, where there is none."""
        return tuple(self.told(ready_minute, one) for one in self.found(ready_minute))

    def found(self, ready_minute: int) -> list[Found]:
        """The same as steps."""
        query = replace(self._query, ready_minute=ready_minute)
        hunt = Hunt(self._ground, query)
        found = hunt.found() if hunt.possible else []
        if query.exact or not found:
            return found
        return chosen(with_held(hunt.rest, chosen(found, query.count)), query.count)

    def told(self, ready_minute: int, found: Found) -> Itinerary:
        """One of them in full."""
        query = replace(self._query, ready_minute=ready_minute)
        return itinerary(replace(self._ground.rest, query=query), found)


def compile_kernels() -> bool:
    """Compiles the inner loops (seconds the first time, then kept on disk) and uses them in this process from then on;
    whether it does: not without numba. Answers stay the same.
    """
    return compiled.compile_kernels(_warm_up)


def _warm_up(kernels: compiled.Kernels) -> None:
    """Asks a timetable of one train, so that every kernel is loaded."""
    train = Pattern("", "", "", (Call(0, 0, 0), Call(1, 1, 1)), (1,), (1,), (1,))
    timetable = Timetable("", (Stop("", "a"), Stop("", "b")), (train,), (), 0, 9)
    index, query = Index(Arrays(timetable), kernels), Query((0,), (1,), 0)
    journeys(index, query)
    scan.arrivals(index, query)
