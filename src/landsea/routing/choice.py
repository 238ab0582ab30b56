"""Which journeys to show when there are many: the best of each criterion, then those that differ most in substance."""

from __future__ import annotations

from collections.abc import Sequence

from landsea.routing.find import Found


def chosen(found: Sequence[Found], count: int) -> list[Found]:
    """At most `count` journeys: the first, cheapest, cleanest, safest and the one with fewest changes, then always the
    one farthest from all chosen. Sorted as found.

    Farther is what travels other services (counted most) and what differs more in its vector, each criterion scaled to
    its range.
    """
    if len(found) <= count:
        return list(found)
    amounts = [one[:5] for one in found]
    best = [min(range(len(found)), key=lambda n: (amounts[n][c], amounts[n])) for c in range(5)]
    picked = list(dict.fromkeys(best))[:count]
    spans = [max(1, max(one[c] for one in amounts) - min(one[c] for one in amounts)) for c in range(5)]
    ways = [frozenset(step.pattern for step in one.steps if step.pattern >= 0) for one in found]
    vectors = [[one[c] / spans[c] for c in range(5)] for one in amounts]
    apart = [min(_apart(vectors, ways, n, m) for m in picked) for n in range(len(found))]
    while len(picked) < count:
        next_one = max((n for n in range(len(found)) if n not in picked), key=lambda n: (apart[n], -n))
        picked.append(next_one)
        apart = [min(a, _apart(vectors, ways, n, next_one)) for n, a in enumerate(apart)]
    return [found[n] for n in sorted(picked)]


def _apart(vectors: Sequence[Sequence[float]], ways: Sequence[frozenset[int]], n: int, m: int) -> float:
    both = len(ways[n] | ways[m]) or 1
    other_services = 1 - len(ways[n] & ways[m]) / both
    return other_services + sum(abs(a - b) for a, b in zip(vectors[n], vectors[m], strict=True)) / 5


def beats(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether one vector is nowhere more than another, and somewhere less."""
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))
