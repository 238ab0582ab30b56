"""What a verification answers: named checks, and one verdict drawn from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - a word, not a password
    FAIL = "fail"
    NOT_PROVEN = "not proven"
    NOT_APPLICABLE = "not applicable"


class Verdict(StrEnum):
    """`COPY` is the best a file can be: the original is the record in the log, and no file is it (ETDA 2023 s.2(2)(a)).

    `NO_TITLE`: a credential that holds and names no record of title, such as a certificate.
    """

    COPY = "COPY OF AN OPERATIVE RECORD"
    ENCUMBERED = "OPERATIVE BUT ENCUMBERED"
    NOT_OPERATIVE = "NOT OPERATIVE"
    NO_TITLE = "GENUINE, NOT A TITLE"
    UNPROVEN = "UNPROVEN"
    SANDBOX = "SANDBOX"
    INVALID = "INVALID"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that can be told in another language: an English template and what fills it."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.facts)


class Wrong(ValueError):
    """What a check found wrong, as a `Message`."""

    def __init__(self, template: str, **facts: object) -> None:
        self.message = Message(template, facts)
        super().__init__(str(self.message))


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its stable name, the clause it stands for, how it came out, what was seen, and what to do when it did not pass."""

    name: str
    clause: str
    outcome: Outcome
    seen: Message
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict, since when and about what it is stated, and every check. `sentence` says it in one line. `order`: the name of the
    party to whose order the document stands.
    """

    verdict: Verdict
    sentence: Message
    checks: tuple[Check, ...]
    number: str = ""
    state: str = ""
    holder: str = ""
    as_of: str = ""
    order: str = ""

    @property
    def is_valid(self) -> bool:
        """True only for a proven copy of an operative record of a real node."""
        return self.verdict is Verdict.COPY

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome is Outcome.FAIL)
