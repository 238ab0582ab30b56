"""eBL Surrender, both sides: as the carrier that is asked, and as the platform of the holder that surrenders."""

from __future__ import annotations

import json

from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import store, store_interchange
from landsea.lading.model import ActKind, DocumentId, Medium, Particulars, Purpose, Signing, State
from landsea.lading.platforms.facts import Counterpart, SurrenderAnswered, SurrenderReceived, SurrenderRequested
from landsea.lading.platforms.refusals import AlreadyRequested, NothingToAnswer, NotSurrendering
from landsea.lading.platforms.sending import Outcome
from landsea.lading.platforms.values import Action, IdentifyingCode, Json, Party
from landsea.lading.service.acts import accept_surrender, reject_surrender, surrender
from landsea.lading.service.perform import Doing, perform_as_node
from landsea.lading.service.platforms.by_envelope import (
    SWITCH_TO_PAPER,
    Surrendering,
    answer_by_envelope,
    carriers_platform,
    surrender_by_envelope,
    waits_for_envelope,
)
from landsea.lading.service.platforms.composing import transactions_since
from landsea.lading.service.platforms.configured import (
    carrier_of,
    get_counterpart,
    own_code,
    party_said,
    require_caller,
    require_may,
)
from landsea.lading.service.platforms.disputes import end_dispute
from landsea.lading.service.platforms.envelopes import queue
from landsea.lading.service.platforms.late import hear_late
from landsea.lading.service.platforms.named import stream_of
from landsea.lading.service.platforms.releases import require_release
from landsea.lading.service.platforms.reply import Reply
from landsea.lading.service.read import get_document, load_document
from landsea.lading.store_interchange import Ledger, Outgoing
from landsea.lading.wire import surrender as wire
from landsea.lading.wire.surrender import (
    Link,
    SurrenderAction,
    SurrenderCode,
    SurrenderRequest,
    SurrenderResponse,
)

REQUEST, RESPONSE = "surrender-request", "surrender-response"


def receive_request(work: Work, body: bytes, caller: PartyId | None) -> Reply:
    """`POST /v3/ebl-surrender-requests`: a document of a carrier of ours, operative on that platform, is handed back; people answer."""
    own_code(work)
    request = wire.parse_request(body)
    document, by = _surrendered(work, request)
    require_caller(work, by, caller)
    if store_interchange.find_surrender(work.connection, request.reference, by.id, incoming=True) is not None:
        raise AlreadyRequested(what="The surrender", number=request.reference)
    says = Particulars(purpose=_purpose(request))
    perform_as_node(work, document, Doing(ActKind.SURRENDER, says=says, reason=request.comments))
    key = store_interchange.key_of_document(work.connection, document) or document
    fact = SurrenderReceived(key, by.id, request.reference, request.number, request.code.value, document, body.decode())
    work.append(stream_of(key), work.version(stream_of(key)), fact)
    return Reply(204)


def _purpose(request: SurrenderRequest) -> Purpose:
    if request.code is SurrenderCode.SREQ:
        return Purpose.DELIVERY
    return Purpose.PAPER if request.reason == SWITCH_TO_PAPER else Purpose.AMENDMENT


def _surrendered(work: Work, request: SurrenderRequest) -> tuple[DocumentId, Counterpart]:
    """The document of that number that is away on a platform which may surrender."""
    for document in store.by_number(work.connection, request.number):
        found = load_document(work, document)
        where = store_interchange.newest_outgoing(work.connection, f"document:{document}")
        if found.title.issuer is None or where is None:
            continue
        by = get_counterpart(work, where.counterpart)
        if found.title.state is not State.AWAY or found.title.medium is not Medium.PLATFORM:
            raise NotSurrendering(number=request.number, why=f"it is {found.title.state.value} here")
        require_may(by, "ask-surrender")
        return document, by
    raise NotSurrendering(number=request.number, why="no document of that number was issued to another platform")


def is_asked_from_elsewhere(view: View, document: DocumentId) -> bool:
    """Whether a surrender that came from another platform, by either way, waits for the carrier here."""
    asked = store_interchange.open_surrender(view.connection, document, incoming=True)
    return asked is not None or waits_for_envelope(_ledger(view, document))


def answer(work: Work, document: DocumentId, accept: bool, signing: Signing, reason: str = "") -> Outgoing:
    """The carrier (the issuer here) takes the document back, or refuses; a worker tells the platform, the way the surrender came."""
    get_document(work, document)
    open_ = store_interchange.open_surrender(work.connection, document, incoming=True)
    if open_ is None:
        return answer_by_envelope(work, document, _ledger(work, document), accept, signing, reason)
    to = get_counterpart(work, open_.counterpart)
    require_release(work, RESPONSE, to, f"document:{document}")
    if accept:
        accept_surrender(work, document, signing)
    else:
        reject_surrender(work, document, reason, signing)
    said = SurrenderAction.SURR if accept else SurrenderAction.SREJ
    response = SurrenderResponse(open_.reference, said, reason)
    _answered(work, document, open_.reference, said, reason)
    return queue(work, RESPONSE, to, document, json.dumps(wire.render_response(response)).encode())


def _answered(work: Work, document: DocumentId, reference: str, action: SurrenderAction, comments: str) -> None:
    key = store_interchange.key_of_document(work.connection, document) or document
    fact = SurrenderAnswered(key, reference, action.value, comments, document)
    work.append(stream_of(key), work.version(stream_of(key)), fact)


def surrender_elsewhere(
    work: Work,
    document: DocumentId,
    signing: Signing,
    purpose: Purpose = Purpose.DELIVERY,
    reason_code: str = "",
    comments: str = "",
) -> Outgoing:
    """The holder here surrenders a document to its carrier elsewhere, who answers later. `comments`: what is to be amended, and why.

    By eBL Surrender where the carrier is configured to answer it, else by an envelope to the platform on which it issued.
    """
    found = get_document(work, document)
    ledger = _ledger(work, document)
    key, said = ledger.key, _said(ledger)
    to = _answering(work, ledger)
    if to is None:
        why = SWITCH_TO_PAPER if purpose is Purpose.PAPER else reason_code
        return surrender_by_envelope(work, document, ledger, signing, Surrendering(purpose, why, comments))
    require_release(work, REQUEST, to, f"document:{document}")
    surrender(work, document, signing, purpose, comments)
    code = SurrenderCode.SREQ if purpose is Purpose.DELIVERY else SurrenderCode.AREQ
    why = SWITCH_TO_PAPER if purpose is Purpose.PAPER else reason_code
    request = SurrenderRequest(
        work.new_id("sur"), found.title.number, code, why, comments, _chain(work, document, said, code)
    )
    body = json.dumps(wire.render_request(request), ensure_ascii=False)
    fact = SurrenderRequested(key, to.id, request.reference, request.number, code.value, document, body)
    work.append(stream_of(key), work.version(stream_of(key)), fact)
    return queue(work, REQUEST, to, document, body.encode())


def carrier_for(view: View, document: DocumentId) -> Counterpart | None:
    """Who answers a surrender of a document of a carrier elsewhere; `None` when nobody is configured to."""
    ledger = _ledger(view, document)
    return _answering(view, ledger) or carriers_platform(view, ledger)


def _answering(view: View, ledger: Ledger) -> Counterpart | None:
    """Whom eBL Surrender asks."""
    said = _said(ledger)
    return carrier_of(view, (said.get("carrierCodeListProvider", ""), said.get("carrierCode", "")), "answer-surrender")


def _ledger(view: View, document: DocumentId) -> Ledger:
    return store_interchange.ledger(view.connection, store_interchange.key_of_document(view.connection, document) or "")


def _said(ledger: Ledger) -> Json:
    """The transport document as its carrier wrote it; empty for a document that the exchange does not know."""
    return json.loads(ledger.said) if ledger.said else {}


def _chain(work: Work, document: DocumentId, said: Json, code: SurrenderCode) -> tuple[Link, ...]:
    """What happened on this platform, and the surrender."""
    links = [
        Link(str(one.action), one.at, one.actor, one.recipient) for one in transactions_since(work, document, False)
    ]
    carrier = _carrier(work, said)
    last = Action.SURRENDER_FOR_DELIVERY if code is SurrenderCode.SREQ else Action.SURRENDER_FOR_AMENDMENT
    holder = party_said(work, work.actor.party)
    if not any(link.action == Action.ISSUE for link in links):
        first = links[0].actor if links else holder
        links.insert(0, Link(Action.ISSUE, load_document(work, document).issued_at, carrier, first))
    return (*links, Link(last, work.now, holder, carrier))


def _carrier(work: Work, said: Json) -> Party:
    name = said["documentParties"]["issuingParty"]["partyName"]
    code = IdentifyingCode("ZZZ", said["carrierCode"], said["carrierCodeListProvider"])
    return Party(name, own_code(work), (code,))


def receive_response(work: Work, body: bytes, caller: PartyId | None) -> Reply:
    """`POST /v3/ebl-surrender-responses`: the carrier's answer, once; recorded by the node, which stands in for the issuer.

    One that comes after people settled the surrender is held against what they settled.
    """
    own_code(work)
    response = wire.parse_response(body)
    open_ = store_interchange.asked_surrender(work.connection, response.reference)
    if open_ is None or open_.action is not None:
        raise NothingToAnswer(reference=response.reference)
    require_caller(work, get_counterpart(work, open_.counterpart), caller)
    document = DocumentId(open_.document)
    sent = _sent(work, document, response.reference)
    if sent is not None and "settled" in sent.state:
        hear_late(work, sent, _says(response.action), body.decode())
        _answered(work, document, response.reference, response.action, response.comments)
    else:
        settle_request(work, document, response)
    return Reply(204)


def _sent(work: Work, document: DocumentId, reference: str) -> Outgoing | None:
    """Our request of that reference."""
    every = store_interchange.list_outgoing(work.connection, subject=f"document:{document}", kind=REQUEST)
    return next((one for one in every if json.loads(one.body)["surrenderRequestReference"] == reference), None)


def _says(action: SurrenderAction) -> Outcome:
    return Outcome.ACCEPTED if action is SurrenderAction.SURR else Outcome.REFUSED


def settle_request(work: Work, document: DocumentId, response: SurrenderResponse) -> None:
    end_dispute(work, document, _says(response.action))
    if response.action is SurrenderAction.SURR:
        perform_as_node(work, document, Doing(ActKind.ACCEPT, reason=response.comments))
    else:
        why = response.comments or "the carrier refused the surrender"
        perform_as_node(work, document, Doing(ActKind.REJECT, reason=why))
    _answered(work, document, response.reference, response.action, response.comments)
