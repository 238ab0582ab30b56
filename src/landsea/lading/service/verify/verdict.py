"""One verdict from the checks, the worst first."""

from __future__ import annotations

from collections.abc import Sequence

from landsea.lading.model import Check, Outcome, Report, Verdict
from landsea.lading.service.verify.pack import Pack

_NOT_INTEGRITY = ("sandbox", "operative")


def report_of(pack: Pack | None, checks: Sequence[Check]) -> Report:
    verdict = _verdict(checks)
    if pack is None:
        return Report(verdict, _sentence(verdict, checks, "", ""), tuple(checks))
    status = pack.stated.status
    sentence = _sentence(verdict, checks, status.state, status.as_of)
    if verdict is Verdict.INVALID:
        return Report(verdict, sentence, tuple(checks))
    return Report(verdict, sentence, tuple(checks), status.number, status.state, _holder_name(pack), status.as_of)


def _verdict(checks: Sequence[Check]) -> Verdict:
    failed = {check.name for check in checks if check.outcome is Outcome.FAIL}
    if failed - set(_NOT_INTEGRITY):
        return Verdict.INVALID
    if "sandbox" in failed:
        return Verdict.SANDBOX
    if "operative" in failed:
        return Verdict.NOT_OPERATIVE
    if any(check.outcome is Outcome.NOT_PROVEN for check in checks):
        return Verdict.UNPROVEN
    return Verdict.COPY


def _sentence(verdict: Verdict, checks: Sequence[Check], state: str, as_of: str) -> str:
    failed = ", ".join(check.name for check in checks if check.outcome is Outcome.FAIL)
    return {
        Verdict.COPY: f"COPY OF AN OPERATIVE RECORD as of {as_of}. The original is the record in the log, not this file.",
        Verdict.NOT_OPERATIVE: f"NOT OPERATIVE: the document is {state} as of {as_of}.",
        Verdict.UNPROVEN: "UNPROVEN: consistent in itself, but nothing proves that the node's key in the file is the node's.",
        Verdict.SANDBOX: "SANDBOX: a demonstration, never valid.",
        Verdict.INVALID: f"INVALID: {failed} failed. Do not rely on this file.",
    }[verdict]


def _holder_name(pack: Pack) -> str:
    holder = pack.stated.status.holder
    return "" if holder is None else pack.party(holder).name_en
