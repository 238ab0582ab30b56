"""The law of TitleEscrow v5 as a table: for each function its guards, in the contracts' order, and its effect.

`docs/standards/title-escrow.md` is drawn from it. Source: the contracts of `@tradetrust-tt/token-registry` 5.5, whose bytecode the
tests hold against this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landsea.lading.escrow import effects
from landsea.lading.escrow.guards import (
    ACTIVE,
    BENEFICIARY,
    BENEFICIARY_NAMED,
    CAME_TO_BENEFICIARY,
    CAME_TO_BOTH,
    CAME_TO_HOLDER,
    ESCROW_RUNS,
    EXISTING_TOKEN,
    HELD,
    HOLDER,
    HOLDER_NAMED,
    KNOWN_TOKEN,
    MINTED,
    NEW_NUMBER,
    NOMINATED,
    NOT_BENEFICIARY_YET,
    NOT_HELD,
    NOT_HOLDER_YET,
    NOT_NOMINATED_YET,
    ONLY_OWNER,
    ONLY_REGISTRY,
    OWN_ACCOUNT,
    OWNERS_NAMED,
    PAUSED,
    REGISTRY_RUNS,
    REMARK,
    RETURNED,
    TWO_OWNERS,
    Before,
    Guard,
    has_role,
)
from landsea.lading.escrow.model import After, Operation, RegistryRole


@dataclass(frozen=True, slots=True)
class Row:
    """A function: who may call it and when, and what it does. `parts`: it is these functions one after the other, or none."""

    operation: Operation
    takes: str
    guards: tuple[Guard, ...]
    effect: Callable[[Before], After]
    does: str
    parts: tuple[Operation, ...] = ()


_ESCROW = (MINTED, ESCROW_RUNS, ACTIVE)
_BENEFICIARY = (*_ESCROW, BENEFICIARY, HELD, REMARK)
_HOLDER = (*_ESCROW, HOLDER, HELD, REMARK)

ROWS = (
    Row(
        Operation.MINT,
        "beneficiary, holder, token, remark",
        (REGISTRY_RUNS, has_role(RegistryRole.MINTER), REMARK, NEW_NUMBER, OWNERS_NAMED),
        effects.mint,
        "a title escrow is made for the token and owns it",
    ),
    Row(
        Operation.NOMINATE,
        "nominee (the zero address: none), remark",
        (*_BENEFICIARY, NOT_BENEFICIARY_YET, NOT_NOMINATED_YET),
        effects.nominate,
        "the nominee is set; the beneficiary's transfer can no longer be rejected, nor the holder's if both are one",
    ),
    Row(
        Operation.TRANSFER_BENEFICIARY,
        "new beneficiary, remark",
        (*_HOLDER, BENEFICIARY_NAMED, NOMINATED),
        effects.transfer_beneficiary,
        "the new beneficiary, who may reject; no nominee; a holder's transfer can no longer be rejected",
    ),
    Row(
        Operation.TRANSFER_HOLDER,
        "new holder, remark",
        (*_HOLDER, HOLDER_NAMED, NOT_HOLDER_YET),
        effects.transfer_holder,
        "the new holder, who may reject; if both were one, a beneficiary's transfer can no longer be rejected",
    ),
    Row(
        Operation.TRANSFER_OWNERS,
        "new beneficiary, new holder, remark",
        (),
        effects.never,
        "`transferBeneficiary`, then `transferHolder`, both or neither",
        parts=(Operation.TRANSFER_BENEFICIARY, Operation.TRANSFER_HOLDER),
    ),
    Row(
        Operation.REJECT_BENEFICIARY,
        "remark",
        (*_BENEFICIARY, CAME_TO_BENEFICIARY, TWO_OWNERS),
        effects.reject_beneficiary,
        "the former beneficiary again; no nominee",
    ),
    Row(
        Operation.REJECT_HOLDER,
        "remark",
        (*_HOLDER, CAME_TO_HOLDER, TWO_OWNERS),
        effects.reject_holder,
        "the former holder again",
    ),
    Row(
        Operation.REJECT_OWNERS,
        "remark",
        (*_ESCROW, HELD, BENEFICIARY, HOLDER, REMARK, CAME_TO_BOTH),
        effects.reject_owners,
        "the former beneficiary and the former holder again; no nominee",
    ),
    Row(
        Operation.RETURN,
        "remark",
        (*_ESCROW, BENEFICIARY, HOLDER, HELD, REMARK),
        effects.give_back,
        "the registry owns the token; no nominee; nothing can be rejected",
    ),
    Row(
        Operation.RESTORE,
        "token, remark",
        (REGISTRY_RUNS, has_role(RegistryRole.RESTORER), REMARK, KNOWN_TOKEN, RETURNED),
        effects.restore,
        "its title escrow owns the token again, with the same beneficiary and holder",
    ),
    Row(
        Operation.BURN,
        "token, remark",
        (REGISTRY_RUNS, has_role(RegistryRole.ACCEPTER), REMARK, MINTED, ACTIVE, NOT_HELD),
        effects.burn,
        "0x...dEaD owns the token for ever; no beneficiary, no holder, the escrow inactive",
    ),
    Row(
        Operation.PAUSE,
        "remark",
        (has_role(RegistryRole.ADMIN), REMARK, REGISTRY_RUNS),
        effects.set_paused,
        "every token of the registry stands still",
    ),
    Row(
        Operation.UNPAUSE,
        "remark",
        (has_role(RegistryRole.ADMIN), REMARK, PAUSED),
        effects.set_paused,
        "the registry runs again",
    ),
    Row(
        Operation.GRANT, "role, account", (has_role(RegistryRole.ADMIN),), effects.set_role, "the account has the role"
    ),
    Row(
        Operation.REVOKE,
        "role, account",
        (has_role(RegistryRole.ADMIN),),
        effects.set_role,
        "the account has not the role",
    ),
    Row(Operation.RENOUNCE, "role, own account", (OWN_ACCOUNT,), effects.set_role, "the caller has not the role"),
    Row(
        Operation.SHRED,
        "remark",
        (*_ESCROW, REMARK, NOT_HELD, ONLY_REGISTRY),
        effects.never,
        "the registry's part of `burn`: refused to every party",
    ),
    Row(
        Operation.RECEIVE,
        "token, data",
        (*_ESCROW, ONLY_REGISTRY),
        effects.never,
        "the registry's part of `mint` and `restore`: refused to every party",
    ),
    Row(
        Operation.MOVE,
        "from, to, token, remark",
        (EXISTING_TOKEN, ONLY_OWNER),
        effects.never,
        "what the contracts do among themselves: refused to every party",
    ),
)

TABLE = {row.operation: row for row in ROWS}
