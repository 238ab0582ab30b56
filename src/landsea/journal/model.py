"""Values of the journal: entries and their leaves, receipts, proofs, the journal's own facts, refusals."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import ClassVar

from landsea.kernel import Fact, PartyId, Refusal


class StaleVersion(Refusal):
    code = "stale-version"
    status = 409
    text = "{stream} has changed since you read it (you saw version {seen}). Read it again and repeat the act if it still makes sense."


class TitleActsDisabled(Refusal):
    code = "title-acts-disabled"
    status = 409
    text = (
        "This node was restored or copied (epoch {epoch}): the newest acts may be missing. It takes no title act and signs nothing that "
        "says how a document stands, until an operator confirms the last known checkpoint or receipt with `landsea epoch confirm`."
    )


class NothingToErase(Refusal):
    code = "nothing-to-erase"
    status = 409
    text = "Entry {position} has no private part, or it was erased before. Nothing was changed."


@dataclass(frozen=True)
class NodeCreated(Fact):
    """The first entry of every journal. A sandbox says so here and can never stop being one."""

    kind: ClassVar[str] = "node-created/1"
    origin: str
    sandbox: bool
    jurisdiction: str


@dataclass(frozen=True)
class EpochStarted(Fact):
    """The node was restored or copied. Title acts stay disabled until `EpochConfirmed`."""

    kind: ClassVar[str] = "epoch-started/1"
    epoch: int
    reason: str


@dataclass(frozen=True)
class EpochConfirmed(Fact):
    """An operator compared the journal with the last checkpoint or receipt known outside the node."""

    kind: ClassVar[str] = "epoch-confirmed/1"
    epoch: int
    evidence: str


@dataclass(frozen=True)
class PrivateErased(Fact):
    """The private part of entry `position` and its salt were deleted, for `reason`."""

    kind: ClassVar[str] = "private-erased/1"
    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as stored. `private` and `private_salt` are `None` when there was none or when it was erased."""

    position: int
    stream: str
    version: int
    kind: str
    party: PartyId
    acted_at: datetime
    recorded_at: datetime
    body: bytes
    body_salt: bytes
    private: bytes | None
    private_salt: bytes | None
    private_commitment: bytes | None
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an act stands in the journal. `leaf` is what later proofs prove."""

    position: int
    stream: str
    version: int
    kind: str
    recorded_at: datetime
    leaf: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything to check offline that an entry is in the log (all bytes as lower-case hex or text).

    `envelope` is the canonical text whose RFC 6962 leaf hash stands at `position`; `body` and `body_salt` open its commitment.
    """

    envelope: str
    body: str
    body_salt: str
    position: int
    size: int
    path: tuple[str, ...]
    checkpoint: str


def commitment(salt: bytes, content: bytes) -> bytes:
    """SHA-256(256-bit salt || canonical bytes): binds to the content and, without the salt, tells nothing of it."""
    return hashlib.sha256(salt + content).digest()


@lru_cache(maxsize=256)
def instant_text(instant: datetime) -> str:
    """UTC with microseconds, as it stands in envelopes."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text)
