"""Learning from this node's own events how late services are, and handing it down to the network."""

from __future__ import annotations

from datetime import UTC, datetime

from landsea import identity, network
from landsea.journal import View, Work
from landsea.network import Learned, NoNetwork, Performance, Reliability
from landsea.tracking.model import Observation, Spread
from landsea.tracking.rules.correlation import correlation_along
from landsea.tracking.rules.observing import observations
from landsea.tracking.rules.performance import Curve, learn
from landsea.tracking.store import queries

BASIS = "Events that this node has received itself: actual against first announced times. No containers, bookings or parties are in it."
HANDLING = "handling"


def learn_performance(work: Work) -> Performance | None:
    """What the node's events show of delays, recorded with the network unless it is known; `None` where they are too few.

    For operators of the node, and its worker. A function of the events and of the published figures: learning again says the same.
    """
    identity.require_node_operator(work, "learn performance")
    found = list(observations(queries.of_calls(work.connection)))
    spreads, common = learn(found, lambda step, mode: _published(work, step, mode))
    if not spreads and network.performance(work) is None:
        return None
    learned = _performance(found, spreads, common, correlation_along(found))
    network.record_performance(work, learned)
    return learned


def _performance(found: list[Observation], spreads: list[Spread], common: float, along: float) -> Performance:
    planned = sorted(one.planned for one in found)
    return Performance(
        start=_text(planned[0]) if planned else "",
        end=_text(planned[-1]) if planned else "",
        observations=len(found),
        common_permille=round(1000 * common),
        along_permille=round(1000 * along),
        basis=BASIS,
        rows=tuple(_learned(one) for one in spreads),
    )


def _learned(spread: Spread) -> Learned:
    step, mode, service, place, season = (*spread.name, "", "", "")[:5]
    weight = round(1000 * spread.weight)
    return Learned(step, mode, service, place, season, spread.quantiles, spread.count, spread.weeks, weight)


def _published(view: View, step: str, mode: str) -> Curve | None:
    """The figure of the mode as a whole. Dwell has none: what is published is by how much it exceeds a facility's own time."""
    figures = {one.mode: one for one in _figures(view) if not one.carrier}
    return None if step == HANDLING or mode not in figures else network.published_delays(figures[mode])


def _figures(view: View) -> tuple[Reliability, ...]:
    try:
        return network.current(view).reliability
    except NoNetwork:
        return ()


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes")
