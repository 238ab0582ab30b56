"""The first people of a node, made on the machine it runs on."""

from __future__ import annotations

from landsea import identity, journal
from landsea.app.node import Node
from landsea.identity.http import login_url
from landsea.journal import Work
from landsea.kernel import Role


def first_operator(node: Node, organisation: str, organisation_zh: str, country: str, email: str) -> str:
    """The organisation that runs the node and its first operator; returns a one-time login link."""

    def make(work: Work) -> str:
        command = identity.RegisterParty(organisation, country, organisation_zh, (), (Role.OPERATOR,))
        party = identity.register_party(work, command, runs_node=True)
        user = identity.add_user(work, party.id, Role.OPERATOR, name=email.split("@")[0], email=email, password="")
        return login_url(work, identity.create_login_link(work, user.id))

    return node.journal.run(journal.NODE, make)


def new_login_link(node: Node, email: str) -> str:
    """A one-time link for the user with this e-mail."""
    with node.journal.work(journal.NODE) as work:
        return login_url(work, identity.create_login_link(work, identity.find_user(work, email).id))
