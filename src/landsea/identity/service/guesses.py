"""A limit on guessing passphrases by who is logged in already (a stolen cookie, a borrowed screen).

Kept in the process: a wrong passphrase ends the unit of work it came in, so nothing of it can be stored there. Guessing with the
database at hand is limited by the cost of argon2id alone.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import datetime, timedelta

from landsea.identity.model import TooManyPassphrases

WINDOW = timedelta(minutes=15)
WRONG_MAX = 10

_lock = threading.Lock()
_wrong: defaultdict[str, list[datetime]] = defaultdict(list)


def require_few(key: str, now: datetime) -> None:
    """Raises `TooManyPassphrases` after `WRONG_MAX` wrong passphrases for a title key within the window."""
    with _lock:
        recent = [at for at in _wrong.get(key, ()) if at > now - WINDOW]
        if len(recent) >= WRONG_MAX:
            raise TooManyPassphrases(minutes=int(WINDOW.total_seconds()) // 60)


def note_wrong(key: str, now: datetime) -> None:
    with _lock:
        _wrong[key] = [at for at in _wrong[key] if at > now - WINDOW] + [now]


def forget(key: str) -> None:
    with _lock:
        _wrong.pop(key, None)
