"""Instants and half-open periods. A time without its zone is refused, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from landsea.kernel.refusal import BadValue


def parse_instant(text: str) -> datetime:
    """RFC 3339 text with zone -> aware datetime in the zone as written."""
    try:
        instant = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise BadValue(
            value=repr(text), what="time", why="it is not RFC 3339", mend="For example 2026-11-23T08:00+08:00."
        ) from None
    return require_zone(instant)


def require_zone(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise BadValue(
            value=instant.isoformat(),
            what="time",
            why="it has no time zone",
            mend="Add the offset, for example +08:00, or Z for UTC.",
        )
    return instant


def utc(instant: datetime) -> datetime:
    try:
        return require_zone(instant).astimezone(UTC)
    except OverflowError:
        raise BadValue(
            value=instant.isoformat(), what="time", why="it is out of range in UTC", mend="Correct the year."
        ) from None


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to, and without, `end`; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if require_zone(self.start) >= require_zone(self.end):
            raise BadValue(value=str(self), what="period", why="it ends before it starts", mend="Swap start and end.")

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def __str__(self) -> str:
        return f"[{self.start.isoformat()}, {self.end.isoformat()})"
