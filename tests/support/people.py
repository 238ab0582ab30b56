"""Synthetic parties, users and API keys for tests, made quickly.

Nobody here exists: names say so, identifiers are computed to have right check digits and belong to nobody. Importing this module makes
argon2id cheap for the test process; `tests/identity/test_sealing.py` tests the real cost.
"""

from __future__ import annotations

from dataclasses import dataclass

from landsea import identity
from landsea.identity.service import sealing
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, PartyId, Role, UserId

sealing.cost = sealing.Cost(passes=1, memory_kib=8, lanes=1)
PASSWORD = "synthetic password"
PASSPHRASE = "synthetic passphrase"


@dataclass(frozen=True)
class Person:
    """A user of a party: `actor` for services, `api_key` for HTTP (`headers`), `PASSWORD` and `PASSPHRASE` for the rest."""

    actor: Actor
    email: str
    api_key: str

    @property
    def party(self) -> PartyId:
        return self.actor.party

    @property
    def user(self) -> UserId:
        assert self.actor.user is not None
        return self.actor.user

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_key}"}


def make_party(
    journal: Journal, name: str, *roles: Role, country: str = "CN", runs_node: bool = False
) -> identity.Party:
    """A party `Synthetic <name>` whose users may have `roles`."""
    command = identity.RegisterParty(f"Synthetic {name}", country, f"合成{name}", (), roles or (Role.SHIPPER,))
    return journal.run(NODE, lambda work: identity.register_party(work, command, runs_node=runs_node))


def make_user(journal: Journal, party: PartyId, role: Role, name: str = "", *, title_key: bool = False) -> Person:
    """A user of the party with an API key; with `title_key` one that signs for it (the party's first)."""
    with journal.work(NODE) as work:
        email = f"{name or work.new_id('user')}@synthetic.example"
        user = identity.add_user(work, party, role, name="Synthetic Person", email=email, password=PASSWORD)
    actor = Actor(party, role, user.id)
    with journal.work(actor) as work:
        _, api_key = identity.make_api_key(work, "synthetic")
        if title_key:
            identity.create_title_key(work, PASSPHRASE)
    return Person(actor, email, api_key)


def make_second_signer(journal: Journal, first: Person) -> Person:
    """Another user of the first one's party and role, invited by it with its signature, with a title key of its own."""
    with journal.work(first.actor) as work:
        _, token = identity.invite_user(work, first.party, first.actor.role, passphrase=PASSPHRASE)
        email = f"{work.new_id('user')}@synthetic.example"
    with journal.work(Actor(first.party, first.actor.role)) as work:
        user = identity.accept_invitation(
            work, token, name="Synthetic Second", email=email, password=PASSWORD, passphrase=PASSPHRASE
        )
    actor = Actor(first.party, first.actor.role, user.id)
    with journal.work(actor) as work:
        _, api_key = identity.make_api_key(work, "synthetic")
    return Person(actor, email, api_key)


def make_person(
    journal: Journal, name: str, role: Role = Role.SHIPPER, *, country: str = "CN", runs_node: bool = False
) -> Person:
    """A party of its own with one user who has the role, an API key and a title key (but for viewers)."""
    party = make_party(journal, name, role, country=country, runs_node=runs_node)
    return make_user(journal, party.id, role, title_key=role is not Role.VIEWER)


def name_node_party(journal: Journal, party: str) -> None:
    """Makes the party with the id `party` the organisation that runs the node."""
    with journal.work(NODE) as work:
        work.append(
            f"party:{party}", 0, identity.PartyRegistered("Synthetic Node", "", (), "CN", (Role.OPERATOR,), True)
        )


def make_operator(journal: Journal) -> Person:
    """The organisation that runs the node, with its first operator."""
    return make_person(journal, "Operator", Role.OPERATOR, runs_node=True)


def make_everybody(journal: Journal) -> dict[str, Person]:
    """One person for each place in an access matrix: `operator` (runs the node), `shipper`, `viewer` (of the shipper's party),
    `carrier`, `bank`, `customs`, and `stranger`, a shipper who is on nothing."""
    people = {"operator": make_operator(journal), "shipper": make_person(journal, "Shipper")}
    people["viewer"] = make_user(journal, people["shipper"].party, Role.VIEWER)
    for role in (Role.CARRIER, Role.BANK, Role.CUSTOMS):
        people[role.value] = make_person(journal, role.value.title(), role)
    return people | {"stranger": make_person(journal, "Stranger", country="SG")}
