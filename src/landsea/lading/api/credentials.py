"""HTTP routes of credentials: a document as one, a waybill's and how they stand, and the status lists that anybody reads."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from landsea.journal import NODE, Work
from landsea.journal.http import journal_of, read, write
from landsea.lading.api.bodies import Body, Reason
from landsea.lading.api.platforms import Named
from landsea.lading.model import DocumentId
from landsea.lading.model.credential import WaybillCredential
from landsea.lading.service import credential as service
from landsea.lading.service.credential import LIST_FRESH, ListPurpose, StatusAct
from landsea.runtime.http import json_response

router = APIRouter(tags=["credentials"], prefix="/v1")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class StatusBody(Body):
    reason: Reason


@router.get("/documents/{document}/credential.json")
def credential(
    request: Request,
    document: Named,
    reveal: Annotated[list[Annotated[str, Query(max_length=200)]] | None, Query(max_length=50)] = None,
) -> Response:
    """The document as a W3C credential. `reveal`: JSON pointers of what to show of its subject; all of it where none is given.

    Issuer, type, validity, status and the content's hash are always shown. On a chain its status is the token (TradeTrust), in the node's
    own log the record there, which only its evidence proves operative; a waybill's is two bits in public status lists.
    """
    with read(request) as view:
        return json_response(service.document_credential(view, DocumentId(document), reveal))


@router.get("/documents/{document}/credentials")
def list_credentials(request: Request, document: Named) -> Response:
    """The credentials that a waybill's issuer has issued of it, oldest first, and how they stand."""
    with read(request) as view:
        found = [body_of(one) for one in service.list_waybill_credentials(view, DocumentId(document))]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/documents/{document}/credentials", status_code=201)
def issue(request: Request, document: Named) -> Response:
    """As the issuer of a waybill, issue a credential of what it says now."""

    def effect(work: Work) -> WaybillCredential:
        return service.issue_waybill_credential(work, DocumentId(document))

    return write(request, effect, status=201, render=body_of)


@router.post("/documents/{document}/credentials/{number}/{act}")
def change(request: Request, document: Named, number: Number, act: StatusAct, body: StatusBody) -> Response:
    """As its issuer, revoke a waybill's credential for ever, suspend it, or resume it."""

    def effect(work: Work) -> WaybillCredential:
        return service.change_waybill_credential(work, DocumentId(document), number, act, body.reason)

    return write(request, effect, body=body, render=body_of)


@router.get("/status-lists/{series}/{purpose}")
def status_list(request: Request, series: Number, purpose: ListPurpose) -> Response:
    """A Bitstring Status List, signed now and stale after a day. Nobody needs to be logged in."""
    with journal_of(request).view(NODE) as view:
        made = service.status_list(view, series, purpose)
    answer = json_response(made, media_type="application/vc")
    answer.headers["Cache-Control"] = f"public, max-age={int(LIST_FRESH.total_seconds())}"
    return answer


def body_of(one: WaybillCredential) -> dict[str, Any]:
    """`status` is what the lists say; `reason` the issuer's last word, empty where the title register alone says so."""
    status = "revoked" if one.is_revoked else "suspended" if one.is_suspended else "valid"
    return {
        "number": one.number,
        "status": status,
        "by_issuer": one.revoked or one.suspended,
        "reason": one.reason,
        "content_sha256": one.digest,
        "list": one.series,
        "index": one.place,
        "issued_at": one.issued_at,
    }
