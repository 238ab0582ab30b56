"""A signer over a private key that is in memory for one act: unsealed, used, forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landsea.lading.chain.web import Account, encode_defunct
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
