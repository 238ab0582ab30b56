"""Who may do what to parties, users and keys. Pure."""

from __future__ import annotations

import re
import unicodedata

from landsea.identity.model import (
    NeedsAPerson,
    NotYourParty,
    Party,
    Recovery,
    RecoveryNotOpen,
    RoleNotOfParty,
    SecondPersonNeeded,
)
from landsea.kernel import Actor, BadValue, NotAllowed, NotFound, Role, UserId

_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"()]+")


def runs_node(actor: Actor, own: Party | None) -> bool:
    """The node itself, or an operator of the organisation that runs it. `own` is the actor's party."""
    return actor.role is Role.NODE or (actor.role is Role.OPERATOR and own is not None and own.runs_node)


def require_node_operator(actor: Actor, own: Party | None, act: str) -> None:
    if not runs_node(actor, own):
        raise NotAllowed(role=actor.role.value, act=act, needed="operator, in the organisation that runs the node")


def require_own(actor: Actor, party: Party, what: str) -> None:
    """What belongs to a party is there for its own users only."""
    if actor.party != party.id:
        raise NotFound(what=what, id=party.id)


def require_acting(actor: Actor, act: str) -> None:
    if actor.role is Role.VIEWER:
        raise NotAllowed(role=actor.role.value, act=act, needed="operator, shipper, carrier, bank or customs")


def require_person(actor: Actor, act: str) -> UserId:
    if actor.user is None:
        raise NeedsAPerson(act=act)
    return actor.user


def require_signer(actor: Actor, act: str) -> UserId:
    """A person, and not one who only looks on."""
    require_acting(actor, act)
    return require_person(actor, act)


def require_role_of(party: Party, role: Role) -> None:
    """A party's users have its roles, or are viewers."""
    if role is not Role.VIEWER and role not in party.roles:
        roles = ", ".join([*(one.value for one in party.roles), Role.VIEWER.value])
        raise RoleNotOfParty(party=party.id, role=role.value, roles=roles)


def require_may_invite(actor: Actor, own: Party | None, party: Party, has_users: bool) -> None:
    """The node's operator brings a party its first user; from then on only the party decides who acts in its name."""
    if actor.party == party.id:
        require_acting(actor, "invite users")
        return
    require_node_operator(actor, own, "invite users of another party")
    if has_users:
        raise NotYourParty(party=party.id, act="invite users")


def require_may_approve(actor: Actor, own: Party | None, recovery: Recovery, has_reset_login: bool) -> UserId:
    """Dual control: a second person of the party or of the operator, and not one who could have taken over the first one's login."""
    user = require_signer(actor, "approve a recovery")
    if recovery.state != "requested":
        raise RecoveryNotOpen(recovery=recovery.id, state=recovery.state)
    same_side = actor.party == recovery.party or runs_node(actor, own)
    if not same_side or user == recovery.user or has_reset_login:
        raise SecondPersonNeeded(party=recovery.party)
    return user


def clean_email(text: str) -> str:
    """In NFC and lower case, as it is compared."""
    email = unicodedata.normalize("NFC", text).strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise BadValue(
            value=repr(text[:80]),
            what="e-mail address",
            why="it has no user@domain",
            mend="For example name@example.com.",
        )
    return email
