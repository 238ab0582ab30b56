"""Pure decisions: which row of the table an act is, or the refusal that names why it is none."""

from __future__ import annotations

from datetime import datetime

from msgspec import UnsetType

from landsea.kernel import PartyId, Refusal
from landsea.lading.model import (
    ENDED,
    ActKind,
    AlreadyEnded,
    AlreadySurrendered,
    IsElsewhere,
    IssuerElsewhere,
    Medium,
    NoOrder,
    NotAwaited,
    NotCaptured,
    NotElsewhere,
    NothingProposed,
    NotSurrendered,
    NotTheHolder,
    NotTheIssuer,
    NotTheProposer,
    NotTheRegistrar,
    NotYetAccepted,
    OnlyTheNode,
    OpenOrder,
    OrderKind,
    SecondPersonNeeded,
    State,
    StillCaptured,
    Title,
)
from landsea.lading.rules.bars import require_bars, require_said
from landsea.lading.rules.intent import Intent
from landsea.lading.rules.table import OF_ORDERS, TABLE, Standing, Transition


def decide(title: Title, intent: Intent) -> Transition:
    """The transition that `intent` is, or a refusal. Order of checks: standing, state, freeze, the row's bars, what it says."""
    row = _row(title, intent)
    require_bars(title, row, intent.at)
    require_said(title, row, intent)
    return row


def _row(title: Title, intent: Intent) -> Transition:
    rows = [row for row in TABLE if row.act is intent.act and row.source is not None]
    if not rows:
        raise AlreadyEnded(number=title.number, state=title.state.value)
    standing = [row for row in rows if _stands(title, row.standing, intent)]
    here = [row for row in rows if row.source is title.state and _fits(title, row)]
    mine = [row for row in here if row in standing]
    if mine:
        _require_orderable(title, intent, mine)
        return _meant(mine, intent)
    for_the_node_alone = all(row.standing is Standing.NODE for row in here)
    theirs_elsewhere = standing and all(row.source is not title.state for row in standing)
    if here and not (for_the_node_alone and theirs_elsewhere):
        raise _wrong_standing(title, here[0].standing, intent)
    if not standing:
        raise _wrong_standing(title, rows[0].standing, intent)
    raise _wrong_state(title, intent.act, standing)


def _require_orderable(title: Title, intent: Intent, rows: list[Transition]) -> None:
    """Stay and left are ordered of a document under way and nothing else is; accept and reject of one that is surrendered."""
    kind = intent.says.order
    if intent.act is not ActKind.ORDER or isinstance(kind, UnsetType) or any(row.order is kind for row in rows):
        return
    about = {"number": title.number, "state": title.state.value, "medium": title.medium.value, "act": kind.value}
    if kind in (OrderKind.STAY, OrderKind.LEFT):
        raise NotElsewhere(**about)
    if kind in (OrderKind.ACCEPT, OrderKind.REJECT) and title.medium is Medium.LOG:
        raise NotSurrendered(**about)
    raise IsElsewhere(**about)


def _meant(rows: list[Transition], intent: Intent) -> Transition:
    """Of the rows that are open, the one that the intent speaks of: to a register or to paper, to freeze or to thaw. Where it says
    nothing, the first: `require_said` tells what is missing.
    """
    return next((row for row in rows if _speaks_of(row, intent)), rows[0])


def _speaks_of(row: Transition, intent: Intent) -> bool:
    form = intent.says.form
    if row.act is ActKind.LEAVE:
        return not isinstance(form, UnsetType) and form.medium in row.medium
    return row.act is not ActKind.ORDER or intent.says.order is row.order


def _fits(title: Title, row: Transition) -> bool:
    """Whether the row is about the proposal, order or other form that the document has."""
    if row.answers is not None and (title.proposal is None or title.proposal.act is not row.answers):
        return False
    if row.act is ActKind.CONFIRM and (title.order is None or title.order.kind is not row.order):
        return False
    if row.act is ActKind.REVOKE and title.order is None:
        return False
    if row.act is ActKind.LEAVE and row.source is not State.AWAY:
        return title.medium is Medium.LOG
    return not row.medium or title.medium in row.medium


def _stands(title: Title, standing: Standing, intent: Intent) -> bool:
    """Where the issuer is on another platform, the node records what it answered."""
    if standing is Standing.NODE or (standing is Standing.ISSUER and title.issuer is None):
        return intent.is_the_nodes
    if intent.is_the_nodes:
        return False
    return {
        Standing.ISSUER: lambda: intent.by == title.issuer,
        Standing.HOLDER: lambda: intent.by == title.holder,
        Standing.AWAITED: lambda: title.proposal is not None and intent.by in title.proposal.awaits,
        Standing.PROPOSER: lambda: title.proposal is not None and title.proposal.by == intent.by,
        Standing.REGISTRAR: lambda: intent.by == title.registrar,
        Standing.SECOND: lambda: intent.by == title.registrar and _is_another(title.order, intent.key_id),
    }[standing]()


def _is_another(order: OpenOrder | None, key_id: str | None) -> bool:
    return order is None or key_id is None or order.key_id != key_id


def _wrong_standing(title: Title, standing: Standing, intent: Intent) -> Refusal:
    about = {"act": intent.act.value, "number": title.number}
    if standing is Standing.HOLDER and title.holder is None:
        return _wrong_state(title, intent.act, [row for row in TABLE if row.act is intent.act])
    if standing is Standing.SECOND and intent.by == title.registrar:
        return SecondPersonNeeded(number=title.number)
    if standing is Standing.ISSUER and title.issuer is None:
        return IssuerElsewhere(**about)
    named: dict[Standing, type[Refusal]] = {
        Standing.ISSUER: NotTheIssuer,
        Standing.HOLDER: NotTheHolder,
        Standing.AWAITED: NotAwaited if title.proposal else NothingProposed,
        Standing.PROPOSER: NotTheProposer if title.proposal else NothingProposed,
        Standing.REGISTRAR: NotTheRegistrar,
        Standing.SECOND: NotTheRegistrar,
        Standing.NODE: OnlyTheNode,
    }
    return named[standing](**about)


_ABOUT_ELSEWHERE = frozenset({ActKind.LEFT, ActKind.STAY, ActKind.RETURN})


def _wrong_state(title: Title, act: ActKind, rows: list[Transition]) -> Refusal:
    about = {"number": title.number, "act": act.value, "state": title.state.value, "medium": title.medium.value}
    sources = {row.source for row in rows}
    if act is ActKind.ACCOMPLISH and title.state in (State.ISSUED, State.SURRENDERED):
        return NotYetAccepted(**about)
    if title.state in ENDED:
        return AlreadyEnded(**about)
    if State.CAPTURED in sources:
        return NotCaptured(**about)
    if title.state in (State.LEAVING, State.AWAY):
        return IsElsewhere(**about)
    if act in _ABOUT_ELSEWHERE:
        return NotElsewhere(**about)
    if title.state is State.CAPTURED:
        return StillCaptured(**about)
    if act in OF_ORDERS:
        return NoOrder(**about)
    if title.state is State.SURRENDERED:
        return AlreadySurrendered(**about)
    return NotSurrendered(**about)


def possible_acts(title: Title, by: PartyId, at: datetime, key_id: str | None = None) -> tuple[ActKind, ...]:
    """What `by` may do with the document at `at`, each act once, in the table's order: `decide` allows some statement of each, and none
    of any other act. `key_id` is what `by` signs with, where it is known: who began an order does not confirm it.
    """
    found = dict.fromkeys(row.act for row in TABLE if _may(title, row, Intent(row.act, by, at, key_id=key_id)))
    return tuple(found)


def orderable(title: Title, at: datetime) -> tuple[OrderKind, ...]:
    """What the register's operator could begin to order at `at`, in the table's order."""
    probe = Intent(ActKind.ORDER, title.registrar, at)
    return tuple(row.order for row in TABLE if row.act is ActKind.ORDER and row.order and _may(title, row, probe))


def _may(title: Title, row: Transition, probe: Intent) -> bool:
    if row.source is not title.state or not _fits(title, row) or not _stands(title, row.standing, probe):
        return False
    try:
        require_bars(title, row, probe.at)
    except Refusal:
        return False
    return True
