"""Amendment: the issuer proposes another content under the same number; it is in force once everybody concerned has consented."""

from __future__ import annotations

from typing import Any

import msgspec

from landsea.journal import View, Work
from landsea.kernel import BadValue
from landsea.lading.model import (
    ActKind,
    BadAmendment,
    DocumentContent,
    DocumentId,
    LineAmount,
    NotAmendable,
    Particulars,
    Signing,
    content_hash,
    plain,
)
from landsea.lading.service.perform import Doing, perform
from landsea.lading.service.read import get_document
from landsea.lading.service.wording import clean_changes, require_known_fields, require_printable
from landsea.lading.store import StoredDocument
from landsea.lading.wire.draft import carried
from landsea.lading.wire.patch import apply
from landsea.lading.wire.unfit import unfit

FIXED = (
    "document",
    "number",
    "negotiable",
    "consignment",
    "ucr",
    "issuer",
    "order_of",
    "issued_at",
    "origin",
    "sandbox",
    "instrument",
    "dcsa_rest",
    "mmt_rest",
)
"""What makes the document this document and this title, and what it came with from elsewhere. Who is entitled is for endorsements, the
rest is for a new document."""


def amend(work: Work, document: DocumentId, changes: dict[str, Any], reason: str, signing: Signing) -> StoredDocument:
    """Proposes `changes`, an RFC 7396 merge patch over the content: of fields that there are, in text that can be printed.

    Old and new version stay retrievable for ever (MLETR 16).
    """
    return perform(work, document, amendment(work, document, changes, reason), signing)


def amendment(view: View, document: DocumentId, changes: dict[str, Any], reason: str = "") -> Doing:
    found = get_document(view, document)
    fixed = [name for name in FIXED if name in changes]
    if fixed:
        raise NotAmendable(field=fixed[0], number=found.title.number, pointer=f"/changes/{fixed[0]}")
    changes = clean_changes(changes)
    wanted = carried(found.content, _amended(found.content, changes))
    require_known_fields(changes, plain(wanted), found.title.number)
    require_printable(changes, "/changes")
    amounts = tuple(LineAmount(at, line.packages, line.gross_weight_grams) for at, line in enumerate(wanted.goods))
    says = Particulars(content=content_hash(wanted), amounts=amounts)
    return Doing(ActKind.AMEND, None, says, reason, wanted)


def consent(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """A party concerned consents to the open amendment."""
    return perform(work, document, Doing(ActKind.CONSENT), signing)


def _amended(content: DocumentContent, changes: dict[str, Any]) -> DocumentContent:
    try:
        return msgspec.convert(apply(plain(content), changes), DocumentContent)
    except msgspec.ValidationError as error:
        why, where = unfit(str(error))
        raise BadAmendment(number=content.number, why=why, pointer=f"/changes{where}") from None
    except BadValue as refused:
        raise BadAmendment(
            number=content.number, why=refused.facts["why"], pointer=f"/changes{refused.pointer}"
        ) from None
