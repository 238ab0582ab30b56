"""Of one paper at most one document is made: two records of it would be two originals over the same goods."""

from __future__ import annotations

from landsea.journal import Work
from landsea.lading import rules, store
from landsea.lading.model import DocumentContent, OtherDocument, PaperTaken, PaperTakenByAnother


def require_own_paper(work: Work, content: DocumentContent) -> None:
    """Refuses a document whose paper another document was made of, and holds the paper until the commit.

    Papers are the same when kind, number and issuer are, as people compare them. Documents of legs are only referred to: one waybill
    may be named on many documents.
    """
    paper = content.title.annotates
    if paper is None:
        return
    store.hold_paper(work.connection, rules.paper_key(paper))
    for one in store.of_paper(work.connection, paper):
        if one.content.root != content.root and rules.uses_up_its_paper(one.title):
            raise _taken(work, paper, one)


def _taken(work: Work, paper: OtherDocument, other: store.StoredDocument) -> PaperTaken:
    """Which document it is learns only who may see that."""
    said = {"kind": paper.kind, "reference": paper.number, "pointer": "/annotates"}
    if store.find(work.connection, other.title.document, work.actor.party) is None:
        return PaperTakenByAnother(**said)
    return PaperTaken(**said, other=other.title.number)
