"""What an accepted envelope does to title here: the birth of a document, its return, or its surrender to a carrier of ours."""

from __future__ import annotations

import json
from typing import Any

from msgspec import UNSET

from landsea import identity, journal
from landsea.journal import View, Work
from landsea.kernel import PartyId, Refusal
from landsea.lading import store, store_interchange
from landsea.lading.model import (
    NODE_KEY,
    ActKind,
    DocumentContent,
    DocumentId,
    Endorsement,
    Medium,
    OtherForm,
    Particulars,
    Signatory,
    State,
    Statement,
    content_hash,
)
from landsea.lading.platforms.chain import SURRENDERS, Effect, Meaning
from landsea.lading.platforms.refusals import MadeInSandbox
from landsea.lading.platforms.sending import Outcome
from landsea.lading.platforms.transfers import Transfer
from landsea.lading.platforms.values import Action, EblEnvelope
from landsea.lading.service.acts import return_from_register
from landsea.lading.service.issue import record_birth
from landsea.lading.service.perform import Doing, perform_as_node
from landsea.lading.service.platforms.disputes import end_dispute, newest_deciding
from landsea.lading.service.platforms.late import hear_late
from landsea.lading.service.platforms.named import newest_transaction, purpose_of
from landsea.lading.service.read import load_document
from landsea.lading.service.sign import sign_as_node, signatory
from landsea.lading.store_interchange import Ledger
from landsea.lading.wire.dcsa import parse_transport_document

_ENDORSEMENTS = {
    Action.ENDORSE: Endorsement.FULL,
    Action.ENDORSE_TO_ORDER: Endorsement.ORDER,
    Action.BLANK_ENDORSE: Endorsement.BLANK,
}


def why_not(view: View, envelope: EblEnvelope, meaning: Meaning, party: PartyId, document: DocumentId | None) -> str:
    """Why a fitting envelope cannot be taken here; empty when it can. Said before anything is promised."""
    if _is_split(meaning):
        return "possession and endorsement are with different parties, which this platform does not keep apart"
    if document is not None:
        return ""
    return why_unreadable(view, envelope.document)


def why_unreadable(view: View, said: dict[str, Any]) -> str:
    """Why a transport document cannot be kept as one of ours; empty when it can."""
    try:
        _content(view, DocumentId("doc_"), said)
    except (Refusal, LookupError, ValueError, TypeError) as error:
        return f"the transport document cannot be kept here: {error}"[:255]
    return ""


def _is_split(meaning: Meaning) -> bool:
    if meaning.effect is Effect.NOTICE or meaning.action in SURRENDERS or meaning.recipient is None:
        return False
    return meaning.endorsee is not None and not meaning.endorsee.is_same_as(meaning.recipient)


def accept(work: Work, ledger: Ledger, transfer: Transfer) -> DocumentId | None:
    """Records the act that follows from the accepted transfer; which document it was about, `None` for a notice of a foreign one."""
    action, sender = store_interchange.action_of(work.connection, transfer.reference)
    newest, _, endorsed = action.partition(" ")
    name = in_trial(f"{sender} {transfer.reference}", ledger.key.partition(":")[2])
    form = OtherForm(Medium.PLATFORM, name, transfer.document_checksum)
    if transfer.effect is Effect.NOTICE:
        return _notice(work, ledger, newest, transfer.chain[-1])
    if ledger.document is None:
        return receive(work, json.loads(ledger.said), PartyId(transfer.party), form, endorsed)
    found = load_document(work, ledger.document)
    last = newest_transaction(transfer.chain[-1])
    if newest == Action.SREJ and _was_settled(work, ledger.document, Outcome.REFUSED, transfer.chain[-1]):
        return ledger.document
    if newest in SURRENDERS and found.title.issuer == transfer.party:
        says = Particulars(purpose=purpose_of(last), form=form)
        perform_as_node(work, ledger.document, Doing(ActKind.SURRENDER, says=says, reason=last.get("comments", "")))
    elif newest == Action.SREJ and found.title.state is State.SURRENDERED:
        why = f"the carrier refused the surrender: {last.get('comments', 'no reason given')}"[:200]
        end_dispute(work, ledger.document, Outcome.REFUSED)
        # The form tells which envelope it came by: what was done before it was told with the surrender.
        perform_as_node(work, ledger.document, Doing(ActKind.REJECT, says=Particulars(form=form), reason=why))
    else:
        named = _endorsement(work, endorsed, PartyId(transfer.party), found.content.title.bearer)
        endorsee = PartyId(transfer.party) if named.endorsement is not Endorsement.BLANK else None
        stated = None if named.endorsement is UNSET else named.endorsement
        return_from_register(work, ledger.document, PartyId(transfer.party), form, stated, endorsee)
    return ledger.document


def in_trial(name: str, trial: str) -> str:
    """The name of a form elsewhere; in a sandbox's trial it says so, which keeps the document's number apart from that of other trials."""
    return f"{name} {store.TRIAL}{trial}" if trial else name


def receive(work: Work, said: dict[str, Any], party: PartyId, form: OtherForm, endorsed: str = "") -> DocumentId:
    """The document of another platform or carrier comes into being here, held by `party`; signed by the node."""
    journal.require_title_acts(work)
    document = DocumentId(work.new_id("doc"))
    content = _content(work, document, said)
    statement = Statement(
        document=document,
        number=content.number,
        content=content_hash(content),
        origin=work.site.origin,
        sequence=1,
        previous="",
        act=ActKind.RECEIVE,
        at=work.now,
        by=Signatory(PartyId(NODE_KEY), identity.node_did(work)),
        to=signatory(work, party),
        particulars=_particulars(work, content, party, form, endorsed),
    )
    record_birth(work, content, sign_as_node(work, statement))
    return document


def _particulars(view: View, content: DocumentContent, party: PartyId, form: OtherForm, endorsed: str) -> Particulars:
    operator = identity.find_node_party(view)
    registrar = signatory(view, operator.id) if operator else UNSET
    if not content.negotiable:
        return Particulars(registrar=registrar, form=form)
    named = _endorsement(view, endorsed, party, content.title.bearer)
    return Particulars(registrar=registrar, form=form, endorsement=named.endorsement, endorsee=named.endorsee)


def _endorsement(view: View, endorsed: str, party: PartyId, bearer: bool) -> Particulars:
    """In blank: nobody is named. Else the party here, which may endorse on unless the last endorsement was to it alone."""
    kind = _ENDORSEMENTS[Action(endorsed)] if endorsed else Endorsement.BLANK if bearer else Endorsement.ORDER
    named = UNSET if kind is Endorsement.BLANK else signatory(view, party)
    return Particulars(endorsement=kind, endorsee=named)


def _was_settled(work: Work, document: DocumentId, says: Outcome, entry: str) -> bool:
    """Whether people had settled the surrender that is answered, so that the answer is held against what they settled."""
    one = newest_deciding(work, document)
    if one is None or "settled" not in one.state:
        return False
    hear_late(work, one, says, entry)
    return True


def _notice(work: Work, ledger: Ledger, newest: str, entry: str) -> DocumentId | None:
    """SACC: the surrender of a document of ours was accepted elsewhere. An endorsement elsewhere changes nothing here."""
    if ledger.document is None or newest != Action.SACC:
        return ledger.document
    if _was_settled(work, ledger.document, Outcome.ACCEPTED, entry):
        return ledger.document
    if load_document(work, ledger.document).title.state is State.SURRENDERED:
        end_dispute(work, ledger.document, Outcome.ACCEPTED)
        perform_as_node(work, ledger.document, Doing(ActKind.ACCEPT))
    return ledger.document


def _content(view: View, document: DocumentId, said: dict[str, Any]) -> DocumentContent:
    """`consignment` is empty: the goods are carried under another node's consignment. A real node takes nothing from a sandbox."""
    content = parse_transport_document(said, document_id=document, consignment="")
    if content.sandbox and not view.site.sandbox:
        raise MadeInSandbox(number=content.number)
    return content
