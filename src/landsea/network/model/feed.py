"""The network as its files state it (`docs/network-format.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from landsea.kernel import Finding, UnLocode
from landsea.network.model.changes import Closure, Sailing
from landsea.network.model.freight import ANY, ColumnBasis, Limits
from landsea.network.model.performance import Reliability
from landsea.network.model.places import Alias, Facility, Place


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """Who publishes the network, its version, and how it must be labelled wherever it is shown."""

    network: str
    publisher: str
    version: str
    name: str
    name_zh: str
    label: str
    label_zh: str
    currency: str
    start: date
    end: date
    url: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who runs services: the carrier. `timezone` is the zone of its times (IANA)."""

    id: str
    name: str
    name_zh: str
    timezone: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours: for each weekday (Monday first) the spans in minutes of the local day, sorted and disjoint."""

    week: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def always(self) -> bool:
        return all(day == ((0, 1440),) for day in self.week)


@dataclass(frozen=True, slots=True)
class Service:
    """A line that is run again and again (GTFS route). `distance_kind` says what its distances measure (SFD, GCD, actual)."""

    id: str
    agency: str
    timezone: str
    name: str
    name_zh: str
    mode: str
    tariff: str
    emission_basis: str
    distance_kind: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class CallTime:
    """One call of a trip. Minutes count from noon minus 12 hours of the service day in the agency's zone (GTFS), and may exceed a day.

    `distance_metres` is measured from the first call. A lead of `None` means that there is no such cut-off. `passages` are the straits and
    canals between this call and the next.
    """

    facility: str
    arrival_minute: int
    departure_minute: int
    board: bool
    alight: bool
    distance_metres: int
    cargo_lead_minutes: int
    document_lead_minutes: int | None
    customs_lead_minutes: int | None
    vgm_lead_minutes: int | None = None
    dangerous_lead_minutes: int | None = None
    passages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trip:
    """One way of running a service on the days of a calendar.

    `attributes` measure the vessel or train (`gauge_mm`, `draught_cm`, `length_cm`, `beam_cm`). In a country of `no_cabotage` it does not
    unload what it loaded there. What a trip does not say itself it has from its route.
    """

    id: str
    service: str
    calendar: str
    headsign: str
    headsign_zh: str
    direction: int
    capacity_teu: int
    calls: tuple[CallTime, ...]
    limits: Limits = ANY
    attributes: Mapping[str, int] = field(default_factory=dict)
    no_cabotage: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days on which trips run: weekdays (Monday first) from `start` to `end` inclusive, and exceptions."""

    id: str
    weekdays: tuple[bool, ...]
    start: date
    end: date
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A move on demand between two facilities. `cost` is in minor units per TEU."""

    origin: str
    destination: str
    minutes: int
    mode: str
    distance_metres: int
    cost: int
    emission_basis: str
    note: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices of a service in minor units of the network's currency: per TEU, per 1,000 TEU-km, per kg, and per transport document.

    `fixed_per_teu_large` replaces `fixed_per_teu` for containers of 40 feet and more (`None`: the same). The surcharges are per TEU of
    refrigerated and of dangerous cargo.
    """

    id: str
    name: str
    name_zh: str
    fixed_per_teu: int
    per_teu_1000km: int
    per_kg: int
    document_fee: int
    fixed_per_teu_large: int | None = None
    reefer_per_teu: int = 0
    dangerous_per_teu: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A published figure the network is to reproduce, and how it is measured (`docs/network-format.md`, anchors).

    `measure` names the computation: `transit` (days from `from_moment` to `to_moment` over `services` alone), `cost-change`
    (percent against the anchor `compared`), `distance` (km), `weekly-runs`, `ports`, `countries`. What lies from `low` to `high`
    passes. `fitted` says that `input` was set to meet the figure; otherwise it emerges. `window_start` measures from that day, for
    services of the past.
    """

    id: str
    figure: str
    figure_zh: str
    published: str
    measure: str
    origin: str
    destination: str
    services: tuple[str, ...]
    from_moment: str
    to_moment: str
    window_start: date | None
    compared: str
    low: Decimal
    high: Decimal
    unit: str
    moments: str
    moments_zh: str
    fitted: bool
    input: str
    note: str
    note_zh: str
    source: str


@dataclass(frozen=True)
class Network:
    """One version of a network, complete and consistent: every reference in it resolves. `digest` names the files it was read from.

    `changes` are minutes on top of a facility's own, by (facility, mode of arrival, mode of departure). `allotments` are the TEU left on
    the run of a trip on a service day, `omissions` the calls (by their number, from 0) that it leaves out. `transit` says what may only
    pass through a country, `reliability` how punctual modes and carriers are said to be.
    """

    digest: str
    info: FeedInfo
    places: Mapping[str, Place]
    facilities: Mapping[str, Facility]
    aliases: Mapping[str, Alias]
    services: Mapping[str, Service]
    trips: Mapping[str, Trip]
    calendars: Mapping[str, Calendar]
    transfers: tuple[Transfer, ...]
    tariffs: Mapping[str, Tariff]
    sources: Mapping[str, Source]
    anchors: tuple[Anchor, ...]
    hours: Mapping[str, Hours]
    closures: tuple[Closure, ...] = ()
    sailings: tuple[Sailing, ...] = ()
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    changes: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    allotments: Mapping[tuple[str, date], int] = field(default_factory=dict)
    omissions: Mapping[tuple[str, date], frozenset[int]] = field(default_factory=dict)
    transit: Mapping[str, Limits] = field(default_factory=dict)
    reliability: tuple[Reliability, ...] = ()
    bases: tuple[ColumnBasis, ...] = ()
    advice: tuple[Finding, ...] = ()

    def find_place(self, code: str) -> Place | None:
        """By code or alias; letters may be small."""
        wanted = code.strip().upper()
        alias = self.aliases.get(wanted)
        return self.places.get(alias.code if alias else wanted)

    def facilities_of(self, place: UnLocode) -> tuple[Facility, ...]:
        return tuple(facility for facility in self.facilities.values() if facility.place == place)
