"""Random walks over all functions of the contracts, by seed: parties, strangers, roles, pauses, zero addresses, re-mints.

A walk asks the rules which calls would pass, so that enough of them do and long histories come about. It judges nothing.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from landsea.lading.escrow import (
    NOBODY,
    Address,
    Call,
    Escrow,
    EscrowRefusal,
    Operation,
    Place,
    Registry,
    RegistryRole,
    decide,
)

DEPLOYER, MINTER, ANNE, BOB, CARL, STRANGER = (Address("0x" + f"{n:02x}" * 20) for n in range(0xA1, 0xA7))
ACCOUNTS = [DEPLOYER, MINTER, ANNE, BOB, CARL, STRANGER]
NAMES = [*ACCOUNTS, NOBODY]

_COMMON = [
    Operation.NOMINATE,
    Operation.TRANSFER_BENEFICIARY,
    Operation.TRANSFER_HOLDER,
    Operation.TRANSFER_OWNERS,
    Operation.REJECT_BENEFICIARY,
    Operation.REJECT_HOLDER,
    Operation.REJECT_OWNERS,
    Operation.RETURN,
    Operation.RESTORE,
    Operation.BURN,
    Operation.MINT,
]
_RARE = [one for one in Operation if one not in _COMMON]
_REMARKS = [b"", b"0x", b"synthetic remark", bytes(range(120)), bytes(120), bytes(121), bytes(500)]
_REMARK_WEIGHTS = [6, 1, 6, 2, 1, 1, 1]


@dataclass
class Walk:
    """Chooses the next token and call. Most calls are by somebody who may make them, else few would be accepted."""

    seed: int
    next_token: int = 1
    open_tokens: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def next(self, registry: Registry, escrows: dict[int, Escrow]) -> tuple[int, Call]:
        token = self._token(escrows)
        escrow = escrows.get(token, Escrow())
        tries = self.random.choice([1, 1, 5])
        for _ in range(tries):
            call = self._call(registry, escrow)
            if _passes(registry, escrow, call):
                break
        return token, call

    def _call(self, registry: Registry, escrow: Escrow) -> Call:
        operation = self._operation(registry, escrow)
        return Call(
            operation,
            self._caller(operation, registry, escrow),
            beneficiary=self._party(escrow.nominee, escrow.beneficiary, escrow.holder),
            holder=self._party(escrow.holder, escrow.beneficiary),
            remark=self.random.choices(_REMARKS, _REMARK_WEIGHTS)[0],
            role=self.random.choice(list(RegistryRole)),
            account=self.random.choice(NAMES),
        )

    def _token(self, escrows: dict[int, Escrow]) -> int:
        """One of four open tokens; a burnt one stays a while, so that re-minting is tried, then a new one takes its place."""
        burnt = [one for one in self.open_tokens if escrows.get(one, Escrow()).place is Place.BURNT]
        if burnt and self.random.random() < 0.1:
            self.open_tokens.remove(burnt[0])
        while len(self.open_tokens) < 4:
            self.open_tokens.append(self.next_token if self.random.random() < 0.9 else 2**256 - self.next_token)
            self.next_token += 1
        return self.random.choice(self.open_tokens)

    def _operation(self, registry: Registry, escrow: Escrow) -> Operation:
        if registry.paused and self.random.random() < 0.25:
            return Operation.UNPAUSE
        if escrow.place is Place.NONE and self.random.random() < 0.7:
            return Operation.MINT
        if escrow.place is Place.REGISTRY and self.random.random() < 0.5:
            return self.random.choice([Operation.RESTORE, Operation.BURN])
        return self.random.choice(_RARE if self.random.random() < 0.06 else _COMMON)

    def _caller(self, operation: Operation, registry: Registry, escrow: Escrow) -> Address:
        if self.random.random() < 0.15:
            return self.random.choice(NAMES)
        if operation in (Operation.NOMINATE, Operation.REJECT_BENEFICIARY):
            return escrow.beneficiary
        if operation is Operation.RENOUNCE:
            return self.random.choice(ACCOUNTS)
        needed = _NEEDED.get(operation)
        able = [account for account in ACCOUNTS if needed and registry.has(needed, account)]
        return self.random.choice(able) if able else escrow.holder

    def _party(self, *likely: Address) -> Address:
        return self.random.choice(likely) if self.random.random() < 0.4 else self.random.choice(NAMES)


def _passes(registry: Registry, escrow: Escrow, call: Call) -> bool:
    try:
        decide(registry, escrow, call)
    except EscrowRefusal:
        return False
    return True


_NEEDED = {
    Operation.MINT: RegistryRole.MINTER,
    Operation.RESTORE: RegistryRole.RESTORER,
    Operation.BURN: RegistryRole.ACCEPTER,
    Operation.PAUSE: RegistryRole.ADMIN,
    Operation.UNPAUSE: RegistryRole.ADMIN,
    Operation.GRANT: RegistryRole.ADMIN,
    Operation.REVOKE: RegistryRole.ADMIN,
}
