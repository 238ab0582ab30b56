"""Bitstring status lists: whether one of many credentials is revoked or suspended, without asking about it by name.

Standard: W3C Bitstring Status List 1.0, sections 2.1 (entry), 2.2 (list), 3.1 to 3.4 (algorithms) and 6.1 (at least 131,072 entries).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from landsea.identity.wire.credentials.multibase import base64url, parse_base64url
from landsea.identity.wire.credentials.refusals import BadEncoding, BadStatusList, UnknownStatusType
from landsea.identity.wire.credentials.times import render_time
from landsea.kernel import Phrase

ENTRY = "BitstringStatusListEntry"
LIST = "BitstringStatusListCredential"
PURPOSES = ("revocation", "suspension")
LEAST = 131_072
MOST = 2**27
"""Entries of a list: 16 MiB of bits. A compressed text that unfolds to more is refused before it does."""
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_GZIP = 31
"""zlib's word for: a gzip stream with a window of 32 KiB."""
_GZIP_MAGIC = "H4sI"


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's status stands: bit `index` of the list at `list_url`, for one purpose."""

    list_url: str
    index: int
    purpose: str

    def render(self) -> dict[str, Any]:
        """The `credentialStatus` of a credential."""
        return {
            "id": f"{self.list_url}#{self.index}",
            "type": ENTRY,
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
        }


def read_entry(status: object) -> StatusEntry:
    """Refused: any other type of status, purposes other than `PURPOSES`, statuses of more than one bit."""
    if not isinstance(status, Mapping) or status.get("type") != ENTRY:
        raise UnknownStatusType(type=str(status.get("type") if isinstance(status, Mapping) else status)[:80])
    purpose, size = status.get("statusPurpose"), status.get("statusSize", 1)
    index, url = status.get("statusListIndex"), status.get("statusListCredential")
    if purpose not in PURPOSES or size not in (1, "1") or size is True:
        raise UnknownStatusType(type=f"{ENTRY} ({str(purpose)[:40]}, {str(size)[:10]} bit)")
    if not isinstance(url, str) or not isinstance(index, str) or not _INDEX.fullmatch(index):
        raise BadStatusList(list=str(url)[:120], why="the entry has no list or no index in it")
    return StatusEntry(url, int(index), str(purpose))


def new_bits(size: int = LEAST) -> bytes:
    """A list in which nothing is revoked. `size` is a multiple of 8."""
    if size < LEAST or size > MOST or size % 8:
        raise ValueError(
            f"a status list has {LEAST} to {MOST} entries, in whole bytes, so that no entry is told by its place"
        )
    return bytes(size // 8)


def bits_with(bits: bytes, indexes: Iterable[int], *, is_set: bool = True) -> bytes:
    """The list with these entries set or cleared; index 0 is the first byte's most significant bit."""
    changed = bytearray(bits)
    for index in indexes:
        _require_inside(bits, index, "")
        mask = 0x80 >> index % 8
        changed[index // 8] = changed[index // 8] | mask if is_set else changed[index // 8] & ~mask
    return bytes(changed)


def is_set(bits: bytes, index: int, url: str = "") -> bool:
    _require_inside(bits, index, url)
    return bool(bits[index // 8] & (0x80 >> index % 8))


def encode_bits(bits: bytes, *, bare: bool = False) -> str:
    """`encodedList`: multibase base64url of the gzip of the bits; always the same text for the same bits.

    `bare`: without the multibase letter, which `@trustvc/w3c-credential-status` does not expect.
    """
    return ("" if bare else "u") + _squeezed(bits)


@lru_cache(maxsize=4)
def _squeezed(bits: bytes) -> str:
    """Some 40 ms for a list with thousands of bits set, which is asked for far more often than it changes."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return base64url(squeeze.compress(bits) + squeeze.flush())


def decode_bits(text: object, url: str = "") -> bytes:
    """The bits of an `encodedList`, with the multibase letter or, as TrustVC writes it, without."""
    if not isinstance(text, str) or not text.startswith(("u", _GZIP_MAGIC)):
        raise BadStatusList(list=url, why="encodedList is no multibase base64url text")
    try:
        unfold = zlib.decompressobj(_GZIP)
        bits = unfold.decompress(parse_base64url(text.removeprefix("u")), MOST // 8 + 1)
    except (zlib.error, BadEncoding):
        raise BadStatusList(list=url, why="encodedList is damaged") from None
    if len(bits) > MOST // 8:
        raise BadStatusList(list=url, why=Phrase("it has more than {most} entries", most=MOST))
    if not unfold.eof or unfold.unused_data:
        raise BadStatusList(list=url, why="encodedList is cut off or goes on after its end")
    if len(bits) * 8 < LEAST:
        raise BadStatusList(list=url, why=Phrase("it has fewer than {least} entries", least=LEAST))
    return bits


def list_credential(
    url: str,
    issuer: str,
    purpose: str,
    bits: bytes,
    *,
    valid_from: datetime,
    valid_until: datetime,
    fresh_for: timedelta | None = None,
    bare: bool = False,
) -> dict[str, Any]:
    """The list as a credential, to be signed by the issuer of the credentials in it. After `valid_until` it is stale.

    `fresh_for`: how long a reader that can ask again should keep it (`ttl`, in milliseconds).
    """
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", LIST],
        "issuer": issuer,
        "validFrom": render_time(valid_from),
        "validUntil": render_time(valid_until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode_bits(bits, bare=bare),
            **({} if fresh_for is None else {"ttl": fresh_for // timedelta(milliseconds=1)}),
        },
    }


def read_status(entry: StatusEntry, credential: Mapping[str, Any]) -> bool:
    """Whether the entry is set in a list whose proof, issuer and validity were verified before (3.2)."""
    url = entry.list_url
    subject = credential.get("credentialSubject")
    types = credential.get("type")
    if credential.get("id") != url:
        raise BadStatusList(list=url, why=Phrase("the list that was given is {id}", id=str(credential.get("id"))[:120]))
    if not isinstance(types, list) or LIST not in types or not isinstance(subject, Mapping):
        raise BadStatusList(list=url, why=Phrase("it is no {type}", type=LIST))
    purposes = subject.get("statusPurpose")
    if subject.get("type") != "BitstringStatusList" or entry.purpose not in (
        purposes if isinstance(purposes, list) else [purposes]
    ):
        raise BadStatusList(list=url, why=Phrase("it is not about {purpose}", purpose=entry.purpose))
    return is_set(decode_bits(subject.get("encodedList"), url), entry.index, url)


def _require_inside(bits: bytes, index: int, url: str) -> None:
    if not 0 <= index < len(bits) * 8:
        raise BadStatusList(list=url, why=Phrase("it has no entry {index}", index=index))
