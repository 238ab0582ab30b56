"""To which content a token was minted: the mint's remark, found without reading the whole chain."""

from __future__ import annotations

from landsea.lading.chain import abi
from landsea.lading.chain.model import Chain, TokenName, find_content
from landsea.lading.chain.refusals import ChainNodeRefused
from landsea.lading.chain.registry import TokenRegistry
from landsea.lading.escrow import Address


def read_minted_content(chain: Chain, name: TokenName, last: int) -> str | None:
    """See `chain.minted_content`. The title escrow is made by the mint, so its first block is the mint's: some 25 questions find it."""
    registry = TokenRegistry(chain, name.registry)
    escrow = registry.escrow_address(name.token)
    block = _first_block(registry, escrow, last)
    for log in registry.node.logs(escrow, block, block):
        try:
            found = abi.Log(tuple(bytes(one) for one in log["topics"]), bytes(log["data"]))
            event = abi.decode_event(found, name.registry, name.token)
        except ValueError as error:
            raise ChainNodeRefused(chain=chain.name, what="logs", why=str(error)[:100]) from None
        if event is not None and event.minting:
            return find_content(event.remark)
    return None


def _first_block(registry: TokenRegistry, escrow: Address, last: int) -> int:
    """The first block in which the contract lives; it lives in `last`."""
    first = 0
    while first < last:
        middle = (first + last) // 2
        if registry.node.code(escrow, middle):
            last = middle
        else:
            first = middle + 1
    return last
