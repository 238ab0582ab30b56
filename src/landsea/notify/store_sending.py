"""What is still to be sent, which is no read model: lanes, deliveries, sealed secrets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from landsea.notify.model import WAITING, Delivery, DeliveryState, Failure, Subscription, SubscriptionState
from landsea.notify.store import living, subscription, subscription_of
from landsea.runtime import UTC, metadata

FIRST_IN_LINE = -1
"""Where a test stands: in front of every fact."""

lane = Table(
    "notify_lane",  # one for each subscription the follower has come to: whoever holds its lease sends
    metadata,
    Column("subscription", String(40), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("lease", String(40)),
    Column("leased_until", UTC),
    Column("not_before", UTC),
)
delivery = Table(
    "notify_delivery",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("subscription", String(40), nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("position", BigInteger),
    Column("kind", String(80), nullable=False),
    Column("stream", String(120), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("made_at", UTC, nullable=False),
    Column("next_at", UTC, nullable=False),
    Column("attempted_at", UTC),
    Column("code", Integer),
    Column("failure", String(20)),
    Column("decision", String(40)),
    Column("rules_version", Integer),
    UniqueConstraint("subscription", "position"),
    Index("ix_notify_delivery_waiting", "subscription", "state", "place"),
)
secret = Table(
    "notify_secret",
    metadata,
    Column("subscription", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("valid_until", UTC),
)


def open_lane(connection: Connection, id: str, since: int) -> None:
    """From the entry behind `since` on, facts are told. A lane that is there stays as it is."""
    connection.execute(_insert(connection)(lane).values(subscription=id, since=since).on_conflict_do_nothing())


def listening(connection: Connection) -> list[tuple[Subscription, int]]:
    """Subscriptions, paused ones too, with the position behind which they listen."""
    query = living().add_columns(lane.c.since).join(lane, lane.c.subscription == subscription.c.id)
    return [(subscription_of(row), row.since) for row in connection.execute(query.order_by(subscription.c.id))]


def free_lanes(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Of active subscriptions with something to send now; locked, those that another process has locked are passed over."""
    waits = exists().where(delivery.c.subscription == lane.c.subscription, delivery.c.state.in_(WAITING))
    active = subscription.c.state == SubscriptionState.ACTIVE.value
    query = (
        select(lane.c.subscription)
        .join(subscription, subscription.c.id == lane.c.subscription)
        .where(active, waits)
        .where(or_(lane.c.leased_until.is_(None), lane.c.leased_until <= now))
        .where(or_(lane.c.not_before.is_(None), lane.c.not_before <= now))
        .order_by(lane.c.not_before.nulls_first(), lane.c.subscription)
        .limit(limit)
        .with_for_update(of=lane, skip_locked=True)
    )
    return list(connection.execute(query).scalars())


def lease(connection: Connection, id: str, token: str, until: datetime) -> None:
    connection.execute(update(lane).where(lane.c.subscription == id).values(lease=token, leased_until=until))


def holds(connection: Connection, id: str, token: str) -> bool:
    """Whether the lease is still the one of `token`; keeps it so until the commit."""
    query = select(lane.c.lease).where(lane.c.subscription == id).with_for_update()
    return connection.execute(query).scalar() == token


def release(connection: Connection, id: str, token: str, not_before: datetime | None) -> None:
    """Gives the lane back; it is looked at again at `not_before`."""
    mine = (lane.c.subscription == id) & (lane.c.lease == token)
    connection.execute(update(lane).where(mine).values(lease=None, leased_until=None, not_before=not_before))


def wake(connection: Connection, id: str) -> None:
    """Looked at again at once."""
    connection.execute(update(lane).where(lane.c.subscription == id).values(not_before=None))


def add_deliveries(connection: Connection, some: Iterable[Delivery]) -> None:
    """What is there for a subscription and an entry stays as it is."""
    rows = [_row(one) for one in some]
    if rows:
        connection.execute(_insert(connection)(delivery).on_conflict_do_nothing(), rows)


def waiting(connection: Connection, id: str, limit: int) -> list[Delivery]:
    """Tests, then facts in the order of the journal."""
    query = select(delivery).where(delivery.c.subscription == id, delivery.c.state.in_(WAITING))
    query = query.order_by(delivery.c.place, delivery.c.id).limit(limit)
    return [_delivery(row) for row in connection.execute(query)]


def find_delivery(connection: Connection, id: str) -> Delivery | None:
    row = connection.execute(select(delivery).where(delivery.c.id == id)).first()
    return None if row is None else _delivery(row)


def list_deliveries(
    connection: Connection, subscriptions: Sequence[str], state: DeliveryState | None, before: str, limit: int
) -> list[Delivery]:
    """Newest first, in front of the delivery `before`."""
    query = select(delivery).where(delivery.c.subscription.in_(subscriptions))
    if state is not None:
        query = query.where(delivery.c.state == state.value)
    if before:
        query = query.where(delivery.c.id < before)
    return [_delivery(row) for row in connection.execute(query.order_by(delivery.c.id.desc()).limit(limit))]


def change(connection: Connection, id: str, **values: Any) -> None:
    connection.execute(update(delivery).where(delivery.c.id == id).values(**values))


def forget_finished(connection: Connection, before: datetime) -> int:
    """Deletes deliveries that were made before then and are over."""
    over = delivery.c.state.not_in(WAITING) & (delivery.c.made_at < before)
    return connection.execute(delete(delivery).where(over)).rowcount


def forget_subscription(connection: Connection, id: str) -> None:
    """Its secrets, and all that was still to be sent or was sent."""
    for table in (secret, delivery, lane):
        connection.execute(delete(table).where(table.c.subscription == id))


def _row(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "subscription": one.subscription,
        "place": FIRST_IN_LINE if one.position is None else one.position,
        "position": one.position,
        "kind": one.kind,
        "stream": one.stream,
        "state": one.state.value,
        "attempts": one.attempts,
        "made_at": one.made_at,
        "next_at": one.next_at,
    }


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        subscription=row.subscription,
        position=row.position,
        kind=row.kind,
        stream=row.stream,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        made_at=row.made_at,
        next_at=row.next_at,
        attempted_at=row.attempted_at,
        code=row.code,
        failure=Failure(row.failure) if row.failure else None,
        decision=row.decision,
        rules_version=row.rules_version,
    )


def add_secret(connection: Connection, id: str, number: int, sealed: bytes) -> None:
    connection.execute(insert(secret).values(subscription=id, number=number, sealed=sealed))


def retire_secrets(connection: Connection, id: str, at: datetime) -> int:
    """All in force end at `at`, if they have no end yet; returns the highest number used so far."""
    open_ended = (secret.c.subscription == id) & secret.c.valid_until.is_(None)
    connection.execute(update(secret).where(open_ended).values(valid_until=at))
    numbers = connection.execute(select(secret.c.number).where(secret.c.subscription == id)).scalars()
    return max(numbers, default=0)


def secrets_in_force(connection: Connection, id: str, now: datetime) -> list[tuple[int, bytes]]:
    """Newest first, with their numbers. Those that ended are deleted."""
    mine = secret.c.subscription == id
    connection.execute(delete(secret).where(mine, secret.c.valid_until <= now))
    query = select(secret.c.number, secret.c.sealed).where(mine).order_by(secret.c.number.desc())
    return [(row.number, bytes(row.sealed)) for row in connection.execute(query)]


def _insert(connection: Connection) -> Any:
    return sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
