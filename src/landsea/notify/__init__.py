"""A party's subscriptions to kinds of facts: webhooks. E-mail and server-sent events have their place here and are not built.

Laws: what a party may not see is not sent to it, asked of the fact's room when the fact is told and again when it is sent; nothing goes
to a receiver without a decision of `policy`; a delivery is made at least once, under one id; a subscription's deliveries keep the order
of the journal; no network call in a transaction; a webhook's secret is shown once and is nowhere in the journal.
Standard: Standard Webhooks 1.0.0 (signature `v1`).

Rooms above say what may be told of their facts by a `Topic` each, which composition gives to the `Courier`.
"""

from landsea.notify.model import (
    Answer,
    Delivery,
    DeliveryState,
    Failure,
    PauseReason,
    Posting,
    Subscribe,
    Subscription,
    SubscriptionState,
    Topic,
    WebhookDeleted,
    WebhookPaused,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookSubscribed,
)
from landsea.notify.service import (
    PROJECTION,
    Courier,
    Dispatcher,
    delete,
    deliver,
    forget_old,
    get_subscription,
    list_deliveries,
    list_kinds,
    list_subscriptions,
    listen,
    pause,
    replay,
    resume,
    rotate_secret,
    send_test,
    subscribe,
)

__all__ = [
    "PROJECTION",
    "Answer",
    "Courier",
    "Delivery",
    "DeliveryState",
    "Dispatcher",
    "Failure",
    "PauseReason",
    "Posting",
    "Subscribe",
    "Subscription",
    "SubscriptionState",
    "Topic",
    "WebhookDeleted",
    "WebhookPaused",
    "WebhookResumed",
    "WebhookSecretRotated",
    "WebhookSubscribed",
    "delete",
    "deliver",
    "forget_old",
    "get_subscription",
    "list_deliveries",
    "list_kinds",
    "list_subscriptions",
    "listen",
    "pause",
    "replay",
    "resume",
    "rotate_secret",
    "send_test",
    "subscribe",
]
