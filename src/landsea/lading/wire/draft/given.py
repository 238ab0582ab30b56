"""A message as it is given: JSON that every program reads alike, of a size that can be kept, in a form that is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landsea.lading.wire.draft.form import Json
from landsea.lading.wire.draft.refusals import MessageNotJson, MessageTooLarge
from landsea.lading.wire.strict_json import NotJson, canonical_json, parse_json

BYTES_MAX = 1_048_576
"""Of a message: what is not understood of it is kept in the journal."""


def parse_message(content: bytes) -> Any:
    """The message's value. Raises `MessageTooLarge`, `MessageNotJson`."""
    if len(content) > BYTES_MAX:
        raise MessageTooLarge(bytes=len(content), most=BYTES_MAX, pointer="/message")
    try:
        return parse_json(content)
    except NotJson as error:
        raise MessageNotJson(why=str(error), pointer="/message") from None


def plain_message(said: Mapping[str, Any]) -> Json:
    """A message that another parser read: as good as its text. Raises as `parse_message`."""
    try:
        content = canonical_json(dict(said))
    except (ValueError, RecursionError):
        why = "it is nested without end, or holds text or numbers that RFC 8785 cannot write"
        raise MessageNotJson(why=why, pointer="/message") from None
    made: Json = parse_message(content)
    return made
