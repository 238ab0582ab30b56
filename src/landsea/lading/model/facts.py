"""Commands and facts of the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from landsea.kernel import Fact, PartyId
from landsea.lading.model.acts import ActKind, DocumentId, SignedAct
from landsea.lading.model.content import DocumentContent, OtherDocument, Terms


@dataclass(frozen=True, slots=True)
class IssueDocument:
    """Issue the document of `consignment`.

    Negotiable documents are made out to the order of `order_of` (default: the shipper) or, with `bearer`, in blank, and `held_by` (default:
    `order_of`, else the shipper) holds them first; others are held by the consignee. `terms` default to the room's model terms.
    `override_reason` is kept on record when a leg is not confirmed. `originals`, `annotates`, `legs` and `valid_until` as in `Instrument`.
    `message`: a partner's UN/CEFACT MMT or DCSA message that the document is issued from, as plain JSON; what it says beyond the document
    is kept with it.
    """

    consignment: str
    negotiable: bool
    order_of: PartyId | None = None
    terms: Terms | None = None
    override_reason: str | None = None
    held_by: PartyId | None = None
    bearer: bool = False
    originals: int = 1
    annotates: OtherDocument | None = None
    legs: tuple[OtherDocument, ...] = ()
    valid_until: datetime | None = None
    message: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class WithPassphrase:
    """Sign on the node with the title key that this passphrase opens."""

    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MadeElsewhere:
    """A signature made outside the node over the message of a prepared act, whose time was `at`.

    `document` is the id given when an issue was prepared; `None` for other acts. `signature` is base64. `further`: the signatures of an
    act that is several statements, after the first, by the document that each is about.
    """

    at: datetime
    key_id: str
    signature: str
    document: DocumentId | None = None
    further: tuple[tuple[DocumentId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Sign nothing: the act is decided in full and then undone, by raising `Prepared` with what there is to sign."""


Signing = WithPassphrase | MadeElsewhere | Unsigned


@dataclass(frozen=True)
class TitleFact(Fact):
    """A fact that is an act on title. What it leads to is for `rules` to say."""

    act: SignedAct


@dataclass(frozen=True)
class BirthFact(TitleFact):
    """The document came into being here. `content` is all it says; `parties` may see it from the start."""

    content: DocumentContent
    parties: tuple[PartyId, ...]


@dataclass(frozen=True)
class DocumentIssued(BirthFact):
    """The document was issued."""

    kind: ClassVar[str] = "document-issued/1"


@dataclass(frozen=True)
class DocumentCaptured(BirthFact):
    """A paper document was captured; the paper stays the operative form until the issuer activates this one."""

    kind: ClassVar[str] = "document-captured/1"


@dataclass(frozen=True)
class DocumentReceived(BirthFact):
    """Another platform gave the document up in favour of this node."""

    kind: ClassVar[str] = "document-received/1"


@dataclass(frozen=True)
class DocumentActivated(TitleFact):
    """The paper is void, and the captured record is the operative original."""

    kind: ClassVar[str] = "document-activated/1"


@dataclass(frozen=True)
class CaptureDiscarded(TitleFact):
    """The paper stays the operative form; nothing came of the captured record."""

    kind: ClassVar[str] = "capture-discarded/1"


@dataclass(frozen=True)
class DocumentTransferred(TitleFact):
    """Control passed to `act.statement.to`, and the former holder lost it, in one act."""

    kind: ClassVar[str] = "document-transferred/1"


@dataclass(frozen=True)
class TransferOffered(TitleFact):
    """The holder offered the document to `act.statement.to`, who takes or declines it."""

    kind: ClassVar[str] = "transfer-offered/1"


@dataclass(frozen=True)
class PledgeOffered(TitleFact):
    """The holder offered the document as security to `act.statement.to`, who takes or declines it."""

    kind: ClassVar[str] = "pledge-offered/1"


@dataclass(frozen=True)
class OfferTaken(TitleFact):
    """The party asked took the document, or took it in pledge; control passed to it."""

    kind: ClassVar[str] = "offer-taken/1"


@dataclass(frozen=True)
class PledgeReleased(TitleFact):
    """The pledgee gave the document back to the pledgor."""

    kind: ClassVar[str] = "pledge-released/1"


@dataclass(frozen=True)
class PledgeEnforced(TitleFact):
    """The pledge was due and unpaid; the document stands to the pledgee's order."""

    kind: ClassVar[str] = "pledge-enforced/1"


@dataclass(frozen=True)
class AmendmentProposed(TitleFact):
    """The issuer proposed that the document say `content`. It says so once everybody concerned has consented."""

    kind: ClassVar[str] = "amendment-proposed/1"
    content: DocumentContent


@dataclass(frozen=True)
class AmendmentConsented(TitleFact):
    """One of the parties concerned consented; with the last one the amendment is in force."""

    kind: ClassVar[str] = "amendment-consented/1"


@dataclass(frozen=True)
class SplitRequested(TitleFact):
    """The holder asked the issuer for several documents in place of this one."""

    kind: ClassVar[str] = "split-requested/1"


@dataclass(frozen=True)
class MergeRequested(TitleFact):
    """The holder asked the issuer for one document in place of this one and others."""

    kind: ClassVar[str] = "merge-requested/1"


@dataclass(frozen=True)
class PartDeliveryRequested(TitleFact):
    """The holder asked for delivery of a part of the goods."""

    kind: ClassVar[str] = "part-delivery-requested/1"


@dataclass(frozen=True)
class RequestGranted(TitleFact):
    """The issuer did as the holder had asked."""

    kind: ClassVar[str] = "request-granted/1"


@dataclass(frozen=True)
class ProposalDeclined(TitleFact):
    """A party asked said no; nothing changed."""

    kind: ClassVar[str] = "proposal-declined/1"


@dataclass(frozen=True)
class ProposalWithdrawn(TitleFact):
    """Who had made the proposal took it back; nothing changed."""

    kind: ClassVar[str] = "proposal-withdrawn/1"


@dataclass(frozen=True)
class DocumentSurrendered(TitleFact):
    """The holder presented the document to the issuer."""

    kind: ClassVar[str] = "document-surrendered/1"


@dataclass(frozen=True)
class SurrenderAccepted(TitleFact):
    """The issuer took the document back; it is no longer operative and nobody holds it."""

    kind: ClassVar[str] = "surrender-accepted/1"


@dataclass(frozen=True)
class SurrenderRejected(TitleFact):
    """The issuer refused; the document is as it was."""

    kind: ClassVar[str] = "surrender-rejected/1"


@dataclass(frozen=True)
class DocumentAccomplished(TitleFact):
    """The goods were delivered against the document; its life has ended."""

    kind: ClassVar[str] = "document-accomplished/1"


@dataclass(frozen=True)
class DocumentLeaving(TitleFact):
    """The document is about to change its medium and is operative nowhere until it has arrived, or stays."""

    kind: ClassVar[str] = "document-leaving/1"


@dataclass(frozen=True)
class DocumentLeft(TitleFact):
    """The operative form is `act.statement.says.form`, and no longer this record."""

    kind: ClassVar[str] = "document-left/1"


@dataclass(frozen=True)
class DocumentStayed(TitleFact):
    """The other form never came into being or is void; this record is operative as before."""

    kind: ClassVar[str] = "document-stayed/1"


@dataclass(frozen=True)
class DocumentReturned(TitleFact):
    """The other form is void, and this record is operative again."""

    kind: ClassVar[str] = "document-returned/1"


@dataclass(frozen=True)
class OrderBegun(TitleFact):
    """One person of the register's operator began an order on the document; a second one confirms it."""

    kind: ClassVar[str] = "register-order-begun/1"


@dataclass(frozen=True)
class OrderConfirmed(TitleFact):
    """A second person confirmed it: the document is frozen, thawed, or its register put right."""

    kind: ClassVar[str] = "register-order-confirmed/1"


@dataclass(frozen=True)
class OrderRevoked(TitleFact):
    """The order was dropped before it was confirmed."""

    kind: ClassVar[str] = "register-order-revoked/1"


@dataclass(frozen=True)
class DocumentExpired(TitleFact):
    """The document's validity, stated on it from the start, ended."""

    kind: ClassVar[str] = "document-expired/1"


BIRTHS: dict[ActKind, type[BirthFact]] = {
    ActKind.ISSUE: DocumentIssued,
    ActKind.CAPTURE: DocumentCaptured,
    ActKind.RECEIVE: DocumentReceived,
}
ACTS: dict[ActKind, type[TitleFact]] = {
    ActKind.ACTIVATE: DocumentActivated,
    ActKind.DISCARD: CaptureDiscarded,
    ActKind.TRANSFER: DocumentTransferred,
    ActKind.OFFER: TransferOffered,
    ActKind.PLEDGE: PledgeOffered,
    ActKind.TAKE: OfferTaken,
    ActKind.RELEASE: PledgeReleased,
    ActKind.ENFORCE: PledgeEnforced,
    ActKind.AMEND: AmendmentProposed,
    ActKind.CONSENT: AmendmentConsented,
    ActKind.ASK_SPLIT: SplitRequested,
    ActKind.ASK_MERGE: MergeRequested,
    ActKind.ASK_PART: PartDeliveryRequested,
    ActKind.GRANT: RequestGranted,
    ActKind.DECLINE: ProposalDeclined,
    ActKind.WITHDRAW: ProposalWithdrawn,
    ActKind.SURRENDER: DocumentSurrendered,
    ActKind.ACCEPT: SurrenderAccepted,
    ActKind.REJECT: SurrenderRejected,
    ActKind.ACCOMPLISH: DocumentAccomplished,
    ActKind.LEAVE: DocumentLeaving,
    ActKind.LEFT: DocumentLeft,
    ActKind.STAY: DocumentStayed,
    ActKind.RETURN: DocumentReturned,
    ActKind.ORDER: OrderBegun,
    ActKind.CONFIRM: OrderConfirmed,
    ActKind.REVOKE: OrderRevoked,
    ActKind.EXPIRE: DocumentExpired,
}
"""The fact that each act after a birth becomes."""
