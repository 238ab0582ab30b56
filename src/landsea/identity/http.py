"""How a request says who asks: API key, or session cookie with its CSRF token. Used by the composition root and the console.

The session is a random token in an HttpOnly, SameSite=Lax cookie (Secure and with the prefix `__Host-` when the node is reached by https,
RFC 6265bis section 4.1.3.2); the server keeps only its hash, so it can end it. Unsafe methods need the token bound to the session in the
header `X-CSRF-Token`, and are refused when the browser says another site started them (`Sec-Fetch-Site`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from landsea.identity import service
from landsea.identity.model import CrossSite, CsrfFailed, LoginFailed, Membership, NotLoggedIn
from landsea.identity.service import Session
from landsea.identity.service.tokens import same
from landsea.journal import NODE, Journal, View
from landsea.journal.http import journal_of
from landsea.kernel import Actor

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
T = TypeVar("T")
AnyResponse = TypeVar("AnyResponse", bound=Response)


def authenticate(request: Request) -> Actor:
    """Who asks. Raises `NotLoggedIn`, `CsrfFailed` or `CrossSite`. An API key that is given counts, also when a cookie came with it."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return _by_api_key(request, key.strip() if scheme.lower() == "bearer" else "")
    session = session_of(request)
    if session is None:
        raise NotLoggedIn
    if request.method not in SAFE_METHODS:
        refuse_other_sites(request)
        if not same(request.headers.get("x-csrf-token", ""), session.csrf_token):
            raise CsrfFailed
    return actor_in(session)


def _by_api_key(request: Request, key: str) -> Actor:
    with journal_of(request).view(NODE) as view:
        actor = service.find_actor(view, key)
    if actor is None:
        raise NotLoggedIn
    return actor


def session_of(request: Request) -> Session | None:
    """The session of the request's cookie; None when there is none, it has ended, or its user has lost the role."""
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    with journal_of(request).view(NODE) as view:
        return service.find_session(view, token)


def refuse_other_sites(request: Request) -> None:
    """Fetch Metadata: browsers say where a request began; programs say nothing."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise CrossSite


def log_in(journal: Journal, email: str, password: str, address: str) -> Session:
    """Counts, checks, opens the session: two short transactions with the slow check of the password between them."""
    candidate = journal.run(NODE, lambda work: service.begin_log_in(work, email, address))
    if not service.is_right(candidate, password):
        raise LoginFailed
    return journal.run(NODE, lambda work: service.finish_log_in(work, candidate))


def log_in_by_link(journal: Journal, token: str) -> Session:
    return journal.run(NODE, lambda work: service.log_in_by_link(work, token))


def accept_invitation(
    journal: Journal, token: str, address: str, *, name: str, email: str, password: str, passphrase: str | None
) -> Session:
    """Joins the invited party and logs in, acting for it. Counted as a login, since it takes an existing user's password."""
    with journal.view(NODE) as view:
        invitation = service.find_invitation(view, token)
    journal.run(NODE, lambda work: service.count_attempt(work, email, address))
    actor = Actor(invitation.party, invitation.role)
    return journal.run(
        actor,
        lambda work: service.join_and_log_in(
            work, token, name=name, email=email, password=password, passphrase=passphrase
        ),
    )


def reset_password(journal: Journal, token: str, password: str) -> None:
    journal.run(NODE, lambda work: service.reset_password(work, token, password))


def switch_membership(journal: Journal, session: Session, wanted: Membership) -> Session:
    return journal.run(actor_in(session), lambda work: service.switch_membership(work, session.token, wanted))


def log_out(request: Request) -> None:
    """Ends the session of the request's cookie, if there is one."""
    token = request.cookies.get(cookie_name(request), "")
    journal_of(request).run(NODE, lambda work: service.log_out(work, token))


def public(request: Request, show: Callable[[View], T]) -> T:
    """What is for everybody, read in the name of the node."""
    with journal_of(request).view(NODE) as view:
        return show(view)


def actor_in(session: Session) -> Actor:
    return Actor(session.active.party, session.active.role, session.user)


def is_https(request: Request) -> bool:
    return journal_of(request).site.base_url.startswith("https://")


def cookie_name(request: Request) -> str:
    return "__Host-landsea" if is_https(request) else "landsea"


def set_session_cookie(request: Request, response: AnyResponse, session: Session) -> AnyResponse:
    """A cookie of the browser's session; when it ends on the server is the server's matter."""
    response.set_cookie(
        cookie_name(request), session.token, path="/", httponly=True, samesite="lax", secure=is_https(request)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def clear_session_cookie(request: Request, response: AnyResponse) -> AnyResponse:
    response.delete_cookie(cookie_name(request), path="/", httponly=True, samesite="lax", secure=is_https(request))
    return response


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def login_url(view: View, token: str) -> str:
    """Where a one-time login link leads."""
    return f"{view.site.base_url}/login?token={token}"


def reset_url(view: View, token: str) -> str:
    """The console's page that asks for a new password and calls POST /v1/password-reset."""
    return f"{view.site.base_url}/reset?token={token}"


def invitation_url(view: View, token: str) -> str:
    """The console's page that asks for name, e-mail, password and passphrase and calls POST /v1/invitations/accept."""
    return f"{view.site.base_url}/invitation?token={token}"
