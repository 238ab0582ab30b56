"""Incoming transfers and what a platform knows of one document: the states, and the steps between them.

not started --envelope, documents missing (201)--> incomplete --finish or envelope, none missing (RECE)--> accepted
not started --envelope, nothing missing (RECE)--> accepted        incomplete --document (204)--> incomplete
incomplete --BENV on the same entry--> not started, and never again by that entry
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from landsea.lading.platforms.chain import Effect
from landsea.lading.platforms.values import Code, FinishedResponse, StartedResponse
from landsea.lading.wire.jws import parse_jws
from landsea.lading.wire.strict_json import checksum_of_bytes


class Progress(StrEnum):
    """Where an incoming transfer stands."""

    NOT_STARTED = "not started"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"


class Standing(StrEnum):
    """Where this platform knows a document to be."""

    UNKNOWN = "unknown"
    HERE = "here"
    LEAVING = "leaving"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Transfer:
    """An incoming transfer. `documents` are the sizes of all that must arrive, by checksum; `received` those that did.

    `party` is who gets it here, by this platform's own id.
    """

    reference: str
    chain: tuple[str, ...]
    document_checksum: str
    documents: Mapping[str, int]
    received: frozenset[str] = frozenset()
    effect: Effect = Effect.POSSESSION
    party: str = ""
    progress: Progress = Progress.INCOMPLETE

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(one for one in self.documents if one not in self.received)

    @property
    def last_checksum(self) -> str:
        return checksum_of_bytes(self.chain[-1].encode())

    @property
    def payload_checksum(self) -> str:
        """Of its newest entry, however that is signed. It commits to the whole chain before it."""
        return parse_jws(self.chain[-1]).payload_checksum


@dataclass(frozen=True, slots=True)
class Known:
    """What a platform knows of one document: where it is, the longest chain that is certain, transfers, and what was refused.

    `refused` holds the payload checksums of newest entries that were answered BENV, with the reason that was given.
    """

    standing: Standing = Standing.UNKNOWN
    chain: tuple[str, ...] = ()
    open: Transfer | None = None
    accepted: tuple[Transfer, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    def begun(self, transfer: Transfer) -> Known:
        """An envelope fits; its documents are awaited."""
        return replace(self, open=transfer)

    def took(self, transfer: Transfer) -> Known:
        """The transfer is accepted: the document is here, or was told of."""
        done = accepted(transfer)
        standing = Standing.HERE if done.effect is Effect.POSSESSION else Standing.ELSEWHERE
        return replace(self, standing=standing, chain=done.chain, open=None, accepted=(*self.accepted, done))

    def refusing(self, payload_checksum: str, reason: str = "") -> Known:
        """BENV was said of the entry with this payload: an open transfer of it ends."""
        ends = self.open is not None and self.open.payload_checksum == payload_checksum
        return replace(self, open=None if ends else self.open, refused={**self.refused, payload_checksum: reason})

    def leaving(self, chain: tuple[str, ...]) -> Known:
        """A transfer of ours is decided and recorded; whatever happens now, the document is not operative here."""
        return replace(self, standing=Standing.LEAVING, chain=chain)

    def left(self, accepted_entry: str) -> Known:
        """Its receiver signed that it accepted `accepted_entry`."""
        return replace(self, standing=Standing.ELSEWHERE, chain=(*self.chain[:-1], accepted_entry))

    def stayed(self) -> Known:
        """Its receiver signed BENV: the entry was never part of the chain."""
        return replace(self, standing=Standing.HERE, chain=self.chain[:-1])


def is_wanted(transfer: Transfer, checksum: str, content: bytes) -> bool:
    """Whether an additional document is one that was declared, of that size, and hashes to its name."""
    return transfer.documents.get(checksum) == len(content) and checksum_of_bytes(content) == checksum


def with_document(transfer: Transfer, checksum: str) -> Transfer:
    return replace(transfer, received=transfer.received | {checksum})


def accepted(transfer: Transfer) -> Transfer:
    """The transfer as accepted; nothing may be missing."""
    if transfer.missing:
        raise AssertionError("a transfer is accepted when its documents are there")
    return replace(transfer, progress=Progress.ACCEPTED)


def started_response(transfer: Transfer) -> StartedResponse:
    """The unsigned 201: exactly what is still missing."""
    return StartedResponse(transfer.reference, transfer.document_checksum, transfer.last_checksum, transfer.missing)


def finish(transfer: Transfer) -> FinishedResponse:
    """The answer to `finish-transfer`: RECE, MDOC, or DUPE when it was finished before."""
    if transfer.progress is Progress.ACCEPTED:
        return duplicate(transfer)
    if transfer.missing:
        return FinishedResponse(transfer.last_checksum, Code.MDOC, missing=transfer.missing)
    return received(transfer)


def received(transfer: Transfer) -> FinishedResponse:
    return FinishedResponse(transfer.last_checksum, Code.RECE, received=tuple(transfer.documents))


def duplicate(transfer: Transfer, said: str = "") -> FinishedResponse:
    """DUPE of an accepted transfer. `said` is the newest entry of the request, where it has one: its checksum is what is answered."""
    last = checksum_of_bytes(said.encode()) if said else transfer.last_checksum
    return FinishedResponse(last, Code.DUPE, duplicate_of=transfer.chain[-1], received=tuple(transfer.documents))


def refused(last_entry: str, reason: str) -> FinishedResponse:
    """BENV of what was refused before, whatever is asked of it. A new transfer is a new entry."""
    why = f"this transfer was refused before; a new transfer is a new entry{': ' if reason else ''}{reason}"
    return FinishedResponse(checksum_of_bytes(last_entry.encode()), Code.BENV, why)


def inconclusive(transfer: Transfer, reason: str) -> FinishedResponse:
    return FinishedResponse(transfer.last_checksum, Code.INCD, reason)
