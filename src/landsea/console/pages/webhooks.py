"""Webhooks of the user's party: what each is told of, and what was delivered lately."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import notify
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.notify import Delivery, DeliveryState, Subscription

DELIVERIES_SHOWN = 50


@page("/webhooks", "webhooks.html")
def webhooks_page(view: View, request: Request) -> dict[str, Any]:
    ours = notify.list_subscriptions(view)
    return {
        "webhooks": [_webhook(one) for one in ours],
        "deliveries": [_delivery(one) for one in notify.list_deliveries(view, limit=DELIVERIES_SHOWN)],
        "hosts": {one.id: one.url.split("/")[2] for one in ours},
        "rooms": _rooms(request),
        "may_change": view.actor.role is not Role.VIEWER,
    }


def _rooms(request: Request) -> dict[str, list[str]]:
    """The kinds that can be subscribed to, by room."""
    rooms: dict[str, list[str]] = {}
    for kind, topic in notify.list_kinds(request.app.state.courier).items():
        rooms.setdefault(topic.room, []).append(kind)
    return rooms


def _webhook(one: Subscription) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "kinds": list(one.kinds),
        "jurisdiction": one.jurisdiction,
        "state": one.state.value,
        "pause_reason": one.pause_reason.value if one.pause_reason else None,
        "made_at": one.made_at.isoformat(),
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "webhook": one.subscription,
        "kind": one.kind,
        "stream": one.stream,
        "state": one.state.value,
        "attempts": one.attempts,
        "attempted_at": one.attempted_at and one.attempted_at.isoformat(),
        "next_at": one.next_at.isoformat() if one.waits else None,
        "code": one.code,
        "failure": one.failure.value if one.failure else None,
        "may_replay": one.state is not DeliveryState.PENDING,
    }
