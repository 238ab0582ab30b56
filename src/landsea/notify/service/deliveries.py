"""Looking at deliveries, sending one again, trying a webhook out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from landsea.journal import View, Work
from landsea.kernel import NotFound
from landsea.notify import store_sending
from landsea.notify.model import (
    TEST_KIND,
    Delivery,
    DeliveryIsWaiting,
    DeliveryState,
    SubscriptionState,
    WebhookNotActive,
)
from landsea.notify.service.courier import Courier
from landsea.notify.service.subscriptions import get_subscription, list_subscriptions, require_acting

KEPT = timedelta(days=90)
"""How long finished deliveries are listed. The decisions to release them stay in the journal."""


def list_deliveries(
    view: View,
    webhook: str | None = None,
    *,
    state: DeliveryState | None = None,
    before: str = "",
    limit: int = 50,
) -> list[Delivery]:
    """Those of a webhook, or of all webhooks of the actor's party, newest first, in front of the delivery `before`."""
    ours = [get_subscription(view, webhook)] if webhook is not None else list_subscriptions(view)
    return store_sending.list_deliveries(view.connection, [one.id for one in ours], state, before, limit)


def get_delivery(view: View, webhook: str, id: str) -> Delivery:
    found = store_sending.find_delivery(view.connection, id)
    if found is None or found.subscription != get_subscription(view, webhook).id:
        raise NotFound(what="delivery", id=id)
    return found


def send_test(work: Work, courier: Courier, webhook: str) -> Delivery:
    """Puts a test in front of what waits; it is tried once. Its result is read from the list of deliveries."""
    known = get_subscription(work, webhook)
    require_acting(work, "test a webhook")
    if known.state is not SubscriptionState.ACTIVE:
        raise WebhookNotActive(webhook=webhook)
    now = courier.now(work)
    test = Delivery(
        id=work.new_id("msg"),
        subscription=known.id,
        position=None,
        kind=TEST_KIND,
        stream=f"webhook:{known.id}",
        state=DeliveryState.PENDING,
        attempts=0,
        made_at=now,
        next_at=now,
    )
    store_sending.add_deliveries(work.connection, [test])
    store_sending.wake(work.connection, known.id)
    return test


def replay(work: Work, courier: Courier, webhook: str, id: str) -> Delivery:
    """Sends it again, under the same `webhook-id`, with all attempts before it; policy is asked anew."""
    known = get_delivery(work, webhook, id)
    require_acting(work, "send a delivery again")
    if known.state is DeliveryState.PENDING:
        raise DeliveryIsWaiting(delivery=id)
    again = replace(known, state=DeliveryState.PENDING, attempts=0, next_at=courier.now(work), failure=None)
    store_sending.change(
        work.connection,
        id,
        state=again.state.value,
        attempts=0,
        next_at=again.next_at,
        failure=None,
        decision=None,
        rules_version=None,
    )
    store_sending.wake(work.connection, known.subscription)
    return replace(again, decision=None, rules_version=None)


def forget_old(work: Work, courier: Courier) -> int:
    """Deletes deliveries that have been over for long; how many. To be run daily."""
    return store_sending.forget_finished(work.connection, courier.now(work) - KEPT)
