"""Studies as they are asked for: a scenario's text made ready on the node's network or the shipped one, computed here or taken over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from landsea import network
from landsea.journal import View, Work
from landsea.kernel import BadSource, BadValue
from landsea.planner.model.studies import (
    PLANS_MAX,
    SCANS_MAX,
    NotThisStudy,
    Study,
    StudyResult,
    StudyTooLarge,
)
from landsea.planner.service.study.advice import advice
from landsea.planner.service.study.case import StudyCase, digest_of, window
from landsea.planner.service.study.kept import keep_study
from landsea.planner.service.study.names import check
from landsea.planner.service.study.run import run_study
from landsea.planner.service.study.tasks import tasks_of
from landsea.planner.wire.scenario import OpenFile, ScenarioRead, inlined, parse_scenario, read_scenario
from landsea.planner.wire.study_files import parse_result


def prepare_study(view: View, text: str, source: str = "scenario", open_file: OpenFile | None = None) -> StudyCase:
    """The scenario on the node's network. Raises `BadSource` with every line that is wrong."""
    read, schedule = _checked(text, source, open_file, lambda *asked: network.schedule(view, *asked))
    learned, version = network.performance(view), network.performance_version(view)
    remarks = advice(read, schedule, source)
    return StudyCase(read.scenario, schedule, inlined(text, read.scenario), learned, version, remarks)


def prepare_study_on_shipped(text: str, source: str = "scenario", open_file: OpenFile | None = None) -> StudyCase:
    """The same on the network that comes with the package."""
    read, schedule = _checked(text, source, open_file, network.shipped_schedule)
    remarks = advice(read, schedule, source)
    return StudyCase(read.scenario, schedule, inlined(text, read.scenario), advice=remarks)


def _checked(
    text: str, source: str, open_file: OpenFile | None, schedule_of: Callable[[datetime, int], network.Schedule]
) -> tuple[ScenarioRead, network.Schedule]:
    """Without a start there is no schedule to look names up in."""
    read = read_scenario(text, source, open_file)
    if not read.has_start:
        raise BadSource(source, list(read.findings))
    schedule = schedule_of(*window(read.scenario))
    check(read, schedule, source)
    return read, schedule


def compute_study(view: View, text: str) -> StudyResult:
    """Computes a small study in this process; a large one is refused (`StudyTooLarge`)."""
    case = prepare_study(view, text)
    tasks = tasks_of(case)
    plans = sum(bool(task.destination) for task in tasks)
    scans = len(tasks) - plans
    if plans > PLANS_MAX or scans > SCANS_MAX or case.scenario.samples * plans > PLANS_MAX * 1000:
        raise StudyTooLarge(plans=plans, scans=scans, plans_max=PLANS_MAX, scans_max=SCANS_MAX)
    return run_study(case)


def upload_study(work: Work, content: bytes) -> Study:
    """Keeps the study.json of a study that was computed elsewhere, marked as such."""
    result = parse_result(content)
    scenario = parse_scenario(result.scenario, "study.json")
    if (result.name, result.name_zh) != (scenario.name, scenario.name_zh):
        raise BadValue(
            value=repr(result.name),
            what="study",
            why="its scenario has another name",
            mend="Give study.json as it was written.",
        )
    expected = digest_of(result.scenario, result.network)
    if result.digest != expected:
        raise NotThisStudy(given=result.digest[:12], expected=expected[:12])
    return keep_study(work, result, uploaded=True)


_KINDS_ZH = {
    "ports": "港口",
    "facilities": "场站",
    "countries": "国家",
    "services": "服务",
    "carriers": "承运人",
    "passages": "海峡与运河",
}


def closures_scenario(origin: str, start: str, weeks: int, horizon_days: int, sweep: str = "ports") -> str:
    """The scenario that closes everything of a kind, one at a time, and looks from one origin."""
    return (
        f'name = "Single closures of {sweep}, from {origin}"\n'
        f'name_zh = "自{origin}出发：逐一关闭{_KINDS_ZH.get(sweep, sweep)}"\n\n'
        f'[base]\nstart = {start}\nweeks = {weeks}\norigins = ["{origin}"]\nhorizon_days = {horizon_days}\n\n'
        f'[sweep]\nclose = "{sweep}"\n'
    )
