"""Values of PINT 3.0.0, as the law reads them. What was signed is kept as its JWS, so that nothing another platform said is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from landsea.lading.wire.jws import Jws

Json = dict[str, Any]


class Code(StrEnum):
    """`responseCode` of a signed answer."""

    RECE = "RECE"
    DUPE = "DUPE"
    BSIG = "BSIG"
    BENV = "BENV"
    INCD = "INCD"
    MDOC = "MDOC"
    DISE = "DISE"

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return {"RECE": 200, "DUPE": 200, "BSIG": 422, "BENV": 422}.get(self.value, 409)


class Action(StrEnum):
    """`actionCode` of a transaction (an open list in the schema; these are the ones the standard gives a meaning)."""

    ISSUE = "ISSUE"
    TRANSFER = "TRANSFER"
    ENDORSE = "ENDORSE"
    ENDORSE_TO_ORDER = "ENDORSE_TO_ORDER"
    BLANK_ENDORSE = "BLANK_ENDORSE"
    SIGN = "SIGN"
    SURRENDER_FOR_DELIVERY = "SURRENDER_FOR_DELIVERY"
    SURRENDER_FOR_AMENDMENT = "SURRENDER_FOR_AMENDMENT"
    SACC = "SACC"
    SREJ = "SREJ"


@dataclass(frozen=True, slots=True)
class IdentifyingCode:
    """A party's code in the list of `provider` (GLEIF, W3C, DNB, ZZZ, a platform ...)."""

    provider: str
    code: str
    list_name: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What two mentions of one code share: the list's name is often left out."""
        return self.provider, self.code


@dataclass(frozen=True, slots=True)
class Party:
    """Actor or recipient of a transaction: a legal entity at a platform. `said` is all that was said of it."""

    name: str
    platform: str
    codes: tuple[IdentifyingCode, ...]
    said: Json = field(compare=False, repr=False, default_factory=dict)

    def is_same_as(self, other: Party) -> bool:
        """One platform, and a code in common."""
        shared = {one.key for one in self.codes} & {one.key for one in other.codes}
        return self.platform == other.platform and bool(shared)


@dataclass(frozen=True, slots=True)
class Transaction:
    action: str
    actor: Party
    at: datetime
    recipient: Party | None = None
    reason: str = ""
    comments: str = ""
    audit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An envelope transfer chain entry. `previous` is the checksum of the entry before (empty in the first)."""

    jws: Jws
    platform: str
    document_checksum: str
    previous: str
    transactions: tuple[Transaction, ...]
    issuance_manifest: str = ""
    registry: str = ""


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """An additional document that goes with the envelope; `size` is in decoded bytes."""

    name: str
    size: int
    media_type: str
    checksum: str


@dataclass(frozen=True, slots=True)
class EnvelopeManifest:
    """What the sending platform vouches for: the document, the newest entry, and the additional documents."""

    jws: Jws
    document_checksum: str
    last_entry_checksum: str
    supporting: tuple[DocumentMetadata, ...] = ()
    visualisation: DocumentMetadata | None = None

    @property
    def documents(self) -> tuple[DocumentMetadata, ...]:
        """All that must arrive before the transfer can be accepted, each once."""
        all_of_them = (self.visualisation, *self.supporting) if self.visualisation else self.supporting
        return tuple({one.checksum: one for one in all_of_them}.values())


@dataclass(frozen=True, slots=True)
class IssuanceManifest:
    """What the carrier signed at issuance."""

    jws: Jws
    document_checksum: str
    issue_to_checksum: str
    visualisation_checksum: str = ""


@dataclass(frozen=True, slots=True)
class EblEnvelope:
    """An envelope as it came: the transport document whole, the signed texts as they are.

    `issuance_manifest` is what an older form of the standard has beside the chain.
    """

    document: Json = field(repr=False)
    document_checksum: str
    manifest: str
    chain: tuple[str, ...]
    issuance_manifest: str = ""

    @property
    def number(self) -> str:
        return str(self.document["transportDocumentReference"])

    @property
    def carrier(self) -> tuple[str, str]:
        """The list and the code of the carrier."""
        return str(self.document["carrierCodeListProvider"]), str(self.document["carrierCode"])

    @property
    def negotiable(self) -> bool:
        return bool(self.document["isToOrder"])


@dataclass(frozen=True, slots=True)
class StartedResponse:
    """The unsigned 201: the transfer waits for these documents."""

    reference: str
    document_checksum: str
    last_entry_checksum: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishedResponse:
    """The payload of a signed answer. `missing` goes with MDOC alone, `received` with RECE and DUPE, `duplicate_of` with DUPE."""

    last_entry_checksum: str
    code: Code
    reason: str = ""
    duplicate_of: str = ""
    missing: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
