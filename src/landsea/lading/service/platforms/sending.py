"""The sending platform, stored: decided and recorded first, then sent by a worker until a signed answer settles it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import BadValue, NotFound, Refusal
from landsea.lading import store_interchange as store
from landsea.lading.model import (
    ActKind,
    DocumentId,
    Medium,
    NotEndorsable,
    NotNegotiable,
    OtherForm,
    Signing,
)
from landsea.lading.platforms.chain import SURRENDERS
from landsea.lading.platforms.facts import CarrierDetails, EnvelopeDisputed, EnvelopeSendingRefused, EnvelopeSent
from landsea.lading.platforms.refusals import NotForDcsa
from landsea.lading.platforms.sending import Outcome, Sending
from landsea.lading.platforms.values import Action, IdentifyingCode, Json, Party, Transaction
from landsea.lading.service.acts import leave, left_for_register, stay_here
from landsea.lading.service.perform import Doing, perform_as_node
from landsea.lading.service.platforms.composing import transactions_since
from landsea.lading.service.platforms.configured import get_counterpart, party_said, require_may
from landsea.lading.service.platforms.disputes import surrendered_again
from landsea.lading.service.platforms.envelopes import ENVELOPE, Attachment, Leaving, queue_envelope
from landsea.lading.service.platforms.gaps import gap
from landsea.lading.service.platforms.named import key_for, newest_transaction, stream_of
from landsea.lading.service.platforms.releases import require_release
from landsea.lading.service.read import get_document
from landsea.lading.store import StoredDocument
from landsea.lading.store_interchange import Ledger, Outgoing
from landsea.lading.wire.dcsa import render_transport_document
from landsea.lading.wire.shapes import TRANSPORT_DOCUMENT, faults
from landsea.lading.wire.strict_json import checksum


@dataclass(frozen=True, slots=True)
class SendDocument:
    """Send `document` to a party on another platform: its name there and its codes. `attachments` go along: name, media type, bytes."""

    document: DocumentId
    platform: str
    name: str
    codes: tuple[IdentifyingCode, ...]
    attachments: tuple[Attachment, ...] = ()


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
    done = [*transactions_since(work, command.document, issued_here=not ledger.manifest)]
    if _is_to_order(work, command.document):
        done.append(Transaction(Action.ENDORSE_TO_ORDER, holder, work.now, recipient))
    done.append(Transaction(Action.TRANSFER, holder, work.now, recipient))
    return queue_envelope(work, to, Leaving(command.document, ledger, said, done, command.attachments))


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
        lack, mend = gap(wrong[0])
        raise NotForDcsa(number=found.title.number, path=wrong[0].path, lack=lack, mend=mend)
    return said


def unfit_for_platforms(view: View, found: StoredDocument) -> Refusal | None:
    """Why a document that was issued here could not be sent to another platform as it stands; `None` when nothing is lacking."""
    key = store.key_of_document(view.connection, found.title.document)
    if key is not None and store.ledger(view.connection, key).said:
        return None
    try:
        transport_document(view, found)
    except (NotForDcsa, BadValue) as refusal:
        return refusal
    return None


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


def get_exchange(view: View, key: str) -> str:
    """The document's transport document in the exchange, for whoever may see the document; what is not one of ours is the operator's.

    Raises `NotFound` for everybody else.
    """
    ledger = store.ledger(view.connection, key)
    operator = identity.find_node_party(view)
    document = ledger.document or store.document_of_key(view.connection, key)
    if document is not None:
        get_document(view, document)
    elif operator is None or operator.id != view.actor.party:
        raise NotFound(what="exchanged document", id=key)
    return ledger.said


def names_elsewhere(view: View, document: DocumentId) -> dict[str, str]:
    """The name of the party to whom the document was sent, by each form that the acts on it name (`OtherForm.name`)."""
    found: dict[str, str] = {}
    for one in list_sent(view, document):
        to = _sent_to(one)
        codes = [code["partyCode"] for code in to.get("identifyingCodes", ())[:1]]
        platform = to.get("eblPlatform") or to.get("sendToPlatform", "")
        for name in (*codes, one.id):
            found |= {
                f"{platform} {name}": to.get("partyName", ""),
                f"{one.counterpart} {name}": to.get("partyName", ""),
            }
    return found


def _sent_to(one: Outgoing) -> Json:
    """Who is to have it: of an envelope the recipient of its newest transaction, of a request to issue whom it is issued to."""
    if one.kind == ENVELOPE:
        recipient: Json = newest_transaction(one.state["sending"]["entry"]).get("recipient") or {}
        return recipient
    asked: Json = json.loads(one.body or b"{}").get("issueTo") or {}
    return asked


def list_sent(view: View, document: DocumentId) -> list[Outgoing]:
    """What was sent about a document that the actor's party may see, newest first."""
    get_document(view, document)
    return store.list_outgoing(view.connection, subject=f"document:{document}")


def _is_to_order(work: Work, document: DocumentId) -> bool:
    """To somebody's order, so that the recipient is entitled only by endorsement; to bearer it passes by delivery alone."""
    title = get_document(work, document).title
    return title.negotiable and not title.is_to_bearer


def settle(work: Work, one: Outgoing, sending: Sending, answer: str) -> None:
    """What the receiver signed, as a fact and as the node's act on the document. Called once, when the outcome is known."""
    document = DocumentId(one.subject.removeprefix("document:"))
    key = store.key_of_document(work.connection, document) or ""
    stream = stream_of(key)
    if sending.outcome is Outcome.ACCEPTED:
        _went(work, document, one, sending)
        work.append(stream, work.version(stream), EnvelopeSent(key, one.id, sending.accepted_entry, answer))
    elif sending.outcome is Outcome.REFUSED:
        _came_back(work, document, sending)
        work.append(stream, work.version(stream), EnvelopeSendingRefused(key, one.id, sending.asks, answer))
    elif sending.outcome is Outcome.DISPUTED:
        work.append(stream, work.version(stream), EnvelopeDisputed(key, one.id, sending.asks, answer))


def _went(work: Work, document: DocumentId, one: Outgoing, sending: Sending) -> None:
    """A transfer is over. A surrender waits for the carrier, and the carrier's answer was recorded when it was given."""
    newest = newest_transaction(sending.accepted_entry)
    if newest["actionCode"] != Action.TRANSFER:
        return
    name = f"{newest['recipient']['eblPlatform']} {one.id}"
    left_for_register(work, document, OtherForm(Medium.PLATFORM, name, sending.document_checksum))


def _came_back(work: Work, document: DocumentId, sending: Sending) -> None:
    """As if it had not been sent. Only an accepted surrender stays so: its notice was refused, which people look at."""
    action, why = (
        newest_transaction(sending.entry)["actionCode"],
        f"the receiving platform refused it: {sending.asks}"[:200],
    )
    if action == Action.TRANSFER:
        stay_here(work, document, why)
    elif action in SURRENDERS:
        perform_as_node(work, document, Doing(ActKind.REJECT, reason=why))
    elif action == Action.SREJ:
        surrendered_again(work, document, why)
