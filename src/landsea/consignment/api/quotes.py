"""HTTP: quotes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from landsea.consignment import service
from landsea.consignment.api.bodies import AcceptBody, Printable, QuoteBody, ReasonBody
from landsea.consignment.api.render import consignment_body, page, quote_body
from landsea.consignment.model import QuoteState
from landsea.journal import http

router = APIRouter(tags=["quotes"], prefix="/v1/quotes")


@router.post("", status_code=201)
def give_quote(request: Request, body: QuoteBody) -> Response:
    """Offer an itinerary at a price. The caller's party is the forwarder."""
    return http.write(
        request, lambda work: service.quote(work, body.command()), body=body, status=201, render=quote_body
    )


@router.get("")
def list_quotes(
    request: Request,
    state: QuoteState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=40, pattern=Printable)] = None,
) -> dict[str, Any]:
    """Quotes that the caller's party gave or got, newest first."""
    with http.read(request) as view:
        found = service.list_quotes(view, state=state, after=cursor, limit=limit + 1)
    more = len(found) > limit
    return page([quote_body(one) for one in found[:limit]], more, found[limit - 1].id if more else None)


@router.get("/{id}")
def get_quote(request: Request, id: str) -> dict[str, Any]:
    with http.read(request) as view:
        return quote_body(service.get_quote(view, id))


@router.post("/{id}/accept", status_code=201)
def accept_quote(request: Request, id: str, body: AcceptBody) -> Response:
    """Book it: the answer is the consignment. Refused when a cut-off has passed meanwhile."""

    def effect(work: service.Work) -> dict[str, Any]:
        record = service.accept_quote(work, body.command(id))
        return consignment_body(record, work.actor, work.now, service.contacts_of(work, record.id))

    return http.write(request, effect, body=body, status=201)


@router.post("/{id}/withdraw")
def withdraw_quote(request: Request, id: str, body: ReasonBody) -> Response:
    """Take the offer back."""
    return http.write(request, lambda work: service.withdraw_quote(work, id, body.reason), body=body, render=quote_body)
