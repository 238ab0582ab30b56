"""Erasing a user: what the person did stays, who it was is gone."""

from __future__ import annotations

from landsea import journal
from landsea.identity import rules, store
from landsea.identity.model import ApiKeyRevoked, MembershipEnded, UserClosed
from landsea.identity.service import title_keys
from landsea.identity.service.parties import own_party
from landsea.identity.service.users import require_not_last_operator
from landsea.identity.store import secrets as hidden
from landsea.journal import Work
from landsea.kernel import NotFound, UserId


def erase_user(work: Work, user_id: UserId, reason: str) -> None:
    """Closes the user and erases name, e-mail and reasons given. By the user, or an operator of the node; `reason` stays on record.

    Sessions, password and API keys end with it; title keys are superseded, and what they signed stays valid.
    """
    if work.actor.user != user_id:
        rules.require_node_operator(work.actor, own_party(work), "erase a user")
    user = store.find_user(work.connection, user_id)
    if user is None or user.closed:
        raise NotFound(what="user", id=user_id)
    require_not_last_operator(work, user)
    title_keys.supersede_all(work, user_id, "closed")
    ended = [MembershipEnded(held.party, held.role) for held in user.memberships]
    work.append(f"user:{user_id}", work.version(f"user:{user_id}"), *ended, UserClosed())
    _forget_secrets(work, user_id)
    for position in _personal_entries(work, user_id):
        journal.erase(work, position, reason)


def _forget_secrets(work: Work, user_id: UserId) -> None:
    for key in store.api_keys_by(work.connection, user_id):
        if key.revoked_at is None:
            work.append(f"api-key:{key.id}", work.version(f"api-key:{key.id}"), ApiKeyRevoked())
        hidden.delete_tokens(work.connection, key.id)
    hidden.delete_password(work.connection, user_id)
    hidden.delete_sessions(work.connection, user_id)
    hidden.delete_tokens(work.connection, user_id)


def _personal_entries(work: Work, user_id: UserId) -> list[int]:
    """Positions of what is personal of the user: the joining, and the reasons of recoveries."""
    joined = [entry.position for entry, _ in work.history(f"user:{user_id}") if entry.private is not None]
    parties = {recovery.party for recovery in store.recoveries_by(work.connection, user_id)}
    asked = [
        entry.position
        for party in sorted(parties)
        for entry, fact in work.history(title_keys.stream_of(party))
        if entry.private is not None and getattr(fact, "user", None) == user_id
    ]
    return sorted(joined + asked)
