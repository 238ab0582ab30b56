"""A registry on a local chain with its issuer and two parties. All keys are synthetic."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from landsea.lading.chain import Chain, Prepared, Progress, Sighting, connect, deployment, signer_of
from landsea.lading.escrow import NOBODY, Address, Call, Operation, RegistryRole
from tests.lading.chain.anvil import ARTIFACTS, CHAIN_ID, Anvil, running

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry
    from landsea.lading.chain.signing import KeySigner

ETHER = 10**18
_tokens = itertools.count(1)


def key(number: int) -> KeySigner:
    return signer_of(number.to_bytes(32))


@dataclass
class World:
    """`registry` is connected with `chain`; three confirmations make an act final."""

    anvil: Anvil
    chain: Chain
    registry: TokenRegistry
    factory: Address
    issuer: KeySigner = field(default_factory=lambda: key(0xA1))
    anne: KeySigner = field(default_factory=lambda: key(0xA2))
    bob: KeySigner = field(default_factory=lambda: key(0xA3))

    def new_token(self) -> int:
        return next(_tokens)

    def send(self, call: Call, token: int) -> Prepared:
        signer = next(one for one in (self.issuer, self.anne, self.bob) if one.address == call.caller)
        prepared = self.registry.prepare(call, token, signer)
        self.registry.send(prepared)
        return prepared

    def settle(self, prepared: Prepared) -> Sighting:
        """Mines until the transaction is final; it must be then."""
        self.anvil.mine(self.chain.confirmations)
        sighting = self.registry.look(prepared)
        assert sighting.progress is Progress.FINAL, sighting
        return sighting

    def act(self, operation: Operation, by: KeySigner, token: int, *to: KeySigner, remark: bytes = b"") -> Sighting:
        """A call by a party, done and final. `to`: the new beneficiary, then the new holder (one for both)."""
        names = [one.address for one in to] or [NOBODY]
        return self.settle(self.send(Call(operation, by.address, names[0], names[-1], remark), token))

    def act_role(self, name: str, account: Address) -> None:
        """The account gets a role at the registry (`MINTER`, `ACCEPTER`, `RESTORER`)."""
        grant = Call(Operation.GRANT, self.issuer.address, role=RegistryRole[name], account=account)
        self.settle(self.send(grant, 0))

    def minted(self, remark: bytes = b"") -> int:
        """A token that Anne owns and holds."""
        token = self.new_token()
        self.act(Operation.MINT, self.issuer, token, self.anne, remark=remark)
        return token


@contextmanager
def world(*options: str) -> Iterator[World]:
    with running(*options) as anvil:
        yield build(anvil)


def build(anvil: Anvil) -> World:
    from landsea.lading.chain.deploy import creation_code

    chain = Chain("local", CHAIN_ID, anvil.url, frozenset(), confirmations=3)
    issuer = key(0xA1)
    for number in (0xA1, 0xA2, 0xA3):
        anvil.give(key(number).address, 100 * ETHER)
    making = deployment(chain)

    def made(prepared: Prepared) -> Address:
        making.send(prepared)
        anvil.mine()
        address = making.find_made(prepared)
        assert address is not None
        return address

    factory = made(
        making.prepare_factory(creation_code(ARTIFACTS / "TitleEscrowFactory.sol/TitleEscrowFactory.json"), issuer)
    )
    code = creation_code(ARTIFACTS / "TradeTrustToken.sol/TradeTrustToken.json")
    registry = made(making.prepare_registry(code, factory, "Synthetic registry", "SYN", issuer))
    chain = replace(chain, registries=frozenset({registry}))
    return World(anvil, chain, connect(chain, registry), factory)
