"""What the chain's final blocks say of a token: its acts are taken into the journal, and when it is burnt the document comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from landsea.journal import NODE, Journal, View, Work
from landsea.kernel import Refusal
from landsea.lading import store_chain as store
from landsea.lading.chain import Anchor, History, parse_token_name
from landsea.lading.chain.facts import ChainHistoryRead, ChainJourneyEnded, JourneyEnd, chain_act, standing_of
from landsea.lading.chain.reasons import Reason
from landsea.lading.chain.refusals import BurntOutOfTurn, ReturnerUnregistered
from landsea.lading.escrow import Address, Operation, Place
from landsea.lading.model import Medium, OtherForm, State
from landsea.lading.service.acts import return_from_register
from landsea.lading.service.chain.keys import party_of
from landsea.lading.service.chain.leaving import stream_of
from landsea.lading.service.read import load_document
from landsea.lading.store_chain import Journey, Watch
from landsea.runtime import system_now

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry

AWAY_POLL = timedelta(seconds=30)
HELD = timedelta(hours=1)
"""How long something that may not leave, or that people must look at, waits before it is looked at again."""


def read_token(node: Journal, journey: Journey, registry: TokenRegistry) -> None:
    """From where was read last: in bounded ranges, and only what is final."""
    token = parse_token_name(journey.token).token
    with node.view(NODE) as view:
        since = _since(view, journey, token)
    history = registry.history(token, since)
    node.run(NODE, lambda work: _take_in(work, journey, history, since.up_to))


def _since(view: View, journey: Journey, token: int) -> History:
    assert journey.standing is not None  # noqa: S101  # written with its arrival
    assert journey.read_to is not None  # noqa: S101
    read_to = store.find_watch(view.connection, journey.document).read_to
    newest = max((one for one in (read_to, journey.read_to) if one), key=lambda one: one.number)
    return History(token, (), journey.standing.escrow, newest)


def _take_in(work: Work, journey: Journey, history: History, since: Anchor) -> None:
    seen = work.version(stream_of(journey.document))
    now = store.find_journey(work.connection, journey.document)
    if now is None or (now.token, now.state, now.acts) != (journey.token, journey.state, journey.acts):
        return  # another process was first
    if history.endorsements:
        seen = append_history(work, journey, history, seen)
    wrong = _come_back(work, journey, seen) if history.escrow.place is Place.BURNT else None
    due = system_now() + (HELD if wrong else AWAY_POLL)
    asks = Reason.of(wrong) if wrong else None
    store.set_watch(work.connection, journey.document, due, Watch(history.up_to, asks))


def append_history(work: Work, journey: Journey, history: History, seen: int) -> int:
    acts = tuple(chain_act(one) for one in history.endorsements)
    standing, up_to = standing_of(history.escrow), history.up_to
    read = ChainHistoryRead(journey.document, journey.token, acts, standing, up_to.number, up_to.hash)
    return work.append(stream_of(journey.document), seen, read)


def _come_back(work: Work, journey: Journey, seen: int) -> Refusal | None:
    """The token is burnt for ever: the record is the log's again, held by the party that returned it. Else, what people must do."""
    address = _returner(work, journey)
    to = party_of(work, address) if address else None
    title = load_document(work, journey.document).title
    if to is None:
        return ReturnerUnregistered(address=address or "nobody")
    if title.state is not State.AWAY:
        return BurntOutOfTurn(state=title.state.value)
    work.append(
        stream_of(journey.document), seen, ChainJourneyEnded(journey.document, journey.token, JourneyEnd.RETURNED)
    )
    return_from_register(work, journey.document, to, OtherForm(Medium.CHAIN, journey.token, title.content))
    return None


def _returner(work: Work, journey: Journey) -> Address | None:
    returns = [one for one in store.acts_of(work.connection, journey) if one.operation is Operation.RETURN]
    return returns[-1].caller if returns else None
