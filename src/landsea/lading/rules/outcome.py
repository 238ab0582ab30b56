"""What an act leads to: state, control, order, and everything else that it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import UnsetType

from landsea.kernel import PartyId
from landsea.lading.model import (
    ActKind,
    Amount,
    Medium,
    NothingProposed,
    OpenOrder,
    OrderKind,
    Pledge,
    Proposal,
    State,
    Title,
)
from landsea.lading.rules.amounts import less
from landsea.lading.rules.intent import Intent, endorsed
from landsea.lading.rules.table import SETTLING, Control, Order, Transition


def outcome(title: Title, row: Transition, intent: Intent) -> Title:
    """The title after the act, but for its place in the chain (`sequence`, `head`, `acted_at`)."""
    entitled, endorsable = _to_order(title, row, intent)
    after = replace(
        title,
        state=row.target,
        holder=holder_after(title, row, intent),
        entitled=entitled,
        endorsable=endorsable,
    )
    if row.proposes:
        return replace(after, proposal=_proposal(title, intent))
    if row.act is ActKind.CONSENT and (left := _still_awaited(title, intent)):
        return replace(after, proposal=replace(_open(title), awaits=left))
    return _consequences(title, replace(after, proposal=None if row.answers else title.proposal), row, intent)


def holder_after(title: Title, row: Transition, intent: Intent) -> PartyId | None:
    holders = {
        Control.NAMED: intent.to,
        Control.SAME: title.holder,
        Control.NOBODY: None,
        Control.PROPOSED: title.proposal.to if title.proposal else None,
        Control.PLEDGOR: title.pledge.pledgor if title.pledge else None,
        Control.ORDERED: title.order.to if title.order else None,
    }
    return holders[row.control]


def _to_order(title: Title, row: Transition, intent: Intent) -> tuple[PartyId | None, bool]:
    if not title.negotiable:  # made out to its holder, and to whoever held it last while nobody does
        return holder_after(title, row, intent) or title.entitled, False
    said = {Order.ENDORSED: intent, Order.PROPOSED: _as_intent(title), Order.ORDERED: _ordered(title, intent)}
    if row.to_order in said:
        return endorsed(title, said[row.to_order])
    return {
        Order.SAME: (title.entitled, title.endorsable),
        Order.HOLDER: (title.holder, True),
        Order.NOBODY: (None, title.endorsable),
    }[row.to_order]


def _as_intent(title: Title) -> Intent:
    """The open proposal as the intent that it was."""
    open_ = title.proposal
    if open_ is None:
        return Intent(ActKind.OFFER, PartyId(""), title.acted_at)
    return Intent(open_.act, open_.by, title.acted_at, open_.to, open_.says)


def _ordered(title: Title, intent: Intent) -> Intent:
    order = title.order
    return intent if order is None else replace(intent, to=order.to, says=order.says)


def _open(title: Title) -> Proposal:
    if title.proposal is None:
        raise NothingProposed(act="answer", number=title.number)
    return title.proposal


def _proposal(title: Title, intent: Intent) -> Proposal:
    return Proposal(intent.act, intent.by, _concerned(title, intent), intent.to, intent.says, title.sequence + 1)


def _concerned(title: Title, intent: Intent) -> tuple[PartyId, ...]:
    """Whose yes a proposal needs. An amendment concerns holder, entitled party and pledgor; what a holder asks, the issuer."""
    if intent.act in (ActKind.OFFER, ActKind.PLEDGE):
        return (intent.to,) if intent.to else ()
    if intent.act is ActKind.AMEND:
        pledgor = title.pledge.pledgor if title.pledge else None
        parties = {title.holder, title.entitled, pledgor} - {None, intent.by}
        return tuple(sorted(party for party in parties if party)) or (intent.by,)
    return (title.issuer,) if title.issuer else ()


def _still_awaited(title: Title, intent: Intent) -> tuple[PartyId, ...]:
    return tuple(party for party in _open(title).awaits if party != intent.by)


def _consequences(before: Title, after: Title, row: Transition, intent: Intent) -> Title:
    """What an act changes besides state, control and order."""
    made = _CONSEQUENCES.get(row.act)
    return after if made is None else made(before, after, intent)


def _took(before: Title, after: Title, intent: Intent) -> Title:
    asked = _open(before)
    if asked.act is not ActKind.PLEDGE:
        return after
    due = None if isinstance(asked.says.matures_at, UnsetType) else asked.says.matures_at
    secures = "" if isinstance(asked.says.secures, UnsetType) else asked.says.secures
    return replace(after, pledge=Pledge(asked.by, secures, due))


def _amended(before: Title, after: Title, intent: Intent) -> Title:
    says = _open(before).says
    if isinstance(says.content, UnsetType) or isinstance(says.amounts, UnsetType):
        raise NothingProposed(act=intent.act.value, number=before.number)
    amounts = tuple(Amount(one.packages, one.gross_weight_grams) for one in says.amounts)
    return replace(after, content=says.content, version=before.version + 1, outstanding=amounts)


def _granted(before: Title, after: Title, intent: Intent) -> Title:
    says = _open(before).says
    if isinstance(says.amounts, UnsetType):
        return after
    return replace(after, outstanding=less(before, says.amounts), delivered=True)


def _surrendered(before: Title, after: Title, intent: Intent) -> Title:
    purpose = intent.says.purpose
    stated = None if isinstance(purpose, UnsetType) else purpose
    return replace(after, purpose=stated, order=_unless_settling(before.order))


def _left(before: Title, after: Title, intent: Intent) -> Title:
    form = intent.says.form
    return after if isinstance(form, UnsetType) else replace(after, medium=form.medium)


def _confirmed(before: Title, after: Title, intent: Intent) -> Title:
    kind = before.order.kind if before.order else None
    if (
        kind in SETTLING and before.state is State.AWAY
    ):  # whether a rejected surrender got there: the document is away either way
        return replace(after, order=None)
    if kind in SETTLING:
        settled = _CONSEQUENCES[ActKind(kind.value)](before, after, intent)
        return replace(settled, order=None)
    after = replace(after, order=None, frozen=kind is not OrderKind.UNFREEZE)
    return after if kind is not OrderKind.RECTIFY else replace(after, pledge=None, proposal=None, purpose=None)


def _ordered_first(before: Title, after: Title, intent: Intent) -> Title:
    says = intent.says
    if isinstance(says.order, UnsetType):
        return after
    return replace(after, order=OpenOrder(says.order, intent.key_id or "", intent.to, says, before.sequence + 1))


def _unless_settling(order: OpenOrder | None) -> OpenOrder | None:
    """Whoever was to settle where the document is need not any more; an order of something else waits on."""
    return None if order is not None and order.kind in SETTLING else order


def _gone(before: Title, after: Title, intent: Intent) -> Title:
    """Left or accepted. What a contradiction caught half-way (a pledge, a proposal) ends with it."""
    return replace(after, order=_unless_settling(before.order), pledge=None, proposal=None)


def _stayed(before: Title, after: Title, intent: Intent) -> Title:
    return replace(after, medium=Medium.LOG, order=_unless_settling(before.order), purpose=None)


def _returned(before: Title, after: Title, intent: Intent) -> Title:
    return replace(after, medium=Medium.LOG, order=_unless_settling(before.order))


Consequence = Callable[[Title, Title, Intent], Title]
_CONSEQUENCES: dict[ActKind, Consequence] = {
    ActKind.ACTIVATE: lambda before, after, intent: replace(after, medium=Medium.LOG),
    ActKind.TAKE: _took,
    ActKind.RELEASE: lambda before, after, intent: replace(after, pledge=None),
    ActKind.ENFORCE: lambda before, after, intent: replace(after, pledge=None),
    ActKind.CONSENT: _amended,
    ActKind.GRANT: _granted,
    ActKind.SURRENDER: _surrendered,
    ActKind.ACCEPT: _gone,
    ActKind.REJECT: lambda before, after, intent: replace(after, purpose=None, order=_unless_settling(before.order)),
    ActKind.LEAVE: _left,
    ActKind.LEFT: _gone,
    ActKind.STAY: _stayed,
    ActKind.RETURN: _returned,
    ActKind.ORDER: _ordered_first,
    ActKind.CONFIRM: _confirmed,
    ActKind.REVOKE: lambda before, after, intent: replace(after, order=None),
    ActKind.EXPIRE: lambda before, after, intent: replace(after, proposal=None),
}


def to_state(title: Title, row: Transition, intent: Intent) -> PartyId | None:
    """Whom the act's statement names as `to`: who holds the document afterwards, or to whom it is offered or ordered."""
    if row.proposes or row.act is ActKind.ORDER:
        return intent.to
    return holder_after(title, row, intent)
