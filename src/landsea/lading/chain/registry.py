"""A token registry on a chain: what it holds of a token, and the acts of TitleEscrow as transactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from landsea.lading.chain import abi
from landsea.lading.chain.history import read_history
from landsea.lading.chain.model import Anchor, Chain, Draft, History, Prepared, Progress, Seen, Sighting, Signer
from landsea.lading.chain.node import Node, Reverted
from landsea.lading.chain.refusals import (
    ChainNodeRefused,
    FinalityBroken,
    NotATokenRegistry,
    UnknownRegistry,
    UnknownRevert,
    WrongSigner,
)
from landsea.lading.chain.signing import read_signed
from landsea.lading.chain.transactions import Payload, Transactions, ladder
from landsea.lading.escrow import (
    Address,
    Call,
    Escrow,
    EscrowRefusal,
    NoTitleEscrow,
    Place,
    Registry,
    RegistryRole,
    decide,
)

_BURNT = Address("0x" + "00" * 18 + "dead")


class TokenRegistry:
    """One registry on one chain. `connect` makes it. Blocks are numbers; `None` is the newest, `final()` the newest final one."""

    def __init__(self, chain: Chain, address: Address) -> None:
        if address not in chain.registries:
            raise UnknownRegistry(registry=address, chain=chain.name)
        self.chain, self.address = chain, address
        self.node = Node(chain)
        self.transactions = Transactions(self.node)
        self.node.require_chain()
        if not self.node.code(address):
            raise NotATokenRegistry(registry=address, chain=chain.name, why="no contract lives there")
        self._require_interfaces(address, *abi.REGISTRY_INTERFACES)
        self._factory = Address(self.node.ask(address, "titleEscrowFactory()", "address"))
        self._require_interfaces(self.node.ask(self._factory, "implementation()", "address"), abi.ESCROW_INTERFACE)

    def _require_interfaces(self, contract: Address, *interfaces: bytes) -> None:
        """ERC-165: the contract says itself which functions it has."""
        for interface in interfaces:
            try:
                has = self.node.ask(contract, "supportsInterface(bytes4)", "bool", interface)
            except ChainNodeRefused:
                has = False
            if not has:
                why = f"{contract} lacks interface 0x{interface.hex()}"
                raise NotATokenRegistry(registry=self.address, chain=self.chain.name, why=why)

    # Reading

    def final(self) -> int:
        """The newest block that will stay, as far as `chain.confirmations` says; -1 while there is none."""
        return self.node.final()

    def escrow_address(self, token: int) -> Address:
        """Where the token's title escrow is, or will be."""
        return Address(
            self.node.ask(self._factory, "getEscrowAddress(address,uint256)", "address", self.address, token)
        )

    def read(self, token: int, number: int | None = None) -> Seen:
        """The token as it stands at a block. Raises `ChainMoved` if the chain was reorganised meanwhile: read again."""
        self.node.require_chain()
        address = self.escrow_address(token)
        with self.node.at(self.node.head() if number is None else number) as block:
            paused = bool(self.node.ask(self.address, "paused()", "bool", number=block.number))
            return Seen(token, address, self._read_escrow(token, address, block.number), paused, block)

    def _read_escrow(self, token: int, address: Address, number: int) -> Escrow:
        if not self.node.code(address, number):
            return Escrow()
        owner = self.node.ask(self.address, "ownerOf(uint256)", "address", token, number=number)
        place = {address: Place.ESCROW, self.address: Place.REGISTRY, _BURNT: Place.BURNT}.get(owner)
        if place is None:
            raise NotATokenRegistry(registry=self.address, chain=self.chain.name, why=f"{owner} owns a token")
        party = {one: Address(self.node.ask(address, f"{one}()", "address", number=number)) for one in _PARTIES}
        return Escrow(
            place,
            party["beneficiary"],
            party["holder"],
            party["nominee"],
            party["prevBeneficiary"],
            party["prevHolder"],
            active=self.node.ask(address, "active()", "bool", number=number),
            remark=self.node.ask(address, "remark()", "bytes", number=number),
        )

    def history(self, token: int, since: History | None = None, first_block: int | None = None) -> History:
        """All endorsements of the token up to the newest final block, in order, checked: they must explain the state there.

        `since` continues an earlier answer; `first_block`, if known (the mint's), saves reading from the registry's beginning. Raises
        `HistoryDisagrees` or `UnexplainedHistory` when the node's logs cannot be all, `FinalityBroken` when `since` is no longer true.
        """
        self.node.require_chain()
        if since is not None:
            self.require_canonical(since.up_to)
        begin = first_block if first_block is not None else int(self.node.ask(self.address, "genesis()", "uint256"))
        return read_history(self, token, since, begin)

    def require_canonical(self, final: Anchor) -> None:
        """Refuses, `FinalityBroken`, when a block that had been called final is no longer in the chain."""
        if not self.node.is_canonical(final):
            raise FinalityBroken(number=final.number, chain=self.chain.name)

    def roles(self, account: Address) -> frozenset[RegistryRole]:
        """What the account may do at the registry."""
        return frozenset(role for role in RegistryRole if self._has(role, account))

    def _has(self, role: RegistryRole, account: Address) -> bool:
        return bool(self.node.ask(self.address, "hasRole(bytes32,address)", "bool", abi.role_hash(role), account))

    # Writing

    def prepare(self, call: Call, token: int, signer: Signer) -> Prepared:
        """The signed transaction of `call`, not yet sent: store it, then `send` it.

        Asks the rules and the contract first: what either would refuse now is refused here, by name, and costs nothing.
        """
        return self.transactions.signed(self.draft(call, token, signer.address), signer)

    def draft(self, call: Call, token: int, sender: Address) -> Draft:
        """What `sender` is to sign for `call`. Refused as in `prepare`."""
        self._require_acceptable(call, token, sender)
        try:
            return self.transactions.draft(self._payload(call, token), sender)
        except Reverted as reverted:
            self._refuse(reverted, call)

    def _require_acceptable(self, call: Call, token: int, sender: Address) -> None:
        if sender != call.caller:
            raise WrongSigner(expected=call.caller, found=sender)
        self._decide(call, token)

    def _decide(self, call: Call, token: int, number: int | None = None) -> None:
        """By the rules, on the state of a block: they also refuse what the chain would let pass into the void."""
        seen = self.read(token, number)
        roles = self.roles(call.caller) if abi.is_at_registry(call.operation) else ()
        granted = frozenset((role, call.caller) for role in roles)
        decide(Registry(seen.paused, granted), seen.escrow, call)

    def _payload(self, call: Call, token: int) -> Payload:
        at_registry = abi.is_at_registry(call.operation)
        return Payload(self.address if at_registry else self.escrow_address(token), abi.encode_call(call, token))

    def replace(self, prepared: Prepared, signer: Signer, again: tuple[Call, int] | None = None) -> Prepared:
        """A transaction that takes the place of one that waits: `again` (call and token) at a higher fee, or None to call it off.

        Store it beside the first: one of the two becomes final, the other is lost. Raises `WrongSigner`, `NotReplaceable`.
        """
        return self.transactions.signed(self.draft_instead(prepared, again), signer)

    def draft_instead(self, prepared: Prepared, again: tuple[Call, int] | None = None) -> Draft:
        """What its sender is to sign so as to `replace` it."""
        if again is None:
            return self.transactions.draft_instead(prepared, None)
        self._require_acceptable(*again, prepared.sender)
        try:
            return self.transactions.draft_instead(prepared, self._payload(*again))
        except Reverted as reverted:
            self._refuse(reverted, again[0])

    def draft_above(self, copies: Sequence[Prepared], cost_wei_max: int) -> Draft:
        """The same as the `copies` of one transaction, at a fee above all of theirs. See `Transactions.draft_above`."""
        return self.transactions.draft_above(copies, cost_wei_max)

    def sign(self, draft: Draft, signer: Signer, cost_wei_max: int | None = None) -> tuple[Prepared, ...]:
        """`draft` and its copies at higher fees, up to what one transaction may cost (the settings' limit unless told otherwise).

        All are stored together, and sent one by one if they must be. Whichever is in a block, `look_among` finds it; at most one ever is.
        """
        return tuple(self.transactions.signed(one, signer) for one in ladder(draft, self._limit(cost_wei_max)))

    def accept(self, draft: Draft, signed: Sequence[bytes], cost_wei_max: int | None = None) -> tuple[Prepared, ...]:
        """As `sign`, of raw transactions that were signed elsewhere. See `Transactions.accepted`."""
        return self.transactions.accepted(draft, signed, self._limit(cost_wei_max))

    def _limit(self, cost_wei_max: int | None) -> int:
        return self.chain.fee_wei_max if cost_wei_max is None else cost_wei_max

    def send(self, prepared: Prepared) -> None:
        """Sends what was prepared; as often as you like."""
        self.transactions.send(prepared)

    def look_among(self, copies: Sequence[Prepared], before: Anchor | None = None) -> tuple[Prepared | None, Sighting]:
        """How far whichever of some transactions with one nonce got, and which it is once it is in a block. `before` as in `look`."""
        return self.transactions.look_among(copies, before)

    def takers(self, prepared: Prepared) -> tuple[Address, ...]:
        """Whom it gives the token to, by what was signed; nobody where it calls something off, or gives nothing."""
        return abi.takers(read_signed(bytes.fromhex(prepared.raw)).data)

    def next_nonce(self, sender: Address) -> int:
        """The nonce that the sender's next transaction in a block has: only for that one does a higher fee help."""
        return self.node.nonce(sender)

    def look(self, prepared: Prepared, before: Anchor | None = None) -> Sighting:
        """How far it got; `before` is the block in which it was last seen, so that a reorganisation is noticed."""
        return self.transactions.look(prepared, before)

    def is_called_off(self, token: int, prepared: Sequence[Prepared]) -> bool:
        """True when none of these mints has made the token and none ever will: only then may the document `stay` in the log.

        `prepared`: every mint ever signed for it, those at a higher fee included, not what called them off.
        """
        ways = {self.look(one).progress for one in prepared}
        if not ways <= {Progress.FAILED, Progress.LOST}:
            return False
        return self.read(token, self.final()).escrow.place is Place.NONE

    def why_failed(self, call: Call, token: int, sighting: Sighting) -> EscrowRefusal | None:
        """The refusal of a transaction that its block shows as failed, as far as the rules can tell from the state it left."""
        if sighting.succeeded is not False or sighting.block is None:
            return None
        try:
            self._decide(call, token, sighting.block.number)
        except EscrowRefusal as refusal:
            return refusal
        return None

    def _refuse(self, reverted: Reverted, call: Call) -> NoReturn:
        refusal = abi.find_refusal(reverted.data, call)
        if refusal is None and reverted.data:
            raise UnknownRevert(chain=self.chain.name, data=str(reverted)) from None
        raise refusal or NoTitleEscrow(operation=call.operation.value) from None


_PARTIES = ("beneficiary", "holder", "nominee", "prevBeneficiary", "prevHolder")
