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
    ways = [frozenset(step.pattern for step in one.steps if step.pattern >= 0) for one in found]
    return [found[n] for n in picked([one[:5] for one in found], ways, count)]


def picked(amounts: Sequence[tuple[int, ...]], ways: Sequence[frozenset[int]], count: int) -> list[int]:
    """The same by number, rising: `amounts` are the vectors of five criteria, `ways` the services travelled."""
    numbers = range(len(amounts))
    if len(amounts) <= count:
        return list(numbers)
    best = [min(numbers, key=lambda n: (amounts[n][c], amounts[n])) for c in range(5)]
    taken = list(dict.fromkeys(best))[:count]
    spans = [max(1, max(one[c] for one in amounts) - min(one[c] for one in amounts)) for c in range(5)]
    vectors = [[one[c] / spans[c] for c in range(5)] for one in amounts]
    apart = [min(_apart(vectors, ways, n, m) for m in taken) for n in numbers]
    while len(taken) < count:
        next_one = max((n for n in numbers if n not in taken), key=lambda n: (apart[n], -n))
        taken.append(next_one)
        apart = [min(a, _apart(vectors, ways, n, next_one)) for n, a in enumerate(apart)]
    return sorted(taken)


def _apart(vectors: Sequence[Sequence[float]], ways: Sequence[frozenset[int]], n: int, m: int) -> float:
    both = len(ways[n] | ways[m]) or 1
    other_services = 1 - len(ways[n] & ways[m]) / both
    return other_services + sum(abs(a - b) for a, b in zip(vectors[n], vectors[m], strict=True)) / 5


def beats(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether one vector is nowhere more than another, and somewhere less."""
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))
