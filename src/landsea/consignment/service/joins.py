"""A sub-query for rooms above whose lists join their own tables with consignments. It is read only."""

from __future__ import annotations

from sqlalchemy import Subquery, or_, select

from landsea.consignment.model import State
from landsea.consignment.store import access, record, reference
from landsea.kernel import PartyId


def references_of(party: PartyId | None) -> Subquery:
    """Numbers of the consignments that `party` is on: `record`, `kind`, `value`, `departs`, `arrives`.

    `kind` is container, booking, document or ucr; `departs` and `arrives` are the plan's first and last moment. A cancelled
    consignment has no containers any more, since they carry other goods. With `None` those of all consignments, WITHOUT access
    filter, for what is shown to nobody.
    """
    query = (
        select(reference.c.record, reference.c.kind, reference.c.value, record.c.departs, record.c.arrives)
        .join(record, record.c.id == reference.c.record)
        .where(or_(record.c.state != State.CANCELLED, reference.c.kind != "container"))
    )
    if party is not None:
        query = query.join(access, (access.c.record == record.c.id) & (access.c.party == party))
    return query.subquery("references_of")
