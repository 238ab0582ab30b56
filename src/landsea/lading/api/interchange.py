"""DCSA PINT 3.0, eBL Issuance 3.0 and eBL Surrender 3.0 as other platforms and carriers call them, under this node's base URL.

Signed answers are one JSON string with a compact JWS. Everything else that is not success is the standard's `ErrorResponse`, unsigned.
PINT and issuance are authenticated by what is signed in them; the unsigned messages by an API key of the platform's party on this node.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from landsea.journal import NODE, StaleVersion, Work, require_title_acts
from landsea.journal.http import actor_of, journal_of
from landsea.kernel import PartyId, Refusal
from landsea.lading.platforms.refusals import TransferUnderWay
from landsea.lading.service.platforms import (
    Reply,
    finish_transfer,
    receive_document,
    receive_envelope,
    require_trial,
    validate_receiver,
)
from landsea.lading.service.platforms.issuance import receive_request as receive_issuance
from landsea.lading.service.platforms.issuance import receive_response as receive_issuance_response
from landsea.lading.service.platforms.receiving import RETRY_SECONDS
from landsea.lading.service.platforms.surrender import receive_request as receive_surrender
from landsea.lading.service.platforms.surrender import receive_response as receive_surrender_response
from landsea.lading.wire import issuance, pint, surrender
from landsea.lading.wire.pint import Misshapen
from landsea.lading.wire.shapes import Fault
from landsea.runtime import explain, new_id
from landsea.runtime.http import ErrorForm, json_response, language_of, retry_after

router = APIRouter(tags=["DCSA eBL platforms"])
"""Without the base path: `/v3`, and in a sandbox `/trial/{trial}/v3`, where nothing is known of what came under another name."""


async def _raw(request: Request) -> bytes:
    return await request.body()


Raw = Annotated[bytes, Depends(_raw)]
Reference = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
Checksum = Annotated[str, Path(pattern=r"^[0-9a-fA-F]{64}$")]


@router.post("/receiver-validation", summary="PINT: the name of a party that could receive")
def post_receiver_validation(request: Request, body: Raw) -> Response:
    return _answer(request, pint.VERSION, lambda work: Reply(200, {"partyName": validate_receiver(work, body)}))


@router.post("/envelopes", summary="PINT: start an envelope transfer, or try it again")
def post_envelopes(request: Request, body: Raw) -> Response:
    """200 RECE or DUPE, 201 documents are missing, 409 DISE, 422 BSIG or BENV (signed but for the 201); 400 for the wrong shape."""
    return _answer(request, pint.VERSION, lambda work: receive_envelope(work, body, trial_of(work, request)))


@router.put(
    "/envelopes/{envelopeReference}/additional-documents/{documentChecksum}", summary="PINT: a document of an envelope"
)
def put_additional_document(
    request: Request,
    envelopeReference: Reference,
    documentChecksum: Checksum,
    body: Raw,
) -> Response:
    """The body is a JSON string with the document in base64: 204, or 409 INCD."""
    return _answer(
        request, pint.VERSION, lambda work: receive_document(work, envelopeReference, documentChecksum, body)
    )


@router.put("/envelopes/{envelopeReference}/finish-transfer", summary="PINT: finish an envelope transfer")
def put_finish_transfer(request: Request, envelopeReference: Reference) -> Response:
    """200 RECE or DUPE, 409 MDOC."""
    return _answer(request, pint.VERSION, lambda work: finish_transfer(work, envelopeReference))


@router.put("/ebl-issuance-requests", summary="eBL Issuance: a carrier asks this platform to issue")
def put_issuance_request(request: Request, body: Raw) -> Response:
    """204; whether it was issued is told to the carrier's base URL afterwards."""
    return _answer(request, issuance.VERSION, lambda work: receive_issuance(work, body, trial_of(work, request)))


@router.post("/ebl-issuance-responses", summary="eBL Issuance: what a platform made of our request")
def post_issuance_response(request: Request, body: Raw) -> Response:
    return _answer(request, issuance.VERSION, lambda work: receive_issuance_response(work, body, _caller(request)))


@router.post("/ebl-surrender-requests", summary="eBL Surrender: a platform surrenders a document to its carrier here")
def post_surrender_request(request: Request, body: Raw) -> Response:
    """204; the carrier's answer is told to the platform's base URL when it is made."""
    return _answer(request, surrender.VERSION, lambda work: receive_surrender(work, body, _caller(request)))


@router.post("/ebl-surrender-responses", summary="eBL Surrender: the carrier's answer to a surrender of ours")
def post_surrender_response(request: Request, body: Raw) -> Response:
    return _answer(request, surrender.VERSION, lambda work: receive_surrender_response(work, body, _caller(request)))


def trial_of(work: Work, request: Request) -> str:
    """The name of the trial in the path; empty under `/v3`. Raises `NotASandbox` and `BadTrial`."""
    return require_trial(work, str(request.path_params.get("trial", "")))


def _caller(request: Request) -> PartyId | None:
    """Whose API key came with the request; nobody's when there was none."""
    return actor_of(request).party if request.headers.get("authorization") else None


def _answer(request: Request, version: str, effect: Callable[[Work], Reply]) -> Response:
    """One transaction in the name of the node; what is answered is recorded by then.

    A restored or copied node that nobody has confirmed answers nothing that binds: it may have forgotten what it answered.
    """

    def confirmed(work: Work) -> Reply:
        require_title_acts(work)
        return effect(work)

    try:
        _refuse_other_version(request, version)
        reply = journal_of(request).run(NODE, confirmed)
    except StaleVersion:
        return _error(request, version, TransferUnderWay(number="", seconds=RETRY_SECONDS))
    except Refusal as refusal:
        return _error(request, version, refusal)
    response = Response(status_code=204) if reply.body is None else json_response(reply.body, reply.status)
    response.headers["API-Version"] = version
    return response


def _refuse_other_version(request: Request, version: str) -> None:
    """A header, if there is one, holds the major version of the URI. A full version is taken for its major."""
    given = request.headers.get("api-version", version)
    if given.partition(".")[0] != version.partition(".")[0]:
        raise Misshapen("the API", [Fault("$.API-Version", given, f"this is version {version}")])


def _error(request: Request, version: str, refusal: Refusal) -> Response:
    """The standard's `ErrorResponse`."""
    with journal_of(request).view(NODE) as view:
        now = view.now
    return _error_at(request, version, refusal, now)


def _error_at(request: Request, version: str, refusal: Refusal, now: datetime) -> Response:
    body: dict[str, Any] = pint.render_error(
        method=request.method,
        uri=request.url.path,
        status=refusal.status,
        phrase=HTTPStatus(refusal.status).phrase,
        message=explain(refusal, language_of(request)),
        reference=new_id("req", now),
        at=now,
        found=refusal.faults if isinstance(refusal, Misshapen) else (),
        text=refusal.code,
    )
    response = json_response(body, refusal.status)
    response.headers.update({"API-Version": version} | retry_after(refusal))
    if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(refusal.facts.get("seconds", RETRY_SECONDS))
    return response


def _error_before(request: Request, refusal: Refusal, now: datetime) -> Response:
    """Of what was refused before a route was asked."""
    path = request.url.path
    version = (
        issuance.VERSION
        if "/ebl-issuance-" in path
        else surrender.VERSION
        if "/ebl-surrender-" in path
        else pint.VERSION
    )
    return _error_at(request, version, refusal, now)


ERRORS: dict[str, ErrorForm] = dict.fromkeys(("/v3", "/trial"), _error_before)
