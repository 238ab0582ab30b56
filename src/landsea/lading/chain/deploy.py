"""New token registries: from creation code that the operator brings, or as a clone by TradeTrust's deployer of the chain.

Creation code is in the npm package `@tradetrust-tt/token-registry`, dist/artifacts (`creation_code` reads a file of it); a node needs it
only here. On public chains TradeTrust runs deployers; their addresses are in the same package.
"""

from __future__ import annotations

import json
from pathlib import Path

from landsea.kernel import BadValue
from landsea.lading.chain import abi
from landsea.lading.chain.model import Chain, Prepared, Sighting, Signer
from landsea.lading.chain.node import Node, Reverted
from landsea.lading.chain.refusals import UnknownRevert
from landsea.lading.chain.transactions import Payload, Transactions
from landsea.lading.escrow import Address


def creation_code(artifact: Path) -> bytes:
    """The creation code in a compiler's artifact (JSON with `bytecode`)."""
    try:
        return bytes.fromhex(json.loads(artifact.read_text())["bytecode"].removeprefix("0x"))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        mend = "Give a file of the package's dist/artifacts, as TradeTrustToken.sol/TradeTrustToken.json."
        raise BadValue(value=artifact.name, what="contract artifact", why=str(error), mend=mend) from None


class Deployment:
    """Makes contracts on one chain. Each `prepare_` is stored, sent and looked up as any transaction."""

    def __init__(self, chain: Chain) -> None:
        self.node = Node(chain)
        self.transactions = Transactions(self.node)

    def prepare_factory(self, code: bytes, signer: Signer) -> Prepared:
        """TitleEscrowFactory, with the title escrow it copies. One serves any number of registries."""
        return self._prepare(Payload(None, code), signer)

    def prepare_registry(self, code: bytes, factory: Address, name: str, symbol: str, signer: Signer) -> Prepared:
        """TradeTrustToken. The signer gets all roles: administrator, minter, accepter, restorer."""
        built = abi.encode_values(["string", "string", "address"], name, symbol, factory)
        return self._prepare(Payload(None, code + built), signer)

    def prepare_clone(
        self, deployer: Address, implementation: Address, name: str, symbol: str, signer: Signer
    ) -> Prepared:
        """A registry as a cheap copy, made by a `TDocDeployer`. The signer gets all roles."""
        wanted = abi.encode_values(["string", "string", "address"], name, symbol, signer.address)
        return self._prepare(Payload(deployer, abi.encode("deploy(address,bytes)", implementation, wanted)), signer)

    def _prepare(self, payload: Payload, signer: Signer) -> Prepared:
        try:
            return self.transactions.prepare(payload, signer)
        except Reverted as reverted:
            raise UnknownRevert(chain=self.node.chain.name, data=str(reverted)) from None

    def send(self, prepared: Prepared) -> None:
        self.transactions.send(prepared)

    def look(self, prepared: Prepared) -> Sighting:
        return self.transactions.look(prepared)

    def find_made(self, prepared: Prepared) -> Address | None:
        """The address of the contract that a transaction made, once it is in a block."""
        return self.node.find_made(prepared.hash)
