"""JSON that two programs cannot read differently (RFC 8259 as I-JSON, RFC 7493), its RFC 8785 form and its checksum.

What is signed and hashed by one platform is parsed by another, so whatever parsers are known to disagree on is refused: a name given
twice, integers beyond 2^53 (RFC 8785 has no form for them), NaN and infinities, unpaired surrogates, absurd nesting.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any

import rfc8785

DEPTH_MAX = 64
INTEGER_MAX = 2**53 - 1
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
"""Texts, whose brackets do not count, and brackets."""


class NotJson(ValueError):
    """The text is not JSON that every parser reads alike; the message says why."""


def parse_json(text: bytes | str) -> Any:
    """The value; raises `NotJson`. Bytes are UTF-8 without a byte order mark."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        decoded.encode()
        _require_shallow(decoded)
        value = json.loads(
            decoded,
            object_pairs_hook=_members,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
        _require_plain(value)
    except NotJson:
        raise
    except UnicodeError:
        raise NotJson("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at character {error.pos + 1}") from None
    except (RecursionError, ValueError):
        raise NotJson(f"it is nested deeper than {DEPTH_MAX} levels or holds an absurd number") from None
    return value


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a value that `parse_json` gave, or that is as plain."""
    return rfc8785.dumps(value)


def checksum(value: Any) -> str:
    """Lower-case hex SHA-256 of the RFC 8785 form: DCSA's checksum of a transport document and of an `issueTo`."""
    return checksum_of_bytes(canonical_json(value))


def checksum_of_bytes(content: bytes) -> str:
    """Lower-case hex SHA-256: DCSA's checksum of a document's decoded bytes and of a compact JWS."""
    return hashlib.sha256(content).hexdigest()


def _require_shallow(text: str) -> None:
    """Before anything recurses over it."""
    depth = 0
    for mark in _STRUCTURE.findall(text):
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > DEPTH_MAX:
            raise NotJson(f"it is nested deeper than {DEPTH_MAX} levels")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise NotJson(f"the name {twice!r} is given twice in one object")
    return members


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > INTEGER_MAX:
        raise NotJson(f"the integer {digits[:20]} is beyond 2^53 - 1, which RFC 8785 cannot write")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotJson(f"the number {digits[:20]} is beyond the range of a double")
    return value


def _constant(name: str) -> Any:
    raise NotJson(f"{name} is not a JSON number")


def _require_plain(value: Any) -> None:
    """Depth and surrogates, without recursion: the value may be hostile."""
    level = [value]
    for _ in range(DEPTH_MAX):
        texts = [one for one in level if isinstance(one, str)]
        texts += [name for one in level if isinstance(one, dict) for name in one]
        if any("\ud800" <= char <= "\udfff" for text in texts if not text.isascii() for char in text):
            raise NotJson("it holds an unpaired surrogate")
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise NotJson(f"it is nested deeper than {DEPTH_MAX} levels")
