"""An answer that binds, after two people settled what it answers: recorded, and where it contradicts them the dispute is open again.

People may have been told wrong. From the moment this node knows it, the document is operative nowhere here until they settle it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from msgspec import UNSET, UnsetType

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import PartyId, Phrase
from landsea.lading import rules, store
from landsea.lading import store_interchange as exchange
from landsea.lading.model import (
    ActKind,
    DocumentId,
    Endorsement,
    Medium,
    OrderKind,
    OtherForm,
    Particulars,
    Purpose,
    State,
    Title,
    TitleFact,
)
from landsea.lading.platforms.facts import LateAnswer
from landsea.lading.platforms.sending import Outcome
from landsea.lading.service.perform import Doing, perform_as_node
from landsea.lading.service.platforms.disputes import (
    TAKEN,
    document_of,
    doubt,
    find_open,
    is_rejection,
    key_of,
    newest_deciding,
    record,
)
from landsea.lading.service.read import load_document
from landsea.lading.service.sign import signatory
from landsea.lading.store_interchange import Outgoing
from landsea.lading.wire.jws import parse_jws


def hear_late(work: Work, one: Outgoing, says: Outcome, answer: str) -> None:
    """`one` was settled by people; the other side says ACCEPTED or REFUSED after all. `answer` is its text."""
    settled, document = OrderKind(one.state["settled"]), document_of(one)
    agrees = (settled in TAKEN) is (says is Outcome.ACCEPTED)
    reopens = not agrees and _reopen(work, one, settled)
    entry = one.state.get("sending", {}).get("entry", "")
    key = key_of(work, document)
    record(work, document, LateAnswer(key, one.id, document, settled.value, says.value, reopens, entry, answer))
    exchange.keep(work.connection, _told(one, says, agrees=agrees, reopened=reopens))


def hear_chain(work: Work, document: DocumentId | None, chain: Iterable[str]) -> None:
    """Another platform signed on after an entry of ours which, people had settled, it never took."""
    one = newest_deciding(work, document) if document is not None else None
    if one is None or one.state.get("outcome") != Outcome.REFUSED or "sending" not in one.state:
        return
    said = list(chain)
    ours = parse_jws(one.state["sending"]["entry"]).payload_checksum
    if ours in {parse_jws(entry).payload_checksum for entry in said[:-1]}:
        hear_late(work, one, Outcome.ACCEPTED, said[-1])


def _told(one: Outgoing, says: Outcome, *, agrees: bool, reopened: bool) -> Outgoing:
    """What people see of it."""
    if agrees:
        return replace(one, asks=Phrase("settled by two people; an answer that came later agrees"))
    if not reopened:
        why = Phrase(
            "settled by two people; an answer that came later contradicts them, and nothing here can be undone"
        )
        return replace(one, asks=why, state=one.state | {"disputed": True})
    sending = one.state.get("sending")
    state = {name: value for name, value in one.state.items() if name not in ("settled", "outcome")}
    state |= {"disputed": True} | ({"sending": sending | {"outcome": Outcome.DISPUTED.value}} if sending else {})
    why = Phrase("settled by two people as not taken; an answer that came later says that it was")
    if says is Outcome.REFUSED:
        why = Phrase("settled by two people as taken; an answer that came later says that it was not")
    return replace(one, asks=why, state=state)


def _reopen(work: Work, one: Outgoing, settled: OrderKind) -> bool:
    """Makes the document operative nowhere here, where it can still be done. What was sent since is doubted with it."""
    document = document_of(one)
    newest = newest_deciding(work, document)
    if newest is not None and newest.id != one.id:
        if (under_way := find_open(work, document)) is not None:
            doubt(work, under_way, Phrase("an earlier message about the document was taken after all"))
        return False
    title = load_document(work, document).title
    if is_rejection(one) and settled is OrderKind.LEFT:
        return title.state is State.AWAY  # nobody has it here, and now it is not known who has it there
    doing = _doing(work, one, settled, title)
    if doing is not None:
        perform_as_node(work, document, doing)
    return doing is not None


def _doing(view: View, one: Outgoing, settled: OrderKind, title: Title) -> Doing | None:
    why = "an answer of the other platform contradicts the settlement"
    if is_rejection(one):
        waits = title.state is State.SURRENDERED and title.medium is Medium.PLATFORM
        return Doing(ActKind.REJECT, reason=why) if waits else None
    if settled is OrderKind.STAY and title.medium is Medium.LOG and title.state in (State.ISSUED, State.SURRENDERED):
        return Doing(ActKind.LEAVE, says=Particulars(form=_form(view, one)), reason=why)
    if settled is OrderKind.LEFT and title.state is State.AWAY and title.medium is Medium.PLATFORM:
        return _restoring(view, one, title, why)
    if settled is OrderKind.REJECT and title.state is State.ISSUED:
        return Doing(ActKind.SURRENDER, says=Particulars(purpose=_purpose(view, title.document)), reason=why)
    return None


def _form(view: View, one: Outgoing) -> OtherForm:
    return OtherForm(Medium.PLATFORM, f"{one.counterpart} {one.id}")


def _restoring(view: View, one: Outgoing, title: Title, why: str) -> Doing | None:
    """Held again by whom it left, to whose order it stood, who can do nothing with it until it is settled."""
    before = _before(view, title.document)
    if before is None or before.holder is None or not _has_key(view, before.holder):
        return None
    named = signatory(view, before.entitled) if before.entitled and title.negotiable else UNSET
    kind: Endorsement | UnsetType = UNSET
    if title.negotiable:
        kind = Endorsement.BLANK
        if before.entitled:
            kind = Endorsement.ORDER if before.endorsable else Endorsement.FULL
    says = Particulars(form=_form(view, one), endorsement=kind, endorsee=named)
    return Doing(ActKind.LEAVE, before.holder, says, why)


def _before(view: View, document: DocumentId) -> Title | None:
    """The title before two people confirmed that it left."""
    facts = _facts(view, document)
    if facts[-1].act.statement.act is not ActKind.CONFIRM:
        return None
    return rules.replay([one.act for one in facts[:-1]], store.opening_of(facts[0].content))


def _purpose(view: View, document: DocumentId) -> Purpose | UnsetType:
    """Why it was surrendered."""
    said = [one.act.statement for one in _facts(view, document) if one.act.statement.act is ActKind.SURRENDER]
    return said[-1].says.purpose if said else UNSET


def _facts(view: View, document: DocumentId) -> list[Any]:
    return [fact for _, fact in view.history(store.stream_of(document)) if isinstance(fact, TitleFact)]


def _has_key(view: View, party: PartyId) -> bool:
    return any(key.superseded_at is None for key in identity.public_keys(view, party))
