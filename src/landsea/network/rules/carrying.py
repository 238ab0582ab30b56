"""What an import keeps of the closures and sailings that operators made on the node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from landsea.kernel import utc
from landsea.network.model.changes import Closure, Sailing, SailingChange
from landsea.network.model.feed import Network
from landsea.network.model.versions import Dropped
from landsea.network.rules.days import minute_of, run_starts


@dataclass(frozen=True, slots=True)
class Carried:
    """Ids of what holds on, and what does not."""

    kept: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def carried(files_before: Network, in_force: Network, after: Network) -> Carried:
    """`in_force` is the network before the import with its changes, `files_before` the same as its files stated it.

    What stood in the old files goes with them, and what stands in the new ones holds. What was made on the node in between holds on
    where that which it refers to is still there.
    """
    of_files = {one.id for network in (files_before, after) for one in _changes(network)}
    kept: list[str] = []
    dropped: list[Dropped] = []
    for what, change, why in _judged(in_force, after):
        if change.id not in of_files:
            if why:
                dropped.append(_dropped(what, change, why))
            else:
                kept.append(change.id)
    return Carried(tuple(kept), tuple(dropped))


def _changes(network: Network) -> Iterator[Closure | Sailing]:
    yield from network.closures
    yield from network.sailings


def _judged(in_force: Network, after: Network) -> Iterator[tuple[str, Closure | Sailing, str]]:
    for closure in in_force.closures:
        yield "closure", closure, "" if closure.facility in after.facilities else "no-such-facility"
    for sailing in in_force.sailings:
        yield "sailing", sailing, _sailing(sailing, after)


def _sailing(sailing: Sailing, after: Network) -> str:
    trip = after.trips.get(sailing.trip)
    if trip is None:
        return "no-such-trip"
    minute = minute_of(utc(sailing.start))
    runs = sailing.change is SailingChange.ADDED or run_starts(after, trip, minute, minute + 1)
    return "" if runs else "no-such-run"


def _dropped(what: str, change: Closure | Sailing, why: str) -> Dropped:
    about, start = (
        (change.facility, change.period.start) if isinstance(change, Closure) else (change.trip, change.start)
    )
    return Dropped(what, change.id, about, utc(start).isoformat(timespec="minutes"), why)
