"""What a file is, told from its beginning and its names, before it is read strictly."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
from msgspec import UNSET

STATUS_LIST = "BitstringStatusListCredential"


class FileKind(StrEnum):
    EVIDENCE = "evidence"
    """A PDF, or JSON that states our format."""
    CREDENTIAL = "credential"
    STATUS_LIST = "status list"
    """A credential too, but one that speaks of other credentials (W3C Bitstring Status List 1.0)."""
    DID_DOCUMENT = "DID document"
    OTHER = "other"


class _Peek(msgspec.Struct):
    context: Any = msgspec.field(default=UNSET, name="@context")
    type: Any = UNSET
    format: Any = UNSET
    keys: Any = msgspec.field(default=UNSET, name="verificationMethod")


_PEEK = msgspec.json.Decoder(_Peek)


def kind_of(content: bytes) -> FileKind:
    """A credential has a context and is of the type VerifiableCredential; a DID document has a context too."""
    if content.startswith(b"%PDF-"):
        return FileKind.EVIDENCE
    try:
        peek = _PEEK.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return FileKind.OTHER
    if peek.format is not UNSET:
        return FileKind.EVIDENCE
    types = peek.type if isinstance(peek.type, list) else [peek.type]
    if peek.context is not UNSET and "VerifiableCredential" in types:
        return FileKind.STATUS_LIST if STATUS_LIST in types else FileKind.CREDENTIAL
    return FileKind.OTHER if peek.keys is UNSET else FileKind.DID_DOCUMENT
