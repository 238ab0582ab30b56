"""HTTP routes of documents and of verification."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, model_validator

from landsea.journal import http
from landsea.kernel import PartyId, utc
from landsea.lading import service
from landsea.lading.model import (
    ActKind,
    DocumentId,
    IssueDocument,
    MadeElsewhere,
    NotYetProven,
    Signing,
    Terms,
    WithPassphrase,
    plain,
)
from landsea.lading.service import Prepared, RecordedAct, StoredDocument
from landsea.lading.wire.dcsa import STATUS, render_transport_document
from landsea.runtime import moment_and_id, render_cursor
from landsea.runtime.http import json_response, language_of

router = APIRouter(tags=["documents"])


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignatureBody(Body):
    """A signature made outside the node over a prepared act; `document` only for an issue."""

    at: AwareDatetime
    key_id: str = Field(max_length=40)
    signature: str = Field(max_length=128, description="base64 of the Ed25519 signature over the prepared message")
    document: str | None = Field(default=None, max_length=40)


class SignedBody(Body):
    """Either the passphrase of the title key on the node, or a signature made elsewhere."""

    passphrase: SecretStr | None = None
    signature: SignatureBody | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> SignedBody:
        if (self.passphrase is None) == (self.signature is None):
            raise ValueError("give either passphrase or signature")
        return self

    def signing(self) -> Signing:
        if self.passphrase is not None:
            return WithPassphrase(self.passphrase.get_secret_value())
        made = self.signature
        assert made is not None  # noqa: S101 - the validator above
        document = DocumentId(made.document) if made.document else None
        return MadeElsewhere(utc(made.at), made.key_id, made.signature, document)


class TermsBody(Body):
    text_en: str = Field(min_length=1, max_length=6000)
    text_zh: str = Field(min_length=1, max_length=6000)
    freight: str = Field(default="PRE", pattern="^(PRE|COL)$")
    receipt_type: str = Field(default="CY", pattern="^(CY|SD|CFS)$")
    delivery_type: str = Field(default="CY", pattern="^(CY|SD|CFS)$")
    movement_type: str = Field(default="FCL", pattern="^(FCL|LCL)$")


class IssueFields(Body):
    consignment: str = Field(max_length=40)
    negotiable: bool
    order_of: str | None = Field(default=None, max_length=40)
    terms: TermsBody | None = None
    override_reason: str | None = Field(default=None, max_length=400)

    def command(self) -> IssueDocument:
        terms = Terms(**self.terms.model_dump()) if self.terms else None
        order_of = PartyId(self.order_of) if self.order_of else None
        return IssueDocument(self.consignment, self.negotiable, order_of, terms, self.override_reason)


class IssueBody(IssueFields, SignedBody):
    pass


class TransferBody(SignedBody):
    to: str = Field(max_length=40)


class RejectBody(SignedBody):
    reason: str = Field(min_length=1, max_length=200)


class PrepareBody(Body):
    act: ActKind
    to: str | None = Field(default=None, max_length=40)
    reason: str = Field(default="", max_length=200)


@router.post("/v1/documents", status_code=201)
def issue(request: Request, body: IssueBody) -> Response:
    """Issue the transport document of a consignment."""

    def effect(work: Any) -> StoredDocument:
        document = service.issue(work, body.command(), body.signing())
        return service.get_document(work, document)

    return http.write(request, effect, body=body, status=201, render=document_body)


@router.post("/v1/documents/prepare")
def prepare_issue(request: Request, body: IssueFields) -> Response:
    """The statement of an issue to sign elsewhere; send the signature with `POST /v1/documents`."""
    with http.read(request) as view:
        return json_response(_prepared_body(service.prepare_issue(view, body.command())))


@router.get("/v1/documents")
def list_documents(
    request: Request,
    consignment: str | None = None,
    held: Annotated[str | None, Query(pattern="^me$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> Response:
    """Documents your party may see, newest first; `held=me`: those it holds."""
    with http.read(request) as view:
        found = service.list_documents(
            view,
            consignment=consignment,
            held_by_me=held == "me",
            after=moment_and_id(cursor),
            limit=limit + 1,
        )
        page = found[:limit]
        more = len(found) > limit
        rows = [document_body(one) for one in page]
    return json_response({"data": rows, "has_more": more, "next_cursor": _behind(page[-1]) if more else None})


@router.get("/v1/documents/{document}")
def get_document(request: Request, document: str) -> Response:
    """The document, its act chain, and what your party may do with it now."""
    with http.read(request) as view:
        found = service.get_document(view, document)
        acts = service.acts_of(view, document)
        possible = [act.value for act in service.possible_acts(view, found)]
    chain = [_act_body(one) for one in acts]
    return json_response(document_body(found) | {"content": plain(found.content), "acts": chain, "possible": possible})


@router.post("/v1/documents/{document}/acts/prepare")
def prepare_act(request: Request, document: str, body: PrepareBody) -> Response:
    """The statement of an act to sign elsewhere; send the signature to the act's own route."""
    to = PartyId(body.to) if body.to else None
    with http.read(request) as view:
        prepared = service.prepare_act(view, DocumentId(document), body.act, to=to, reason=body.reason)
    return json_response(_prepared_body(prepared))


@router.post("/v1/documents/{document}/transfer")
def transfer(request: Request, document: str, body: TransferBody) -> Response:
    """Pass control of a negotiable document to another party."""
    to, signing = PartyId(body.to), body.signing()
    return _act(request, body, lambda work: service.transfer(work, DocumentId(document), to, signing))


@router.post("/v1/documents/{document}/surrender")
def surrender(request: Request, document: str, body: SignedBody) -> Response:
    """Present the document to its issuer, for delivery."""
    signing = body.signing()
    return _act(request, body, lambda work: service.surrender(work, DocumentId(document), signing))


@router.post("/v1/documents/{document}/accept")
def accept(request: Request, document: str, body: SignedBody) -> Response:
    """As its issuer, accept the surrender."""
    signing = body.signing()
    return _act(request, body, lambda work: service.accept_surrender(work, DocumentId(document), signing))


@router.post("/v1/documents/{document}/reject")
def reject(request: Request, document: str, body: RejectBody) -> Response:
    """As its issuer, reject the surrender with a reason; the holder holds the document as before."""
    signing = body.signing()
    return _act(request, body, lambda work: service.reject_surrender(work, DocumentId(document), body.reason, signing))


@router.post("/v1/documents/{document}/accomplish")
def accomplish(request: Request, document: str, body: SignedBody) -> Response:
    """As its issuer, record that the goods were delivered."""
    signing = body.signing()
    return _act(request, body, lambda work: service.accomplish(work, DocumentId(document), signing))


@router.get("/v1/documents/{document}/proof")
def proof(request: Request, document: str) -> Response:
    """Where the newest act stands in the log; `proof` is null until a signed checkpoint covers it (about a second)."""
    with http.read(request) as view:
        newest, found = service.proof_of_newest_act(view, document)
    return json_response({"act": _act_body(newest), "proof": None if found is None else plain(found)})


@router.get("/v1/documents/{document}/evidence.json")
def evidence(request: Request, document: str) -> Response:
    """Everything needed to verify the document offline (`landsea verify FILE`)."""
    content = _provable(request, lambda view: service.evidence_bytes(view, document))
    return _file(content, "application/json", f"{document}.evidence.json")


@router.get("/v1/documents/{document}/dcsa.json")
def dcsa(request: Request, document: str) -> Response:
    """The document as a DCSA TransportDocument (eBL 3.0.0); refused when no leg is by sea."""
    with http.read(request) as view:
        found = service.get_document(view, document)
    return json_response(render_transport_document(found.content, STATUS[found.title.state]))


@router.get("/v1/documents/{document}/pdf")
def pdf(request: Request, document: str) -> Response:
    """The printed copy, PDF/A-3b with the evidence inside."""
    content = _provable(request, lambda view: service.render_pdf(view, document))
    return _file(content, "application/pdf", f"{document}.pdf")


@router.post("/v1/verify")
def verify(
    request: Request,
    file: Annotated[UploadFile, File()],
    trust: Annotated[str, Query(pattern="^(node|none)$")] = "node",
) -> Response:
    """Verify a PDF or evidence file. Nobody needs to be logged in.

    This node trusts its own log key; with `trust=none` the file is checked by itself, so that whose key signed it is not proven.
    """
    trusted = [http.journal_of(request).signer.verifier] if trust == "node" else []
    report = service.verify_file(file.file.read(), trusted)
    return json_response(service.describe(report, language_of(request)))


def _act(request: Request, body: SignedBody, effect: Callable[[Any], StoredDocument]) -> Response:
    return http.write(request, effect, body=body, render=document_body)


def _provable(request: Request, make: Callable[[Any], bytes]) -> bytes:
    """What `make` gives, after signing a checkpoint when the newest act had none."""
    try:
        with http.read(request) as view:
            return make(view)
    except NotYetProven:
        service.make_provable(http.journal_of(request))
    with http.read(request) as view:
        return make(view)


def document_body(found: StoredDocument) -> dict[str, Any]:
    title, content = found.title, found.content
    return {
        "id": title.document,
        "number": title.number,
        "consignment": content.consignment,
        "negotiable": title.negotiable,
        "state": title.state.value,
        "operative": title.is_operative,
        "issuer": title.issuer,
        "holder": title.holder,
        "version": found.version,
        "content_sha256": title.content,
        "issued_at": found.issued_at,
        "acted_at": title.acted_at,
        "sandbox": content.sandbox,
    }


def _act_body(one: RecordedAct) -> dict[str, Any]:
    body: dict[str, Any] = plain(one.act)
    return body | {"position": one.position}


def _prepared_body(prepared: Prepared) -> dict[str, Any]:
    return {
        "statement": plain(prepared.statement),
        "message": base64.b64encode(prepared.message).decode(),
        "algorithm": "Ed25519",
    }


def _file(content: bytes, media_type: str, name: str) -> Response:
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'inline; filename="{safe}"'})


def _behind(last: StoredDocument) -> str:
    return render_cursor(last.issued_at, last.title.document)
