"""RFC 8785 by its own examples, and JSON that cannot be signed."""

from __future__ import annotations

import struct

import pytest

from landsea.identity.wire.credentials.jcs import LARGEST, canonical, read_json
from landsea.identity.wire.credentials.refusals import NotJson, TooLarge


def test_rfc_8785_section_3_2_2() -> None:
    text = (
        r'{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],'
        r'"string":"\u20ac$\u000F\u000aA' + "'" + r'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}'
    )
    assert canonical(read_json(text)).hex() == (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c"
        "31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e412742"
        "5c225c5c5c5c5c222f227d"
    )


def test_rfc_8785_section_3_2_3() -> None:
    """Names are sorted by UTF-16 code units."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(read_json(canonical(dict.fromkeys(names, 0)))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        # RFC 8785, appendix B
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("41b3de4355555553", "333333333.3333332"),
    ],
)
def test_rfc_8785_appendix_b(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == text


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 2**53, -(2**53), "\ud800", {"a": object()}, {1: 2}],
    ids=lambda one: type(one).__name__,
)
def test_what_json_cannot_say_the_same_everywhere_is_refused(value: object) -> None:
    with pytest.raises(NotJson):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a":1,"a":1}',
        '{"x":{"a":1,"b":2,"a":3}}',
        "NaN",
        "[Infinity]",
        b"\xff",
        b'"\xed\xa0\x80"',
        "[" * 100_000,
        "{'a':1}",
    ],
)
def test_what_is_no_json_or_says_a_thing_twice_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotJson):
        read_json(text)


def test_more_than_a_credential_needs_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_json(b'"' + b"x" * LARGEST + b'"')
    with pytest.raises(TooLarge):
        canonical("x" * LARGEST)


def test_what_is_nested_without_end_is_refused() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(NotJson):
        canonical(value)
