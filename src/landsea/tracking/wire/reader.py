"""Takes known fields out of one JSON object, notes what is wrong with them, and keeps what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from landsea.kernel import Finding, Phrase

LONGEST = 100
FINDINGS_MAX = 100
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Times outside are slips of the pen; inside, adding any plan's duration stays within the calendar."""


@dataclass(frozen=True, slots=True)
class Times:
    """How a message's times are read: without offset in `zone` (refused without one), and nothing told from after `until`."""

    zone: ZoneInfo | None = None
    until: datetime | None = None


class Reader:
    """`rest` is what nobody took. Fields that are null or empty text count as absent and stay in `rest`."""

    __slots__ = ("findings", "pointer", "rest", "times")

    def __init__(self, raw: dict[str, Any], pointer: str, findings: list[Finding], times: Times) -> None:
        self.rest = dict(raw)
        self.pointer = pointer
        self.findings = findings
        self.times = times

    def text(self, name: str) -> str | None:
        value = self.rest.get(name)
        if value is None or value == "":
            return None
        if type(value) is not str or len(value) > LONGEST:
            self.wrong(name, f"it must be text of at most {LONGEST} characters.", "Shorten it or send it as text.")
            return None
        del self.rest[name]
        return value

    def texts(self, names: dict[str, str]) -> dict[str, str | None]:
        """Attribute -> text, for a table of JSON name -> attribute."""
        return {attribute: self.text(name) for name, attribute in names.items() if name in self.rest}

    def needed(self, name: str, why: str) -> str:
        if (found := self.text(name)) is None:
            self.missing(name, why)
            return ""
        return found

    def missing(self, name: str, why: str) -> None:
        if not any(finding.column == f"{self.pointer}/{name}" for finding in self.findings[-3:]):
            self.wrong(name, f"is missing; {why}.", "Add it.")

    def flag(self, name: str) -> bool | None:
        value = self.rest.get(name)
        return self.rest.pop(name) if type(value) is bool else None

    def inner(self, name: str) -> Reader | None:
        value = self.rest.get(name)
        if value is None:
            return None
        if type(value) is not dict:
            self.wrong(name, "must be an object.", "See DCSA Track & Trace 2.2.")
            return None
        del self.rest[name]
        return Reader(value, f"{self.pointer}/{name}", self.findings, self.times)

    def time(self, name: str) -> datetime | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return self._zoned(name, datetime.fromisoformat(text))
        except ValueError:
            self.wrong(name, f"{text[:40]!r} is not a time (RFC 3339).", "For example 2026-11-23T08:00:00+08:00.")
            return None

    def _zoned(self, name: str, at: datetime) -> datetime | None:
        offset = at.utcoffset()
        if offset is None and self.times.zone is None:
            self.wrong(name, "has no time zone.", "Add the offset, for example +08:00, or name the sender's zone.")
            return None
        if offset is None:
            at = datetime.fromisoformat(at.replace(tzinfo=self.times.zone).isoformat())
        if (at.utcoffset() or UTC.utcoffset(None)).seconds % 60:
            raise ValueError(name)
        if not EARLIEST <= at < LATEST:
            self.wrong(name, f"{at.isoformat()} is not between 1970 and 2200.", "Correct the year.")
            return None
        return at

    def refuse_ahead(self, name: str, at: datetime | None, mend: str) -> None:
        """Nobody can tell today what happened the day after tomorrow: a slip of the pen, or a clock that is wrong."""
        until = self.times.until
        if at is not None and until is not None and at > until:
            what = Phrase("{at} is more than 24 h ahead of this node's clock.", at=at.isoformat())
            self.wrong(name, what, mend)

    def wrong(self, name: str, what: str, mend: str) -> None:
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(Finding("events", 0, f"{self.pointer}/{name}", what, mend))
