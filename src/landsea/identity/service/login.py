"""Logging in: passwords, one-time links, sessions, and the limits on guessing.

Guesses are counted before the password is looked at, in their own transaction, so that a thousand guesses at once are a thousand
attempts. The password is checked between the two transactions (`is_right`): it takes a tenth of a second and must hold up nobody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from landsea.identity import rules, store
from landsea.identity.model import (
    LoginFailed,
    LoginResetIssued,
    Membership,
    NotLoggedIn,
    TooManyAttempts,
    User,
)
from landsea.identity.service import sealing, tokens, wall
from landsea.identity.service.parties import own_party
from landsea.identity.service.users import accept_invitation, find_invitation, get_user
from landsea.identity.store import secrets as hidden
from landsea.journal import View, Work
from landsea.kernel import BadValue, NotAllowed, NotFound, Role, UserId

SESSION_LIFETIME = timedelta(hours=12)
LOGIN_LINK_LIFETIME = timedelta(minutes=30)
RESET_LINK_LIFETIME = timedelta(hours=24)
WINDOW = timedelta(minutes=15)
ATTEMPTS_OF_ACCOUNT_MAX = 10
ATTEMPTS_OF_ADDRESS_MAX = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who says to be `user` (None: nobody has that e-mail) and whose password must fit `hashed`."""

    user: UserId | None
    hashed: str
    account: str


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in user, acting for `active`. `token` is in the cookie and nowhere else."""

    token: str
    user: UserId
    active: Membership
    expires_at: datetime

    @property
    def csrf_token(self) -> str:
        return tokens.csrf_token(self.token)


def begin_log_in(work: Work, email: str, address: str) -> Candidate:
    """Counts the attempt and finds out whose password has to fit."""
    try:
        account = count_attempt(work, email, address)
    except BadValue:
        raise LoginFailed from None
    user = store.find_user_by_email(work.connection, rules.clean_email(email))
    hashed = hidden.find_password(work.connection, user.id) if user and not user.closed else None
    return Candidate(user.id if user and hashed else None, hashed or sealing.decoy(), account)


def count_attempt(work: Work, email: str, address: str) -> str:
    """Counts a guess at the account of `email` from a network address, before it is looked at; answers the account's counter.

    Raises `TooManyAttempts` beyond the limits.
    """
    account = _scope("account", rules.clean_email(email))
    _count(work, {account: ATTEMPTS_OF_ACCOUNT_MAX, _scope("address", address): ATTEMPTS_OF_ADDRESS_MAX})
    return account


def is_right(candidate: Candidate, password: str) -> bool:
    """Takes the same time whether the user exists or not. Touches no database."""
    return sealing.is_password(candidate.hashed, password) and candidate.user is not None


def finish_log_in(work: Work, candidate: Candidate) -> Session:
    """After `is_right`: the account's attempts are forgotten, a session begins. The address's attempts stay."""
    if candidate.user is None:
        raise LoginFailed
    hidden.delete_attempts(work.connection, candidate.account)
    return _open_session(work, candidate.user)


def _count(work: Work, limits: dict[str, int]) -> None:
    now = wall.now(work)
    hidden.delete_expired(work.connection, now, now - WINDOW)
    for scope, most in limits.items():
        if work.connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:scope, 0))")
            work.connection.execute(lock, {"scope": scope})
        if hidden.count_attempts(work.connection, scope, now - WINDOW) >= most:
            raise TooManyAttempts(minutes=int(WINDOW.total_seconds()) // 60)
    hidden.add_attempts(work.connection, [{"id": work.new_id("try"), "scope": scope, "at": now} for scope in limits])


def _scope(kind: str, value: str) -> str:
    """E-mails and addresses are not written down, only recognised; and only for the length of the window."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()}"[:72]


def _open_session(work: Work, user_id: UserId) -> Session:
    user = store.find_user(work.connection, user_id)
    if user is None or user.closed or not user.memberships:
        raise LoginFailed
    token, expires_at = tokens.new_token(), wall.now(work) + SESSION_LIFETIME
    active = user.memberships[0]
    row = {"user": user_id, "party": active.party, "role": active.role.value, "expires_at": expires_at}
    hidden.put_session(work.connection, hash=tokens.hash_token(token), **row)
    return Session(token, user_id, active, expires_at)


def join_and_log_in(work: Work, token: str, *, name: str, email: str, password: str, passphrase: str | None) -> Session:
    """`accept_invitation`, and a session that acts for the party joined."""
    invitation = find_invitation(work, token)
    user = accept_invitation(work, token, name=name, email=email, password=password, passphrase=passphrase)
    session = _open_session(work, user.id)
    return switch_membership(work, session.token, Membership(invitation.party, invitation.role))


def find_session(view: View, token: str) -> Session | None:
    """The session of a cookie while it runs and its user still has the role."""
    row = hidden.find_session(view.connection, tokens.hash_token(token)) if token else None
    if row is None or row.expires_at <= wall.now(view):
        return None
    if not store.is_member(view.connection, row.user, row.party, row.role):
        return None
    return Session(token, UserId(row.user), Membership(row.party, Role(row.role)), row.expires_at)


def switch_membership(work: Work, token: str, wanted: Membership) -> Session:
    """From now on the session acts for another of its user's parties or roles."""
    session = find_session(work, token)
    if session is None:
        raise NotLoggedIn
    if not store.is_member(work.connection, session.user, wanted.party, wanted.role.value):
        raise NotFound(what="membership", id=f"{wanted.party} {wanted.role.value}")
    hidden.switch_session(work.connection, tokens.hash_token(token), wanted.party, wanted.role.value)
    return Session(token, session.user, wanted, session.expires_at)


def log_out(work: Work, token: str) -> None:
    hidden.delete_session(work.connection, tokens.hash_token(token))


def create_login_link(work: Work, user_id: UserId, lifetime: timedelta = LOGIN_LINK_LIFETIME) -> str:
    """The token of a link that logs in once, without password. By the node itself only: who runs it prints it on its own screen."""
    if work.actor.role is not Role.NODE:
        raise NotAllowed(role=work.actor.role.value, act="make a login link", needed="node")
    return tokens.issue(work, tokens.LOGIN, get_user(work, user_id).id, lifetime)


def log_in_by_link(work: Work, token: str) -> Session:
    return _open_session(work, UserId(tokens.take(work, tokens.LOGIN, token)))


def create_reset_link(work: Work, user_id: UserId) -> str:
    """The token of a link that sets a new password, once. By an operator of the node; it is on record who made it.

    It opens no title key: those stay sealed under their passphrase.
    """
    rules.require_node_operator(work.actor, own_party(work), "reset a login")
    user = store.find_user(work.connection, user_id)
    if user is None or user.closed:
        raise NotFound(what="user", id=user_id)
    stream = f"user:{user_id}"
    work.append(stream, work.version(stream), LoginResetIssued(work.actor.user))
    return tokens.issue(work, tokens.RESET, user_id, RESET_LINK_LIFETIME)


def reset_password(work: Work, token: str, password: str) -> None:
    """Sets the login password and ends all sessions. Title keys are untouched, and as closed as before."""
    sealing.require_strong(password, "password")
    user_id = tokens.take(work, tokens.RESET, token)
    _set_password(work, user_id, password)


def change_password(work: Work, old: str, new: str) -> None:
    """By the user. `old` may be empty while no password was ever set (after a first login link)."""
    user = rules.require_person(work.actor, "change a password")
    sealing.require_strong(new, "password")
    hashed = hidden.find_password(work.connection, user)
    if hashed is not None and not sealing.is_password(hashed, old):
        raise LoginFailed
    _set_password(work, user, new)


def has_password(view: View) -> bool:
    """Whether the actor's user ever set a password; programs (API keys) need none and have one."""
    return view.actor.user is None or hidden.find_password(view.connection, view.actor.user) is not None


def _set_password(work: Work, user_id: str, password: str) -> None:
    hidden.set_password(work.connection, user_id, sealing.hash_password(password))
    hidden.delete_sessions(work.connection, user_id)


def describe_user(view: View, session: Session) -> User:
    user = store.find_user(view.connection, session.user)
    if user is None:
        raise NotLoggedIn
    return user
