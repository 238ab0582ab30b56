"""The law of title: one table of transitions, and pure decisions that read it.

The table is the law; the diagram in `docs/standards/title.md` is drawn from it by `diagram`. Sources: UNCITRAL MLETR 2017,
UK Electronic Trade Documents Act 2023 (ETDA), Singapore ETA Part 2A, DCSA eBL surrender 3.0 (SACC, SREJ).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from landsea.kernel import PartyId, Refusal, Role
from landsea.lading.model import (
    ActInThePast,
    ActKind,
    AlreadyEnded,
    AlreadySurrendered,
    HolderUnchanged,
    NotNegotiable,
    NotSurrendered,
    NotTheHolder,
    NotTheIssuer,
    NotYetAccepted,
    Signatory,
    SignedAct,
    State,
    Statement,
    Title,
    Wrong,
    act_hash,
)

PREPARED_MINUTES_MAX = 15
"""How old a statement may be when its signature, made elsewhere, comes in."""


class Standing(StrEnum):
    """As what a party acts on a document."""

    ISSUER = "issuer"
    HOLDER = "holder"


class Control(StrEnum):
    """Who holds the document after an act."""

    NAMED = "the party named"
    SAME = "the same holder"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Transition:
    """`act` by a party of `standing` leads from `source` to `target` and leaves control as `control` says."""

    act: ActKind
    source: State | None
    target: State
    standing: Standing
    control: Control
    negotiable_only: bool = False


TABLE = (
    # MLETR 10(1)(b)(ii): control begins with the issue; there is no instant without a holder.
    Transition(ActKind.ISSUE, None, State.ISSUED, Standing.ISSUER, Control.NAMED),
    # MLETR 11(2), 15; ETDA s.2(2)(e): the transfer gives control and deprives the former holder in one act.
    Transition(ActKind.TRANSFER, State.ISSUED, State.ISSUED, Standing.HOLDER, Control.NAMED, negotiable_only=True),
    # DCSA SURRENDER_FOR_DELIVERY: presented to the issuer; the holder keeps control but cannot pass it on.
    Transition(ActKind.SURRENDER, State.ISSUED, State.SURRENDERED, Standing.HOLDER, Control.SAME),
    # DCSA SACC: nothing follows but the record of delivery.
    Transition(ActKind.ACCEPT, State.SURRENDERED, State.ACCEPTED, Standing.ISSUER, Control.NOBODY),
    # DCSA SREJ: as if it had not been surrendered.
    Transition(ActKind.REJECT, State.SURRENDERED, State.ISSUED, Standing.ISSUER, Control.SAME),
    # MLETR 10(1)(b)(ii): until it ceases to have effect.
    Transition(ActKind.ACCOMPLISH, State.ACCEPTED, State.ACCOMPLISHED, Standing.ISSUER, Control.NOBODY),
)

ROLES = {
    Standing.ISSUER: frozenset({Role.OPERATOR, Role.CARRIER}),
    Standing.HOLDER: frozenset({Role.OPERATOR, Role.SHIPPER, Role.CARRIER, Role.BANK}),
}
"""Which of a party's users may act for it in each standing."""


def standing_of(act: ActKind) -> Standing:
    return next(row.standing for row in TABLE if row.act is act)


def decide(title: Title, act: ActKind, by: PartyId, to: PartyId | None = None) -> Transition:
    """The transition that `act` is, or the refusal that names why not. Order of checks: standing, state, kind, new holder."""
    rows = [row for row in TABLE if row.act is act]
    _require_standing(title, rows[0].standing, act, by)
    row = next((row for row in rows if row.source is title.state), None)
    if row is None:
        raise _wrong_state(title, act)
    # ETDA s.1(2), Accra Convention art. 11: only what is made out to order passes by endorsement.
    if row.negotiable_only and not title.negotiable:
        raise NotNegotiable(number=title.number)
    if row.control is Control.NAMED and (to is None or to == title.holder):
        raise HolderUnchanged(number=title.number)
    return row


def _require_standing(title: Title, standing: Standing, act: ActKind, by: PartyId) -> None:
    if standing is Standing.ISSUER and by != title.issuer:
        raise NotTheIssuer(act=act.value, number=title.number)
    if standing is Standing.HOLDER and title.holder is not None and by != title.holder:
        raise NotTheHolder(act=act.value, number=title.number)


def _wrong_state(title: Title, act: ActKind) -> Refusal:
    if title.state is State.ACCOMPLISHED or (title.state is State.ACCEPTED and act is not ActKind.ACCOMPLISH):
        return AlreadyEnded(number=title.number, state=title.state.value)
    if act is ActKind.ACCOMPLISH:
        return NotYetAccepted(number=title.number)
    if title.state is State.SURRENDERED:
        return AlreadySurrendered(number=title.number)
    return NotSurrendered(act=act.value, number=title.number)


def possible_acts(title: Title, by: PartyId) -> tuple[ActKind, ...]:
    """What `by` may do with the document now."""
    return tuple(row.act for row in TABLE if row.source is title.state and _may(title, row, by))


def _may(title: Title, row: Transition, by: PartyId) -> bool:
    standing = title.issuer if row.standing is Standing.ISSUER else title.holder
    return by == standing and (title.negotiable or not row.negotiable_only)


def next_statement(
    title: Title,
    act: ActKind,
    at: datetime,
    by: Signatory,
    named: Signatory | None,
    held_by: Signatory | None,
    reason: str,
) -> Statement:
    """What `by` signs for `act`. `named` is the new holder of a transfer, `held_by` the present holder."""
    control = next(row.control for row in TABLE if row.act is act)
    to = {Control.NAMED: named, Control.SAME: held_by, Control.NOBODY: None}[control]
    return Statement(
        title.document,
        title.number,
        title.content,
        title.origin,
        title.sequence + 1,
        title.head,
        act,
        at,
        by,
        to,
        reason,
    )


def require_fresh(title: Title, at: datetime, now: datetime) -> None:
    """MLETR 13: the time of an act is the node's, never before the act it follows."""
    if not max(title.acted_at, now - timedelta(minutes=PREPARED_MINUTES_MAX)) <= at <= now:
        raise ActInThePast(at=at.isoformat(), minutes=PREPARED_MINUTES_MAX)


def first_title(act: SignedAct, negotiable: bool) -> Title:
    """The title that an issue creates."""
    said = act.statement
    if said.act is not ActKind.ISSUE or said.sequence != 1 or said.previous or said.to is None:
        raise BrokenChain("the first act must be the issue, with number 1, to a holder, after nothing")
    return Title(
        document=said.document,
        number=said.number,
        content=said.content,
        origin=said.origin,
        negotiable=negotiable,
        issuer=said.by.party,
        state=State.ISSUED,
        holder=said.to.party,
        sequence=1,
        head=act_hash(act),
        acted_at=said.at,
    )


class BrokenChain(Wrong):
    """Acts that do not follow from one another."""


def apply(title: Title, act: SignedAct) -> Title:
    """The title after `act`. Raises `BrokenChain` when the act is not the chain's next, a refusal when the table has no such row."""
    said = act.statement
    _require_link(title, said)
    row = decide(title, said.act, said.by.party, said.to.party if said.to else None)
    holder = said.to.party if said.to else None
    expected = {Control.NAMED: holder, Control.SAME: title.holder, Control.NOBODY: None}[row.control]
    if holder != expected:
        raise BrokenChain(
            "act {sequence} leaves the document with a holder that its kind cannot", sequence=said.sequence
        )
    return replace(title, state=row.target, holder=holder, sequence=said.sequence, head=act_hash(act), acted_at=said.at)


def _require_link(title: Title, said: Statement) -> None:
    places = {"sequence": said.sequence, "before": title.sequence}
    if said.sequence != title.sequence + 1 or said.previous != title.head:
        raise BrokenChain("act {sequence} does not name act {before} as the one before", **places)
    same = (title.document, title.number, title.content, title.origin)
    if (said.document, said.number, said.content, said.origin) != same:
        raise BrokenChain("act {sequence} speaks of another document, content or log", **places)
    if said.at < title.acted_at:
        raise BrokenChain("act {sequence} is dated before act {before}", **places)


def replay(acts: Sequence[SignedAct], negotiable: bool) -> Title:
    """What a whole chain says; raises as `apply` does."""
    if not acts:
        raise BrokenChain("there is no act")
    title = first_title(acts[0], negotiable)
    for act in acts[1:]:
        title = apply(title, act)
    return title


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for row in TABLE:
        source = row.source.value if row.source else "[*]"
        note = ", negotiable only" if row.negotiable_only else ""
        lines.append(f"    {source} --> {row.target.value}: {row.act.value} (by the {row.standing.value}{note})")
    ends = {row.target for row in TABLE} - {row.source for row in TABLE}
    lines += [f"    {end.value} --> [*]" for end in sorted(ends)]
    return "\n".join(lines)
