"""Routes of webhooks: subscribe, look, pause, change the secret, try out, send again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal.http import Work, read, write
from landsea.notify import service
from landsea.notify.model import Delivery, DeliveryState, Subscribe, Subscription
from landsea.notify.service import Courier
from landsea.runtime import only_id, render_cursor
from landsea.runtime.http import json_response

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Kind = Annotated[str, Field(min_length=1, max_length=80)]


class NewWebhook(BaseModel):
    """`kinds`: kinds of facts (`document-issued/1`), their names for all versions (`document-issued`), a room's (`lading.*`).

    `jurisdiction`: the law the receiver is under; what crosses a border needs a release rule of the operator.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"url": "https://hooks.example/landsea", "kinds": ["lading.*"], "jurisdiction": "CN"}]
        },
    )

    url: Annotated[str, Field(min_length=1, max_length=1000)]
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=100)]
    jurisdiction: Annotated[str, Field(pattern="^[A-Z]{2}$")]


@router.get("/kinds", summary="What can be subscribed to")
def list_kinds(request: Request) -> Response:
    """The kinds of facts by room. A party is told of those it may see, and of no other."""
    data = [
        {"kind": kind, "room": topic.room, "data_class": str(topic.data_class)}
        for kind, topic in service.list_kinds(_courier(request)).items()
    ]
    with read(request):
        return json_response({"data": data, "has_more": False, "next_cursor": None})


@router.post("", status_code=201, summary="Subscribe a webhook")
def subscribe(request: Request, body: NewWebhook) -> Response:
    """`secret` (`whsec_...`, Standard Webhooks) is in this answer and nowhere else. What happens from now on is told."""
    courier = _courier(request)
    command = Subscribe(body.url, tuple(body.kinds), body.jurisdiction)
    return write(
        request,
        lambda work: service.subscribe(work, courier, command),
        body=body,
        status=201,
        render=_with_secret,
        secret=True,
    )


@router.get("", summary="The webhooks of your party")
def list_webhooks(request: Request) -> Response:
    with read(request) as view:
        data = [webhook_body(one) for one in service.list_subscriptions(view)]
    return json_response({"data": data, "has_more": False, "next_cursor": None})


@router.get("/{webhook}", summary="A webhook")
def show(request: Request, webhook: Id) -> Response:
    with read(request) as view:
        return json_response(webhook_body(service.get_subscription(view, webhook)))


@router.delete("/{webhook}", summary="Delete a webhook")
def delete(request: Request, webhook: Id) -> Response:
    """Nothing more is sent; its secret and the list of its deliveries are deleted."""
    return write(request, lambda work: service.delete(work, webhook), render=lambda _: {"status": "deleted"})


@router.post("/{webhook}/pause", summary="Pause a webhook")
def pause(request: Request, webhook: Id) -> Response:
    """What happens meanwhile waits in its order."""
    return write(request, lambda work: service.pause(work, webhook), render=webhook_body)


@router.post("/{webhook}/resume", summary="Resume a webhook")
def resume(request: Request, webhook: Id) -> Response:
    return write(request, lambda work: service.resume(work, webhook), render=webhook_body)


@router.post("/{webhook}/secret", summary="Change the secret")
def rotate_secret(request: Request, webhook: Id) -> Response:
    """The new secret is in this answer and nowhere else; for a day the former one signs beside it."""
    courier = _courier(request)
    return write(request, lambda work: service.rotate_secret(work, courier, webhook), render=_with_secret, secret=True)


@router.post("/{webhook}/test", status_code=202, summary="Try a webhook out")
def send_test(request: Request, webhook: Id) -> Response:
    """Sends `webhook-test/1` once, in front of what waits. What came of it stands in the list of deliveries a moment later."""
    courier = _courier(request)

    def effect(work: Work) -> Delivery:
        return service.send_test(work, courier, webhook)

    return write(request, effect, status=202, render=delivery_body)


@router.get("/{webhook}/deliveries", summary="Deliveries of a webhook")
def list_deliveries(
    request: Request,
    webhook: Id,
    state: DeliveryState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=120, description="`next_cursor` of the page before")] = "",
) -> Response:
    """Newest first. `code` is the receiver's last answer, `failure` why a delivery stands where it does. Kept for 90 days."""
    with read(request) as view:
        before = only_id(cursor)
        found = service.list_deliveries(view, webhook, state=state, before=before, limit=limit + 1)
    more = len(found) > limit
    next_cursor = render_cursor(found[limit - 1].id) if more else None
    data = [delivery_body(one) for one in found[:limit]]
    return json_response({"data": data, "has_more": more, "next_cursor": next_cursor})


@router.post("/{webhook}/deliveries/{delivery}/replay", summary="Send a delivery again")
def replay(request: Request, webhook: Id, delivery: Id) -> Response:
    """Under the same `webhook-id`, in its place in the order, with all attempts before it."""
    courier = _courier(request)

    def effect(work: Work) -> Delivery:
        return service.replay(work, courier, webhook, delivery)

    return write(request, effect, render=delivery_body)


def _courier(request: Request) -> Courier:
    courier: Courier = request.app.state.courier
    return courier


def webhook_body(one: Subscription) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "kinds": list(one.kinds),
        "jurisdiction": one.jurisdiction,
        "state": one.state.value,
        "pause_reason": one.pause_reason.value if one.pause_reason else None,
        "made_at": one.made_at,
    }


def delivery_body(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "webhook": one.subscription,
        "kind": one.kind,
        "stream": one.stream,
        "position": one.position,
        "state": one.state.value,
        "attempts": one.attempts,
        "made_at": one.made_at,
        "attempted_at": one.attempted_at,
        "next_at": one.next_at if one.waits else None,
        "code": one.code,
        "failure": one.failure.value if one.failure else None,
        "decision": one.decision,
    }


def _with_secret(made: tuple[Subscription, str]) -> dict[str, Any]:
    subscription, secret = made
    return webhook_body(subscription) | {"secret": secret}
