"""Checks as the parts of this package make them, and what the parts about a record of title hand back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landsea.lading.model import Check, Message, Outcome


@dataclass(frozen=True, slots=True)
class Clause:
    """A check's name and the clause it stands for."""

    name: str
    clause: str

    def passed(self, seen: Message) -> Check:
        return Check(self.name, self.clause, Outcome.PASS, seen)

    def failed(self, seen: Message, mend: str) -> Check:
        return Check(self.name, self.clause, Outcome.FAIL, seen, mend)

    def unproven(self, seen: Message, mend: str) -> Check:
        return Check(self.name, self.clause, Outcome.NOT_PROVEN, seen, mend)

    def skipped(self, seen: Message) -> Check:
        return Check(self.name, self.clause, Outcome.NOT_APPLICABLE, seen)


NOT_REACHED = Message("not reached")


@dataclass(frozen=True, slots=True)
class RecordFindings:
    """The checks about the record that a status names. `is_asked`: who keeps it has told where it stands, in the fields that follow."""

    checks: tuple[Check, ...] = ()
    is_asked: bool = False
    state: str = ""
    holder: str = ""
    as_of: datetime | str = ""
