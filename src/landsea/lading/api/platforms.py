"""HTTP routes of this node's own people: which platform it is, with whom it exchanges documents, and sending them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Request, Response
from pydantic import Base64Bytes, Field

from landsea.journal import Work
from landsea.journal.http import actor_of, journal_of, read, write
from landsea.kernel import PartyId
from landsea.lading.api.acts import answer
from landsea.lading.api.bodies import Body, Id, SignedBody
from landsea.lading.model import DocumentId, Purpose
from landsea.lading.platforms.facts import CarrierCode, CarrierDetails, Counterpart
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms as service
from landsea.lading.service.platforms import Outgoing
from landsea.runtime import say
from landsea.runtime.http import Flag, Whole, json_response, language_of

router = APIRouter(tags=["eBL platforms"], prefix="/v1")
Named = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Text = Annotated[str, Field(min_length=1, max_length=150)]


class OpenBody(Body):
    """`code`: this node's code among eBL platforms, two to four capital letters or digits."""

    code: Annotated[str, Field(max_length=4, examples=["LSEA"])]


class CarrierBody(Body):
    provider: Annotated[str, Field(max_length=10, examples=["SMDG"])]
    code: Annotated[str, Field(max_length=4, examples=["HMM"])]


class CarrierDetailsBody(Body):
    """What DCSA asks of a carrier: its code, its address, and a desk to write to (no person)."""

    carrier: CarrierBody
    street: Annotated[str, Field(min_length=1, max_length=70)]
    city: Annotated[str, Field(min_length=1, max_length=35)]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    contact_name: Annotated[str, Field(min_length=1, max_length=35)]
    contact_email: Annotated[str, Field(max_length=100)]

    def details(self) -> CarrierDetails:
        code = CarrierCode(self.carrier.provider, self.carrier.code)
        return CarrierDetails(code, self.street, self.city, self.country, self.contact_name, self.contact_email)


class CounterpartBody(Body):
    """Another platform or carrier. `certificates`: X.509 in PEM. `may`: what it may do here.

    `disputed_after_hours`: how long a transfer or surrender that it does not answer is tried before people settle it.
    """

    name: Text
    codes: Annotated[list[Annotated[str, Field(max_length=4)]], Field(default_factory=list, max_length=8)]
    jurisdiction: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    base_url: Annotated[str, Field(max_length=300)] = ""
    profile: Annotated[str, Field(max_length=20)] = "strict"
    certificates: Annotated[list[Annotated[str, Field(max_length=20_000)]], Field(default_factory=list, max_length=8)]
    carriers: Annotated[list[CarrierBody], Field(default_factory=list, max_length=50)]
    may: Annotated[list[Annotated[str, Field(max_length=40)]], Field(default_factory=list, max_length=len(service.MAY))]
    party: Id | None = None
    disputed_after_hours: Annotated[Whole, Field(ge=1, le=service.HOURS_MAX)] = 168

    def counterpart(self) -> Counterpart:
        return Counterpart(
            "",
            self.name,
            tuple(self.codes),
            self.jurisdiction,
            self.base_url.rstrip("/"),
            self.profile,
            tuple(self.certificates),
            tuple(CarrierCode(one.provider, one.code) for one in self.carriers),
            tuple(self.may),
            PartyId(self.party) if self.party else None,
            self.disputed_after_hours,
        )


class CodeBody(Body):
    codeListProvider: Annotated[str, Field(max_length=100)]  # DCSA's names
    partyCode: Annotated[str, Field(max_length=150)]
    codeListName: Annotated[str, Field(max_length=100)] = ""

    def value(self) -> IdentifyingCode:
        return IdentifyingCode(self.codeListProvider, self.partyCode, self.codeListName)


class AttachmentBody(Body):
    name: Text
    media_type: Annotated[str, Field(max_length=100)] = "application/pdf"
    content: Base64Bytes


class SendBody(SignedBody):
    """To whom: the platform's code, the party's name there and its codes."""

    platform: Annotated[str, Field(max_length=40)]
    party_name: Annotated[str, Field(min_length=1, max_length=70)]
    codes: Annotated[list[CodeBody], Field(min_length=1, max_length=10)]
    attachments: Annotated[list[AttachmentBody], Field(default_factory=list, max_length=20)]


class SurrenderElsewhereBody(SignedBody):
    purpose: Purpose = Purpose.DELIVERY
    reason_code: Annotated[str, Field(max_length=4)] = ""
    comments: Annotated[str, Field(max_length=200)] = ""


class DisputeBody(Body):
    """Why; on record for ever, without personal data."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class RefuseBody(Body):
    """Which envelope: the reference of one that waits for its documents, or its newest chain entry as its platform signed it (compact
    JWS), whether or not it came. `reason`: told to its sender, and on record for ever, without personal data.
    """

    envelope: Annotated[str, Field(min_length=1, max_length=200_000)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class AnswerBody(SignedBody):
    """The carrier's answer: taken back, or refused for a reason."""

    accept: Flag
    reason: Annotated[str, Field(max_length=200)] = ""


@router.post("/platform", status_code=201)
def open_platform(request: Request, body: OpenBody) -> Response:
    """Operators of the node, once: makes it an eBL platform of that code and answers the certificate to give to others."""

    def effect(work: Work) -> dict[str, Any]:
        return {"code": body.code, "certificates": list(service.open_platform(work, body.code))}

    return write(request, effect, body=body, status=201)


@router.get("/platform")
def own_platform(request: Request) -> Response:
    """This node's code and certificates, for those who configure it on their side."""
    with read(request) as view:
        said = {"code": service.own_code(view), "certificates": list(service.own_certificates(view))}
        return json_response(said | {"base_url": view.site.base_url})


@router.put("/platform/carriers/{party}")
def describe_carrier(request: Request, party: Named, body: CarrierDetailsBody) -> Response:
    """Operators of the node: lets a party issue documents that go to other platforms; answers the certificate to give to them."""

    def effect(work: Work) -> dict[str, Any]:
        return {"certificate": service.describe_carrier(work, PartyId(party), body.details())}

    return write(request, effect, body=body)


@router.get("/platforms")
def list_platforms(request: Request) -> Response:
    """With whom this node exchanges documents, and what each may do."""
    with read(request) as view:
        found = [msgspec.to_builtins(one) for one in service.list_counterparts(view)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.get("/platforms/disputes")
def list_disputes(request: Request) -> Response:
    """What was sent to other platforms and is disputed, or never answered, of documents that you may see; newest first."""
    with read(request) as view:
        found = [
            outgoing_body(one, language_of(request)) | {"document": one.subject.removeprefix("document:")}
            for one in service.list_disputes(view)
        ]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.get("/platforms/incoming")
def list_incoming(request: Request) -> Response:
    """Operators of the node: envelopes of other platforms that wait for their documents, the oldest first."""
    with read(request) as view:
        found = [msgspec.to_builtins(one) for one in service.list_incoming(view)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/platforms/incoming/refuse")
def refuse_incoming(request: Request, body: RefuseBody) -> Response:
    """Operators of the node: an incoming envelope is refused for good, also before it comes; answers the BENV that its sender gets.

    What was accepted is refused no more.
    """

    def effect(work: Work) -> dict[str, Any]:
        return {"answer": service.refuse_incoming(work, body.envelope, body.reason)}

    return write(request, effect, body=body)


@router.post("/platforms", status_code=201)
def add_platform(request: Request, body: CounterpartBody) -> Response:
    """Operators of the node: another platform, or a carrier."""
    return write(
        request,
        lambda work: service.configure_counterpart(work, body.counterpart()),
        body=body,
        status=201,
        render=msgspec.to_builtins,
    )


@router.put("/platforms/{platform}")
def change_platform(request: Request, platform: Named, body: CounterpartBody) -> Response:
    """Operators of the node: all of it anew, for example with the next certificate beside the present one."""

    return write(
        request,
        lambda work: service.change_counterpart(work, platform, body.counterpart()),
        body=body,
        render=msgspec.to_builtins,
    )


@router.delete("/platforms/{platform}")
def remove_platform(request: Request, platform: Named) -> Response:
    """Operators of the node: it is believed no more, and nothing is sent to it."""

    def effect(work: Work) -> dict[str, Any]:
        service.remove_counterpart(work, platform)
        return {"removed": platform}

    return write(request, effect)


@router.post("/platforms/{platform}/receiver")
def ask_receiver(request: Request, platform: Named, body: CodeBody) -> Response:
    """The name that another platform gives for a party's code there, before a document is sent to it (PINT receiver validation)."""
    asked = (journal_of(request), actor_of(request), platform, body.value())
    return json_response({"name": service.ask_receiver(*asked)})


@router.post("/documents/{document}/send", status_code=202)
def send(request: Request, document: Named, body: SendBody) -> Response:
    """The entitled holder gives the document to a party on another platform. It is operative nowhere until that platform has signed."""
    codes = tuple(one.value() for one in body.codes)
    attachments = tuple((one.name, one.media_type, one.content) for one in body.attachments)
    command = service.SendDocument(DocumentId(document), body.platform, body.party_name, codes, attachments)
    return answer(request, body, lambda work: service.send(work, command, body.signing()), _told(request), 202)


@router.post("/documents/{document}/issue-elsewhere", status_code=202)
def issue_elsewhere(request: Request, document: Named, body: SendBody) -> Response:
    """The document issued here is to be issued by a platform, to a party there (eBL Issuance, as the carrier)."""
    codes = tuple(one.value() for one in body.codes)

    def effect(work: Work) -> Outgoing:
        given = (DocumentId(document), body.platform, body.party_name, codes)
        return service.issue_elsewhere(work, *given, body.signing())

    return answer(request, body, effect, _told(request), 202)


@router.post("/documents/{document}/surrender-elsewhere", status_code=202)
def surrender_elsewhere(request: Request, document: Named, body: SurrenderElsewhereBody) -> Response:
    """The holder surrenders to a carrier that is not on this node (eBL Surrender, as the platform)."""

    def effect(work: Work) -> Outgoing:
        given = (DocumentId(document), body.signing(), body.purpose, body.reason_code, body.comments)
        return service.surrender_elsewhere(work, *given)

    return answer(request, body, effect, _told(request), 202)


@router.post("/documents/{document}/surrender-answer", status_code=202)
def answer_surrender(request: Request, document: Named, body: AnswerBody) -> Response:
    """The carrier answers a surrender that came from another platform (eBL Surrender, as the carrier)."""

    def effect(work: Work) -> Outgoing:
        return service.answer_surrender(work, DocumentId(document), body.accept, body.signing(), body.reason)

    return answer(request, body, effect, _told(request), 202)


@router.get("/documents/{document}/sent")
def sent(request: Request, document: Named) -> Response:
    """What was sent to other platforms about a document that you may see, newest first, and how each stands."""
    with read(request) as view:
        found = [outgoing_body(one, language_of(request)) for one in service.list_sent(view, DocumentId(document))]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/documents/{document}/sent/dispute")
def dispute(request: Request, document: Named, body: DisputeBody) -> Response:
    """Operators of the node: no answer that binds will come to what was sent last. It is sent no more, and two people settle it."""
    return write(
        request,
        lambda work: service.dispute(work, DocumentId(document), body.reason),
        body=body,
        render=_told(request),
    )


@router.post("/documents/{document}/sent/ask-again")
def ask_again(request: Request, document: Named, body: DisputeBody) -> Response:
    """Operators of the node: what is disputed is sent once more, byte for byte, for an answer that binds."""
    return write(
        request,
        lambda work: service.ask_again(work, DocumentId(document), body.reason),
        body=body,
        render=_told(request),
    )


def _told(request: Request) -> Callable[[Outgoing], dict[str, Any]]:
    return lambda one: outgoing_body(one, language_of(request))


def outgoing_body(one: Outgoing, language: str = "en") -> dict[str, Any]:
    """`state` is `sent` when nothing more is to be sent; `asks` says in `language` why people should look, or what others said.

    `last_error`: why the last try brought nothing forward; empty when it did. `entry`: of an envelope its newest chain entry, by which the
    other platform's people know it.
    """
    outcome = one.state.get("sending", {}).get("outcome") or one.state.get("outcome")
    state = outcome or ("sending" if one.due else "sent")
    return {
        "id": one.id,
        "kind": one.kind,
        "platform": one.counterpart,
        "state": "disputed" if service.is_disputed(one) else state,
        "attempts": one.attempts,
        "next_at": one.due.isoformat() if one.due else None,
        "asks": say(one.asks, language),
        "last_error": say(one.last_error, language),
        "made_at": one.made_at.isoformat(),
        "entry": one.state.get("sending", {}).get("entry", ""),
    }
