"""Commands and facts of the room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact, PartyId
from landsea.lading.model.content import DocumentContent, Terms
from landsea.lading.model.title import ActKind, DocumentId, SignedAct, State


@dataclass(frozen=True, slots=True)
class IssueDocument:
    """Issue the document of `consignment`.

    Negotiable documents are made out to the order of `order_of` (default: the shipper), who holds them first; others to the
    consignee. `terms` default to the room's model terms. `override_reason` is kept on record when a leg is not confirmed.
    """

    consignment: str
    negotiable: bool
    order_of: PartyId | None = None
    terms: Terms | None = None
    override_reason: str | None = None


@dataclass(frozen=True, slots=True)
class WithPassphrase:
    """Sign on the node with the title key that this passphrase opens."""

    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MadeElsewhere:
    """A signature made outside the node over the message of a prepared act, whose time was `at`.

    `document` is the id given when an issue was prepared; `None` for other acts. `signature` is base64.
    """

    at: datetime
    key_id: str
    signature: str
    document: DocumentId | None = None


Signing = WithPassphrase | MadeElsewhere


@dataclass(frozen=True)
class TitleFact(Fact):
    """A fact that is an act on title; `leads_to` is the state it leaves, as long as its kind exists."""

    leads_to: ClassVar[State]
    act: SignedAct


@dataclass(frozen=True)
class DocumentIssued(TitleFact):
    """The document came into being. `content` is all it says; `parties` may see it from the start."""

    kind: ClassVar[str] = "document-issued/1"
    leads_to: ClassVar[State] = State.ISSUED
    content: DocumentContent
    parties: tuple[PartyId, ...]


@dataclass(frozen=True)
class DocumentTransferred(TitleFact):
    """Control passed to `act.statement.to`, and the former holder lost it, in one act."""

    kind: ClassVar[str] = "document-transferred/1"
    leads_to: ClassVar[State] = State.ISSUED


@dataclass(frozen=True)
class DocumentSurrendered(TitleFact):
    """The holder presented the document to the issuer for delivery."""

    kind: ClassVar[str] = "document-surrendered/1"
    leads_to: ClassVar[State] = State.SURRENDERED


@dataclass(frozen=True)
class SurrenderAccepted(TitleFact):
    """The issuer took the document back; it is no longer operative and nobody holds it."""

    kind: ClassVar[str] = "surrender-accepted/1"
    leads_to: ClassVar[State] = State.ACCEPTED


@dataclass(frozen=True)
class SurrenderRejected(TitleFact):
    """The issuer refused; the holder holds the operative document as before."""

    kind: ClassVar[str] = "surrender-rejected/1"
    leads_to: ClassVar[State] = State.ISSUED


@dataclass(frozen=True)
class DocumentAccomplished(TitleFact):
    """The goods were delivered against the document; its life has ended."""

    kind: ClassVar[str] = "document-accomplished/1"
    leads_to: ClassVar[State] = State.ACCOMPLISHED


ACTS: dict[ActKind, type[TitleFact]] = {
    ActKind.TRANSFER: DocumentTransferred,
    ActKind.SURRENDER: DocumentSurrendered,
    ActKind.ACCEPT: SurrenderAccepted,
    ActKind.REJECT: SurrenderRejected,
    ActKind.ACCOMPLISH: DocumentAccomplished,
}
"""The fact that each act after the issue becomes."""
