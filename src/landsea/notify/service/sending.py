"""Sending: claim in a transaction, send without one, record in another. What crashes in between is sent again, under the same id.

A lane is leased while somebody sends for it, so a subscription's deliveries go out in their order, whoever sends them. A result is
recorded only under the lease it was sent under.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from landsea import policy
from landsea.journal import NODE, Entry, Journal, Work, is_confirmed
from landsea.kernel import Recorded
from landsea.notify import rules, store, store_sending
from landsea.notify.model import (
    Answer,
    Delivery,
    DeliveryState,
    Failure,
    PauseReason,
    Posting,
    Subscription,
    SubscriptionState,
    WebhookPaused,
)
from landsea.notify.service.courier import Courier
from landsea.notify.service.listening import may_see
from landsea.notify.service.subscriptions import secret_name
from landsea.notify.wire import standard_webhooks
from landsea.runtime.logging import log

LANES_AT_ONCE = 8
DELIVERIES_AT_ONCE = 50
SENDING_SECONDS = 30
"""For so long new requests are begun under one lease."""
LEASE_MARGIN = timedelta(seconds=30)


@dataclass(frozen=True)
class Parcel:
    """A delivery that may go, with what goes."""

    delivery: Delivery
    payload: bytes


@dataclass(frozen=True)
class Load:
    """What one lease covers: deliveries of one subscription in their order."""

    subscription: Subscription
    lease: str
    keys: tuple[bytes, ...]
    parcels: tuple[Parcel, ...]
    claimed_at: datetime


def deliver(node: Journal, courier: Courier) -> int:
    """Sends what is due, one after the other, until nothing is; how many attempts were made."""
    made = 0
    while loads := claim(node, courier, LANES_AT_ONCE):
        made += sum(carry(node, courier, load) for load in loads)
    return made


class Dispatcher:
    """Sends beside the caller on a few threads, so that a slow receiver holds up nobody but itself."""

    def __init__(self, courier: Courier, threads: int = LANES_AT_ONCE) -> None:
        self.courier = courier
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="landsea-notify")
        self._free = threading.Semaphore(threads)
        self._closing = threading.Event()

    def step(self, node: Journal) -> None:
        """Hands what is due to the threads that are free."""
        slots = 0
        while self._free.acquire(blocking=False):
            slots += 1
        loads = claim(node, self.courier, slots) if slots and not self._closing.is_set() else []
        for load in loads:
            future = self._pool.submit(carry, node, self.courier, load, self._closing)
            future.add_done_callback(self._done)
        for _ in range(slots - len(loads)):
            self._free.release()

    def _done(self, future: Future[int]) -> None:
        self._free.release()
        if not future.cancelled() and (error := future.exception()) is not None:
            log.error("webhook not recorded", error=type(error).__name__)

    def close(self) -> None:
        """Ends behind the requests that are under way."""
        self._closing.set()
        self._pool.shutdown(wait=True, cancel_futures=True)


def claim(node: Journal, courier: Courier, lanes: int) -> list[Load]:
    """Leases up to `lanes` subscriptions with something to send now. What may not go is put aside, with the decision on record.

    A node that was restored or copied sends nothing until an operator has confirmed its epoch: a copy must not speak for the original.
    """
    return node.run(NODE, lambda work: _claim(work, courier, lanes))


def _claim(work: Work, courier: Courier, lanes: int) -> list[Load]:
    now, loads = courier.now(work), []
    if not is_confirmed(work):
        return []
    for id in store_sending.free_lanes(work.connection, now, lanes):
        subscription = store.find_subscription(work.connection, id)
        if subscription is None:
            continue
        load = _load(work, courier, subscription, now)
        store_sending.lease(work.connection, id, load.lease, now + _lease_time(courier))
        if load.parcels:
            loads.append(load)
        else:
            store_sending.release(work.connection, id, load.lease, _next_look(work, id, now))
    return loads


def _lease_time(courier: Courier) -> timedelta:
    return timedelta(seconds=SENDING_SECONDS + courier.seconds_max) + LEASE_MARGIN


def _next_look(work: Work, id: str, now: datetime) -> datetime:
    """When the first in line is due."""
    return max([now, *(one.next_at for one in store_sending.waiting(work.connection, id, 1))])


def _load(work: Work, courier: Courier, subscription: Subscription, now: datetime) -> Load:
    parcels: list[Parcel] = []
    for delivery in store_sending.waiting(work.connection, subscription.id, DELIVERIES_AT_ONCE):
        if delivery.next_at > now:
            break  # those behind it wait for it
        payload = _payload(work, courier, subscription, delivery)
        if payload is not None:
            parcels.append(Parcel(delivery, payload))
    keys = tuple(
        courier.vault.open(secret_name(subscription.id, number), sealed)
        for number, sealed in store_sending.secrets_in_force(work.connection, subscription.id, now)
    )
    return Load(subscription, work.new_id("lea"), keys, tuple(parcels), now)


def _payload(work: Work, courier: Courier, subscription: Subscription, delivery: Delivery) -> bytes | None:
    """What is to be sent; `None` when it may not be, which is then on the delivery."""
    if delivery.position is None:
        data = {"node": work.site.origin, "sandbox": work.site.sandbox, "webhook": subscription.id}
        payload = standard_webhooks.payload(delivery.kind, delivery.made_at, data)
        cleared = _cleared(work, subscription, delivery, policy.DataClass.NOTICE, f"{store.STREAM}{subscription.id}")
        return payload if cleared else None
    entry, fact = work.entry(delivery.position)
    recorded = Recorded(entry.stream, entry.version, entry.party, entry.acted_at, fact)
    topic = courier.topics.get(type(fact))
    if topic is None or not may_see(work, subscription.party, topic, recorded):
        _put_aside(work, delivery, Failure.UNSEEN)
        return None
    subject = f"{entry.stream}@{entry.version}"
    if not _cleared(work, subscription, delivery, policy.DataClass(topic.data_class), subject):
        return None
    return standard_webhooks.payload(entry.kind, entry.acted_at, public_part(work, entry))


def public_part(work: Work, entry: Entry) -> dict[str, object]:
    """The entry's envelope and its body; neither its private part nor any salt."""
    return {
        "node": work.site.origin,
        "sandbox": work.site.sandbox,
        "id": entry.leaf.hex(),
        "position": entry.position,
        "stream": entry.stream,
        "version": entry.version,
        "kind": entry.kind,
        "party": entry.party,
        "acted_at": entry.acted_at,
        "recorded_at": entry.recorded_at,
        "body": standard_webhooks.as_it_stands(entry.body),
    }


def _cleared(
    work: Work, subscription: Subscription, delivery: Delivery, data_class: policy.DataClass, subject: str
) -> bool:
    """Asks policy, unless it was asked for this delivery under the rules as they stand."""
    if delivery.rules_version == policy.rules_version(work):
        return True
    host = urlsplit(subscription.url).hostname or ""
    receiver = policy.Receiver(f"{store.STREAM}{subscription.id}@{host}"[:200], subscription.jurisdiction)
    decision = policy.decide(work, policy.Release(data_class, receiver, "webhook", subject))
    asked = {"decision": decision.id, "rules_version": decision.rules_version}
    store_sending.change(work.connection, delivery.id, **asked)
    if not decision.allowed:
        _put_aside(work, delivery, Failure.POLICY)
    return decision.allowed


def _put_aside(work: Work, delivery: Delivery, failure: Failure) -> None:
    state = DeliveryState.REFUSED.value
    store_sending.change(work.connection, delivery.id, state=state, failure=failure.value)


def carry(node: Journal, courier: Courier, load: Load, closing: threading.Event | None = None) -> int:
    """Sends a load in its order and records each answer, up to the first that fails. Returns how many attempts were made."""
    made = 0
    for parcel in load.parcels:
        with node.database.read() as connection:
            now = courier.clock.now(connection)
        over_time = now - load.claimed_at > timedelta(seconds=SENDING_SECONDS)
        if over_time or (closing is not None and closing.is_set()):
            break
        answer = courier.post(_posting(node, courier, load, parcel, now))
        made += 1
        if not node.run(NODE, lambda work, one=parcel, said=answer: _record(work, courier, load, one, said)):  # type: ignore[misc]
            return made
    node.run(NODE, lambda work: _release(work, courier, load))
    return made


def _posting(node: Journal, courier: Courier, load: Load, parcel: Parcel, now: datetime) -> Posting:
    return Posting(
        url=load.subscription.url,
        headers=standard_webhooks.headers(load.keys, parcel.delivery.id, now, parcel.payload),
        body=parcel.payload,
        private_allowed=courier.any_address,
        loopback_allowed=courier.any_address or node.site.sandbox,
        seconds_max=courier.seconds_max,
    )


def _record(work: Work, courier: Courier, load: Load, parcel: Parcel, answer: Answer) -> bool:
    """Whether the next of the load may be sent. Nothing is recorded under a lease that another sender has taken over."""
    id, delivery, now = load.subscription.id, parcel.delivery, courier.now(work)
    subscription = store.find_subscription(work.connection, id)
    if subscription is None or not store_sending.holds(work.connection, id, load.lease):
        return False
    attempts = delivery.attempts + 1
    led = rules.outcome(answer, attempts, courier.chance(), test=delivery.position is None)
    store_sending.change(
        work.connection,
        delivery.id,
        state=led.state.value,
        attempts=attempts,
        attempted_at=now,
        next_at=now + led.wait,
        code=answer.code,
        failure=led.failure.value if led.failure else None,
    )
    if led.pause is not None:
        _pause(work, subscription, led.pause)
    if led.state is DeliveryState.FAILED or led.pause is not None:
        _release(work, courier, load)
        return False
    return subscription.state is SubscriptionState.ACTIVE or _let_go(work, courier, load)


def _let_go(work: Work, courier: Courier, load: Load) -> bool:
    _release(work, courier, load)
    return False


def _pause(work: Work, subscription: Subscription, why: PauseReason) -> None:
    if subscription.state is SubscriptionState.ACTIVE:
        stream = store.STREAM + subscription.id
        work.append(stream, work.version(stream), WebhookPaused(why))


def _release(work: Work, courier: Courier, load: Load) -> None:
    id = load.subscription.id
    look = _next_look(work, id, courier.now(work))
    store_sending.release(work.connection, id, load.lease, look)
