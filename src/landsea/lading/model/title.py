"""Acts on title: what a party states, how it is signed, how acts are chained, and what the chain says of the title."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from landsea.kernel import PartyId
from landsea.lading.model.content import canonical

DocumentId = NewType("DocumentId", str)

_SIGNED = b"landsea title act v1\n"
_CHAINED = b"landsea title chain v1\n"


class ActKind(StrEnum):
    ISSUE = "issue"
    TRANSFER = "transfer"
    SURRENDER = "surrender"
    ACCEPT = "accept"
    REJECT = "reject"
    ACCOMPLISH = "accomplish"


class State(StrEnum):
    """Where a document stands. Only an issued one can be relied on; a surrendered one waits for its issuer's answer."""

    ISSUED = "issued"
    SURRENDERED = "surrendered"
    ACCEPTED = "accepted"
    ACCOMPLISHED = "accomplished"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A legal entity as a signed statement names it: by its id on the node and by its DID."""

    party: PartyId
    did: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party signs. It binds document, number, content, log, place in the chain, time and who gets control.

    `content` is the hash of the content, `previous` the hash of the act before (empty for the issue), `origin` the log's name. `to`
    is who holds the document after the act; `None` when nobody does.
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


@dataclass(frozen=True, slots=True)
class SignedAct:
    """A statement with the signature of the party's title key over `message_to_sign(statement)`; `signature` is base64."""

    statement: Statement
    key_id: str
    algorithm: str
    signature: str


@dataclass(frozen=True, slots=True)
class Title:
    """What a chain of acts says: state, who holds the document (nobody after acceptance), and the newest act's hash."""

    document: DocumentId
    number: str
    content: str
    origin: str
    negotiable: bool
    issuer: PartyId
    state: State
    holder: PartyId | None
    sequence: int
    head: str
    acted_at: datetime

    @property
    def is_operative(self) -> bool:
        """True while this is the one operative original under its holder's control (MLETR 10(1)(b), 11)."""
        return self.state is State.ISSUED


def message_to_sign(statement: Statement) -> bytes:
    """The bytes under the signature: a domain line, so that no other signature of the key can be taken for this one, then RFC 8785."""
    return _SIGNED + canonical(statement)


def act_hash(act: SignedAct) -> str:
    """What the next act names as `previous`: covers the statement and its signature."""
    return hashlib.sha256(_CHAINED + canonical(act)).hexdigest()
