"""Studies kept on the node: made by a party, seen by that party."""

from __future__ import annotations

from datetime import datetime

from landsea.journal import View, Work
from landsea.kernel import NotFound, Role
from landsea.planner.model.studies import (
    Effect,
    Study,
    StudyHead,
    StudyKept,
    StudyResult,
    StudySummary,
    ViewersDoNotStudy,
)
from landsea.planner.store_kept import studies as store
from landsea.planner.wire.study_files import parse_result, render_json


def studies(view: View, *, after: tuple[datetime, str] | None = None, limit: int = 50) -> tuple[StudyHead, ...]:
    """The party's studies, newest first; those behind `after` (made at, id)."""
    return store.list(view.connection, view.actor.party, after, limit)


def get_study(view: View, study: str) -> Study:
    """A study of the party with its numbers."""
    found = store.find(view.connection, view.actor.party, study)
    if found is None:
        raise NotFound(what="study", id=study)
    head, content = found
    return Study(head, parse_result(view.blobs.get(content)))


def keep_study(work: Work, result: StudyResult, *, uploaded: bool = False) -> Study:
    """Keeps what a study found, for its party. The numbers become a blob, which the fact fixes by its digest."""
    may_study(work)
    head = StudyHead(
        id=work.new_id("stu"),
        name=result.name,
        name_zh=result.name_zh,
        made_at=work.now,
        network=result.network,
        digest=result.digest,
        uploaded=uploaded,
        summary=summary(result),
    )
    content = work.blobs.put(render_json(result))
    work.append(f"study/{head.id}", 0, StudyKept(head, result.scenario, content))
    return Study(head, result)


def may_study(view: View) -> None:
    if view.actor.role is Role.VIEWER:
        raise ViewersDoNotStudy()


def summary(result: StudyResult) -> StudySummary:
    effects = result.effects
    worst: Effect | None = effects[0] if effects else None
    moved = sum(one.mean_minutes * one.compared for one in effects)
    return StudySummary(
        variants=len(effects),
        pairs=sum(one.compared for one in effects),
        lost=sum(one.lost_count for one in effects),
        later=sum(one.later_count for one in effects),
        mean_minutes=round(moved / max(1, sum(one.compared for one in effects))),
        worst=worst.name if worst else "",
        worst_zh=worst.name_zh if worst else "",
    )
