"""Acts on title: what a party states, how it is signed, and how acts are chained."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

import msgspec
from msgspec import UNSET, UnsetType

from landsea.kernel import LARGEST_INTEGER, BadValue, PartyId

DocumentId = NewType("DocumentId", str)

NODE_KEY = "node"
"""The `key_id` of an act that the node signs with its log key: what another register or the calendar caused, not a person."""

_SIGNED = b"landsea title act v1\n"
_CONTROL = b"landsea control v1\n"
_CHAINED = b"landsea title chain v1\n"


class ActKind(StrEnum):
    ISSUE = "issue"
    CAPTURE = "capture"
    ACTIVATE = "activate"
    DISCARD = "discard"
    RECEIVE = "receive"
    TRANSFER = "transfer"
    OFFER = "offer"
    PLEDGE = "pledge"
    TAKE = "take"
    RELEASE = "release"
    ENFORCE = "enforce"
    AMEND = "amend"
    CONSENT = "consent"
    ASK_SPLIT = "ask-split"
    ASK_MERGE = "ask-merge"
    ASK_PART = "ask-part"
    GRANT = "grant"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SURRENDER = "surrender"
    ACCEPT = "accept"
    REJECT = "reject"
    ACCOMPLISH = "accomplish"
    LEAVE = "leave"
    LEFT = "left"
    STAY = "stay"
    RETURN = "return"
    ORDER = "order"
    CONFIRM = "confirm"
    REVOKE = "revoke"
    EXPIRE = "expire"


class State(StrEnum):
    """Where a document stands on this node. Only an `ISSUED` one can be relied on here."""

    CAPTURED = "captured"
    ISSUED = "issued"
    SURRENDERED = "surrendered"
    ACCEPTED = "accepted"
    ACCOMPLISHED = "accomplished"
    LEAVING = "leaving"
    AWAY = "away"
    SPLIT = "split"
    MERGED = "merged"
    EXPIRED = "expired"
    DISCARDED = "discarded"


class Medium(StrEnum):
    """Where the one operative form of a document is: this node's log, paper, a chain's registry, or another platform."""

    LOG = "log"
    PAPER = "paper"
    CHAIN = "chain"
    PLATFORM = "platform"


class Endorsement(StrEnum):
    """In full: to a named party that cannot endorse on. To order: to a party that can. In blank: to whoever holds it (bearer).

    None: possession passes alone. A transfer that states nothing is endorsed to the order of its transferee, or, to bearer, not at all.
    """

    NONE = "none"
    FULL = "full"
    ORDER = "order"
    BLANK = "blank"


class Purpose(StrEnum):
    """Why a document is surrendered (DCSA SREQ; AREQ; AREQ with reason SWTP)."""

    DELIVERY = "delivery"
    AMENDMENT = "amendment"
    PAPER = "paper"


class OrderKind(StrEnum):
    """What two people of the register's operator do together, for a dispute, a court or a lost key.

    Stay, left: how they settle a transfer to another platform that is disputed (DCSA PINT DISE, or no answer): it is here as before,
    or it is there. Accept, reject: how they settle a disputed surrender to a carrier elsewhere: it took the document back, or did not.
    """

    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    RECTIFY = "rectify"
    STAY = "stay"
    LEFT = "left"
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A legal entity as a signed statement names it: by its id on the node and by its DID."""

    party: PartyId
    did: str


@dataclass(frozen=True, slots=True)
class LineAmount:
    """So much of one line of the goods, counted from 0."""

    line: int
    packages: int
    gross_weight_grams: int
    volume_cubic_metres: str = ""

    def __post_init__(self) -> None:
        if max(self.line, self.packages, self.gross_weight_grams) > LARGEST_INTEGER:
            raise BadValue(
                value=str(self.packages),
                what="amount",
                why=f"a number beyond {LARGEST_INTEGER} has no exact form in JSON",
                mend="State what the document is for.",
            )


@dataclass(frozen=True, slots=True)
class OtherForm:
    """The document's form elsewhere: `name` tells it to a person; `digest` is the SHA-256 of its content where it has one.

    Paper: the serial numbers of the originals. Chain: `chain_id/registry/token`. Platform: the DCSA code and the party there.
    """

    medium: Medium
    name: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """Another document that an act makes or uses up: its id, and the hash of its content or of its newest act."""

    document: DocumentId
    digest: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an act says beyond who, what, when and to whom. What is not stated is left out of the signed form."""

    registrar: Signatory | UnsetType = UNSET
    endorsement: Endorsement | UnsetType = UNSET
    endorsee: Signatory | UnsetType = UNSET
    purpose: Purpose | UnsetType = UNSET
    form: OtherForm | UnsetType = UNSET
    secures: str | UnsetType = UNSET
    matures_at: datetime | UnsetType = UNSET
    content: str | UnsetType = UNSET
    amounts: tuple[LineAmount, ...] | UnsetType = UNSET
    shares: tuple[tuple[LineAmount, ...], ...] | UnsetType = UNSET
    relatives: tuple[Relative, ...] | UnsetType = UNSET
    order: OrderKind | UnsetType = UNSET
    case: str | UnsetType = UNSET


NOTHING = Particulars()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party signs. It binds document, number, content, log, place in the chain, time and who gets control.

    `content` is the hash of the content in force before the act, `previous` the hash of the act before (empty for the first), `origin`
    the log's name. `to` is who holds the document after the act, or to whom it is offered; `None` when nobody does.
    """

    document: DocumentId
    number: str
    content: str
    origin: str
    sequence: int
    previous: str
    act: ActKind
    at: datetime
    by: Signatory
    to: Signatory | None
    reason: str = ""
    particulars: Particulars | UnsetType = UNSET

    @property
    def says(self) -> Particulars:
        return NOTHING if isinstance(self.particulars, UnsetType) else self.particulars


@dataclass(frozen=True, slots=True)
class SignedAct:
    """A statement with the signature of the party's title key over `message_to_sign(statement)`; `signature` is base64."""

    statement: Statement
    key_id: str
    algorithm: str
    signature: str


exact = msgspec.json.Encoder(order="sorted", enc_hook=str.__str__).encode
"""RFC 8785 bytes of the values of this module: texts, times and integers up to 2^53-1 under ASCII names."""


def message_to_sign(statement: Statement) -> bytes:
    """The bytes under the signature: a domain line, so that no other signature of the key can be taken for this one, then RFC 8785."""
    return _SIGNED + exact(statement)


def act_hash(act: SignedAct) -> str:
    """What the next act names as `previous`: covers the statement and its signature."""
    return hashlib.sha256(_CHAINED + exact(act)).hexdigest()


@dataclass(frozen=True, slots=True)
class ControlStatement:
    """That `by` holds the document whose newest act is `head`, said at `at` in answer to `challenge`."""

    document: DocumentId
    origin: str
    head: str
    challenge: str
    at: datetime
    by: Signatory

    @property
    def message(self) -> bytes:
        return _CONTROL + exact(self)


@dataclass(frozen=True, slots=True)
class SignedControl:
    """The statement with the signature of the holder's title key over its `message`."""

    statement: ControlStatement
    key_id: str
    algorithm: str
    signature: str
