"""The record in a node's log that a credential's status names: its evidence, given beside the credential, says how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from landsea.identity import credentials
from landsea.lading.model import Message, Verdict, Wrong
from landsea.lading.service.verify.digest import digest_of
from landsea.lading.service.verify.evidence import report_on
from landsea.lading.service.verify.finding import Clause, RecordFindings
from landsea.lading.service.verify.pack import Pack, Reader, Unreadable, open_pack
from landsea.lading.wire.credential_status import read_record

RECORD = Clause("record", "MLETR 2017 art. 10(1)(b)(i): the one record, in one log")
OPERATIVE = Clause("operative", "MLETR 2017 art. 10(1)(b)(ii): until it ceases to have effect")
FORGED = "Treat the credential as altered or forged. Ask its issuer, at an address you know, for a new one."
EVIDENCE = (
    "Fetch the document's evidence from the address shown, or ask its holder for it, and give it beside the credential."
)
_NOBODY = Message("nothing says whether the document is operative, and who holds it")


def check_record(credential: Mapping[str, Any], evidence: Sequence[bytes], reader: Reader) -> RecordFindings:
    """Of a credential that names a record in a log. The evidence's own checks follow the one that it is this record's."""
    try:
        named = read_record(credential, credentials.TITLE_RECORD)
    except Wrong as wrong:
        return RecordFindings((RECORD.failed(wrong.message, FORGED),))
    facts = {"document": named.document, "log": named.log, "evidence": named.evidence}
    found = next((pack for pack in _opened(evidence, reader) if _is_of(pack, named.log, named.document)), None)
    if found is None:
        seen = Message("the evidence of {document} in the log {log} was not given; it is at {evidence}", facts)
        return RecordFindings((RECORD.unproven(seen, EVIDENCE), OPERATIVE.unproven(_NOBODY, EVIDENCE)))
    told = report_on(found)
    if told.verdict is not Verdict.INVALID and found.title.content != digest_of(credential):
        seen = Message("the record {document} in the log {log} is of another content", facts)
        return RecordFindings((RECORD.failed(seen, FORGED),))
    checks = tuple(one for one in told.checks if one.name not in ("format", "sandbox"))
    given = RECORD.passed(Message("the evidence of {document} in the log {log} was given", facts))
    return RecordFindings((given, *checks), True, told.state, told.holder, told.as_of)


def _opened(evidence: Sequence[bytes], reader: Reader) -> list[Pack]:
    packs = []
    for content in evidence:
        try:
            packs.append(open_pack(content, reader))
        except Unreadable:
            continue  # told by the check that nothing was given
    return packs


def _is_of(pack: Pack, log: str, document: str) -> bool:
    return (pack.stated.log.origin, pack.stated.status.document) == (log, document)
