"""What delays have in common: at one place in one week, and one after the other on a journey.

Compared are normal scores, the rank of a delay among those of the same service, call and quarter, so that neither outliers nor lasting
differences count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import NormalDist, fmean

from landsea.tracking.model import Observation

COUNT_LEAST = 5
CONNECTION = timedelta(days=7)
"""Cargo that has arrived goes on within a week."""

Scores = dict[Observation, float]
Stop = tuple[datetime, float, str, str, float | None]
"""Planned arrival, score, service, run, and the score of the run's next arrival."""


def scores_of(observations: Sequence[Observation]) -> Scores:
    groups: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for one in observations:
        groups[one.step, one.mode, one.service, one.place, one.season].append(one)
    found: Scores = {}
    for members in groups.values():
        ranked = sorted(one.minutes for one in members)
        if len(ranked) >= COUNT_LEAST:
            found |= {one: _score(ranked, one.minutes) for one in members}
    return found


def _score(ranked: Sequence[int], minutes: int) -> float:
    """Of equal delays the middle rank."""
    middle = (bisect_left(ranked, minutes) + bisect_right(ranked, minutes)) / 2
    return NormalDist().inv_cdf(middle / len(ranked))


def correlation(observations: Sequence[Observation]) -> float:
    """Of calls at one place in one week, from 0 to 1."""
    clusters: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    scores = scores_of(observations)
    for one, score in scores.items():
        clusters[one.step, one.place, one.week].append(score)
    pairs = sum(len(members) * (len(members) - 1) for members in clusters.values())
    products = sum(sum(members) ** 2 - sum(score * score for score in members) for members in clusters.values())
    return _share(products, pairs, scores)


def correlation_along(observations: Sequence[Observation]) -> float:
    """Of an arrival and the next one of a journey that changes there: the arrival, at its next call, of a run of another service that
    came to the same place within a week. From 0 to 1; 0 where runs are not known.
    """
    scores = scores_of([one for one in observations if one.step == "arrival"])
    products = pairs = 0.0
    for stops in _stops(scores).values():
        for number, (_, _, service, _, onward) in enumerate(stops):
            if onward is None:
                continue
            for came, score, other, _, _ in reversed(stops[:number]):
                if stops[number][0] - came > CONNECTION:
                    break
                if other != service:
                    products, pairs = products + score * onward, pairs + 1
    return _share(products, pairs, scores)


def _stops(scores: Scores) -> dict[str, list[Stop]]:
    """By place, in the order of planned arrival."""
    runs: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for one in scores:
        runs[one.service, one.run].append(one)
    found: dict[str, list[Stop]] = defaultdict(list)
    for (service, run), calls in runs.items():
        calls.sort(key=lambda one: one.planned)
        for this, next_ in zip(calls, [*calls[1:], None], strict=True):
            onward = scores[next_] if next_ is not None and run else None
            found[this.place].append((this.planned, scores[this], service, run, onward))
    for stops in found.values():
        stops.sort(key=lambda stop: stop[:4])
    return found


def _share(products: float, pairs: float, scores: Scores) -> float:
    squares = fmean(score * score for score in scores.values()) if scores else 0.0
    return min(max(products / pairs / squares, 0.0), 1.0) if pairs and squares else 0.0
