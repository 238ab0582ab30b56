"""The registry on a blockchain: TradeTrust's TitleEscrow v5 on any EVM chain, over JSON-RPC (区块链数字提单).

An option: without the extra `evm` (`web3`) every function here refuses with `EvmExtraMissing`, and nothing else of the node changes.
What the contracts do is decided by the pure rules of `lading.escrow`; this package sends, watches and reads.

To a chain and back. A caller never holds a database transaction open while it calls this package.

1. `leave` is signed by the holder and committed: the document is operative nowhere. Ask `escrow.mint_call` first; it refuses what the
   contract could not hold. The form's name is `str(TokenName(...))`.
2. `prepared = registry.prepare(mint_call(...), token, signer)`: simulated, signed, not sent. Store it (it is all of the effect), then
   `registry.send(prepared)`. After a crash send what is stored again: hash and nonce are the same, so it happens once.
   A key kept outside signs what `registry.draft` says; `registry.accept` takes exactly that back.
3. `registry.look(prepared, last_seen_block)` until `is_settled`. FINAL: `history(token)`, whose `minted` must name the parties and the
   content that left; then commit `left`. FAILED or LOST: commit `stay`, but only if `is_called_off(token, mints)`: the token does
   not exist and no mint ever signed for it can be included any more. To give up a mint that waits, send `registry.replace(prepared,
   signer)`, stored beside it, until the mint is LOST.
4. On the chain the parties act by `escrow.transfer_calls` and its neighbours, each call signed by its own chain key.
5. Back: the holder's `returnToIssuer`, the issuer's `burn`, both FINAL; `history(token)` then says place BURNT and `returned_by`; then
   commit `return` to the party of that address. A burnt number is never minted again: the next `leave` takes another token.

Values: `Chain` (settings; registries not named there are unknown), `Prepared` (store it), `Sighting` with `Progress` and `left` (a block
that was reorganised away), `Seen` (state at one block), `History` of `Endorsement`s (bounded ranges of blocks, explained by the rules,
equal to the contract's state or refused), `TokenName`. `token_of` and `content_remark` bind a token to a credential and a content.
Refusals: those of `escrow` by the contract's own errors, before anything is sent; of the line `ChainUnreachable`, `ChainNodeRefused`,
`WrongChain`, `ChainMoved` (try again), `FinalityBroken`, `HistoryDisagrees`; of what is asked `UnknownRegistry`, `NotATokenRegistry`,
`InsufficientFunds`, `FeeTooHigh`, `WrongSigner`, `NonceTaken`, `NotReplaceable`, `UnknownRevert`.

Keys: a `Signer` has an address and signs; this package stores none and takes none from settings. A party's chain key is to be sealed
like its title key and unsealed for one act (`signer_of`). One sender's transactions are prepared one at a time: prepare, store, send.
Sources: `@tradetrust-tt/token-registry` 5.5; EIP-155, EIP-165, EIP-1559, EIP-55; Ethereum JSON-RPC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from landsea.kernel import BadValue
from landsea.lading.chain.model import (
    Anchor,
    Chain,
    Draft,
    Endorsement,
    History,
    Prepared,
    Progress,
    Seen,
    Sighting,
    Signer,
    TokenName,
    TokenStanding,
    Whereabouts,
    content_remark,
    find_content,
    in_gwei,
    parse_token_name,
    token_of,
)
from landsea.lading.chain.refusals import EvmExtraMissing

if TYPE_CHECKING:
    from landsea.lading.chain.deploy import Deployment
    from landsea.lading.chain.offline import ToSign
    from landsea.lading.chain.registry import TokenRegistry
    from landsea.lading.chain.signing import KeySigner
    from landsea.lading.escrow import Address

CONFIRMATIONS = 64
"""How many blocks must hold what is read from a bare URL: two epochs of Ethereum, after which it is final by its own rules."""


def connect(chain: Chain, registry: Address) -> TokenRegistry:
    """The token registry at `registry`, asked for its chain and kind first.

    Raises `EvmExtraMissing`, `UnknownRegistry`, `WrongChain`, `NotATokenRegistry`, `ChainUnreachable`.
    """
    _require_packages()
    from landsea.lading.chain.registry import TokenRegistry

    return TokenRegistry(chain, registry)


def standing_of_token(chain: Chain, name: TokenName) -> TokenStanding:
    """How the token that a credential names (`TransferableRecords`) stands, at the newest block that is final for `chain`.

    `chain`: on a node, `service.chain.chain_of_token(view, name)`; from a bare URL, `chain_at(url, name.chain_id, registries)`. Never
    call it inside a transaction: it asks the line some thirty times. `name`: `TokenName(int(tokenNetwork.chainId),
    checked_address(tokenRegistry), int(tokenId, 16))`; that `tokenId` is `token_of` the credential's `id` is for the caller to check.

    Rely on it only if `where` is HELD, not `moving`, not `paused`, and `at` is recent: a node that stands still answers old blocks.
    Refused by name, never a standing, where it cannot be known: `OtherChain` (of the name), `UnknownRegistry` (not trusted),
    `WrongChain` (the line answers another chain id), `NotATokenRegistry` (no contract there, or without TradeTrust's interfaces),
    `ChainUnreachable`, `ChainNodeRefused`, `ChainMoved` (try again), `EvmExtraMissing`.
    """
    _require_packages()
    from landsea.lading.chain.standing import read_standing

    return read_standing(chain, name)


def minted_content(chain: Chain, standing: TokenStanding) -> str | None:
    """The content (SHA-256 in hexadecimal) to which the token was minted by `content_remark`; None for a mint with another remark.

    Asks for the code of past blocks, so for an old token the line must be to an archive node; else `ChainNodeRefused`. Also raises what
    `standing_of_token` raises.
    """
    _require_packages()
    from landsea.lading.chain.minting import read_minted_content

    return read_minted_content(chain, standing.name, standing.block.number)


def chain_at(url: str, chain_id: int, registries: Iterable[str], confirmations: int = CONFIRMATIONS) -> Chain:
    """A chain that is only read, without a node's settings. `registries`: the addresses that whoever asks trusts. Asks nothing yet."""
    given = urlsplit(url)
    if given.scheme not in ("http", "https") or not given.hostname:
        why, mend = "it is not http or https", "Write all of the URL of a JSON-RPC node."
        raise BadValue(value=repr(given.scheme), what="chain URL", why=why, mend=mend)
    return Chain(f"eip155:{chain_id}", chain_id, url, frozenset(map(checked_address, registries)), confirmations)


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


def ladder(first: Draft, cost_wei_max: int) -> Iterator[Draft]:
    """`first`, and the same at rising fees up to what one transaction may cost. Raises `EvmExtraMissing`."""
    _require_packages()
    from landsea.lading.chain import transactions

    return transactions.ladder(first, cost_wei_max)


def file_to_sign(content: bytes) -> ToSign:
    """What a node's file of a step asks a key to sign. Needs no node. Raises `BadValue`, `EvmExtraMissing`."""
    _require_packages()
    from landsea.lading.chain import offline

    return offline.parse_file(content)


def sign_offline(wanted: ToSign, key_file: bytes, passphrase: Callable[[], str]) -> dict[str, Any]:
    """What is handed in to the node. `key_file`: a keystore of version 3, or hexadecimal; `passphrase` is asked for a keystore's.

    Raises `BadKeyFile`, `WrongSigner`.
    """
    from landsea.lading.chain import offline

    return offline.sign_file(wanted, offline.signer_in(key_file, passphrase))


def prove_address(
    key_file: bytes, passphrase: Callable[[], str], message_for: Callable[[Address], bytes]
) -> tuple[Address, bytes]:
    """The address of a key file, and its signature (EIP-191) over the message for that address. Raises `BadKeyFile`."""
    _require_packages()
    from landsea.lading.chain import offline

    signer = offline.signer_in(key_file, passphrase)
    return signer.address, signer.sign_message(message_for(signer.address))


def personal_signature(private_key: bytes, message: bytes) -> bytes:
    """The key's signature over a message for people (EIP-191, `personal_sign`). Raises `EvmExtraMissing`."""
    _require_packages()
    from landsea.lading.chain import signing

    return signing.personal_signature(private_key, message)


def is_personal_signature(address: Address, message: bytes, signature: bytes) -> bool:
    """True when the key of `address` signed the message (EIP-191, `personal_sign`). Raises `EvmExtraMissing`, nothing else."""
    _require_packages()
    from landsea.lading.chain import signing

    return signing.is_personal_signature(address, message, signature)


def checked_address(text: str) -> Address:
    """An address as a person typed or pasted it: in mixed case only with the right checksum (EIP-55), so that no slip passes."""
    _require_packages()
    from landsea.lading.chain.abi import parse_checked

    return parse_checked(text)


def _require_packages() -> None:
    try:
        import landsea.lading.chain.web  # noqa: F401  # heavy, and only of the extra `evm`
    except ImportError:
        raise EvmExtraMissing from None


__all__ = [
    "CONFIRMATIONS",
    "Anchor",
    "Chain",
    "Draft",
    "Endorsement",
    "EvmExtraMissing",
    "History",
    "Prepared",
    "Progress",
    "Seen",
    "Sighting",
    "Signer",
    "TokenName",
    "TokenStanding",
    "Whereabouts",
    "chain_at",
    "checked_address",
    "connect",
    "content_remark",
    "deployment",
    "file_to_sign",
    "find_content",
    "in_gwei",
    "is_personal_signature",
    "ladder",
    "minted_content",
    "parse_token_name",
    "personal_signature",
    "prove_address",
    "sign_offline",
    "signer_of",
    "standing_of_token",
    "token_of",
]
