"""Small studies for tests, on the shipped network."""

from __future__ import annotations

from functools import cache

from landsea.network import Schedule
from landsea.planner import StudyCase, StudyResult, prepare_study_on_shipped, run_study, study_tables

BASE = """name = "Synthetic study"
name_zh = "合成推演"
[base]
start = 2026-11-23
weeks = {weeks}
origins = [{origins}]
destinations = [{destinations}]
without_modes = ["air"]
horizon_days = 45
"""


def text(
    changes: str, *, origins: str = '"CNCKG"', destinations: str = '"SGSIN", "VNSGN"', weeks: int = 1, more: str = ""
) -> str:
    return BASE.format(origins=origins, destinations=destinations, weeks=weeks) + more + "\n" + changes


@cache
def case(scenario: str) -> StudyCase:
    return prepare_study_on_shipped(scenario)


@cache
def found(scenario: str) -> StudyResult:
    return run_study(case(scenario))


def schedule() -> Schedule:
    return case(text('[[change]]\nclose = "SGSIN"\n')).schedule


def everything(result: StudyResult) -> dict[str, bytes]:
    return study_tables(result)
