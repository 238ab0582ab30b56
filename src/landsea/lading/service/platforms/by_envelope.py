"""Surrender between PINT platforms: the holder's goes to the carrier's platform as an envelope, SACC or SREJ comes back as one.

For a carrier that is reached by eBL Surrender (`surrender.py`), that is the way; this one is for a carrier who is on another platform.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from landsea.journal import View, Work
from landsea.kernel import NotFound
from landsea.lading.model import DocumentId, Purpose, Signing
from landsea.lading.platforms.chain import Meaning, meaning_of
from landsea.lading.platforms.facts import Counterpart
from landsea.lading.platforms.profiles import DCSA_CTK
from landsea.lading.platforms.refusals import NothingToAnswer, NotSurrendering, NotWithThatPlatform
from landsea.lading.platforms.transfers import Standing
from landsea.lading.platforms.values import Action, Party, Transaction
from landsea.lading.service.acts import accept_surrender, reject_surrender, surrender
from landsea.lading.service.platforms.composing import transactions_since
from landsea.lading.service.platforms.configured import get_counterpart, party_said
from landsea.lading.service.platforms.envelopes import ENVELOPE, Leaving, queue_envelope
from landsea.lading.service.platforms.releases import require_release
from landsea.lading.service.read import get_document
from landsea.lading.store_interchange import Ledger, Outgoing
from landsea.lading.wire.pint import parse_entry

SWITCH_TO_PAPER = "SWTP"


@dataclass(frozen=True, slots=True)
class Surrendering:
    """Why: for delivery or amendment, with DCSA's code (SWTP, COD, SWI) and words where there are any."""

    purpose: Purpose
    reason: str = ""
    comments: str = ""

    @property
    def action(self) -> Action:
        delivery = self.purpose is Purpose.DELIVERY
        return Action.SURRENDER_FOR_DELIVERY if delivery else Action.SURRENDER_FOR_AMENDMENT


def carriers_platform(view: View, ledger: Ledger) -> Counterpart | None:
    """The platform on which the carrier of a document that came by envelope is; `None` where it may be sent none."""
    meaning = _meaning(ledger)
    return _platform_of(view, meaning.issuer) if meaning else None


def surrender_by_envelope(
    work: Work, document: DocumentId, ledger: Ledger, signing: Signing, why: Surrendering
) -> Outgoing:
    """The holder here surrenders to the carrier that issued on another platform. Raises `NotSurrendering` where there is none.

    The document is surrendered from now on; a signed refusal of the platform (BENV) or of the carrier (SREJ) gives it back.
    """
    meaning, to = _meaning(ledger), carriers_platform(work, ledger)
    if meaning is None or to is None:
        raise NotSurrendering(number=_number(work, document), why="its carrier is not configured to answer surrenders")
    require_release(work, ENVELOPE, to, f"document:{document}")
    holder, reason = party_said(work, work.actor.party), "" if why.purpose is Purpose.DELIVERY else why.reason
    last = Transaction(why.action, holder, work.now, meaning.issuer, reason, why.comments.strip()[:255])
    done = [*transactions_since(work, document, issued_here=False), last]
    surrender(work, document, signing, why.purpose, why.comments)
    return queue_envelope(work, to, Leaving(document, ledger, json.loads(ledger.said), done))


def waits_for_envelope(ledger: Ledger) -> bool:
    """Whether the newest transaction of the chain is a surrender, which SACC or SREJ answers."""
    meaning = _meaning(ledger)
    return meaning is not None and meaning.surrendered_by is not None and ledger.known.standing is Standing.HERE


def answer_by_envelope(
    work: Work, document: DocumentId, ledger: Ledger, accept: bool, signing: Signing, reason: str
) -> Outgoing:
    """The carrier here takes the document back (SACC, a notice) or gives it back (SREJ).

    Raises `NothingToAnswer`, and `NotWithThatPlatform` where the holder's platform may be sent no envelopes.
    """
    meaning = _meaning(ledger)
    holder = meaning.surrendered_by if meaning else None
    if meaning is None or holder is None:
        raise NothingToAnswer(reference=document)
    to = _platform_of(work, holder)
    if to is None:
        raise NotWithThatPlatform(name=holder.platform, may="receive-envelopes")
    require_release(work, ENVELOPE, to, f"document:{document}")
    if accept:
        accept_surrender(work, document, signing)
    else:
        reject_surrender(work, document, reason, signing)
    action = Action.SACC if accept else Action.SREJ
    done = [Transaction(action, meaning.possessor, work.now, holder, comments=reason.strip()[:255])]
    return queue_envelope(work, to, Leaving(document, ledger, json.loads(ledger.said), done))


def _meaning(ledger: Ledger) -> Meaning | None:
    """What the chain that is known says; it was judged when it came, so the deviations that were let pass then are let pass."""
    if not ledger.known.chain:
        return None
    entries = tuple(parse_entry(one) for one in ledger.known.chain)
    return meaning_of(entries, bool(json.loads(ledger.said)["isToOrder"]), DCSA_CTK)


def _platform_of(view: View, party: Party) -> Counterpart | None:
    """The counterpart on whose platform the party is, where it may be sent envelopes."""
    try:
        found = get_counterpart(view, party.platform)
    except NotFound:
        return None
    return found if "receive-envelopes" in found.may else None


def _number(view: View, document: DocumentId) -> str:
    return get_document(view, document).title.number
