"""HTTP routes of documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response

from landsea.journal import View, Work, http, is_confirmed, require_title_acts
from landsea.lading import service
from landsea.lading.api.acts import answer
from landsea.lading.api.bodies import ControlBody, IssueBody
from landsea.lading.api.render import act_body, asked_body, document_body
from landsea.lading.model import DocumentId, NotYetProven, State, canonical, plain
from landsea.lading.service import Desk, StoredDocument
from landsea.lading.wire.dcsa import render_transport_document, status_of
from landsea.lading.wire.mmt import render_mmt
from landsea.runtime import moment_and_id, render_cursor
from landsea.runtime.http import json_response

router = APIRouter(tags=["documents"])
T = TypeVar("T")


@router.post("/v1/documents", status_code=201)
def issue(request: Request, body: IssueBody) -> Response:
    """Issue the transport document of a consignment."""
    return _birth(request, body, service.issue)


@router.post("/v1/documents/captures", status_code=201)
def capture(request: Request, body: IssueBody) -> Response:
    """Make the record of a paper document (`annotates`), which stays operative until the record is activated."""
    return _birth(request, body, service.capture)


def _birth(request: Request, body: IssueBody, make: Callable[..., DocumentId]) -> Response:
    def effect(work: Work) -> StoredDocument:
        return service.get_document(work, make(work, body.command(), body.signing()))

    return answer(request, body, effect, status=201)


@router.get("/v1/documents")
def list_documents(
    request: Request,
    consignment: str | None = None,
    held: Annotated[str | None, Query(pattern="^me$")] = None,
    desk: Desk | None = None,
    state: State | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> Response:
    """Documents your party may see, newest first. `desk`: those it holds (as `held=me`), pledged, has in pledge, or is asked about."""
    with http.read(request) as view:
        found = service.list_documents(
            view,
            consignment=consignment,
            desk=Desk.HELD if held else desk,
            state=state,
            after=moment_and_id(cursor),
            limit=limit + 1,
        )
        page = found[:limit]
        more = len(found) > limit
        rows = [document_body(one, view.now, known=is_confirmed(view)) for one in page]
    return json_response({"data": rows, "has_more": more, "next_cursor": _behind(page[-1]) if more else None})


@router.get("/v1/documents/{document}")
def get_document(request: Request, document: str) -> Response:
    """The document, its act chain, and what your party may do with it now."""
    with http.read(request) as view:
        found = service.get_document(view, document)
        acts = service.acts_of(view, document)
        possible = [act.value for act in service.possible_acts(view, found)]
        shown = document_body(found, view.now, known=is_confirmed(view))
    chain = [act_body(one) for one in acts]
    more = {"content": plain(found.content), "acts": chain, "possible": possible}
    if found.proposed is not None:
        more["proposed"] = plain(found.proposed)
    return json_response(shown | more)


@router.get("/v1/documents/{document}/proof")
def proof(request: Request, document: str) -> Response:
    """Where the newest act stands in the log; `proof` is null until a signed checkpoint covers it (about a second)."""
    with http.read(request) as view:
        newest, found = service.proof_of_newest_act(view, document)
    return json_response({"act": act_body(newest), "proof": None if found is None else plain(found)})


@router.get("/v1/documents/{document}/evidence.json")
def evidence(request: Request, document: str) -> Response:
    """Everything needed to verify the document offline (`landsea verify FILE`)."""
    content = _provable(request, lambda view: service.evidence_bytes(view, document))
    return _file(content, "application/json", f"{document}.evidence.json")


@router.post("/v1/documents/{document}/control")
def prove_control(request: Request, document: str, body: ControlBody) -> Response:
    """As the holder, answer a third party's challenge; it verifies the file with that challenge. Nothing is recorded."""
    signing = body.signing()
    about = (DocumentId(document), body.challenge, signing)
    made = _provable(request, lambda view: service.prove_control(view, *about))
    if isinstance(made, service.Asked):
        return json_response(asked_body(made))
    return _file(canonical(made), "application/json", f"{document}.control.json")


@router.get("/v1/documents/{document}/dcsa.json")
def dcsa(request: Request, document: str) -> Response:
    """The document as a DCSA TransportDocument (eBL 3.0.0); refused when no leg is by sea."""
    with http.read(request) as view:
        found = service.get_document(view, document)
        require_title_acts(view)  # it states the status
    return json_response(render_transport_document(found.content, status_of(found.title)))


@router.get("/v1/documents/{document}/mmt.json")
def mmt(request: Request, document: str) -> Response:
    """The document as UN/CEFACT's Multi-Modal Transport model has it (D.23B); what that has no word for is under `x-landsea`."""
    with http.read(request) as view:
        found = service.get_document(view, document)
    return json_response(render_mmt(found.content))


@router.get("/v1/documents/{document}/pdf")
def pdf(request: Request, document: str) -> Response:
    """The printed copy, PDF/A-3b with the evidence inside."""
    content = _provable(request, lambda view: service.render_pdf(view, document))
    return _file(content, "application/pdf", f"{document}.pdf")


def _provable(request: Request, make: Callable[[View], T]) -> T:
    """What `make` gives, after signing a checkpoint when the newest act had none."""
    try:
        with http.read(request) as view:
            return make(view)
    except NotYetProven:
        service.make_provable(http.journal_of(request))
    with http.read(request) as view:
        return make(view)


def _file(content: bytes, media_type: str, name: str) -> Response:
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'inline; filename="{safe}"'})


def _behind(last: StoredDocument) -> str:
    return render_cursor(last.issued_at, last.title.document)
