"""What a chain of acts says of a document's title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from landsea.kernel import PartyId
from landsea.lading.model.acts import ActKind, DocumentId, Medium, OrderKind, Particulars, Purpose, State


class Amount(NamedTuple):
    """What is left to be delivered of one line of the goods."""

    packages: int
    gross_weight_grams: int


@dataclass(frozen=True, slots=True)
class Pledge:
    """`pledgor` gave the document as security to the party that now holds it; enforceable from `matures_at` (None: any time)."""

    pledgor: PartyId
    secures: str
    matures_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The one open proposal on a document: `act` by `by`, which waits for the yes of each of `awaits`."""

    act: ActKind
    by: PartyId
    awaits: tuple[PartyId, ...]
    to: PartyId | None
    says: Particulars
    sequence: int


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """The first half of an order under dual control: who must not be the one to confirm it is known by `key_id`."""

    kind: OrderKind
    key_id: str
    to: PartyId | None
    says: Particulars
    sequence: int


@dataclass(frozen=True, slots=True)
class Title:
    """What a chain of acts says.

    `holder` has possession, which is control (nobody after the end). `entitled` is the party to whose order the document stands, who
    may endorse it when it holds it; `None` while it is held to bearer. `registrar` runs the register. `issuer` is `None` for a document
    issued on another platform. `outstanding` has one amount for each line of the goods.
    """

    document: DocumentId
    number: str
    content: str
    origin: str
    negotiable: bool
    issuer: PartyId | None
    registrar: PartyId
    state: State
    holder: PartyId | None
    entitled: PartyId | None
    endorsable: bool
    sequence: int
    head: str
    acted_at: datetime
    outstanding: tuple[Amount, ...]
    version: int = 1
    medium: Medium = Medium.LOG
    pledge: Pledge | None = None
    proposal: Proposal | None = None
    order: OpenOrder | None = None
    purpose: Purpose | None = None
    frozen: bool = False
    delivered: bool = False
    valid_until: datetime | None = None

    @property
    def is_operative(self) -> bool:
        """True while this is the one operative original under its holder's control (MLETR 10(1)(b), 11), its validity left aside."""
        return self.state is State.ISSUED

    @property
    def is_held_by_the_entitled(self) -> bool:
        return self.holder is not None and (self.is_to_bearer or self.holder == self.entitled)

    @property
    def is_to_bearer(self) -> bool:
        return self.negotiable and self.entitled is None and self.holder is not None

    def is_past_validity(self, at: datetime) -> bool:
        """Whether the validity that the document states had ended at `at`; that very moment is past it."""
        return self.valid_until is not None and self.valid_until <= at

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


ENDED = frozenset({State.ACCOMPLISHED, State.ACCEPTED, State.SPLIT, State.MERGED, State.EXPIRED, State.DISCARDED})
"""States after which the document is operative nowhere, for ever. Acceptance is followed by the record of delivery alone."""
