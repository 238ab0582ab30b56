"""Reading how a token stands, from a registry that is trusted, at a block that is final."""

from __future__ import annotations

from datetime import UTC, datetime

from landsea.lading.chain.model import Chain, TokenName, TokenStanding, Whereabouts
from landsea.lading.chain.refusals import ChainMoved, NotATokenRegistry, OtherChain
from landsea.lading.chain.registry import TokenRegistry
from landsea.lading.escrow import Address, Escrow, Place

_WHERE = {
    Place.NONE: Whereabouts.UNKNOWN,
    Place.ESCROW: Whereabouts.HELD,
    Place.REGISTRY: Whereabouts.RETURNED,
    Place.BURNT: Whereabouts.BURNT,
}


def read_standing(chain: Chain, name: TokenName) -> TokenStanding:
    """See `chain.standing_of_token`."""
    if name.chain_id != chain.chain_id:
        raise OtherChain(chain=chain.name, token=name.chain_id, given=chain.chain_id)
    registry = TokenRegistry(chain, name.registry)
    final = max(registry.final(), 0)
    if not registry.node.code(name.registry, final):
        raise NotATokenRegistry(registry=name.registry, chain=chain.name, why="it is in no final block yet")
    seen = registry.read(name.token, final)
    newest = registry.read(name.token)
    found, seconds = registry.node.block(seen.block.number)
    if found != seen.block:
        raise ChainMoved(chain=chain.name, number=seen.block.number)
    moving = (newest.escrow, newest.paused) != (seen.escrow, seen.paused)
    at = datetime.fromtimestamp(seconds, UTC)
    return TokenStanding(name, _WHERE[seen.escrow.place], *_parties(seen.escrow), seen.paused, moving, seen.block, at)


def _parties(escrow: Escrow) -> tuple[Address | None, Address | None]:
    return (escrow.holder, escrow.beneficiary) if escrow.active else (None, None)
