"""Chains of acts: what a whole chain says of the title, and why one is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import UnsetType

from landsea.lading.model import (
    ActKind,
    Amount,
    Medium,
    SignedAct,
    State,
    Statement,
    Title,
    Wrong,
    act_hash,
)
from landsea.lading.rules.decide import decide
from landsea.lading.rules.intent import endorsed, intent_of
from landsea.lading.rules.outcome import outcome, to_state
from landsea.lading.rules.table import BIRTHS, TABLE, Standing


class BrokenChain(Wrong):
    """Acts that do not follow from one another."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first content says that the title depends on."""

    negotiable: bool
    amounts: tuple[Amount, ...]
    valid_until: datetime | None = None


def first_title(act: SignedAct, opening: Opening) -> Title:
    """The title that an issue, a capture or the receipt from another platform creates."""
    said = act.statement
    if said.act not in BIRTHS or said.sequence != 1 or said.previous or said.to is None:
        raise BrokenChain("the first act must be the issue, with number 1, to a holder, after nothing")
    row = next(row for row in TABLE if row.act is said.act)
    intent = intent_of(act)
    if (row.standing is Standing.NODE) is not intent.is_the_nodes:
        raise BrokenChain("the first act is not signed by who may do it")
    if opening.valid_until is not None and opening.valid_until <= said.at:
        raise BrokenChain("the first act is dated after the end of the document's validity")
    registrar = said.by if isinstance(said.says.registrar, UnsetType) else said.says.registrar
    blank = Title(
        document=said.document,
        number=said.number,
        content=said.content,
        origin=said.origin,
        negotiable=opening.negotiable,
        issuer=None if said.act is ActKind.RECEIVE else said.by.party,
        registrar=registrar.party,
        state=row.target,
        holder=said.to.party,
        entitled=said.to.party,
        endorsable=opening.negotiable,
        sequence=1,
        head=act_hash(act),
        acted_at=said.at,
        outstanding=opening.amounts,
        medium=Medium.PAPER if row.target is State.CAPTURED else Medium.LOG,
        valid_until=opening.valid_until,
    )
    if not opening.negotiable or isinstance(said.says.endorsement, UnsetType):
        return blank
    entitled, endorsable = endorsed(blank, intent)
    return replace(blank, entitled=entitled, endorsable=endorsable)


def apply(title: Title, act: SignedAct) -> Title:
    """The title after `act`. Raises `BrokenChain` when the act is not the chain's next, a refusal when the table has no such row."""
    said = act.statement
    _require_link(title, said)
    intent = intent_of(act)
    row = decide(title, intent)
    if (said.to.party if said.to else None) != to_state(title, row, intent):
        raise BrokenChain("act {sequence} names a holder that its kind cannot lead to", sequence=said.sequence)
    after = outcome(title, row, intent)
    return replace(after, sequence=said.sequence, head=act_hash(act), acted_at=said.at)


def _require_link(title: Title, said: Statement) -> None:
    places = {"sequence": said.sequence, "before": title.sequence}
    if said.sequence != title.sequence + 1 or said.previous != title.head:
        raise BrokenChain("act {sequence} does not name act {before} as the one before", **places)
    same = (title.document, title.number, title.content, title.origin)
    if (said.document, said.number, said.content, said.origin) != same:
        raise BrokenChain("act {sequence} speaks of another document, content or log", **places)
    if said.at < title.acted_at:
        raise BrokenChain("act {sequence} is dated before act {before}", **places)


def replay(acts: Sequence[SignedAct], opening: Opening) -> Title:
    """What a whole chain says; raises as `apply` does."""
    if not acts:
        raise BrokenChain("there is no act")
    title = first_title(acts[0], opening)
    for act in acts[1:]:
        title = apply(title, act)
    return title
