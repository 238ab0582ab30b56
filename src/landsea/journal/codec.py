"""Facts to canonical bytes (RFC 8785) and back.

`msgspec` writes the same bytes as RFC 8785 for what facts may hold: text, booleans, null, lists, objects with ASCII names and
integers up to 2^53-1. That is checked here; floats and larger integers are refused, names outside ASCII go the slow way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import msgspec
import rfc8785

from landsea.kernel import Fact

LARGEST_INTEGER = 2**53 - 1
canonical_known = msgspec.json.Encoder(order="sorted").encode
"""RFC 8785 bytes of values known to be plain: text, integers, null, under ASCII names."""
decode_json = msgspec.json.Decoder().decode

T = TypeVar("T")
Upcast = Callable[[dict[str, Any]], dict[str, Any]]


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


def to_plain(value: Any) -> Any:
    """Dataclasses, times, enums and the kernel's words as plain JSON values."""
    return msgspec.to_builtins(value, enc_hook=_to_text)


def from_plain(value: Any, kind: type[T]) -> T:
    return msgspec.convert(value, kind, dec_hook=_from_text)


def _to_text(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    raise NotImplementedError(f"{type(value).__name__} has no place in a fact")


def _from_text(kind: type, value: Any) -> Any:
    return kind(value)


class FactCodec:
    """Knows every kind of fact of the node. Old kinds are lifted by their `upcasts` (old kind -> (new kind, function)) when read."""

    def __init__(self, facts: list[type[Fact]], upcasts: Mapping[str, tuple[str, Upcast]] | None = None) -> None:
        self.types = {fact.kind: fact for fact in facts}
        if len(self.types) != len(facts):
            raise ValueError("two facts share one kind")
        self._upcasts = dict(upcasts or {})
        for fact in facts:
            _require_optional_personal(fact)

    def encode(self, fact: Fact) -> tuple[bytes, bytes | None]:
        """Canonical body and, where the fact has personal data, canonical private part."""
        body = to_plain(fact)
        if not fact.personal:
            return canonical(body), None
        private = {name: body.pop(name) for name in sorted(fact.personal)}
        if all(value is None for value in private.values()):
            return canonical(body), None
        return canonical(body), canonical(private)

    def decode(self, kind: str, body: bytes, private: bytes | None) -> Fact:
        values = decode_json(body)
        if private is not None:
            values |= decode_json(private)
        while kind in self._upcasts:
            kind, lift = self._upcasts[kind]
            values = lift(values)
        return from_plain(values, self.types[kind])


def _require_optional_personal(fact: type[Fact]) -> None:
    defaults = {field.name: field.default for field in fields(fact)}  # type: ignore[arg-type]
    for name in fact.personal:
        if defaults.get(name, ...) is not None:
            raise ValueError(f"{fact.kind}: the personal field {name} needs the default None, since it can be erased")
