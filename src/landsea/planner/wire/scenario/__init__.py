"""Scenarios as files: TOML (v1.0.0), described in `docs/studies.md`. Everything that is wrong is told at once, with its line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from landsea.kernel import BadSource, BadValue, Finding, Phrase
from landsea.planner.model import HORIZON_DAYS_MAX, TEU_MAX, By
from landsea.planner.model.studies import SAMPLES_MAX, WEEKS_MAX, Demand, Scenario, Sweep
from landsea.planner.wire.scenario.changes import ChangeRead, read_changes, read_period
from landsea.planner.wire.scenario.demand import read_demand, read_demand_file
from landsea.planner.wire.scenario.lines import Path, key_lines
from landsea.planner.wire.scenario.reader import NOT_GIVEN, Problems, Reader

TEXT_MAX = 1_000_000
USUAL = (By.ARRIVAL, By.COST, By.CO2E)
PORTS = "ports"
"""As destinations: every place with a seaport."""


OpenFile = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ScenarioRead:
    """What could be read, with defaults in the place of what is wrong, and all that is wrong. `added` are the services that the text
    adds, `lines` where its keys stand; `demand_file` is empty where the rows of the demand stand in the text.
    """

    scenario: Scenario
    findings: tuple[Finding, ...]
    added: frozenset[str]
    changes: tuple[ChangeRead, ...]
    lines: dict[Path, int]
    demand_file: str

    @property
    def has_start(self) -> bool:
        return self.scenario.start != NOT_GIVEN


def parse_scenario(text: str, source: str = "scenario", open_file: OpenFile | None = None) -> Scenario:
    """The scenario of a text. Raises `BadSource` with every finding."""
    read = read_scenario(text, source, open_file)
    if read.findings:
        raise BadSource(source, list(read.findings))
    return read.scenario


def read_scenario(text: str, source: str = "scenario", open_file: OpenFile | None = None) -> ScenarioRead:
    """The same with what is wrong beside it, so that what only a network shows can be told with it. `open_file` reads what
    `demand = "file.csv"` names; without it rows stand in the text. Raises `BadSource` where the text is no TOML.
    """
    if len(text) > TEXT_MAX:
        raise BadValue(value=source, what="scenario", why="it is longer than a million characters", mend="Shorten it.")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        what = Phrase("It is not TOML: {why}.", why=str(wrong)[:200])
        raise BadSource(
            source, [Finding(source, _line_in(str(wrong)), "", what, "See https://toml.io for the form.")]
        ) from None
    problems = Problems(source, key_lines(text))
    root = Reader(table, (), problems)
    made, changes = _scenario(root, open_file)
    rows = table.get("demand")
    file = rows.strip() if isinstance(rows, str) else ""
    return ScenarioRead(made, tuple(problems.found), _added(table), changes, problems.lines, file)


def _added(table: Mapping[str, Any]) -> frozenset[str]:
    changes = table.get("change")
    rows = [one for one in changes if isinstance(one, Mapping)] if isinstance(changes, list) else []
    return frozenset(one["add"].strip() for one in rows if isinstance(one.get("add"), str))


def _line_in(message: str) -> int:
    """From "... (at line 3, column 7)"."""
    digits = message.partition("line ")[2].partition(",")[0]
    return int(digits) if digits.isdigit() else 0


def _scenario(root: Reader, open_file: OpenFile | None) -> tuple[Scenario, tuple[ChangeRead, ...]]:
    name = root.text("name")
    root.required("name")
    root.required("base")
    base, sweep, simulate = root.within("base"), root.within("sweep"), root.within("simulate")
    for key in ("start", "origins", "destinations"):
        if root.has("base") and not (key == "destinations" and root.has("sweep")):
            base.required(key)
    sweep_of = Sweep(sweep.one_of("close", list(Sweep), Sweep.PORTS)) if root.has("sweep") else None
    start, end = read_period(sweep)
    demand, criteria, changes = _demand(root, open_file), _criteria(base, sweep_of), read_changes(root)
    made = Scenario(
        name=name,
        name_zh=root.text("name_zh", name),
        start=base.instant("start") or NOT_GIVEN,
        weeks=base.integer("weeks", 1, WEEKS_MAX, 1),
        origins=base.names("origins", 1000),
        destinations=_destinations(base),
        criteria=tuple(By) if demand else criteria,
        by=By(base.one_of("by", list(By), By.ARRIVAL)),
        teu=base.integer("teu", 1, TEU_MAX, 1),
        horizon_days=base.integer("horizon_days", 1, HORIZON_DAYS_MAX, 60),
        deadline_days=base.optional("deadline_days", 1, HORIZON_DAYS_MAX),
        without_modes=base.names("without_modes", 20),
        changes=tuple(one.change for one in changes),
        sweep=sweep_of,
        sweep_start=start,
        sweep_end=end,
        sweep_only=sweep.names("only"),
        samples=simulate.integer("journeys", 1, SAMPLES_MAX, 0),
        seed=simulate.integer("seed", 0, 2**53 - 1, 1),
        demand=demand,
    )
    for reader in (base, sweep, simulate, root):
        reader.close()
    if not made.changes and sweep_of is None and not root.problems.found:
        root.problems.add((), "Nothing changes.", "Add a [[change]] or a [sweep].")
    return made, changes


def _destinations(base: Reader) -> tuple[str, ...]:
    names = base.names("destinations")
    return () if names == (PORTS,) else names


def _criteria(base: Reader, sweep: Sweep | None) -> tuple[By, ...]:
    usual = (By.ARRIVAL,) if sweep else USUAL
    names = base.names("criteria")
    unknown = [one for one in names if one not in list(By)]
    if unknown:
        what = Phrase("{value} is not known here.", value=", ".join(unknown))
        base.bad("criteria", what, Phrase("Use one of: {known}.", known=", ".join(By)))
        return usual
    by = base.table.get("by", By.ARRIVAL)
    return tuple(one for one in By if one in names or one == by) if names else usual if by in usual else USUAL


def _demand(root: Reader, open_file: OpenFile | None) -> tuple[Demand, ...]:
    if not isinstance(root.table.get("demand"), str):
        return tuple(read_demand(row) for row in root.tables("demand"))
    name = root.text("demand")
    if open_file is None:
        root.bad("demand", "Here the file cannot be read.", "Write the rows as [[demand]] tables.")
        return ()
    try:
        content = open_file(name)
    except FileNotFoundError:
        root.bad("demand", Phrase("There is no file {name}.", name=name), "Give a CSV file beside the scenario.")
        return ()
    except (OSError, UnicodeDecodeError):
        root.bad(
            "demand", Phrase("{name} cannot be read as UTF-8 text.", name=name), "Give a CSV file beside the scenario."
        )
        return ()
    return tuple(read_demand_file(name, content, root.problems))


def inlined(text: str, scenario: Scenario) -> str:
    """The text with the rows of its demand file written in, so that it stands for itself."""
    lines = key_lines(text)
    if ("demand",) not in lines or isinstance(tomllib.loads(text).get("demand"), list):
        return text
    kept = text.splitlines()
    kept[lines["demand",] - 1] = ""
    rows = (
        [
            "",
            "[[demand]]",
            f"origin = {_quoted(row.origin)}",
            f"destination = {_quoted(row.destination)}",
            f"teu = {row.teu}",
            f"by = {_quoted(row.by)}",
            *([] if row.deadline_days is None else [f"deadline_days = {row.deadline_days}"]),
        ]
        for row in scenario.demand
    )
    return "\n".join([*kept, *(line for row in rows for line in row), ""])


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
