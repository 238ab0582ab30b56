"""The receiving platform, stored: each use case is one transaction, recorded before it is answered."""

from __future__ import annotations

import json

from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import store_interchange as store
from landsea.lading.platforms import receiving as law
from landsea.lading.platforms import transfers
from landsea.lading.platforms.chain import Meaning
from landsea.lading.platforms.facts import (
    Declared,
    EnvelopeAccepted,
    EnvelopeBegun,
    EnvelopeDocumentStored,
    EnvelopeRefused,
)
from landsea.lading.platforms.refusals import TransferUnderWay, UnknownEnvelope, UnknownReceiver
from landsea.lading.platforms.transfers import Progress, Transfer
from landsea.lading.platforms.values import Code, EblEnvelope, EnvelopeManifest, FinishedResponse
from landsea.lading.service.platforms import accepting
from landsea.lading.service.platforms.configured import find_receiver, party_said, trust
from landsea.lading.service.platforms.disputes import find_dispute
from landsea.lading.service.platforms.late import hear_chain
from landsea.lading.service.platforms.named import key_for, stream_of, trial_of
from landsea.lading.service.platforms.reply import Reply, signed
from landsea.lading.store_interchange import Ledger
from landsea.lading.wire.jws import NotJws, parse_jws
from landsea.lading.wire.pint import (
    BadDocument,
    parse_code,
    parse_document,
    parse_envelope,
    render_started,
)

RETRY_SECONDS, DISPUTED_RETRY_SECONDS = 5, 3600
"""When a sender is to try again: while our own transfer waits for its answer, and while people settle it."""


def receive_envelope(work: Work, body: bytes, trial: str = "") -> Reply:
    """`POST /v3/envelopes`. Raises `Misshapen` for a body of the wrong shape, and `TransferUnderWay` for one to be sent again soon.

    In a sandbox nothing is known of what came under the name of another `trial`.
    """
    trusted = trust(work)
    envelope = parse_envelope(body)
    ledger, seen = held_ledger(work, _key(work, envelope, trial))
    judged = law.judge(envelope, ledger.known, trusted, work.now)
    if isinstance(judged, law.Wait):
        raise TransferUnderWay(number=envelope.number, seconds=_pause(work, ledger))
    if isinstance(judged, law.Again):
        return signed(work, transfers.duplicate(judged.transfer, envelope.chain[-1]))
    if isinstance(judged, law.Refused):
        if judged.answer.code is Code.DISE:
            hear_chain(work, ledger.document, envelope.chain)
        return refuse(work, ledger, judged, seen)
    why_not = accepting.why_not(work, envelope, judged.meaning, PartyId(judged.party), ledger.document)
    if why_not:
        return refuse(work, ledger, law.refusal(envelope, Code.BENV, why_not), seen)
    return _begin(work, ledger, envelope, judged, seen)


def receive_document(work: Work, reference: str, named: str, body: bytes) -> Reply:
    """`PUT .../additional-documents/{documentChecksum}`: kept as a blob when it is what was declared."""
    if (refused := store.refusal_of(work.connection, reference)) is not None:
        return signed(work, transfers.refused(*refused))
    ledger, transfer = _find(work, reference)
    try:
        content = parse_document(body)
    except BadDocument as error:
        return signed(work, transfers.inconclusive(transfer, str(error)))
    if not transfers.is_wanted(transfer, named.lower(), content):
        return signed(work, transfers.inconclusive(transfer, "it was not declared, or has another size or checksum"))
    if transfer.progress is Progress.INCOMPLETE and named.lower() in transfer.missing:
        work.journal.blobs.put(content)
        _append(work, ledger.key, EnvelopeDocumentStored(ledger.key, reference, named.lower()))
    return Reply(204)


def finish_transfer(work: Work, reference: str) -> Reply:
    """`PUT .../finish-transfer`: control passes here, or is told that it did, when nothing is missing."""
    if (refused := store.refusal_of(work.connection, reference)) is not None:
        return signed(work, transfers.refused(*refused))
    ledger, transfer = _find(work, reference)
    answer = transfers.finish(transfer)
    return _accept(work, ledger, transfer, answer) if answer.code is Code.RECE else signed(work, answer)


def _pause(view: View, ledger: Ledger) -> int:
    """What machines settle is soon over; what people settle takes its time."""
    disputed = ledger.document is not None and find_dispute(view, ledger.document) is not None
    return DISPUTED_RETRY_SECONDS if disputed else RETRY_SECONDS


def validate_receiver(view: View, body: bytes) -> str:
    """`POST /v3/receiver-validation`: the name of the party that could receive. Raises `UnknownReceiver`, without saying why."""
    party = find_receiver(view, (parse_code(body),))
    if party is None:
        raise UnknownReceiver
    return party_said(view, party).name


def _key(view: View, envelope: EblEnvelope, trial: str) -> str:
    """The document that the newest entry is of, when it was seen before; else that of this carrier and number."""
    try:
        payload = parse_jws(envelope.chain[-1]).payload_checksum
    except NotJws:
        payload = ""
    seen = store.key_of_payload(view.connection, payload)
    if seen and (trial_of(seen) == trial or seen.startswith(store.BARRED)):
        return seen
    return key_for(envelope.carrier, envelope.number, trial)


def held_ledger(work: Work, key: str) -> tuple[Ledger, int]:
    """What is known of the document, and the version of its stream at which that is so: the first fact is appended to it.

    A stream that exists is held until the commit, so that nobody decides about the document meanwhile. Raises `StaleVersion`.
    """
    stream = stream_of(key)
    seen = work.version(stream)
    if seen:
        work.append(stream, seen)
    return store.ledger(work.connection, key), seen


def _append(
    work: Work, key: str, *facts: EnvelopeBegun | EnvelopeDocumentStored | EnvelopeRefused | EnvelopeAccepted
) -> None:
    """To a stream that is held."""
    work.append(stream_of(key), work.version(stream_of(key)), *facts)


def refuse(work: Work, ledger: Ledger, refused: law.Refused, seen: int) -> Reply:
    """The signed no; what must never be accepted any more is remembered, once."""
    reply = signed(work, refused.answer)
    if refused.remember and refused.remember not in ledger.known.refused:
        fact = EnvelopeRefused(ledger.key, refused.remember, refused.answer.reason, str(reply.body))
        work.append(stream_of(ledger.key), seen, fact)
    return reply


def _begin(work: Work, ledger: Ledger, envelope: EblEnvelope, fitting: law.Fitting, seen: int) -> Reply:
    # Only what came with this document before: anything else would tell strangers which files are kept here.
    owned = frozenset(one for earlier in ledger.known.accepted for one in earlier.received)
    reference = work.new_id("env")
    transfer = law.as_transfer(fitting, envelope.document_checksum, reference, owned)
    work.append(stream_of(ledger.key), seen, _begun(ledger.key, envelope, fitting, transfer))
    if transfer.missing:
        return Reply(201, render_started(transfers.started_response(transfer)))
    again = store.ledger(work.connection, ledger.key)
    return _accept(work, again, transfer, transfers.received(transfer))


def _begun(key: str, envelope: EblEnvelope, fitting: law.Fitting, transfer: Transfer) -> EnvelopeBegun:
    beside = envelope.issuance_manifest
    return EnvelopeBegun(
        key=key,
        reference=transfer.reference,
        payload=transfer.payload_checksum,
        sender=fitting.entries[-1].platform,
        said=json.dumps(envelope.document, ensure_ascii=False),
        document_checksum=envelope.document_checksum,
        manifest=fitting.entries[0].issuance_manifest or beside,
        chain=transfer.chain,
        documents=_declared(fitting.manifest),
        received=tuple(sorted(transfer.received)),
        effect=fitting.meaning.effect.value,
        action=_told(fitting.meaning),
        party=PartyId(fitting.party),
    )


def _told(meaning: Meaning) -> str:
    """The newest transaction, and how the document is endorsed."""
    return f"{meaning.action} {meaning.endorsed}".strip()


def _declared(manifest: EnvelopeManifest) -> tuple[Declared, ...]:
    return tuple(Declared(one.name, one.size, one.media_type, one.checksum) for one in manifest.documents)


def _accept(work: Work, ledger: Ledger, transfer: Transfer, answer: FinishedResponse) -> Reply:
    document = accepting.accept(work, ledger, transfer)
    reply = signed(work, answer)
    accepted = EnvelopeAccepted(ledger.key, transfer.reference, document, str(reply.body))
    _append(work, ledger.key, accepted)
    return reply


def _find(work: Work, reference: str) -> tuple[Ledger, Transfer]:
    key = store.key_of_reference(work.connection, reference)
    if key is None:
        raise UnknownEnvelope(reference=reference)
    ledger, _ = held_ledger(work, key)
    every = (*ledger.known.accepted, *([ledger.known.open] if ledger.known.open else []))
    found = next((one for one in every if one.reference == reference), None)
    if found is None:  # refused between the two looks: the next one finds it so
        raise TransferUnderWay(number="", seconds=RETRY_SECONDS)
    return ledger, found
