"""Runs of the timetable that a vessel's voyage stands for: sailed at another time, gone, or run by the timetable again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from landsea.kernel import utc
from landsea.network.model.feed import Network
from landsea.network.model.versions import Change
from landsea.network.model.vessels import Voyage
from landsea.network.rules.difference.plain import plain

Runs = Mapping[tuple[str, datetime], Voyage]
"""By trip and first departure."""


def run_differences(network: Network, before: Runs, after: Runs) -> Iterator[Change]:
    """Where the same voyage stands for a run as before, its port calls say what changed; `network` has the trips."""
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if key[0] in network.trips and _sails(old) != _sails(new):
            yield _change(network, *key, old, new)


def _sails(voyage: Voyage | None) -> tuple[str, ...] | None:
    if voyage is None:
        return None
    return voyage.service_code, voyage.vessel.key, voyage.number, "sails" if voyage.trip else ""


def _change(network: Network, trip: str, start: datetime, old: Voyage | None, new: Voyage | None) -> Change:
    leaves = _leaves(network, trip, new) if new else None
    facts = {"trip": trip, "start": plain(start), "departure": plain(leaves) if leaves else "-"}
    if new is not None:
        facts |= {"number": new.number, "vessel": new.vessel.name or new.vessel.key}
    was, now = ({"voyage": one.number, "vessel": one.vessel.key} if one else {} for one in (old, new))
    service, template = network.trips[trip].service, _words(start, new, leaves)
    return Change(
        "sailing",
        "removed" if new and not new.trip else "changed",
        f"{trip} {plain(start)}",
        template,
        facts,
        facts,
        service=service,
        trip=trip,
        before=was,
        after=now,
    )


def _words(start: datetime, new: Voyage | None, leaves: datetime | None) -> str:
    if new is None:
        return "The run of {trip} at {start} goes by the timetable again."
    if not new.trip or leaves is None:
        return "The run of {trip} at {start} is gone: voyage {number} of {vessel}, which stands for it, does not sail."
    if leaves == start:
        return "The run of {trip} at {start} is voyage {number} of {vessel} now, at the same time."
    return "The run of {trip} at {start} leaves at {departure} now, as voyage {number} of {vessel}."


def _leaves(network: Network, trip: str, voyage: Voyage) -> datetime | None:
    """When the voyage leaves where the run begins; else its own first departure."""
    begins = network.trips[trip].calls[0].facility
    found = (one.departure for one in voyage.calls if one.called and one.facility == begins)
    departure = next((one for one in found if one is not None), None)
    return utc(departure.at) if departure else voyage.start
