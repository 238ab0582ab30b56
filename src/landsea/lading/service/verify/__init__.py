"""Verification of a file: a document's evidence as JSON, a PDF that carries it, or a W3C credential.

It fails closed: what cannot be read, is unknown or is missing fails its check, and no verdict but INVALID follows from a failed one.
Public keys only; the one thing that may be asked over a line is the registry of a token, by the caller's `Beside.ask`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from landsea.journal import Verifier
from landsea.kernel import Phrase
from landsea.lading.model import Report
from landsea.lading.service.verify.asking import ask_lines, beside_at_node, here_at_node
from landsea.lading.service.verify.beside import Answer, Ask, Beside, GoesBeside, read_beside
from landsea.lading.service.verify.credential import judge, open_credential
from landsea.lading.service.verify.evidence import report_on, report_unreadable
from landsea.lading.service.verify.kind import FileKind, kind_of
from landsea.lading.service.verify.pack import Here, Reader, Unreadable, open_pack
from landsea.lading.service.verify.verdict import describe

__all__ = [
    "Answer",
    "Ask",
    "Beside",
    "ask_lines",
    "beside_at_node",
    "describe",
    "here_at_node",
    "read_beside",
    "verify_file",
]
_NOTHING = Beside()


def verify_file(
    content: bytes,
    trusted: Sequence[Verifier] = (),
    *,
    asked_at: datetime | None = None,
    fresh_for: timedelta | None = None,
    challenge: str | None = None,
    beside: Beside = _NOTHING,
    here: Here | None = None,
) -> Report:
    """`trusted`: the log keys (C2SP vkeys) of nodes the caller trusts, learnt some other way than from the file itself.

    Without the right one, the best answer is UNPROVEN: consistent with itself, by a node that nobody vouched for. So it is with a standing
    older than `fresh_for` at `asked_at`; who reads an archive gives neither. `challenge`: what the caller gave the holder to prove control.
    `beside`: what a credential needs. A credential is judged at `asked_at`, and cannot be without. `here`: the node that verifies, which
    trusts itself and knows what happened since (`here_at_node`). Refused: `GoesBeside`.
    """
    reader, kind = Reader(trusted, asked_at, fresh_for, challenge, here), kind_of(content)
    if kind in (FileKind.STATUS_LIST, FileKind.DID_DOCUMENT):
        raise GoesBeside(what=Phrase(kind.value))
    try:
        if kind is FileKind.CREDENTIAL:
            return _judge(content, beside, reader)
        return report_on(open_pack(content, reader))
    except Unreadable as error:
        return report_unreadable(error)


def _judge(content: bytes, beside: Beside, reader: Reader) -> Report:
    if reader.asked_at is None:
        raise Unreadable("a credential can only be judged as of a time")
    return judge(open_credential(content), beside, reader, reader.asked_at)
