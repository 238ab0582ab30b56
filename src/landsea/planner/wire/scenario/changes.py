"""The `[[change]]` tables of a scenario. Each is known by its first word: `close`, `strike`, `typhoon`, `frequency`, `add`, `cost`,
`carbon_price` or `delay`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from landsea.kernel import Phrase
from landsea.planner.model.studies import (
    CarbonPrice,
    Change,
    Close,
    CostChange,
    Frequency,
    Lateness,
    NewCall,
    NewService,
    TrackPoint,
    Typhoon,
)
from landsea.planner.wire.scenario.lines import Path
from landsea.planner.wire.scenario.reader import NOT_GIVEN, Reader

TRACK_DAYS_MAX = 60
HOUR = 60


@dataclass(frozen=True, slots=True)
class ChangeRead:
    """A change with defaults in the place of what is wrong in it, the path of its table, and the key that says what it is."""

    change: Change
    path: Path
    key: str


def read_changes(root: Reader) -> tuple[ChangeRead, ...]:
    """All but those that do not say what they are."""
    readers = root.tables("change", 1000)
    made = tuple(one for one in map(_read_change, readers) if one is not None)
    for one in _said_before(made):
        what = Phrase("{name} has a {key} above already.", name=_named(one.change), key=one.key)
        root.problems.add((*one.path, one.key), what, "Keep one of them.")
    return made


def _said_before(changes: tuple[ChangeRead, ...]) -> Iterator[ChangeRead]:
    """Changes hold together, in whatever order they stand: none may say otherwise what another says."""
    said = set()
    for one in changes:
        name = one.key, _named(one.change)
        if name[1] and name in said:
            yield one
        said.add(name)


def _named(change: Change) -> str:
    """The only thing of its kind that the change is about."""
    if isinstance(change, Lateness):
        return change.mode
    return change.service if isinstance(change, Frequency) else change.id if isinstance(change, NewService) else ""


def _read_change(reader: Reader) -> ChangeRead | None:
    kinds = [kind for kind in KINDS if reader.has(kind)]
    if len(kinds) != 1:
        reader.problems.add(
            reader.path,
            "It is not clear what changes.",
            Phrase("Give exactly one of {kinds}.", kinds=", ".join(KINDS)),
        )
        return None
    made = KINDS[kinds[0]](reader, kinds[0])
    reader.close()
    return ChangeRead(made, reader.path, kinds[0])


def read_period(reader: Reader) -> tuple[datetime | None, datetime | None]:
    start, end = reader.instant("from"), reader.instant("to")
    if start is not None and end is not None and start >= end:
        reader.bad("to", "It is not after `from`.", "Let it end later.")
    return start, end


def _close(reader: Reader, kind: str) -> Change:
    return Close(reader.text(kind), *read_period(reader), line=reader.line)


def _frequency(reader: Reader, kind: str) -> Change:
    reader.required("per_week")
    return Frequency(reader.text(kind), reader.integer("per_week", 0, 140), line=reader.line)


def _cost(reader: Reader, kind: str) -> Change:
    percent = reader.number(kind, 0, 10_000, 100)
    chosen = {name: reader.text(name) for name in ("service", "carrier", "mode")}
    if sum(map(bool, chosen.values())) > 1:
        reader.bad(kind, "More than one of service, carrier and mode is given.", "Keep one, or none for all transport.")
    return CostChange(round(percent * 10), **chosen, line=reader.line)


def _carbon_price(reader: Reader, kind: str) -> Change:
    return CarbonPrice(round(reader.number(kind, 0, 1_000_000) * 100), line=reader.line)


def _delay(reader: Reader, kind: str) -> Change:
    reader.required("late_percent")
    reader.required("mean_days")
    percent, days = reader.number("late_percent", 0, 100), reader.number("mean_days", 0, 365)
    return Lateness(reader.text(kind), round(percent * 10), round(days * 1440), line=reader.line)


def _typhoon(reader: Reader, kind: str) -> Change:
    for key in ("radius_km", "track"):
        reader.required(key)
    track = tuple(point for point in map(_point, reader.tables("track", 1000)) if point is not None)
    if any(a.at >= b.at for a, b in pairwise(track)):
        reader.bad("track", "Its points are not in the order of time.", "Sort them.")
    if track and track[-1].at - track[0].at > timedelta(days=TRACK_DAYS_MAX):
        reader.bad("track", Phrase("It lasts longer than {days} days.", days=TRACK_DAYS_MAX), "Shorten it.")
    return Typhoon(
        reader.text(kind),
        track,
        reader.integer("radius_km", 1, 2000),
        reader.integer("before_hours", 0, 240, 12),
        reader.integer("after_hours", 0, 240, 12),
        reader.names("kinds") or ("sea", "river"),
        line=reader.line,
    )


def _point(reader: Reader) -> TrackPoint | None:
    for key in ("at", "lat", "lon"):
        reader.required(key)
    at, latitude, longitude = reader.instant("at"), reader.number("lat", -90, 90), reader.number("lon", -180, 180)
    reader.close()
    return None if at is None else TrackPoint(at, latitude, longitude)


def _add(reader: Reader, kind: str) -> Change:
    for key in ("like", "first", "calls"):
        reader.required(key)
    first = reader.instant("first")
    calls = tuple(map(_call, reader.tables("calls", 200)))
    if len(calls) < 2:
        reader.bad("calls", "A service has at least two calls.", "Add one.")
    minutes = [minute for call in calls for minute in (call.arrival_minute, call.departure_minute)]
    if any(a > b for a, b in pairwise(minutes)) or any(
        a.departure_minute >= b.arrival_minute for a, b in pairwise(calls)
    ):
        reader.bad("calls", "Its times run backwards, or a way takes no time.", "Let every call follow the one before.")
    return NewService(
        id=reader.text(kind, longest=40),
        name=reader.text("name"),
        name_zh=reader.text("name_zh"),
        like=reader.text("like"),
        calls=calls,
        first=first or NOT_GIVEN,
        every_days=reader.integer("every_days", 1, 366, 7),
        carrier=reader.text("carrier"),
        line=reader.line,
    )


def _call(reader: Reader) -> NewCall:
    reader.required("at")
    arrives = reader.number("arrives_hours", 0, 24 * 366, -1)
    departs = reader.number("departs_hours", 0, 24 * 366, arrives)
    if arrives < 0 and departs < 0:
        reader.bad("arrives_hours", "Neither arrival nor departure is given.", "Give hours from the start of the run.")
    made = NewCall(
        facility=reader.text("at"),
        arrival_minute=round((departs if arrives < 0 else arrives) * HOUR),
        departure_minute=round(departs * HOUR),
        km=reader.optional("km", 1, 40_000),
        cargo_lead_minutes=reader.integer("cargo_cutoff_hours", 0, 720) * HOUR,
        document_lead_minutes=_hours(reader, "document_cutoff_hours"),
        customs_lead_minutes=_hours(reader, "customs_cutoff_hours"),
    )
    reader.close()
    return made


def _hours(reader: Reader, key: str) -> int | None:
    hours = reader.optional(key, 0, 720)
    return None if hours is None else hours * HOUR


KINDS: dict[str, Callable[[Reader, str], Change]] = {
    "close": _close,
    "strike": _close,
    "typhoon": _typhoon,
    "frequency": _frequency,
    "add": _add,
    "cost": _cost,
    "carbon_price": _carbon_price,
    "delay": _delay,
}
