"""Values of TradeTrust's TitleEscrow v5: where a token lies, who owns and holds it, what is called and what is logged.

Names are the contracts' own (`@tradetrust-tt/token-registry` 5.5). Addresses are text, `0x` and 40 lower-case hexadecimal digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from landsea.kernel import BadValue

Address = NewType("Address", str)

NOBODY = Address("0x" + "0" * 40)
"""The zero address: no party."""

REMARK_BYTES_MAX = 120
"""The longest remark that the contracts accept."""

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")


def parse_address(text: str) -> Address:
    """The address in lower case. Mixed case is not compared with its checksum here (`chain.checked_address` does)."""
    if not _ADDRESS.fullmatch(text):
        mend = "Write 0x and 40 hexadecimal digits."
        raise BadValue(value=repr(text[:60]), what="chain address", why="it is not 20 bytes in hexadecimal", mend=mend)
    return Address(text.lower())


class Place(StrEnum):
    """Who owns a token: `ownerOf` of the registry."""

    NONE = "none"
    """Never minted: no title escrow lives at its address."""
    ESCROW = "escrow"
    """Its title escrow: the token is with its holder and beneficiary."""
    REGISTRY = "registry"
    """The registry: returned to the issuer, who burns or restores it."""
    BURNT = "burnt"
    """0x...dEaD, for ever: its number cannot be minted again."""


@dataclass(frozen=True, slots=True)
class Escrow:
    """A token and its title escrow: everything the contract stores of it."""

    place: Place = Place.NONE
    beneficiary: Address = NOBODY
    holder: Address = NOBODY
    nominee: Address = NOBODY
    prev_beneficiary: Address = NOBODY
    prev_holder: Address = NOBODY
    active: bool = False
    remark: bytes = b""

    @property
    def is_held(self) -> bool:
        """`isHoldingToken`: the token is with its parties."""
        return self.place is Place.ESCROW

    @property
    def has_sole_owner(self) -> bool:
        return self.beneficiary == self.holder


class RegistryRole(StrEnum):
    """Roles of the registry contract, by the names that are hashed (the administrator's is the zero hash)."""

    ADMIN = "DEFAULT_ADMIN_ROLE"
    MINTER = "MINTER_ROLE"
    ACCEPTER = "ACCEPTER_ROLE"
    RESTORER = "RESTORER_ROLE"


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry contract stores for all its tokens: pause, roles, the remark of the last pause."""

    paused: bool = False
    granted: frozenset[tuple[RegistryRole, Address]] = frozenset()
    remark: bytes = b""

    def has(self, role: RegistryRole, account: Address) -> bool:
        return (role, account) in self.granted


def new_registry(deployer: Address) -> Registry:
    """A registry as its constructor leaves it: the deployer has all four roles."""
    return Registry(granted=frozenset((role, deployer) for role in RegistryRole))


class Operation(StrEnum):
    """Functions of the two contracts, by name."""

    MINT = "mint"
    NOMINATE = "nominate"
    TRANSFER_BENEFICIARY = "transferBeneficiary"
    TRANSFER_HOLDER = "transferHolder"
    TRANSFER_OWNERS = "transferOwners"
    REJECT_BENEFICIARY = "rejectTransferBeneficiary"
    REJECT_HOLDER = "rejectTransferHolder"
    REJECT_OWNERS = "rejectTransferOwners"
    RETURN = "returnToIssuer"
    RESTORE = "restore"
    BURN = "burn"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    GRANT = "grantRole"
    REVOKE = "revokeRole"
    RENOUNCE = "renounceRole"
    # Entries between the contracts themselves. A party that calls them is always refused.
    SHRED = "shred"
    RECEIVE = "onERC721Received"
    MOVE = "transferFrom"


@dataclass(frozen=True, slots=True)
class Call:
    """`caller` calls `operation`. Which of the other fields count is said by the operation's row in `table.TABLE`.

    `beneficiary` is the new one, or the nominee; `holder` the new one; `role` and `account` are of the three role functions.
    """

    operation: Operation
    caller: Address
    beneficiary: Address = NOBODY
    holder: Address = NOBODY
    remark: bytes = b""
    role: RegistryRole = RegistryRole.ADMIN
    account: Address = NOBODY


class EventName(StrEnum):
    """Events of the title escrow."""

    RECEIVED = "TokenReceived"
    NOMINATION = "Nomination"
    BENEFICIARY = "BeneficiaryTransfer"
    HOLDER = "HolderTransfer"
    RETURNED = "ReturnToIssuer"
    SHREDDED = "Shred"
    REJECTED_OWNERS = "RejectTransferOwners"
    REJECTED_BENEFICIARY = "RejectTransferBeneficiary"
    REJECTED_HOLDER = "RejectTransferHolder"


@dataclass(frozen=True, slots=True)
class Event:
    """One log entry of a title escrow. `parties` are its addresses in the contract's order, without registry and token."""

    name: EventName
    parties: tuple[Address, ...] = ()
    remark: bytes = b""
    minting: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What an accepted call leaves."""

    registry: Registry
    escrow: Escrow
    events: tuple[Event, ...] = ()
