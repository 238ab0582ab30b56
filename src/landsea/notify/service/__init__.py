"""Use cases of notify."""

from landsea.notify.service.courier import Courier
from landsea.notify.service.deliveries import forget_old, list_deliveries, replay, send_test
from landsea.notify.service.listening import listen
from landsea.notify.service.sending import Dispatcher, deliver
from landsea.notify.service.subscriptions import (
    PROJECTION,
    delete,
    get_subscription,
    list_kinds,
    list_subscriptions,
    pause,
    resume,
    rotate_secret,
    subscribe,
)

__all__ = [
    "PROJECTION",
    "Courier",
    "Dispatcher",
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
