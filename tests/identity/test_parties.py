"""Parties and who may register them."""

from __future__ import annotations

import pytest

from landsea import identity
from landsea import journal as door
from landsea.identity.model import IdentifierTaken
from landsea.journal import Journal
from landsea.kernel import BadValue, NotAllowed, NotFound, Role
from tests.support import people
from tests.support.journals import table_dump

LEI = identity.Identifier("LEI", "213800KUD8LAJWSQ9D15")


def test_a_registered_party_is_found_by_id_and_by_identifier(journal: Journal) -> None:
    operator = people.make_operator(journal)
    command = identity.RegisterParty("Synthetic Shipper", "CN", "合成货主", (LEI,))
    with journal.work(operator.actor) as work:
        party = identity.register_party(work, command)
        assert identity.get_party(work, party.id) == party
        assert identity.find_party_by_identifier(work, LEI) == party
        assert party.name_zh == "合成货主"
        assert [one.id for one in identity.list_parties(work)] == [operator.party, party.id]


def test_two_parties_cannot_have_one_identifier(journal: Journal) -> None:
    operator = people.make_operator(journal)
    with journal.work(operator.actor) as work:
        identity.register_party(work, identity.RegisterParty("Synthetic A", "CN", identifiers=(LEI,)))
        with pytest.raises(IdentifierTaken):
            identity.register_party(work, identity.RegisterParty("Synthetic B", "SG", identifiers=(LEI,)))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SHIPPER, Role.VIEWER])
def test_only_operators_of_the_nodes_organisation_register_parties(journal: Journal, role: Role) -> None:
    people.make_operator(journal)
    other = people.make_person(journal, "Other", role)
    with pytest.raises(NotAllowed), journal.work(other.actor) as work:
        identity.register_party(work, identity.RegisterParty("Synthetic", "CN"))


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("USCC", "91110000600037341M"),
        ("UEN", "00192200X"),
        ("LEI", "213800KUD8LAJWSQ9D16"),
        ("uscc", "1"),
        ("DUNS", ""),
    ],
)
def test_a_wrong_identifier_cannot_be_constructed(scheme: str, value: str) -> None:
    with pytest.raises(BadValue):
        identity.Identifier(scheme, value)


def test_a_party_that_is_not_there_is_not_found(journal: Journal) -> None:
    with journal.view(door.NODE) as view, pytest.raises(NotFound):
        identity.get_party(view, "par_none")


def test_a_rebuild_yields_the_same_read_model(journal: Journal) -> None:
    people.make_operator(journal)
    people.make_person(journal, "Shipper")
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
