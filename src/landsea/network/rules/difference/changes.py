"""Closures, sailings, and what single runs omit or have left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from landsea.network.model.changes import Closure, Sailing, SailingChange
from landsea.network.model.feed import Network
from landsea.network.model.versions import Change
from landsea.network.rules.difference.plain import differing, plain


def change_differences(before: Network, after: Network) -> Iterator[Change]:
    """Closures by id; sailings by the run they add or blank."""
    yield from _keyed(
        {one.id: one for one in before.closures}, {one.id: one for one in after.closures}, after, _closure
    )
    was, now = ({(one.trip, one.start): one for one in network.sailings} for network in (before, after))
    yield from _keyed(was, now, after, _sailing)
    yield from _omissions(before, after)
    yield from _allotments(before, after)


def _keyed(
    before: Mapping[Any, Any], after: Mapping[Any, Any], network: Network, say: Callable[..., Change]
) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old != new:
            change = "added" if old is None else "removed" if new is None else "changed"
            was, now = differing(old, new)
            yield say(change, new or old, network, was, now)


CLOSURES = {
    "added": "{facility} is closed from {start} to {end}: {reason}.",
    "removed": "{facility} is no longer closed from {start} to {end}.",
    "changed": "The closure of {facility} is from {start} to {end} now: {reason}.",
}


def _closure(change: str, closure: Closure, network: Network, was: dict[str, Any], now: dict[str, Any]) -> Change:
    known = network.facilities.get(closure.facility)
    facts = {
        "facility": known.name if known else closure.facility,
        "start": plain(closure.period.start),
        "end": plain(closure.period.end),
        "reason": closure.reason or "-",
    }
    facts_zh = facts | ({"facility": known.name_zh or known.name} if known else {})
    return Change(
        "closure",
        change,
        closure.id,
        CLOSURES[change],
        facts,
        facts_zh,
        facility=closure.facility,
        before=was,
        after=now,
    )


def _sailing(change: str, sailing: Sailing, network: Network, was: dict[str, Any], now: dict[str, Any]) -> Change:
    """Taking an added sailing back blanks it, and the other way round."""
    runs = (sailing.change is SailingChange.ADDED) == (change != "removed")
    template = "An extra run of {trip} starts at {start}." if runs else "The run of {trip} at {start} is blanked."
    facts = {"trip": sailing.trip, "start": plain(sailing.start)}
    trip = network.trips.get(sailing.trip)
    service = trip.service if trip else ""
    return Change(
        "sailing", change, sailing.id, template, facts, facts, service=service, trip=sailing.trip, before=was, after=now
    )


def _omissions(before: Network, after: Network) -> Iterator[Change]:
    """Calls that the run of a day leaves out."""
    for trip, day in sorted({*before.omissions, *after.omissions}):
        was, now = (network.omissions.get((trip, day), frozenset()) for network in (before, after))
        for number in sorted(was ^ now):
            network, added = (after, True) if number in now else (before, False)
            template = "The run of {trip} on {day} omits {facility}." if added else RESTORED
            facility = network.facilities[network.trips[trip].calls[number].facility]
            facts = {"trip": trip, "day": day.isoformat(), "facility": facility.name}
            yield Change(
                "omission", "added" if added else "removed", f"{trip} {day} {number + 1}", template,
                facts, facts | {"facility": facility.name_zh or facility.name},
                service=network.trips[trip].service, trip=trip, facility=facility.id,
            )  # fmt: skip


RESTORED = "The run of {trip} on {day} calls at {facility} after all."


def _allotments(before: Network, after: Network) -> Iterator[Change]:
    for trip, day in sorted({*before.allotments, *after.allotments}):
        was, now = (network.allotments.get((trip, day)) for network in (before, after))
        if was != now:
            change = "added" if was is None else "removed" if now is None else "changed"
            shown = {"before": "-" if was is None else str(was), "after": "-" if now is None else str(now)}
            facts = {"trip": trip, "day": day.isoformat()} | shown
            known = after.trips.get(trip) or before.trips[trip]
            template = "The run of {trip} on {day} has {after} TEU left instead of {before}."
            had, has = ({} if one is None else {"left_teu": one} for one in (was, now))
            yield Change(
                "allotment", change, f"{trip} {day}", template, facts, facts,
                service=known.service, trip=trip, before=had, after=has,
            )  # fmt: skip
