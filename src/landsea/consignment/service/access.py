"""Loading for an act or a look: what is not yours does not exist."""

from __future__ import annotations

import re

from landsea.consignment import store
from landsea.consignment.model import Consignment, ConsignmentId, Quote, QuoteId
from landsea.consignment.rules import state
from landsea.journal import View, Work
from landsea.kernel import Fact, NotFound


def get_quote(view: View, id: str) -> Quote:
    """Raises `NotFound` unless the actor's party is its forwarder or customer."""
    found = store.find_quote(view.connection, QuoteId(id), view.actor.party) if is_id(id) else None
    if found is None:
        raise NotFound(what="quote", id=id)
    return found


def get_consignment(view: View, id: str) -> Consignment:
    """Raises `NotFound` unless the actor's party is on it."""
    found = store.find(view.connection, ConsignmentId(id), view.actor.party) if is_id(id) else None
    if found is None:
        raise NotFound(what="consignment", id=id)
    return found


def is_id(text: str) -> bool:
    """What is not shaped like an id names nothing, and is not shown to the database (PostgreSQL refuses NUL in texts)."""
    return re.fullmatch(r"[A-Za-z0-9_-]{1,40}", text) is not None


def open_for(work: Work, id: str, act: state.Act) -> Consignment:
    """The consignment, if the actor may do `act` with it now."""
    record = get_consignment(work, id)
    state.require(act, record, work.actor)
    return record


def append(work: Work, record: Consignment, *facts: Fact) -> Consignment:
    """Appends to the record's stream behind the version that was read, and returns the record as it now is."""
    work.append(store.CONSIGNMENTS + record.id, record.version, *facts)
    return get_consignment_unfiltered(work, record.id)


def get_consignment_unfiltered(view: View, id: str) -> Consignment:
    """WITHOUT access filter, for rooms above that decide themselves whom they show what. Raises `NotFound`."""
    found = store.find(view.connection, ConsignmentId(id), None)
    if found is None:
        raise NotFound(what="consignment", id=id)
    return found
