"""The report on a document's evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from landsea.journal import Verifier
from landsea.lading.model import Check, Message, Outcome, Report
from landsea.lading.service.verify.checks import CHECKS, run_check
from landsea.lading.service.verify.pack import NOT_READABLE, Pack, Unreadable, open_pack
from landsea.lading.service.verify.verdict import report_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Who verifies: the log keys that he trusts, when he asks, how old a standing may be, and the challenge he gave the holder."""

    trusted: Sequence[Verifier] = ()
    asked_at: datetime | None = None
    fresh_for: timedelta | None = None
    challenge: str | None = None


def open_evidence(content: bytes, reader: Reader) -> Pack:
    return open_pack(content, reader.trusted, reader.asked_at, reader.fresh_for, reader.challenge)


def report_on(pack: Pack) -> Report:
    readable = Message("evidence of a transport document, canonical JSON")
    first = Check("format", NOT_READABLE.clause, Outcome.PASS, readable)
    return report_of(pack, [first, *(run_check(rule, pack) for rule in CHECKS)])


def report_unreadable(error: Unreadable) -> Report:
    unread = Check("format", NOT_READABLE.clause, Outcome.FAIL, error.message, NOT_READABLE.mend)
    rest = [Check(rule.name, rule.clause, Outcome.NOT_APPLICABLE, Message("not reached")) for rule in CHECKS]
    return report_of(None, [unread, *rest])
