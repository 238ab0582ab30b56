"""A transfer that the receiving platform disputes (DISE): which one, and what two people of the register's operator settled.

DCSA leaves it to an out-of-band process. Here it ends by an order on the document that a second person confirms (`service/orders.py`).
"""

from __future__ import annotations

from dataclasses import replace

from landsea.journal import View, Work
from landsea.lading import store_interchange as store
from landsea.lading.model import DocumentId, OrderKind
from landsea.lading.platforms.facts import DisputeSettled
from landsea.lading.platforms.refusals import NotDisputed
from landsea.lading.platforms.sending import Outcome
from landsea.lading.service.platforms.receiving import stream_of
from landsea.lading.service.read import load_document
from landsea.lading.store_interchange import Outgoing


def find_dispute(view: View, document: DocumentId) -> Outgoing | None:
    """The sending of the document that is disputed and not settled."""
    one = store.newest_outgoing(view.connection, f"document:{document}")
    disputed = one is not None and one.state.get("sending", {}).get("outcome") == Outcome.DISPUTED
    return one if disputed else None


def require_dispute(view: View, document: DocumentId) -> Outgoing:
    """Raises `NotDisputed`."""
    found = find_dispute(view, document)
    if found is None:
        raise NotDisputed(number=load_document(view, document).title.number)
    return found


def settle_dispute(work: Work, document: DocumentId, how: OrderKind, case: str) -> None:
    """What was confirmed, in the exchange: the chain goes on from the other platform, or from here without the disputed entry."""
    one = require_dispute(work, document)
    key = store.key_of_document(work.connection, document) or ""
    work.append(stream_of(key), work.version(stream_of(key)), DisputeSettled(key, one.id, how.value, case))
    outcome = Outcome.REFUSED if how is OrderKind.STAY else Outcome.ACCEPTED
    sending = one.state["sending"] | {"outcome": outcome.value}
    store.keep(
        work.connection, replace(one, state=one.state | {"sending": sending}, asks=f"settled by two people: {case}")
    )
