"""Transactions that happen once: prepared and signed, stored by the caller, sent, sent again after a crash, watched until final.

A sender's transactions are prepared one at a time: prepare, store, send, then the next. Keys are open for one act only, so what a
waiting transaction may be replaced by is signed with it: copies with the same nonce at higher fees, of which at most one is ever done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from landsea.lading.chain.model import Anchor, Chain, Prepared, Progress, Sighting, Signer
from landsea.lading.chain.node import Node
from landsea.lading.chain.refusals import (
    ChainNodeRefused,
    FeeTooHigh,
    InsufficientFunds,
    NonceTaken,
    NotReplaceable,
    WrongSigner,
)
from landsea.lading.chain.web import Account, Web3
from landsea.lading.escrow import Address

_TRANSFER_GAS = 21_000
COPIES_MAX = 5
"""The first and four dearer ones: the last pays sixteen times what the first does."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a transaction does: `to` None makes a contract."""

    to: Address | None
    data: bytes


def nothing_for(signer: Signer) -> Payload:
    """A transfer of nothing to itself: it takes a nonce, so that what waits with it is never done."""
    return Payload(signer.address, b"")


def rising_fees(first: Prepared, fee_wei_max: int) -> Iterator[dict[str, int]]:
    """Fee fields of the dearer copies of `first`; `fee_wei_max`: the most for a unit of gas."""
    fee, tip = first.fee_wei, first.tip_wei
    for _ in range(COPIES_MAX - 1):
        raised = min(2 * fee, fee_wei_max)
        if raised * 10 < fee * 11:
            return
        fee, tip = raised, None if tip is None else min(2 * tip + 1, raised)
        yield {"gasPrice": fee} if tip is None else {"maxFeePerGas": fee, "maxPriorityFeePerGas": tip}


class Transactions:
    """The sending side of one chain."""

    def __init__(self, node: Node) -> None:
        self.node = node

    @property
    def chain(self) -> Chain:
        return self.node.chain

    def prepare(self, payload: Payload, signer: Signer) -> Prepared:
        """The signed transaction, its fee estimated. Nothing is sent.

        Raises `Reverted` if the contract would refuse it now, `InsufficientFunds`, `FeeTooHigh`, `WrongChain`, `WrongSigner`.
        """
        self.node.require_chain()
        nonce = self.node.nonce(signer.address, pending=True)
        return self._priced(payload, signer, nonce, self.node.fees())

    def replace(self, prepared: Prepared, signer: Signer, payload: Payload | None) -> Prepared:
        """Another transaction with the same nonce and a higher fee: one of the two happens, never both. `payload` None calls it off.

        Raises `NotReplaceable` when it is settled already.
        """
        self.node.require_chain()
        if signer.address != prepared.sender:
            raise WrongSigner(expected=prepared.sender, found=signer.address)
        progress = self.look(prepared).progress
        if progress not in (Progress.UNSEEN, Progress.WAITING):
            raise NotReplaceable(progress=progress.value)
        return self._priced(payload or nothing_for(signer), signer, prepared.nonce, self._higher_fees(prepared))

    def dearer(self, prepared: Prepared, payload: Payload, signer: Signer) -> tuple[Prepared, ...]:
        """The same as `prepared`, signed at fees that rise as far as the settings allow: to be sent one by one if no block takes it.

        Nodes take a replacement that pays at least a tenth more in each field (EIP-1559). Each pays twice what the one before it
        does, the last one what is left below the limit. None where the first is at the limit already. Asks the chain nothing.
        """
        return tuple(
            self._signed(payload, signer, prepared.nonce, prepared.gas, fees)
            for fees in rising_fees(prepared, self.chain.fee_wei_max // prepared.gas)
        )

    def _higher_fees(self, prepared: Prepared) -> dict[str, int]:
        """A quarter more than before, and no less than the node asks now."""
        fee, now = prepared.fee_wei * 5 // 4 + 1, self.node.fees()
        if prepared.tip_wei is None:
            return {"gasPrice": max(fee, now.get("gasPrice", 0))}
        tip = max(prepared.tip_wei * 5 // 4 + 1, now.get("maxPriorityFeePerGas", 0))
        return {"maxFeePerGas": max(fee, tip, now.get("maxFeePerGas", 0)), "maxPriorityFeePerGas": tip}

    def _priced(self, payload: Payload, signer: Signer, nonce: int, fees: dict[str, int]) -> Prepared:
        sends_nothing = payload.to and not payload.data
        gas = _TRANSFER_GAS if sends_nothing else self.node.gas(_call(payload, signer)) * 6 // 5
        self._require_funds(signer.address, gas * max(fees.values()))
        made = self._signed(payload, signer, nonce, gas, fees)
        found = Address(Account.recover_transaction(made.raw).lower())
        if found != signer.address:
            raise WrongSigner(expected=signer.address, found=found)
        return made

    def _signed(self, payload: Payload, signer: Signer, nonce: int, gas: int, fees: dict[str, int]) -> Prepared:
        unsigned = {**_call(payload, signer), **fees, "gas": gas, "nonce": nonce, "chainId": self.chain.chain_id}
        del unsigned["from"]
        raw = signer.sign(unsigned)
        price, tip = max(fees.values()), fees.get("maxPriorityFeePerGas")
        hash = Web3.keccak(raw).to_0x_hex()
        return Prepared(self.chain.chain_id, signer.address, nonce, hash, raw.hex(), gas, price, tip)

    def _require_funds(self, sender: Address, needed: int) -> None:
        if needed > self.chain.fee_wei_max:
            raise FeeTooHigh(chain=self.chain.name, needed=needed, allowed=self.chain.fee_wei_max)
        has = self.node.balance(sender)
        if has < needed:
            raise InsufficientFunds(sender=sender, has=has, needed=needed, chain=self.chain.name)

    def send(self, prepared: Prepared) -> None:
        """Hands it to the node. Doing so again, after a crash or a reorganisation, changes nothing.

        Raises `NonceTaken` when another transaction with its nonce waits or is in a block: `look` tells which of them wins.
        """
        self.node.require_chain()
        try:
            self.node.send(bytes.fromhex(prepared.raw))
        except ChainNodeRefused:
            if self.node.knows(prepared.hash) or self.node.find_receipt(prepared.hash):
                return
            if self.node.nonce(prepared.sender, pending=True) > prepared.nonce:
                raise NonceTaken(sender=prepared.sender, nonce=prepared.nonce, chain=self.chain.name) from None
            raise

    def look(self, prepared: Prepared, before: Anchor | None = None) -> Sighting:
        """How far it got. `before`: the block in which it was last seen; `Sighting.left` says when that block is gone."""
        return self.look_among((prepared,), before)[1]

    def look_among(self, copies: Sequence[Prepared], before: Anchor | None = None) -> tuple[Prepared | None, Sighting]:
        """How far whichever of some transactions with one nonce got, and which it is once it is in a block. `before` as in `look`."""
        left = before if before is not None and not self.node.is_canonical(before) else None
        is_used = self._is_nonce_used(copies[0])  # asked first: a block made meanwhile must not look like another's
        if not is_used and self.node.nonce(copies[0].sender) <= copies[0].nonce:  # so none of them is in a block
            is_known = any(self.node.knows(one.hash) for one in copies)
            return None, Sighting(Progress.WAITING if is_known else Progress.UNSEEN).having_left(left)
        for one in copies:
            receipt = self.node.find_receipt(one.hash)
            if receipt is not None and self.node.is_canonical(receipt[0]):
                return one, self._included(receipt[0], receipt[1]).having_left(left)
        return None, Sighting(Progress.LOST if is_used else Progress.WAITING).having_left(left)

    def _is_nonce_used(self, prepared: Prepared) -> bool:
        """Whether a final block has a transaction with its nonce."""
        final = self.node.final()
        return final >= 0 and self.node.nonce(prepared.sender, final) > prepared.nonce

    def _included(self, block: Anchor, succeeded: bool) -> Sighting:
        confirmations = self.node.head() - block.number + 1
        settled = Progress.FINAL if succeeded else Progress.FAILED
        progress = settled if confirmations >= self.chain.confirmations else Progress.INCLUDED
        return Sighting(progress, block, confirmations, succeeded)


def _call(payload: Payload, signer: Signer) -> dict[str, Any]:
    to = {"to": Web3.to_checksum_address(payload.to)} if payload.to else {}
    return {"from": Web3.to_checksum_address(signer.address), "data": payload.data, "value": 0, **to}
