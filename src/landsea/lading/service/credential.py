"""A document as a W3C credential signed by the node, and the status lists of waybills' credentials.

What is operative on a chain names its token (`service.chain`). What is in the node's own log names the record there, and proves content and
issuer only. A waybill's names its bits in two lists that the node signs anew whenever they are asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeGuard

from landsea import identity, journal
from landsea.identity import credentials
from landsea.journal import View, Work
from landsea.kernel import NotListed, clean
from landsea.lading import rules
from landsea.lading import store_credential as store
from landsea.lading.model import ActKind, DocumentId, Medium, NotTheIssuer, State, Title
from landsea.lading.model.credential import (
    CredentialNotIssued,
    WaybillCredential,
    WaybillCredentialIssued,
    WaybillCredentialResumed,
    WaybillCredentialRevoked,
    WaybillCredentialSuspended,
    WaybillStatusFact,
)
from landsea.lading.rules.credential import (
    PLACES,
    require_in_log,
    require_issuable,
    require_possible,
    series_after,
)
from landsea.lading.service.chain.credential import chain_credential
from landsea.lading.service.read import get_document, load_document
from landsea.lading.service.sign import require_role
from landsea.lading.store import StoredDocument
from landsea.lading.wire.credential import mandatory_of, render_own

Json = dict[str, Any]
LIST_SUITE = "ecdsa-rdfc-2019"
"""By the same key as the credentials in the list."""
LIST_STANDS = timedelta(hours=24)
"""After that a list is stale: who relies on an old one would not see what was revoked since."""
LIST_FRESH = timedelta(minutes=5)
_SHA256 = b"\x12\x20"
"""Multihash: SHA2-256 of 32 bytes."""


class ListPurpose(StrEnum):
    """What a status list says of a credential: never to be relied on again, or not at present."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class StatusAct(StrEnum):
    """The issuer's word on a credential of a waybill."""

    REVOKE = "revoke"
    SUSPEND = "suspend"
    RESUME = "resume"


_FACTS: dict[StatusAct, type[WaybillStatusFact]] = {
    StatusAct.REVOKE: WaybillCredentialRevoked,
    StatusAct.SUSPEND: WaybillCredentialSuspended,
    StatusAct.RESUME: WaybillCredentialResumed,
}


def document_credential(view: View, document: DocumentId, reveal: Sequence[str] | None = None) -> Json:
    """The credential of a document that is operative here or on a chain, for a party that may see the document.

    `reveal`: JSON pointers of what to show beside what is always shown; `None`: the whole subject. Refused: `NoCredentialHere`,
    `CredentialNotIssued` (a waybill without one), and what `chain_credential` refuses.
    """
    journal.require_title_acts(view)
    if load_document(view, document).title.medium is Medium.CHAIN:
        return chain_credential(view, document, reveal)
    found = get_document(view, document)
    require_in_log(found.title)
    unsigned = _in_log(view, found) if found.title.negotiable else _waybill(view, found)
    signed = identity.sign_selective(view, unsigned, mandatory_of(unsigned))
    return identity.derive_credential(signed, ["/credentialSubject"] if reveal is None else reveal)


def _in_log(view: View, found: StoredDocument) -> Json:
    title = found.title
    evidence = f"{_url(view, title.document)}/evidence.json"
    status = credentials.title_record(title.origin, title.document, evidence)
    return _render(view, found, title.content, status)


def _waybill(view: View, found: StoredDocument) -> Json:
    title = found.title
    newest = store.newest_of(view.connection, title.document)
    if not _says(newest, title):
        raise CredentialNotIssued(number=title.number, document=title.document)
    status = [
        credentials.StatusEntry(list_url(view, newest.series, one), newest.place, one).render() for one in ListPurpose
    ]
    return _render(view, found, f"waybill-{newest.number}", status)


def _render(view: View, found: StoredDocument, name: str, status: Json | list[Json]) -> Json:
    """`name` tells this credential from the document's others; a token's is named by its journey (`service.chain`)."""
    return render_own(
        found.content,
        id=f"{_url(view, found.title.document)}/credential.json#{name}",
        issuer=identity.node_did(view),
        status=status,
        digest="z" + credentials.base58btc(_SHA256 + bytes.fromhex(found.title.content)),
        terms=credentials.OWN_TERMS,
    )


@dataclass(frozen=True, slots=True)
class CredentialDesk:
    """What a party sees of a document's credentials: whether one is to be had now, those of a waybill, and whether it is their issuer."""

    to_be_had: bool
    issued: list[WaybillCredential]
    is_issuer: bool


def credential_desk(view: View, document: DocumentId) -> CredentialDesk:
    title = get_document(view, document).title
    issued = [] if title.negotiable else store.of_document(view.connection, document)
    on_chain = title.medium is Medium.CHAIN and title.state is State.AWAY
    in_log = title.is_operative and (title.negotiable or _says(issued[-1] if issued else None, title))
    is_issuer = title.issuer == view.actor.party and view.actor.role in rules.roles_for(ActKind.ISSUE)
    return CredentialDesk(on_chain or in_log, issued, is_issuer and not title.negotiable)


def _says(newest: WaybillCredential | None, title: Title) -> TypeGuard[WaybillCredential]:
    """Whether it says what the waybill says now, and is not revoked."""
    return newest is not None and not newest.is_revoked and newest.digest == title.content


def list_waybill_credentials(view: View, document: DocumentId) -> list[WaybillCredential]:
    """Oldest first; none of a document that is negotiable, or of which none was issued."""
    get_document(view, document)
    return store.of_document(view.connection, document)


def issue_waybill_credential(work: Work, document: DocumentId) -> WaybillCredential:
    """As the waybill's issuer, have the node state what it says. Its place in the lists is drawn by chance and kept on record."""
    title = _as_issuer(work, document, "issue a credential of")
    newest = store.newest_of(work.connection, document)
    require_issuable(title, newest)
    number = newest.number + 1 if newest else 1
    store.hold_places(work.connection)
    series = series_after(store.count(work.connection))
    fact = WaybillCredentialIssued(document, number, title.content, series, _free_place(work, series))
    return _record(work, document, number, fact)


def change_waybill_credential(
    work: Work, document: DocumentId, number: int, act: StatusAct, reason: str
) -> WaybillCredential:
    """As the waybill's issuer, revoke, suspend or resume one of its credentials. The lists say so at once."""
    title = _as_issuer(work, document, f"{act.value} a credential of")
    named = [one for one in store.of_document(work.connection, document) if one.number == number]
    if not named:
        raise NotListed(what="credential", id=str(number))
    fact = _FACTS[act]
    require_possible(title, named[0], fact)
    return _record(work, document, number, fact(document, number, clean(reason, "reason")))


def status_list(view: View, series: int, purpose: ListPurpose) -> Json:
    """The signed list, for anybody. Refused on a node whose newest facts nobody has confirmed: a restored one may have lost some."""
    journal.require_title_acts(view)
    if not 1 <= series <= series_after(store.count(view.connection)):
        raise NotListed(what="status list", id=f"{series}/{purpose.value}")
    bits = credentials.bits_with(credentials.new_bits(PLACES), store.places_set(view.connection, series, purpose.value))
    unsigned = credentials.list_credential(
        list_url(view, series, purpose),
        identity.node_did(view),
        purpose.value,
        bits,
        valid_from=view.now,
        valid_until=view.now + LIST_STANDS,
        fresh_for=LIST_FRESH,
    )
    return identity.sign_credential(view, unsigned, LIST_SUITE)


def list_url(view: View, series: int, purpose: ListPurpose) -> str:
    return f"{view.site.base_url}/v1/status-lists/{series}/{purpose.value}"


def _url(view: View, document: DocumentId) -> str:
    return f"{view.site.base_url}/v1/documents/{document}"


def _as_issuer(work: Work, document: DocumentId, act: str) -> Title:
    journal.require_title_acts(work)
    require_role(work, ActKind.ISSUE)
    store.hold(work.connection, document)
    title = get_document(work, document).title
    if title.issuer != work.actor.party:
        raise NotTheIssuer(act=act, number=title.number)
    return title


def _record(
    work: Work, document: DocumentId, number: int, fact: WaybillCredentialIssued | WaybillStatusFact
) -> WaybillCredential:
    stream = store.stream_of(document)
    work.append(stream, work.version(stream), fact)
    return next(one for one in store.of_document(work.connection, document) if one.number == number)


def _free_place(work: Work, series: int) -> int:
    while store.is_taken(work.connection, series, place := secrets.randbelow(PLACES)):
        pass
    return place
