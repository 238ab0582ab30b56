"""Signatures: by a private key that is in memory for one act (unsealed, used, forgotten), or read from what was signed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landsea.lading.chain.model import Draft, Prepared
from landsea.lading.chain.refusals import NotASignedTransaction
from landsea.lading.chain.web import Account, RLPException, Web3, encode_defunct, rlp_decode
from landsea.lading.escrow import Address


class KeySigner:
    """Signs with a secp256k1 private key of 32 bytes. Make it for one act, as title keys are unsealed for one signature."""

    def __init__(self, private_key: bytes) -> None:
        self._account: Any = Account.from_key(private_key)

    @property
    def address(self) -> Address:
        return Address(self._account.address.lower())

    def sign(self, transaction: Mapping[str, object]) -> bytes:
        return bytes(self._account.sign_transaction(dict(transaction)).raw_transaction)

    def sign_message(self, message: bytes) -> bytes:
        """For people (EIP-191 version 0x45), 65 bytes."""
        return bytes(self._account.sign_message(encode_defunct(message)).signature)

    def __repr__(self) -> str:
        return f"KeySigner({self.address})"


def personal_signature(private_key: bytes, message: bytes) -> bytes:
    """The signature over a message for people (EIP-191 version 0x45), 65 bytes."""
    return bytes(Account.sign_message(encode_defunct(message), private_key).signature)


def is_personal_signature(address: Address, message: bytes, signature: bytes) -> bool:
    """True when the key of `address` made it (EIP-191 version 0x45). Never raises."""
    try:
        return str(Account.recover_message(encode_defunct(message), signature=signature)).lower() == address
    except Exception:  # whatever the bytes are, they are no signature
        return False


# Transactions

_DYNAMIC_FEE = 2
"""The type of EIP-1559's transactions, before their bytes (EIP-2718)."""


def fields_of(draft: Draft) -> dict[str, Any]:
    """As a `Signer` takes it."""
    to = {"to": Web3.to_checksum_address(draft.to)} if draft.to else {}
    fees = (
        {"gasPrice": draft.fee_wei}
        if draft.tip_wei is None
        else {"maxFeePerGas": draft.fee_wei, "maxPriorityFeePerGas": draft.tip_wei}
    )
    return {
        "data": draft.data,
        "value": 0,
        "gas": draft.gas,
        "nonce": draft.nonce,
        "chainId": draft.chain_id,
        **to,
        **fees,
    }


def prepared(draft: Draft, raw: bytes) -> Prepared:
    """`raw`: the signed transaction of `draft`."""
    given = (draft.chain_id, draft.sender, draft.nonce, Web3.keccak(raw).to_0x_hex(), raw.hex())
    return Prepared(*given, draft.gas, draft.fee_wei, draft.tip_wei)


def read_signed(raw: bytes) -> Draft:
    """What was signed and by whom, from the raw transaction: EIP-1559's, or an older one with a chain id (EIP-155).

    Raises `NotASignedTransaction` for anything else: another kind, ether sent along, an access list, bytes that are not all read.
    """
    try:
        return _read_dynamic(raw) if raw[:1] == bytes([_DYNAMIC_FEE]) else _read_legacy(raw)
    except NotASignedTransaction:
        raise
    except Exception:  # whatever the bytes are, they are no signed transaction
        raise NotASignedTransaction(why="it cannot be read") from None


def _read_dynamic(raw: bytes) -> Draft:
    chain_id, nonce, tip, fee, gas, to, value, data, listed, *_ = _items(raw[1:], 12)
    if listed:
        raise NotASignedTransaction(why="it has an access list")
    return _read(raw, (chain_id, nonce, to, value, data, gas, fee), int.from_bytes(tip))


def _read_legacy(raw: bytes) -> Draft:
    nonce, fee, gas, to, value, data, v, *_ = _items(raw, 9)
    chain_id = (int.from_bytes(v) - 35) // 2
    if chain_id < 1:
        raise NotASignedTransaction(why="it names no chain")
    return _read(raw, (chain_id.to_bytes(32), nonce, to, value, data, gas, fee), None)


def _items(encoded: bytes, count: int) -> list[Any]:
    try:
        found = rlp_decode(encoded)
    except RLPException:
        raise NotASignedTransaction(why="it cannot be read") from None
    if not isinstance(found, list) or len(found) != count:
        raise NotASignedTransaction(why="it is of another kind")
    return found


def _read(raw: bytes, said: tuple[bytes, ...], tip: int | None) -> Draft:
    chain_id, nonce, to, value, data, gas, fee = said
    if value:
        raise NotASignedTransaction(why="it sends ether along")
    sender = Address(Account.recover_transaction(raw).lower())
    numbers = [int.from_bytes(one) for one in (chain_id, nonce, gas, fee)]
    receiver = Address("0x" + to.hex()) if to else None
    return Draft(numbers[0], sender, numbers[1], receiver, data, numbers[2], numbers[3], tip)
