"""Amend, split, cancel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea import consignment
from landsea.consignment import (
    AmendConsignment,
    Capacity,
    DangerousGoods,
    Equipment,
    GoodsItem,
    ItemPart,
    LegState,
    PartyOn,
    SplitConsignment,
    State,
    Temperature,
    state_of,
)
from landsea.consignment.model import refusals
from landsea.consignment.rules import goods as lines
from landsea.journal import Journal, StaleVersion, Work
from landsea.kernel import BadValue, NotFound, Quantity, Refusal
from tests.consignment.example import (
    BANK,
    BOX,
    CONSIGNEE,
    EQUIPMENT,
    FORWARDER,
    LEMONS,
    OTHER_BOX,
    SHIPPER,
    book,
    confirm_all,
    read,
)
from tests.support.journals import table_dump

HALF = ItemPart(1, 600, Quantity("10750.25", "KGM"), Quantity("26.4", "MTQ"))
TWO_BOXES = (*EQUIPMENT, Equipment(OTHER_BOX, "45R1"))


def amend(journal: Journal, id: str, **changes: object) -> consignment.Consignment:
    with journal.work(SHIPPER) as work:
        return consignment.amend(work, id, AmendConsignment("new instructions", **changes))  # type: ignore[arg-type]


def test_less_weight_leaves_confirmations_as_they_are(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    lighter = replace(LEMONS, packages=1100, gross_weight=Quantity("20000", "KGM"))
    record = amend(journal, record.id, goods=(lighter,))
    assert record.goods == (lighter,)
    assert state_of(record) is State.CONFIRMED


@pytest.mark.parametrize(
    ("goods", "equipment", "because"),
    [
        ((replace(LEMONS, gross_weight=Quantity("22", "TNE")),), EQUIPMENT, "gross weight"),
        ((LEMONS,), TWO_BOXES, "equipment"),
        ((LEMONS,), (Equipment(BOX, "22R1"),), "equipment"),
        ((replace(LEMONS, dangerous=DangerousGoods("1263", "3", "II", "12.5")),), EQUIPMENT, "dangerous goods"),
        ((replace(LEMONS, temperature=Temperature("4")),), EQUIPMENT, "temperature"),
    ],
)
def test_what_asks_more_of_the_operators_is_confirmed_again(
    light_journal: Journal, goods: tuple[GoodsItem, ...], equipment: tuple[Equipment, ...], because: str
) -> None:
    record = confirm_all(light_journal, book(light_journal))
    record = amend(light_journal, record.id, goods=goods, equipment=equipment)
    assert [(one.state, one.reason) for one in record.booked_legs] == [(LegState.REQUESTED, because)] * 2


def test_an_amendment_of_an_older_version_loses_no_other_s_change(journal: Journal) -> None:
    record = book(journal)
    amend(journal, record.id, equipment=TWO_BOXES, seen=record.version)
    with pytest.raises(StaleVersion):
        amend(journal, record.id, equipment=EQUIPMENT, seen=record.version)


def test_an_amendment_that_changes_nothing_is_refused(light_journal: Journal) -> None:
    record = book(light_journal)
    with pytest.raises(refusals.NothingAmended):
        amend(light_journal, record.id, goods=record.goods)


def test_a_party_taken_off_no_longer_sees_the_consignment_and_the_bound_ones_stay(journal: Journal) -> None:
    record = book(journal)
    named = (PartyOn(SHIPPER.party, Capacity.SHIPPER), PartyOn(BANK.party, Capacity.BANK))
    record = amend(journal, record.id, parties=named)
    assert {one.capacity for one in record.parties} == {
        Capacity.SHIPPER,
        Capacity.BANK,
        Capacity.FORWARDER,
        Capacity.CARRIER,
    }
    assert read(journal, record.id, BANK) == record
    with pytest.raises(NotFound):
        read(journal, record.id, CONSIGNEE)


@pytest.mark.parametrize(
    ("changes", "refusal", "pointer"),
    [
        ({"goods": ()}, refusals.NoGoods, "/goods"),
        ({"goods": (LEMONS, LEMONS)}, refusals.Duplicate, "/goods"),
        ({"equipment": (*EQUIPMENT, *EQUIPMENT)}, refusals.Duplicate, "/equipment"),
        ({"equipment": ()}, refusals.NotInEquipment, "/goods/0/container"),
        ({"parties": ()}, refusals.NoConsignor, "/parties"),
        ({"goods": (replace(LEMONS, package_code="Q9"),)}, refusals.UnknownPackage, "/goods/0/package_code"),
        ({"goods": (replace(LEMONS, description="\u200b"),)}, BadValue, ""),
        ({"goods": (replace(LEMONS, description="Lem\u043ens"),)}, BadValue, ""),
        (
            {"goods": tuple(replace(LEMONS, no=n, container=None) for n in range(1, 1001))},
            refusals.TooManyLines,
            "/goods",
        ),
    ],
)
def test_a_bad_amendment_is_refused_and_nothing_is_stored(
    light_journal: Journal, changes: dict[str, object], refusal: type[Refusal], pointer: str
) -> None:
    record = book(light_journal)
    before = table_dump(light_journal)
    with pytest.raises(refusal) as refused:
        amend(light_journal, record.id, **changes)
    assert refused.value.pointer == pointer
    assert table_dump(light_journal) == before


def test_a_split_makes_two_consignments_on_the_same_confirmed_legs(journal: Journal) -> None:
    record = confirm_all(journal, book(journal, goods=(replace(LEMONS, container=None),), equipment=TWO_BOXES))
    with journal.work(FORWARDER) as work:
        stays, part = consignment.split(work, record.id, SplitConsignment((HALF,), (OTHER_BOX,)))
    assert (stays.parts, part.split_from) == ((part.id,), record.id)
    assert stays.ucr != part.ucr
    assert stays.booked_legs == part.booked_legs == record.booked_legs
    assert state_of(part) is State.CONFIRMED
    assert [one.container for one in stays.equipment] == [BOX]
    assert [one.container for one in part.equipment] == [OTHER_BOX]
    assert stays.goods[0].packages == part.goods[0].packages == 600
    assert read(journal, part.id, CONSIGNEE) == part


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (SplitConsignment((replace(HALF, packages=1201),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, packages=0),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, packages=-5),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, gross_weight=Quantity("-1", "KGM")),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, gross_weight=Quantity("21500.5", "KGM")),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, gross_weight=Quantity("10", "TNE")),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, volume=None),)), refusals.NotConserved),
        (SplitConsignment((replace(HALF, item=2),)), refusals.NoSuchItem),
        (SplitConsignment((HALF, HALF)), refusals.Duplicate),
        (SplitConsignment(()), refusals.NothingToSplit),
        (
            SplitConsignment((ItemPart(1, 1200, Quantity("21500.5", "KGM"), Quantity("52.8", "MTQ")),)),
            refusals.NothingToSplit,
        ),
        (SplitConsignment((HALF,), (OTHER_BOX,)), refusals.NotInEquipment),
        (SplitConsignment((HALF,)), refusals.NotInEquipment),
    ],
)
def test_a_split_that_loses_or_makes_goods_is_refused(
    light_journal: Journal, command: SplitConsignment, refusal: type[Refusal]
) -> None:
    record = book(light_journal)
    before = table_dump(light_journal)
    with pytest.raises(refusal), light_journal.work(FORWARDER) as work:
        consignment.split(work, record.id, command)
    assert table_dump(light_journal) == before


decimals = st.decimals(Decimal("0.001"), Decimal("99999"), places=3)


@st.composite
def splits(draw: st.DrawFn) -> tuple[list[GoodsItem], list[ItemPart]]:
    """Items and a part of some of them, each part within what is there."""
    goods, parts = [], []
    for no in range(1, draw(st.integers(2, 5)) + 1):
        taken, left = draw(st.tuples(st.integers(1, 500), st.integers(1, 500)))
        weights, volumes = draw(st.tuples(decimals, decimals)), draw(st.none() | st.tuples(decimals, decimals))
        whole = draw(st.booleans())
        weight, volume = sum(weights), None if volumes is None else sum(volumes)
        goods.append(
            GoodsItem(
                no=no,
                description="synthetic",
                hs_code="0805",
                packages=taken + left,
                package_code="CT",
                gross_weight=Quantity(str(weight), "KGM"),
                volume=None if volume is None else Quantity(str(volume), "MTQ"),
            )
        )
        if no > 1 and draw(st.booleans()):
            part_volume = None if volumes is None else Quantity(str(volume if whole else volumes[0]), "MTQ")
            part_weight = Quantity(str(weight if whole else weights[0]), "KGM")
            parts.append(ItemPart(no, taken + left if whole else taken, part_weight, part_volume))
    if not parts:
        item = goods[-1]
        parts.append(ItemPart(item.no, item.packages, item.gross_weight, item.volume))
    return goods, parts


Sums = tuple[int, Decimal, Decimal]
"""Packages, weight and volume."""


def sums(goods: tuple[GoodsItem, ...] | list[GoodsItem], no: int) -> Sums:
    mine = [item for item in goods if item.no == no]
    return (
        sum(item.packages for item in mine),
        sum((item.gross_weight.number for item in mine), Decimal()),
        sum((item.volume.number for item in mine if item.volume), Decimal()),
    )


def together(one: Sums, other: Sums) -> Sums:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


@given(splits())
def test_quantities_are_conserved_by_any_split(drawn: tuple[list[GoodsItem], list[ItemPart]]) -> None:
    goods, parts = drawn
    (stays, _), (goes, _) = lines.split(goods, (), parts, ())
    for item in goods:
        assert together(sums(stays, item.no), sums(goes, item.no)) == sums(goods, item.no)
    for part in parts:
        assert sums(goes, part.item)[:2] == (part.packages, part.gross_weight.number)


def test_a_split_does_not_round_what_has_very_many_digits() -> None:
    """Decimal rounds to 28 digits unless told otherwise."""
    there, taken = "999999999999.9999999999999999999", "1.0000000000000000001"
    item = replace(LEMONS, container=None, volume=None, gross_weight=Quantity(there, "KGM"))
    (stays, _), (goes, _) = lines.split([item], (), [ItemPart(1, 1, Quantity(taken, "KGM"))], ())
    assert (stays[0].gross_weight.value, goes[0].gross_weight.value) == ("999999999998.9999999999999999998", taken)
    with pytest.raises(BadValue):
        lines.split([item], (), [ItemPart(1, 1, Quantity("1e-60", "KGM"))], ())


def test_a_cancelled_consignment_ends(journal: Journal) -> None:
    record = book(journal)
    with journal.work(SHIPPER) as work:
        record = consignment.cancel(work, record.id, "the buyer withdrew")
    assert (state_of(record), record.cancelled) == (State.CANCELLED, "the buyer withdrew")
    acts: tuple[Callable[[Work], object], ...] = (
        lambda work: consignment.cancel(work, record.id, "again"),
        lambda work: consignment.add_party(work, record.id, BANK.party, Capacity.BANK),
        lambda work: consignment.close_task(work, record.id, "invoice-1", "done"),
    )
    for act in acts:
        with pytest.raises(refusals.WrongState, match="cancelled"), journal.work(SHIPPER) as work:
            act(work)
