"""A token's history told by its logs: which functions were called, and what they leave. Pure.

Logs do not say which function made them. Each group of them is explained by the call that, by the table, would have logged exactly
these; a history that no calls explain is incomplete or not of this contract, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landsea.lading.escrow.model import (
    NOBODY,
    Address,
    After,
    Call,
    Escrow,
    Event,
    EventName,
    Operation,
    new_registry,
)
from landsea.lading.escrow.refusals import EscrowRefusal, UnexplainedHistory
from landsea.lading.escrow.rules import decide

_SOMEBODY = Address("0x" + "00" * 19 + "01")
"""Stands for whoever had the role at the registry: the title escrow's logs do not name it."""
_RUNNING = new_registry(_SOMEBODY)

NEVER_MINTED = Escrow()

_OPENED_BY = {
    EventName.BENEFICIARY: (
        Operation.MINT,
        Operation.BURN,
        Operation.REJECT_OWNERS,
        Operation.TRANSFER_OWNERS,
        Operation.REJECT_BENEFICIARY,
        Operation.TRANSFER_BENEFICIARY,
    ),
    EventName.HOLDER: (Operation.REJECT_HOLDER, Operation.TRANSFER_HOLDER),
    EventName.NOMINATION: (Operation.RETURN, Operation.NOMINATE),
    EventName.RECEIVED: (Operation.RESTORE,),
}
"""First log of a function -> the functions, those with more logs first."""

_MARK = {
    Operation.MINT: EventName.RECEIVED,
    Operation.BURN: EventName.SHREDDED,
    Operation.RETURN: EventName.RETURNED,
    Operation.REJECT_OWNERS: EventName.REJECTED_OWNERS,
    Operation.REJECT_BENEFICIARY: EventName.REJECTED_BENEFICIARY,
    Operation.REJECT_HOLDER: EventName.REJECTED_HOLDER,
    Operation.TRANSFER_OWNERS: EventName.HOLDER,
}
"""The log without which a function need not be considered."""
_LOGS_MAX = 4
"""The most that one function logs."""

_REMARK_IN = {Operation.MINT: 2, Operation.BURN: 2, Operation.RETURN: 1}
"""Which of its logs has the function's remark; the first, if not here."""

_BY_ROLE = (Operation.MINT, Operation.RESTORE, Operation.BURN)


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a history. `caller` is None where the logs do not name it (mint, restore, burn)."""

    operation: Operation
    transaction: int
    """Index of its transaction in what was replayed."""
    caller: Address | None
    before: Escrow
    after: Escrow


def replay(transactions: Sequence[Sequence[Event]], escrow: Escrow = NEVER_MINTED) -> tuple[list[Step], Escrow]:
    """The calls behind the logs of one token, transaction by transaction, and what they leave. It begins with `escrow`.

    Raises `UnexplainedHistory` at the first log that no call of the table explains.
    """
    steps: list[Step] = []
    for number, events in enumerate(transactions):
        rest = tuple(events)
        while rest:
            call, after = _explain(escrow, rest, number)
            caller = None if call.operation in _BY_ROLE else call.caller
            steps.append(Step(call.operation, number, caller, escrow, after.escrow))
            escrow, rest = after.escrow, rest[len(after.events) :]
    return steps, escrow


def _explain(escrow: Escrow, rest: tuple[Event, ...], transaction: int) -> tuple[Call, After]:
    for call in _candidates(escrow, rest):
        try:
            after = decide(_RUNNING, escrow, call)
        except EscrowRefusal:
            continue
        if rest[: len(after.events)] == after.events:
            return call, after
    raise UnexplainedHistory(event=rest[0].name.value, transaction=transaction + 1)


def _candidates(escrow: Escrow, rest: tuple[Event, ...]) -> Iterator[Call]:
    head = rest[0]
    given = head.parties[-1] if head.parties else NOBODY
    near = rest[:_LOGS_MAX]
    holder = next((event.parties[1] for event in near if event.name is EventName.HOLDER), NOBODY)
    names = {event.name for event in near}
    for operation in _OPENED_BY.get(head.name, ()):
        place = _REMARK_IN.get(operation, 0)
        if place < len(rest) and _MARK.get(operation, head.name) in names:
            yield Call(operation, _caller(escrow, operation), given, holder, rest[place].remark)


def _caller(escrow: Escrow, operation: Operation) -> Address:
    if operation in _BY_ROLE:
        return _SOMEBODY
    by_beneficiary = operation in (Operation.NOMINATE, Operation.REJECT_BENEFICIARY)
    return escrow.beneficiary if by_beneficiary else escrow.holder
