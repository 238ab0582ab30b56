"""Vessel schedules taken in, and voyages told: those imported and the network's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import Finding, Phrase, clean, utc
from landsea.network.model import (
    Network,
    Trip,
    VesselCall,
    VesselFilter,
    VesselSchedule,
    VesselSchedulesImported,
    Voyage,
)
from landsea.network.rules.days import DAY_MINUTES, minute_of
from landsea.network.rules.overlay import Overlaid, with_voyages
from landsea.network.rules.vessel_filter import is_service, is_vessel, matching
from landsea.network.rules.voyages import (
    in_order,
    is_loop,
    lingers,
    own_runs,
    own_schedule,
    own_schedules,
    service_code,
    service_name,
    voyages_of,
)
from landsea.network.service.reading import imported, overlaid
from landsea.network.wire.ovs import first_pointers, parse_schedules, service_key
from landsea.network.wire.ovs_query import Position, VesselQuery
from landsea.network.wire.ovs_reader import EARLIEST, LATEST, SOURCE

STREAM = "network"
FINDINGS_MAX = 500
PAGE_CALLS_MAX = 5_000

Pointers = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class ImportedVessels:
    """What an import stored: the digest of the message, what was in it, and what is doubtful (`findings`, all of them warnings)."""

    digest: str
    counts: dict[str, int]
    findings: tuple[Finding, ...]


def import_vessel_schedules(work: Work, content: bytes, origin: str) -> ImportedVessels:
    """Takes in a DCSA Operational Vessel Schedules 3.0 message, in one fact. Raises `BadSource` with every error; then nothing is stored.

    What a vessel's schedule on a service said before stays outside the time the message speaks of. Calls at places that the network
    does not know are kept and told, but cannot be planned with. `origin` says where the message came from, for the record.
    A message without schedules changes nothing: there is no fact of it.
    """
    identity.require_node_operator(work, "import vessel schedules")
    network = imported(work)
    schedules, doubtful = parse_schedules(content)
    laid = with_voyages(network, schedules)
    where = first_pointers(content)
    findings = [*doubtful, *_unmatched(laid.unmatched, where), *_unplanned(laid.voyages, where)]
    counts = _counts(schedules, laid.voyages)
    digest = work.blobs.put(content)
    if schedules:
        fact = VesselSchedulesImported(digest, clean(origin, "origin", 200), counts)
        work.append(STREAM, work.version(STREAM), fact)
    return ImportedVessels(digest, counts, tuple(findings[:FINDINGS_MAX]))


def _counts(schedules: tuple[VesselSchedule, ...], voyages: tuple[Voyage, ...]) -> dict[str, int]:
    return {
        "services": len({(one.service_code, one.universal_service, one.service_name) for one in schedules}),
        "vessels": len({one.vessel.key for one in schedules}),
        "calls": sum(len(one.calls) for one in schedules),
        "voyages": len(voyages),
        "plannable": sum(bool(one.trip) for one in voyages),
    }


def _unmatched(calls: Iterable[tuple[VesselSchedule, VesselCall]], where: Pointers) -> Iterator[Finding]:
    """One finding for each location, since a port is called at again and again."""
    places = Counter((call.location.code, call.location.smdg) for _, call in calls)
    for place, count in places.items():
        what = Phrase(
            "The network has no sea terminal for {place}; {count} call(s) there are kept but not planned with.",
            place=" ".join(place).strip() or "-",
            count=count,
        )
        mend = Phrase("Import a network with a facility of the kind `sea` there, or an alias for the code.")
        yield Finding(SOURCE, 0, where.get(place, ""), what, mend, error=False)


BACKWARDS = "The times of voyage {voyage} ({vessel}) run backwards from call to call; it is not planned with."
LOOP = "All calls of voyage {voyage} ({vessel}) are at {place}: it goes nowhere, and is not planned with."
LINGERS = "Voyage {voyage} ({vessel}) calls at {place} twice in a row, without leaving it."


def _unplanned(voyages: Iterable[Voyage], where: Pointers) -> Iterator[Finding]:
    for voyage in voyages:
        calls = tuple(call for call in voyage.calls if call.called and call.facility and call.timestamps)
        if not voyage.trip and len(calls) > 1 and not in_order(calls):
            mend = Phrase("Send estimates for the calls that follow a late one.")
            yield _about(voyage, calls[0], BACKWARDS, mend, where)
        called = tuple(call for call in voyage.calls if call.called)
        if stays := lingers(called):
            mend = Phrase("Tell one call with its arrival and its departure, or correct the places.")
            yield _about(voyage, stays, LOOP if is_loop(called) else LINGERS, mend, where)


def _about(voyage: Voyage, call: VesselCall, template: str, mend: Phrase, where: Pointers) -> Finding:
    what = Phrase(
        template,
        voyage=voyage.number,
        vessel=voyage.vessel.name or voyage.vessel.key,
        place=call.location.code or call.location.name,
    )
    return Finding(SOURCE, 0, where.get(("call", call.reference), ""), what, mend, error=False)


def voyages(view: View, start: datetime, end: datetime) -> tuple[Voyage, ...]:
    """Every voyage by sea that is under way between `start` and `end` (aware): imported ones and runs of the network's services.

    A run that an imported voyage stands for is told once, as that voyage. Raises `NoNetwork`.
    """
    laid = overlaid(view)
    taken_in = [one for one in laid.voyages if _is_under_way(one, start, end)]
    own = own_schedules(laid.network, start, end, frozenset(one.trip for one in laid.voyages))
    return (*taken_in, *(voyage for schedule in own for voyage in voyages_of(schedule)))


def _is_under_way(voyage: Voyage, start: datetime, end: datetime) -> bool:
    times = [one.at for call in voyage.calls for one in call.timestamps]
    return bool(times) and min(times) < end and max(times) >= start


def find_voyage(view: View, trip: str, start: datetime) -> Voyage | None:
    """The voyage behind a run of the compiled schedule: a pattern's `trip` and the run's first departure."""
    return voyage_finder(view)(trip, start)


def voyage_finder(view: View) -> Callable[[str, datetime], Voyage | None]:
    """The same for many runs."""
    return partial(_voyage, overlaid(view))


def _voyage(laid: Overlaid, trip: str, start: datetime) -> Voyage | None:
    for voyage in laid.voyages:
        if voyage.trip == trip:
            return voyage
    if trip not in laid.network.trips:
        return None
    runs = own_runs(laid.network, laid.network.trips[trip], minute_of(utc(start)), minute_of(utc(start)) + 1)
    found = (own_schedule(laid.network, laid.network.trips[trip], run) for run in runs if run.start == start)
    return next((voyage for schedule in found for voyage in voyages_of(schedule)), None)


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """Whole services, each with those of its voyages that were asked for; `next` continues the query, `None` at its end."""

    schedules: tuple[VesselSchedule, ...]
    next: Position | None


def list_service_schedules(view: View, query: VesselQuery) -> SchedulePage:
    """Services in the order of their code. A page ends at `query.limit` services, or earlier where it holds `PAGE_CALLS_MAX` calls."""
    if query.limit == 0:
        return SchedulePage((), None)
    found: list[VesselSchedule] = []
    services, last = 0, query.after
    for key, schedules in _asked_for(overlaid(view), query):
        if services == query.limit or sum(len(one.calls) for one in found) >= PAGE_CALLS_MAX:
            return SchedulePage(tuple(found), last)
        found += schedules
        services, last = services + 1, key
    return SchedulePage(tuple(found), None)


def _asked_for(laid: Overlaid, query: VesselQuery) -> Iterator[tuple[Position, list[VesselSchedule]]]:
    """Services that have what is asked for, one at a time, since a page rarely needs all."""
    wanted, network = query.wanted, laid.network
    known: dict[Position, list[Callable[[], Iterable[VesselSchedule]]]] = {}
    for schedule in laid.schedules:
        known.setdefault(service_key(schedule), []).append(partial(_taken_in, schedule, wanted, network))
    ours = {voyage.trip for voyage in laid.voyages}
    for trip in network.trips.values():
        service = network.services[trip.service]
        if service.mode == "sea" and trip.id not in ours:
            key = (service_code(service.id), "", service_name(service))
            known.setdefault(key, []).append(partial(_own, trip, wanted, network))
    for key in sorted(known):
        if (query.after is None or key > query.after) and is_service(wanted, *key):
            schedules = [one for give in known[key] for one in give()]
            if schedules:
                yield key, schedules


def _taken_in(schedule: VesselSchedule, wanted: VesselFilter, network: Network) -> Iterator[VesselSchedule]:
    found = matching(schedule, wanted, _codes_of(network, wanted.place))
    if found is not None:
        yield found


def _own(trip: Trip, wanted: VesselFilter, network: Network) -> Iterator[VesselSchedule]:
    """Runs of a trip that the filter means. What it cannot mean is passed over before its calls are made."""
    places = _codes_of(network, wanted.place)
    if wanted.place and not places.intersection(network.facilities[call.facility].place for call in trip.calls):
        return
    if wanted.smdg or wanted.universal_voyage:
        return
    days = (max(wanted.start, EARLIEST.date()), min(wanted.end, LATEST.date()))
    start, end = (minute_of(datetime.combine(day, time(), UTC)) for day in days)
    for run in own_runs(network, trip, start - DAY_MINUTES, end + 2 * DAY_MINUTES):
        if wanted.voyage in ("", run.number) and is_vessel(wanted, run.vessel):
            found = matching(own_schedule(network, trip, run), wanted, places)
            if found is not None:
                yield found


def _codes_of(network: Network, place: str) -> frozenset[str]:
    """The code asked for, and the one under which the network knows the place."""
    found = network.find_place(place) if place else None
    return frozenset({place, found.code} if found else {place})
