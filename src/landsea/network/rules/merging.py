"""What is known of vessels when a newer schedule comes: it replaces the time it speaks of, and what others told of the same voyage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from landsea.network.model.vessels import VesselCall, VesselSchedule
from landsea.network.rules.own_runs import number_meant
from landsea.network.rules.voyages import moments_of, parts_of, universal_of

Key = tuple[str, str]
"""Service (`service_key_of`) and vessel."""
Known = Mapping[Key, VesselSchedule]
UNIVERSAL = "universal "
"""Before a universal voyage reference, which names a voyage within one service."""


def service_key_of(schedule: VesselSchedule) -> str:
    """What tells services apart: the code, with the universal reference or else the name, since carriers share codes."""
    return f"{schedule.service_code} {schedule.universal_service or schedule.service_name}"


def key_of(schedule: VesselSchedule) -> Key:
    return service_key_of(schedule), schedule.vessel.key


def merged_into(known: Known, newer: VesselSchedule) -> dict[Key, VesselSchedule]:
    """Of the schedules known under one carrierServiceCode, those that a newer one changes; one without calls is gone.

    A call that it tells of one vessel is taken from the others of its service: vessels are exchanged, dummies get names. So is a voyage
    with the same universal reference. A run that this node numbered is taken from whoever told it before: it has one statement.
    """
    mine, references = key_of(newer), _references(newer.calls)
    names = _names(newer)
    found = {mine: newer}
    for key, other in known.items():
        if key == mine:
            found[mine] = _merged(_without(other, names, spared=references), newer)
            continue
        left = _without(other, names if key[0] == mine[0] else own_numbers(newer))
        if key[0] == mine[0]:
            left = replace(left, calls=tuple(one for one in left.calls if one.reference not in references))
        if left.calls != other.calls:
            found[key] = left
    return found


def own_numbers(schedule: VesselSchedule) -> frozenset[str]:
    """The numbers of this node under which its voyages are told, or by which their calls are referred to."""
    return frozenset(name for name in _names(schedule) if not name.startswith(UNIVERSAL))


def _references(calls: tuple[VesselCall, ...]) -> frozenset[str]:
    return frozenset(call.reference for call in calls)


def _merged(known: VesselSchedule, newer: VesselSchedule) -> VesselSchedule:
    """The newer schedule of a vessel on a service replaces what was known between its first and last time; calls outside stay."""
    references = _references(newer.calls)
    times = [one.at for call in newer.calls for one in call.timestamps]
    if not times:
        return replace(newer, calls=tuple(one for one in known.calls if one.reference not in references) + newer.calls)
    kept = [call for call in known.calls if call.reference not in references and call.timestamps]
    before = tuple(call for call in kept if moments_of(call)[1] < min(times))
    after = tuple(call for call in kept if moments_of(call)[0] > max(times))
    return replace(newer, calls=before + newer.calls + after)


@dataclass(frozen=True, slots=True)
class _Part:
    """A voyage of a schedule: its number, where its calls stand, and the names by which others know it."""

    number: str
    positions: tuple[int, ...]
    names: frozenset[str]


def _parts(schedule: VesselSchedule) -> Iterator[_Part]:
    for number, positions in parts_of(schedule.calls):
        calls = tuple(schedule.calls[position] for position in positions)
        universal = universal_of(calls, number) if schedule.universal_service else ""
        names = (number_meant(number, calls), f"{UNIVERSAL}{universal}" if universal else "")
        yield _Part(number, positions, frozenset(filter(None, names)))


def _names(schedule: VesselSchedule) -> frozenset[str]:
    return frozenset().union(*(part.names for part in _parts(schedule)))


def _without(schedule: VesselSchedule, names: frozenset[str], spared: frozenset[str] = frozenset()) -> VesselSchedule:
    """Its other voyages. A voyage whose calls are still referred to as before (`spared`) stays, to be told anew call by call."""
    parts = [part for part in _parts(schedule) if part.names] if names else []
    gone = [part for part in parts if part.names & names and spared.isdisjoint(_referred(schedule, part))]
    if not gone:
        return schedule
    ended = {(part.number, position) for part in gone for position in part.positions}
    left = (_left(call, position, ended) for position, call in enumerate(schedule.calls))
    return replace(schedule, calls=tuple(call for call in left if call is not None))


def _referred(schedule: VesselSchedule, part: _Part) -> Iterator[str]:
    return (schedule.calls[position].reference for position in part.positions)


def _left(call: VesselCall, position: int, ended: set[tuple[str, int]]) -> VesselCall | None:
    """Where one voyage ends and the next begins, the call stays for the one of them that stays."""
    comes, leaves = ((number, position) in ended for number in (call.import_voyage, call.export_voyage))
    if comes and leaves:
        return None
    if comes:
        return replace(call, import_voyage=call.export_voyage, universal_import=call.universal_export)
    return replace(call, export_voyage=call.import_voyage, universal_export=call.universal_import) if leaves else call
