"""A party's webhooks: made, paused, given a new secret, deleted. The secret is shown once and kept sealed beside the journal."""

from __future__ import annotations

import secrets
from datetime import timedelta

from landsea import policy
from landsea.journal import Projection, View, Work
from landsea.kernel import BadValue, Fact, NotAllowed, NotFound, Role
from landsea.notify import rules, store, store_sending
from landsea.notify.model import (
    PauseReason,
    Subscribe,
    Subscription,
    SubscriptionState,
    TooManyWebhooks,
    Topic,
    WebhookDeleted,
    WebhookNotActive,
    WebhookNotPaused,
    WebhookPaused,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookSubscribed,
)
from landsea.notify.service.courier import Courier
from landsea.notify.wire.standard_webhooks import SECRET_BYTES, render_secret

WEBHOOKS_MAX = 20
KINDS_MAX = 100
OVERLAP = timedelta(hours=24)
"""How long a rotated secret still signs beside the new one."""

PROJECTION = Projection(
    tables=store.TABLES,
    handlers={
        WebhookSubscribed: store.on_subscribed,
        WebhookPaused: store.on_paused,
        WebhookResumed: store.on_resumed,
        WebhookDeleted: store.on_deleted,
        WebhookSecretRotated: store.on_rotated,
    },
)


def list_kinds(courier: Courier) -> dict[str, Topic]:
    """The kinds of facts that can be subscribed to, in the order of rooms and names."""
    return dict(sorted(courier.kinds.items(), key=lambda one: (one[1].room, one[0])))


def subscribe(work: Work, courier: Courier, command: Subscribe) -> tuple[Subscription, str]:
    """The subscription, and its secret `whsec_...`, which is not seen again. What happens from now on is told."""
    require_acting(work, "subscribe to facts")
    policy.jurisdiction(command.jurisdiction)
    rules.require_url(command.url, sandbox=work.site.sandbox, any_address=courier.any_address)
    kinds = _kinds(courier, command.kinds)
    if len(list_subscriptions(work)) >= WEBHOOKS_MAX:
        raise TooManyWebhooks(most=WEBHOOKS_MAX)
    id = work.new_id("whk")
    work.append(store.STREAM + id, 0, WebhookSubscribed(command.url, kinds, command.jurisdiction))
    return get_subscription(work, id), _new_secret(work, courier, id, 1)


def _kinds(courier: Courier, given: tuple[str, ...]) -> tuple[str, ...]:
    kinds = tuple(dict.fromkeys(given))
    if not 1 <= len(kinds) <= KINDS_MAX:
        raise BadValue(
            value=str(len(kinds)),
            what="number of kinds",
            why="it is 1 to 100",
            mend="Name kinds, or a room's with `.*`.",
            pointer="/kinds",
        )
    rules.require_known(kinds, courier.kinds)
    return kinds


def _new_secret(work: Work, courier: Courier, id: str, number: int) -> str:
    key = secrets.token_bytes(SECRET_BYTES)
    store_sending.add_secret(work.connection, id, number, courier.vault.seal(secret_name(id, number), key))
    return render_secret(key)


def secret_name(id: str, number: int) -> str:
    """What the seal is bound to."""
    return f"{store.STREAM}{id}/{number}"


def rotate_secret(work: Work, courier: Courier, id: str) -> tuple[Subscription, str]:
    """A new secret, shown once. The former one signs beside it for a day, so that no receiver misses the change."""
    known = _mine(work, id, "rotate a webhook's secret")
    _append(work, known, WebhookSecretRotated())
    number = store_sending.retire_secrets(work.connection, id, courier.now(work) + OVERLAP)
    return known, _new_secret(work, courier, id, number + 1)


def pause(work: Work, id: str) -> Subscription:
    """Nothing is sent until it is resumed; what happens meanwhile waits."""
    known = _mine(work, id, "pause a webhook")
    if known.state is SubscriptionState.PAUSED:
        raise WebhookNotActive(webhook=id)
    return _append(work, known, WebhookPaused(PauseReason.ASKED))


def resume(work: Work, id: str) -> Subscription:
    """What has waited is sent, in its order. What was given up is not, unless it is replayed."""
    known = _mine(work, id, "resume a webhook")
    if known.state is SubscriptionState.ACTIVE:
        raise WebhookNotPaused(webhook=id)
    store_sending.wake(work.connection, id)
    return _append(work, known, WebhookResumed())


def delete(work: Work, id: str) -> None:
    """Nothing more is sent; its secrets and its deliveries are deleted."""
    known = _mine(work, id, "delete a webhook")
    store_sending.forget_subscription(work.connection, known.id)  # first the lane, then the stream, as a sender does
    stream = store.STREAM + id
    work.append(stream, work.version(stream), WebhookDeleted())


def get_subscription(view: View, id: str) -> Subscription:
    """Raises `NotFound` unless it is the actor's party's."""
    found = store.find_subscription(view.connection, id)
    if found is None or found.party != view.actor.party:
        raise NotFound(what="webhook", id=id)
    return found


def list_subscriptions(view: View) -> list[Subscription]:
    """Those of the actor's party."""
    return store.list_subscriptions(view.connection, view.actor.party)


def require_acting(view: View, act: str) -> None:
    if view.actor.role is Role.VIEWER:
        raise NotAllowed(role=view.actor.role.value, act=act, needed="operator, shipper, carrier, bank or customs")


def _mine(work: Work, id: str, act: str) -> Subscription:
    known = get_subscription(work, id)
    require_acting(work, act)
    return known


def _append(work: Work, known: Subscription, fact: Fact) -> Subscription:
    stream = store.STREAM + known.id
    work.append(stream, work.version(stream), fact)
    return get_subscription(work, known.id)
