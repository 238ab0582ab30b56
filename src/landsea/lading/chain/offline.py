"""Signing away from the node: what it asks to be signed as a file, a key of one's own, and the file that goes back.

Needs no node and no line to a chain. What goes back is checked again by the node, against what the step needs then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from landsea.kernel import BadValue
from landsea.lading.chain import abi
from landsea.lading.chain.model import Draft
from landsea.lading.chain.refusals import BadKeyFile, WrongSigner
from landsea.lading.chain.signing import KeySigner, fields_of
from landsea.lading.chain.web import Account
from landsea.lading.escrow import parse_address

CALLS_OFF = "call-off"


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """The file that the node gives: `step` is what it is to be handed in as, `transactions` the copies at rising fees."""

    document: str
    number: str
    step: dict[str, str]
    transactions: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ToSign:
    """What a file asks a key to sign: one transaction, and the same at rising fees."""

    asked: Asked
    copies: tuple[Draft, ...]

    @property
    def does(self) -> str:
        """The contract's function that it calls, by its own bytes, not by what the file says of it."""
        first = self.copies[0]
        if first.to == first.sender and not first.data:
            return CALLS_OFF
        found = abi.find_operation(first.data)
        return found.value if found else ""


def parse_file(content: bytes) -> ToSign:
    """Refused (`BadValue`) unless it asks for one transaction of the contracts', with copies that differ by their fees alone."""
    try:
        asked = msgspec.json.decode(content, type=Asked)
        copies = tuple(_draft(one) for one in asked.transactions)
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError):
        raise _bad("it is not the file that the node gave") from None
    if not copies or any(
        replace(one, fee_wei=0, tip_wei=None) != replace(copies[0], fee_wei=0, tip_wei=None) for one in copies
    ):
        raise _bad("its copies differ by more than their fees")
    made = ToSign(asked, copies)
    if not made.does:
        raise _bad("it calls no function of the contracts")
    return made


def _draft(said: dict[str, Any]) -> Draft:
    tip = None if said["tip_wei"] is None else int(said["tip_wei"])
    data = bytes.fromhex(said["data"].removeprefix("0x"))
    given = (int(said["chain_id"]), parse_address(said["from"]), int(said["nonce"]), parse_address(said["to"]))
    return Draft(*given, data, int(said["gas"]), int(said["fee_wei"]), tip)


def _bad(why: str) -> BadValue:
    return BadValue(value="The file", what="file to sign", why=why, mend="Ask the node for it anew.")


def signer_in(content: bytes, passphrase: Callable[[], str]) -> KeySigner:
    """The key of a file: a keystore (Web3 Secret Storage, version 3), whose passphrase is asked for, or 32 bytes in hexadecimal.

    Raises `BadKeyFile`.
    """
    opening = passphrase() if content.lstrip()[:1] == b"{" else ""
    try:
        if opening:
            return KeySigner(bytes(Account.decrypt(content.decode(), opening)))
        return KeySigner(bytes.fromhex(content.decode("ascii").strip().removeprefix("0x")))
    except Exception:  # whatever the file holds, nothing of it is told
        raise BadKeyFile from None


def sign_file(wanted: ToSign, signer: KeySigner) -> dict[str, Any]:
    """What is handed in. Raises `WrongSigner` when the key is of another address."""
    sender = wanted.copies[0].sender
    if signer.address != sender:
        raise WrongSigner(expected=sender, found=signer.address)
    signed = ["0x" + signer.sign(fields_of(one)).hex() for one in wanted.copies]
    return {"document": wanted.asked.document, "step": wanted.asked.step, "signed": signed}
