"""Random contents of documents, synthetic: every field filled, half filled or empty."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st
from msgspec import UNSET

from landsea.kernel import PartyId
from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    Identifier,
    Instrument,
    NamedPlace,
    OtherDocument,
    Terms,
)

GRAMS_MAX = 10**12
"""A million tonnes on one line: up to 10^15 a double holds kilograms with their grams exactly."""

words = st.text('aZ09 -/é重庆\n"', max_size=6)
named = st.text("aZ9重é", min_size=1, max_size=6)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
modes = st.sampled_from(["RAIL", "VESSEL", "TRUCK", "BARGE", "AIR", "MULTIMODAL", ""])
places = st.builds(NamedPlace, st.sampled_from(["CNCKG", "SGSIN", ""]), words, words, words)
decimals = st.one_of(
    st.just(""), st.decimals(0, 10**6, places=3, allow_nan=False).map(lambda one: format(one.normalize(), "f"))
)
numbers = st.builds(Identifier, st.sampled_from(["USCC", "UEN", "LEI", "SMDG", "DUNS", "DID", ""]), words)
parties = st.builds(
    DocumentParty,
    words,
    words,
    st.none() | st.just(PartyId("par_synthetic")),
    words,
    st.sampled_from(["", "CN", "SG"]),
    st.lists(numbers, max_size=3).map(tuple),
)
legs = st.builds(
    Carriage,
    st.integers(1, 5),
    modes,
    words,
    places,
    places,
    st.none() | moments,
    st.none() | moments,
    words,
    words,
)
goods = st.builds(
    GoodsLine,
    description=words,
    hs_code=st.sampled_from(["", "080550"]),
    packages=st.integers(0, 2**53 - 1),
    package_code=st.sampled_from(["", "CT", "PX"]),
    gross_weight_grams=st.integers(0, 2**53 - 1),
    volume_cubic_metres=decimals | st.sampled_from(["33.20", "0.0", "1e3", ".5", "+7"]),
    marks=words,
    container=words,
    temperature_celsius=decimals | st.sampled_from(["-18.0", "−4", "cold"]),
    dangerous_un=words,
    hazard_class=words,
    packing_group=st.sampled_from(["", "I", "II", "III", "IV"]),
    shipping_name=words,
)
equipment = st.builds(EquipmentLine, words, words, st.lists(words, max_size=2).map(tuple))
others = st.builds(
    OtherDocument,
    st.sampled_from(["705", "720", "766", "787", "9"]),
    words,
    words,
    st.none() | st.integers(1, 5),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "0" * 64]),
)
terms = st.builds(
    Terms,
    words,
    words,
    st.sampled_from(["PRE", "COL", "ELS"]),
    st.sampled_from(["CY", "SD", "CFS"]),
    st.sampled_from(["CY", "SD", "CFS"]),
    st.sampled_from(["FCL", "LCL", "BB"]),
)


@st.composite
def contents(draw: st.DrawFn) -> DocumentContent:
    """Any content that a document can have."""
    negotiable, bearer = draw(st.booleans()), draw(st.booleans())
    bearer = bearer and negotiable
    instrument = Instrument(
        draw(st.integers(1, 9)),
        bearer,
        draw(st.none() | others),
        tuple(draw(st.lists(others, max_size=3))),
        draw(words),
        tuple(draw(st.lists(words, max_size=2))),
        draw(st.none() | moments),
    )
    return DocumentContent(
        document="doc_synthetic",
        number=draw(named),
        negotiable=negotiable,
        consignment=draw(st.sampled_from(["", "cns_synthetic"])),
        ucr=draw(words),
        issuer=draw(parties),
        shipper=draw(parties),
        consignee=draw(st.none() | parties if negotiable else parties),
        order_of=None if bearer or not negotiable else draw(parties),
        notify=tuple(draw(st.lists(parties, max_size=2))),
        receipt=draw(places),
        loading=draw(st.none() | places),
        discharge=draw(st.none() | places),
        delivery=draw(places),
        carriage=tuple(draw(st.lists(legs, max_size=4))),
        goods=tuple(draw(st.lists(goods, max_size=3))),
        equipment=tuple(draw(st.lists(equipment, max_size=2))),
        terms=draw(terms),
        issued_at=draw(moments),
        issued_place=draw(places),
        booking=draw(words),
        origin=draw(words),
        sandbox=draw(st.booleans()),
        dcsa_rest=draw(st.sampled_from(["", "[]", '{"a":1}'])),
        instrument=instrument if bearer else draw(st.just(UNSET) | st.just(Instrument()) | st.just(instrument)),
    )
