"""Versions of the network: every fact of its stream makes one, and any two can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from landsea.journal import View
from landsea.kernel import Fact, Period
from landsea.network.model import (
    Closure,
    FacilityClosed,
    FacilityReopened,
    Network,
    NetworkImported,
    NoNetwork,
    NoSuchVersion,
    Sailing,
    SailingAdded,
    SailingBlanked,
    SailingChange,
    VesselSchedule,
    VesselSchedulesImported,
)
from landsea.network.model.versions import Change, Difference, Version
from landsea.network.rules.difference import differences, run_differences, voyage_differences
from landsea.network.rules.merging import Key, merged_into
from landsea.network.rules.overlay import Overlaid, with_voyages
from landsea.network.service.reading import kept_overlay, network_of
from landsea.network.wire.ovs import parse_schedules
from landsea.runtime import translate

STREAM = "network"


def list_versions(view: View) -> tuple[Version, ...]:
    """Oldest first. Raises `NoNetwork`."""
    return tuple(version for version, _ in _versions(view))


def difference(view: View, since_version: int, until_version: int) -> Difference:
    """What changed from one revision of the network to another: services, trips, calls, times, days, tariffs, closures, sailings, voyages.

    Raises `NoSuchVersion`. A follower of the network's facts gets the revision from its entry: the fact of `entry.version` made
    that revision, and `entry.version - 1` is the one before.
    """
    history = _versions(view)
    at = {version.revision: number for number, (version, _) in enumerate(history)}
    for wanted in (since_version, until_version):
        if wanted not in at:
            raise NoSuchVersion(version=wanted, newest=max(at))
    before, after = (
        _state(view, [fact for _, fact in history[: at[one] + 1]]) for one in (since_version, until_version)
    )
    since, until = history[at[since_version]][0], history[at[until_version]][0]
    return Difference(since, until, tuple(_compared(view, before, after)))


def _versions(view: View) -> list[tuple[Version, Fact]]:
    """Each fact of the stream and the version it made; nothing comes before the first import."""
    found = [
        (Version(entry.version, fact.kind, entry.acted_at, entry.party, _what(fact)), fact)
        for entry, fact in view.history(STREAM)
    ]
    if not found:
        raise NoNetwork
    return found


COUNTED = {
    "place": ("{count} place", "{count} places"),
    "facility": ("{count} facility", "{count} facilities"),
    "service": ("{count} service", "{count} services"),
    "trip": ("{count} trip", "{count} trips"),
    "call": ("{count} call", "{count} calls"),
    "time": ("{count} time", "{count} times"),
    "cutoff": ("{count} cut-off", "{count} cut-offs"),
    "calendar": ("{count} set of running days", "{count} sets of running days"),
    "tariff": ("{count} tariff", "{count} tariffs"),
    "transfer": ("{count} move on demand", "{count} moves on demand"),
    "closure": ("{count} closure", "{count} closures"),
    "sailing": ("{count} sailing", "{count} sailings"),
    "omission": ("{count} omitted call", "{count} omitted calls"),
    "allotment": ("{count} allotment", "{count} allotments"),
    "voyage": ("{count} voyage", "{count} voyages"),
    "port-call": ("{count} port call", "{count} port calls"),
}
"""How many of a kind changed: one, and more."""


def say_counts(found: Difference, language: str) -> str:
    """How much changed of each kind, in `language`; a dash where nothing did."""
    told = []
    for kind, row in found.counts().items():
        count = sum(row.values())
        told.append(translate(COUNTED[kind][count != 1], language).format(count=count))
    return translate(", ", language).join(told) or "-"


def say_change(change: Change, language: str) -> str:
    """The change in a sentence."""
    return translate(change.template, language).format(**(change.facts_zh if language == "zh" else change.facts))


@dataclass(frozen=True)
class State:
    """The network at a revision: the digest of its files, what was changed since, and the messages of vessel schedules so far."""

    digest: str
    closures: Mapping[str, Closure] = field(default_factory=dict)
    sailings: Mapping[tuple[str, datetime], Sailing] = field(default_factory=dict)
    messages: tuple[str, ...] = ()


def _state(view: View, facts: Sequence[Fact]) -> State:
    """After these facts. Of the imports only the last one's files matter: what earlier files held went with them."""
    last = max(number for number, fact in enumerate(facts) if isinstance(fact, NetworkImported))
    state = State("")
    for number, fact in enumerate(facts):
        state = _with_files(view, _after(state, fact)) if number == last else _after(state, fact)
    return state


def _with_files(view: View, state: State) -> State:
    network = network_of(view, state.digest)
    return replace(
        state,
        closures={**state.closures, **{one.id: one for one in network.closures}},
        sailings={**state.sailings, **{(one.trip, one.start): one for one in network.sailings}},
    )


def _what(fact: Fact) -> dict[str, object]:
    shown = (
        "network",
        "version",
        "origin",
        "digest",
        "counts",
        "facility",
        "trip",
        "start",
        "end",
        "at",
        "reason",
        "closure",
    )
    return {name: getattr(fact, name) for name in shown if hasattr(fact, name)}


def _after(state: State, fact: Fact) -> State:
    """As the projection does it, on values; but for what an import's files hold."""
    match fact:
        case NetworkImported():
            return _imported(state, fact)
        case SailingAdded() | SailingBlanked():
            change = SailingChange.ADDED if isinstance(fact, SailingAdded) else SailingChange.BLANKED
            sailing = Sailing(fact.sailing, fact.trip, datetime.fromisoformat(fact.start), change, fact.reason)
            return replace(state, sailings={**state.sailings, (sailing.trip, sailing.start): sailing})
        case FacilityClosed():
            period = Period(datetime.fromisoformat(fact.start), datetime.fromisoformat(fact.end))
            closure = Closure(fact.closure, fact.facility, period, fact.reason)
            return replace(state, closures={**state.closures, closure.id: closure})
        case FacilityReopened():
            return replace(state, closures=dict(_reopened(state.closures, fact)))
        case VesselSchedulesImported():
            return replace(state, messages=(*state.messages, fact.digest))
    return state


def _imported(state: State, fact: NetworkImported) -> State:
    kept = set(fact.kept)
    closures = {id: one for id, one in state.closures.items() if id in kept}
    sailings = {key: one for key, one in state.sailings.items() if one.id in kept}
    return replace(state, digest=fact.digest, closures=closures, sailings=sailings)


def _reopened(closures: Mapping[str, Closure], fact: FacilityReopened) -> Iterator[tuple[str, Closure]]:
    at = datetime.fromisoformat(fact.at)
    for id, one in closures.items():
        if id != fact.closure:
            yield id, one
        elif one.period.start < at:
            yield id, replace(one, period=Period(one.period.start, at))


def _compared(view: View, before: State, after: State) -> Iterator[Change]:
    yield from differences(_network(view, before), _network(view, after))
    was, now = _overlaid(view, before), _overlaid(view, after)
    yield from run_differences(now.network, was.runs, now.runs)
    yield from voyage_differences(was.voyages, now.voyages)


def _network(view: View, state: State) -> Network:
    closures, sailings = tuple(state.closures.values()), tuple(state.sailings.values())
    return replace(network_of(view, state.digest), closures=closures, sailings=sailings)


def _overlaid(view: View, state: State) -> Overlaid:
    added = tuple(one for one in state.sailings.values() if one.change is SailingChange.ADDED)
    network = replace(network_of(view, state.digest), closures=(), sailings=added)
    if not state.messages:
        return Overlaid(network)
    key = (state.digest, state.messages, added)
    return kept_overlay(key, lambda: with_voyages(network, _schedules(view, state.messages)))


def _schedules(view: View, messages: Sequence[str]) -> list[VesselSchedule]:
    """As the read model merges them."""
    known: dict[str, dict[Key, VesselSchedule]] = {}
    for digest in messages:
        for newer in parse_schedules(view.blobs.get(digest))[0]:
            of_code = known.setdefault(newer.service_code, {})
            of_code |= merged_into(of_code, newer)
    found = {key: one for of_code in known.values() for key, one in of_code.items() if one.calls}
    return [found[key] for key in sorted(found)]
