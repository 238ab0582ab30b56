"""What a document has said: the content of its birth, and every amendment proposed since (MLETR 16: each change identified as such)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from landsea.journal import View
from landsea.kernel import PartyId
from landsea.lading import rules, store
from landsea.lading.model import AmendmentConsented, AmendmentProposed, BirthFact, DocumentContent, Title, TitleFact
from landsea.lading.service.read import get_document


@dataclass(frozen=True, slots=True)
class Consent:
    """A party's yes to an amendment."""

    party: PartyId
    at: datetime


@dataclass(frozen=True, slots=True)
class ContentVersion:
    """A content, who stated it when and why, who consented, and since when it was in force.

    `number` counts from 1 what was in force; it is 0, and `in_force_at` `None`, while a proposal is open or when it was not adopted.
    """

    content: DocumentContent
    by: PartyId
    proposed_at: datetime
    reason: str
    consents: tuple[Consent, ...] = ()
    number: int = 0
    in_force_at: datetime | None = None
    is_open: bool = False


def versions_of(view: View, document_id: str) -> list[ContentVersion]:
    """Oldest first, for a party that may see the document."""
    get_document(view, document_id)
    found: list[ContentVersion] = []
    title: Title | None = None
    for _, fact in view.history(store.stream_of(document_id)):
        if isinstance(fact, BirthFact):
            title = rules.first_title(fact.act, store.opening_of(fact.content))
            found.append(_first(fact))
        elif isinstance(fact, TitleFact) and title is not None:
            before, title = title, rules.apply(title, fact.act)
            _follow(found, fact, before, title)
    return found


def _first(fact: BirthFact) -> ContentVersion:
    said = fact.act.statement
    return ContentVersion(fact.content, said.by.party, said.at, said.reason, number=1, in_force_at=said.at)


def _follow(found: list[ContentVersion], fact: TitleFact, before: Title, after: Title) -> None:
    said = fact.act.statement
    if isinstance(fact, AmendmentProposed):
        found.append(ContentVersion(fact.content, said.by.party, said.at, said.reason, is_open=True))
    if not found[-1].is_open:
        return
    if isinstance(fact, AmendmentConsented):
        found[-1] = replace(found[-1], consents=(*found[-1].consents, Consent(said.by.party, said.at)))
    if after.content != before.content:
        found[-1] = replace(found[-1], number=after.version, in_force_at=said.at)
    if after.proposal is None:
        found[-1] = replace(found[-1], is_open=False)
