"""What sending needs besides the journal. Composition puts it together once for a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from landsea.journal import View
from landsea.kernel import Fact
from landsea.notify.model import Answer, Posting, Topic
from landsea.notify.post import post
from landsea.runtime import Clock, SystemClock, Vault

_chance, _clock = SystemRandom().random, SystemClock()


@dataclass(frozen=True)
class Courier:
    """`topics`: what each room says of its facts. `any_address`: private addresses and the own machine may be sent to, too.

    `clock` is the world's, also in a sandbox: receivers compare a signature's time with theirs, and a retry waits in real time.
    """

    vault: Vault
    topics: Mapping[type[Fact], Topic]
    any_address: bool = False
    clock: Clock = _clock
    chance: Callable[[], float] = _chance
    post: Callable[[Posting], Answer] = post
    seconds_max: float = 20.0
    """For one request ("Request timeouts": 15 to 30 s)."""

    def now(self, view: View) -> datetime:
        return self.clock.now(view.connection)

    @property
    def kinds(self) -> dict[str, Topic]:
        """By kind of fact."""
        return {fact.kind: topic for fact, topic in self.topics.items()}
