"""Subscriptions, as the facts leave them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, String, Table, Text, insert, select, update

from landsea.kernel import PartyId, Recorded
from landsea.notify.model import (
    PauseReason,
    Subscription,
    SubscriptionState,
    WebhookDeleted,
    WebhookPaused,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookSubscribed,
)
from landsea.runtime import UTC, metadata

STREAM = "webhook:"

subscription = Table(
    "notify_subscription",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("jurisdiction", String(2), nullable=False),
    Column("state", String(10), nullable=False),
    Column("pause_reason", String(10)),
    Column("made_at", UTC, nullable=False),
)
TABLES = (subscription,)


def on_subscribed(connection: Connection, recorded: Sequence[Recorded[WebhookSubscribed]]) -> None:
    for one in recorded:
        fact = one.fact
        row = {"id": one.stream.removeprefix(STREAM), "party": one.party, "url": fact.url}
        row |= {"kinds": " ".join(fact.kinds), "jurisdiction": fact.jurisdiction}
        state = SubscriptionState.ACTIVE.value
        connection.execute(insert(subscription).values(**row, state=state, made_at=one.acted_at))


def on_paused(connection: Connection, recorded: Sequence[Recorded[WebhookPaused]]) -> None:
    for one in recorded:
        _set(connection, one.stream, SubscriptionState.PAUSED, one.fact.reason)


def on_resumed(connection: Connection, recorded: Sequence[Recorded[WebhookResumed]]) -> None:
    for one in recorded:
        _set(connection, one.stream, SubscriptionState.ACTIVE)


def on_deleted(connection: Connection, recorded: Sequence[Recorded[WebhookDeleted]]) -> None:
    for one in recorded:
        _set(connection, one.stream, SubscriptionState.DELETED)


def on_rotated(connection: Connection, recorded: Sequence[Recorded[WebhookSecretRotated]]) -> None:
    """The secret itself is beside the journal."""


def _set(connection: Connection, stream: str, state: SubscriptionState, reason: PauseReason | None = None) -> None:
    changed = update(subscription).where(subscription.c.id == stream.removeprefix(STREAM))
    connection.execute(changed.values(state=state.value, pause_reason=reason.value if reason else None))


def find_subscription(connection: Connection, id: str) -> Subscription | None:
    """WITHOUT access filter; not those deleted."""
    query = living().where(subscription.c.id == id)
    row = connection.execute(query).first()
    return None if row is None else subscription_of(row)


def list_subscriptions(connection: Connection, party: PartyId) -> list[Subscription]:
    query = living().where(subscription.c.party == party).order_by(subscription.c.id)
    return [subscription_of(row) for row in connection.execute(query)]


def living() -> Select[Any]:
    return select(subscription).where(subscription.c.state != SubscriptionState.DELETED.value)


def subscription_of(row: Any) -> Subscription:
    return Subscription(
        id=row.id,
        party=PartyId(row.party),
        url=row.url,
        kinds=tuple(row.kinds.split()),
        jurisdiction=row.jurisdiction,
        state=SubscriptionState(row.state),
        made_at=row.made_at,
        pause_reason=PauseReason(row.pause_reason) if row.pause_reason else None,
    )
