"""One act, whatever it is: decided by the rules, signed, recorded as one fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET, UnsetType

from landsea import identity, journal
from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import rules, store
from landsea.lading.model import (
    ACTS,
    NODE_KEY,
    NOTHING,
    ActKind,
    DocumentContent,
    DocumentId,
    HolderHasNoKey,
    Particulars,
    Signatory,
    SignedAct,
    Signing,
    Statement,
)
from landsea.lading.service.holder import put_on_consignment, tell_consignment
from landsea.lading.service.read import get_document, load_document
from landsea.lading.service.sign import require_role, sign, sign_as_node, signatory, time_of
from landsea.lading.store import StoredDocument


@dataclass(frozen=True, slots=True)
class Doing:
    """An act with what it says: `to` where it gives or offers control, `content` where it is an amendment's."""

    act: ActKind
    to: PartyId | None = None
    says: Particulars | UnsetType = UNSET
    reason: str = ""
    content: DocumentContent | None = None

    def intent(self, by: PartyId, at: datetime, key_id: str | None = None) -> rules.Intent:
        says = NOTHING if isinstance(self.says, UnsetType) else self.says
        return rules.Intent(self.act, by, at, self.to, says, key_id)


def perform(work: Work, document: DocumentId, doing: Doing, signing: Signing) -> StoredDocument:
    """The actor's party does it, with its title key."""
    journal.require_title_acts(work)
    require_role(work, doing.act)
    found = get_document(work, document)
    at = time_of(work, signing)
    by = signatory(work, work.actor.party)
    statement = _statement(work, found, doing, doing.intent(by.party, at), by)
    rules.require_fresh(found.title, at, work.now)
    act = sign(work, statement, signing)
    # What depends on the key that signed (the second person of an order) is decided with it.
    rules.decide(found.title, doing.intent(work.actor.party, at, act.key_id))
    _record(work, found, act, doing)
    return get_document(work, document)


def perform_as_node(work: Work, document: DocumentId, doing: Doing) -> StoredDocument:
    """What another register or the calendar caused, signed with the node's log key."""
    journal.require_title_acts(work)
    found = load_document(work, document)
    by = Signatory(PartyId(NODE_KEY), identity.node_did(work))
    statement = _statement(work, found, doing, doing.intent(by.party, work.now, NODE_KEY), by)
    _record(work, found, sign_as_node(work, statement), doing)
    return load_document(work, document)


def _statement(view: View, found: StoredDocument, doing: Doing, intent: rules.Intent, by: Signatory) -> Statement:
    title = found.title
    row = rules.decide(title, intent)
    after = rules.to_state(title, row, intent)
    gets = rules.holder_after(title, row, intent) if not row.proposes else after
    if gets is not None and gets != title.holder:
        require_able(view, gets, "/to")
    to = signatory(view, after) if after else None
    return rules.next_statement(title, intent, by, to, doing.says, doing.reason)


def require_able(view: View, to: PartyId, pointer: str) -> None:
    """A holder without a title key could neither surrender the document nor pass it on: control would be nobody's (MLETR 11)."""
    party = identity.get_party(view, to)
    if not any(key.superseded_at is None for key in identity.public_keys(view, to)):
        raise HolderHasNoKey(party=party.name_en, pointer=pointer)


def _record(work: Work, found: StoredDocument, act: SignedAct, doing: Doing) -> None:
    title, made = found.title, ACTS[doing.act]
    fact = made(act) if doing.content is None else made(act, doing.content)  # type: ignore[call-arg]
    work.append(store.stream_of(title.document), found.version, fact, acted_at=act.statement.at)
    after = load_document(work, title.document)
    if after.title.holder is not None and after.title.holder != title.holder:
        put_on_consignment(work, found.content.consignment, after.title.holder)
    tell_consignment(work, after)
