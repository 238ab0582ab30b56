"""What was learned of punctuality comes in here, from the room that sees events, and is read back by planners."""

from __future__ import annotations

import hashlib
from datetime import datetime

from landsea.journal import View, Work
from landsea.network import store_performance as store
from landsea.network.model.performance import Performance, PerformanceRecorded, Quantiles, Reliability
from landsea.network.rules.reliability import quantiles_of


def record_performance(work: Work, learned: Performance) -> bool:
    """The newest record; whether it says anything new. The same record again leaves no trace."""
    content = store.render(learned)
    if hashlib.sha256(content).hexdigest() == store.find_digest(work.connection):
        return False
    fact = PerformanceRecorded(
        digest=work.blobs.put(content),
        start=learned.start,
        end=learned.end,
        observations=learned.observations,
        rows=len(learned.rows),
        common_permille=learned.common_permille,
        along_permille=learned.along_permille,
        basis=learned.basis,
    )
    work.append(store.STREAM, work.version(store.STREAM), fact)
    return True


def performance(view: View) -> Performance | None:
    """What this node has learned last; `None` while it has not."""
    return store.find(view.connection)


def performance_version(view: View) -> str:
    """Names the newest record; empty where there is none."""
    return store.find_digest(view.connection)[:12]


def performance_history(view: View) -> list[tuple[datetime, PerformanceRecorded]]:
    """Every record there was, oldest first."""
    found = view.history(store.STREAM)
    return [(entry.acted_at, fact) for entry, fact in found if isinstance(fact, PerformanceRecorded)]


def published_delays(figure: Reliability) -> Quantiles:
    """The distribution that a published or assumed figure is taken for (`rules.reliability`)."""
    return quantiles_of(figure)
