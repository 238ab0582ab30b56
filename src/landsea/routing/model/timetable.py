"""A timetable. Times are whole minutes since 1970-01-01T00:00Z, durations whole minutes, money minor units of the
timetable's one currency, emissions grams of CO2e (well to wheel); money and emissions are per TEU.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from landsea.routing.model.values import ANY, ON_TIME, Delay, Limits, Span, bad


@dataclass(frozen=True, slots=True)
class Stop:
    """A facility where cargo can wait and change. `place` groups facilities of one city or port, `country` places.

    `open` are the spans in which cargo is taken in or becomes available, sorted and disjoint (`None`: always);
    `customs` the same for export clearance, which takes `customs_minutes` from a minute in those spans. Cargo that
    waits longer than `free_minutes` for its next departure pays `storage_cost_day` for every day begun; before its
    first ride it stands with the shipper and pays nothing. `change_minutes` come on top for cargo that arrived by the
    first mode and goes on by the second.
    """

    id: str
    place: str
    open: tuple[Span, ...] | None = None
    customs: tuple[Span, ...] | None = None
    customs_minutes: int = 0
    free_minutes: int = 0
    storage_cost_day: int = 0
    country: str = ""
    limits: Limits = ANY
    change_minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for hours, what in ((self.open, "opening hours"), (self.customs, "customs hours")):
            ends = [minute for span in hours or () for minute in span]
            if any(a > b for a, b in pairwise(ends)):
                raise bad(self.id, what, "spans overlap or run backwards", "Sort them and join what overlaps.")
        numbers = (self.customs_minutes, self.free_minutes, self.storage_cost_day, *self.change_minutes.values())
        if min(numbers) < 0:
            raise bad(self.id, "stop", "a duration or cost is negative", "Give 0 or more.")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a service. `arrival_minute` and `departure_minute` count from the start of the run.

    The leads say how long before departure the cargo (if dangerous, the longer of two), documents, customs release
    and the verified gross mass must be there (`None`: no such cut-off). `unload_minutes` pass from arrival until the
    cargo is available at the stop. `delay` numbers the timetable's delay of that moment.
    """

    stop: int
    arrival_minute: int
    departure_minute: int
    board: bool = True
    alight: bool = True
    cargo_lead_minutes: int = 0
    document_lead_minutes: int | None = None
    customs_lead_minutes: int | None = None
    unload_minutes: int = 0
    load_cost: int = 0
    unload_cost: int = 0
    load_co2e: int = 0
    unload_co2e: int = 0
    vgm_lead_minutes: int | None = None
    dangerous_lead_minutes: int | None = None
    delay: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A service's calls and when its runs start. `costs` and `co2es` are those of each segment between two calls.

    Every ride costs `ride_cost` per TEU besides, and `ride_fee` once for the consignment (its document). A run takes
    `capacity_teu` at most, and not more than `left_teu` says for it. `passages` names the straits and canals of each
    segment; `attributes` measure the vessel or train (`draught_cm`). In a country of `no_cabotage` it does not unload
    what it loaded there.
    """

    id: str
    service: str
    mode: str
    calls: tuple[Call, ...]
    costs: tuple[int, ...]
    co2es: tuple[int, ...]
    starts: Sequence[int]
    ride_cost: int = 0
    ride_fee: int = 0
    carrier: str = ""
    limits: Limits = ANY
    capacity_teu: int | None = None
    left_teu: Sequence[int] | None = None
    passages: tuple[frozenset[str], ...] = ()
    attributes: Mapping[str, int] = field(default_factory=dict)
    no_cabotage: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.calls) < 2 or len(self.costs) != len(self.calls) - 1 or len(self.co2es) != len(self.costs):
            raise bad(
                self.id, "service pattern", "it needs two calls and one cost and CO2e per segment", "Complete it."
            )
        if len(self.passages) not in (0, len(self.costs)) or len(self.left_teu or self.starts) != len(self.starts):
            raise bad(self.id, "service pattern", "passages go by segment, left capacity by run", "Complete it.")
        if any(a >= b for a, b in pairwise(self.starts)):
            raise bad(self.id, "service pattern", "its starts do not rise", "Sort them and remove repeated ones.")
        minutes = [minute for call in self.calls for minute in (call.arrival_minute, call.departure_minute)]
        if any(a > b for a, b in pairwise(minutes)):
            raise bad(self.id, "service pattern", "its times run backwards", "Let every time follow the one before.")
        if any(a.departure_minute >= b.arrival_minute for a, b in pairwise(self.calls)):
            raise bad(self.id, "service pattern", "a segment takes no time", "Let it arrive after it departs.")
        amounts = (n for call in self.calls for n in _amounts(call))
        if min(self.ride_cost, self.ride_fee, self.capacity_teu or 0, *self.costs, *self.co2es, *amounts) < 0:
            raise bad(self.id, "service pattern", "a cost, an emission or a lead is negative", "Give 0 or more.")


def _amounts(call: Call) -> tuple[int, ...]:
    leads = (
        call.document_lead_minutes,
        call.customs_lead_minutes,
        call.vgm_lead_minutes,
        call.dangerous_lead_minutes,
        call.delay,
    )
    costs = (call.load_cost, call.unload_cost, call.load_co2e, call.unload_co2e)
    return (call.cargo_lead_minutes, call.unload_minutes, *costs, *(lead or 0 for lead in leads))


@dataclass(frozen=True, slots=True)
class Transfer:
    """A move between two stops on demand (a shuttle, a drayage): it leaves as soon as the cargo is available."""

    from_stop: int
    to_stop: int
    minutes: int
    mode: str
    cost: int = 0
    co2e: int = 0
    id: str = ""

    def __post_init__(self) -> None:
        if self.minutes < 1 or min(self.cost, self.co2e) < 0 or self.from_stop == self.to_stop:
            raise bad(self.id, "transfer", "it takes no time, costs less than nothing or stays put", "Correct the row.")


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything the engine knows. Runs start within [`start_minute`, `end_minute`); an arrival after `end_minute` is
    not looked for.

    `transit` says, by country, what cargo may only pass through it: handled there, neither from nor to there. `common_permille`
    is the correlation of the delays that one journey meets on its rides.
    """

    currency: str
    stops: tuple[Stop, ...]
    patterns: tuple[Pattern, ...]
    transfers: tuple[Transfer, ...]
    start_minute: int
    end_minute: int
    delays: tuple[Delay, ...] = (ON_TIME,)
    transit: Mapping[str, Limits] = field(default_factory=dict)
    common_permille: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.common_permille <= 1000:
            raise bad(self.common_permille, "correlation of delays", "it is from 0 to 1000", "Correct it.")
        known = len(self.stops)
        used = [(p.id, c.stop) for p in self.patterns for c in p.calls]
        used += [(t.id, stop) for t in self.transfers for stop in (t.from_stop, t.to_stop)]
        for owner, stop in used:
            if not 0 <= stop < known:
                raise bad(owner, "reference to a stop", f"there is no stop {stop}", f"Use 0 to {known - 1}.")
        if self.end_minute - self.start_minute >= 1 << 30:
            raise bad(self.end_minute, "timetable", "it is longer than 2,000 years", "Narrow the window.")
        for pattern in self.patterns:
            if max(call.delay for call in pattern.calls) >= len(self.delays):
                raise bad(pattern.id, "reference to a delay", "there is no such delay", "Add it to the timetable.")

    @property
    def connections(self) -> int:
        """Segments of all runs: the size by which timetable engines are compared."""
        return sum(len(p.costs) * len(p.starts) for p in self.patterns)
