"""Times in credentials: W3C XML Schema `dateTimeStamp`, a time with its zone (VC Data Model 2.0 section 4.9, Data Integrity 2.1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from landsea.kernel import BadValue, parse_instant, utc

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def parse_time(text: object) -> datetime:
    """The instant in UTC; refused without a zone, and in any of the other forms that ISO 8601 knows."""
    if not isinstance(text, str) or not _STAMP.fullmatch(text):
        raise BadValue(
            value=repr(text)[:60],
            what="time",
            why="it is no XML Schema dateTimeStamp",
            mend="For example 2026-11-23T08:00:00Z.",
        )
    return utc(parse_instant(text))


def render_time(instant: datetime) -> str:
    """UTC in whole seconds, as issuers write it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
