"""What a verification answers: named checks, each with the clause it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from landsea.kernel import Phrase, Refusal


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - a word, not a password
    FAIL = "fail"
    NOT_PROVEN = "not proven"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its stable name, its clause, how it came out, and what was seen (a phrase that knows its template)."""

    name: str
    clause: str
    outcome: Outcome
    message: Phrase


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of a credential, and what it says once it may be believed."""

    checks: tuple[Check, ...]
    credential: Mapping[str, Any]

    @property
    def is_valid(self) -> bool:
        """True only when every check that applies has passed; what is not proven is not valid."""
        return all(check.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE) for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome is Outcome.FAIL)

    def check(self, name: str) -> Check:
        return next(check for check in self.checks if check.name == name)


Seen = Phrase | tuple[Outcome, Phrase]


def run(name: str, clause: str, look: Callable[[], Seen]) -> Check:
    """The check that `look` makes: a refusal fails it, and so does anything that goes wrong inside."""
    try:
        seen = look()
    except Refusal as refusal:
        seen = Outcome.FAIL, _phrase(refusal)
    except Exception as error:
        seen = (
            Outcome.FAIL,
            Phrase("The check could not be carried out: {error}", error=f"{type(error).__name__} {error}"[:200]),
        )
    outcome, message = (Outcome.PASS, seen) if isinstance(seen, Phrase) else seen
    return Check(name, clause, outcome, message)


def _phrase(refusal: Refusal) -> Phrase:
    why = refusal.facts.get("why")
    return why if refusal.text == "{why}" and isinstance(why, Phrase) else Phrase(refusal.text, **refusal.facts)
