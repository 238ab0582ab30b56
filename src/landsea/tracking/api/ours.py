"""`POST /v1/events`, the inbox, a consignment's timeline, exceptions."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from landsea.journal import Work, http
from landsea.runtime import moment_and_id, render_cursor
from landsea.runtime.http import json_response, language_of
from landsea.tracking import service
from landsea.tracking.wording import rendered_batch, rendered_exception, rendered_listed, rendered_timeline

router = APIRouter(prefix="/v1")

Text = Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")]
Id = Annotated[str, Path(max_length=60, pattern=r"^[A-Za-z0-9_]+$")]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=400)]


async def body_of(request: Request) -> bytes:
    return await request.body()


@router.post("/events", status_code=201, summary="Send events")
def send(
    request: Request,
    content: Annotated[bytes, Depends(body_of)],
    source: Annotated[str, Query(min_length=1, max_length=100, description="where you have them from")] = "api",
    zone: Annotated[str, Query(max_length=60, description="IANA zone of times without offset")] = "",
) -> Response:
    """One event, an array, or an object with `events`, as DCSA Track & Trace 2.2 writes them. All are taken, or none.

    Sending the same again is safe: known events are counted as duplicates and change nothing.
    """
    kind = request.headers.get("content-type", "application/json")

    def effect(work: Work) -> Any:
        return service.receive(work, source, content, kind, zone=zone)

    return http.write(request, effect, body=content, status=201, render=rendered_batch)


@router.get("/events", summary="The inbox")
def inbox(
    request: Request,
    consignment: Text = None,
    bound: bool | None = None,
    container: Text = None,
    batch: Text = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Events you sent and events of your consignments, newest first. `bound`: to a consignment of yours, or to none."""
    with http.read(request) as view:
        found = service.list_events(
            view,
            consignment=consignment,
            bound=bound,
            container=container,
            batch=batch,
            after=moment_and_id(cursor),
            limit=limit + 1,
        )
    language = language_of(request)
    data = [rendered_listed(one, language) for one in found[:limit]]
    return _page(data, len(found) > limit, "received_at")


@router.get("/events/{id}", summary="One event")
def show(request: Request, id: Id) -> Response:
    with http.read(request) as view:
        return json_response(rendered_listed(service.get_event(view, id), language_of(request)))


@router.get("/consignments/{id}/timeline", summary="A consignment against its plan")
def timeline(request: Request, id: Id) -> Response:
    """Where it is, each leg as planned, estimated and as it was, cut-offs, the expected end, conflicts, exceptions, events."""
    with http.read(request) as view:
        return json_response(rendered_timeline(service.timeline(view, id), language_of(request)))


@router.get("/exceptions", summary="What was missed")
def exceptions(
    request: Request,
    consignment: Text = None,
    resolved: Annotated[bool, Query(description="also those that hold no more")] = False,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Cut-offs and connections that are missed, of your consignments, newest first."""
    with http.read(request) as view:
        found = service.list_exceptions(
            view, open_only=not resolved, consignment=consignment, after=moment_and_id(cursor), limit=limit + 1
        )
    data = [rendered_exception(one, language_of(request)) for one in found[:limit]]
    return _page(data, len(found) > limit, "opened_at")


@router.post("/performance", status_code=201, summary="Learn how late services are")
def learn(request: Request) -> Response:
    """Learns from all events of this node, and hands it to the network (`GET /v1/performance`). For operators of the node; it does so
    daily by itself. `learned` is null where too few events tell both when something was planned and when it happened.
    """

    def told(done: Any) -> dict[str, Any]:
        kept = ("start", "end", "observations", "common_permille", "along_permille", "basis")
        return {
            "learned": None if done is None else {name: getattr(done, name) for name in kept} | {"rows": len(done.rows)}
        }

    return http.write(request, service.learn_performance, body=b"", status=201, render=told)


def _page(data: list[dict[str, Any]], more: bool, key: str) -> Response:
    cursor = render_cursor(data[-1][key], data[-1]["id"]) if more else None
    return json_response({"data": data, "has_more": more, "next_cursor": cursor})
