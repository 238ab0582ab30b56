"""The time that sessions, links and login limits run on: the system's, also in a sandbox.

On a real node this is the node's clock. In a sandbox that clock is part of the story being tried out: it stands still or leaps by days,
while the browser, the link in a message and whoever guesses passwords live in the time of the world. So a leap logs nobody out, and a
clock that stands still keeps no session or lock-out alive for ever.
"""

from __future__ import annotations

from datetime import datetime

from landsea.journal import View
from landsea.runtime import Clock, SystemClock

clock: Clock = SystemClock()


def now(view: View) -> datetime:
    return clock.now(view.connection)
