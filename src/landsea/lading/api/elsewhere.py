"""HTTP routes of documents whose title lives elsewhere: a credential put on record for a consignment."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from landsea.journal.http import actor_of, journal_of, read, write
from landsea.lading.api.files import read_named
from landsea.lading.api.platforms import Named
from landsea.lading.model.elsewhere import TitleElsewhere
from landsea.lading.service import elsewhere as service
from landsea.runtime.http import json_response

Did = Annotated[str, Form(pattern="^did:[a-z0-9]+:.{1,200}$")]
router = APIRouter(tags=["credentials"], prefix="/v1")


@router.get("/consignments/{consignment}/credentials")
def list_elsewhere(request: Request, consignment: Named) -> Response:
    """Documents of a consignment whose title lives elsewhere, as they stood when they were last verified."""
    with read(request) as view:
        found = [body_of(one) for one in service.list_elsewhere(view, consignment)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/consignments/{consignment}/credentials", status_code=201)
def import_credential(
    request: Request,
    consignment: Named,
    file: Annotated[UploadFile, File()],
    beside: Annotated[list[UploadFile] | None, File(max_length=20)] = None,
    issuer: Annotated[list[Did] | None, Form(max_length=20)] = None,
) -> Response:
    """Put a credential of a title elsewhere on record: its digest, its report, and where the operative record is. None is made here.

    `beside`: DID documents and status lists that it needs. `issuer`: DIDs whose word you trust. Again: how it stands now.
    """
    content, (files, names), journal = file.file.read(), read_named(beside), journal_of(request)
    said = service.verify_elsewhere(journal, actor_of(request), consignment, content, files, issuer or (), names)
    digests = [hashlib.sha256(one).hexdigest() for one in (content, *files)]
    body = "\n".join([*digests, *(issuer or ())]).encode()
    return write(request, lambda work: service.import_credential(work, said), body=body, status=201, render=body_of)


def body_of(one: TitleElsewhere) -> dict[str, Any]:
    """`operative` is what its registry told then; `record` where it is kept: chain id/registry/token."""
    said: dict[str, Any] = msgspec.to_builtins(one.said)
    return said | {"operative": one.is_operative, "by": one.by, "verified_at": one.verified_at}
