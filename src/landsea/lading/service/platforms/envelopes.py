"""An envelope on its way out: the new entry, the manifest over it, the documents that go along; signed and queued in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from landsea.journal import Work
from landsea.kernel import PartyId
from landsea.lading import store_interchange as store
from landsea.lading.model import DocumentId
from landsea.lading.platforms.facts import Counterpart, Declared, EnvelopeSending
from landsea.lading.platforms.profiles import PROFILES
from landsea.lading.platforms.sending import Sending
from landsea.lading.platforms.values import (
    Action,
    DocumentMetadata,
    EblEnvelope,
    IdentifyingCode,
    Json,
    Party,
    Transaction,
)
from landsea.lading.service.platforms import keys
from landsea.lading.service.platforms.configured import own_code
from landsea.lading.service.platforms.named import stream_of
from landsea.lading.service.read import get_document
from landsea.lading.store_interchange import Ledger, Outgoing
from landsea.lading.wire.jws import parse_jws
from landsea.lading.wire.pint import (
    parse_issuance_manifest,
    render_entry,
    render_envelope,
    render_issuance_manifest,
    render_manifest,
)
from landsea.lading.wire.strict_json import checksum, checksum_of_bytes
from landsea.runtime import system_now

ENVELOPE = "envelope"
Attachment = tuple[str, str, bytes]
"""Name, media type, bytes."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes out: the document as it is said in the exchange, and the transactions of the new entry, oldest first."""

    document: DocumentId
    ledger: Ledger
    said: Json = field(repr=False)
    done: Sequence[Transaction]
    attachments: tuple[Attachment, ...] = ()


def queue_envelope(work: Work, to: Counterpart, leaving: Leaving) -> Outgoing:
    """Recorded byte for byte, so that every try is the same."""
    ledger, said = leaving.ledger, leaving.said
    declared = [*_visualisation(work, ledger), *(_keep(work, *one) for one in leaving.attachments)]
    entry, manifest = _signed(work, leaving, declared)
    chain = (*ledger.known.chain, entry)
    body = render_envelope(EblEnvelope(said, checksum(said), manifest, chain, _beside(to, chain[0])))
    sending = Sending(entry, checksum(said), tuple(one.checksum for one in declared), system_now())
    text = json.dumps(body, ensure_ascii=False)
    state = {"sending": msgspec.to_builtins(sending)}
    one = queue(work, ENVELOPE, to, leaving.document, text.encode(), state)
    fact = EnvelopeSending(ledger.key, one.id, leaving.document, to.id, one.body.decode(), chain, tuple(declared))
    work.append(stream_of(ledger.key), work.version(stream_of(ledger.key)), fact)
    return one


def _beside(to: Counterpart, first: str) -> str:
    """The carrier's manifest once more, for platforms whose profile looks for it beside the chain."""
    wanted = PROFILES[to.profile].issuance_manifest_beside_chain
    return str(parse_jws(first).value.get("issuanceManifestSignedContent", "")) if wanted else ""


def queue(
    work: Work, kind: str, to: Counterpart, document: DocumentId, body: bytes, state: Json | None = None
) -> Outgoing:
    """Something for a worker to send, as soon as this transaction is committed."""
    now = system_now()
    subject = f"document:{document}"
    one = Outgoing(work.new_id("out"), kind, to.id, subject, body, state or {}, 0, "", now, now)
    store.queue(work.connection, one)
    return one


def _keep(work: Work, name: str, media_type: str, content: bytes) -> Declared:
    return Declared(name, len(content), media_type, work.journal.blobs.put(content))


def _signed(work: Work, leaving: Leaving, declared: Sequence[Declared]) -> tuple[str, str]:
    """The new entry and the manifest. The first entry of a chain has the carrier's manifest in it."""
    signer, ledger, said, done = work.journal.signer, leaving.ledger, leaving.said, [*leaving.done]
    chain = ledger.known.chain
    if not chain and not any(one.action == Action.ISSUE for one in done):
        done.insert(0, _issue_of(work, said, done[0].actor))
    manifest = "" if chain else ledger.manifest or _carriers_manifest(work, leaving.document, said, done[0])
    previous = checksum_of_bytes(chain[-1].encode()) if chain else ""
    entry = keys.sign_as_platform(
        signer,
        render_entry(own_code(work), checksum(said), done, previous=previous, issuance_manifest=manifest),
    )
    pictures = [_described(one) for one in declared if one.checksum == _picture(ledger)]
    documents = [_described(one) for one in declared if one.checksum != _picture(ledger)]
    shown = pictures[0] if pictures else None
    vouched = render_manifest(checksum(said), checksum_of_bytes(entry.encode()), documents, shown)
    return entry, keys.sign_as_platform(signer, vouched)


def _described(one: Declared) -> DocumentMetadata:
    return DocumentMetadata(one.name, one.size, one.media_type, one.checksum)


def _picture(ledger: Ledger) -> str:
    """The checksum of the carrier's visualisation; empty when the document was issued without one."""
    return parse_issuance_manifest(ledger.manifest).visualisation_checksum if ledger.manifest else ""


def _visualisation(work: Work, ledger: Ledger) -> list[Declared]:
    """The carrier's picture of the document: once issued with one, it goes along for ever (PINT, additional documents)."""
    issued = _picture(ledger)
    if not issued:
        return []
    content = work.journal.blobs.get(issued)
    kind = "application/pdf" if content.startswith(b"%PDF") else "application/octet-stream"
    return [Declared("Visualisation by the carrier", len(content), kind, issued)]


def _issue_of(work: Work, said: Json, holder: Party) -> Transaction:
    """A document that a carrier elsewhere issued to `holder` here (eBL Issuance): its first transaction."""
    provider, code = said["carrierCodeListProvider"], said["carrierCode"]
    name = said["documentParties"]["issuingParty"]["partyName"]
    carrier = Party(name, own_code(work), (IdentifyingCode(provider, code),))
    return Transaction(Action.ISSUE, carrier, work.now, holder)


def _carriers_manifest(work: Work, document: DocumentId, said: Json, issue: Transaction) -> str:
    """Signed for the carrier that issued here."""
    issuer = get_document(work, document).title.issuer or PartyId("")
    to = issue.recipient
    issued_to = {"partyName": to.name, "sendToPlatform": to.platform} if to else {}
    payload = render_issuance_manifest(checksum(said), checksum(issued_to))
    return keys.sign_as_carrier(work.journal.signer, issuer, payload)
