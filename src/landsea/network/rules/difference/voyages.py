"""Imported voyages and their calls: new, withdrawn, omitted, earlier, later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from landsea.network.model.versions import Change
from landsea.network.model.vessels import VesselCall, Voyage
from landsea.network.rules.difference.plain import plain, said_value

VoyageKey = tuple[str, str, str, int]


def voyage_differences(before: Iterable[Voyage], after: Iterable[Voyage]) -> Iterator[Change]:
    """Imported voyages, and their calls: omitted, blanked, earlier, later."""
    was, now = _voyages(before), _voyages(after)
    for key in [*was, *(key for key in now if key not in was)]:
        old, new = was.get(key), now.get(key)
        if old is None and new is not None:
            yield _voyage("added", new, "New voyage {number} of {vessel} on {service_name}.", after=_told(new))
        elif new is None and old is not None:
            yield _voyage(
                "removed", old, "Voyage {number} of {vessel} on {service_name} is withdrawn.", before=_told(old)
            )
        elif old is not None and new is not None:
            yield from _port_calls(old, new)


def _voyages(voyages: Iterable[Voyage]) -> dict[VoyageKey, Voyage]:
    found: dict[VoyageKey, Voyage] = {}
    for one in voyages:
        again = 0
        while (key := (one.service_code, one.vessel.key, one.number, again)) in found:
            again += 1
        found[key] = one
    return found


def _told(voyage: Voyage) -> dict[str, Any]:
    calls = [{"reference": one.reference} | _call_told(one) for one in voyage.calls]
    return {"number": voyage.number, "vessel": voyage.vessel.key, "service_code": voyage.service_code, "calls": calls}


def _call_told(call: VesselCall) -> dict[str, Any]:
    arrival, departure = call.arrival, call.departure
    return {
        "place": call.location.code,
        "statuses": list(call.statuses),
        "arrival": plain(arrival.at) if arrival else None,
        "departure": plain(departure.at) if departure else None,
    }


def _voyage(change: str, voyage: Voyage, template: str, **content: Any) -> Change:
    facts = _voyage_facts(voyage)
    return Change(
        "voyage",
        change,
        voyage.trip or voyage.number,
        template,
        facts,
        facts,
        service=voyage.service,
        trip=voyage.trip,
        **content,
    )


def _voyage_facts(voyage: Voyage, **more: str) -> dict[str, str]:
    vessel = voyage.vessel.name or voyage.vessel.key
    return {"number": voyage.number, "vessel": vessel, "service_name": voyage.service_name} | more


def _port_calls(old: Voyage, new: Voyage) -> Iterator[Change]:
    was, now = ({one.reference: one for one in voyage.calls} for voyage in (old, new))
    for reference in [*was, *(one for one in now if one not in was)]:
        before, after = was.get(reference), now.get(reference)
        shown = [_call_told(one) if one else {} for one in (before, after)]
        if shown[0] == shown[1]:
            continue
        call, change = after or before, "changed" if before and after else "added" if after else "removed"
        if call is not None:
            template = _port_call_words(shown[0], shown[1])
            facts = _voyage_facts(new, place=call.location.name or call.location.code, **_moments(*shown))
            names = [name for name in shown[1] or shown[0] if shown[0].get(name) != shown[1].get(name)]
            yield Change(
                "port-call", change, reference, template, facts, facts, facility=call.facility, service=new.service, trip=new.trip,
                before={name: shown[0].get(name) for name in names if before},
                after={name: shown[1].get(name) for name in names if after},
            )  # fmt: skip


def _port_call_words(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if not was:
        return "{vessel} ({number}) calls at {place} as well."
    if not now:
        return "{vessel} ({number}) no longer calls at {place}."
    for status, template in STATUS_WORDS.items():
        if status in now["statuses"] and status not in was["statuses"]:
            return template
    if was["departure"] != now["departure"]:
        return "{vessel} ({number}) leaves {place} at {departure} instead of {departure_before}."
    if was["arrival"] != now["arrival"]:
        return "{vessel} ({number}) arrives at {place} at {arrival} instead of {arrival_before}."
    return "{vessel} ({number}) at {place}: status {statuses} instead of {statuses_before}."


STATUS_WORDS = {
    "OMIT": "{vessel} ({number}) omits {place}.",
    "BLNK": "{vessel} ({number}): the call at {place} is blanked.",
}


def _moments(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
    found = {name: said_value(now.get(name)) for name in ("arrival", "departure")}
    found |= {f"{name}_before": said_value(was.get(name)) for name in ("arrival", "departure")}
    found |= {
        "statuses": " ".join(now.get("statuses", ())) or "-",
        "statuses_before": " ".join(was.get("statuses", ())) or "-",
    }
    return found
