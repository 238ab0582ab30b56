"""Credentials of waybills: what is on record of them. A negotiable document needs none of this: its status is its title's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact, Refusal
from landsea.lading.model.acts import DocumentId
from landsea.lading.model.words import TitleRefusal


@dataclass(frozen=True, slots=True)
class WaybillCredential:
    """What the issuer has the node state of a waybill's content (`digest`, its SHA-256 in hex).

    `number` counts the credentials of one document. Bit `place` of the lists `series`, one for each purpose, is its status. `revoked` and
    `suspended` are the issuer's word, `reason` its last one; `over` and `held` are what the title register says: the record is operative no
    more or says something else now, or it is not operative at present.
    """

    document: DocumentId
    number: int
    digest: str
    series: int
    place: int
    issued_at: datetime
    revoked: bool = False
    suspended: bool = False
    over: bool = False
    held: bool = False
    reason: str = ""

    @property
    def is_revoked(self) -> bool:
        return self.revoked or self.over

    @property
    def is_suspended(self) -> bool:
        return self.suspended or self.held


@dataclass(frozen=True)
class WaybillCredentialIssued(Fact):
    """The issuer had a credential made of what the waybill says; its status is a bit drawn by chance."""

    document: DocumentId
    number: int
    digest: str
    series: int
    place: int
    kind: ClassVar[str] = "waybill-credential-issued/1"


@dataclass(frozen=True)
class WaybillStatusFact(Fact):
    """The issuer's word on a credential that it had issued."""

    document: DocumentId
    number: int
    reason: str


@dataclass(frozen=True)
class WaybillCredentialRevoked(WaybillStatusFact):
    """Nobody may rely on it any more, for ever."""

    kind: ClassVar[str] = "waybill-credential-revoked/1"


@dataclass(frozen=True)
class WaybillCredentialSuspended(WaybillStatusFact):
    """Nobody may rely on it until it is resumed."""

    kind: ClassVar[str] = "waybill-credential-suspended/1"


@dataclass(frozen=True)
class WaybillCredentialResumed(WaybillStatusFact):
    """It may be relied on again."""

    kind: ClassVar[str] = "waybill-credential-resumed/1"


class NoCredentialHere(TitleRefusal):
    code = "no-credential-here"
    status = 409
    text = (
        "Document {number} is {state} and its form is kept on {medium}: it is not operative in this node's log, so the node signs no "
        "credential of it. Ask for its evidence, which says where it stands."
    )


class CredentialNotIssued(Refusal):
    code = "credential-not-issued"
    status = 409
    text = (
        "The issuer of waybill {number} has issued no credential of what it says now, or has revoked it. Ask the issuer to issue one "
        "(`landsea document credential-status {document} issue`)."
    )


class NotAWaybill(Refusal):
    code = "not-a-waybill"
    status = 409
    text = (
        "Document {number} is negotiable: whether it is operative is its title's to say, not a bit's in a status list. Take its credential "
        "as it is, with its evidence."
    )


class CredentialInForce(Refusal):
    code = "credential-in-force"
    status = 409
    text = "Credential {credential} of waybill {number} says what the waybill says and is in force. Revoke it before you issue another."


class CredentialIsRevoked(Refusal):
    code = "credential-is-revoked"
    status = 409
    text = "Credential {credential} of waybill {number} is revoked, which is for ever. Issue another one."


class CredentialIsSuspended(Refusal):
    code = "credential-is-suspended"
    status = 409
    text = "Credential {credential} of waybill {number} is suspended already. Resume or revoke it."


class CredentialNotSuspended(Refusal):
    code = "credential-not-suspended"
    status = 409
    text = "Credential {credential} of waybill {number} is not suspended by its issuer, so there is nothing to resume."
