"""DCSA Commercial Schedules 1.0: bare arrays, the header `Next-Page-Cursor`, and the standard's error object."""

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec
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
from landsea.runtime.http import json_response, language_of

router = APIRouter(prefix="/v1", tags=["DCSA Commercial Schedules"])

Json = dict[str, Any]
Found = Callable[[View, query.Asked, datetime, tuple[str, ...] | None], Page[Json]]


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
    return _answer(request, query.POINT_TO_POINT, _routings)


@router.get("/port-schedules", summary="Vessels at a port", openapi_extra=_documented(query.PORT))
def port_schedules(request: Request) -> Response:
    """The calls at each terminal of a port in the four weeks from a day."""
    return _answer(request, query.PORT, _terminals)


@router.get("/vessel-schedules", summary="Voyages of vessels", openapi_extra=_documented(query.VESSEL))
def vessel_schedules(request: Request) -> Response:
    """Entire voyages of the services that match; at least one parameter beside the dates is needed."""
    return _answer(request, query.VESSEL, _vessels)


def _routings(view: View, asked: query.Asked, at: datetime, after: tuple[str, ...] | None) -> Page[Json]:
    wanted = query.routings_query(asked, at)
    page = list_routings(view, wanted, asked.limit, after)
    receipt, delivery = wanted.receipt or wire.YARD, wanted.delivery or wire.YARD
    return Page(tuple(wire.render_routing(one, receipt, delivery) for one in page.items), page.next)


def _terminals(view: View, asked: query.Asked, at: datetime, after: tuple[str, ...] | None) -> Page[Json]:
    page = list_terminals(view, query.port_query(asked), asked.limit, after)
    return Page(tuple(wire.render_terminal(one) for one in page.items), page.next)


def _vessels(view: View, asked: query.Asked, at: datetime, after: tuple[str, ...] | None) -> Page[Json]:
    page = list_vessels(view, query.vessels_query(asked, at), asked.limit, after)
    return Page(tuple(wire.render_vessels(one) for one in page.items), page.next)


def _answer(request: Request, parameters: query.Parameters, find: Found) -> Response:
    given = request.query_params.multi_items()
    try:
        with _reader(request) as view:
            _refuse_other_version(request)
            asked, at, after = _asked(request, parameters, given, view.now)
            page = find(view, asked, at, after)
    except Refusal as refusal:
        return _error(request, refusal)
    response = json_response(page.items)
    response.headers["API-Version"] = wire.VERSION
    if page.next is not None:
        response.headers["Next-Page-Cursor"] = _cursor(request, asked, at, page.next)
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


class _Cursor(msgspec.Struct, array_like=True):
    """Where a list goes on. It carries the query, so that it may come alone, and the moment of the first request."""

    path: str
    at: datetime
    after: tuple[str, ...]
    limit: int
    texts: dict[str, str]


def _cursor(request: Request, asked: query.Asked, at: datetime, after: tuple[str, ...]) -> str:
    cursor = _Cursor(request.url.path, at, after, asked.limit, dict(asked.texts))
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def _asked(
    request: Request, parameters: query.Parameters, given: Sequence[tuple[str, str]], now: datetime
) -> tuple[query.Asked, datetime, tuple[str, ...] | None]:
    """What is asked, since when, and behind what. CS 1.0: beside a cursor "any other query parameters may not be altered"; it may come
    alone, or with the parameters of the first request.
    """
    texts = [value for name, value in given if name == "cursor"]
    rest = [(name, value) for name, value in given if name != "cursor"]
    if not texts:
        return query.parse(parameters, given), now, None
    cursor = _parse_cursor(request.url.path, texts[0])
    if cursor is None or len(texts) > 1:
        raise BadParameters([query.bad("cursor", texts[0], "it is not one that this list has given")])
    first = [*cursor.texts.items(), ("limit", str(cursor.limit))]
    if altered := [(name, value) for name, value in rest if (name, value) not in first]:
        raise BadParameters([query.bad(*one, "beside a cursor no parameter may be altered") for one in altered])
    return query.parse(parameters, first), cursor.at, cursor.after


def _parse_cursor(path: str, text: str) -> _Cursor | None:
    try:
        content = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
        cursor = msgspec.json.decode(content, type=_Cursor)
    except (binascii.Error, UnicodeError, msgspec.MsgspecError, RecursionError):
        return None
    is_ours = cursor.path == path and cursor.at.utcoffset() is not None and len(cursor.after) == 3
    return cursor if is_ours else None


def _error(request: Request, refusal: Refusal) -> Response:
    """Every refusal, also that nobody is logged in, as the standard's error object."""
    language = language_of(request)
    with journal_of(request).view(NODE) as view:
        now = view.now
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
    response.headers["API-Version"] = wire.VERSION
    return response


def _detail(one: BadParameter, language: str) -> Json:
    code, text = one.error
    return {
        "errorCode": code,
        "property": str(one.facts["name"]),
        "value": str(one.facts["value"]),
        "errorCodeText": text,
        "errorCodeMessage": explain(one, language),
    }
