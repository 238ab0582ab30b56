"""A partner's message (UN/CEFACT MMT, DCSA TransportDocument) as the draft of a document: read, compared, and issued from.

The consignment says what a document is about. A message that speaks of other goods, other parties or other places is no draft of
its document; how the goods are carried, when and on what terms is for the issuer to say, and what the message says otherwise is told
as a finding, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import rfc8785

from landsea import consignment
from landsea.consignment import Capacity, Consignment
from landsea.journal import View
from landsea.kernel import Finding, PartyId, Phrase, Refusal, clean
from landsea.lading.model import DocumentContent, DocumentId, IssueDocument, OtherDocument, Terms
from landsea.lading.platforms.refusals import MadeInSandbox
from landsea.lading.service.content import build_content, document_party
from landsea.lading.service.terms import model_terms
from landsea.lading.wire import draft
from landsea.lading.wire.draft.compare import is_stated, same_party
from landsea.lading.wire.draft.given import parse_message, plain_message
from landsea.lading.wire.draft.refusals import (
    MessageDiffers,
    MessageUnreadable,
    UnknownMessage,
)

FINDINGS_MAX = 200
_ORDERS = (Capacity.SHIPPER, Capacity.CONSIGNEE, Capacity.BANK)
_BOOKING_MAX = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it was understood. `form` is mmt or dcsa; `negotiable` is `None` where it does not say.

    `command` is what would issue from it, its `consignment` empty where none was named. `annotates` is the document it speaks of, for a
    notation on it or the record of its paper. `findings`: errors prevent issuing from the message, the others are for the reader's eye.
    """

    form: str
    negotiable: bool | None
    content: DocumentContent
    command: IssueDocument
    annotates: OtherDocument
    findings: tuple[Finding, ...]


def read_draft(view: View, content: bytes, record: str = "", negotiable: bool | None = None) -> Draft:
    """What a message says in our words, and what stands against issuing the document of the consignment `record` from it.

    `negotiable` says what the message leaves open. Nothing is stored. Raises `MessageTooLarge`, `MessageNotJson`, `UnknownMessage`.
    """
    form, said = _known(parse_message(content))
    stated = form.negotiable(said)
    kind = stated if stated is not None else negotiable
    message = draft.read_message(form, said, view.now, bool(kind))
    found = consignment.get_consignment(view, record) if record else None
    command = _command(view, message, found)
    findings = [*_faults(message), *_sandbox(view, message), *_unsaid(message, kind, found is None)]
    if found is not None:
        findings += _against(view, message, command)
    other = _annotates(message, bool(kind))
    return Draft(form.name, kind, message.content, command, other, tuple(findings[:FINDINGS_MAX]))


def issued_from(view: View, content: DocumentContent, said: Mapping[str, Any]) -> DocumentContent:
    """The content of a document that is issued from a message: what the message says beyond it is kept with it.

    Raises `MessageUnreadable`, `MessageDiffers` and `MadeInSandbox`; their pointers go into the message.
    """
    form, value = _known(plain_message(said))
    message = draft.read_message(form, value, content.issued_at, content.negotiable)
    if wrong := [*_faults(message), *_sandbox(view, message)]:
        _refuse(MessageUnreadable, form, wrong)
    content = _beside(content, message)
    if wrong := _differences(message, content):
        _refuse(MessageDiffers, form, wrong)
    return draft.kept_beside(content, message)


def _refuse(refusal: type[MessageUnreadable | MessageDiffers], form: draft.Form, findings: list[Finding]) -> None:
    if any(one.error for one in findings):
        raise refusal(form.title, [replace(one, column=f"/message{one.column}") for one in findings])


def _known(value: Any) -> tuple[draft.Form, dict[str, Any]]:
    form = draft.form_of(value)
    if form is None:
        raise UnknownMessage(pointer="/message")
    return form, value


def _beside(content: DocumentContent, message: draft.Message) -> DocumentContent:
    """In the message's order, and under its booking where the consignment has none."""
    booking = content.booking or clean(message.content.booking or "", "booking", _BOOKING_MAX)
    return draft.arrange(replace(content, booking=booking), message)


def _finding(form: draft.Form, pointer: str, what: Phrase, mend: str = "", *, error: bool = False) -> Finding:
    return Finding(form.title, 0, pointer, what, mend, error)


def _faults(message: draft.Message) -> Iterator[Finding]:
    """What is not as the standard has it. What is merely missing there can be issued from all the same."""
    for one in message.faults:
        if one.missing:
            mend = "The document is issued without it; a partner's system may ask for it."
            yield _finding(message.form, draft.pointer_of(one), Phrase("{why}.", why=one.why), mend)
        else:
            mend = "Have it corrected, or correct it in the message."
            what = Phrase("{value} cannot be read: {why}.", value=one.value or "–", why=one.why)
            yield _finding(message.form, draft.pointer_of(one), what, mend, error=True)


def _sandbox(view: View, message: draft.Message) -> Iterator[Finding]:
    if message.content.sandbox and not view.site.sandbox:
        what = Phrase(MadeInSandbox.text, number=message.content.number)
        yield _finding(message.form, "", what, error=True)


def _unsaid(message: draft.Message, negotiable: bool | None, alone: bool) -> Iterator[Finding]:
    """What an issuer needs and the message does not say; with a consignment beside it, only what that cannot say either."""
    form, content = message.form, message.content
    if negotiable is None:
        what = Phrase("The message does not say whether the document is negotiable.")
        yield _finding(form, message.pointer_to(("negotiable",)), what, "Say it beside the message.", error=True)
    if content.negotiable and content.order_of is None:
        what, at = Phrase("It names nobody to whose order the document stands."), message.pointer_to(("order_of",))
        yield _finding(
            form, at, what, "It is made out to the shipper's order, unless you name another party or choose bearer."
        )
    if alone:
        yield from _needed(message)


def _needed(message: draft.Message) -> Iterator[Finding]:
    content, form = message.content, message.form
    parties = [("shipper", content.shipper)] + ([] if content.negotiable else [("consignee", content.consignee)])
    empty = [name for name, party in parties if not is_stated(party)]
    empty += [name for name in ("receipt", "delivery") if not getattr(content, name).locode]
    empty += [name for name in ("goods", "carriage") if not getattr(content, name)]
    for name in empty:
        what = Phrase("The message does not say what the document needs: {what}.", what=Phrase(_NAMES[name]))
        yield _finding(form, message.pointer_to((name,)), what, "The consignment must say it.")


_NAMES = {
    "negotiable": "whether it is negotiable",
    "ucr": "the unique consignment reference",
    "shipper": "the shipper",
    "consignee": "the consignee",
    "order_of": "the party to whose order it stands",
    "notify": "a party to notify",
    "receipt": "the place of receipt",
    "loading": "the port of loading",
    "discharge": "the port of discharge",
    "delivery": "the place of delivery",
    "carriage": "the carriage",
    "goods": "the goods",
    "equipment": "the containers",
    "hs_code": "the HS code",
    "packages": "the number of packages",
    "package_code": "the kind of packages",
    "gross_weight_grams": "the gross weight in grams",
    "volume_cubic_metres": "the volume in cubic metres",
    "temperature_celsius": "the set temperature",
    "description": "the description of the goods",
    "marks": "the marks",
    "container": "the container number",
    "iso_code": "the container's size and type",
    "seals": "the seals",
    "dangerous_un": "the UN number",
    "hazard_class": "the hazard class",
    "packing_group": "the packing group",
    "shipping_name": "the proper shipping name",
}
"""Things and fields of the content, in a sentence."""


def _against(view: View, message: draft.Message, command: IssueDocument) -> Iterator[Finding]:
    """What would be refused, and what the document would say otherwise, if it were issued so now."""
    try:
        content = _beside(build_content(view, command, DocumentId("doc_draft"), view.now), message)
        differences = _differences(message, content)
        kept = draft.kept_beside(content, message) if message.is_readable else None
    except Refusal as refused:
        yield _finding(message.form, "", Phrase(refused.text, **refused.facts), error=True)
        return
    yield from differences
    told = [one.column for one in differences]
    for pointer, theirs, ours in draft.replaced(kept, message) if kept else ():
        if not any(pointer == one or pointer.startswith(f"{one}/") for one in told):
            yield _finding(message.form, pointer, _replaced(theirs, ours))


def _replaced(theirs: object, ours: object) -> Phrase:
    if ours is None:
        return Phrase("The document does not say {theirs}.", theirs=_shown(theirs))
    return Phrase("The document says {ours}, not {theirs}.", theirs=_shown(theirs), ours=_shown(ours))


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else rfc8785.dumps(value).decode()  # type: ignore[arg-type]
    return text if len(text) <= 80 else f"{text[:79]}…"


def _differences(message: draft.Message, content: DocumentContent) -> list[Finding]:
    """Where the message is about something else: other goods, parties or places."""
    found = [one for one in draft.differences_of(message, content) if one.binds]
    said = message.form.negotiable(message.said)
    if said is not None and said != content.negotiable:
        words = [str(one).lower() for one in (said, content.negotiable)]
        found = [draft.Difference(("negotiable",), "negotiable", *words), *found]
    return [_differs(message, one) for one in found[:FINDINGS_MAX]]


def _differs(message: draft.Message, one: draft.Difference) -> Finding:
    what = Phrase(
        "{what}: the message says {theirs}, the document would say {ours}.",
        what=Phrase(_NAMES[one.field]),
        theirs=_shown(one.theirs),
        ours=_shown(one.ours),
    )
    mend = "Correct the consignment or what you chose, or have the message corrected."
    return _finding(message.form, message.pointer_to(one.thing), what, mend, error=True)


def _command(view: View, message: draft.Message, found: Consignment | None) -> IssueDocument:
    content, title = message.content, message.content.title
    until = title.valid_until if title.valid_until and title.valid_until > view.now else None
    numbers = [leg.no for leg in found.legs] if found else []
    return IssueDocument(
        consignment=found.id if found else "",
        negotiable=content.negotiable,
        order_of=_order_of(view, content, found),
        terms=_terms(content),
        originals=title.originals,
        legs=tuple(one for one in title.legs if one.leg is None or found is None or one.leg in numbers),
        valid_until=until,
        message=message.said,
    )


def _order_of(view: View, content: DocumentContent, found: Consignment | None) -> PartyId | None:
    """The party on the consignment that the message means; the shipper is who it is without being named."""
    if content.order_of is None or found is None:
        return None
    parties = dict.fromkeys(one.party for one in found.parties if one.capacity in _ORDERS)
    named = next((one for one in parties if same_party(content.order_of, document_party(view, one))), None)
    return None if named == found.party_as(Capacity.SHIPPER) else named


def _terms(content: DocumentContent) -> Terms | None:
    """The message's words where they are there in both languages, else the model's; and what the message says of freight and movement."""
    own, model = content.terms, model_terms(content.negotiable)
    both = bool(own.text_en and own.text_zh)
    made = own if both else replace(own, text_en=model.text_en, text_zh=model.text_zh)
    return None if made == model else made


def _annotates(message: draft.Message, negotiable: bool) -> OtherDocument:
    content = message.content
    issuer = content.issuer.name_en or content.issuer.name_zh
    return OtherDocument(message.form.kind(message.said, negotiable), content.number, issuer, negotiable=negotiable)
