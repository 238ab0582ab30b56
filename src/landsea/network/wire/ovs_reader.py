"""Reading foreign JSON field by field: what is wrong is a finding with its JSON pointer, what nobody took is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from landsea.kernel import BadValue, Finding, Phrase, clean

SOURCE = "service-schedules"
FINDINGS_MAX = 500
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Times outside are slips of the pen; inside, the plan's arithmetic stays within the calendar."""


class Findings(list[Finding]):
    """What is wrong or doubtful so far; stops growing at `FINDINGS_MAX`, but remembers whether an error came later."""

    has_errors = False

    def wrong(self, pointer: str, what: str, mend: str, /, *, error: bool = True, **facts: object) -> None:
        """`what` and `mend` are templates, filled with `facts`."""
        self.has_errors |= error
        if len(self) < FINDINGS_MAX or (error and self._make_room()):
            self.append(Finding(SOURCE, 0, pointer, Phrase(what, **facts), Phrase(mend, **facts), error))

    def _make_room(self) -> bool:
        """An error takes the place of a warning: the list must not say that all is well."""
        doubtful = next((n for n in reversed(range(len(self))) if not self[n].error), None)
        if doubtful is not None:
            del self[doubtful]
        return doubtful is not None


class Fields:
    """An object of the message. `rest` is what nobody took; a field that is null counts as absent."""

    __slots__ = ("findings", "pointer", "rest")

    def __init__(self, raw: dict[str, Any], pointer: str, findings: Findings) -> None:
        self.rest = {name: value for name, value in raw.items() if value is not None}
        self.pointer = pointer
        self.findings = findings

    def at(self, name: str) -> str:
        return f"{self.pointer}/{name}"

    def text(self, name: str, most: int, pattern: str = "") -> str:
        """Empty when it is not there, or wrong (then there is a finding)."""
        value = self.rest.pop(name, None)
        if value is None:
            return ""
        if not isinstance(value, str) or not 1 <= len(value) <= most:
            what, mend = "{field} must be text of 1 to {most} characters.", "Shorten it or send it as text."
            self.findings.wrong(self.at(name), what, mend, field=name, most=most)
            return ""
        if pattern and not re.fullmatch(pattern, value):
            what, mend = "{value} does not have the form {pattern}.", "Write {field} as OVS 3.0 says."
            self.findings.wrong(self.at(name), what, mend, field=name, value=repr(value), pattern=pattern)
            return ""
        return self._cleaned(name, value, most)

    def needed(self, name: str, most: int, pattern: str = "") -> str:
        if name not in self.rest:
            self.missing(name)
        return self.text(name, most, pattern)

    def missing(self, name: str) -> None:
        self.findings.wrong(self.at(name), "{field} is missing.", "Add it: OVS 3.0 requires it here.", field=name)

    def _cleaned(self, name: str, value: str, most: int) -> str:
        try:
            return clean(value, name, most)
        except BadValue as error:
            what, mend = "{field} cannot be shown: {why}.", "Type the text again."
            self.findings.wrong(self.at(name), what, mend, field=name, why=error.facts["why"])
            return ""

    def flag(self, name: str) -> bool:
        value = self.rest.pop(name, None)
        if value is None:
            self.missing(name)
        elif not isinstance(value, bool):
            self.findings.wrong(self.at(name), "{field} must be true or false.", "Write it without quotes.", field=name)
        return value is True

    def inner(self, name: str) -> Fields | None:
        value = self.rest.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.findings.wrong(self.at(name), "{field} must be an object.", "See OVS 3.0.", field=name)
            return None
        return Fields(value, self.at(name), self.findings)

    def items(self, name: str) -> Iterator[Fields]:
        """The objects of a list; nothing when it is not there. The nameless list is the message itself."""
        value = self.rest.pop(name, [])
        if not isinstance(value, list):
            self.findings.wrong(self.at(name), "{field} must be a list.", "See OVS 3.0.", field=name)
            return
        for number, one in enumerate(value):
            pointer = f"{self.at(name) if name else self.pointer}/{number}"
            if isinstance(one, dict):
                yield Fields(one, pointer, self.findings)
            else:
                self.findings.wrong(pointer, "{field} must be an object.", "See OVS 3.0.", field=name or number)

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        value = self.rest.pop(name, [])
        if not isinstance(value, list):
            self.findings.wrong(self.at(name), "{field} must be a list.", "See OVS 3.0.", field=name)
            return ()
        numbered = Fields({str(number): one for number, one in enumerate(value)}, self.at(name), self.findings)
        return tuple(filter(None, (numbered.text(str(number), most) for number in range(len(value)))))

    def time(self, name: str) -> datetime | None:
        text = self.needed(name, 40)
        try:
            at = datetime.fromisoformat(text) if text else None
            offset = at.utcoffset() if at else None
        except ValueError:
            at, offset = None, None
        if at is not None and offset is not None and offset.seconds % 60 == 0 and EARLIEST <= at < LATEST:
            return at
        if text:
            what = "{value} is not a time with its offset, from 1970 to 2199 (RFC 3339)."
            mend = "For example 2026-11-28T20:00:00+08:00."
            self.findings.wrong(self.at(name), what, mend, value=repr(text))
        return None
