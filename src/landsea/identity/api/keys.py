"""Title keys, their recovery, and DID documents."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from landsea.identity import http, service
from landsea.identity.api import bodies, render
from landsea.identity.model import TitleKey
from landsea.journal.http import Work, read, write
from landsea.runtime.http import json_response

router = APIRouter()


@router.get("/v1/parties/{party_id}/keys")
def list_keys(request: Request, party_id: str) -> Response:
    """All title keys a party has had and all recoveries, with the positions of these acts in the journal. Every user sees them."""
    with read(request) as view:
        positions = service.key_positions(view, party_id)
        keys = [render.title_key(key, positions) for key in service.title_keys_of(view, party_id)]
        own = view.actor.party == party_id
        recoveries = [
            render.recovery(one, positions, with_reason=own) for one in service.list_recoveries(view, party_id)
        ]
    return json_response({"data": keys, "recoveries": recoveries, "has_more": False, "next_cursor": None})


@router.post("/v1/parties/{party_id}/keys", status_code=201)
def create_key(request: Request, party_id: str, body: bodies.NewTitleKey) -> Response:
    """Makes your title key for your party, or registers one that you keep outside; after an approved recovery it replaces the old one."""
    passphrase = body.passphrase.get_secret_value() if body.passphrase else None
    return write(
        request,
        lambda work: _create(service.of_own_party(work, party_id), passphrase, body),
        body=body,
        status=201,
        render=lambda key: render.title_key(key, {}),
    )


def _create(work: Work, passphrase: str | None, body: bodies.NewTitleKey) -> TitleKey:
    if passphrase is not None:
        return service.create_title_key(work, passphrase)
    return service.register_public_key(work, body.public_key or "", body.proof or "")


@router.get("/v1/me/title-key-challenge")
def possession_challenge(request: Request) -> Response:
    """The text that a key kept outside signs to be registered as your title key for your party."""
    with read(request) as view:
        return json_response({"challenge": service.possession_challenge(view).decode()})


@router.post("/v1/parties/{party_id}/recoveries", status_code=201)
def request_recovery(request: Request, party_id: str, body: bodies.AskRecovery) -> Response:
    """Asks for a new title key in place of a lost one. A second person approves it."""
    return write(
        request,
        lambda work: service.request_recovery(service.of_own_party(work, party_id), body.reason),
        body=body,
        status=201,
        render=render.asked,
    )


@router.post("/v1/parties/{party_id}/recoveries/{recovery_id}/approve")
def approve_recovery(request: Request, party_id: str, recovery_id: str) -> Response:
    """Approves another user's recovery (a user of the same party, or an operator of the node)."""
    return write(request, lambda work: service.approve_recovery(work, recovery_id, party_id), render=render.asked)


@router.get("/.well-known/did.json")
def node_document(request: Request) -> Response:
    """The node's DID document (did:web); public."""
    return _document(http.public(request, service.node_document))


@router.get("/did.json", include_in_schema=False)
def node_document_below_a_path(request: Request) -> Response:
    """Where did:web looks when the node's address has a path."""
    return _document(http.public(request, service.node_document))


@router.get("/parties/{party_id}/did.json")
def party_document(request: Request, party_id: str) -> Response:
    """A party's DID document (did:web): its title keys in force; public."""
    return _document(http.public(request, lambda view: service.party_document(view, party_id)))


def _document(document: dict[str, Any]) -> Response:
    return json_response(document, media_type="application/did+json")
