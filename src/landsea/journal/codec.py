"""Facts to canonical bytes (RFC 8785) and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import msgspec

from landsea.kernel import Fact, canonical

decode_json = msgspec.json.Decoder().decode

T = TypeVar("T")
Upcast = Callable[[dict[str, Any]], dict[str, Any]]


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
