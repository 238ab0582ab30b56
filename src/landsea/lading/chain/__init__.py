"""The registry on a blockchain: TradeTrust's TitleEscrow v5 on any EVM chain, over JSON-RPC (区块链数字提单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landsea.lading.chain.model import (
    Anchor,
    Chain,
    Endorsement,
    History,
    Prepared,
    Progress,
    Seen,
    Sighting,
    Signer,
    content_remark,
    find_content,
    token_of,
)
from landsea.lading.chain.refusals import EvmExtraMissing

if TYPE_CHECKING:
    from landsea.lading.chain.deploy import Deployment
    from landsea.lading.chain.registry import TokenRegistry
    from landsea.lading.chain.signing import KeySigner
    from landsea.lading.escrow import Address


def connect(chain: Chain, registry: Address) -> TokenRegistry:
    """The token registry at `registry`, asked for its chain and kind first.

    Raises `EvmExtraMissing`, `UnknownRegistry`, `WrongChain`, `NotATokenRegistry`, `ChainUnreachable`.
    """
    _require_packages()
    from landsea.lading.chain.registry import TokenRegistry

    return TokenRegistry(chain, registry)


def deployment(chain: Chain) -> Deployment:
    """For making new registries on the chain. Raises `EvmExtraMissing`."""
    _require_packages()
    from landsea.lading.chain.deploy import Deployment

    return Deployment(chain)


def signer_of(private_key: bytes) -> KeySigner:
    """A signer over 32 bytes that were just unsealed. Raises `EvmExtraMissing`."""
    _require_packages()
    from landsea.lading.chain.signing import KeySigner

    return KeySigner(private_key)


def checked_address(text: str) -> Address:
    """An address as a person typed or pasted it: in mixed case only with the right checksum (EIP-55), so that no slip passes."""
    _require_packages()
    from landsea.lading.chain.abi import parse_checked

    return parse_checked(text)


def _require_packages() -> None:
    try:
        import web3  # noqa: F401  # heavy, and only of the extra `evm`
    except ImportError:
        raise EvmExtraMissing from None


__all__ = [
    "Anchor",
    "Chain",
    "Endorsement",
    "EvmExtraMissing",
    "History",
    "Prepared",
    "Progress",
    "Seen",
    "Sighting",
    "Signer",
    "checked_address",
    "connect",
    "content_remark",
    "deployment",
    "find_content",
    "signer_of",
    "token_of",
]
