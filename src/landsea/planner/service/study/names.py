"""What the names in a scenario stand for in a schedule; all that stand for nothing are told at once."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from landsea.kernel import BadSource, Finding, Phrase
from landsea.network import Schedule
from landsea.planner.model.studies import Close, CostChange, Frequency, Lateness, NewService, Scenario
from landsea.planner.wire.scenario import ScenarioRead


class Names:
    """Everything in a schedule that can be named: places and facilities by code, alias or name in either language."""

    def __init__(self, schedule: Schedule) -> None:
        self.places: dict[str, str] = {}
        for code, place in ((str(one.code), one) for one in schedule.places.values()):
            for name in (place.name.casefold(), place.name_zh):
                self.places[name] = "" if self.places.get(name, code) != code else code
        self.places |= {str(code).casefold(): str(code) for code in schedule.places}
        for alias in schedule.aliases.values():
            self.places.setdefault(str(alias.alias).casefold(), str(alias.code))
        served = {str(stop.facility.place) for stop in schedule.stops}
        self.places = {name: code for name, code in self.places.items() if code in served}
        self.facilities = {stop.facility.id for stop in schedule.stops}
        self.countries = {schedule.places[code].country for code in served}
        self.services = {pattern.service for pattern in schedule.patterns}
        self.carriers = {pattern.carrier for pattern in schedule.patterns} - {""}
        self.modes = {one.mode for one in schedule.patterns} | {one.mode for one in schedule.transfers}
        self.passages = {name for one in schedule.patterns for names in one.passages for name in names}

    def find_place(self, name: str) -> str | None:
        """The code of a place by its code, alias or a name that only it has."""
        return self.places.get(name.strip().casefold()) or None

    def find(self, name: str) -> str | None:
        """What can be closed under this name, as the engine calls it."""
        for known in (self.facilities, self.services, self.carriers, self.passages, self.countries):
            for one in (name, name.upper(), name.lower()):
                if one in known:
                    return one
        return self.find_place(name)

    def near(self, name: str) -> str:
        """Names like this one."""
        known = [*self.facilities, *self.services, *self.carriers, *self.passages, *self.places]
        return ", ".join(get_close_matches(name, sorted(known), 3))


def at_stop(schedule: Schedule, name: str, mode: str) -> int:
    """The stop of a facility, or the one of a place at which services of the mode call."""
    (found,) = _stops(schedule, name, mode)
    return found


def _stops(schedule: Schedule, name: str, mode: str) -> list[int]:
    exact = [n for n, stop in enumerate(schedule.stops) if stop.facility.id == name]
    if exact:
        return exact
    used = {call.stop for pattern in schedule.patterns if pattern.mode == mode for call in pattern.calls}
    return [n for n, stop in enumerate(schedule.stops) if str(stop.facility.place) == name and n in used]


def check(read: ScenarioRead, schedule: Schedule, source: str = "scenario") -> None:
    """Raises `BadSource` for everything that is wrong in the text, or that the schedule does not have."""
    scenario, names = read.scenario, Names(schedule)
    findings = [*read.findings, *_base(scenario, names, source), *_changes(read, schedule, names, source)]
    if findings:
        raise BadSource(source, sorted(findings, key=lambda one: one.line))


def _base(scenario: Scenario, names: Names, source: str) -> Iterator[Finding]:
    places = [("base.origins", 0, name) for name in scenario.origins]
    places += [("base.destinations", 0, name) for name in scenario.destinations]
    places += [("demand", row.line, name) for row in scenario.demand for name in (row.origin, row.destination)]
    for key, line, name in places:
        if name and names.find_place(name) is None:
            yield _unknown(source, line, key, name, names)
    for mode in sorted(set(scenario.without_modes) - names.modes):
        yield _no_mode(source, 0, "base.without_modes", mode, names)
    for name in scenario.sweep_only:
        if names.find(name) is None:
            yield _unknown(source, 0, "sweep.only", name, names)


def _changes(read: ScenarioRead, schedule: Schedule, names: Names, source: str) -> Iterator[Finding]:
    """A service that the text adds, with something wrong in it, is known as well; one that it adds in good order from there on."""
    added = set(read.added - {one.id for one in read.scenario.changes if isinstance(one, NewService)})
    for change in read.scenario.changes:
        if isinstance(change, Close) and names.find(change.what) is None and change.what not in added:
            yield _unknown(source, change.line, "change.close", change.what, names)
        elif isinstance(change, CostChange | Lateness) and change.mode and change.mode not in names.modes:
            yield _no_mode(source, change.line, "change.mode", change.mode, names)
        elif isinstance(change, CostChange) and change.carrier and change.carrier not in names.carriers:
            yield _unknown(source, change.line, "change.carrier", change.carrier, names)
        elif isinstance(change, NewService):
            added.add(change.id)
            yield from _new_service(change, schedule, names, source)
        elif (
            isinstance(change, Frequency | CostChange)
            and change.service
            and change.service not in names.services | added
        ):
            yield _unknown(source, change.line, "change.service", change.service, names)


def _new_service(change: NewService, schedule: Schedule, names: Names, source: str) -> Iterator[Finding]:
    if change.id in names.services:
        what = Phrase("The network has a service {name} already.", name=change.id)
        yield Finding(source, change.line, "change.add", what, "Give it another id.")
    like = next((one for one in schedule.patterns if one.service == change.like), None)
    if like is None:
        yield _unknown(source, change.line, "change.like", change.like, names)
        return
    for call in change.calls:
        found = _stops(schedule, call.facility, like.mode)
        if len(found) != 1:
            what = Phrase("{name} is no facility, nor a place with one for {mode}.", name=call.facility, mode=like.mode)
            mend = Phrase("Name the facility; near: {near}.", near=names.near(call.facility) or "-")
            yield Finding(source, change.line, "change.calls", what, mend)


def _unknown(source: str, line: int, key: str, name: str, names: Names) -> Finding:
    near = names.near(name)
    mend: str = Phrase("Did you mean {near}?", near=near) if near else "`landsea network show` finds what there is."
    return Finding(source, line, key, Phrase("The network has no {name} in these weeks.", name=name), mend)


def _no_mode(source: str, line: int, key: str, mode: str, names: Names) -> Finding:
    known = ", ".join(sorted(names.modes))
    what = Phrase("{value} is not known here.", value=mode)
    return Finding(source, line, key, what, Phrase("Use one of: {known}.", known=known))
