"""What must be so for an act, and what an act must say; each refusal by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import UNSET, UnsetType

from landsea.kernel import Refusal
from landsea.lading.model import (
    ActKind,
    AmountImpossible,
    CaseMissing,
    DueInThePast,
    EndorseeMissing,
    Endorsement,
    FormMissing,
    HolderUnchanged,
    IsElsewhere,
    IsFrozen,
    IssuerAnswers,
    IssuerElsewhere,
    Medium,
    NotDivisible,
    NotEndorsable,
    NotEntitled,
    NotExpired,
    NotForDelivery,
    NotFrozen,
    NothingAmended,
    NotMatured,
    NotNegotiable,
    NotPledged,
    OrderKind,
    OrderOpen,
    PartIsAll,
    PartlyDelivered,
    PastValidity,
    ProposalOpen,
    Purpose,
    State,
    Title,
    TooFewParts,
    UnderPledge,
)
from landsea.lading.rules.amounts import less, require_conserved, units
from landsea.lading.rules.intent import Intent, endorsement_of
from landsea.lading.rules.table import CONTRADICTIONS, OF_ORDERS, Bar, Control, Transition

_HOLDS: dict[Bar, Callable[[Title, datetime], bool]] = {
    Bar.VALID: lambda title, at: not title.is_past_validity(at),
    Bar.ISSUER_HERE: lambda title, _: title.issuer is not None,
    Bar.ISSUER_ELSEWHERE: lambda title, _: title.issuer is None,
    Bar.NEGOTIABLE: lambda title, _: title.negotiable,
    Bar.FREE: lambda title, _: title.proposal is None,
    Bar.UNPLEDGED: lambda title, _: title.pledge is None,
    Bar.PLEDGED: lambda title, _: title.pledge is not None,
    Bar.MATURED: lambda title, at: title.pledge is None or (title.pledge.matures_at or at) <= at,
    Bar.ENTITLED: lambda title, _: title.is_held_by_the_entitled,
    Bar.UNDELIVERED: lambda title, _: not title.delivered,
    Bar.DIVISIBLE: lambda title, _: units(title) > 1,
    Bar.FOR_DELIVERY: lambda title, _: title.purpose in (None, Purpose.DELIVERY),
    Bar.NO_ORDER: lambda title, _: title.order is None,
    Bar.FROZEN: lambda title, _: title.frozen,
    Bar.UNFROZEN: lambda title, _: not title.frozen,
    Bar.IN_LOG: lambda title, _: title.medium is Medium.LOG,
    Bar.EXPIRED: lambda title, at: title.is_past_validity(at),
}


def require_bars(title: Title, row: Transition, at: datetime) -> None:
    """Frozen first, then the row's bars in their order."""
    if title.frozen and row.act not in OF_ORDERS and row not in CONTRADICTIONS:
        raise IsFrozen(number=title.number)
    for bar in row.bars:
        if not _HOLDS[bar](title, at):
            raise _refusal(title, row.act, bar)


def _refusal(title: Title, act: ActKind, bar: Bar) -> Refusal:
    about = {"number": title.number, "act": act.value}
    due = title.pledge.matures_at if title.pledge else None
    where = {"state": title.state.value, "medium": title.medium.value}
    made: dict[Bar, Callable[[], Refusal]] = {
        Bar.VALID: lambda: PastValidity(
            **about, until=title.valid_until.isoformat(" ", "minutes") if title.valid_until else ""
        ),
        Bar.ISSUER_HERE: lambda: IssuerElsewhere(**about),
        Bar.ISSUER_ELSEWHERE: lambda: IssuerAnswers(**about),
        # ETDA s.1(2), NCD art. 11: only what is made out to order passes by endorsement.
        Bar.NEGOTIABLE: lambda: NotNegotiable(**about),
        Bar.FREE: lambda: ProposalOpen(**about, open=title.proposal.act.value if title.proposal else ""),
        Bar.UNPLEDGED: lambda: UnderPledge(**about),
        Bar.PLEDGED: lambda: NotPledged(**about),
        Bar.MATURED: lambda: NotMatured(**about, due=due.isoformat(" ", "minutes") if due else ""),
        Bar.ENTITLED: lambda: NotEntitled(**about),
        Bar.UNDELIVERED: lambda: PartlyDelivered(**about),
        Bar.DIVISIBLE: lambda: NotDivisible(**about),
        Bar.FOR_DELIVERY: lambda: NotForDelivery(**about, purpose=title.purpose.value if title.purpose else ""),
        Bar.NO_ORDER: lambda: OrderOpen(**about),
        Bar.FROZEN: lambda: NotFrozen(**about),
        Bar.UNFROZEN: lambda: IsFrozen(**about),
        Bar.IN_LOG: lambda: IsElsewhere(**about, **where),
        Bar.EXPIRED: lambda: NotExpired(**about),
    }
    return made[bar]()


def require_said(title: Title, row: Transition, intent: Intent) -> None:
    """What the act names and states: a new holder, an endorsement, amounts, the other form, the case."""
    names_holder = row.control is Control.NAMED or row.act in (ActKind.OFFER, ActKind.PLEDGE)
    if names_holder and (intent.to is None or intent.to == title.holder):
        raise HolderUnchanged(number=title.number, pointer="/to")
    _require_form(title, row, intent)
    if row.act in _SAID:
        _SAID[row.act](title, intent)


def _require_form(title: Title, row: Transition, intent: Intent) -> None:
    """Which form it has elsewhere; what left is what was asked for, and what comes back is what left."""
    if row.act not in (ActKind.LEAVE, ActKind.LEFT, ActKind.RETURN):
        return
    form = intent.says.form
    where = row.medium if row.act is ActKind.LEAVE else (title.medium,)
    if isinstance(form, UnsetType) or not form.name or form.medium not in where:
        raise FormMissing(number=title.number, act=row.act.value, pointer="/form")


def require_endorsement(title: Title, intent: Intent) -> None:
    kind = endorsement_of(title, intent)
    named = not isinstance(intent.says.endorsee, UnsetType)
    stated = not isinstance(intent.says.endorsement, UnsetType)
    if (stated or named) and named is not (kind in (Endorsement.FULL, Endorsement.ORDER)):
        raise EndorseeMissing(number=title.number, pointer="/endorsee")
    if kind is Endorsement.NONE:
        return
    if not title.is_held_by_the_entitled:
        raise NotEntitled(number=title.number)
    if not title.endorsable:
        raise NotEndorsable(number=title.number)


def _require_pledge(title: Title, intent: Intent) -> None:
    due = intent.says.matures_at
    if not isinstance(due, UnsetType) and due <= intent.at:
        raise DueInThePast(number=title.number, due=due.isoformat(" ", "minutes"), pointer="/matures_at")


def _require_amendment(title: Title, intent: Intent) -> None:
    says = intent.says
    if says.content in (UNSET, title.content) or isinstance(says.amounts, UnsetType):
        raise NothingAmended(number=title.number)
    for line, one in enumerate(says.amounts):
        if one.line != line or min(one.packages, one.gross_weight_grams) < 0:
            raise AmountImpossible(number=title.number, line=line + 1, pointer="/changes/goods")


def _require_part(title: Title, intent: Intent) -> None:
    """Delivery of all ends the document, which a surrender does (NCD art. 10)."""
    left = less(title, () if isinstance(intent.says.amounts, UnsetType) else intent.says.amounts)
    if not any(map(any, left)):
        raise PartIsAll(number=title.number, pointer="/amounts")


def _require_shares(title: Title, intent: Intent) -> None:
    require_conserved(title, () if isinstance(intent.says.shares, UnsetType) else intent.says.shares)


def _require_relatives(title: Title, intent: Intent) -> None:
    named = () if isinstance(intent.says.relatives, UnsetType) else intent.says.relatives
    others = {one.document for one in named}
    if not named or len(others) < len(named) or title.document in others:
        raise TooFewParts(number=title.number)


def _require_granted(title: Title, intent: Intent) -> None:
    """A split names one new document for each share; a merge names the one new document."""
    asked = title.proposal
    if asked is None or asked.act is ActKind.ASK_PART:
        return
    shares = 1 if isinstance(asked.says.shares, UnsetType) else len(asked.says.shares)
    named = () if isinstance(intent.says.relatives, UnsetType) else intent.says.relatives
    if len({one.document for one in named}) != shares or len(named) != shares:
        raise TooFewParts(number=title.number)


def _require_reendorsed(title: Title, intent: Intent) -> None:
    """While it was away nobody's order was on record here: what comes back says to whose it stands, or that it is to bearer.

    A straight document is its consignee's on paper too, whoever brings the paper.
    """
    if not title.negotiable and title.medium is Medium.PAPER and intent.to != title.entitled:
        raise NotNegotiable(number=title.number, act=intent.act.value, pointer="/to")
    if intent.says.endorsement is Endorsement.NONE:
        raise EndorseeMissing(number=title.number, pointer="/endorsee")


def _require_restored(title: Title, intent: Intent) -> None:
    """What was away and is contested has its holder again, to whose order it stood."""
    if title.state is State.AWAY:
        _require_reendorsed(title, intent)


def _require_order(title: Title, intent: Intent) -> None:
    says = intent.says
    if not says.case or isinstance(says.case, UnsetType) or isinstance(says.order, UnsetType):
        raise CaseMissing(number=title.number, pointer="/case")
    if (says.order is OrderKind.RECTIFY) is (intent.to is None):
        raise HolderUnchanged(number=title.number, pointer="/to")


_SAID: dict[ActKind, Callable[[Title, Intent], None]] = {
    ActKind.TRANSFER: require_endorsement,
    ActKind.OFFER: require_endorsement,
    ActKind.PLEDGE: _require_pledge,
    ActKind.AMEND: _require_amendment,
    ActKind.ASK_PART: _require_part,
    ActKind.ASK_SPLIT: _require_shares,
    ActKind.ASK_MERGE: _require_relatives,
    ActKind.GRANT: _require_granted,
    ActKind.RETURN: _require_reendorsed,
    ActKind.LEAVE: _require_restored,
    ActKind.ORDER: _require_order,
}
