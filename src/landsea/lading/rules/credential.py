"""When a waybill's credential may be relied on: the issuer's word and the title register, whichever is worse.

Standard: W3C Bitstring Status List 1.0, section 2.1 (purposes: revocation is for ever, suspension is not) and 6 (privacy).
"""

from __future__ import annotations

from typing import NamedTuple

from landsea.lading.model import Title
from landsea.lading.model.credential import (
    CredentialInForce,
    CredentialIsRevoked,
    CredentialIsSuspended,
    CredentialNotSuspended,
    NoCredentialHere,
    NotAWaybill,
    WaybillCredential,
    WaybillCredentialResumed,
    WaybillCredentialSuspended,
    WaybillStatusFact,
)

PLACES = 131_072
"""Entries of a list (6.1): with fewer, a reader who fetches a list could be told by what it asks for."""
MOST_TAKEN = PLACES // 2
"""Then the next list begins, so that a free place is always found in a few draws."""


class Marks(NamedTuple):
    """What the title register says of a credential: `over` for ever, or `held` for the time being."""

    over: bool
    held: bool


def marks(title: Title, digest: str) -> Marks:
    """The document ended or says something else now; or it is frozen, surrendered, or operative in another form."""
    over = title.has_ended or title.content != digest
    return Marks(over, not over and (title.frozen or not title.is_operative))


def require_in_log(title: Title) -> None:
    """A signed copy of a document that is operative elsewhere, or nowhere, would be taken for it."""
    if not title.is_operative:
        raise NoCredentialHere(number=title.number, state=title.state.value, medium=title.medium.value)


def require_issuable(title: Title, newest: WaybillCredential | None) -> None:
    if title.negotiable:
        raise NotAWaybill(number=title.number)
    require_in_log(title)
    if newest is not None and not newest.is_revoked:
        raise CredentialInForce(number=title.number, credential=newest.number)


def require_possible(title: Title, one: WaybillCredential, fact: type[WaybillStatusFact]) -> None:
    if one.is_revoked:
        raise CredentialIsRevoked(number=title.number, credential=one.number)
    if fact is WaybillCredentialSuspended and one.suspended:
        raise CredentialIsSuspended(number=title.number, credential=one.number)
    if fact is WaybillCredentialResumed and not one.suspended:
        raise CredentialNotSuspended(number=title.number, credential=one.number)


def series_after(issued: int) -> int:
    """The list that the next credential's place is in; the first is 1."""
    return issued // MOST_TAKEN + 1
