"""Parties, their people, invitations and API keys."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from landsea.identity import http, service
from landsea.identity.api import bodies, render
from landsea.identity.model import Identifier, RegisterParty
from landsea.journal.http import read, write
from landsea.kernel import PartyId, Refusal, UserId
from landsea.runtime import only_id, render_cursor
from landsea.runtime.http import json_response

router = APIRouter()


@router.get("/v1/parties")
def list_parties(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """The directory of the node: every user sees every party's names, identifiers and DID."""
    with read(request) as view:
        found = service.list_parties(view, only_id(cursor), limit + 1)
        data = [render.party(view, one) for one in found[:limit]]
    more = len(found) > limit
    return json_response(
        {"data": data, "has_more": more, "next_cursor": render_cursor(data[-1]["id"]) if more else None}
    )


@router.post("/v1/parties", status_code=201)
def register_party(request: Request, body: bodies.NewParty) -> Response:
    """Registers a legal entity (operators of the node)."""
    command = RegisterParty(
        name_en=body.name_en,
        country=body.country,
        name_zh=body.name_zh,
        identifiers=tuple(_identifier(number, one) for number, one in enumerate(body.identifiers)),
        roles=tuple(dict.fromkeys(body.roles)),
    )
    return write(
        request,
        lambda work: render.party(work, service.register_party(work, command)),
        body=body,
        status=201,
    )


def _identifier(number: int, given: bodies.IdentifierBody) -> Identifier:
    try:
        return Identifier(given.scheme, given.value)
    except Refusal as refusal:
        raise refusal.at(f"/identifiers/{number}") from None


@router.get("/v1/parties/{party_id}")
def get_party(request: Request, party_id: str) -> Response:
    with read(request) as view:
        return json_response(render.party(view, service.get_party(view, party_id)))


@router.get("/v1/parties/{party_id}/users")
def list_users(request: Request, party_id: str) -> Response:
    """The people of your own party."""
    with read(request) as view:
        data = [render.user(view, one, party_id) for one in service.list_users(view, party_id)]
    return json_response({"data": data, "has_more": False, "next_cursor": None})


@router.post("/v1/parties/{party_id}/users/{user_id}/end")
def end_membership(request: Request, party_id: str, user_id: str, body: bodies.EndMembership) -> Response:
    """Takes a role in your party from a user; with the last one goes the title key."""

    def answer(_: None) -> dict[str, Any]:
        return {"status": "ended"}

    return write(
        request,
        lambda work: service.end_membership(service.of_own_party(work, party_id), UserId(user_id), body.role),
        body=body,
        render=answer,
    )


@router.get("/v1/parties/{party_id}/invitations")
def list_invitations(request: Request, party_id: str) -> Response:
    with read(request) as view:
        data = [render.plain(one) for one in service.list_invitations(view, party_id)]
    return json_response({"data": data, "has_more": False, "next_cursor": None})


@router.post("/v1/parties/{party_id}/invitations", status_code=201)
def invite_user(request: Request, party_id: str, body: bodies.Invite) -> Response:
    """Makes an invitation for one person. Its `link` is in this answer and nowhere else: send it yourself."""
    passphrase = body.passphrase.get_secret_value() if body.passphrase else None
    return write(
        request,
        lambda work: (work, *service.invite_user(work, PartyId(party_id), body.role, passphrase=passphrase)),
        body=body,
        status=201,
        render=lambda made: render.plain(made[1]) | {"link": http.invitation_url(made[0], made[2])},
        secret=True,
    )


@router.post("/v1/invitations/{invitation_id}/withdraw")
def withdraw_invitation(request: Request, invitation_id: str) -> Response:
    def answer(_: None) -> dict[str, Any]:
        return {"status": "withdrawn"}

    return write(request, lambda work: service.withdraw_invitation(work, invitation_id), render=answer)


@router.post("/v1/users/find")
def find_user(request: Request, body: bodies.FindUser) -> Response:
    """The id of who has an e-mail (operators of the node), to reset a login or erase a user when asked to."""
    with read(request) as view:
        found = service.find_user(view, body.email)
        return json_response({"id": found.id, "parties": sorted({held.party for held in found.memberships})})


@router.post("/v1/users/{user_id}/password-reset", status_code=201)
def create_reset_link(request: Request, user_id: str) -> Response:
    """A link that sets a new login password, once (operators of the node; recorded). It opens no title key."""
    return write(
        request,
        lambda work: {"link": http.reset_url(work, service.create_reset_link(work, UserId(user_id)))},
        status=201,
        secret=True,
    )


@router.post("/v1/users/{user_id}/erase")
def erase_user(request: Request, user_id: str, body: bodies.Erase) -> Response:
    """Closes a user and erases name and e-mail (the user, or an operator of the node). What the user did stays."""

    def answer(_: None) -> dict[str, Any]:
        return {"status": "erased"}

    return write(request, lambda work: service.erase_user(work, UserId(user_id), body.reason), body=body, render=answer)


@router.get("/v1/api-keys")
def list_api_keys(request: Request) -> Response:
    """The API keys of your party, without the keys themselves."""
    with read(request) as view:
        data = [render.plain(one) for one in service.list_api_keys(view)]
    return json_response({"data": data, "has_more": False, "next_cursor": None})


@router.post("/v1/api-keys", status_code=201)
def make_api_key(request: Request, body: bodies.NewApiKey) -> Response:
    """Makes an API key that acts as you do, or as a viewer. `key` is in this answer and nowhere else."""
    return write(
        request,
        lambda work: service.make_api_key(work, body.label, role=body.role),
        body=body,
        status=201,
        render=lambda made: render.plain(made[0]) | {"key": made[1]},
        secret=True,
    )


@router.delete("/v1/api-keys/{key_id}")
def revoke_api_key(request: Request, key_id: str) -> Response:
    return write(request, lambda work: service.revoke_api_key(work, key_id), render=render.plain)
