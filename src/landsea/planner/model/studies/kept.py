"""Studies kept on a node."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact, Refusal
from landsea.planner.model.studies.result import StudyResult

PLANS_MAX = 400
SCANS_MAX = 2000


@dataclass(frozen=True, slots=True)
class StudySummary:
    """What a list shows. `worst` names the variant that hurts most."""

    variants: int
    pairs: int
    lost: int
    later: int
    mean_minutes: int
    worst: str
    worst_zh: str


@dataclass(frozen=True, slots=True)
class StudyHead:
    """A kept study without its numbers. `uploaded`: it was computed outside the node and given to it."""

    id: str
    name: str
    name_zh: str
    made_at: datetime
    network: str
    digest: str
    uploaded: bool
    summary: StudySummary


@dataclass(frozen=True, slots=True)
class Study:
    head: StudyHead
    result: StudyResult


@dataclass(frozen=True)
class StudyKept(Fact):
    """A study somebody may refer to. Stream `study/<id>`; its numbers are the blob `content` (study.json), whose digest
    this fact fixes.
    """

    kind: ClassVar[str] = "study-kept/1"
    study: StudyHead
    scenario: str
    content: str


class StudyTooLarge(Refusal):
    code = "study-too-large"
    status = 422
    text = (
        "The study asks for {plans} plans and {scans} scans; the node itself computes at most {plans_max} plans and {scans_max} scans. "
        "Run it with `landsea study run`, then upload its study.json as `result`."
    )


class NotThisStudy(Refusal):
    code = "not-this-study"
    status = 422
    text = (
        "The result was not computed from this scenario: its digest is {given}, that of the scenario on the same network is {expected}. "
        "Upload both as the command wrote them."
    )


class ViewersDoNotStudy(Refusal):
    code = "viewers-do-not-study"
    status = 403
    text = "A viewer looks on. Ask an operator, shipper or carrier of your party to run the study."
