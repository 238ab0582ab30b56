"""The report on a document's evidence."""

from __future__ import annotations

from landsea.lading.model import Check, Message, Outcome, Report
from landsea.lading.service.verify.checks import CHECKS, run_check
from landsea.lading.service.verify.pack import NOT_READABLE, Pack, Unreadable
from landsea.lading.service.verify.verdict import report_of


def report_on(pack: Pack) -> Report:
    readable = Message("evidence of a transport document, canonical JSON")
    first = Check("format", NOT_READABLE.clause, Outcome.PASS, readable)
    return report_of(pack, [first, *(run_check(rule, pack) for rule in CHECKS)])


def report_unreadable(error: Unreadable) -> Report:
    unread = Check("format", NOT_READABLE.clause, Outcome.FAIL, error.message, NOT_READABLE.mend)
    rest = [Check(rule.name, rule.clause, Outcome.NOT_APPLICABLE, Message("not reached")) for rule in CHECKS]
    return report_of(None, [unread, *rest])
