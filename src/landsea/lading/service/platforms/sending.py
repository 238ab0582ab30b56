"""The sending platform, stored: decided and recorded first, then sent by a worker until a signed answer settles it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import store_interchange as store
from landsea.lading.model import DocumentId, Medium, NotEndorsable, NotNegotiable, OtherForm, Signing
from landsea.lading.platforms.facts import (
    CarrierDetails,
    Counterpart,
    Declared,
    EnvelopeDisputed,
    EnvelopeSending,
    EnvelopeSendingRefused,
    EnvelopeSent,
)
from landsea.lading.platforms.profiles import PROFILES
from landsea.lading.platforms.refusals import NotForDcsa
from landsea.lading.platforms.sending import Outcome, Sending
from landsea.lading.platforms.values import (
    Action,
    DocumentMetadata,
    EblEnvelope,
    IdentifyingCode,
    Json,
    Party,
    Transaction,
)
from landsea.lading.service.acts import leave, left_for_register, stay_here
from landsea.lading.service.platforms import keys
from landsea.lading.service.platforms.composing import transactions_since
from landsea.lading.service.platforms.configured import get_counterpart, own_code, party_said, require_may
from landsea.lading.service.platforms.receiving import key_for, stream_of
from landsea.lading.service.platforms.releases import require_release
from landsea.lading.service.read import get_document
from landsea.lading.store import StoredDocument
from landsea.lading.store_interchange import Ledger, Outgoing
from landsea.lading.wire.dcsa import render_transport_document
from landsea.lading.wire.jws import parse_jws
from landsea.lading.wire.pint import (
    parse_issuance_manifest,
    render_entry,
    render_envelope,
    render_issuance_manifest,
    render_manifest,
)
from landsea.lading.wire.shapes import TRANSPORT_DOCUMENT, faults
from landsea.lading.wire.strict_json import checksum, checksum_of_bytes
from landsea.runtime import system_now

ENVELOPE = "envelope"


@dataclass(frozen=True, slots=True)
class SendDocument:
    """Send `document` to a party on another platform: its name there and its codes. `attachments` go along: name, media type, bytes."""

    document: DocumentId
    platform: str
    name: str
    codes: tuple[IdentifyingCode, ...]
    attachments: tuple[tuple[str, str, bytes], ...] = ()


def send(work: Work, command: SendDocument, signing: Signing) -> Outgoing:
    """The entitled holder gives the document to a party on another platform. From now on it is operative nowhere here.

    Recorded in one transaction: the holder's signed act, the release decision, the envelope byte for byte. It comes back only by a signed
    refusal of the receiver.
    """
    found = get_document(work, command.document)
    to = get_counterpart(work, command.platform)
    require_may(to, "receive-envelopes")
    require_release(work, ENVELOPE, to, f"document:{command.document}")
    code = command.platform if command.platform in to.codes else to.codes[0]
    recipient = Party(command.name, code, command.codes)
    ledger = _ledger(work, found)
    said = json.loads(ledger.said) if ledger.said else transport_document(work, found)
    _require_passable(found, said, recipient)
    holder = party_said(work, work.actor.party)
    form = OtherForm(Medium.PLATFORM, f"{code} {command.codes[0].code}", checksum(said))
    leave(work, command.document, form, signing)
    return _queue(work, command, to, ledger, said, (holder, recipient))


def _require_passable(found: StoredDocument, said: Json, recipient: Party) -> None:
    """Sending is a transfer: one made out to its consignee goes to nobody else, one endorsed in full is not endorsed on."""
    title = found.title
    if title.negotiable and not title.endorsable and not title.is_to_bearer:
        raise NotEndorsable(number=title.number)
    consignee = said["documentParties"].get("consignee", {})
    codes = {(one["codeListProvider"], one["partyCode"]) for one in consignee.get("identifyingCodes", ())}
    named = consignee.get("partyName") == recipient.name or codes & {one.key for one in recipient.codes}
    if not title.negotiable and not named:
        raise NotNegotiable(number=title.number)


def transport_document(view: View, found: StoredDocument) -> Json:
    """The document as DCSA writes it, with what is configured of its carrier. Raises `NotForDcsa` with the first thing it lacks."""
    said = render_transport_document(found.content)
    known = store.find_carrier(view.connection, found.title.issuer or "")
    if known is not None:
        said = _with_carrier(said, known[0])
    if wrong := faults(TRANSPORT_DOCUMENT, said):
        raise NotForDcsa(number=found.title.number, path=wrong[0].path, why=wrong[0].why)
    return said


def _with_carrier(said: Json, details: CarrierDetails) -> Json:
    issuer = said["documentParties"]["issuingParty"]
    address = {"street": details.street, "city": details.city, "countryCode": details.country}
    carrier = {"carrierCode": details.carrier.code, "carrierCodeListProvider": details.carrier.provider}
    desk = [{"name": details.contact_name, "email": details.contact_email}]
    parties = said["documentParties"] | {"issuingParty": issuer | {"address": address}}
    return said | carrier | {"documentParties": parties, "partyContactDetails": desk}


def _ledger(work: Work, found: StoredDocument) -> Ledger:
    key = store.key_of_document(work.connection, found.title.document)
    if key is None:
        said = transport_document(work, found)
        key = key_for((said["carrierCodeListProvider"], said["carrierCode"]), said["transportDocumentReference"])
    return store.ledger(work.connection, key)


def _queue(
    work: Work, command: SendDocument, to: Counterpart, ledger: Ledger, said: Json, parties: tuple[Party, Party]
) -> Outgoing:
    declared = [*_visualisation(work, ledger), *(_keep(work, *one) for one in command.attachments)]
    entry, manifest = _signed(work, command.document, ledger, said, parties, declared)
    chain = (*ledger.known.chain, entry)
    body = render_envelope(EblEnvelope(said, checksum(said), manifest, chain, _beside(to, chain[0])))
    sending = Sending(entry, checksum(said), tuple(one.checksum for one in declared), system_now())
    text = json.dumps(body, ensure_ascii=False)
    one = queue(work, ENVELOPE, to, command.document, text.encode(), {"sending": msgspec.to_builtins(sending)})
    fact = EnvelopeSending(ledger.key, one.id, command.document, to.id, one.body.decode(), chain, tuple(declared))
    work.append(stream_of(ledger.key), work.version(stream_of(ledger.key)), fact)
    return one


def _beside(to: Counterpart, first: str) -> str:
    """The carrier's manifest once more, for platforms whose profile looks for it beside the chain."""
    wanted = PROFILES[to.profile].issuance_manifest_beside_chain
    return str(parse_jws(first).value.get("issuanceManifestSignedContent", "")) if wanted else ""


def list_sent(view: View, document: DocumentId) -> list[Outgoing]:
    """What was sent about a document that the actor's party may see, newest first."""
    get_document(view, document)
    return store.list_outgoing(view.connection, subject=f"document:{document}")


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


def _signed(
    work: Work,
    document: DocumentId,
    ledger: Ledger,
    said: Json,
    parties: tuple[Party, Party],
    declared: Sequence[Declared],
) -> tuple[str, str]:
    """The new entry and the manifest. The first entry of a chain has the carrier's manifest in it."""
    signer, (holder, recipient) = work.journal.signer, parties
    done = transactions_since(work, document, issued_here=not ledger.manifest)
    if not ledger.known.chain and not any(one.action == Action.ISSUE for one in done):
        done.insert(0, _issue_of(work, said, done[0].actor if done else holder))
    if _is_to_order(work, document):
        done.append(Transaction(Action.ENDORSE_TO_ORDER, holder, work.now, recipient))
    done.append(Transaction(Action.TRANSFER, holder, work.now, recipient))
    chain = ledger.known.chain
    manifest = "" if chain else ledger.manifest or _carriers_manifest(work, document, said, done[0])
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


def _is_to_order(work: Work, document: DocumentId) -> bool:
    """To somebody's order, so that the recipient is entitled only by endorsement; to bearer it passes by delivery alone."""
    title = get_document(work, document).title
    return title.negotiable and not title.is_to_bearer


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


def settle(work: Work, one: Outgoing, sending: Sending, answer: str) -> None:
    """What the receiver signed, as a fact and as the node's act on the document. Called once, when the outcome is known."""
    document = DocumentId(one.subject.removeprefix("document:"))
    key = store.key_of_document(work.connection, document) or ""
    stream = stream_of(key)
    if sending.outcome is Outcome.ACCEPTED:
        said = parse_jws(sending.accepted_entry)
        form = OtherForm(Medium.PLATFORM, f"{_receiver(said.value)} {one.id}", sending.document_checksum)
        left_for_register(work, document, form)
        work.append(stream, work.version(stream), EnvelopeSent(key, one.id, sending.accepted_entry, answer))
    elif sending.outcome is Outcome.REFUSED:
        stay_here(work, document, f"the receiving platform refused it: {sending.asks}"[:200])
        work.append(stream, work.version(stream), EnvelopeSendingRefused(key, one.id, sending.asks, answer))
    elif sending.outcome is Outcome.DISPUTED:
        work.append(stream, work.version(stream), EnvelopeDisputed(key, one.id, sending.asks, answer))


def _receiver(entry: Json) -> str:
    return str(entry["transactions"][-1]["recipient"]["eblPlatform"])
