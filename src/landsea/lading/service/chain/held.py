"""What an address has on chains: told before its key is given up, and for as long as something is there."""

from __future__ import annotations

from dataclasses import dataclass

from landsea.journal import View
from landsea.kernel import Phrase
from landsea.lading import store_chain as store
from landsea.lading.escrow import Address
from landsea.lading.model import DocumentId
from landsea.lading.service.read import load_document

_TOLD = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A document whose token an address holds or owns on `chain`, in final blocks; `arrived` is false while it is on its way there."""

    document: DocumentId
    number: str
    chain: str
    arrived: bool


def held_at(view: View, address: Address) -> list[Held]:
    return [
        Held(one.document, load_document(view, one.document).title.number, one.chain, one.standing is not None)
        for one in store.journeys_at(view.connection, address)
    ]


def left_behind(view: View) -> dict[Address, list[Held]]:
    """What the earlier addresses of the actor's user and party still have; those that have nothing are left out."""
    earlier = store.earlier_addresses(view.connection, view.actor.party, view.actor.user)
    found = {address: held_at(view, address) for address in earlier}
    return {address: held for address, held in found.items() if held}


def in_words(held: list[Held]) -> Phrase:
    if not held:
        return Phrase("its address has nothing on a chain")
    numbers = ", ".join(one.number for one in held[:_TOLD]) + (", ..." if len(held) > _TOLD else "")
    return Phrase(
        "its address has {count} document(s) on a chain or on the way there: {numbers}",
        count=len(held),
        numbers=numbers,
    )
