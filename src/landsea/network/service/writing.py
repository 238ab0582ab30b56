"""Importing and exporting networks, and changing the one in force: sailings added or blanked, facilities closed and reopened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import Fact, Finding, Period, Phrase, clean, utc
from landsea.network import store
from landsea.network.model import (
    AlreadyOpen,
    Closure,
    Dropped,
    FacilityClosed,
    FacilityReopened,
    Network,
    NetworkImported,
    NoSuchClosure,
    NoSuchSailing,
    Sailing,
    SailingAdded,
    SailingBlanked,
    SailingChange,
    SailingExists,
    Trip,
    UnknownFacility,
    UnknownTrip,
)
from landsea.network.rules.carrying import carried
from landsea.network.rules.compile import starts_between
from landsea.network.rules.days import instant_of, minute_of
from landsea.network.service.factors import read_with_factors
from landsea.network.service.files import digest_of, read_files, shipped_files
from landsea.network.service.reading import imported, in_force, network_of
from landsea.network.wire.archive import pack, unpack, unpack_foreign
from landsea.network.wire.changes import with_changes

STREAM = "network"
NEAR_DAYS = 14


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import stored: the digest of the files, how many rows of each kind, and what did not hold on (`findings`, warnings)."""

    digest: str
    network: str
    version: str
    counts: dict[str, int]
    findings: tuple[Finding, ...] = ()


def import_dir(work: Work, folder: Path) -> Imported:
    """Replaces the network by the folder's files, in one fact. Raises `BadSource` with every bad row, and then nothing is stored.

    Closures and sailings made here before hold on where their facility or trip is still there; `findings` tells of the others. Those
    that stood in the old files go with them.
    """
    return import_files(work, read_files(folder), folder.name)


def import_shipped(work: Work) -> Imported:
    """The network that comes with Landsea."""
    return import_files(work, shipped_files(), "shipped with Landsea")


def import_files(work: Work, files: Mapping[str, bytes], origin: str) -> Imported:
    """`origin` says where the files came from, for the record."""
    identity.require_node_operator(work, "import a network")
    network = read_with_factors(files, digest_of(files))
    digest = work.blobs.put(pack(files))
    counts, (kept, dropped) = _counts(network), _carried(work, network)
    _append(
        work, NetworkImported(digest, network.info.network, network.info.version, origin[:200], counts, kept, dropped)
    )
    return Imported(digest, network.info.network, network.info.version, counts, (*network.advice, *map(_lost, dropped)))


def _carried(work: Work, network: Network) -> tuple[tuple[str, ...], tuple[Dropped, ...]]:
    before = store.find_in_force(work.connection)
    if before is None:
        return (), ()
    found = carried(network_of(work, before.digest), imported(work), network)
    return found.kept, found.dropped


LOST = {
    "no-such-facility": "The closure {id} of {about} from {start} does not hold on: the network has no such facility.",
    "no-such-trip": "The sailing {id} of {about} at {start} does not hold on: the network has no such trip.",
    "no-such-run": "The run of {about} at {start} is not blanked any more ({id}): the network has no such run.",
}


def _lost(dropped: Dropped) -> Finding:
    what = Phrase(LOST[dropped.why], id=dropped.id, about=dropped.about, start=dropped.start)
    mend = Phrase("Make it again for what is there now, where it is still wanted.")
    return Finding("network", 0, "", what, mend, error=False)


def import_zip(work: Work, content: bytes, origin: str) -> Imported:
    """The same from a GTFS zip."""
    identity.require_node_operator(work, "import a network")
    return import_files(work, unpack_foreign(content), origin)


def export_zip(view: View) -> bytes:
    return pack(export_files(view))


def _counts(network: Network) -> dict[str, int]:
    return {
        "places": len(network.places),
        "facilities": len(network.facilities),
        "services": len(network.services),
        "trips": len(network.trips),
        "calls": sum(len(trip.calls) for trip in network.trips.values()),
        "transfers": len(network.transfers),
        "closures": len(network.closures),
        "sailings": len(network.sailings),
    }


def export_files(view: View) -> dict[str, bytes]:
    """The network in force as files by name that `import_dir` reads: those imported, byte for byte, with the changes made since."""
    network = imported(view)
    return with_changes(unpack(view.blobs.get(in_force(view).digest)), network)


def add_sailing(work: Work, trip: str, start: datetime, reason: str = "") -> Sailing:
    """One more run of `trip`, first departure at `start` (aware, whole minute)."""
    network, known = _known_trip(work, trip)
    minute = minute_of(utc(start))
    if starts_between(network, known, minute, minute + 1):
        raise SailingExists(trip=trip, start=_text(start), pointer="/start")
    sailing = Sailing(work.new_id("sai"), trip, instant_of(minute), SailingChange.ADDED, _reason(reason))
    _append(work, SailingAdded(sailing.id, trip, _text(sailing.start), sailing.reason))
    return sailing


def blank_sailing(work: Work, trip: str, start: datetime, reason: str = "") -> Sailing:
    """The run of `trip` whose first departure is at `start` does not sail."""
    network, known = _known_trip(work, trip)
    minute = minute_of(utc(start))
    if not starts_between(network, known, minute, minute + 1):
        near = starts_between(network, known, minute, minute + NEAR_DAYS * 1440)[:3]
        shown = ", ".join(_text(instant_of(one)) for one in near) or f"not within {NEAR_DAYS} days"
        raise NoSuchSailing(trip=trip, start=_text(start), near=shown, pointer="/start")
    sailing = Sailing(work.new_id("sai"), trip, instant_of(minute), SailingChange.BLANKED, _reason(reason))
    _append(work, SailingBlanked(sailing.id, trip, _text(sailing.start), sailing.reason))
    return sailing


def close_facility(work: Work, facility: str, period: Period, reason: str = "") -> Closure:
    """The facility takes in and gives out nothing in the period; services pass it."""
    identity.require_node_operator(work, "close a facility")
    if facility not in imported(work).facilities:
        raise UnknownFacility(facility=facility, pointer="/facility")
    whole = Period(utc(period.start), utc(period.end))
    closure = Closure(work.new_id("clo"), facility, whole, _reason(reason))
    _append(work, FacilityClosed(closure.id, facility, _text(whole.start), _text(whole.end), closure.reason))
    return closure


def reopen_facility(work: Work, closure: str, at: datetime | None = None) -> None:
    """The closure ends at `at` (now when not given) instead of later."""
    identity.require_node_operator(work, "reopen a facility")
    found = store.find_closure(work.connection, closure)
    if found is None:
        raise NoSuchClosure(closure=closure)
    moment = utc(at or work.now)
    if moment >= found.period.end:
        raise AlreadyOpen(closure=closure, end=_text(found.period.end))
    _append(work, FacilityReopened(closure, _text(moment)))


def _known_trip(work: Work, trip: str) -> tuple[Network, Trip]:
    identity.require_node_operator(work, "change the sailings")
    network = imported(work)
    if trip not in network.trips:
        raise UnknownTrip(trip=trip, pointer="/trip")
    return network, network.trips[trip]


def _append(work: Work, fact: Fact) -> None:
    work.append(STREAM, work.version(STREAM), fact)


def _reason(reason: str) -> str:
    return clean(reason, "reason", 300) if reason.strip() else ""


def _text(instant: datetime) -> str:
    return utc(instant).isoformat(timespec="minutes")
