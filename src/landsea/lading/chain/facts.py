"""Facts of documents on chains: which chains are configured, whose addresses are whose, what was signed, what a chain said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from landsea.kernel import Fact, PartyId, UserId
from landsea.lading.chain.model import Endorsement
from landsea.lading.escrow import Address, Escrow, Operation, Place
from landsea.lading.model import DocumentId


@dataclass(frozen=True, slots=True)
class ChainSettings:
    """A chain and the one token registry on it that this node uses. The URL of its JSON-RPC node is no fact: it may hold an access key.

    `minter`: the operator's address, which mints, burns and restores. `jurisdiction`: where what is sent to the chain is taken to go.
    `trusted`: registries of others on that chain, whose tokens are believed when their credentials are verified. `fee_gwei_max`: the most
    that one transaction may cost; `mined_within_seconds`: how long a block is waited for before the same is sent at a higher fee.
    """

    name: str
    chain_id: int
    registry: Address
    confirmations: int
    minter: Address
    jurisdiction: str
    trusted: tuple[Address, ...] = ()
    fee_gwei_max: int = 100_000_000
    mined_within_seconds: int = 300


class KeyCustody(StrEnum):
    SEALED = "sealed"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the title escrow holds, as text."""

    place: Place
    beneficiary: Address
    holder: Address
    nominee: Address
    prev_beneficiary: Address
    prev_holder: Address
    active: bool
    remark: str

    @property
    def escrow(self) -> Escrow:
        parties = (self.beneficiary, self.holder, self.nominee, self.prev_beneficiary, self.prev_holder)
        return Escrow(self.place, *parties, active=self.active, remark=bytes.fromhex(self.remark))


def standing_of(escrow: Escrow) -> Standing:
    return Standing(
        escrow.place,
        escrow.beneficiary,
        escrow.holder,
        escrow.nominee,
        escrow.prev_beneficiary,
        escrow.prev_holder,
        escrow.active,
        escrow.remark.hex(),
    )


@dataclass(frozen=True, slots=True)
class ChainAct:
    """One act on a token, as the chain's final blocks have it."""

    operation: Operation
    caller: Address | None
    transaction: str
    block: int
    block_hash: str
    at: datetime
    after: Standing


def chain_act(one: Endorsement) -> ChainAct:
    return ChainAct(
        one.operation,
        one.caller,
        one.transaction,
        one.block.number,
        one.block.hash,
        one.at,
        standing_of(one.after),
    )


class JourneyEnd(StrEnum):
    ARRIVED = "arrived"
    STAYED = "stayed"
    RETURNED = "returned"


@dataclass(frozen=True)
class ChainConfigured(Fact):
    """An operator configured a chain."""

    kind: ClassVar[str] = "chain-configured/1"
    settings: ChainSettings


@dataclass(frozen=True)
class ChainRemoved(Fact):
    """An operator took a chain away: no document leaves for it any more."""

    kind: ClassVar[str] = "chain-removed/1"
    name: str


@dataclass(frozen=True)
class ChainAddressRegistered(Fact):
    """An address of a party's user. `signature` (base64): by the title key `key_id`; `proof` (hexadecimal): by the address's own key.

    Again for the same address: its key was taken over under the next title key of the same user.
    """

    kind: ClassVar[str] = "chain-address-registered/1"
    address: Address
    party: PartyId
    user: UserId
    custody: KeyCustody
    key_id: str
    signature: str
    proof: str


@dataclass(frozen=True)
class DocumentBoundForChain(Fact):
    """A document left the log for `token` (`chain id/registry/token`), to be minted to `owner`; the number is that of `credential`."""

    kind: ClassVar[str] = "document-bound-for-chain/1"
    document: DocumentId
    chain: str
    credential: str
    token: str
    owner: Address


@dataclass(frozen=True)
class ChainTransactionSigned(Fact):
    """A transaction on a document's token was signed and waits to be sent. With its nonce at most one is ever done.

    `dearer`: hashes of the same at higher fees, signed with it.
    """

    kind: ClassVar[str] = "chain-transaction-signed/1"
    document: DocumentId
    token: str
    operation: str
    sender: Address
    nonce: int
    hash: str
    dearer: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChainFeeLimitRaised(Fact):
    """An operator lets the transaction of that first hash cost up to `fee_gwei_max`, whatever its chain's settings say."""

    kind: ClassVar[str] = "chain-fee-limit-raised/1"
    document: DocumentId
    token: str
    hash: str
    fee_gwei_max: int


@dataclass(frozen=True)
class ChainFeeRaised(Fact):
    """The transaction of that first hash was signed again at fees above all before: same nonce, same data. At most one is ever done."""

    kind: ClassVar[str] = "chain-fee-raised/1"
    document: DocumentId
    token: str
    hash: str
    dearer: tuple[str, ...]


@dataclass(frozen=True)
class ChainHistoryRead(Fact):
    """What the final blocks up to `block` add to a token's history, and how the token stands there."""

    kind: ClassVar[str] = "chain-history-read/1"
    document: DocumentId
    token: str
    acts: tuple[ChainAct, ...]
    standing: Standing
    block: int
    block_hash: str


@dataclass(frozen=True)
class ChainJourneyEnded(Fact):
    """The document arrived on the chain, stayed in the log, or came back."""

    kind: ClassVar[str] = "chain-journey-ended/1"
    document: DocumentId
    token: str
    how: JourneyEnd
