"""API keys: a user's party and role for a program. Shown once, stored as a hash."""

from __future__ import annotations

from landsea.identity import rules, store
from landsea.identity.model import ApiKey, ApiKeyMade, ApiKeyRevoked
from landsea.identity.service import tokens
from landsea.identity.service.parties import get_party
from landsea.identity.store import secrets as hidden
from landsea.journal import View, Work
from landsea.kernel import Actor, NotAllowed, NotFound, PartyId, Role, clean


def make_api_key(
    work: Work, label: str, *, party: PartyId | None = None, role: Role | None = None
) -> tuple[ApiKey, str]:
    """The key's record and the key `lsk_...`, which is not seen again. It acts as its maker does, or as a viewer.

    The node itself names `party` and `role`; such a key belongs to no user, and so can do nothing that needs a person.
    """
    by_node = work.actor.role is Role.NODE
    party, role = (party if by_node and party else work.actor.party), role or work.actor.role
    if not by_node:
        rules.require_person(work.actor, "make an API key")
        if role not in (work.actor.role, Role.VIEWER):
            raise NotAllowed(role=work.actor.role.value, act=f"make a key as {role.value}", needed=role.value)
    rules.require_role_of(get_party(work, party), role)
    key_id = work.new_id("apk")
    work.append(f"api-key:{key_id}", 0, ApiKeyMade(party, role, work.actor.user, clean(label, "label", 80)))
    return _get(work, key_id), tokens.issue(work, tokens.API, key_id, None, tokens.API_KEY)


def list_api_keys(view: View) -> list[ApiKey]:
    """Those of the actor's party."""
    return store.api_keys_of(view.connection, view.actor.party)


def revoke_api_key(work: Work, key_id: str) -> ApiKey:
    """By any acting user of the key's party."""
    key = store.find_api_key(work.connection, key_id)
    if key is None or key.party != work.actor.party:
        raise NotFound(what="API key", id=key_id)
    rules.require_acting(work.actor, "revoke an API key")
    if key.revoked_at is None:
        stream = f"api-key:{key_id}"
        work.append(stream, work.version(stream), ApiKeyRevoked())
    hidden.delete_tokens(work.connection, key_id)
    return _get(work, key_id)


def find_actor(view: View, key: str) -> Actor | None:
    """In whose name a key acts; None when it is unknown or revoked, or its user has lost the role."""
    key_id = tokens.find(view, tokens.API, key)
    found = store.find_api_key(view.connection, key_id) if key_id else None
    if found is None or found.revoked_at is not None:
        return None
    if found.user is not None and not _still_acts(view, found):
        return None
    return Actor(found.party, found.role, found.user)


def _still_acts(view: View, key: ApiKey) -> bool:
    user = store.find_user(view.connection, key.user or "")
    if user is None or user.closed:
        return False
    roles = {held.role for held in user.memberships if held.party == key.party}
    return key.role in roles or (key.role is Role.VIEWER and bool(roles))


def _get(view: View, key_id: str) -> ApiKey:
    key = store.find_api_key(view.connection, key_id)
    if key is None:
        raise NotFound(what="API key", id=key_id)
    return key
