"""Documents whose title lives elsewhere, on record for a consignment: verified when imported, and never operative here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from landsea import consignment
from landsea.consignment import Act, Consignment
from landsea.identity import credentials
from landsea.journal import Journal, View, Work
from landsea.kernel import Actor, NotAllowed, parse_instant
from landsea.lading import store_elsewhere as store
from landsea.lading.model import LegDocumentNegotiable, Outcome, Report, Verdict
from landsea.lading.model.elsewhere import (
    CheckedSo,
    CredentialImported,
    DocumentOperativeHere,
    NotProvenElsewhere,
    TitleElsewhere,
    TitleIsHere,
)
from landsea.lading.service.read import load_document
from landsea.lading.service.verify import Beside, beside_at_node, verify_file
from landsea.lading.wire.credential_status import read_token

FRESH_FOR = timedelta(hours=24)
_ASKED = ("issuer-trusted", "registry", "operative")
"""What must be proven. What the token commits to, and what could have been left out, may stay open: the report says so."""


def verify_elsewhere(
    journal: Journal,
    actor: Actor,
    id: str,
    content: bytes,
    files: Iterable[bytes],
    issuers: Iterable[str],
    names: Sequence[str] = (),
) -> CredentialImported:
    """What is to be put on record for the consignment. It asks the token's registry, so no transaction is open. `names`: of the files.

    Refused, with what is wrong: `NotProvenElsewhere`; and before anything is asked what `NotFound` and `NotAllowed` refuse.
    """
    with journal.view(actor) as view:
        _may_import(view, id)
        now = view.now
    beside = beside_at_node(journal, files, issuers, names)
    report = verify_file(content, asked_at=now, fresh_for=FRESH_FOR, beside=beside)
    return _fact(id, content, report, beside)


def import_credential(work: Work, said: CredentialImported) -> TitleElsewhere:
    """Puts it on record. Again for the same record: how it stands now, also when it has ceased to be operative."""
    store.hold(work.connection, said.consignment)
    record = _may_import(work, said.consignment)
    known = {one.said.record for one in store.of_consignment(work.connection, record.id)}
    if said.record not in known:
        _require_operative(said)
        _require_none_here(work, record, said)
    stream = store.stream_of(record.id)
    work.append(stream, work.version(stream), said)
    return next(one for one in store.of_consignment(work.connection, record.id) if one.said.record == said.record)


def list_elsewhere(view: View, id: str) -> list[TitleElsewhere]:
    """Titles elsewhere of a consignment, for the parties on it."""
    return store.of_consignment(view.connection, consignment.get_consignment(view, id).id)


def require_none_elsewhere(work: Work, id: str) -> None:
    """Before a negotiable document becomes operative here: none that covers the goods is operative elsewhere."""
    store.hold(work.connection, id)
    for one in store.of_consignment(work.connection, id):
        if one.is_operative:
            raise LegDocumentNegotiable(kind="BL", reference=one.said.number or one.said.record, pointer="/negotiable")


def _may_import(view: View, id: str) -> Consignment:
    record = consignment.get_consignment(view, id)
    if not consignment.may(Act.ATTACH, record, view.actor):
        raise NotAllowed(role=view.actor.role.value, act="put documents on record", needed="party to the consignment")
    return record


def _fact(id: str, content: bytes, report: Report, beside: Beside) -> CredentialImported:
    outcomes = {one.name: one.outcome for one in report.checks}
    asked = outcomes.get("registry") is Outcome.PASS and outcomes.get("issuer-trusted") is Outcome.PASS
    if report.verdict in (Verdict.INVALID, Verdict.SANDBOX) or not asked:
        wrong = [one.name for one in report.checks if one.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN)]
        raise NotProvenElsewhere(verdict=report.verdict.value, wrong=", ".join(wrong))
    raw = credentials.read_json(content)
    return CredentialImported(
        consignment=id,
        record=str(read_token(raw)),
        credential=str(raw["id"])[:300],
        digest=hashlib.sha256(content).hexdigest(),
        number=report.number,
        issuer=credentials.issuer_of(raw),
        keys=_digest_of_keys(beside.documents.get(credentials.issuer_of(raw))),
        verdict=report.verdict.value,
        state=report.state,
        holder=report.holder,
        as_of=parse_instant(report.as_of),
        checks=tuple(CheckedSo(one.name, one.outcome.value, str(one.seen)[:500]) for one in report.checks),
    )


def _digest_of_keys(document: Mapping[str, Any] | None) -> str:
    return hashlib.sha256(credentials.canonical(document)).hexdigest() if document is not None else ""


def _require_operative(said: CredentialImported) -> None:
    outcomes = {one.name: one.outcome for one in said.checks}
    if any(outcomes.get(name) != Outcome.PASS.value for name in _ASKED):
        wrong = [one.name for one in said.checks if one.outcome in (Outcome.FAIL.value, Outcome.NOT_PROVEN.value)]
        raise NotProvenElsewhere(verdict=said.verdict, wrong=", ".join(wrong))


def _require_none_here(work: Work, record: Consignment, said: CredentialImported) -> None:
    document = store.find_document_of_token(work.connection, said.record)
    if document is not None:
        raise TitleIsHere(number=load_document(work, document).title.number)
    if record.document is not None and record.has_operative_document:
        raise DocumentOperativeHere(consignment=record.id, number=record.document.number)
