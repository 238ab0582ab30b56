"""Split, merge and part delivery: the holder asks, the issuer grants, and not a gram is lost or made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from msgspec import UNSET, UnsetType

from landsea import identity
from landsea.journal import View, Work
from landsea.lading import rules
from landsea.lading.model import (
    ActKind,
    DocumentContent,
    DocumentId,
    Endorsement,
    GoodsLine,
    LineAmount,
    MadeElsewhere,
    NothingProposed,
    NotMergeable,
    Particulars,
    Relative,
    SignaturesMissing,
    SignedAct,
    Signing,
    Statement,
    Title,
    Unsigned,
    VolumesDoNotAddUp,
    WithPassphrase,
    content_hash,
    message_to_sign,
)
from landsea.lading.service.content import document_party, number_of
from landsea.lading.service.issue import prepared_id, record_birth
from landsea.lading.service.perform import Doing, perform
from landsea.lading.service.read import get_document, list_documents
from landsea.lading.service.sign import Prepared, signatory, time_of
from landsea.lading.store import StoredDocument
from landsea.lading.wire.draft import carried

Shares = Sequence[Sequence[LineAmount]]
_FAMILY_MAX = 1000


def ask_split(work: Work, document: DocumentId, shares: Shares, signing: Signing) -> StoredDocument:
    """Asks for one new document for each of `shares`, which add up to exactly what is outstanding of every line."""
    found = get_document(work, document)
    _require_volumes(found, shares)
    says = Particulars(shares=tuple(tuple(share) for share in shares))
    return perform(work, document, Doing(ActKind.ASK_SPLIT, says=says), signing)


def ask_merge(work: Work, document: DocumentId, others: Sequence[DocumentId], signing: Signing) -> StoredDocument:
    """Asks for one document in place of this one and `others`. The holder asks so on each of them."""
    found = get_document(work, document)
    for other in others:
        _require_alike(found, get_document(work, other))
    says = Particulars(relatives=tuple(Relative(one, get_document(work, one).title.content) for one in others))
    return perform(work, document, Doing(ActKind.ASK_MERGE, says=says), signing)


def grant(work: Work, document: DocumentId, signing: Signing) -> list[StoredDocument]:
    """As the issuer, does what the holder asked: delivers the part, or makes the new documents and ends the old ones in one commit.

    Returns the documents that stand now: this one after a part delivery, the new ones otherwise.
    """
    found = get_document(work, document)
    asked = found.title.proposal.act if found.title.proposal else None
    if asked is ActKind.ASK_SPLIT:
        return _split(work, found, signing)
    if asked is ActKind.ASK_MERGE:
        return [_merge(work, found, signing)]
    return [perform(work, document, Doing(ActKind.GRANT), signing)]


def _split(work: Work, found: StoredDocument, signing: Signing) -> list[StoredDocument]:
    asked = found.title.proposal
    shares = asked.says.shares if asked else UNSET
    if isinstance(shares, UnsetType):
        raise NothingProposed(act=ActKind.GRANT.value, number=found.title.number)
    born = _births(work, [found], len(shares), signing)
    children = [_child(work, found, share, one) for share, one in zip(shares, born, strict=True)]
    return _replace(work, [found], children, signing)


def _merge(work: Work, found: StoredDocument, signing: Signing) -> StoredDocument:
    family = mergers(work, found)
    (born,) = _births(work, family, 1, signing)
    return _replace(work, family, [_union(work, family, born)], signing)[0]


@dataclass(frozen=True, slots=True)
class _Born:
    """Id and time of a new document: those that were prepared, where the signatures are made elsewhere."""

    document: DocumentId
    at: datetime


def _births(work: Work, old: Sequence[StoredDocument], count: int, signing: Signing) -> list[_Born]:
    at = time_of(work, signing)
    if not isinstance(signing, MadeElsewhere):
        return [_Born(DocumentId(work.new_id("doc")), at) for _ in range(count)]
    ended = {one.title.document for one in old}
    named = [document for document, _ in signing.further]
    made = [one for one in named if one not in ended]
    if len(set(named)) != len(named) or len(made) != count or len(named) != count + len(old) - 1:
        raise SignaturesMissing(count=count + len(old), pointer="/signature/further")
    return [_Born(prepared_id(one), at) for one in made]


def _replace(
    work: Work, old: Sequence[StoredDocument], new: Sequence[DocumentContent], signing: Signing
) -> list[StoredDocument]:
    """Ends `old` and issues `new` to the same holder and order, in this transaction: at no position do both stand."""
    relatives = tuple(Relative(DocumentId(one.document), content_hash(one)) for one in new)
    doing = Doing(ActKind.GRANT, says=Particulars(relatives=relatives))
    births = [_birth(work, content, old[0].title) for content in new]
    if isinstance(signing, Unsigned):
        raise Prepared(*(_asked(work, one, doing) for one in old), *births)
    for at, one in enumerate(old):
        perform(work, one.title.document, doing, signing if at == 0 else _further(signing, one.title.document, old))
    for content, act in zip(new, _signed(work, births, signing), strict=True):
        record_birth(work, content, act)
    return [get_document(work, one.document) for one in new]


def _asked(work: Work, one: StoredDocument, doing: Doing) -> Statement:
    """The statement that `doing` is, decided and not signed."""
    try:
        perform(work, one.title.document, doing, Unsigned())
    except Prepared as prepared:
        return prepared.statement
    raise AssertionError("nothing was signed")


def _further(signing: Signing, document: DocumentId, old: Sequence[StoredDocument]) -> Signing:
    """The signature of the statement about `document`."""
    if not isinstance(signing, MadeElsewhere):
        return signing
    made = dict(signing.further)
    if document not in made:
        raise SignaturesMissing(count=len(old) + len(made) + 1, pointer="/signature/further")
    return replace(signing, signature=made[document], further=())


def _signed(work: Work, births: Sequence[Statement], signing: Signing) -> list[SignedAct]:
    """What belongs together is signed together."""
    messages = [message_to_sign(one) for one in births]
    if isinstance(signing, MadeElsewhere):
        given = dict(signing.further)
        made = [
            identity.take_party_signature(work, signing.key_id, given[one.document], message)
            for one, message in zip(births, messages, strict=True)
        ]
    else:
        assert isinstance(signing, WithPassphrase)  # noqa: S101  # what is unsigned was prepared
        made = identity.sign_all_for_party(work, signing.passphrase, messages)
    return [
        SignedAct(statement, one.key_id, one.algorithm, one.signature)
        for statement, one in zip(births, made, strict=True)
    ]


def _birth(view: View, content: DocumentContent, title: Title) -> Statement:
    """Issued to who holds the old documents, to whose order they stand."""
    kind = Endorsement.ORDER if title.endorsable else Endorsement.FULL
    named = signatory(view, title.entitled) if title.entitled else UNSET
    endorsement = UNSET if not title.negotiable else Endorsement.BLANK if title.entitled is None else kind
    return Statement(
        document=DocumentId(content.document),
        number=content.number,
        content=content_hash(content),
        origin=title.origin,
        sequence=1,
        previous="",
        act=ActKind.ISSUE,
        at=content.issued_at.astimezone(UTC),
        by=signatory(view, view.actor.party),
        to=signatory(view, title.holder) if title.holder else None,
        particulars=Particulars(
            registrar=signatory(view, title.registrar),
            endorsement=endorsement,
            endorsee=named if title.negotiable else UNSET,
            relatives=tuple(Relative(DocumentId(one), "") for one in content.title.parents) or UNSET,
        ),
    )


def _child(work: Work, found: StoredDocument, share: Sequence[LineAmount], born: _Born) -> DocumentContent:
    goods = tuple(
        _part_of(found.content.goods[one.line], one) for one in share if one.packages or one.gross_weight_grams
    )
    return carried(found.content, _descendant(work, found, goods, (found.title.document,), born))


def _union(work: Work, family: Sequence[StoredDocument], born: _Born) -> DocumentContent:
    goods = tuple(
        replace(line, packages=left.packages, gross_weight_grams=left.gross_weight_grams)
        for one in family
        for line, left in zip(one.content.goods, one.title.outstanding, strict=True)
        if left.packages or left.gross_weight_grams
    )
    parents = tuple(one.title.document for one in family)
    equipment = tuple(dict.fromkeys(box for one in family for box in one.content.equipment))
    made = replace(_descendant(work, family[0], goods, parents, born), equipment=equipment)
    return carried(family[0].content, made)


def _descendant(
    work: Work, found: StoredDocument, goods: tuple[GoodsLine, ...], parents: tuple[DocumentId, ...], born: _Born
) -> DocumentContent:
    old, title = found.content, found.title
    boxes = {line.container for line in goods if line.container}
    to_order = document_party(work, title.entitled) if title.negotiable and title.entitled else None
    instrument = replace(old.title, root=old.root, parents=parents, bearer=title.negotiable and title.entitled is None)
    return replace(
        old,
        document=born.document,
        number=number_of(born.document, old.negotiable),
        order_of=to_order,
        goods=goods,
        equipment=tuple(box for box in old.equipment if not boxes or box.container in boxes),
        issued_at=born.at.astimezone(old.issued_at.tzinfo),
        instrument=instrument,
    )


def _part_of(line: GoodsLine, amount: LineAmount) -> GoodsLine:
    return replace(
        line,
        packages=amount.packages,
        gross_weight_grams=amount.gross_weight_grams,
        volume_cubic_metres=amount.volume_cubic_metres,
    )


def _require_volumes(found: StoredDocument, shares: Shares) -> None:
    """Volumes in m³ as decimal text: where a line states one and nothing of it was delivered, its parts add up to exactly that."""
    for at, line in enumerate(found.content.goods):
        parts = [one.volume_cubic_metres for share in shares for one in share if one.line == at]
        whole = line.volume_cubic_metres
        if not rules.volumes_add_up(whole, parts) and not (found.title.delivered and _is_no_more(parts, whole)):
            raise VolumesDoNotAddUp(line=at + 1, number=found.title.number, volume=whole or "0")


def _is_no_more(parts: Sequence[str], whole: str) -> bool:
    return sum((Decimal(part or "0") for part in parts), Decimal(0)) <= Decimal(whole or "0")


def has_a_sibling_to_merge_with(view: View, found: StoredDocument) -> bool:
    """Whether another document of its family could be asked to merge with it, or was: only what was split can be merged."""
    if not found.content.title.parents:
        return False
    others = list_documents(view, consignment=found.content.consignment, limit=_FAMILY_MAX)
    return any(
        one.title.document != found.title.document
        and _kinship(one) == _kinship(found)
        and (ActKind.ASK_MERGE in rules.possible_acts(one.title, view.actor.party, view.now) or _asks_to_merge(one))
        for one in others
    )


def _asks_to_merge(found: StoredDocument) -> bool:
    return found.title.proposal is not None and found.title.proposal.act is ActKind.ASK_MERGE


def mergers(view: View, found: StoredDocument) -> list[StoredDocument]:
    """All documents of the merge, each with its holder's request to be merged with exactly the others. Raises `NotMergeable`."""
    asked = found.title.proposal
    named = asked.says.relatives if asked else UNSET
    others = () if isinstance(named, UnsetType) else named
    family = [found, *(get_document(view, one.document) for one in others)]
    everybody = {one.title.document for one in family}
    for one in family:
        proposal = one.title.proposal
        said = proposal.says.relatives if proposal and proposal.act is ActKind.ASK_MERGE else UNSET
        with_ = {one.title.document} | (set() if isinstance(said, UnsetType) else {each.document for each in said})
        if with_ != everybody:
            raise NotMergeable(number=found.title.number, other=one.title.number)
        _require_alike(found, one)
    return sorted(family, key=lambda one: one.title.document)


def _require_alike(one: StoredDocument, other: StoredDocument) -> None:
    if _kinship(one) != _kinship(other):
        raise NotMergeable(number=one.title.number, other=other.title.number)


def _kinship(found: StoredDocument) -> tuple[object, ...]:
    title, content = found.title, found.content
    control = (title.issuer, title.holder, title.entitled, title.endorsable, title.negotiable)
    places = (content.receipt, content.loading, content.discharge, content.delivery, content.carriage)
    return (*control, content.consignment, content.root, *places, content.terms)
