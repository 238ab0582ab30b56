"""Canonical JSON (RFC 8785) of plain values.

`msgspec` writes the same bytes as RFC 8785 for text, booleans, null, lists, objects with ASCII names and integers up to 2^53-1. That
is checked here; floats and larger integers are refused, names outside ASCII go the slow way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import rfc8785

LARGEST_INTEGER = 2**53 - 1
canonical_known = msgspec.json.Encoder(order="sorted").encode
"""RFC 8785 bytes of values known to be plain: text, integers, null, under ASCII names."""


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of plain values."""
    return canonical_known(value) if _plain(value) else rfc8785.dumps(value)


def _plain(value: Any) -> bool:
    """True when all names are ASCII, so that sorting by code point is sorting by UTF-16 unit. Refuses what facts must not hold."""
    plain = True
    items: Iterable[Any] = (value,)
    if type(value) is dict:
        items, plain = value.values(), "".join(value).isascii()
    elif type(value) in (list, tuple):
        items = value
    for item in items:
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if kind is int:
            if not -LARGEST_INTEGER <= item <= LARGEST_INTEGER:
                raise ValueError(f"{item} is beyond 2^53-1; write it as text")
        elif kind in (dict, list, tuple):
            plain = _plain(item) and plain
        else:
            raise ValueError(f"{item!r} ({kind.__name__}) has no place in a fact; write decimals as text")
    return plain
