"""Routes of the node itself: health, status, checkpoints, problems, and the sandbox's clock."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea import __version__, identity, journal
from landsea.app.clock import move_clock, parse_span
from landsea.journal import View, Work
from landsea.journal.http import journal_of, read, write
from landsea.kernel import NotListed, Refusal
from landsea.runtime import LANGUAGES, translate
from landsea.runtime.http import json_response

router = APIRouter(tags=["node"])


class Advance(BaseModel):
    model_config = ConfigDict(extra="forbid")
    by: str = Field(examples=["36h"], description="a whole number and m, h or d")


@router.get("/healthz")
def health(request: Request) -> Response:
    """200 when the node answers and its database can be read."""
    with journal_of(request).database.read() as connection:
        ready = journal.is_created(connection)
    return json_response({"status": "ok" if ready else "not created", "version": __version__})


@router.get("/v1/checkpoint")
def checkpoint(request: Request) -> Response:
    """The newest signed checkpoint of the journal (C2SP tlog-checkpoint), as text; public."""
    with journal_of(request).view(journal.NODE) as view:
        note = journal.newest_checkpoint(view)
    return Response(note or "", 200 if note else 404, media_type="text/plain; charset=utf-8")


@router.get("/v1/log-key")
def log_key(request: Request) -> Response:
    """The verifier key of this node's log (C2SP signed-note vkey), one line of text; public.

    What a verifier trusts (`landsea verify --trust`), once its holder has compared it with what the operator says over a second channel.
    """
    return Response(journal_of(request).signer.verifier.vkey + "\n", media_type="text/plain; charset=utf-8")


@router.get("/v1/node")
def node_status(request: Request) -> Response:
    """What this node is: origin, verifier key of its log, sandbox or not, epoch, its time, size of the journal."""
    with read(request) as view:
        return json_response(status_of(view))


@router.post("/v1/node/clock")
def advance_clock(request: Request, body: Advance) -> Response:
    """Advances the clock of a sandbox node (operators). Everything follows; it never runs back."""

    def advance(work: Work) -> dict[str, Any]:
        identity.require_node_operator(work, "set the clock")
        moved = move_clock(work.journal, work.connection, parse_span(body.by))
        return {"now": moved.isoformat()}

    return write(request, advance, body=body)


@router.get("/problems/{code}")
def problem_page(code: str) -> Response:
    """What a problem's `code` means, in both languages: where the `type` of every problem leads."""
    for refusal in _refusals(Refusal):
        if refusal.code == code:
            said = {language: translate(refusal.text, language) for language in LANGUAGES}
            return json_response({"code": code, "status": refusal.status, "text": said})
    raise NotListed(what="problem", id=code)


def _refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [found for one in kind.__subclasses__() for found in (one, *_refusals(one))]


def status_of(view: View) -> dict[str, Any]:
    epoch, confirmed = journal.current_epoch(view)
    return {
        "origin": view.site.origin,
        "base_url": view.site.base_url,
        "verifier_key": view.journal.signer.verifier.vkey,
        "sandbox": view.site.sandbox,
        "epoch": epoch,
        "title_acts_enabled": confirmed,
        "now": view.now.isoformat(),
        "entries": journal.size(view),
        "version": __version__,
    }
