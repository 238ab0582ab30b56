"""Cursors: opaque to callers, a JSON list of texts to us."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

import msgspec

from landsea.kernel import BadValue, parse_instant, utc


def render_cursor(values: list[str]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


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


def parse_moment(text: str) -> datetime:
    """RFC 3339 with zone -> UTC. Raises `ValueError` that says why."""
    try:
        return utc(parse_instant(text))
    except BadValue as error:
        raise ValueError(str(error.facts["why"])) from None
    except OverflowError:
        raise ValueError("it is beyond the calendar") from None
