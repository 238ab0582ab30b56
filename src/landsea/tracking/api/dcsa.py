"""`GET /v2/events`: Track & Trace 2.2 as its clients expect it, a bare array and the header `Next-Page-Cursor`."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from landsea.journal import http
from landsea.kernel import Refusal
from landsea.runtime import explain
from landsea.runtime.http import ErrorForm, json_response, language_of, retry_after
from landsea.tracking import service
from landsea.tracking.model import BadFilter
from landsea.tracking.wire.dcsa import VERSION, render_event
from landsea.tracking.wire.dcsa_query import CODES, DOCUMENT_TYPES, LONGEST, OPERATORS, TYPES, parse_query

router = APIRouter(prefix="/v2")


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    style = {"style": "form", "explode": False} if schema["type"] == "array" else {}
    return {"name": name, "in": "query", "required": False, "schema": schema, **style}


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": sorted(values)}}


PARAMETERS = [
    _parameter("eventType", _one_of(TYPES)),
    *(_parameter(name, _one_of(known)) for name, (_, known) in CODES.items()),
    _parameter("documentTypeCode", _one_of(DOCUMENT_TYPES)),
    *(_parameter(name, {"type": "string", "minLength": 1, "maxLength": most}) for name, most in LONGEST.items()),
    *(
        _parameter(f"eventCreatedDateTime{ending}", {"type": "string", "format": "date-time"})
        for ending in ("", *(f":{operator}" for operator in OPERATORS))
    ),
    _parameter("limit", {"type": "integer", "minimum": 1}),
    _parameter("cursor", {"type": "string"}),
    _parameter("sort", {"type": "string"}),
]


@router.get("/events", summary="DCSA Track & Trace 2.2: find events", openapi_extra={"parameters": PARAMETERS})
def find(request: Request) -> Response:
    """Events that you may see and that match all filters. With a cursor, repeat the other parameters.

    A parameter that the standard does not have, or a value it does not know, is answered with 400 and never ignored.
    """
    with http.read(request) as view:
        try:
            page = service.find_events(view, parse_query(request.query_params.multi_items()))
        except BadFilter as refusal:
            return _error(request, refusal, view.now)
    response = json_response([render_event(one.event) for one in page.events])
    response.headers["API-Version"] = VERSION
    if page.next is not None:
        response.headers["Next-Page-Cursor"] = page.next
    return response


def _error(request: Request, refusal: Refusal, now: datetime) -> Response:
    """The standard's `error` object."""
    body = {
        "httpMethod": request.method,
        "requestUri": str(request.url),
        "errors": [{"reason": refusal.code, "message": explain(refusal, language_of(request))}],
        "statusCode": refusal.status,
        "statusCodeText": HTTPStatus(refusal.status).phrase,
        "errorDateTime": now,
    }
    response = json_response(body, refusal.status)
    response.headers.update({"API-Version": VERSION} | retry_after(refusal))
    return response


ERRORS: dict[str, ErrorForm] = {"/v2": _error}
