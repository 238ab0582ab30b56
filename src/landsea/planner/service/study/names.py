"""What the names in a scenario stand for in a schedule; all that stand for nothing are told at once."""

from __future__ import annotations

from difflib import get_close_matches

from landsea.kernel import BadSource, Finding, Phrase
from landsea.network import Schedule
from landsea.planner.model.studies import Close, CostChange, Frequency, Lateness, NewService
from landsea.planner.wire.scenario import ScenarioRead
from landsea.planner.wire.scenario.changes import ChangeRead
from landsea.planner.wire.scenario.lines import Path
from landsea.planner.wire.scenario.reader import Problems


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
    findings = [*read.findings, *_Check(read, schedule, source).findings()]
    if findings:
        raise BadSource(source, sorted(findings, key=lambda one: (one.source != source, one.line)))


class _Check:
    """Every name of a text. What is empty was told when the text was read; a service that the text adds is known in all of it."""

    def __init__(self, read: ScenarioRead, schedule: Schedule, source: str) -> None:
        self.read, self.schedule, self.names = read, schedule, Names(schedule)
        self.problems = Problems(source, read.lines)

    def findings(self) -> list[Finding]:
        self._base()
        self._demand()
        for one in self.read.changes:
            self._change(one)
        return self.problems.found

    def _base(self) -> None:
        scenario, names = self.read.scenario, self.names
        for key, places in (("origins", scenario.origins), ("destinations", scenario.destinations)):
            for name in places:
                self._place(self.problems, ("base", key), name)
        for mode in scenario.without_modes:
            self._mode(("base", "without_modes"), mode)
        for name in scenario.sweep_only:
            if names.find(name) is None:
                self._unknown(self.problems, ("sweep", "only"), name)

    def _demand(self) -> None:
        file = self.read.demand_file
        for number, row in enumerate(self.read.scenario.demand):
            problems = Problems(file, {(): row.line}) if file else self.problems
            path: Path = () if file else ("demand", number)
            self._place(problems, (*path, "origin"), row.origin)
            self._place(problems, (*path, "destination"), row.destination)
            self.problems.found += problems.found if file else []

    def _change(self, one: ChangeRead) -> None:
        change = one.change
        if isinstance(change, Close):
            if change.what and self.names.find(change.what) is None and change.what not in self.read.added:
                self._unknown(self.problems, (*one.path, one.key), change.what)
        elif isinstance(change, Frequency):
            self._service((*one.path, one.key), change.service)
        elif isinstance(change, Lateness):
            self._mode((*one.path, one.key), change.mode)
        elif isinstance(change, CostChange):
            self._mode((*one.path, "mode"), change.mode)
            self._service((*one.path, "service"), change.service)
            if change.carrier and change.carrier not in self.names.carriers:
                self._unknown(self.problems, (*one.path, "carrier"), change.carrier)
        elif isinstance(change, NewService):
            self._new_service(change, one.path)

    def _new_service(self, change: NewService, path: Path) -> None:
        if change.id in self.names.services:
            what = Phrase("The network has a service {name} already.", name=change.id)
            self.problems.add((*path, "add"), what, "Give it another id.")
        like = next((one for one in self.schedule.patterns if one.service == change.like), None)
        if like is not None:
            self._calls(change, like.mode, path)
        elif change.like:
            self._unknown(self.problems, (*path, "like"), change.like)

    def _calls(self, change: NewService, mode: str, path: Path) -> None:
        for number, call in enumerate(change.calls):
            if call.facility and len(_stops(self.schedule, call.facility, mode)) != 1:
                what = Phrase("{name} is no facility, nor a place with one for {mode}.", name=call.facility, mode=mode)
                mend = Phrase("Name the facility; near: {near}.", near=self.names.near(call.facility) or "-")
                self.problems.add((*path, "calls", number, "at"), what, mend)

    def _place(self, problems: Problems, path: Path, name: str) -> None:
        if name and self.names.find_place(name) is None:
            self._unknown(problems, path, name)

    def _service(self, path: Path, name: str) -> None:
        if name and name not in self.names.services | self.read.added:
            self._unknown(self.problems, path, name)

    def _mode(self, path: Path, mode: str) -> None:
        if mode and mode not in self.names.modes:
            known = ", ".join(sorted(self.names.modes))
            what = Phrase("{value} is not known here.", value=mode)
            self.problems.add(path, what, Phrase("Use one of: {known}.", known=known))

    def _unknown(self, problems: Problems, path: Path, name: str) -> None:
        near = self.names.near(name)
        mend: str = Phrase("Did you mean {near}?", near=near) if near else "`landsea network show` finds what there is."
        problems.add(path, Phrase("The network has no {name} in these weeks.", name=name), mend)
