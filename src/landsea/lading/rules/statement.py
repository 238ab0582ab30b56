"""The statement of an act, before it is signed."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import UnsetType

from landsea.lading.model import ActInThePast, DocumentId, Particulars, Signatory, Statement, Title
from landsea.lading.rules.intent import Intent

PREPARED_MINUTES_MAX = 15
"""How old a statement may be when its signature, made elsewhere, comes in."""


def next_statement(
    title: Title, intent: Intent, by: Signatory, to: Signatory | None, particulars: Particulars | UnsetType, reason: str
) -> Statement:
    """What `by` signs; `to` as `to_state` says."""
    return Statement(
        DocumentId(title.document),
        title.number,
        title.content,
        title.origin,
        title.sequence + 1,
        title.head,
        intent.act,
        intent.at,
        by,
        to,
        reason,
        particulars,
    )


def require_fresh(title: Title, at: datetime, now: datetime) -> None:
    """MLETR 13: the time of an act is the node's, never before the act it follows, nor in a validity that has ended meanwhile."""
    oldest = max(title.acted_at, now - timedelta(minutes=PREPARED_MINUTES_MAX))
    if not oldest <= at <= now or title.is_past_validity(now) is not title.is_past_validity(at):
        raise ActInThePast(at=at.isoformat(), minutes=PREPARED_MINUTES_MAX)
