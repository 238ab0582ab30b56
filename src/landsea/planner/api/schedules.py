"""DCSA Commercial Schedules 1.0: bare arrays, the header `Next-Page-Cursor`, and the standard's error object."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from landsea.journal import NODE, View
from landsea.journal.http import journal_of, read
from landsea.kernel import Refusal
from landsea.planner.model import BadParameter, BadParameters, Page
from landsea.planner.service.routings import list_routings
from landsea.planner.service.vessels import list_terminals, list_vessels
from landsea.planner.wire import commercial_query as query
from landsea.planner.wire import commercial_schedules as wire
from landsea.runtime import explain, new_id
from landsea.runtime.http import ErrorForm, json_response, language_of, retry_after

router = APIRouter(prefix="/v1", tags=["DCSA Commercial Schedules"])

Json = dict[str, Any]
Found = Callable[[View, query.Asked], Page[Json]]


def _documented(parameters: query.Parameters) -> Json:
    """For OpenAPI: the standard's own schemas. A cursor may come alone."""
    needed = query.required(parameters)
    named = [
        {"name": name, "in": "query", "required": name in needed, "schema": dict(schema)}
        for name, schema in {**parameters, "limit": query.LIMIT}.items()
    ]
    cursor = {"name": "cursor", "in": "query", "required": False, "schema": query.CURSOR}
    return {"parameters": [*named, cursor]}


@router.get("/point-to-point-routes", summary="From place to place", openapi_extra=_documented(query.POINT_TO_POINT))
def point_to_point_routes(request: Request) -> Response:
    """Every good departure in the days asked for (without any: eight weeks from now), by rail, road, river and sea."""

    def find(view: View, asked: query.Asked) -> Page[Json]:
        if refusal := request.app.state.searches.take(request.client.host if request.client else ""):
            raise refusal
        return _routings(view, asked)

    return _answer(request, query.POINT_TO_POINT, find)


@router.get("/port-schedules", summary="Vessels at a port", openapi_extra=_documented(query.PORT))
def port_schedules(request: Request) -> Response:
    """The calls at each terminal of a port on the 28 days that begin with `date`."""
    return _answer(request, query.PORT, _terminals, keys=2)


@router.get("/vessel-schedules", summary="Voyages of vessels", openapi_extra=_documented(query.VESSEL))
def vessel_schedules(request: Request) -> Response:
    """Entire voyages of the services that match; at least one parameter beside the dates is needed."""
    return _answer(request, query.VESSEL, _vessels)


def _routings(view: View, asked: query.Asked) -> Page[Json]:
    wanted = query.routings_query(asked)
    page = list_routings(view, wanted, asked.limit, asked.after)
    receipt, delivery = wanted.receipt or wire.YARD, wanted.delivery or wire.YARD
    return Page(tuple(wire.render_routing(one, receipt, delivery) for one in page.items), page.next)


def _terminals(view: View, asked: query.Asked) -> Page[Json]:
    page = list_terminals(view, query.port_query(asked), asked.limit, asked.after)
    return Page(tuple(wire.render_terminal(one) for one in page.items), page.next)


def _vessels(view: View, asked: query.Asked) -> Page[Json]:
    page = list_vessels(view, query.vessels_query(asked), asked.limit, asked.after)
    return Page(tuple(wire.render_vessels(one) for one in page.items), page.next)


def _answer(request: Request, parameters: query.Parameters, find: Found, keys: int = 3) -> Response:
    """The page that `find` gives; `keys` texts say where a page ends."""
    path = request.url.path
    try:
        with _reader(request) as view:
            _refuse_other_version(request)
            asked = query.parse(parameters, request.query_params.multi_items(), path, view.now, keys)
            page = find(view, asked)
    except Refusal as refusal:
        return _error(request, refusal)
    response = json_response(page.items)
    response.headers["API-Version"] = wire.VERSION
    if page.next is not None:
        response.headers["Next-Page-Cursor"] = query.render_cursor(asked, path, page.next)
    return response


@contextmanager
def _reader(request: Request) -> Iterator[View]:
    """Everybody, in the name of the node; users only, where the setting `schedules` says so."""
    if request.app.state.settings.schedules == "members":
        with read(request) as view:
            yield view
    else:
        with journal_of(request).view(NODE) as view:
            yield view


def _refuse_other_version(request: Request) -> None:
    """CS 1.0: an API-Version header, if there is one, holds the major version of the URI. A full version is taken for its major."""
    version = request.headers.get("api-version", "1")
    if version.split(".")[0] != "1":
        raise BadParameters([query.bad("API-Version", version, "this is version 1")])


def _error(request: Request, refusal: Refusal) -> Response:
    """Every refusal, also that nobody is logged in, as the standard's error object."""
    with journal_of(request).view(NODE) as view:
        now = view.now
    return _error_at(request, refusal, now)


def _error_at(request: Request, refusal: Refusal, now: datetime) -> Response:
    language = language_of(request)
    wrong = refusal.wrong if isinstance(refusal, BadParameters) else ()
    body = wire.render_error(
        method=request.method,
        uri=str(request.url),
        status=refusal.status,
        phrase=HTTPStatus(refusal.status).phrase,
        message=explain(refusal, language),
        reference=new_id("req", now),
        at=now,
        errors=[_detail(one, language) for one in wrong]
        or [{"errorCodeText": refusal.code, "errorCodeMessage": explain(refusal, language)}],
    )
    response = json_response(body, refusal.status)
    response.headers.update({"API-Version": wire.VERSION} | retry_after(refusal))
    return response


ERRORS: dict[str, ErrorForm] = dict.fromkeys(
    ("/v1/point-to-point-routes", "/v1/port-schedules", "/v1/vessel-schedules"), _error_at
)


def _detail(one: BadParameter, language: str) -> Json:
    code, text = one.error
    return {
        "errorCode": code,
        "property": str(one.facts["name"]),
        "value": str(one.facts["value"]),
        "errorCodeText": text,
        "errorCodeMessage": explain(one, language),
    }
