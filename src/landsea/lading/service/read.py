"""Reading documents."""

from __future__ import annotations

from datetime import datetime

from landsea.journal import View
from landsea.kernel import NotFound
from landsea.lading import rules, store
from landsea.lading.model import ActKind
from landsea.lading.store import StoredDocument


def get_document(view: View, document_id: str) -> StoredDocument:
    """The document, for a party that may see it; for anybody else it does not exist."""
    found = store.find(view.connection, document_id, view.actor.party)
    if found is None:
        raise NotFound(what="document", id=document_id)
    return found


def list_documents(
    view: View,
    *,
    consignment: str | None = None,
    held_by_me: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[StoredDocument]:
    """Documents the actor's party may see, newest first; `after` is the (issued_at, id) of the last one seen."""
    holder = view.actor.party if held_by_me else None
    return store.page(
        view.connection, view.actor.party, consignment=consignment, holder=holder, after=after, limit=limit
    )


def possible_acts(view: View, found: StoredDocument) -> tuple[ActKind, ...]:
    """What the actor may do with the document now: its party by the state table, its role by what users may do."""
    acts = rules.possible_acts(found.title, view.actor.party)
    return tuple(act for act in acts if view.actor.role in rules.ROLES[rules.standing_of(act)])
