"""HTTP routes of acts on a document. With `prepare` each answers what there is to sign, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from landsea.journal import Work, http
from landsea.kernel import PartyId, utc
from landsea.lading import service
from landsea.lading.api.bodies import (
    ActivateBody,
    AmendBody,
    LeaveBody,
    MergeBody,
    NumbersBody,
    OrderBody,
    PartBody,
    PledgeBody,
    ReasonBody,
    ReturnBody,
    SignedBody,
    SplitBody,
    SurrenderBody,
    TransferBody,
)
from landsea.lading.api.render import asked_body, document_body
from landsea.lading.model import DocumentId, OtherForm
from landsea.lading.service import StoredDocument
from landsea.runtime.http import json_response

router = APIRouter(tags=["documents"], prefix="/v1/documents/{document}")
Effect = Callable[[Work], StoredDocument]


def answer(
    request: Request,
    body: SignedBody,
    effect: Callable[[Work], Any],
    render: Callable[[Any], Any] = document_body,
    status: int = 200,
) -> Response:
    """The act done, or, with `prepare`, the statement to sign."""
    if not body.prepare:
        return http.write(request, effect, body=body, render=render, status=status)
    prepared = service.prepare(http.journal_of(request), http.actor_of(request), effect)
    return json_response(asked_body(prepared))


def _party(given: str | None) -> PartyId | None:
    return PartyId(given) if given else None


@router.post("/transfer")
def transfer(request: Request, document: str, body: TransferBody) -> Response:
    """Pass control of a negotiable document to another party, endorsed to its order unless told otherwise."""
    to, signing = PartyId(body.to), body.signing()
    return answer(
        request, body, lambda work: service.transfer(work, DocumentId(document), to, signing, *body.endorsed())
    )


@router.post("/offer")
def offer(request: Request, document: str, body: TransferBody) -> Response:
    """Offer the document to another party; nothing passes until it takes it."""
    to, signing = PartyId(body.to), body.signing()
    return answer(request, body, lambda work: service.offer(work, DocumentId(document), to, signing, *body.endorsed()))


@router.post("/pledge")
def pledge(request: Request, document: str, body: PledgeBody) -> Response:
    """Offer the document in pledge."""
    to, due, signing = PartyId(body.to), utc(body.matures_at) if body.matures_at else None, body.signing()
    return answer(
        request, body, lambda work: service.pledge(work, DocumentId(document), to, body.secures, signing, due)
    )


@router.post("/take")
def take(request: Request, document: str, body: SignedBody) -> Response:
    """Take what was offered, or take it in pledge."""
    return answer(request, body, lambda work: service.take(work, DocumentId(document), body.signing()))


@router.post("/decline")
def decline(request: Request, document: str, body: ReasonBody) -> Response:
    """Say no to the open proposal that waits for you."""
    return answer(request, body, lambda work: service.decline(work, DocumentId(document), body.reason, body.signing()))


@router.post("/withdraw")
def withdraw(request: Request, document: str, body: SignedBody) -> Response:
    """Take back your own open proposal."""
    return answer(request, body, lambda work: service.withdraw(work, DocumentId(document), body.signing()))


@router.post("/release")
def release(request: Request, document: str, body: SignedBody) -> Response:
    """As the pledgee, give the document back: the debt is paid."""
    return answer(request, body, lambda work: service.release(work, DocumentId(document), body.signing()))


@router.post("/enforce")
def enforce(request: Request, document: str, body: ReasonBody) -> Response:
    """As the pledgee of a pledge that is due, have the document stand to your order."""
    return answer(request, body, lambda work: service.enforce(work, DocumentId(document), body.reason, body.signing()))


@router.post("/amend")
def amend(request: Request, document: str, body: AmendBody) -> Response:
    """As the issuer, propose another content under the same number."""
    signing = body.signing()
    return answer(
        request, body, lambda work: service.amend(work, DocumentId(document), body.changes, body.reason, signing)
    )


@router.post("/consent")
def consent(request: Request, document: str, body: SignedBody) -> Response:
    """Consent to the open amendment; with the last consent it is in force."""
    return answer(request, body, lambda work: service.consent(work, DocumentId(document), body.signing()))


@router.post("/split")
def split(request: Request, document: str, body: SplitBody) -> Response:
    """Ask the issuer for several documents in place of this one."""
    return answer(
        request, body, lambda work: service.ask_split(work, DocumentId(document), body.values(), body.signing())
    )


@router.post("/merge")
def merge(request: Request, document: str, body: MergeBody) -> Response:
    """Ask the issuer for one document in place of this one and others; ask so on each of them."""
    others = [DocumentId(one) for one in body.others]
    return answer(request, body, lambda work: service.ask_merge(work, DocumentId(document), others, body.signing()))


@router.post("/part")
def part(request: Request, document: str, body: PartBody) -> Response:
    """Ask for delivery of a part of the goods."""
    amounts = [one.value() for one in body.amounts]
    return answer(request, body, lambda work: service.ask_part(work, DocumentId(document), amounts, body.signing()))


@router.post("/grant")
def grant(request: Request, document: str, body: SignedBody) -> Response:
    """As the issuer, do what the holder asked. Answers the documents that stand now."""

    def effect(work: Work) -> list[StoredDocument]:
        return service.grant(work, DocumentId(document), body.signing())

    return answer(request, body, effect, lambda found: {"data": [document_body(one) for one in found]})


@router.post("/surrender")
def surrender(request: Request, document: str, body: SurrenderBody) -> Response:
    """Present the document to its issuer: for delivery, for amendment, or for paper instead. A carrier elsewhere is sent a message."""

    def effect(work: Work) -> StoredDocument:
        return service.surrender(work, DocumentId(document), body.signing(), body.purpose, body.comments)

    return answer(request, body, effect)


@router.post("/accept")
def accept(request: Request, document: str, body: SignedBody) -> Response:
    """As its issuer, accept the surrender."""
    return answer(request, body, lambda work: service.accept_surrender(work, DocumentId(document), body.signing()))


@router.post("/reject")
def reject(request: Request, document: str, body: ReasonBody) -> Response:
    """As its issuer, reject the surrender with a reason; the holder holds the document as before."""
    signing = body.signing()
    return answer(
        request, body, lambda work: service.reject_surrender(work, DocumentId(document), body.reason, signing)
    )


@router.post("/accomplish")
def accomplish(request: Request, document: str, body: SignedBody) -> Response:
    """As its issuer, record that the goods were delivered."""
    return answer(request, body, lambda work: service.accomplish(work, DocumentId(document), body.signing()))


@router.post("/leave")
def leave(request: Request, document: str, body: LeaveBody) -> Response:
    """As the entitled holder, ask for paper: the record is operative nowhere until the issuer answers."""
    form = OtherForm(body.medium, body.name)
    return answer(request, body, lambda work: service.leave(work, DocumentId(document), form, body.signing()))


@router.post("/left")
def left(request: Request, document: str, body: NumbersBody) -> Response:
    """As the issuer, record the numbers of the paper originals that you handed out: they are operative now."""
    signing = body.signing()
    return answer(request, body, lambda work: service.left_for_paper(work, DocumentId(document), body.numbers, signing))


@router.post("/stay")
def stay(request: Request, document: str, body: ReasonBody) -> Response:
    """As the issuer, record that no paper was handed out: the record is operative as before."""
    return answer(request, body, lambda work: service.stay(work, DocumentId(document), body.reason, body.signing()))


@router.post("/return")
def come_back(request: Request, document: str, body: ReturnBody) -> Response:
    """As the issuer who got all paper originals back and made them void, make the record operative again."""
    to, signing = PartyId(body.to), body.signing()

    def effect(work: Work) -> StoredDocument:
        return service.return_from_paper(work, DocumentId(document), to, body.numbers, signing, *body.endorsed())

    return answer(request, body, effect)


@router.post("/activate")
def activate(request: Request, document: str, body: ActivateBody) -> Response:
    """As the issuer who has all paper originals and made them void, make the captured record the operative original."""
    signing = body.signing()
    return answer(
        request, body, lambda work: service.activate(work, DocumentId(document), signing, body.override_reason)
    )


@router.post("/discard")
def discard(request: Request, document: str, body: ReasonBody) -> Response:
    """As the issuer, drop the captured record; the paper stays the operative form."""
    return answer(request, body, lambda work: service.discard(work, DocumentId(document), body.reason, body.signing()))


@router.post("/orders")
def begin_order(request: Request, document: str, body: OrderBody) -> Response:
    """As the register's operator, begin to freeze, unfreeze or rectify, or to settle a disputed transfer (stay, left); a second person
    confirms."""
    holder, signing = _party(body.holder), body.signing()

    def effect(work: Work) -> StoredDocument:
        about = (DocumentId(document), body.order, body.case, signing)
        return service.begin_order(work, *about, holder, *body.endorsed())

    return answer(request, body, effect)


@router.post("/orders/confirm")
def confirm_order(request: Request, document: str, body: SignedBody) -> Response:
    """As a second person of the register's operator, confirm the open order; it takes effect."""
    return answer(request, body, lambda work: service.confirm_order(work, DocumentId(document), body.signing()))


@router.post("/orders/revoke")
def revoke_order(request: Request, document: str, body: ReasonBody) -> Response:
    """Drop the open order."""
    signing = body.signing()
    return answer(request, body, lambda work: service.revoke_order(work, DocumentId(document), body.reason, signing))
