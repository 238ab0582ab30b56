"""Routes of events: ours under /v1, DCSA Track & Trace 2.2 under /v2."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from landsea.journal import Work, http
from landsea.runtime.http import json_response
from landsea.tracking import service
from landsea.tracking.wording import render_batch, render_listed

router = APIRouter(tags=["tracking"])


async def body_of(request: Request) -> bytes:
    return await request.body()


@router.post("/v1/events", status_code=201, summary="Send events")
def send(
    request: Request,
    content: Annotated[bytes, Depends(body_of)],
    source: Annotated[str, Query(max_length=100)] = "api",
    zone: Annotated[str, Query(max_length=60, description="IANA zone of times without offset")] = "",
) -> Response:
    """One event, an array, or an object with `events`, as DCSA Track & Trace 2.2 writes them; all are taken or none."""
    kind = request.headers.get("content-type", "application/json")

    def effect(work: Work) -> Any:
        return service.receive(work, source, content, kind, zone=zone)

    return http.write(request, effect, body=content, status=201, render=render_batch)


@router.get("/v1/events/{id}", summary="One event")
def show(request: Request, id: str) -> Response:
    with http.read(request) as view:
        return json_response(render_listed(service.get_event(view, id)))
