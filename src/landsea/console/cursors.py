"""Opaque cursors of lists: the sort key and id of the last row shown."""

from __future__ import annotations

import base64
from datetime import datetime

from landsea.kernel import BadValue, parse_instant


def cursor_of(at: datetime, id: str) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {id}".encode()).decode()


def moment_and_id(cursor: str | None) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    try:
        at, last = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return parse_instant(at), last
    except (ValueError, BadValue):
        why, mend = "it is not one that a list gave", "Start again without a cursor."
        raise BadValue(value=repr(cursor[:40]), what="cursor", why=why, mend=mend) from None
