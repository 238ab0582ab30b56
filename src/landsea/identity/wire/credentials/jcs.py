"""JSON that can be signed: read strictly, written canonically.

Standards: RFC 8785 (JSON Canonicalization Scheme), RFC 7493 (I-JSON: no name twice, no number beyond a double).
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import rfc8785

from landsea.identity.wire.credentials.refusals import NotJson, TooLarge

LARGEST = 4 * 1024 * 1024
"""Bytes of a credential. Larger content stands beside it, named by its hash."""


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text. Refused: a name twice in one object, NaN, lone surrogates, more than `LARGEST` bytes."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(data) > LARGEST:
        raise TooLarge(limit=LARGEST, what="bytes")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotJson(why=str(error)[:120]) from None


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes. Refused: integers beyond 2^53-1, NaN, lone surrogates, too deep or too large."""
    try:
        data = rfc8785.dumps(value)
    except (ValueError, RecursionError, AttributeError) as error:
        raise NotJson(why=str(error)[:120] or type(error).__name__) from None
    if len(data) > LARGEST:
        raise TooLarge(limit=LARGEST, what="bytes")
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
