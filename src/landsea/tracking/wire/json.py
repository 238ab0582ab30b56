"""JSON from outside, held to a depth before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import msgspec

from landsea.tracking.model import NotJson, TooDeep

DEPTH_MAX = 32
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = bytes.maketrans(b"[{]}", b"\1\1\0\0")
_STEP_OF = (-1, 1)
_decode = msgspec.json.Decoder().decode


def parse_json(content: bytes) -> Any:
    """Plain values. Refused: deeper than `DEPTH_MAX` (counted before any recursion), not UTF-8, not JSON."""
    require_shallow(content)
    try:
        return _decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJson(why=str(error).rstrip(".")) from None


def require_shallow(content: bytes) -> None:
    """Counts the brackets outside strings, in time linear in the size for any input."""
    brackets = _STRING.sub(b"", content).translate(_STEPS, _NOT_BRACKETS)
    if max(accumulate(map(_STEP_OF.__getitem__, brackets)), default=0) > DEPTH_MAX:
        raise TooDeep(limit=DEPTH_MAX)


def texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value of limited depth, names of fields included, with its JSON pointer (RFC 6901)."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            step = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            yield step, name
            yield from texts(inner, step)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{pointer}/{index}")
