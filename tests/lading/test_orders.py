"""Freeze, rectify, unfreeze: two people of the register's operator, the case on record for ever."""

from __future__ import annotations

import pytest

from landsea import lading
from landsea.kernel import BadValue, NotAllowed, Role
from landsea.lading import OrderKind
from landsea.lading.model import CaseMissing, IsFrozen, NotFrozen, NotTheRegistrar, OrderOpen, SecondPersonNeeded
from tests.lading.world import SIGN, World
from tests.support import people
from tests.support.people import Person


@pytest.fixture
def second(world: World) -> Person:
    """Another person of the node's operator, with a title key of its own."""
    return people.make_second_signer(world.journal, world.operator)


def order(world: World, second: Person, document: lading.DocumentId, *about: object) -> lading.StoredDocument:
    world.act(world.operator, "begin_order", document, *about)
    return world.act(second, "confirm_order", document, SIGN)


def test_a_dispute_freezes_the_document_and_a_court_puts_the_register_right(world: World, second: Person) -> None:
    document = world.issue()
    frozen = order(world, second, document, OrderKind.FREEZE, "dispute 1", SIGN)
    assert frozen.title.frozen
    with pytest.raises(IsFrozen):
        world.transfer(world.shipper, document, world.buyer)
    right = order(world, second, document, OrderKind.RECTIFY, "judgment 2", SIGN, world.buyer.party)
    assert (right.title.holder, right.title.entitled) == (world.buyer.party, world.buyer.party)
    thawed = order(world, second, document, OrderKind.UNFREEZE, "judgment 2", SIGN)
    assert not thawed.title.frozen
    assert world.surrender(world.buyer, document).title.holder == world.buyer.party
    with world.journal.view(world.shipper.actor) as view:
        cases = [one.act.statement.says.case for one in lading.acts_of(view, document)]
    assert [case for case in cases if isinstance(case, str)] == ["dispute 1", "judgment 2", "judgment 2"]


def test_one_person_alone_orders_nothing(world: World, second: Person) -> None:
    document = world.issue()
    world.act(world.operator, "begin_order", document, OrderKind.FREEZE, "dispute 1", SIGN)
    with pytest.raises(SecondPersonNeeded):
        world.act(world.operator, "confirm_order", document, SIGN)
    for person, is_second in ((world.operator, False), (second, True)):
        with world.journal.view(person.actor) as view:
            shown = lading.possible_acts(view, lading.get_document(view, document))
        assert (lading.ActKind.CONFIRM in shown) == is_second
    with pytest.raises(OrderOpen):
        world.act(second, "begin_order", document, OrderKind.FREEZE, "dispute 2", SIGN)
    world.transfer(world.shipper, document, world.buyer)  # nothing is frozen yet
    assert world.act(second, "revoke_order", document, "settled", SIGN).title.order is None


def test_only_the_register_s_operator_orders(world: World) -> None:
    document = world.issue()
    with pytest.raises(NotAllowed):
        world.act(world.shipper, "begin_order", document, OrderKind.FREEZE, "dispute 1", SIGN)
    rival = people.make_person(world.journal, "Rival", Role.OPERATOR)
    world.transfer(world.shipper, document, rival)
    with pytest.raises(NotTheRegistrar):
        world.act(rival, "begin_order", document, OrderKind.FREEZE, "dispute 1", SIGN)


def test_an_order_states_its_case_and_rectifies_only_what_is_frozen(world: World) -> None:
    document = world.issue()
    with pytest.raises((CaseMissing, BadValue)):
        world.act(world.operator, "begin_order", document, OrderKind.FREEZE, "", SIGN)
    with pytest.raises(NotFrozen):
        world.act(world.operator, "begin_order", document, OrderKind.RECTIFY, "j", SIGN, world.buyer.party)
