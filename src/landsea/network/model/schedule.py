"""The network in a window of time, in plain numbers for a planner. Times are whole minutes since 1970-01-01T00:00Z."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from landsea.network.model.feed import Calendar, FeedInfo, Tariff
from landsea.network.model.freight import ANY, Limits
from landsea.network.model.performance import Reliability
from landsea.network.model.places import Alias, Facility, Place

Span = tuple[int, int]
"""From a minute up to, and without, another."""


@dataclass(frozen=True, slots=True)
class ScheduledStop:
    """A facility with its hours in the window: closures are cut out of `open`. `None`: always.

    `change_minutes` come on top for cargo that arrived by the first mode and goes on by the second.
    """

    facility: Facility
    open: tuple[Span, ...] | None
    customs: tuple[Span, ...] | None
    change_minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScheduledCall:
    """`stop` indexes the schedule's stops; minutes count from the start of the run (the first departure)."""

    stop: int
    arrival_minute: int
    departure_minute: int
    board: bool
    alight: bool
    cargo_lead_minutes: int
    document_lead_minutes: int | None
    customs_lead_minutes: int | None
    vgm_lead_minutes: int | None = None
    dangerous_lead_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ScheduledPattern:
    """A trip and the starts of its runs, rising. Runs that pass a closed facility or omit a call stand in patterns of their own (`id`
    differs); a call that is omitted is not among their calls. `left_teu` is what each run still takes (`None`: not stated for any).
    `passages` name the straits and canals of each segment.
    """

    id: str
    trip: str
    service: str
    name: str
    name_zh: str
    mode: str
    tariff: Tariff
    emission_basis: str
    distance_kind: str
    capacity_teu: int
    calls: tuple[ScheduledCall, ...]
    segment_metres: tuple[int, ...]
    starts: tuple[int, ...]
    carrier: str = ""
    limits: Limits = ANY
    left_teu: tuple[int, ...] | None = None
    passages: tuple[frozenset[str], ...] = ()
    attributes: Mapping[str, int] = field(default_factory=dict)
    no_cabotage: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScheduledTransfer:
    """A move on demand between two stops. `cost` is in minor units per TEU."""

    id: str
    origin: int
    destination: int
    minutes: int
    mode: str
    distance_metres: int
    cost: int
    emission_basis: str


@dataclass(frozen=True)
class Schedule:
    """Every run that can still be boarded in the window. `version` names the network and the changes applied to it.

    Runs that are under way when the window begins are in it: `start_minute` is the first start, `end_minute` the window's end.
    """

    version: str
    info: FeedInfo
    start_minute: int
    end_minute: int
    stops: tuple[ScheduledStop, ...]
    patterns: tuple[ScheduledPattern, ...]
    transfers: tuple[ScheduledTransfer, ...]
    places: Mapping[str, Place]
    aliases: Mapping[str, Alias]
    transit: Mapping[str, Limits] = field(default_factory=dict)
    reliability: tuple[Reliability, ...] = ()


@dataclass(frozen=True, slots=True)
class DatedTrip:
    """Calls of a pattern by service days, as GTFS has them: the first departs at `start_minute` of the days of `calendar` in one time zone.

    They are the pattern's calls from `first` to `last` (numbers, inclusive): a run that is too long for GTFS goes on as the trip
    `continued_by`. `left_teu` is what a run still takes, by its day, where that is stated.
    """

    id: str
    pattern: ScheduledPattern
    first: int
    last: int
    start_minute: int
    calendar: Calendar
    left_teu: Mapping[date, int]
    continued_by: str = ""
