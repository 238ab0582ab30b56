"""Refusals and findings: how bad input is answered.

Asked one thing, a function raises a `Refusal`. Asked to check many things (a file, a table), it returns `Finding`s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class Refusal(Exception):
    """The system says no, by name. Nothing was stored.

    A subclass states `code` (stable, for programs), `status` (HTTP) and `text`: a template that says what is wrong, where, and how
    to mend it. The facts that fill the template are given to the constructor; `pointer` is the JSON pointer (RFC 6901) to the
    offending value in the caller's input.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    text: ClassVar[str] = "Refused."

    def __init__(self, *, pointer: str = "", **facts: object) -> None:
        self.pointer = pointer
        self.facts = facts
        super().__init__(self.text.format(**facts))

    def at(self, pointer: str) -> Refusal:
        """The same refusal, pointing at `pointer` (an inner pointer is kept behind it)."""
        self.pointer = pointer + self.pointer
        return self


class NotFound(Refusal):
    code = "not-found"
    status = 404
    text = "There is no {what} {id} that you can see. Check the number, or ask a party on it to add you."


class NotListed(NotFound):
    """Of things that nobody is added to: everybody who may see them sees the same list."""

    text = "There is no {what} {id} here. Look up its name in the list of those that there are."


class NotAllowed(Refusal):
    code = "not-allowed"
    status = 403
    text = "The role {role} may not {act}. Ask a user with the role {needed}."


class BadValue(Refusal):
    code = "bad-value"
    text = "{value} is not a valid {what}: {why}. {mend}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a checked source; `error` findings prevent storing, others are advice."""

    source: str
    line: int
    column: str
    what: str
    mend: str
    error: bool = True

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line else self.source
        return f"{where}: {self.column + ': ' if self.column else ''}{self.what} {self.mend}"


class BadSource(Refusal):
    """A checked source has errors; all of them are listed in `findings`."""

    code = "bad-source"
    text = "{count} error(s) in {source}; nothing was stored. First: {first}"

    def __init__(self, source: str, findings: list[Finding]) -> None:
        self.findings = findings
        errors = [finding for finding in findings if finding.error]
        super().__init__(count=len(errors), source=source, first=errors[0] if errors else "")
