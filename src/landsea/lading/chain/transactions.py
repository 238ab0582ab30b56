"""Transactions that happen once: prepared and signed, stored by the caller, sent, sent again after a crash, watched until final.

A sender's transactions are prepared one at a time: prepare, store, send, then the next.
"""

from __future__ import annotations

from dataclasses import dataclass

from landsea.lading.chain.model import Anchor, Chain, Prepared, Progress, Sighting, Signer
from landsea.lading.chain.node import Node, Reverted
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


@dataclass(frozen=True, slots=True)
class Payload:
    """What a transaction does: `to` None makes a contract."""

    to: Address | None
    data: bytes


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
        return self._signed(payload, signer, nonce, self.node.fees())

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
        nothing = Payload(signer.address, b"")
        return self._signed(payload or nothing, signer, prepared.nonce, self._higher_fees(prepared))

    def _higher_fees(self, prepared: Prepared) -> dict[str, int]:
        """Nodes take a replacement that pays at least a tenth more in each field; this one pays a quarter more."""
        fee, now = prepared.fee_wei * 5 // 4 + 1, self.node.fees()
        if prepared.tip_wei is None:
            return {"gasPrice": max(fee, now.get("gasPrice", 0))}
        tip = max(prepared.tip_wei * 5 // 4 + 1, now.get("maxPriorityFeePerGas", 0))
        return {"maxFeePerGas": max(fee, now.get("maxFeePerGas", 0)), "maxPriorityFeePerGas": tip}

    def _signed(self, payload: Payload, signer: Signer, nonce: int, fees: dict[str, int]) -> Prepared:
        to = {"to": Web3.to_checksum_address(payload.to)} if payload.to else {}
        call = {"from": Web3.to_checksum_address(signer.address), "data": payload.data, "value": 0, **to}
        gas = _TRANSFER_GAS if payload.to and not payload.data else self.node.gas(call) * 6 // 5
        self._require_funds(signer.address, gas * max(fees.values()))
        unsigned = {**call, **fees, "gas": gas, "nonce": nonce, "chainId": self.chain.chain_id}
        del unsigned["from"]
        raw = signer.sign(unsigned)
        found = Address(Account.recover_transaction(raw).lower())
        if found != signer.address:
            raise WrongSigner(expected=signer.address, found=found)
        price, tip = max(fees.values()), fees.get("maxPriorityFeePerGas")
        return Prepared(self.chain.chain_id, found, nonce, Web3.keccak(raw).to_0x_hex(), raw.hex(), price, tip)

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
        except (ChainNodeRefused, Reverted):
            if self.node.knows(prepared.hash) or self.node.find_receipt(prepared.hash):
                return
            if self.node.nonce(prepared.sender, pending=True) > prepared.nonce:
                raise NonceTaken(sender=prepared.sender, nonce=prepared.nonce, chain=self.chain.name) from None
            raise

    def look(self, prepared: Prepared, before: Anchor | None = None) -> Sighting:
        """How far it got. `before`: the block in which it was last seen; `Sighting.left` says when that block is gone."""
        left = before if before is not None and not self.node.is_canonical(before) else None
        receipt = self.node.find_receipt(prepared.hash)
        if receipt is not None and self.node.is_canonical(receipt[0]):
            return self._included(receipt[0], receipt[1]).having_left(left)
        return Sighting(self._progress_outside(prepared)).having_left(left)

    def _included(self, block: Anchor, succeeded: bool) -> Sighting:
        confirmations = self.node.head() - block.number + 1
        settled = Progress.FINAL if succeeded else Progress.FAILED
        progress = settled if confirmations >= self.chain.confirmations else Progress.INCLUDED
        return Sighting(progress, block, confirmations, succeeded)

    def _progress_outside(self, prepared: Prepared) -> Progress:
        final = self.node.final()
        if final >= 0 and self.node.nonce(prepared.sender, final) > prepared.nonce:
            return Progress.LOST
        if self.node.knows(prepared.hash) or self.node.nonce(prepared.sender) > prepared.nonce:
            return Progress.WAITING
        return Progress.UNSEEN
