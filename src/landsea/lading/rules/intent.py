"""What somebody is about to do, before it is signed; and how its endorsement is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msgspec import UnsetType

from landsea.kernel import PartyId
from landsea.lading.model import NODE_KEY, NOTHING, ActKind, Endorsement, Particulars, SignedAct, Title


@dataclass(frozen=True, slots=True)
class Intent:
    """`act` by `by` at `at`, with control to `to` where the act gives it away. `key_id` is `None` while nobody has signed."""

    act: ActKind
    by: PartyId
    at: datetime
    to: PartyId | None = None
    says: Particulars = NOTHING
    key_id: str | None = None

    @property
    def is_the_nodes(self) -> bool:
        return self.key_id == NODE_KEY


def intent_of(act: SignedAct) -> Intent:
    said = act.statement
    to = said.to.party if said.to else None
    return Intent(said.act, said.by.party, said.at, to, said.says, act.key_id)


def endorsement_of(title: Title, intent: Intent) -> Endorsement:
    """As stated; else to the order of the transferee, or by delivery alone when the document is to bearer."""
    stated = intent.says.endorsement
    if not isinstance(stated, UnsetType):
        return stated
    return Endorsement.NONE if title.is_to_bearer else Endorsement.ORDER


def endorsed(title: Title, intent: Intent) -> tuple[PartyId | None, bool]:
    """To whose order the document stands after the intent's endorsement (None: bearer), and whether it can be endorsed on."""
    kind = endorsement_of(title, intent)
    if kind is Endorsement.NONE:
        return title.entitled, title.endorsable
    if kind is Endorsement.BLANK:
        return None, True
    named = intent.says.endorsee
    to = intent.to if isinstance(named, UnsetType) else named.party
    return to, kind is Endorsement.ORDER
