"""One paper, one document: whether a document is of a paper, and whether it uses that paper up."""

from __future__ import annotations

import hashlib
import unicodedata

from landsea.lading.model import DocumentContent, OtherDocument, Purpose, State, Title

_DROPPED = frozenset({"Pd", "Pc", "Zs", "Zl", "Zp", "Cc", "Cf"})
_CARRIED_ON = frozenset({State.SPLIT, State.MERGED})


def folded(text: str) -> str:
    """As people compare numbers and names: without regard to case, width, spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if unicodedata.category(one) not in _DROPPED)


def paper_key(paper: OtherDocument) -> str:
    """Kind and number, folded and hashed: the same for one paper however it is written. Its issuer is compared apart."""
    return hashlib.sha256(f"{paper.kind}:{folded(paper.number)}".encode()).hexdigest()


def is_of_paper(content: DocumentContent, paper: OtherDocument) -> bool:
    """Whether the document was captured from `paper` or annotated on it, or is on this paper itself. An issuer left out may be any."""
    own = content.title.annotates
    if folded(content.number) == folded(paper.number):
        return True
    if own is None or paper_key(own) != paper_key(paper):
        return False
    return not own.issuer or not paper.issuer or folded(own.issuer) == folded(paper.issuer)


def uses_up_its_paper(title: Title) -> bool:
    """Whether no other document may be made of its paper: while it lives, and once the goods were delivered against it or it expired.

    A captured record that was dropped left the paper in force; one given back for amendment or for paper gave way to what its issuer
    made instead; what came of a split or a merger has its paper with it (MLETR 17(3): the paper that was replaced is without effect).
    """
    if title.state is State.DISCARDED or title.state in _CARRIED_ON:
        return False
    given_back = title.purpose in (Purpose.AMENDMENT, Purpose.PAPER)
    return not (given_back and title.state in (State.ACCEPTED, State.ACCOMPLISHED))
