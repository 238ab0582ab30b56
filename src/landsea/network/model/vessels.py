"""Vessels and their voyages: what DCSA Operational Vessel Schedules 3.0 tells of a sailing, and what we can say of our own.

A schedule is one vessel on one service, with its calls in order. A voyage is the part of it that carries one voyage number. Times keep
the offset in which they were published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

NO_VOYAGE = "9999R"
"""OVS 3.0.1, carrierImportVoyageNumber: reserved, to be read as "no voyage number"."""
NOT_CALLED = frozenset({"OMIT", "BLNK"})
"""Status codes under which the vessel does not call."""


class CallEvent(StrEnum):
    ARRIVAL = "ARRI"
    DEPARTURE = "DEPA"


class Classifier(StrEnum):
    """What a time rests on. An actual time outweighs an estimated one, that a planned one."""

    PLANNED = "PLN"
    ESTIMATED = "EST"
    ACTUAL = "ACT"

    @property
    def weight(self) -> int:
        return ("PLN", "EST", "ACT").index(self.value)


@dataclass(frozen=True, slots=True)
class CallTimestamp:
    """One time of a call, as published. `delay_reasons` are SMDG codes."""

    event: CallEvent
    classifier: Classifier
    at: datetime
    delay_reasons: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CallLocation:
    """`code` is a UN/LOCODE, `smdg` the facility's SMDG code in it; a location without code has an `address`.

    `unlocode` is False where the network made the code itself.
    """

    code: str = ""
    smdg: str = ""
    name: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    unlocode: bool = True


@dataclass(frozen=True, slots=True)
class VesselCall:
    """A call of a vessel (DCSA transportCall), in the order of its schedule. `other` holds fields we have no word for.

    Cargo is discharged under `import_voyage` and loaded under `export_voyage`; these differ where one voyage ends and the next begins.
    `facility` is the network's, empty where it has none for the location. Latest moments for cargo, document, customs,
    verified gross mass and dangerous goods are what the network's service says; `None`: no such cut-off, or not loaded here.
    """

    reference: str
    import_voyage: str
    export_voyage: str
    location: CallLocation
    timestamps: tuple[CallTimestamp, ...]
    universal_import: str = ""
    universal_export: str = ""
    port_visit: str = ""
    statuses: tuple[str, ...] = ()
    facility: str = ""
    cargo_until: datetime | None = None
    document_until: datetime | None = None
    customs_until: datetime | None = None
    vgm_until: datetime | None = None
    dangerous_until: datetime | None = None
    other: Mapping[str, Any] = field(default_factory=dict)

    @property
    def called(self) -> bool:
        """Neither omitted nor blanked."""
        return not NOT_CALLED.intersection(self.statuses)

    @property
    def voyages(self) -> frozenset[str]:
        return frozenset({self.import_voyage, self.export_voyage})

    def best(self, event: CallEvent) -> CallTimestamp | None:
        """The time to plan with: actual before estimated before planned; of several the one that stands last."""
        found = [one for one in self.timestamps if one.event is event]
        return max(enumerate(found), key=lambda one: (one[1].classifier.weight, one[0]))[1] if found else None

    @property
    def arrival(self) -> CallTimestamp | None:
        return self.best(CallEvent.ARRIVAL)

    @property
    def departure(self) -> CallTimestamp | None:
        return self.best(CallEvent.DEPARTURE)

    @property
    def dates(self) -> tuple[date, ...]:
        """Local dates of every time, as published."""
        return tuple(one.at.date() for one in self.timestamps)


@dataclass(frozen=True, slots=True)
class Vessel:
    """`operator` is the SMDG liner code, or `TBD`. A dummy stands for a vessel that is not named yet; its name identifies it."""

    operator: str
    is_dummy: bool
    imo: str = ""
    mmsi: str = ""
    name: str = ""
    call_sign: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells vessels of a service apart."""
        return self.imo or (f"mmsi:{self.mmsi}" if self.mmsi else f"name:{self.name}")


@dataclass(frozen=True, slots=True)
class VesselSchedule:
    """The calls of one vessel on one service. `service` is the network's service that runs it, empty for a foreign one.

    `trip` and `start` are set for the network's own runs: the trip and its first departure.
    """

    service_code: str
    service_name: str
    universal_service: str
    vessel: Vessel
    calls: tuple[VesselCall, ...]
    imported: bool
    service: str = ""
    trip: str = ""
    start: datetime | None = None
    other: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Voyage:
    """One voyage of a vessel: the calls that carry `number`, from where it is first loaded to where it is last discharged.

    `service` and `trip` name the run in the compiled schedule (`Schedule.patterns`) together with `start`, its first departure (UTC);
    they are empty where the voyage cannot be planned with, because fewer than two of its calls have times and a facility.
    """

    service: str
    trip: str
    start: datetime | None
    service_code: str
    service_name: str
    universal_service: str
    vessel: Vessel
    number: str
    universal: str
    calls: tuple[VesselCall, ...]
    imported: bool


@dataclass(frozen=True, slots=True)
class VesselFilter:
    """Which schedules are asked for; an empty field asks for all. `start` and `end` are local dates at the calls, both included.

    With `called` omitted and blanked calls, and those without times, are as if they were not there.
    """

    start: date
    end: date
    service_name: str = ""
    service_code: str = ""
    universal_service: str = ""
    imo: str = ""
    mmsi: str = ""
    vessel_name: str = ""
    operator: str = ""
    voyage: str = ""
    universal_voyage: str = ""
    place: str = ""
    smdg: str = ""
    called: bool = False
