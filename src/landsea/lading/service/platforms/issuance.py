"""eBL Issuance, both sides: as the platform that a carrier asks, and as the carrier's side that asks a platform."""

from __future__ import annotations

import json
from dataclasses import replace

from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import store_interchange as store
from landsea.lading.model import DocumentId, Medium, OtherForm, Signing, State
from landsea.lading.platforms.facts import Counterpart, IssuanceReceived
from landsea.lading.platforms.refusals import AlreadyRequested, NotAuthenticated, NothingToAnswer
from landsea.lading.platforms.sending import Outcome
from landsea.lading.platforms.values import IdentifyingCode, Json
from landsea.lading.service.acts import leave, left_for_register, stay_here
from landsea.lading.service.platforms import keys
from landsea.lading.service.platforms.accepting import in_trial, receive, why_unreadable
from landsea.lading.service.platforms.configured import (
    carrier_of,
    certificates_of,
    find_receiver,
    get_counterpart,
    own_code,
    require_caller,
    require_may,
)
from landsea.lading.service.platforms.disputes import end_dispute
from landsea.lading.service.platforms.envelopes import queue
from landsea.lading.service.platforms.late import hear_late
from landsea.lading.service.platforms.named import key_for, stream_of
from landsea.lading.service.platforms.releases import require_release
from landsea.lading.service.platforms.reply import Reply
from landsea.lading.service.platforms.sending import transport_document
from landsea.lading.service.read import get_document, load_document
from landsea.lading.store_interchange import Outgoing
from landsea.lading.wire import issuance as wire
from landsea.lading.wire.issuance import IssuanceCode, IssuanceRequest, IssuanceResponse
from landsea.lading.wire.pint import BadSigned
from landsea.lading.wire.pint.outgoing import render_code
from landsea.lading.wire.strict_json import checksum

REQUEST, RESPONSE = "issuance-request", "issuance-response"


def receive_request(work: Work, body: bytes, trial: str = "") -> Reply:
    """`PUT /v3/ebl-issuance-requests`: issued or not is decided and recorded at once, and told by a worker afterwards.

    Raises `Misshapen`, `NotAuthenticated` (nothing is told to a carrier whose key did not sign) and `AlreadyRequested`. In a sandbox
    nothing is known of what came under the name of another `trial`.
    """
    own_code(work)
    request = wire.parse_request(body)
    carrier = carrier_of(work, request.carrier, "ask-issuance")
    if carrier is None:
        why = "no carrier with that code is configured to ask for issuance"
        raise NotAuthenticated(carrier=" ".join(request.carrier), why=why)
    _require_signed(work, request, carrier)
    key = key_for(request.carrier, request.number, trial)
    ledger = store.ledger(work.connection, key)
    if ledger.document is not None or ledger.known.chain or ledger.known.open:
        raise AlreadyRequested(what="The issuance of document", number=request.number)
    code, reason, party = _decided(work, request)
    document = _issued(work, request, party, trial) if party else None
    fact = IssuanceReceived(key, carrier.id, body.decode(), code.value, reason, document)
    work.append(stream_of(key), work.version(stream_of(key)), fact)
    response = IssuanceResponse(request.number, code, reason, ((reason, code.value),) if reason else ())
    told = json.dumps(wire.render_response(response)).encode()
    queue(work, RESPONSE, carrier, document or DocumentId(request.number), told)
    return Reply(204)


def _require_signed(view: View, request: IssuanceRequest, carrier: Counterpart) -> None:
    try:
        wire.require_manifest(request, certificates_of(carrier), view.now)
    except BadSigned as error:
        raise NotAuthenticated(carrier=carrier.name, why=str(error)) from None


def _decided(view: View, request: IssuanceRequest) -> tuple[IssuanceCode, str, PartyId | None]:
    """ISSU with who gets it; BREQ for what the carrier can mend; REFU for a recipient that is not here."""
    to = request.issue_to
    if to.platform != own_code(view):
        return IssuanceCode.REFU, f"the recipient is on platform {to.platform}, this is {own_code(view)}", None
    party = find_receiver(view, to.codes)
    if party is None:
        return IssuanceCode.REFU, "the recipient is not known here, or cannot hold documents", None
    why = why_unreadable(view, request.document)
    return (IssuanceCode.BREQ, why, None) if why else (IssuanceCode.ISSU, "", party)


def _issued(work: Work, request: IssuanceRequest, party: PartyId, trial: str) -> DocumentId:
    name = in_trial(f"issuance {' '.join(request.carrier)}", trial)
    form = OtherForm(Medium.PLATFORM, name, request.document_checksum)
    if request.visualisation is not None:
        work.journal.blobs.put(request.visualisation.content)
    return receive(work, request.document, party, form)


def issue_elsewhere(
    work: Work, document: DocumentId, platform: str, name: str, codes: tuple[IdentifyingCode, ...], signing: Signing
) -> Outgoing:
    """The document issued here is given to a platform to be issued there (as the carrier): it is operative nowhere until the answer."""
    found = get_document(work, document)
    to = get_counterpart(work, platform)
    require_may(to, "issue")
    require_release(work, REQUEST, to, f"document:{document}")
    said = transport_document(work, found)
    code = platform if platform in to.codes else to.codes[0]
    issue_to: Json = {
        "partyName": name,
        "sendToPlatform": code,
        "identifyingCodes": [render_code(one) for one in codes],
    }
    manifest = keys.sign_as_carrier(work.journal.signer, found.title.issuer or "", wire.manifest_of(said, issue_to))
    leave(work, document, OtherForm(Medium.PLATFORM, f"{code} issuance", checksum(said)), signing)
    body = json.dumps(wire.render_request(said, issue_to, manifest), ensure_ascii=False)
    return queue(work, REQUEST, to, document, body.encode())


def receive_response(work: Work, body: bytes, caller: PartyId | None) -> Reply:
    """`POST /v3/ebl-issuance-responses`: issued there, so no longer here; or not, so here as before."""
    own_code(work)
    response = wire.parse_response(body)
    one = _asked(work, response.number)
    to = get_counterpart(work, one.counterpart)
    require_caller(work, to, caller)
    issued = response.code is IssuanceCode.ISSU
    if "settled" in one.state:
        hear_late(work, one, Outcome.ACCEPTED if issued else Outcome.REFUSED, body.decode())
        store.keep(work.connection, _heard(work, one))
    else:
        settle_request(work, one, issued, response.reason)
    return Reply(204)


def _heard(work: Work, one: Outgoing) -> Outgoing:
    """Answered: a late answer counts once."""
    found = store.get_outgoing(work.connection, one.id) or one
    return replace(found, state=found.state | {"answered": True})


def settle_request(work: Work, one: Outgoing, issued: bool, reason: str) -> None:
    """The platform's answer to our request."""
    document = DocumentId(one.subject.removeprefix("document:"))
    end_dispute(work, document, Outcome.ACCEPTED if issued else Outcome.REFUSED)
    if issued:
        left_for_register(work, document, OtherForm(Medium.PLATFORM, f"{one.counterpart} {one.id}"))
    else:
        stay_here(work, document, f"not issued there: {reason or 'no reason given'}"[:200])


def _asked(work: Work, number: str) -> Outgoing:
    """Our request for the document of this number that is open, or was settled by people and never answered."""
    for one in store.list_outgoing(work.connection, kind=REQUEST):
        document = load_document(work, one.subject.removeprefix("document:"))
        unanswered = "settled" in one.state and "answered" not in one.state
        if document.title.number == number and (document.title.state is State.LEAVING or unanswered):
            return one
    raise NothingToAnswer(reference=number)
