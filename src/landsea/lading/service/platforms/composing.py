"""What this platform's chain entry says: its acts on the document as PINT's transactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from msgspec import UnsetType

from landsea.journal import View
from landsea.kernel import PartyId
from landsea.lading import store
from landsea.lading.model import (
    ActKind,
    DocumentId,
    Endorsement,
    SignedAct,
    TitleFact,
)
from landsea.lading.platforms.values import Action, Party, Transaction
from landsea.lading.service.platforms.configured import party_said
from landsea.lading.service.read import load_document

_MOVES = frozenset({ActKind.TRANSFER, ActKind.TAKE, ActKind.RELEASE, ActKind.CONFIRM})
_BIRTHS = frozenset({ActKind.RECEIVE, ActKind.RETURN})
_ENDORSING = {Endorsement.FULL: Action.ENDORSE, Endorsement.ORDER: Action.ENDORSE_TO_ORDER}


def transactions_since(view: View, document: DocumentId, issued_here: bool) -> list[Transaction]:
    """What happened to the document on this platform since it came here last (or was issued here), oldest first."""
    acts = _acts(view, document)
    begins = [index for index, act in enumerate(acts) if _begins(act)]
    since = acts[begins[-1] + 1 :] if begins else acts
    to_order = _is_to_order(view, document, acts)
    told = [one for act in since for one in _told(view, act, issued_here, to_order)]
    return _moved(view, acts, told)


def _begins(act: SignedAct) -> bool:
    """It came here, or came back by SREJ: what was done before was told in an entry that was accepted."""
    said = act.statement
    by_envelope = said.act is ActKind.REJECT and not isinstance(said.says.form, UnsetType)
    return said.act in _BIRTHS or by_envelope


def _acts(view: View, document: DocumentId) -> Sequence[SignedAct]:
    history = view.history(store.stream_of(document))
    return [fact.act for _, fact in history if isinstance(fact, TitleFact)]


def _is_to_order(view: View, document: DocumentId, acts: Sequence[SignedAct]) -> bool:
    """That it never was to bearer, so that a transfer that states no endorsement is one to the order of its transferee."""
    found = load_document(view, document)
    blank = any(act.statement.says.endorsement is Endorsement.BLANK for act in acts)
    return found.title.negotiable and not found.content.title.bearer and not blank


def _told(view: View, act: SignedAct, issued_here: bool, to_order: bool) -> list[Transaction]:
    said = act.statement
    if said.act is ActKind.ISSUE and issued_here and said.to is not None:
        first = party_said(view, said.to.party)
        return [Transaction(Action.ISSUE, party_said(view, said.by.party), said.at, first)]
    if said.act in _MOVES and said.to is not None:
        return [
            *_endorsed(view, act, to_order),
            Transaction(Action.TRANSFER, _nobody(said.at), said.at, party_said(view, said.to.party)),
        ]
    return []


def _endorsed(view: View, act: SignedAct, to_order: bool) -> list[Transaction]:
    """The endorsement that goes with a transfer, before it: only who possesses may endorse."""
    said = act.statement
    kind = said.says.endorsement
    if isinstance(kind, UnsetType) and to_order and said.act is ActKind.TRANSFER:
        kind = Endorsement.ORDER
    if isinstance(kind, UnsetType) or kind not in _ENDORSING:
        blank = not isinstance(kind, UnsetType) and kind is Endorsement.BLANK
        return [Transaction(Action.BLANK_ENDORSE, _nobody(said.at), said.at)] if blank else []
    named = said.says.endorsee
    to = said.to.party if isinstance(named, UnsetType) and said.to else None
    endorsee = to if isinstance(named, UnsetType) else named.party
    recipient = party_said(view, endorsee) if endorsee else None
    return [Transaction(_ENDORSING[kind], _nobody(said.at), said.at, recipient)]


def _nobody(at: datetime) -> Party:
    """Stands for who possessed the document then; `_moved` puts the name in."""
    return Party("", "", ())


def _moved(view: View, acts: Sequence[SignedAct], told: list[Transaction]) -> list[Transaction]:
    """The actor of each transaction is who possessed the document before it."""
    holder = _first_holder(view, acts)
    done: list[Transaction] = []
    for one in told:
        actor = one.actor if one.actor.name else holder
        done.append(replace(one, actor=actor))
        if one.action in (Action.ISSUE, Action.TRANSFER) and one.recipient is not None:
            holder = one.recipient
    return done


def _first_holder(view: View, acts: Sequence[SignedAct]) -> Party:
    births = [act for act in acts if (_begins(act) or act.statement.act is ActKind.ISSUE) and act.statement.to]
    first = births[-1].statement.to if births else None
    return party_said(view, first.party if first else PartyId(""))
