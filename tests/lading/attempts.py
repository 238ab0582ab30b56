"""Attempts at acts for the machine over the table: with arguments that fit, and with ones that must be refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from msgspec import UNSET, UnsetType

from landsea.kernel import PartyId
from landsea.lading.model import (
    NODE_KEY,
    NOTHING,
    ActKind,
    DocumentId,
    Endorsement,
    LineAmount,
    Medium,
    OrderKind,
    OtherForm,
    Particulars,
    Purpose,
    Relative,
    Signatory,
)
from tests.lading.account import Account, Try

A = ActKind
T = TypeVar("T")
ISSUER, SHIPPER, BUYER, BANK, NODE = (PartyId(name) for name in ("par_i", "par_s", "par_b", "par_k", NODE_KEY))
PEOPLE = (ISSUER, SHIPPER, BUYER, BANK)
EVERYBODY = (*PEOPLE, NODE)
NAMED = {one: Signatory(one, f"did:web:{one}.example") for one in EVERYBODY}
Shares = tuple[tuple[LineAmount, ...], ...]


class Pick:
    """Small choices out of one whole number, so that a failing history is told in few numbers."""

    def __init__(self, number: int) -> None:
        self.number = number

    def of(self, options: Sequence[T]) -> T:
        self.number, at = divmod(self.number, len(options))
        return options[at]


def key_of(account: Account, by: PartyId, pick: Pick) -> str:
    """A key of the party: for the second half of an order another one than the first was signed with."""
    if by == NODE:
        return NODE_KEY
    if account.order is not None:
        return "key" if account.order.key == "second" else "second"
    return pick.of(("key", "second"))


def fitting(account: Account, act: ActKind, by: PartyId, at: datetime, pick: Pick) -> Try:
    """`act` with arguments as they must be, as far as there are such."""
    to, says = None, NOTHING
    if act in (A.TRANSFER, A.OFFER, A.PLEDGE, A.RETURN):
        to = pick.of([one for one in PEOPLE if one != account.holder])
    if act in (A.TRANSFER, A.OFFER):
        says = _endorsement(account, to, pick)
    if act is A.RETURN:
        to = account.entitled if is_straight_on_paper(account) else to
        says = _endorsed(pick.of((Endorsement.ORDER, Endorsement.FULL, Endorsement.BLANK)), to, account.medium)
    if act is A.PLEDGE:
        due: tuple[datetime | UnsetType, ...] = (UNSET, at + timedelta(days=30))
        says = Particulars(secures="CREDIT-1", matures_at=pick.of(due))
    if act is A.AMEND:
        more = pick.of((0, 1, 7))
        amounts = tuple(LineAmount(n, one[0] + more, one[1] + more) for n, one in enumerate(account.outstanding))
        says = Particulars(content=f"{account.acts:064x}", amounts=amounts)
    if act is A.ASK_PART:
        says = Particulars(amounts=_part(account, pick))
    if act is A.ASK_SPLIT:
        says = Particulars(shares=_shares(account))
    if act is A.ASK_MERGE:
        says = Particulars(relatives=(Relative(DocumentId("doc_other"), ""),))
    if act is A.GRANT and account.asked is not None and account.asked.act is not A.ASK_PART:
        children = ("a", "b") if account.asked.act is A.ASK_SPLIT else ("a",)
        says = Particulars(relatives=tuple(Relative(DocumentId(f"doc_{one}{account.acts}"), "") for one in children))
    if act is A.SURRENDER and by != NODE:
        says = Particulars(purpose=pick.of((UNSET, *Purpose)))
    if act in (A.LEAVE, A.LEFT):
        here = (Medium.PAPER,) if account.issuer else ()
        media = (Medium.PLATFORM,) if by == NODE else (*here, Medium.CHAIN, Medium.PLATFORM)
        medium = pick.of(media) if act is A.LEAVE else Medium(account.medium)
        says = Particulars(form=OtherForm(medium, "SYNTHETIC-1"))
    if act is A.LEAVE and by == NODE and account.state == "away":
        to = pick.of([account.entitled or SHIPPER] if not account.negotiable else PEOPLE)
        says = _endorsed(pick.of((Endorsement.ORDER, Endorsement.FULL, Endorsement.BLANK)), to, "platform")
    if act is A.ORDER:
        to, says = _order(account, pick)
    return Try(act, by, key_of(account, by, pick), at, to, says)


def anything(account: Account, act: ActKind, by: PartyId, at: datetime, pick: Pick) -> Try:
    """`act` with whatever can be stated, whether or not it makes sense."""
    left = tuple(LineAmount(n, *one) for n, one in enumerate(account.outstanding))
    one = pick.of((left, left[:1], (LineAmount(0, 1, 1),), (LineAmount(0, 0, 1),), ()))
    forms = [OtherForm(medium, "SYNTHETIC-1") for medium in Medium]
    shares = (one, one), ((LineAmount(0, 1, 0),), (LineAmount(0, 0, 1),))
    relatives = tuple(Relative(DocumentId(name), "") for name in ("doc_a", "doc_b"))
    stated: dict[str, list[Any]] = {
        "endorsement": list(Endorsement),
        "endorsee": [NAMED[BANK]],
        "purpose": list(Purpose),
        "form": forms,
        "matures_at": [at, at + timedelta(days=1)],
        "content": [account.content, "e" * 64],
        "amounts": [one],
        "shares": list(shares),
        "relatives": [relatives, relatives[:1]],
        "order": list(OrderKind),
        "case": ["case 1"],
    }
    says = Particulars(**{name: pick.of([UNSET, *values]) for name, values in stated.items()})
    return Try(act, by, key_of(account, by, pick), at, pick.of((None, *PEOPLE)), says, fits=False)


def wrong(account: Account, one: Try, pick: Pick) -> Try | None:
    """The same act with arguments that must be refused; `None` where it has none."""
    says: Sequence[Particulars] = ()
    to = one.to
    if one.act in (A.TRANSFER, A.OFFER, A.PLEDGE):
        says, to = (one.says,), pick.of((None, account.holder))
        if account.is_to_bearer and one.act is not A.PLEDGE:  # an endorsee without an endorsement
            says, to = (Particulars(endorsee=NAMED[BANK]),), one.to
        elif one.act is A.PLEDGE and pick.of((True, False)):  # already due
            says, to = (Particulars(secures="CREDIT-1", matures_at=one.at),), one.to
    elif one.act is A.AMEND:
        less_than_nothing = tuple(LineAmount(n, 1, -1) for n, _ in enumerate(account.outstanding))
        says = (
            Particulars(content=account.content, amounts=one.says.amounts),
            Particulars(content="f" * 64),
            Particulars(content="f" * 64, amounts=less_than_nothing),
        )
    elif one.act is A.ASK_PART:
        says = tuple(Particulars(amounts=amounts) for amounts in _too_much(account))
    elif one.act is A.ASK_SPLIT:
        whole = tuple(LineAmount(n, *left) for n, left in enumerate(account.outstanding))
        says = (Particulars(shares=(whole,)), Particulars(shares=(whole, (LineAmount(0, 0, 1),))), Particulars())
    elif one.act is A.ASK_MERGE or (one.act is A.GRANT and one.says.relatives is not UNSET):
        says = (Particulars(), Particulars(relatives=(Relative(DocumentId("doc_x"), ""),) * 2))
    elif one.act in (A.LEAVE, A.LEFT, A.RETURN):
        empty = "platform" if one.by == NODE and one.act is A.LEAVE else _other(account)
        other = (Medium.LOG, "x"), (Medium(empty), ""), (_another(account), "x")
        says = (
            Particulars(),
            *(Particulars(form=OtherForm(medium, name)) for medium, name in other[: 2 + (one.act is not A.LEAVE)]),
        )
        if one.act is A.RETURN:
            says = (*says, Particulars(endorsement=Endorsement.NONE, form=one.says.form))
            if is_straight_on_paper(account):  # to another than its consignee
                says, to = (one.says,), next(party for party in PEOPLE if party != account.entitled)
    elif one.act is A.ORDER:
        says = (Particulars(order=one.says.order), Particulars(case="1"), *_orders_against_the_facts(account))
        if account.frozen and account.medium != "log":  # a court here cannot give what another register has
            says, to = (Particulars(order=OrderKind.RECTIFY, case="case 1"),), BUYER
    return Try(one.act, one.by, one.key, one.at, to, pick.of(says), fits=False) if says else None


def is_straight_on_paper(account: Account) -> bool:
    return not account.negotiable and account.medium == "paper"


def _other(account: Account) -> Medium:
    return Medium.PAPER if account.medium == "log" else Medium(account.medium)


def _another(account: Account) -> Medium:
    return Medium.CHAIN if account.medium != "chain" else Medium.PAPER


def _orders_against_the_facts(account: Account) -> list[Particulars]:
    """To freeze what is frozen, to settle what is not under way, to answer what is not surrendered to somebody elsewhere."""
    kinds = [OrderKind.FREEZE if account.frozen else OrderKind.UNFREEZE]
    if account.state != "leaving" and not _was_rejected_from_elsewhere(account):
        kinds += [OrderKind.STAY, OrderKind.LEFT]
    if account.state != "surrendered" or account.issuer is not None or account.medium != "log":
        kinds += [OrderKind.ACCEPT, OrderKind.REJECT]
    return [Particulars(order=kind, case="case 1") for kind in kinds]


def _was_rejected_from_elsewhere(account: Account) -> bool:
    return account.state == "away" and account.medium == "platform" and account.issuer is not None


def _order(account: Account, pick: Pick) -> tuple[PartyId | None, Particulars]:
    if account.state in ("leaving", "away"):
        return None, Particulars(order=pick.of((OrderKind.STAY, OrderKind.LEFT)), case="case 1")
    asked_elsewhere = account.state == "surrendered" and account.issuer is None and account.medium == "log"
    if asked_elsewhere and pick.of((True, False)):
        return None, Particulars(order=pick.of((OrderKind.ACCEPT, OrderKind.REJECT)), case="case 1")
    if not account.frozen:
        return None, Particulars(order=OrderKind.FREEZE, case="case 1")
    kinds = (OrderKind.UNFREEZE, OrderKind.RECTIFY) if account.medium == "log" else (OrderKind.UNFREEZE,)
    kind = pick.of(kinds)
    to = pick.of(PEOPLE) if kind is OrderKind.RECTIFY else None
    return to, Particulars(order=kind, case="case 1")


def _endorsement(account: Account, to: PartyId | None, pick: Pick) -> Particulars:
    """Any endorsement that the holder may make."""
    endorsee = NAMED[pick.of(PEOPLE)]
    options = [Particulars(endorsement=Endorsement.NONE)]
    if account.is_to_bearer or (account.holder_is_entitled and account.endorsable):
        options.append(Particulars())
    if account.holder_is_entitled and account.endorsable:
        options.append(Particulars(endorsement=Endorsement.BLANK))
        options += [Particulars(endorsement=kind, endorsee=endorsee) for kind in (Endorsement.FULL, Endorsement.ORDER)]
    return pick.of(options[::-1])


def _endorsed(kind: Endorsement, to: PartyId | None, medium: str) -> Particulars:
    endorsee = UNSET if kind is Endorsement.BLANK or to is None else NAMED[to]
    return Particulars(endorsement=kind, endorsee=endorsee, form=OtherForm(Medium(medium), "SYNTHETIC-1"))


def _unit(packages: int, grams: int) -> tuple[int, int]:
    """The least that can be taken of a line: a package with some of its mass, the last one with all of it; a gram of what is not packed."""
    if min(packages, grams) == 1:
        return packages, grams
    return min(packages, 1), min(grams, 1)


def _half(packages: int, grams: int) -> tuple[int, int]:
    """Nothing, of packed goods that are not two packages and two grams."""
    return (0, 0) if min(packages, grams) == 1 else (packages // 2, grams // 2)


def _part(account: Account, pick: Pick) -> tuple[LineAmount, ...]:
    """Half of every line, all but one unit of one line, or one unit."""
    line, left = next((n, left) for n, left in [*enumerate(account.outstanding), (0, (1, 1))] if any(left))
    unit = _unit(*left)
    half = (LineAmount(n, *_half(*each)) for n, each in enumerate(account.outstanding))
    rest = (LineAmount(line, left[0] - unit[0], left[1] - unit[1]),)
    options = (
        tuple(one for one in half if any((one.packages, one.gross_weight_grams))),
        rest,
        (LineAmount(line, *unit),),
    )
    return pick.of([one for one in options if one and any((one[0].packages, one[0].gross_weight_grams))])


def _too_much(account: Account) -> list[tuple[LineAmount, ...]]:
    packages, grams = account.outstanding[0]
    beyond = len(account.outstanding)
    return [
        (),
        tuple(LineAmount(n, *left) for n, left in enumerate(account.outstanding) if any(left)),
        (LineAmount(0, packages + 1, grams),),
        (LineAmount(0, packages, grams), LineAmount(0, 0, 1)),
        (LineAmount(0, -1, 1),),
        (LineAmount(0, 0, 0),),
        (LineAmount(beyond, 1, 1),),
        *_apart(packages, grams),
    ]


def _apart(packages: int, grams: int) -> list[tuple[LineAmount, ...]]:
    """Of packed goods: packages without mass, mass without packages, and what would leave one of them without the other."""
    if not packages or not grams:
        return []
    taken = [
        (0, 1),
        (1, 0),
        *([(packages, grams - 1)] if grams > 1 else []),
        *([(packages - 1, grams)] * (packages > 1)),
    ]
    return [(LineAmount(0, *one),) for one in taken]


def _shares(account: Account) -> Shares:
    """Two shares of what is outstanding; none where there is less than two units of anything."""
    first = [_half(*left) for left in account.outstanding]
    if not any(map(any, first)):
        if sum(map(any, account.outstanding)) < 2:
            return ()
        at = next(n for n, left in enumerate(account.outstanding) if any(left))
        first[at] = account.outstanding[at]
    rest = [(p - a, g - b) for (p, g), (a, b) in zip(account.outstanding, first, strict=True)]
    return tuple(
        tuple(LineAmount(n, *amount) for n, amount in enumerate(share) if any(amount)) for share in (first, rest)
    )
