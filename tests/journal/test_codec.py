"""Canonical bytes: ours are those of RFC 8785."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from landsea.journal.codec import FactCodec, decode_json
from landsea.kernel import ContainerNumber, Fact, Money, UnLocode, canonical

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(plain)
def test_what_was_encoded_is_decoded(value: Any) -> None:
    assert canonical(decode_json(canonical(value))) == canonical(value)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, 2**53, {"é": 1.0}, -(2**53), {"a": b"x"}])
def test_what_cannot_be_kept_exactly_has_no_place_in_a_fact(value: Any) -> None:
    with pytest.raises(ValueError, match="write"):
        canonical(value)


@dataclass(frozen=True)
class Shipped(Fact):
    kind: ClassVar[str] = "shipped/2"
    personal: ClassVar[frozenset[str]] = frozenset({"driver"})
    place: UnLocode
    box: ContainerNumber
    price: Money
    at: datetime
    driver: str | None = None


FACT = Shipped(
    UnLocode("CNCKG"),
    ContainerNumber("CSQU3054383"),
    Money("USD", 120000),
    datetime(2026, 11, 21, tzinfo=UTC),
    "Someone",
)


def test_a_fact_survives_the_round_trip_and_its_personal_part_is_apart() -> None:
    codec = FactCodec([Shipped])
    body, private = codec.encode(FACT)
    assert b"Someone" not in body
    assert codec.decode("shipped/2", body, private) == FACT
    erased = codec.decode("shipped/2", body, None)
    assert isinstance(erased, Shipped)
    assert erased.driver is None


def test_an_old_kind_is_lifted_when_read() -> None:
    codec = FactCodec([Shipped], {"shipped/1": ("shipped/2", lambda old: old | {"place": old["place"]["code"]})})
    body = b'{"at":"2026-11-21T00:00:00Z","box":"CSQU3054383","place":{"code":"CNCKG"},"price":{"currency":"USD","minor":1}}'
    lifted = codec.decode("shipped/1", body, None)
    assert isinstance(lifted, Shipped)
    assert lifted.place == "CNCKG"


def test_a_personal_field_that_cannot_be_erased_is_an_error_of_the_program() -> None:
    @dataclass(frozen=True)
    class Bad(Fact):
        kind: ClassVar[str] = "bad/1"
        personal: ClassVar[frozenset[str]] = frozenset({"name"})
        name: str

    with pytest.raises(ValueError, match="name"):
        FactCodec([Bad])
