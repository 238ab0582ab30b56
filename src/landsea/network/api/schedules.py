"""Vessel schedules over HTTP: operators take them in; they are served as DCSA Operational Vessel Schedules 3.0."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from landsea.identity.http import public
from landsea.journal import View, Work, http
from landsea.kernel import Refusal
from landsea.network import service
from landsea.network.model import BadParameter
from landsea.network.service import ImportedVessels
from landsea.network.wire.ovs import VERSION, StatusOf, render_schedules, standard_statuses, suite_statuses
from landsea.network.wire.ovs_query import CURSOR_MAX, DATES, TEXTS, parse_query, render_cursor
from landsea.runtime import explain, said
from landsea.runtime.http import ErrorForm, json_response, language_of, retry_after

router = APIRouter(tags=["network"])


async def body_of(request: Request) -> bytes:
    return await request.body()


@router.post("/v1/network/vessel-schedules", status_code=201, summary="Import DCSA Operational Vessel Schedules 3.0")
def import_vessel_schedules(
    request: Request,
    content: Annotated[bytes, Depends(body_of)],
    origin: Annotated[str, Query(max_length=200, description="where the message comes from, for the record")] = "api",
) -> Response:
    """A list of ServiceSchedule, as another carrier's `GET /v3/service-schedules` gives it.

    Nothing is stored if anything is wrong; `findings` then lists each error with its JSON pointer. After an import `findings` lists what
    is doubtful: calls at places that the network does not know, times that run backwards.
    """

    def effect(work: Work) -> ImportedVessels:
        return service.import_vessel_schedules(work, content, origin)

    def render(done: ImportedVessels) -> dict[str, Any]:
        findings = [msgspec.to_builtins(said(finding, language_of(request))) for finding in done.findings]
        return {"digest": done.digest, "counts": done.counts, "findings": findings}

    return http.write(request, effect, body=content, status=201, render=render)


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


PARAMETERS = [
    *(
        _parameter(name, {"type": "string", "maxLength": most} | ({"pattern": f"^{form}$"} if form else {}))
        for name, (most, form, _) in TEXTS.items()
    ),
    *(_parameter(name, {"type": "string", "format": "date"}) for name in DATES),
    _parameter("limit", {"type": "integer", "minimum": 0, "default": 100}),
    _parameter("cursor", {"type": "string", "maxLength": CURSOR_MAX}),
]


@router.get(
    "/v3/service-schedules",
    summary="DCSA Operational Vessel Schedules 3.0: vessels, their voyages and calls",
    openapi_extra={"parameters": PARAMETERS},
)
def service_schedules(request: Request) -> Response:
    """Imported schedules and the node's own services, a page of whole services at a time; a cursor comes alone.

    A filter of one port gives entire voyages. A parameter that the standard does not have, or a value it does not allow, is answered
    with 400 and never ignored. Public, unless the node's setting `schedules` is `members`.
    """
    if request.app.state.settings.schedules == "members":
        with http.read(request) as view:
            return _answer(request, view)
    return public(request, lambda view: _answer(request, view))


def _answer(request: Request, view: View) -> Response:
    try:
        query = parse_query(request.query_params.multi_items(), view.now.date())
    except BadParameter as refusal:
        return _error(request, refusal, view.now)
    page = service.list_service_schedules(view, query)
    response = json_response(render_schedules(page.schedules, _statuses(request, view)))
    response.headers["API-Version"] = VERSION
    if page.next is not None:
        response.headers["Next-Page-Cursor"] = render_cursor(query, page.next)
    return response


def _statuses(request: Request, view: View) -> StatusOf:
    profile = request.app.state.settings.dcsa_profile or ("suite" if view.site.sandbox else "standard")
    return suite_statuses if profile == "suite" else standard_statuses


QUERY_ERROR = 7007
"""The standard's example for a query that cannot be answered: 7007, `invalidQuery`."""


def _error(request: Request, refusal: Refusal, now: datetime) -> Response:
    """The standard's ErrorResponse; it spells `erorCodeMessage` so."""
    status, facts = HTTPStatus(refusal.status), refusal.facts
    found: dict[str, Any] = {"errorCodeText": refusal.code[:100]}
    if isinstance(refusal, BadParameter):
        named = {"property": str(facts["name"])[:100], "value": str(facts["value"])[:500]}
        found = {"errorCode": QUERY_ERROR, **named, "errorCodeText": "invalidQuery"}
    found["erorCodeMessage"] = explain(refusal, language_of(request))[:200]
    body = {
        "httpMethod": request.method,
        "requestUri": str(request.url),
        "statusCode": status.value,
        "statusCodeText": status.phrase,
        "errorDateTime": now,
        "errors": [found],
    }
    response = json_response(body, refusal.status)
    response.headers.update({"API-Version": VERSION} | retry_after(refusal))
    return response


ERRORS: dict[str, ErrorForm] = {"/v3/service-schedules": _error}
