"""`GET /v1/performance`: how late services are, as this node has learned it, and the published figures it starts from."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from landsea.journal import http
from landsea.network import service
from landsea.network.model import Performance
from landsea.runtime import only_id, render_cursor
from landsea.runtime.http import json_response

router = APIRouter(prefix="/v1", tags=["network"])

Name = Annotated[str, Query(max_length=64)]


@router.get("/performance", summary="How late services are")
def show(
    request: Request,
    service_id: Annotated[str, Query(alias="service", max_length=64)] = "",
    place: Name = "",
    mode: Name = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Distributions learned from this node's own events, narrowed by what is asked for: 100 equally likely delays in minutes each, and
    what they rest on. Published figures hold where nothing is learned. No consignment, container or party is in it.
    """
    with http.read(request) as view:
        found, figures = service.performance(view), service.current(view).reliability
        history = [{"recorded_at": at, **asdict(fact)} for at, fact in service.performance_history(view)]
    asked = {"service": service_id, "place": place, "mode": mode}
    rows = [asdict(row) for row in found.rows] if found else []
    rows = [row for row in rows if all(row[name] == value for name, value in asked.items() if value)]
    first = _number(only_id(cursor))
    more = len(rows) > first + limit
    body = {
        "learned": _basis(found),
        "data": rows[first : first + limit],
        "has_more": more,
        "next_cursor": render_cursor(str(first + limit)) if more else None,
        "published": [asdict(one) for one in figures],
        "history": history,
    }
    return json_response(body)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _basis(found: Performance | None) -> dict[str, Any] | None:
    return {name: value for name, value in asdict(found).items() if name != "rows"} if found else None
