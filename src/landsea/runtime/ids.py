"""Prefixed, sortable, opaque ids: `cns_` and a UUIDv7 (RFC 9562) in lower-case Crockford base 32."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_lock = threading.Lock()
_last = 0


def new_id(prefix: str, now: datetime) -> str:
    """26 characters behind the prefix; ids made later in one process sort later, also when the clock stands still."""
    global _last
    stamp = int(now.timestamp() * 1000) << 12
    with _lock:
        _last = max(_last + 1, stamp)
        stamp = _last
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return f"{prefix}_{''.join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))}"
