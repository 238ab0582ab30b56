"""Trips: whether they run, on which days, where they call, when, and until when cargo and papers are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landsea.network.model.feed import Calendar, CallTime, Network, Trip
from landsea.network.model.versions import Change
from landsea.network.rules.difference.plain import clock, differing, only, plain, said_value

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_NAMES_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LEADS = {
    "cargo_lead_minutes": "cargo",
    "document_lead_minutes": "document",
    "customs_lead_minutes": "customs",
    "vgm_lead_minutes": "vgm",
    "dangerous_lead_minutes": "dangerous",
}


def trip_differences(before: Network, after: Network) -> Iterator[Change]:
    for id in [*before.trips, *(id for id in after.trips if id not in before.trips)]:
        old, new = before.trips.get(id), after.trips.get(id)
        if old is None and new is not None:
            yield _trip("added", after, new, "New trip {id} of {name} towards {towards}.")
        elif new is None and old is not None:
            yield _trip("removed", before, old, "Trip {id} of {name} towards {towards} no longer runs.")
        elif old is not None and new is not None:
            yield from _trip_changes(before, after, old, new)


def _trip(change: str, network: Network, trip: Trip, template: str) -> Change:
    content = {"before" if change == "removed" else "after": plain(trip)}
    facts, facts_zh = _trip_facts(network, trip)
    return Change("trip", change, trip.id, template, facts, facts_zh, service=trip.service, trip=trip.id, **content)


def _trip_facts(network: Network, trip: Trip, facility: str = "", **more: str) -> tuple[dict[str, str], dict[str, str]]:
    service, called = network.services[trip.service], network.facilities.get(facility)
    facts = {
        "id": trip.id,
        "name": service.name,
        "towards": trip.headsign,
        "facility": called.name if called else facility,
    }
    facts_zh = {"name": service.name_zh or service.name, "towards": trip.headsign_zh or trip.headsign}
    shown_zh = {"facility": (called.name_zh or called.name) if called else facility}
    return facts | more, facts | more | facts_zh | shown_zh


def _trip_changes(before: Network, after: Network, old: Trip, new: Trip) -> Iterator[Change]:
    was, now = (
        {name: value for name, value in side.items() if name not in ("calls", "calendar")}
        for side in differing(old, new)
    )
    if now:
        shown = ", ".join(f"{name} {said_value(was[name])} → {said_value(now[name])}" for name in now)
        facts, facts_zh = _trip_facts(after, new, fields=shown)
        template = "Trip {id} of {name}: {fields}."
        yield Change(
            "trip",
            "changed",
            new.id,
            template,
            facts,
            facts_zh,
            service=new.service,
            trip=new.id,
            before=was,
            after=now,
        )
    yield from _calendar(before, after, old, new)
    yield from _calls(before, after, old, new)


def _calendar(before: Network, after: Network, old: Trip, new: Trip) -> Iterator[Change]:
    """The days on which the trip runs, whatever its calendar is called."""
    was, now = _days(before.calendars[old.calendar]), _days(after.calendars[new.calendar])
    if was != now:
        facts, facts_zh = _trip_facts(after, new)
        template = "Trip {id} of {name} runs on other days: {before}, now {after}."
        facts |= {"before": _days_said(was, DAY_NAMES), "after": _days_said(now, DAY_NAMES)}
        facts_zh |= {"before": _days_said(was, DAY_NAMES_ZH), "after": _days_said(now, DAY_NAMES_ZH)}
        yield Change(
            "calendar",
            "changed",
            new.id,
            template,
            facts,
            facts_zh,
            service=new.service,
            trip=new.id,
            before=was,
            after=now,
        )


def _days(calendar: Calendar) -> dict[str, Any]:
    return {name: value for name, value in plain(calendar).items() if name != "id"}


def _days_said(days: Mapping[str, Any], names: tuple[str, ...]) -> str:
    week = " ".join(name for name, runs in zip(names, days["weekdays"], strict=True) if runs) or "-"
    added = "".join(f" +{day}" for day in days["added"][:5])
    removed = "".join(f" -{day}" for day in days["removed"][:5])
    return f"{week} ({days['start']}..{days['end']}){added}{removed}"


def _calls(before: Network, after: Network, old: Trip, new: Trip) -> Iterator[Change]:
    """Calls at one facility are told apart by their order there: the first, the second, ..."""
    was, now = _by_facility(old), _by_facility(new)
    for key in [*was, *(key for key in now if key not in was)]:
        network, trip, facility = (after, new, key[0]) if key in now else (before, old, key[0])
        if key not in was or key not in now:
            change = "added" if key in now else "removed"
            template = (
                "{name} ({id}) calls at {facility} as well."
                if key in now
                else "{name} ({id}) no longer calls at {facility}."
            )
            content = {"before" if key in was else "after": plain(was.get(key) or now[key])}
            yield _call("call", change, network, trip, facility, template, {}, **content)
        else:
            yield from _call_changes(network, trip, facility, was[key], now[key])


def _by_facility(trip: Trip) -> dict[tuple[str, int], CallTime]:
    found: dict[tuple[str, int], CallTime] = {}
    for call in trip.calls:
        found[call.facility, sum(facility == call.facility for facility, _ in found)] = call
    return found


def _call(
    kind: str,
    change: str,
    network: Network,
    trip: Trip,
    facility: str,
    template: str,
    more: dict[str, str],
    **content: Any,
) -> Change:
    facts, facts_zh = _trip_facts(network, trip, facility, **more)
    return Change(
        kind, change, trip.id, template, facts, facts_zh,
        service=trip.service, trip=trip.id, facility=facility, **content,
    )  # fmt: skip


def _call_changes(network: Network, trip: Trip, facility: str, old: CallTime, new: CallTime) -> Iterator[Change]:
    was, now = differing(old, new)
    for name, template in TIMES.items():
        if name in now:
            shown = {"before": clock(was[name]), "after": clock(now[name])}
            yield _call(
                "time",
                "changed",
                network,
                trip,
                facility,
                template,
                shown,
                before=only(was, name),
                after=only(now, name),
            )
    for name, what in LEADS.items():
        if name in now:
            template = CUTOFFS[what]
            shown = {"before": _hours(was[name]), "after": _hours(now[name])}
            yield _call(
                "cutoff",
                "changed",
                network,
                trip,
                facility,
                template,
                shown,
                before=only(was, name),
                after=only(now, name),
            )
    rest = [name for name in now if name not in TIMES and name not in LEADS]
    if rest:
        shown = {"fields": ", ".join(f"{name} {said_value(was[name])} → {said_value(now[name])}" for name in rest)}
        template = "{name} ({id}) at {facility}: {fields}."
        yield _call(
            "call",
            "changed",
            network,
            trip,
            facility,
            template,
            shown,
            before=only(was, *rest),
            after=only(now, *rest),
        )


TIMES = {
    "arrival_minute": "{name} ({id}) arrives at {facility} at {after} instead of {before}.",
    "departure_minute": "{name} ({id}) leaves {facility} at {after} instead of {before}.",
}
CUTOFFS = {
    "cargo": "{name} ({id}) at {facility}: cargo cut-off {after} before departure instead of {before}.",
    "document": "{name} ({id}) at {facility}: document cut-off {after} before departure instead of {before}.",
    "customs": "{name} ({id}) at {facility}: customs cut-off {after} before departure instead of {before}.",
    "vgm": "{name} ({id}) at {facility}: verified gross mass cut-off {after} before departure instead of {before}.",
    "dangerous": "{name} ({id}) at {facility}: dangerous goods cut-off {after} before departure instead of {before}.",
}


def _hours(minutes: int | None) -> str:
    return "-" if minutes is None else f"{minutes / 60:g} h"
