"""The law of TitleEscrow v5 as a table: for each function its guards, in the contracts' order, and its effect.

`docs/standards/title-escrow.md` is drawn from it. Source: the contracts of `@tradetrust-tt/token-registry` 5.5, whose bytecode the
tests hold against this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from landsea.lading.escrow import refusals as no
from landsea.lading.escrow.model import (
    NOBODY,
    REMARK_BYTES_MAX,
    Address,
    After,
    Call,
    Escrow,
    Event,
    EventName,
    Operation,
    Place,
    Registry,
    RegistryRole,
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a guard sees."""

    registry: Registry
    escrow: Escrow
    call: Call


def _no_arguments(_: Before) -> tuple[object, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Guard:
    """`holds` must be true, or the call is refused with `refusal`. `says` is the condition in words."""

    refusal: type[no.EscrowRefusal]
    says: str
    holds: Callable[[Before], bool]
    arguments: Callable[[Before], tuple[object, ...]] = _no_arguments
    needed: str = ""

    def check(self, before: Before) -> None:
        if not self.holds(before):
            call = before.call
            raise self.refusal(
                arguments=self.arguments(before),
                operation=call.operation.value,
                caller=call.caller,
                beneficiary=call.beneficiary,
                holder=call.holder,
                account=call.account,
                needed=self.needed,
                length=len(call.remark),
                longest=REMARK_BYTES_MAX,
            )


@dataclass(frozen=True, slots=True)
class Row:
    """A function: who may call it and when, and what it does. `parts`: it is these functions one after the other, or none."""

    operation: Operation
    takes: str
    guards: tuple[Guard, ...]
    effect: Callable[[Before], After]
    does: str
    parts: tuple[Operation, ...] = ()


# Guards

MINTED = Guard(no.NoTitleEscrow, "the token was minted", lambda b: b.escrow.place is not Place.NONE)
ESCROW_RUNS = Guard(no.RegistryContractPaused, "the registry is not paused", lambda b: not b.registry.paused)
REGISTRY_RUNS = Guard(no.EnforcedPause, "the registry is not paused", lambda b: not b.registry.paused)
PAUSED = Guard(no.ExpectedPause, "the registry is paused", lambda b: b.registry.paused)
ACTIVE = Guard(no.InactiveTitleEscrow, "the token is not burnt", lambda b: b.escrow.active)
BENEFICIARY = Guard(
    no.CallerNotBeneficiary, "the caller is the beneficiary", lambda b: b.call.caller == b.escrow.beneficiary
)
HOLDER = Guard(no.CallerNotHolder, "the caller is the holder", lambda b: b.call.caller == b.escrow.holder)
HELD = Guard(no.TitleEscrowNotHoldingToken, "the token is in its escrow", lambda b: b.escrow.is_held)
NOT_HELD = Guard(no.TokenNotReturnedToIssuer, "the token is not in its escrow", lambda b: not b.escrow.is_held)
RETURNED = Guard(
    no.TokenNotReturnedToIssuer, "the token is with the registry", lambda b: b.escrow.place is Place.REGISTRY
)
REMARK = Guard(
    no.RemarkLengthExceeded,
    f"the remark has at most {REMARK_BYTES_MAX} bytes",
    lambda b: len(b.call.remark) <= REMARK_BYTES_MAX,
)
NEW_NUMBER = Guard(no.TokenExists, "the token's number was never used", lambda b: b.escrow.place is Place.NONE)
KNOWN_TOKEN = Guard(no.UnknownToken, "the token was minted", lambda b: b.escrow.place is not Place.NONE)
OWNERS_NAMED = Guard(
    no.EmptyOwners,
    "beneficiary and holder are named",
    lambda b: NOBODY not in (b.call.beneficiary, b.call.holder),
    lambda b: (b.call.beneficiary, b.call.holder),
)
NOT_BENEFICIARY_YET = Guard(
    no.TargetNomineeAlreadyBeneficiary,
    "the nominee is not the beneficiary",
    lambda b: b.call.beneficiary != b.escrow.beneficiary,
)
NOT_NOMINATED_YET = Guard(
    no.NomineeAlreadyNominated, "the nominee is a new one", lambda b: b.call.beneficiary != b.escrow.nominee
)
BENEFICIARY_NAMED = Guard(
    no.InvalidTransferToZeroAddress, "the new beneficiary is named", lambda b: b.call.beneficiary != NOBODY
)
NOMINATED = Guard(
    no.InvalidNominee,
    "the caller is beneficiary too, or the new beneficiary is the nominee",
    lambda b: b.escrow.has_sole_owner or b.call.beneficiary == b.escrow.nominee,
)
HOLDER_NAMED = Guard(no.InvalidTransferToZeroAddress, "the new holder is named", lambda b: b.call.holder != NOBODY)
NOT_HOLDER_YET = Guard(
    no.RecipientAlreadyHolder, "the new holder is another", lambda b: b.call.holder != b.escrow.holder
)
TWO_OWNERS = Guard(
    no.DualRoleRejectionRequired, "beneficiary and holder are two parties", lambda b: not b.escrow.has_sole_owner
)
CAME_TO_BENEFICIARY = Guard(
    no.InvalidTransferToZeroAddress,
    "the last act gave it to the beneficiary",
    lambda b: b.escrow.prev_beneficiary != NOBODY,
)
CAME_TO_HOLDER = Guard(
    no.InvalidTransferToZeroAddress, "the last act gave it to the holder", lambda b: b.escrow.prev_holder != NOBODY
)
CAME_TO_BOTH = Guard(
    no.InvalidTransferToZeroAddress,
    "the last act gave it to both",
    lambda b: NOBODY not in (b.escrow.prev_beneficiary, b.escrow.prev_holder),
)
OWN_ACCOUNT = Guard(
    no.BadRoleConfirmation, "the account is the caller's own", lambda b: b.call.account == b.call.caller
)
ONLY_REGISTRY = Guard(no.InvalidRegistry, "the caller is the registry", lambda _: False, lambda b: (b.call.caller,))
EXISTING_TOKEN = Guard(
    no.NoSuchTokenToMove,
    "the token was minted",
    lambda b: b.escrow.place is not Place.NONE,
    lambda _: ("ERC721: operator query for nonexistent token",),
)
ONLY_OWNER = Guard(
    no.NotTheTokensOwner,
    "the caller is the contract that owns the token",
    lambda _: False,
    lambda _: ("ERC721: transfer caller is not owner nor approved",),
)


def _role(role: RegistryRole) -> Guard:
    return Guard(
        no.MissingRegistryRole,
        f"the caller has {role.value}",
        lambda b: b.registry.has(role, b.call.caller),
        lambda b: (b.call.caller, role),
        needed=role.value,
    )


# Effects

_Change = tuple[Escrow, tuple[Event, ...]]


def _after(before: Before, change: _Change, *more: Event, remark: bytes | None = None) -> After:
    escrow, events = change
    kept = before.call.remark if remark is None else remark
    return After(before.registry, replace(escrow, remark=kept), events + more)


def _set_nominee(escrow: Escrow, nominee: Address, remark: bytes) -> _Change:
    event = Event(EventName.NOMINATION, (escrow.nominee, nominee), remark)
    return replace(escrow, nominee=nominee), (event,)


def _set_beneficiary(escrow: Escrow, new: Address, remark: bytes) -> _Change:
    event = Event(EventName.BENEFICIARY, (escrow.beneficiary, new), remark)
    events: tuple[Event, ...] = (event,)
    if escrow.nominee != NOBODY:
        escrow, cleared = _set_nominee(escrow, NOBODY, b"0x")  # the contract logs these two characters here
        events += cleared
    return replace(escrow, beneficiary=new), events


def _set_holder(escrow: Escrow, new: Address, remark: bytes) -> _Change:
    return replace(escrow, holder=new), (Event(EventName.HOLDER, (escrow.holder, new), remark),)


def _set_both(escrow: Escrow, beneficiary: Address, holder: Address, remark: bytes) -> _Change:
    escrow, first = _set_beneficiary(escrow, beneficiary, remark)
    escrow, second = _set_holder(escrow, holder, remark)
    return escrow, first + second


def _received(escrow: Escrow, remark: bytes, minting: bool) -> Event:
    return Event(EventName.RECEIVED, (escrow.beneficiary, escrow.holder), remark, minting)


def _mint(before: Before) -> After:
    call = before.call
    empty = Escrow(place=Place.ESCROW, active=True)
    change = _set_both(empty, call.beneficiary, call.holder, b"")
    return _after(before, change, _received(change[0], call.remark, minting=True))


def _nominate(before: Before) -> After:
    escrow, call = before.escrow, before.call
    kept_holder = NOBODY if escrow.has_sole_owner else escrow.prev_holder
    escrow = replace(escrow, prev_beneficiary=NOBODY, prev_holder=kept_holder)
    return _after(before, _set_nominee(escrow, call.beneficiary, call.remark))


def _transfer_beneficiary(before: Before) -> After:
    escrow = replace(before.escrow, prev_holder=NOBODY, prev_beneficiary=before.escrow.beneficiary)
    return _after(before, _set_beneficiary(escrow, before.call.beneficiary, before.call.remark))


def _transfer_holder(before: Before) -> After:
    escrow = before.escrow
    kept_beneficiary = NOBODY if escrow.has_sole_owner else escrow.prev_beneficiary
    escrow = replace(escrow, prev_beneficiary=kept_beneficiary, prev_holder=escrow.holder)
    return _after(before, _set_holder(escrow, before.call.holder, before.call.remark))


def _reject_beneficiary(before: Before) -> After:
    escrow, remark = before.escrow, before.call.remark
    back = (escrow.beneficiary, escrow.prev_beneficiary)
    change = _set_beneficiary(replace(escrow, prev_beneficiary=NOBODY), back[1], remark)
    return _after(before, change, Event(EventName.REJECTED_BENEFICIARY, back, remark))


def _reject_holder(before: Before) -> After:
    escrow, remark = before.escrow, before.call.remark
    back = (escrow.holder, escrow.prev_holder)
    change = _set_holder(replace(escrow, prev_holder=NOBODY), back[1], remark)
    return _after(before, change, Event(EventName.REJECTED_HOLDER, back, remark))


def _reject_owners(before: Before) -> After:
    escrow, remark = before.escrow, before.call.remark
    back = (escrow.beneficiary, escrow.prev_beneficiary, escrow.holder, escrow.prev_holder)
    emptied = replace(escrow, prev_beneficiary=NOBODY, prev_holder=NOBODY)
    change = _set_both(emptied, escrow.prev_beneficiary, escrow.prev_holder, remark)
    return _after(before, change, Event(EventName.REJECTED_OWNERS, back, remark))


def _return(before: Before) -> After:
    call = before.call
    emptied = replace(before.escrow, place=Place.REGISTRY, prev_beneficiary=NOBODY, prev_holder=NOBODY)
    change = _set_nominee(emptied, NOBODY, b"")
    return _after(before, change, Event(EventName.RETURNED, (call.caller,), call.remark))


def _restore(before: Before) -> After:
    escrow = replace(before.escrow, place=Place.ESCROW)
    return _after(before, (escrow, ()), _received(escrow, before.call.remark, minting=False))


def _burn(before: Before) -> After:
    closed = replace(before.escrow, place=Place.BURNT, active=False)
    return _after(before, _set_both(closed, NOBODY, NOBODY, b""), Event(EventName.SHREDDED, (), before.call.remark))


def _set_paused(before: Before) -> After:
    paused = before.call.operation is Operation.PAUSE
    return After(replace(before.registry, paused=paused, remark=before.call.remark), before.escrow)


def _set_role(before: Before) -> After:
    call, granted = before.call, before.registry.granted
    one = {(call.role, call.account)}
    changed = granted | one if call.operation is Operation.GRANT else granted - one
    return After(replace(before.registry, granted=changed), before.escrow)


def _never(before: Before) -> After:
    raise AssertionError(f"{before.call.operation} has a guard that no party passes")


_ESCROW = (MINTED, ESCROW_RUNS, ACTIVE)
_BENEFICIARY = (*_ESCROW, BENEFICIARY, HELD, REMARK)
_HOLDER = (*_ESCROW, HOLDER, HELD, REMARK)

ROWS = (
    Row(
        Operation.MINT,
        "beneficiary, holder, token, remark",
        (REGISTRY_RUNS, _role(RegistryRole.MINTER), REMARK, NEW_NUMBER, OWNERS_NAMED),
        _mint,
        "a title escrow is made for the token and owns it",
    ),
    Row(
        Operation.NOMINATE,
        "nominee (the zero address: none), remark",
        (*_BENEFICIARY, NOT_BENEFICIARY_YET, NOT_NOMINATED_YET),
        _nominate,
        "the nominee is set; the beneficiary's transfer can no longer be rejected, nor the holder's if both are one",
    ),
    Row(
        Operation.TRANSFER_BENEFICIARY,
        "new beneficiary, remark",
        (*_HOLDER, BENEFICIARY_NAMED, NOMINATED),
        _transfer_beneficiary,
        "the new beneficiary, who may reject; no nominee; a holder's transfer can no longer be rejected",
    ),
    Row(
        Operation.TRANSFER_HOLDER,
        "new holder, remark",
        (*_HOLDER, HOLDER_NAMED, NOT_HOLDER_YET),
        _transfer_holder,
        "the new holder, who may reject; if both were one, a beneficiary's transfer can no longer be rejected",
    ),
    Row(
        Operation.TRANSFER_OWNERS,
        "new beneficiary, new holder, remark",
        (),
        _never,
        "`transferBeneficiary`, then `transferHolder`, both or neither",
        parts=(Operation.TRANSFER_BENEFICIARY, Operation.TRANSFER_HOLDER),
    ),
    Row(
        Operation.REJECT_BENEFICIARY,
        "remark",
        (*_BENEFICIARY, CAME_TO_BENEFICIARY, TWO_OWNERS),
        _reject_beneficiary,
        "the former beneficiary again; no nominee",
    ),
    Row(
        Operation.REJECT_HOLDER,
        "remark",
        (*_HOLDER, CAME_TO_HOLDER, TWO_OWNERS),
        _reject_holder,
        "the former holder again",
    ),
    Row(
        Operation.REJECT_OWNERS,
        "remark",
        (*_ESCROW, HELD, BENEFICIARY, HOLDER, REMARK, CAME_TO_BOTH),
        _reject_owners,
        "the former beneficiary and the former holder again; no nominee",
    ),
    Row(
        Operation.RETURN,
        "remark",
        (*_ESCROW, BENEFICIARY, HOLDER, HELD, REMARK),
        _return,
        "the registry owns the token; no nominee; nothing can be rejected",
    ),
    Row(
        Operation.RESTORE,
        "token, remark",
        (REGISTRY_RUNS, _role(RegistryRole.RESTORER), REMARK, KNOWN_TOKEN, RETURNED),
        _restore,
        "its title escrow owns the token again, with the same beneficiary and holder",
    ),
    Row(
        Operation.BURN,
        "token, remark",
        (REGISTRY_RUNS, _role(RegistryRole.ACCEPTER), REMARK, MINTED, ACTIVE, NOT_HELD),
        _burn,
        "0x...dEaD owns the token for ever; no beneficiary, no holder, the escrow inactive",
    ),
    Row(
        Operation.PAUSE,
        "remark",
        (_role(RegistryRole.ADMIN), REMARK, REGISTRY_RUNS),
        _set_paused,
        "every token of the registry stands still",
    ),
    Row(
        Operation.UNPAUSE,
        "remark",
        (_role(RegistryRole.ADMIN), REMARK, PAUSED),
        _set_paused,
        "the registry runs again",
    ),
    Row(Operation.GRANT, "role, account", (_role(RegistryRole.ADMIN),), _set_role, "the account has the role"),
    Row(Operation.REVOKE, "role, account", (_role(RegistryRole.ADMIN),), _set_role, "the account has not the role"),
    Row(Operation.RENOUNCE, "role, own account", (OWN_ACCOUNT,), _set_role, "the caller has not the role"),
    Row(
        Operation.SHRED,
        "remark",
        (*_ESCROW, REMARK, NOT_HELD, ONLY_REGISTRY),
        _never,
        "the registry's part of `burn`: refused to every party",
    ),
    Row(
        Operation.RECEIVE,
        "token, data",
        (*_ESCROW, ONLY_REGISTRY),
        _never,
        "the registry's part of `mint` and `restore`: refused to every party",
    ),
    Row(
        Operation.MOVE,
        "from, to, token, remark",
        (EXISTING_TOKEN, ONLY_OWNER),
        _never,
        "what the contracts do among themselves: refused to every party",
    ),
)

TABLE = {row.operation: row for row in ROWS}
