"""What a call does, or the refusal that names why not; and what a party may call now. Pure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from landsea.lading.escrow.guards import Before
from landsea.lading.escrow.model import Address, After, Call, Escrow, Event, Operation, Registry
from landsea.lading.escrow.refusals import EscrowRefusal
from landsea.lading.escrow.table import ROWS, TABLE


def decide(registry: Registry, escrow: Escrow, call: Call) -> After:
    """The contracts' answer to `call`. Raises the `EscrowRefusal` of the first guard of its row that does not hold.

    `escrow` is that of the token which is called about; `Escrow()` for one that was never minted.
    """
    row = TABLE[call.operation]
    if row.parts:
        return _one_after_the_other(registry, escrow, call, row.parts)
    before = Before(registry, escrow, call)
    for guard in row.guards:
        guard.check(before)
    return row.effect(before)


def _one_after_the_other(registry: Registry, escrow: Escrow, call: Call, parts: tuple[Operation, ...]) -> After:
    events: tuple[Event, ...] = ()
    for part in parts:
        after = decide(registry, escrow, replace(call, operation=part))
        registry, escrow, events = after.registry, after.escrow, events + after.events
    return After(registry, escrow, events)


_SOMEBODY_ELSE = Address("0x" + "00" * 19 + "02")
_NOT_ABOUT_A_TOKEN = frozenset(
    {Operation.PAUSE, Operation.UNPAUSE, Operation.GRANT, Operation.REVOKE, Operation.RENOUNCE}
)


def possible_operations(registry: Registry, escrow: Escrow, caller: Address) -> tuple[Operation, ...]:
    """What `caller` may do with the token now, if it names fitting parties."""
    operations = [one for one in Operation if one not in _NOT_ABOUT_A_TOKEN]
    return tuple(one for one in operations if _is_possible(registry, escrow, one, caller))


def _is_possible(registry: Registry, escrow: Escrow, operation: Operation, caller: Address) -> bool:
    for beneficiary in (_SOMEBODY_ELSE, escrow.nominee):
        with suppress(EscrowRefusal):
            decide(registry, escrow, Call(operation, caller, beneficiary, _SOMEBODY_ELSE))
            return True
    return False


def render_table() -> str:
    """The table as Markdown: one line for each function, its guards in the order in which they are checked."""
    lines = ["| function | takes | refused, in this order, unless | then |", "|---|---|---|---|"]
    for row in ROWS:
        guards = "; ".join(f"{guard.says} (`{guard.refusal.__name__}`)" for guard in row.guards) or "as its parts"
        lines.append(f"| `{row.operation.value}` | {row.takes} | {guards} | {row.does} |")
    return "\n".join(lines)
