"""The seal of a rendered PDF: the node's signature over every byte of the file but the seal itself.

The renderer leaves a place of fixed length in the PDF's keywords, which PDF/A writes twice in the clear (information dictionary
and XMP). Filling it changes no length, so the file stays a valid PDF/A-3.
"""

from __future__ import annotations

import hashlib
import re

from landsea.journal import Signer
from landsea.lading.model import Wrong

_DOMAIN = "landsea document copy v1"
_SIZE = 64
_SEAL = re.compile(rb"landsea-seal-([0-9a-f]{%d})(?![0-9a-f])" % (2 * _SIZE))
PLACE = "landsea-seal-" + "0" * (2 * _SIZE)
COPIES = 2


def seal(pdf: bytes, signer: Signer) -> bytes:
    """The PDF with its empty places filled; `signer` is the node's log key."""
    signature = signer.sign(_message(pdf, signer.name))
    return _SEAL.sub(b"landsea-seal-" + signature.hex().encode(), pdf)


def open_seal(pdf: bytes, origin: str) -> tuple[bytes, bytes]:
    """What was signed and the signature. Raises `Wrong` when the file is not sealed as `seal` does."""
    found = _SEAL.findall(pdf)
    if len(found) != COPIES or len(set(found)) != 1:
        raise Wrong("the PDF has no seal of a node")
    return _message(_SEAL.sub(PLACE.encode(), pdf), origin), bytes.fromhex(found[0].decode())


def _message(unsealed: bytes, origin: str) -> bytes:
    return f"{_DOMAIN}\n{origin}\n{hashlib.sha256(unsealed).hexdigest()}\n".encode()
