"""One verdict from the checks, the worst first; and a report told in a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from landsea.kernel import Phrase
from landsea.lading.model import Check, Message, Outcome, Report, Verdict
from landsea.lading.model.words import worded
from landsea.lading.service.verify.pack import Pack
from landsea.runtime import say, translate

_ENCUMBERED = frozenset({"unencumbered", "undelivered"})
_ABOUT_STANDING = frozenset({"sandbox", "newest", "operative"}) | _ENCUMBERED
_AHEAD = frozenset({"fresh"})
"""A sandbox's clock may run ahead of the reader's; a file that is never valid is no forgery for that."""
_SENTENCES = {
    Verdict.COPY: "COPY OF AN OPERATIVE RECORD as of {as_of}. The original is the record in the log, not this file.",
    Verdict.NOT_OPERATIVE: "NOT OPERATIVE: the document is {state} as of {as_of}.",
    Verdict.ENCUMBERED: "OPERATIVE BUT ENCUMBERED as of {as_of}: it is not free to be passed on, and the checks below say why.",
    Verdict.UNPROVEN: "UNPROVEN: consistent in itself, but something about it is not proven, and the checks below say what.",
    Verdict.SANDBOX: "SANDBOX: a demonstration, never valid.",
    Verdict.INVALID: "INVALID: {failed} failed. Do not rely on this file.",
}

PARTLY_DELIVERED = (
    "OPERATIVE BUT ENCUMBERED as of {as_of}: a part of the goods was delivered. It can be passed on, and is worth what is "
    "outstanding."
)
_OPEN = (
    "COPY OF AN OPERATIVE RECORD as of {as_of}. The original is the record in the log, not this file. Something about it was asked or "
    "ordered and is not decided yet: the check `unencumbered` below says what."
)
_MOVED_ON = "NOT OPERATIVE: since this file was made ({as_of}) the document has ended. The record in the log says so."


def report_of(pack: Pack | None, checks: Sequence[Check]) -> Report:
    """An INVALID file is quoted in nothing: number, state and holder stay empty."""
    verdict = verdict_of(checks)
    failed = ", ".join(check.name for check in checks if check.outcome is Outcome.FAIL)
    if pack is None or verdict is Verdict.INVALID:
        return Report(verdict, Message(_SENTENCES[verdict], {"failed": failed}), tuple(checks))
    status, over = pack.stated.status, "newest" in failed
    template = _MOVED_ON if over and verdict is Verdict.NOT_OPERATIVE else _template(pack, verdict, checks)
    sentence = Message(template, {"as_of": status.moment, "state": worded("state", status.state)})
    if over:
        return Report(verdict, sentence, tuple(checks), status.number, as_of=status.as_of)
    names = {one.party: one.name_en for one in pack.stated.parties}
    holder, order = (names.get(party or "", "") for party in (status.holder, status.entitled))
    return Report(verdict, sentence, tuple(checks), status.number, status.state, holder, status.as_of, order)


def _template(pack: Pack, verdict: Verdict, checks: Sequence[Check]) -> str:
    if verdict is Verdict.ENCUMBERED and is_only_partly_delivered(checks):
        return PARTLY_DELIVERED
    if verdict is Verdict.COPY and (pack.title.proposal or pack.title.order):
        return _OPEN
    return _SENTENCES[verdict]


def is_only_partly_delivered(checks: Sequence[Check]) -> bool:
    """Whether nothing encumbers it but that it is worth less than it says."""
    return _ENCUMBERED & {check.name for check in checks if check.outcome is Outcome.FAIL} == {"undelivered"}


def verdict_of(
    checks: Sequence[Check], ended: frozenset[str] = frozenset(), ahead: frozenset[str] = frozenset()
) -> Verdict:
    """`ended`: checks that failed because the document is over, not because anything is wrong with the file; `ahead`: because it is
    dated later than the reader's now, which a sandbox's may be."""
    failed = {check.name for check in checks if check.outcome is Outcome.FAIL}
    allowed = _ABOUT_STANDING | ended | (_AHEAD | ahead if "sandbox" in failed else frozenset())
    if failed - allowed:
        return Verdict.INVALID
    if "sandbox" in failed:
        return Verdict.SANDBOX
    if failed & {"newest", "operative", *ended}:
        return Verdict.NOT_OPERATIVE
    if any(check.outcome is Outcome.NOT_PROVEN for check in checks):
        return Verdict.UNPROVEN
    if failed & _ENCUMBERED:
        return Verdict.ENCUMBERED
    return Verdict.COPY


def describe(report: Report, language: str) -> dict[str, Any]:
    """The report as plain JSON values, its sentences in `language` (en, zh); verdict, names and outcomes are stable words."""
    return {
        "verdict": report.verdict.value,
        "valid": report.is_valid,
        "sentence": _told(report.sentence, language),
        "number": report.number,
        "state": report.state,
        "state_word": say(str(worded("state", report.state)), language),
        "holder": report.holder,
        "order": report.order,
        "as_of": report.as_of,
        "checks": [_check(check, language) for check in report.checks],
    }


def _check(check: Check, language: str) -> dict[str, str]:
    return {
        "name": check.name,
        "clause": translate(check.clause, language),
        "outcome": check.outcome.value,
        "seen": _told(check.seen, language),
        "mend": translate(check.mend, language) if check.mend else "",
    }


def _told(message: Message, language: str) -> str:
    facts = {name: say(fact, language) if isinstance(fact, Phrase) else fact for name, fact in message.facts.items()}
    return translate(message.template, language).format(**facts)
