"""HTTP route of verification, open to everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, Response, UploadFile

from landsea.journal import BadNote, Verifier, http
from landsea.kernel import BadValue, Phrase
from landsea.lading import service
from landsea.lading.api.files import read_named
from landsea.runtime.http import json_response, language_of

router = APIRouter(tags=["documents"])
FRESH_FOR = timedelta(hours=24)
"""How old a standing may be before the node says that it is not proven."""
LogKey = Annotated[str, Query(max_length=400)]
Did = Annotated[str, Query(pattern="^did:[a-z0-9]+:.{1,200}$")]


@router.post("/v1/verify")
def verify(
    request: Request,
    file: Annotated[UploadFile, File()],
    beside: Annotated[list[UploadFile] | None, File(max_length=20)] = None,
    trust: Annotated[str, Query(pattern="^(node|none)$")] = "node",
    issuer: Annotated[list[Did] | None, Query(max_length=20)] = None,
    challenge: Annotated[str | None, Query(max_length=200)] = None,
    log_key: Annotated[list[LogKey] | None, Query(max_length=20)] = None,
) -> Response:
    """Verify a PDF, an evidence file or a W3C credential. Nobody needs to be logged in, and nothing is kept.

    `beside`: DID documents, status lists, evidence and PDFs of documents that a credential needs; the node fetches none. `issuer`: DIDs
    whose word you trust. `log_key`: log keys (C2SP vkeys, `GET /v1/log-key`) of other nodes that you trust; a file of a node that nobody
    named is UNPROVEN.

    This node trusts its own log key and its own word, asks the chains that it is configured for, and knows what happened to its own
    records since the file was made; with `trust=none` the file is checked
    by itself, so that whose key signed it is not proven.
    """
    of = http.journal_of(request)
    (files, names), issuers = read_named(beside), issuer or []
    at_node = trust == "node"
    with of.database.read() as connection:
        now = of.clock.now(connection)
    report = service.verify_file(
        file.file.read(),
        [_verifier(key) for key in log_key or ()],
        here=service.here_at_node(of) if at_node else None,
        asked_at=now,
        fresh_for=FRESH_FOR,
        challenge=challenge,
        beside=service.beside_at_node(of, files, issuers, names)
        if at_node
        else service.read_beside(files, issuers, names=names),
    )
    return json_response(service.describe(report, language_of(request)))


def _verifier(key: str) -> Verifier:
    try:
        return Verifier.parse(key)
    except BadNote:
        raise BadValue(
            value=key,
            what=Phrase("log key"),
            why=Phrase("it is no verifier key name+id+base64"),
            mend=Phrase("Copy it as the node tells it at /v1/log-key."),
            pointer="/log_key",
        ) from None
