"""The conditions of the table, each with the refusal that the contract answers when it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landsea.lading.escrow import refusals as no
from landsea.lading.escrow.model import NOBODY, REMARK_BYTES_MAX, Call, Escrow, Place, Registry, RegistryRole


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


def has_role(role: RegistryRole) -> Guard:
    return Guard(
        no.MissingRegistryRole,
        f"the caller has {role.value}",
        lambda b: b.registry.has(role, b.call.caller),
        lambda b: (b.call.caller, role),
        needed=role.value,
    )
