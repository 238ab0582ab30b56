"""What was sent and is disputed: by its receiver (DISE), by its silence, or by an operator who says that no answer will come.

DCSA leaves it to an out-of-band process. Here it ends by an order on the document that a second person confirms (`service/orders.py`), or,
until then, by an answer that binds after all. While it is disputed nothing is sent, so that what people find out stays true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import NotFound, Phrase, Role, clean
from landsea.lading import store_interchange as store
from landsea.lading.model import ActKind, DocumentId, Medium, OrderKind, Particulars, State, Title
from landsea.lading.platforms.chain import SURRENDERS
from landsea.lading.platforms.facts import DisputeSettled, SendingAskedAgain, SendingDoubted
from landsea.lading.platforms.refusals import NotDisputed, NothingUnderWay, OrderWaits, RequestUnderWay
from landsea.lading.platforms.sending import Outcome
from landsea.lading.platforms.values import Action
from landsea.lading.service.perform import Doing, perform_as_node
from landsea.lading.service.platforms.named import newest_transaction, purpose_of, stream_of
from landsea.lading.service.read import get_document, load_document
from landsea.lading.store_interchange import Outgoing
from landsea.runtime import system_now

DECIDING = ("envelope", "issuance-request", "surrender-request")
"""Messages whose answer may decide where a document is."""
TAKEN = frozenset({OrderKind.LEFT, OrderKind.ACCEPT})
"""The orders that say that the other side took it."""
_MOVES = frozenset({Action.TRANSFER, *SURRENDERS, Action.SREJ})


def decides(one: Outgoing) -> bool:
    """Whether where the document is follows from the answer to it. What is only told (SACC, a response) changes nothing by its answer."""
    return one.kind in DECIDING and ("sending" not in one.state or _action(one) in _MOVES)


def is_told(one: Outgoing) -> bool:
    """Whether it tells a decision that stands here (SACC, SREJ, a response): silence disputes nothing, it is told until it is heard."""
    return not decides(one) or is_rejection(one)


def is_rejection(one: Outgoing) -> bool:
    """A carrier here gives a surrendered document back to the platform that it came from (SREJ)."""
    return "sending" in one.state and _action(one) == Action.SREJ


def _action(one: Outgoing) -> str:
    return str(newest_transaction(one.state["sending"]["entry"])["actionCode"])


def document_of(one: Outgoing) -> DocumentId:
    return DocumentId(one.subject.removeprefix("document:"))


def newest_deciding(view: View, document: DocumentId) -> Outgoing | None:
    sent = store.list_outgoing(view.connection, subject=f"document:{document}")
    return next((one for one in sent if decides(one)), None)


def find_open(view: View, document: DocumentId) -> Outgoing | None:
    """What was sent of the document and whose outcome it waits for: under way, waiting for the carrier, or disputed."""
    one = newest_deciding(view, document)
    if one is None or "settled" in one.state or not _waits(load_document(view, document).title, one):
        return None
    return one


def find_stopped(view: View, document: DocumentId) -> Outgoing | None:
    """What only tells a decision, was sent last, and is told no more: its receiver disputes or does not take it. It can be told again."""
    one = store.newest_outgoing(view.connection, f"document:{document}")
    if one is None or decides(one) or one.due is not None:
        return None
    refused = "sending" not in one.state and bool(one.asks) and not one.state.get("told")
    return one if is_disputed(one) or refused else None


def _waits(title: Title, one: Outgoing) -> bool:
    """Under way to another platform; given back to one; or surrendered to a carrier that is not on this node."""
    if title.state is State.LEAVING:
        return title.medium is Medium.PLATFORM
    if title.state is State.AWAY:
        unheard = one.state.get("sending", {}).get("outcome") in (Outcome.SENDING, Outcome.DISPUTED)
        return title.medium is Medium.PLATFORM and is_rejection(one) and unheard
    return title.state is State.SURRENDERED and title.medium is Medium.LOG and title.issuer is None


def is_disputed(one: Outgoing) -> bool:
    return bool(one.state.get("disputed")) or one.state.get("sending", {}).get("outcome") == Outcome.DISPUTED


def find_dispute(view: View, document: DocumentId) -> Outgoing | None:
    """The message about the document that is disputed and not settled."""
    one = find_open(view, document)
    return one if one is not None and is_disputed(one) else None


def require_dispute(work: Work, document: DocumentId) -> Outgoing:
    """Raises `NotDisputed`."""
    _lock(work, document)
    found = find_dispute(work, document)
    if found is None:
        raise NotDisputed(number=load_document(work, document).title.number)
    return found


def doubt(work: Work, one: Outgoing, why: str) -> Outgoing:
    """From now on its outcome is unknown: it is sent no more, and people settle it."""
    document = document_of(one)
    record(work, document, SendingDoubted(key_of(work, document), one.id, document, str(why)))
    doubted = replace(one, due=None, asks=why, state=one.state | {"disputed": True})
    store.keep(work.connection, doubted)
    return doubted


def dispute(work: Work, document: DocumentId, reason: str) -> Outgoing:
    """An operator of the node says that no answer will come; `reason` is on record for ever.

    Raises `NothingUnderWay`, and `RequestUnderWay` for the minute in which a request may still arrive.
    """
    one = _open(work, document, "dispute what was sent to another platform")
    said = clean(reason, "reason")
    if is_disputed(one):
        return one
    _require_quiet(work, one)
    return doubt(work, one, Phrase("no answer will come: {reason}", reason=said))


def ask_again(work: Work, document: DocumentId, reason: str) -> Outgoing:
    """An operator of the node has what is disputed sent once more, byte for byte: an answer that binds is better than an order.

    Raises `NothingUnderWay`, and `OrderWaits` while two people are settling it.
    """
    one = _open(work, document, "ask another platform again", find_stopped)
    said, title = clean(reason, "reason"), get_document(work, document).title
    if decides(one) and not is_disputed(one):
        return one
    if decides(one) and title.order is not None:
        raise OrderWaits(number=title.number)
    record(work, document, SendingAskedAgain(key_of(work, document), one.id, document, said))
    again = _sent_anew(one, system_now())
    store.keep(work.connection, again)
    return again


def _sent_anew(one: Outgoing, now: datetime) -> Outgoing:
    """What was taken and only waits for the carrier is not sent again; the rest begins to be tried anew."""
    state = {name: value for name, value in one.state.items() if name not in ("disputed", "first_tried_at")}
    sending = state.get("sending", {})
    if sending.get("outcome") == Outcome.DISPUTED:
        state["sending"] = sending | {"outcome": Outcome.SENDING.value}
    taken = state.get("told") or sending.get("outcome") == Outcome.ACCEPTED
    return replace(one, state=state, asks="", attempts=0, due=None if taken else now)


def steps(view: View, document: DocumentId) -> tuple[str, ...]:
    """What the actor may do about what was sent of the document last: `dispute`, or `ask-again`; an operator of the node alone."""
    operator = identity.find_node_party(view)
    if operator is None or operator.id != view.actor.party or view.actor.role is not Role.OPERATOR:
        return ()
    one = find_open(view, document)
    if one is None:
        return () if find_stopped(view, document) is None else ("ask-again",)
    if not is_disputed(one):
        return ("dispute",)
    return ("ask-again",) if load_document(view, document).title.order is None else ()


def settle_dispute(work: Work, one: Outgoing, how: OrderKind, case: str) -> None:
    """What was confirmed, in the exchange: the chain goes on from the other platform, or from here without the disputed entry."""
    document = document_of(one)
    if is_rejection(one) and how is OrderKind.STAY:
        surrendered_again(work, document, Phrase("settled by two people: {case}", case=case))
    record(work, document, DisputeSettled(key_of(work, document), one.id, how.value, case))
    outcome = Outcome.ACCEPTED if how in TAKEN else Outcome.REFUSED
    state = one.state | {"settled": how.value, "outcome": outcome.value, "disputed": False}
    why = Phrase("settled by two people: {case}", case=case)
    store.keep(work.connection, replace(one, due=None, state=_with_outcome(state, outcome), asks=why))


def surrendered_again(work: Work, document: DocumentId, why: str) -> None:
    """A rejection did not get there: the carrier here answers the surrender anew. Called while the chain still ends with the rejection."""
    surrender = newest_transaction(store.ledger(work.connection, key_of(work, document)).known.chain[-2])
    says = Particulars(purpose=purpose_of(surrender))
    perform_as_node(work, document, Doing(ActKind.SURRENDER, says=says, reason=str(why)[:200]))


def _with_outcome(state: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
    """Of an envelope also where its sending ended, unless its receiver had signed for it."""
    sending = state.get("sending")
    if sending is None or sending["outcome"] == Outcome.ACCEPTED:
        return state
    return state | {"sending": sending | {"outcome": outcome.value}}


def end_dispute(work: Work, document: DocumentId, outcome: Outcome) -> None:
    """An answer that binds came while it was disputed: nobody has anything to settle."""
    one = newest_deciding(work, document)
    if one is None or not is_disputed(one):
        return
    state = _with_outcome(one.state | {"disputed": False, "outcome": outcome.value}, outcome)
    store.keep(work.connection, replace(one, due=None, asks="", state=state))


def list_disputes(view: View) -> list[Outgoing]:
    """What is disputed and not settled, of the documents that the actor's party may see, newest first."""
    found = (one for one in store.list_outgoing(view.connection, unsettled=True) if is_disputed(one))
    return [one for one in found if _may_see(view, document_of(one))]


def _may_see(view: View, document: DocumentId) -> bool:
    try:
        get_document(view, document)
    except NotFound:
        return False
    return True


def record(work: Work, document: DocumentId, fact: Any) -> None:
    """A fact of the exchange, in the stream of the document."""
    stream = stream_of(key_of(work, document))
    work.append(stream, work.version(stream), fact)


def key_of(view: View, document: DocumentId) -> str:
    """Names the document in the exchange; by its id where it never was exchanged as an envelope."""
    return store.key_of_document(view.connection, document) or document


def _open(
    work: Work, document: DocumentId, what: str, beside: Callable[[View, DocumentId], Outgoing | None] | None = None
) -> Outgoing:
    """For an operator of the node, locked; where nothing waits for its outcome, what `beside` finds."""
    number = get_document(work, document).title.number
    identity.require_node_operator(work, what)
    _lock(work, document)
    found = find_open(work, document) or (beside(work, document) if beside else None)
    if found is None:
        raise NothingUnderWay(number=number)
    return found


def _lock(work: Work, document: DocumentId) -> None:
    """What is decided about what was sent last, and the answer to it, wait for each other: only what is read from here on counts."""
    sent = store.list_outgoing(work.connection, subject=f"document:{document}")
    newest = next((one for one in sent if decides(one)), None)
    for one in {one.id: one for one in (newest, *sent[:1]) if one is not None}.values():
        store.get_outgoing(work.connection, one.id)


def _require_quiet(work: Work, one: Outgoing) -> None:
    """A request that was begun may arrive until its lease ends, whatever became of the process that sent it."""
    until = one.state.get("asking_until")
    if until and datetime.fromisoformat(until) > system_now():
        raise RequestUnderWay(number=load_document(work, document_of(one)).title.number)
