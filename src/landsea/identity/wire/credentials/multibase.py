"""Multibase text: base58btc (`z`) and base64url without padding (`u`).

Standard: W3C Controlled Identifiers 1.0, section 2.4 (Multibase); the alphabet of base58btc is Bitcoin's.
"""

from __future__ import annotations

import base64
import binascii
import re

from landsea.identity.wire.credentials.refusals import BadEncoding

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {char: digit for digit, char in enumerate(_BASE58)}
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
LONGEST_BASE58 = 1024
"""Base 58 takes quadratic time to read; keys, hashes and signatures are far below this."""


def base58btc(data: bytes) -> str:
    """Base 58 with Bitcoin's alphabet; leading zero bytes become ones."""
    number = int.from_bytes(data)
    digits = ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BASE58[digit] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def parse_base58btc(text: str) -> bytes:
    if len(text) > LONGEST_BASE58 or any(char not in _DIGITS for char in text):
        raise BadEncoding(what=repr(text[:40]), form="base58btc text")
    number = 0
    for char in text:
        number = number * 58 + _DIGITS[char]
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def base64url(data: bytes) -> str:
    """RFC 4648 section 5, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def parse_base64url(text: str) -> bytes:
    """Strict: no padding, no white space, no bits left over, so that there is one text for one value."""
    if _BASE64URL.fullmatch(text):
        try:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except binascii.Error:
            data = b""
        if base64url(data) == text:
            return data
    raise BadEncoding(what=repr(text[:40]), form="base64url text without padding")


def parse_multibase(text: object) -> bytes:
    """The bytes of a `z...` or `u...` text."""
    if isinstance(text, str) and text[:1] == "z":
        return parse_base58btc(text[1:])
    if isinstance(text, str) and text[:1] == "u":
        return parse_base64url(text[1:])
    raise BadEncoding(what=repr(text)[:42], form="multibase text that starts with z or u")
