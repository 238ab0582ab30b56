"""Logging in and out, and who one is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from landsea.identity import http, service
from landsea.identity.api import bodies, render
from landsea.identity.model import Membership, NotLoggedIn
from landsea.journal.http import actor_of, journal_of, read, write
from landsea.kernel import PartyId
from landsea.runtime.http import json_response

router = APIRouter()


@router.post("/v1/login")
def log_in(request: Request, body: bodies.LogIn) -> Response:
    """Starts a session: sets its cookie and answers what GET /v1/me does. Failed attempts are limited by account and address."""
    http.refuse_other_sites(request)
    password = body.password.get_secret_value()
    return _opened(request, http.log_in(journal_of(request), body.email, password, http.address_of(request)))


@router.post("/v1/login-link")
def log_in_by_link(request: Request, body: bodies.WithToken) -> Response:
    """Uses up the token of a one-time login link."""
    http.refuse_other_sites(request)
    return _opened(request, http.log_in_by_link(journal_of(request), body.token.get_secret_value()))


@router.post("/v1/invitations/accept")
def accept_invitation(request: Request, body: bodies.Accept) -> Response:
    """Joins a party by the token of an invitation, and logs in. Who has an account gives its e-mail and password."""
    http.refuse_other_sites(request)
    passphrase = body.passphrase.get_secret_value() if body.passphrase else None
    session = http.accept_invitation(
        journal_of(request),
        body.token.get_secret_value(),
        http.address_of(request),
        name=body.name,
        email=body.email,
        password=body.password.get_secret_value(),
        passphrase=passphrase,
    )
    return _opened(request, session)


@router.post("/v1/password-reset")
def reset_password(request: Request, body: bodies.ResetPassword) -> Response:
    """Sets a new login password by the token of a reset link. Title keys stay sealed."""
    http.refuse_other_sites(request)
    http.reset_password(journal_of(request), body.token.get_secret_value(), body.password.get_secret_value())
    return json_response({"status": "set"})


@router.post("/v1/logout")
def log_out(request: Request) -> Response:
    """Ends the session on the server and removes the cookie."""
    actor_of(request)
    http.log_out(request)
    return http.clear_session_cookie(request, json_response({"status": "logged out"}))


@router.get("/v1/me")
def me(request: Request) -> Response:
    """Who asks: user, party, role, all memberships; and, for a session, its end and its CSRF token."""
    session = http.session_of(request) if "authorization" not in request.headers else None
    with read(request) as view:
        answer = render.me(view, session)
    response = json_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/v1/me/membership")
def switch_membership(request: Request, body: bodies.Switch) -> Response:
    """The session acts from now on for another of its user's parties or roles."""
    actor_of(request)
    session = http.session_of(request)
    if session is None:
        raise NotLoggedIn
    wanted = Membership(PartyId(body.party), body.role)
    return _opened(request, http.switch_membership(journal_of(request), session, wanted))


@router.post("/v1/me/password")
def change_password(request: Request, body: bodies.ChangePassword) -> Response:
    """Changes the login password and ends all sessions of the user. Title keys keep their passphrase."""

    def answer(_: None) -> dict[str, Any]:
        return {"status": "set"}

    old, new = body.old.get_secret_value(), body.new.get_secret_value()
    return write(request, lambda work: service.change_password(work, old, new), body=body, render=answer)


def _opened(request: Request, session: service.Session) -> Response:
    with journal_of(request).view(http.actor_in(session)) as view:
        answer = render.me(view, session)
    return http.set_session_cookie(request, json_response(answer), session)
