"""What a document's acts mean for its consignment: who sees it, and whether a document of it is operative."""

from __future__ import annotations

from landsea import consignment, identity
from landsea.consignment import Capacity, Release
from landsea.journal import Work
from landsea.kernel import PartyId, Role
from landsea.lading import store
from landsea.lading.model import ENDED, State
from landsea.lading.store import StoredDocument

_FREEING = frozenset({State.ACCEPTED, State.ACCOMPLISHED, State.EXPIRED})
_REPLACED = frozenset({State.SPLIT, State.MERGED, State.DISCARDED})


def put_on_consignment(work: Work, consignment_id: str, holder: PartyId) -> None:
    """Adds the holder as bank or consignee, by its role, unless it is on the consignment in some capacity already."""
    if not consignment_id:  # a document received from another platform
        return
    record = consignment.get_consignment_unfiltered(work, consignment_id)
    if record.capacities_of(holder):
        return
    is_bank = Role.BANK in identity.get_party(work, holder).roles
    consignment.add_party(work, consignment_id, holder, Capacity.BANK if is_bank else Capacity.CONSIGNEE)


def tell_consignment(work: Work, found: StoredDocument) -> None:
    """The consignment is free of its document when the last of the family was taken back or has expired, and complete when all goods were
    delivered.
    """
    if not found.content.consignment or found.title.state not in _FREEING:
        return
    standing = [one.state for one in store.family(work.connection, found.content.root)]
    last = [state for state in standing if state not in _REPLACED]
    if any(state not in ENDED for state in last):
        return
    if found.title.state is State.EXPIRED:
        consignment.expire_document(work, found.content.consignment, found.content.root)
    elif all(state is State.ACCOMPLISHED for state in last):
        _release(work, found, Release.ACCOMPLISHED)
    elif found.title.state is State.ACCEPTED:
        _release(work, found, Release.SURRENDERED)


def _release(work: Work, found: StoredDocument, how: Release) -> None:
    consignment.release_document(work, found.content.consignment, found.content.root, how)
