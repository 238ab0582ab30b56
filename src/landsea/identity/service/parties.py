"""Parties: a directory that every user of the node sees."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from landsea.identity import rules, store
from landsea.identity.model import Identifier, IdentifierTaken, Party, PartyRegistered, RegisterParty
from landsea.journal import View, Work
from landsea.kernel import NotAllowed, NotFound, PartyId, Role


def find_party(view: View, party_id: str) -> Party | None:
    return store.find_party(view.connection, party_id)


def get_party(view: View, party_id: str) -> Party:
    party = find_party(view, party_id)
    if party is None:
        raise NotFound(what="party", id=party_id)
    return party


def find_party_by_identifier(view: View, identifier: Identifier) -> Party | None:
    return store.find_party_by_identifier(view.connection, identifier)


def list_parties(view: View, after: str = "", limit: int = 200) -> list[Party]:
    """By id, those behind `after`; all users of the node see all parties."""
    return store.list_parties(view.connection, after, limit)


def find_node_party(view: View) -> Party | None:
    """The organisation that runs the node."""
    return store.find_node_party(view.connection)


def own_party(view: View) -> Party | None:
    return find_party(view, view.actor.party)


def of_own_party(work: Work, party_id: str) -> Work:
    """The same work, for a route that names the actor's party; another party's does not exist there."""
    rules.require_own(work.actor, get_party(work, party_id), "party of yours")
    return work


def require_node_operator(view: View, act: str) -> None:
    """Raises `NotAllowed` unless the node itself asks, or an operator of the organisation that runs it."""
    rules.require_node_operator(view.actor, own_party(view), act)


def register_party(work: Work, command: RegisterParty, *, runs_node: bool = False) -> Party:
    """By an operator of the node. `runs_node` is for the node itself, once, when it is set up."""
    rules.require_node_operator(work.actor, own_party(work), "register a party")
    if runs_node and (work.actor.role is not Role.NODE or find_node_party(work) is not None):
        raise NotAllowed(role=work.actor.role.value, act="name the node's organisation again", needed="node")
    for held in command.identifiers:
        if find_party_by_identifier(work, held) is not None:
            raise IdentifierTaken(scheme=held.scheme, value=held.value)
    party_id = PartyId(work.new_id("par"))
    fact = PartyRegistered(
        command.name_en, command.name_zh, command.identifiers, command.country, command.roles, runs_node
    )
    try:
        work.append(f"party:{party_id}", 0, fact)
    except IntegrityError:  # somebody registered one of them since we looked
        raise IdentifierTaken(scheme=command.identifiers[0].scheme, value=command.identifiers[0].value) from None
    return get_party(work, party_id)
