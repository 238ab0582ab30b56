"""Any content goes out as DCSA's transport document and comes back with all that DCSA has words for; quantities are exact."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import lading
from landsea.lading.model import DocumentContent, DocumentParty, GoodsLine, Identifier, NotAmendable
from landsea.lading.wire.dcsa import parse_transport_document, render_transport_document
from tests.lading.contents import GRAMS_MAX, contents, decimals
from tests.lading.samples import CHONGQING, QINZHOU, SINGAPORE, content
from tests.lading.world import SIGN, World

LINE, BOX = content().goods[1], content().equipment[0]
amounts = st.tuples(st.integers(0, GRAMS_MAX), decimals, st.integers(0, 2**53 - 1))


def again(made: DocumentContent) -> DocumentContent:
    said = json.loads(json.dumps(render_transport_document(made)))
    return parse_transport_document(said, document_id=made.document, consignment=made.consignment)


def by_sea(made: DocumentContent, quantities: list[tuple[int, str, int]]) -> DocumentContent:
    """The same where DCSA demands something: a sea leg, ports, named parties, goods in a container, a booking, terms."""
    lines = [_in_container(line, *one) for line, one in zip((*made.goods, LINE), quantities, strict=False)]
    order_of = _some(made.order_of) if made.order_of else None
    return replace(
        made,
        issuer=_some(made.issuer),
        shipper=_some(made.shipper),
        consignee=_some(made.consignee) if made.consignee else None,
        order_of=order_of,
        notify=tuple(map(_some, made.notify)),
        loading=QINZHOU,
        discharge=SINGAPORE,
        receipt=CHONGQING,
        carriage=content().carriage,
        goods=tuple(lines),
        equipment=tuple(replace(one, container=f"C{one.container}") for one in (*made.equipment, BOX)),
        terms=replace(made.terms, text_en=f"T{made.terms.text_en}"),
        booking="BKG-1",
        dcsa_rest="",
    )


def _in_container(line: GoodsLine, grams: int, metres: str, packages: int) -> GoodsLine:
    return replace(
        line,
        hs_code="080550",
        packages=packages,
        gross_weight_grams=grams,
        volume_cubic_metres=metres,
        container=f"C{line.container}",
        temperature_celsius="",
        packing_group=line.packing_group.replace("IV", ""),
    )


def _some(one: DocumentParty) -> DocumentParty:
    others = tuple(number for number in one.identifiers if number.scheme != "DID")
    return replace(one, name_en=f"P{one.name_en}", identifiers=others)


@given(contents(), st.lists(amounts, min_size=3, max_size=3))
@settings(max_examples=25)
def test_what_dcsa_has_words_for_comes_back(made: DocumentContent, quantities: list[tuple[int, str, int]]) -> None:
    sent = by_sea(made, quantities)
    read = again(sent)
    assert (read.number, read.negotiable, read.issued_at.date()) == (
        sent.number,
        sent.negotiable,
        sent.issued_at.date(),
    )
    assert (read.title.bearer, read.gross_weight_grams, read.packages) == (
        sent.title.bearer,
        sent.gross_weight_grams,
        sent.packages,
    )
    assert [_named(one) for one in _parties(read)] == [_named(one) for one in _parties(sent)]
    assert [_line(one) for one in read.goods] == [_line(one) for one in sent.goods]
    assert [(one.container, one.iso_code, one.seals) for one in read.equipment] == [
        (one.container, one.iso_code, one.seals) for one in sent.equipment
    ]
    assert replace(read.terms, text_zh="") == replace(sent.terms, text_zh="")
    assert render_transport_document(read) == render_transport_document(sent)


def _parties(made: DocumentContent) -> list[DocumentParty]:
    named = (made.issuer, made.shipper, made.order_of if made.negotiable else made.consignee, *made.notify)
    return [one for one in named if one is not None]


def _named(one: DocumentParty) -> tuple[str, set[Identifier]]:
    return one.name_en, {*one.identifiers, Identifier("DID", one.did)}


def _line(line: GoodsLine) -> Any:
    """Decimals as numbers: 33.20 m³ are 33.2 m³. A shipping name is the description where none is stated."""
    volume = Decimal(line.volume_cubic_metres) if line.volume_cubic_metres else None
    proper = line.dangerous_un and (line.shipping_name or line.description, line.hazard_class, line.packing_group)
    kept = (line.description, line.hs_code, line.packages, line.package_code, line.gross_weight_grams, line.marks)
    return *kept, volume, line.container, line.dangerous_un, proper


@pytest.mark.parametrize("field", ["dcsa_rest", "mmt_rest"])
def test_what_a_document_came_with_is_not_amendable(real_world: World, field: str) -> None:
    document, changes = real_world.issue(), {field: "no JSON Patch"}
    with pytest.raises(NotAmendable, match=field):
        real_world.run(real_world.operator, lambda work: lading.amend(work, document, changes, "synthetic", SIGN))
