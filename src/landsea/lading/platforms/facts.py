"""Facts of the exchange with other platforms. JSON of others is kept as its text, so that numbers stay as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landsea.kernel import Fact, PartyId
from landsea.lading.model import DocumentId


@dataclass(frozen=True, slots=True)
class CarrierCode:
    """A carrier in a list: NMFTA or SMDG."""

    provider: str
    code: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A platform or carrier that this node exchanges documents with, all of it configured by an operator.

    `codes` are its eBL platform codes (the first is its own), `carriers` the carriers it speaks for, `certificates` X.509 in PEM. `may`:
    what it may do here or get from here. `party`: which party of this node it is, whose API key comes with its unsigned messages.
    `disputed_after_hours`: how long a transfer or surrender that it does not answer is tried before people settle it.
    """

    id: str
    name: str
    codes: tuple[str, ...]
    jurisdiction: str
    base_url: str = ""
    profile: str = "strict"
    certificates: tuple[str, ...] = ()
    carriers: tuple[CarrierCode, ...] = ()
    may: tuple[str, ...] = ()
    party: PartyId | None = None
    disputed_after_hours: int = 168


@dataclass(frozen=True)
class PlatformOpened(Fact):
    """Stream `interchange-here`: under which code this node is an eBL platform, and the certificates of its keys."""

    kind: ClassVar[str] = "platform-opened/1"
    code: str
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarrierDetails:
    """What DCSA asks of a carrier beyond a party's record: its code in SMDG or NMFTA, its address, a desk to write to (no person)."""

    carrier: CarrierCode
    street: str
    city: str
    country: str
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class CarrierDescribed(Fact):
    """Stream `carrier:<party>`: a party of this node that issues documents for other platforms, and its certificate here."""

    kind: ClassVar[str] = "carrier-described/1"
    party: PartyId
    details: CarrierDetails
    certificate: str


@dataclass(frozen=True)
class CounterpartConfigured(Fact):
    """Stream `counterpart:<id>`, as the next."""

    kind: ClassVar[str] = "counterpart-configured/1"
    counterpart: Counterpart


@dataclass(frozen=True)
class CounterpartRemoved(Fact):
    """Its certificates are believed no more and nothing is sent to it."""

    kind: ClassVar[str] = "counterpart-removed/1"
    counterpart: str


@dataclass(frozen=True, slots=True)
class Declared:
    """An additional document that goes with an envelope."""

    name: str
    size: int
    media_type: str
    checksum: str


@dataclass(frozen=True)
class EnvelopeBegun(Fact):
    """Stream `interchange:<key>`, as all that follow: an envelope fits, or was tried again with other documents. Its documents are awaited.

    `payload` is the checksum of the newest entry's payload; `said` the transport document's JSON text.
    """

    kind: ClassVar[str] = "envelope-begun/1"
    key: str
    reference: str
    payload: str
    sender: str
    said: str
    document_checksum: str
    manifest: str
    chain: tuple[str, ...]
    documents: tuple[Declared, ...]
    received: tuple[str, ...]
    effect: str
    action: str
    party: PartyId


@dataclass(frozen=True)
class EnvelopeDocumentStored(Fact):
    """An additional document arrived; it is the blob of that name."""

    kind: ClassVar[str] = "envelope-document-stored/1"
    key: str
    reference: str
    checksum: str


@dataclass(frozen=True)
class EnvelopeAccepted(Fact):
    """RECE was signed. `document` is the document it gave control of here, or told of; `None` when it is not one of ours."""

    kind: ClassVar[str] = "envelope-accepted/1"
    key: str
    reference: str
    document: DocumentId | None
    answer: str


@dataclass(frozen=True)
class EnvelopeRefused(Fact):
    """BENV was signed of a newest entry with this payload, which is never accepted any more."""

    kind: ClassVar[str] = "envelope-refused/1"
    key: str
    payload: str
    reason: str
    answer: str


@dataclass(frozen=True)
class EnvelopeSending(Fact):
    """The document leaves for another platform: decided, and what will be sent, byte for byte."""

    kind: ClassVar[str] = "envelope-sending/1"
    key: str
    outgoing: str
    document: DocumentId
    counterpart: str
    body: str
    chain: tuple[str, ...]
    documents: tuple[Declared, ...]


@dataclass(frozen=True)
class EnvelopeSent(Fact):
    """The receiving platform signed that it accepted `entry`."""

    kind: ClassVar[str] = "envelope-sent/1"
    key: str
    outgoing: str
    entry: str
    answer: str


@dataclass(frozen=True)
class EnvelopeSendingRefused(Fact):
    """The receiving platform signed BENV; the document is operative here again."""

    kind: ClassVar[str] = "envelope-sending-refused/1"
    key: str
    outgoing: str
    reason: str
    answer: str


@dataclass(frozen=True)
class EnvelopeDisputed(Fact):
    """The receiving platform signed DISE: people settle it; the document is operative nowhere that this node knows."""

    kind: ClassVar[str] = "envelope-disputed/1"
    key: str
    outgoing: str
    reason: str
    answer: str


@dataclass(frozen=True)
class DisputeSettled(Fact):
    """Two people of the register's operator settled a disputed transfer (`how`: stay, left) or surrender (accept, reject).

    `case` is what they go by.
    """

    kind: ClassVar[str] = "dispute-settled/1"
    key: str
    outgoing: str
    how: str
    case: str


@dataclass(frozen=True)
class SendingDoubted(Fact):
    """No answer that binds came in time, or an operator says that none will come: the outcome is unknown and people settle it."""

    kind: ClassVar[str] = "sending-doubted/1"
    key: str
    outgoing: str
    document: DocumentId
    reason: str


@dataclass(frozen=True)
class SendingAskedAgain(Fact):
    """An operator has a disputed message sent once more, for a binding answer; it is not disputed until then."""

    kind: ClassVar[str] = "sending-asked-again/1"
    key: str
    outgoing: str
    document: DocumentId
    reason: str


@dataclass(frozen=True)
class LateAnswer(Fact):
    """A binding answer came after people had settled the message. `says`: accepted or refused; `settled`: how they had.

    `reopens`: it contradicts them, and the dispute is open again. `entry` is the chain entry that was sent, where it was an envelope.
    """

    kind: ClassVar[str] = "late-answer/1"
    key: str
    outgoing: str
    document: DocumentId
    settled: str
    says: str
    reopens: bool
    entry: str
    answer: str


@dataclass(frozen=True)
class IssuanceReceived(Fact):
    """A carrier asked this platform to issue (eBL Issuance). `code` is the answer that was decided: ISSU, BREQ or REFU."""

    kind: ClassVar[str] = "issuance-received/1"
    key: str
    counterpart: str
    request: str
    code: str
    reason: str
    document: DocumentId | None


@dataclass(frozen=True)
class SurrenderReceived(Fact):
    """A platform handed a document back for its holder (eBL Surrender); this node's carrier answers."""

    kind: ClassVar[str] = "surrender-received/1"
    key: str
    counterpart: str
    reference: str
    number: str
    code: str
    document: DocumentId
    request: str


@dataclass(frozen=True)
class SurrenderRequested(Fact):
    """A holder here surrendered to a carrier elsewhere (eBL Surrender)."""

    kind: ClassVar[str] = "surrender-requested/1"
    key: str
    counterpart: str
    reference: str
    number: str
    code: str
    document: DocumentId
    request: str


@dataclass(frozen=True)
class SurrenderAnswered(Fact):
    """SURR or SREJ, by the carrier; once."""

    kind: ClassVar[str] = "surrender-answered/1"
    key: str
    reference: str
    action: str
    comments: str
    document: DocumentId
