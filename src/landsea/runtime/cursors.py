"""Cursors of lists: opaque to callers, a JSON list of texts to us, usually the sort key and id of the last row shown."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

import msgspec

from landsea.kernel import BadValue, parse_instant, utc


def render_cursor(*values: str | datetime) -> str:
    texts = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(msgspec.json.encode(texts)).decode().rstrip("=")


def parse_cursor(text: str) -> list[str]:
    """Raises `ValueError` for anything that `render_cursor` does not write."""
    try:
        content = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        found = msgspec.json.decode(content, type=list[str])
    except (binascii.Error, UnicodeError, msgspec.MsgspecError) as error:
        raise ValueError("not a cursor") from error
    if any("\0" in value for value in found):
        raise ValueError("not a cursor")
    return found


def moment_and_id(cursor: str | None) -> tuple[datetime, str] | None:
    """Behind which row a page begins; `None` at the beginning. Refuses (`BadValue`) what no list has given."""
    if not cursor:
        return None
    try:
        at, id = parse_cursor(cursor)
        return utc(parse_instant(at)), id
    except (ValueError, BadValue):
        raise not_given(cursor) from None


def only_id(cursor: str | None) -> str:
    """The same of a list that is ordered by id; empty at the beginning."""
    if not cursor:
        return ""
    try:
        [id] = parse_cursor(cursor)
    except ValueError:
        raise not_given(cursor) from None
    return id


def not_given(cursor: str) -> BadValue:
    return BadValue(
        value=repr(cursor[:40]),
        what="cursor",
        why="it is not one that this list has given",
        mend="Use next_cursor of the page before.",
        pointer="/cursor",
    )
