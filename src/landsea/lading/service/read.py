"""Reading documents."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from landsea.journal import View
from landsea.kernel import NotFound, PartyId
from landsea.lading import store
from landsea.lading.model import State
from landsea.lading.store import StoredDocument


def get_document(view: View, document_id: str) -> StoredDocument:
    """The document, for a party that may see it; for anybody else it does not exist."""
    found = store.find(view.connection, document_id, view.actor.party)
    if found is None:
        raise NotFound(what="document", id=document_id)
    return found


def load_document(view: View, document_id: str) -> StoredDocument:
    """The document whoever asks: for what the node itself does."""
    found = store.load(view.connection, document_id)
    if found is None:
        raise NotFound(what="document", id=document_id)
    return found


class Desk(StrEnum):
    """Which documents to list: those the actor's party holds, pledged, holds in pledge, or is to answer (a proposal, an open order)."""

    HELD = "held"
    PLEDGED_BY_ME = "pledged-by-me"
    PLEDGED_TO_ME = "pledged-to-me"
    AWAITING_ME = "awaiting-me"


def list_documents(
    view: View,
    *,
    consignment: str | None = None,
    issuer: PartyId | None = None,
    desk: Desk | None = None,
    state: State | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[StoredDocument]:
    """Documents the actor's party may see, newest first; `after` is the (issued_at, id) of the last one seen."""
    party = view.actor.party
    return store.page(
        view.connection,
        party,
        consignment=consignment,
        issuer=issuer,
        holder=party if desk in (Desk.HELD, Desk.PLEDGED_TO_ME) else None,
        pledgor=party if desk is Desk.PLEDGED_BY_ME else None,
        pledged=desk is Desk.PLEDGED_TO_ME,
        awaiting=desk is Desk.AWAITING_ME,
        state=state,
        after=after,
        limit=limit,
    )
