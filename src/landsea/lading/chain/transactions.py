"""Transactions that happen once: drafted, signed, stored by the caller, sent, sent again after a crash, watched until final.

A sender's transactions are made one at a time: drafted, signed, stored, sent, then the next. Keys are open for one act only, so what a
waiting transaction may be replaced by is signed with it: copies with the same nonce at higher fees, of which at most one is ever done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from landsea.lading.chain import signing
from landsea.lading.chain.model import Anchor, Chain, Draft, Prepared, Progress, Sighting, Signer, in_gwei
from landsea.lading.chain.node import Node
from landsea.lading.chain.refusals import (
    ChainNodeRefused,
    FeeLimitTooLow,
    FeeTooHigh,
    InsufficientFunds,
    NonceTaken,
    NotReplaceable,
    SignedOtherwise,
    WrongSigner,
)
from landsea.lading.escrow import Address

_TRANSFER_GAS = 21_000
COPIES_MAX = 5
"""The first and four dearer ones: the last pays sixteen times what the first does."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a transaction does: `to` None makes a contract."""

    to: Address | None
    data: bytes


def nothing_for(sender: Address) -> Payload:
    """A transfer of nothing to itself: it takes a nonce, so that what waits with it is never done."""
    return Payload(sender, b"")


def ladder(first: Draft, cost_wei_max: int) -> Iterator[Draft]:
    """`first`, and the same at rising fees: to be sent one by one if no block takes it.

    Nodes take a replacement that pays at least a tenth more in each field (EIP-1559). Each pays twice what the one before it does, the
    last one what is left below the limit for one transaction.
    """
    yield first
    fee, tip, fee_max = first.fee_wei, first.tip_wei, cost_wei_max // first.gas
    for _ in range(COPIES_MAX - 1):
        raised = min(2 * fee, fee_max)
        if not _is_a_tenth_more(raised, fee):
            return
        fee, tip = raised, None if tip is None else min(2 * tip + 1, raised)
        yield replace(first, fee_wei=fee, tip_wei=tip)


def _is_a_tenth_more(raised: int, fee: int) -> bool:
    return raised * 10 >= fee * 11


class Transactions:
    """The sending side of one chain."""

    def __init__(self, node: Node) -> None:
        self.node = node

    @property
    def chain(self) -> Chain:
        return self.node.chain

    # Before the signature

    def draft(self, payload: Payload, sender: Address) -> Draft:
        """What the sender is to sign, its fee estimated.

        Raises `Reverted` if the contract would refuse it now, `InsufficientFunds`, `FeeTooHigh`, `WrongChain`.
        """
        self.node.require_chain()
        fee, tip = self.node.fees()
        nonce = self.node.nonce(sender, pending=True)
        return self._priced(payload, sender, nonce, fee, tip)

    def draft_instead(self, waiting: Prepared, payload: Payload | None) -> Draft:
        """Another transaction with the same nonce and a higher fee: one of the two happens, never both. `payload` None calls it off.

        Raises `NotReplaceable` when it is settled already.
        """
        self.node.require_chain()
        self._require_replaceable((waiting,))
        fee, tip = self._higher(waiting)
        return self._priced(payload or nothing_for(waiting.sender), waiting.sender, waiting.nonce, fee, tip)

    def draft_above(self, copies: Sequence[Prepared], cost_wei_max: int) -> Draft:
        """The very same once more, above all copies that were signed: at twice the last one's fee or what the chain asks now.

        `cost_wei_max`: what one transaction may cost. Raises `FeeLimitTooLow` where that leaves no room, `NotReplaceable`.
        """
        self.node.require_chain()
        self._require_replaceable(copies)
        last = signing.read_signed(bytes.fromhex(copies[-1].raw))
        now, now_tip = self.node.fees()
        fee = min(max(2 * last.fee_wei, now), cost_wei_max // last.gas)
        if not _is_a_tenth_more(fee, last.fee_wei):
            allowed, signed = in_gwei(cost_wei_max), in_gwei(last.fee_wei)
            raise FeeLimitTooLow(chain=self.chain.name, allowed=allowed, fee=signed)
        tip = None if last.tip_wei is None else min(max(2 * last.tip_wei + 1, now_tip or 0), fee)
        above = replace(last, fee_wei=fee, tip_wei=tip)
        self._require_funds(above)
        return above

    def _require_replaceable(self, copies: Sequence[Prepared]) -> None:
        progress = self.look_among(copies)[1].progress
        if progress not in (Progress.UNSEEN, Progress.WAITING):
            raise NotReplaceable(progress=progress.value)

    def _higher(self, prepared: Prepared) -> tuple[int, int | None]:
        """A quarter more than before, and no less than the node asks now."""
        now, now_tip = self.node.fees()
        fee = max(prepared.fee_wei * 5 // 4 + 1, now)
        if prepared.tip_wei is None:
            return fee, None
        tip = max(prepared.tip_wei * 5 // 4 + 1, now_tip or 0)
        return max(fee, tip), tip

    def _priced(self, payload: Payload, sender: Address, nonce: int, fee: int, tip: int | None) -> Draft:
        sends_nothing = payload.to and not payload.data
        gas = _TRANSFER_GAS if sends_nothing else self.node.gas(sender, payload.to, payload.data) * 6 // 5
        made = Draft(self.chain.chain_id, sender, nonce, payload.to, payload.data, gas, fee, tip)
        self._require_affordable(made)
        return made

    def _require_affordable(self, draft: Draft) -> None:
        self._require_within(draft, self.chain.fee_wei_max)
        self._require_funds(draft)

    def _require_within(self, draft: Draft, cost_wei_max: int) -> None:
        if draft.cost_wei_max > cost_wei_max:
            needed, allowed = in_gwei(draft.cost_wei_max), in_gwei(cost_wei_max)
            raise FeeTooHigh(chain=self.chain.name, needed=needed, allowed=allowed)

    def _require_funds(self, draft: Draft) -> None:
        has, needed = self.node.balance(draft.sender), draft.cost_wei_max
        if has < needed:
            given = {"has": in_gwei(has), "needed": in_gwei(needed)}
            raise InsufficientFunds(sender=draft.sender, chain=self.chain.name, **given)

    # The signature

    def prepare(self, payload: Payload, signer: Signer) -> Prepared:
        """Drafted and signed; nothing is sent. Raises as `draft`, and `WrongSigner`."""
        return self.signed(self.draft(payload, signer.address), signer)

    def signed(self, draft: Draft, signer: Signer) -> Prepared:
        """By a key that is here. Raises `WrongSigner` when it is another's."""
        raw = signer.sign(signing.fields_of(draft))
        found = signing.read_signed(raw).sender
        if found != draft.sender:
            raise WrongSigner(expected=draft.sender, found=found)
        return signing.prepared(draft, raw)

    def accepted(self, draft: Draft, signed: Sequence[bytes], cost_wei_max: int) -> tuple[Prepared, ...]:
        """What a key elsewhere signed: exactly `draft` but for its fees, and the same at rising ones. Raises `SignedOtherwise`.

        `cost_wei_max`: what one transaction may cost.
        """
        found = [signing.read_signed(one) for one in signed]
        for one in found:
            self._require_same(draft, one)
            self._require_within(one, cost_wei_max)
        for before, after in pairwise(found):
            if not (
                _is_a_tenth_more(after.fee_wei, before.fee_wei)
                and _is_a_tenth_more(after.tip_wei or 0, before.tip_wei or 0)
                and after.gas == before.gas
            ):
                raise SignedOtherwise(
                    what="fee of a copy", found=after.fee_wei, expected="a tenth more, at the same gas"
                )
        self._require_funds(found[0])
        return tuple(signing.prepared(one, raw) for one, raw in zip(found, signed, strict=True))

    def _require_same(self, draft: Draft, found: Draft) -> None:
        for what in ("sender", "chain_id", "nonce", "to", "data"):
            wanted, has = getattr(draft, what), getattr(found, what)
            if has != wanted:
                raise SignedOtherwise(what=what.replace("_", " "), found=_shown(has), expected=_shown(wanted))
        if found.gas * 6 < draft.gas * 5:
            raise SignedOtherwise(what="gas", found=found.gas, expected=draft.gas)
        if (found.tip_wei is None) != (draft.tip_wei is None):
            raise SignedOtherwise(what="kind", found=_kind(found), expected=_kind(draft))

    # On the chain

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


def _shown(value: object) -> object:
    return "0x" + value.hex()[:80] if isinstance(value, bytes) else value


def _kind(draft: Draft) -> str:
    return "legacy" if draft.tip_wei is None else "EIP-1559"
