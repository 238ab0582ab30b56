"""Values of the registry on a chain: which chain, what is sent, how far it got, what the chain says of a token."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from typing import Protocol

from landsea.kernel import BadValue
from landsea.lading.escrow import Address, Escrow, Operation, Place

_NAME = re.compile(r"([1-9][0-9]{0,18})/(0x[0-9a-f]{40})/0x([0-9a-f]{64})")
_CONTENT = b"landsea content sha256 "


@dataclass(frozen=True, slots=True)
class Chain:
    """An EVM chain as the operator configured it. `url` may hold an access key: it is in no message and no fact.

    `registries`: the token registries that are known here; every other one is refused. `confirmations`: how many blocks, the first one
    included, must hold an act before it is called final. `fee_wei_max`: the most that one transaction may cost.
    `mined_within_seconds`: how long a block is waited for at one fee, before the same is sent at the next higher one.
    """

    name: str
    chain_id: int
    url: str = field(repr=False)
    registries: frozenset[Address]
    confirmations: int
    fee_wei_max: int = 10**17
    mined_within_seconds: int = 300
    log_blocks_max: int = 2_000
    timeout_seconds: int = 20

    def __post_init__(self) -> None:
        for what, value in (("confirmations", self.confirmations), ("number of blocks", self.log_blocks_max)):
            if value < 1:
                raise BadValue(value=value, what=what, why="it is less than one", mend="Write 1 or more.")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A block, by number and hash: when the hash at the number is another, the chain was reorganised."""

    number: int
    hash: str


class Signer(Protocol):
    """Who signs for an address. The key stays behind it: in a sealed store, in a hardware module, in a wallet."""

    @property
    def address(self) -> Address: ...

    def sign(self, transaction: Mapping[str, object]) -> bytes:
        """The raw signed transaction. Its fields are those of Ethereum's JSON-RPC, integers as integers."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A transaction before its signature: what a key is asked to sign. `to` None makes a contract; no ether is ever sent along.

    `gas` is the most it uses, `fee_wei` the most it pays for a unit of gas, `tip_wei` the part for the block's maker (None on chains
    without a base fee).
    """

    chain_id: int
    sender: Address
    nonce: int
    to: Address | None
    data: bytes
    gas: int
    fee_wei: int
    tip_wei: int | None

    @property
    def cost_wei_max(self) -> int:
        return self.gas * self.fee_wei


@dataclass(frozen=True, slots=True)
class Prepared:
    """A signed transaction that can be sent. Store it before it is sent: then a crash loses nothing and repeats nothing.

    `raw` is what is sent, in hexadecimal; `hash` its hash, by which it is looked up; `nonce` its place in the sender's sequence, which
    only one transaction can ever take. `gas` is the most it uses, `fee_wei` the most it pays for a unit of gas, `tip_wei` the part for
    the block's maker (None on chains without a base fee).
    """

    chain_id: int
    sender: Address
    nonce: int
    hash: str
    raw: str
    gas: int
    fee_wei: int
    tip_wei: int | None


class Progress(StrEnum):
    """How far a transaction got."""

    UNSEEN = "unseen"
    """The node does not know it, and its nonce is free: send it (again)."""
    WAITING = "waiting"
    """Sent, in no block yet."""
    INCLUDED = "included"
    """In a block that may still be reorganised."""
    FINAL = "final"
    """Done, in a block with enough confirmations."""
    FAILED = "failed"
    """Refused by the contract, in a block with enough confirmations: it did nothing and never will."""
    LOST = "lost"
    """Another transaction with its nonce is final: it can never be included."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a node says of a transaction now. `block` and `succeeded` only once it is in a block.

    `left`: the block in which it was seen before and which is no longer part of the chain.
    """

    progress: Progress
    block: Anchor | None = None
    confirmations: int = 0
    succeeded: bool | None = None
    left: Anchor | None = None

    @property
    def is_settled(self) -> bool:
        """Nothing can change any more."""
        return self.progress in (Progress.FINAL, Progress.FAILED, Progress.LOST)

    def having_left(self, block: Anchor | None) -> Sighting:
        return replace(self, left=block)


@dataclass(frozen=True, slots=True)
class Seen:
    """A token as the contracts hold it at `block`."""

    token: int
    address: Address
    """Of its title escrow; nothing lives there before the mint."""
    escrow: Escrow
    paused: bool
    block: Anchor


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One act on a token, from the logs: what was called, by whom (None where the logs do not say), when, and what it left."""

    operation: Operation
    caller: Address | None
    transaction: str
    block: Anchor
    at: datetime
    after: Escrow


@dataclass(frozen=True, slots=True)
class History:
    """A token's endorsements up to and including `up_to`, whose state `escrow` they explain."""

    token: int
    endorsements: tuple[Endorsement, ...]
    escrow: Escrow
    up_to: Anchor

    @property
    def minted(self) -> Endorsement | None:
        """The mint: whom it named, and in its remark which content."""
        return self.endorsements[0] if self.endorsements else None

    @property
    def returned_by(self) -> Address | None:
        """Of a returned or burnt token: the owner that returned it, in whose name it comes back to the log."""
        if self.escrow.place not in (Place.REGISTRY, Place.BURNT):
            return None
        return next(one.caller for one in reversed(self.endorsements) if one.operation is Operation.RETURN)


@dataclass(frozen=True, slots=True)
class TokenName:
    """A token among all chains. Its text, `chain id/registry/token`, names the form elsewhere in our acts (`OtherForm.name`)."""

    chain_id: int
    registry: Address
    token: int

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.registry}/0x{self.token:064x}"


class Whereabouts(StrEnum):
    """What may be said of a token."""

    UNKNOWN = "unknown"
    """No such token was ever minted here, as far as final blocks tell."""
    HELD = "held"
    """Minted, and with its parties: the operative record, of its holder and beneficiary."""
    RETURNED = "returned"
    """Surrendered to the issuer, who burns or restores it: nobody may rely on it meanwhile."""
    BURNT = "burnt"
    """Taken back for good."""


@dataclass(frozen=True, slots=True)
class TokenStanding:
    """A token in the final block `block`, made at `at` (UTC).

    `holder` and `beneficiary` are the title escrow's, while it is active (HELD and RETURNED), else None. `paused`: the registry lets no
    token move. `moving`: a newer block, not final yet, shows another standing: ask again before relying on this one.
    """

    name: TokenName
    where: Whereabouts
    holder: Address | None
    beneficiary: Address | None
    paused: bool
    moving: bool
    block: Anchor
    at: datetime


def in_gwei(wei: int) -> str:
    """As people read a fee: billions of the smallest unit, to a thousandth (`1.568`, `761,811`)."""
    said = f"{Decimal(wei).scaleb(-9).quantize(Decimal('0.001'), ROUND_UP):,f}"
    return said.rstrip("0").rstrip(".")


def parse_token_name(text: str) -> TokenName:
    """The name back from its text; refused (`BadValue`) when it is not exactly such a text."""
    match = _NAME.fullmatch(text)
    if match is None:
        mend = "Write chain id, registry and token as 1/0x.../0x..., with 40 and 64 hexadecimal digits."
        raise BadValue(value=repr(text[:150]), what="token name", why="it is not in that form", mend=mend)
    return TokenName(int(match[1]), Address(match[2]), int(match[3], 16))


def token_of(credential_id: str) -> int:
    """TradeTrust's token number of a credential: the SHA-256 of its `id`.

    The number binds the id alone. Let the id contain the content's hash, or put the hash in the mint's remark (`content_remark`):
    else two contents with one id both look right.
    """
    return int.from_bytes(hashlib.sha256(credential_id.encode()).digest())


def content_remark(content: str) -> bytes:
    """The mint's remark that commits the token to a content (`content`: SHA-256 in lower-case hexadecimal)."""
    remark = _CONTENT + content.encode()
    if find_content(remark) != content:
        mend = "Give the SHA-256 in lower-case hexadecimal."
        raise BadValue(value=repr(content[:80]), what="content hash", why="it has not 64 hexadecimal digits", mend=mend)
    return remark


def find_content(remark: bytes) -> str | None:
    """The content's hash in a mint's remark, or None."""
    found = remark.removeprefix(_CONTENT).decode("ascii", "replace")
    is_hash = len(found) == 64 and all(char in "0123456789abcdef" for char in found)
    return found if remark.startswith(_CONTENT) and is_hash else None
