"""Verification of a file offline, with public keys only: the evidence as JSON, or a PDF that carries it.

It fails closed: what cannot be read, is unknown or is missing fails its check, and no verdict but INVALID follows from a failed one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from landsea.journal import Verifier
from landsea.lading.model import Check, Message, Outcome, Report
from landsea.lading.service.verify.checks import CHECKS, run_check
from landsea.lading.service.verify.pack import NOT_READABLE, Unreadable, open_pack
from landsea.lading.service.verify.verdict import describe, report_of

__all__ = ["describe", "verify_file"]


def verify_file(
    content: bytes,
    trusted: Sequence[Verifier] = (),
    *,
    asked_at: datetime | None = None,
    fresh_for: timedelta | None = None,
    challenge: str | None = None,
) -> Report:
    """`trusted`: the log keys (C2SP vkeys) of nodes the caller trusts, learnt some other way than from the file itself.

    Without the right one, the best answer is UNPROVEN: consistent with itself, by a node that nobody vouched for. So it is with a standing
    older than `fresh_for` at `asked_at`; who reads an archive gives neither. `challenge`: what the caller gave the holder to prove control.
    """
    try:
        pack = open_pack(content, trusted, asked_at, fresh_for, challenge)
    except Unreadable as error:
        unread = Check("format", NOT_READABLE.clause, Outcome.FAIL, error.message, NOT_READABLE.mend)
        rest = [Check(rule.name, rule.clause, Outcome.NOT_APPLICABLE, Message("not reached")) for rule in CHECKS]
        return report_of(None, [unread, *rest])
    readable = Message("evidence of a transport document, canonical JSON")
    first = Check("format", NOT_READABLE.clause, Outcome.PASS, readable)
    return report_of(pack, [first, *(run_check(rule, pack) for rule in CHECKS)])
