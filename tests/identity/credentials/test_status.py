"""Bitstring status lists: made, written, read, and lists that cannot be relied on."""

from __future__ import annotations

import base64
import gzip
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.identity.wire.credentials.refusals import BadStatusList, CredentialRefused, UnknownStatusType
from landsea.identity.wire.credentials.status import (
    LEAST,
    StatusEntry,
    bits_with,
    decode_bits,
    encode_bits,
    is_set,
    list_credential,
    new_bits,
    read_entry,
    read_status,
)

URL = "https://issuer.example/status/1"
ENTRY = StatusEntry(URL, 94_567, "revocation")


def test_the_standards_example() -> None:
    """Bitstring Status List 1.0, example 11 (a list of 131,072 zeros), written as ours and read as theirs."""
    theirs = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert decode_bits(theirs) == new_bits()
    assert decode_bits(encode_bits(new_bits())) == new_bits()


def test_the_first_entry_is_the_leftmost_bit() -> None:
    """Section 2.2: the index starts at the left-most bit."""
    assert bits_with(new_bits(), [0])[0] == 0b1000_0000
    assert bits_with(new_bits(), [9])[:2] == b"\0\x40"
    assert bits_with(new_bits(), [LEAST - 1])[-1] == 1


@settings(max_examples=30)
@given(st.sets(st.integers(0, LEAST - 1), max_size=40), st.sets(st.integers(0, LEAST - 1), max_size=40))
def test_what_is_set_stays_set_on_the_wire(chosen: set[int], cleared: set[int]) -> None:
    bits = bits_with(bits_with(new_bits(), chosen), cleared, is_set=False)
    read = decode_bits(encode_bits(bits))
    assert read == decode_bits(encode_bits(bits, bare=True)) == bits
    assert {index for index in chosen | cleared if is_set(read, index)} == chosen - cleared


def test_the_same_bits_are_the_same_text() -> None:
    assert encode_bits(bits_with(new_bits(), [1])) == encode_bits(bits_with(new_bits(), [1]))


@pytest.mark.parametrize("index", [-1, LEAST])
def test_there_is_nothing_outside_the_list(index: int) -> None:
    with pytest.raises(BadStatusList):
        is_set(new_bits(), index)
    with pytest.raises(BadStatusList):
        bits_with(new_bits(), [index])


@pytest.mark.parametrize("size", [0, 8, LEAST - 8, LEAST + 1, 2**28])
def test_a_list_hides_each_entry_among_many(size: int) -> None:
    with pytest.raises(ValueError, match="entries"):
        new_bits(size)


def text(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


GOOD = gzip.compress(bytes(LEAST // 8), mtime=0)


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        "",
        "u",
        "z11",
        "u!!",
        text(b"not gzip"),
        text(zlib.compress(bytes(LEAST // 8))),
        text(GOOD[:-1]),
        text(GOOD + b"x"),
        text(GOOD[:-8] + b"\1" * 8),
        text(gzip.compress(bytes(100), mtime=0)),
    ],
)
def test_a_damaged_list_is_refused(encoded: object) -> None:
    with pytest.raises(BadStatusList):
        decode_bits(encoded)


def test_a_list_that_unfolds_without_end_is_refused_before_it_does() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(bomb.compress(bytes(2**20)) for _ in range(64)) + bomb.flush()
    with pytest.raises(BadStatusList, match="more than"):
        decode_bits(text(data))


def test_an_entry_is_read_as_it_is_written() -> None:
    assert read_entry(ENTRY.render()) == ENTRY
    assert ENTRY.render()["id"] == f"{URL}#94567"


@pytest.mark.parametrize(
    "change",
    [
        {"type": "StatusList2021Entry"},
        {"type": "TransferableRecords"},
        {"type": None},
        {"statusPurpose": "message"},
        {"statusPurpose": None},
        {"statusPurpose": ["revocation"]},
        {"statusSize": 2},
        {"statusSize": True},
        {"statusListIndex": 94567},
        {"statusListIndex": "-1"},
        {"statusListIndex": "007"},
        {"statusListIndex": "1e3"},
        {"statusListCredential": None},
    ],
)
def test_an_entry_of_another_kind_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(CredentialRefused):
        read_entry(ENTRY.render() | change)
    with pytest.raises(UnknownStatusType):
        read_entry("text")


def listed(*indexes: int, purpose: str = "revocation") -> dict[str, Any]:
    bits = bits_with(new_bits(), indexes)
    day = datetime(2026, 11, 21, tzinfo=UTC)
    return list_credential(
        URL, "did:web:issuer.example", purpose, bits, valid_from=day, valid_until=day.replace(day=22)
    )


def test_a_status_is_read_from_its_list() -> None:
    assert read_status(ENTRY, listed(ENTRY.index))
    assert not read_status(ENTRY, listed(ENTRY.index - 1, ENTRY.index + 1))
    both = listed(ENTRY.index)
    both["credentialSubject"]["statusPurpose"] = ["suspension", "revocation"]
    assert read_status(ENTRY, both)


@pytest.mark.parametrize(
    "other",
    [
        listed(purpose="suspension"),
        listed() | {"id": f"{URL}0"},
        listed() | {"type": ["VerifiableCredential"]},
        listed() | {"type": "BitstringStatusListCredential"},
        listed() | {"credentialSubject": [listed()["credentialSubject"]]},
        listed() | {"credentialSubject": listed()["credentialSubject"] | {"type": "Other"}},
        listed() | {"credentialSubject": listed()["credentialSubject"] | {"encodedList": None}},
    ],
)
def test_another_list_says_nothing(other: dict[str, Any]) -> None:
    with pytest.raises(BadStatusList):
        read_status(ENTRY, other)
