"""A document whose title lives elsewhere: a credential was verified and put on record. No operative record is made here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact, PartyId, Refusal


@dataclass(frozen=True, slots=True)
class CheckedSo:
    """One check of the report, in English as it came out."""

    name: str
    outcome: str
    seen: str


@dataclass(frozen=True)
class CredentialImported(Fact):
    """Stream `elsewhere:<consignment>`: what a credential said of a title elsewhere, and the report of its verification.

    `digest`: SHA-256 of the file's bytes. `keys`: SHA-256 of the issuer's DID document (RFC 8785) that the acting party gave; empty for a
    did:key. The party also named the issuer: its word counts for that much. `record`: where the operative record is, the token's name
    (`chain.TokenName`). The newest of a record says how it stood at last.
    """

    kind: ClassVar[str] = "credential-imported/1"
    consignment: str
    record: str
    credential: str
    digest: str
    number: str
    issuer: str
    keys: str
    verdict: str
    state: str
    holder: str
    as_of: datetime
    checks: tuple[CheckedSo, ...]


@dataclass(frozen=True, slots=True)
class TitleElsewhere:
    """A title elsewhere as it stood when it was last verified, and by whom."""

    said: CredentialImported
    by: PartyId
    verified_at: datetime

    @property
    def is_operative(self) -> bool:
        return next((one.outcome == "pass" for one in self.said.checks if one.name == "operative"), False)


class NotProvenElsewhere(Refusal):
    code = "title-elsewhere-not-proven"
    status = 409
    text = (
        "The credential is {verdict}: {wrong}. It is put on record only when its issuer is trusted and its registry has told that the "
        "document is operative. Verify it, and do what the checks say."
    )


class TitleIsHere(Refusal):
    code = "title-is-here"
    status = 409
    text = "The token is document {number} of this node, which knows where it stands. Look at that document."


class DocumentOperativeHere(Refusal):
    code = "document-operative-here"
    status = 409
    text = (
        "Consignment {consignment} has the operative document {number} here, so two documents of title would cover the same goods. Have "
        "one of them taken out of use first."
    )
