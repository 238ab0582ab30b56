"""A holder must see the consignment whose goods it may demand."""

from __future__ import annotations

from landsea import consignment, identity
from landsea.consignment import Capacity
from landsea.journal import Work
from landsea.kernel import PartyId, Role


def put_on_consignment(work: Work, consignment_id: str, holder: PartyId) -> None:
    """Adds the holder as bank or consignee, by its role, unless it is on the consignment in some capacity already."""
    record = consignment.get_consignment(work, consignment_id)
    if record.capacities_of(holder):
        return
    is_bank = Role.BANK in identity.get_party(work, holder).roles
    consignment.add_party(work, consignment_id, holder, Capacity.BANK if is_bank else Capacity.CONSIGNEE)
