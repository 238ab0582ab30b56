"""HTTP: files that go in and come out. Attachments, import and its template, CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote as percent

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from landsea.consignment import service
from landsea.consignment.api.render import attachment_body, row_body
from landsea.consignment.model import AddAttachment, AttachmentType
from landsea.consignment.wire.export import export_csv
from landsea.consignment.wire.template import template_csv, template_xlsx
from landsea.journal import http
from landsea.kernel import Refusal
from landsea.runtime import explain
from landsea.runtime.http import language_of

router = APIRouter(tags=["consignments"], prefix="/v1")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/consignments.csv", response_class=StreamingResponse)
def export(request: Request) -> Response:
    """Every consignment that the caller's party is on, as CSV for Excel."""
    http.actor_of(request)  # refused before the answer begins
    language = language_of(request)

    def lines() -> Iterator[bytes]:
        with http.read(request) as view:
            yield from export_csv(service.all_consignments(view), language)

    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=_download("consignments.csv"))


@router.get("/consignments/import/template.{kind}", response_class=Response)
def get_template(request: Request, kind: Literal["xlsx", "csv"]) -> Response:
    """The booking sheet to fill in, in the caller's language."""
    language = language_of(request)
    headers = _download(f"booking.{kind}")
    if kind == "csv":
        return Response(template_csv(language), media_type="text/csv; charset=utf-8", headers=headers)
    return Response(template_xlsx(language), media_type=XLSX, headers=headers)


@router.post("/consignments/import", status_code=201)
def import_bookings(
    request: Request,
    file: Annotated[UploadFile, File(description="xlsx, or csv in UTF-8 or GB18030")],
    quote: Annotated[str | None, Form(max_length=40)] = None,
) -> Response:
    """Book every consignment of a sheet, or none: then the answer lists what is wrong at which sheet, row and column."""
    content, name = file.file.read(), file.filename or "file"

    def say(refusal: Refusal) -> str:
        return explain(refusal, language_of(request))

    def effect(work: service.Work) -> dict[str, Any]:
        booked = service.import_bookings(work, name, content, quote=quote, say=say)
        return {"data": [row_body(record, work.now) for record in booked]}

    return http.write(request, effect, body=_digested(content, name, quote), status=201)


@router.get("/consignments/{id}/attachments")
def list_attachments(request: Request, id: str) -> dict[str, Any]:
    """The files of a consignment, for the parties on it."""
    with http.read(request) as view:
        record = service.get_consignment(view, id)
        return {"data": [attachment_body(record, one) for one in record.attachments]}


@router.post("/consignments/{id}/attachments", status_code=201)
def attach(
    request: Request,
    id: str,
    type: Annotated[AttachmentType, Form()],
    file: Annotated[UploadFile, File()],
) -> Response:
    """Attach a file; it closes the open tasks that its type answers."""
    content, name = file.file.read(), file.filename or "file"
    media_type = (file.content_type or "").split(";")[0].strip().lower()
    command = AddAttachment(type, name, media_type, content)

    def effect(work: service.Work) -> dict[str, Any]:
        record, attachment = service.attach(work, id, command)
        return attachment_body(record, attachment)

    return http.write(request, effect, body=_digested(content, name, type, media_type), status=201)


@router.get("/consignments/{id}/attachments/{attachment}", response_class=Response)
def get_attachment(request: Request, id: str, attachment: str) -> Response:
    """The bytes, always as a download: nothing that was uploaded is shown as a page of this node."""
    with http.read(request) as view:
        found, content = service.get_attachment(view, id, attachment)
    return Response(content, media_type=found.media_type, headers=_download(found.filename))


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{percent(name)}"}


def _digested(content: bytes, *said: str | None) -> bytes:
    """What an idempotency key stands for: the file and what was said with it."""
    return json.dumps(said).encode() + b"\n" + content
