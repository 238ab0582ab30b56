"""What has gone wrong by a given moment, and when to look again.

Of one consignment at most one exception holds at a time: the first leg that is missed, since what follows from it is no news.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from landsea.tracking.model import (
    ConnectionMissed,
    CutoffCheck,
    CutoffMissed,
    LegProgress,
    Plan,
    TrackingException,
)


def exception_at(consignment: str, legs: Sequence[LegProgress], plan: Plan, now: datetime) -> TrackingException | None:
    """The exception that holds at `now`; `None` when all is well or nothing more can be missed."""
    before: LegProgress | None = None
    for leg in legs:
        if leg.missed and before is not None:
            return _connection(consignment, before, leg)
        cargo = cargo_check(leg)
        if not leg.boarded and cargo is not None and _is_missed(cargo, now):
            return _cutoff(consignment, leg, cargo, plan)
        before = leg
    return None


def cargo_check(leg: LegProgress) -> CutoffCheck | None:
    return next((check for check in leg.cutoffs if check.kind == "cargo"), None)


def _is_missed(check: CutoffCheck, now: datetime) -> bool:
    return check.at < now and not check.met


def _connection(consignment: str, before: LegProgress, leg: LegProgress) -> ConnectionMissed:
    cargo, comes = cargo_check(leg), before.arrival
    until = cargo.at if cargo else leg.leg.departs
    if comes.expected is None:
        raise ValueError("a missed connection has an expected arrival in front of it")
    return ConnectionMissed(
        consignment=consignment,
        leg=leg.leg.no,
        place=leg.leg.from_place,
        cutoff_at=until,
        arrival_at=comes.expected,
        arrival_basis=str(comes.basis),
        late_minutes=-(-int((comes.expected - until).total_seconds()) // 60),
        evidence=(comes.evidence,) if comes.evidence else (),
    )


def _cutoff(consignment: str, leg: LegProgress, check: CutoffCheck, plan: Plan) -> CutoffMissed:
    return CutoffMissed(
        consignment=consignment,
        leg=leg.leg.no,
        place=leg.leg.from_place,
        cutoff_at=check.at,
        containers=tuple(sorted(plan.containers)),
        came_at=check.met_at,
    )


def look_again_at(legs: Sequence[LegProgress], now: datetime) -> datetime | None:
    """The next moment at which time alone can change the answer."""
    checks = [cargo_check(leg) for leg in legs if not leg.boarded]
    coming = [check.at for check in checks if check is not None and check.at >= now and not check.met]
    return min(coming, default=None)
