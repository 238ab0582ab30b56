"""Distributions of delays from observations: empirical quantiles, shrunk towards wider groups.

season of a call -> call of a service -> service -> mode -> published figure. Each group's quantile function is a mixture of its own and
the wider group's, with weight Z = n / (n + k) on its own: Buehlmann's credibility (1967), the empirical Bayes answer to few data. k is
the variance within groups over the variance between them (Buehlmann, Straub 1970), estimated level by level from the observations
themselves, on delays clipped to the wider group's 2nd and 98th hundredth, so that a few disasters do not decide how much is believed;
n is the effective number: calls at one place in one week are late together, and count for less (Kish's design effect).

Quantiles are taken at i / (n + 1), since the next of n + 1 exchangeable delays is not above the i-th of n with just that chance; beyond
the least and the greatest seen the wider group's tail is continued. An outlier so moves nothing but the tail it is in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import floor
from statistics import fmean

from landsea.tracking.model import Observation, Spread
from landsea.tracking.rules.correlation import correlation

QUANTILES = 100
SHARES = tuple((2 * n + 1) / (2 * QUANTILES) for n in range(QUANTILES))
"""The middle of each hundredth."""
COUNT_LEAST = 5
"""Smaller groups are not told apart: they would say little, and something of single consignments."""
K_USUAL, K_LEAST, K_MOST = 20.0, 5.0, 500.0
"""k where there is too little to estimate it (half weight after five months of a weekly service), and its bounds."""
K_PUBLISHED = 10.0
"""What a published figure is worth against a mode's own observations: ten of them."""
CLIP = 2

Name = tuple[str, ...]
Curve = Sequence[float]
Prior = Callable[[str, str], Curve | None]
"""(step, mode) -> 100 delays to start from; `None`: nothing is published."""
NOTHING = (0.0,) * QUANTILES


def learn(observations: Iterable[Observation], prior: Prior) -> tuple[list[Spread], float]:
    """The distributions of all groups, wider ones first, and the correlation of what happens at one place in one week.

    A function of the set of observations, whatever their order.
    """
    every = sorted(observations, key=lambda one: (one.step, one.mode, one.service, one.place, one.planned, one.minutes))
    common = correlation(every)
    spreads: dict[Name, Spread] = {}
    curves: dict[Name, Curve] = {}
    for depth in (2, 3, 4, 5):
        groups = groups_of(every, depth)
        ks = {kind: credibility_k(groups, kind, common) for kind in {name[:2] for name in groups}}
        for name, members in sorted(groups.items()):
            wider = curves[name[:-1]] if depth > 2 else prior(name[0], name[1])
            own = _weight(members, common, ks[name[:2]] if depth > 2 else K_PUBLISHED)
            if wider is None:
                wider, own = NOTHING, 1.0
            elif depth > 2 and len(members) == spreads[name[:-1]].count:
                own = 0.0  # the same observations under another name are not told twice
            curves[name] = mixed(own, sample_curve(sorted(one.minutes for one in members), wider), wider)
            weeks = len({one.week for one in members})
            spreads[name] = Spread(name, whole(curves[name]), len(members), weeks, own)
    return list(spreads.values()), common


def groups_of(observations: Iterable[Observation], depth: int) -> dict[Name, list[Observation]]:
    """By the first `depth` of step, mode, service, place, season. Groups of groups that are too small are too small themselves."""
    found: dict[Name, list[Observation]] = defaultdict(list)
    for one in observations:
        name = (one.step, one.mode, one.service, one.place, one.season)[:depth]
        if depth == 2 or all(name[2:] if one.step != "handling" else name[3:]):
            found[name].append(one)
    return {name: members for name, members in found.items() if len(members) >= COUNT_LEAST}


def _weight(members: Sequence[Observation], common: float, k: float) -> float:
    effective = len(members) / design_effect(members, common)
    return effective / (effective + k)


def design_effect(members: Sequence[Observation], common: float) -> float:
    """By how much observations of the same place and week say less than independent ones (Kish 1965): 1 + (m - 1) rho."""
    sizes: dict[tuple[str, int], int] = defaultdict(int)
    for one in members:
        sizes[one.place, one.week] += 1
    mean_size = sum(size * size for size in sizes.values()) / len(members)
    return 1 + (mean_size - 1) * common


def credibility_k(groups: Mapping[Name, Sequence[Observation]], kind: Name, common: float) -> float:
    """Variance within groups over variance between groups of the same wider group, for one step of one mode."""
    families: dict[Name, list[Sequence[Observation]]] = defaultdict(list)
    for name, members in groups.items():
        if name[:2] == kind:
            families[name[:-1]].append(members)
    sums = [_variances(family, common) for family in families.values() if len(family) > 1]
    inside, inside_df, outside, noise, spread = (
        (sum(column) for column in zip(*sums, strict=True)) if sums else [0.0] * 5
    )
    if inside_df < 1 or spread <= 0:
        return K_USUAL
    within = inside / inside_df
    between = (outside - noise * within) / spread
    return K_MOST if between * K_MOST <= within else max(K_LEAST, within / between)


def _variances(family: Sequence[Sequence[Observation]], common: float) -> tuple[float, float, float, float, float]:
    """Sums of squares inside and between groups, with what of the latter is noise, and its number of independent parts."""
    pool = sorted(one.minutes for members in family for one in members)
    low, high = pool[len(pool) * CLIP // 100], pool[-1 - len(pool) * CLIP // 100]
    clipped = [[min(max(one.minutes, low), high) for one in members] for members in family]
    total = len(pool)
    middle = sum(map(sum, clipped)) / total
    means = [fmean(one) for one in clipped]
    inside = sum(sum((x - mean) ** 2 for x in one) for one, mean in zip(clipped, means, strict=True))
    outside = sum(len(one) * (mean - middle) ** 2 for one, mean in zip(clipped, means, strict=True))
    noise = sum(design_effect(one, common) * (1 - len(one) / total) for one in family)
    return inside, total - len(family), outside, noise, total - sum(len(one) ** 2 for one in family) / total


def sample_curve(sample: Sequence[int], wider: Curve) -> list[float]:
    """The quantile function of a sorted sample at `SHARES`."""
    count = len(sample)
    first, last = 1 / (count + 1), count / (count + 1)
    found = []
    for share in SHARES:
        if share < first:
            found.append(sample[0] - (at(wider, first) - at(wider, share)))
        elif share > last:
            found.append(sample[-1] + (at(wider, share) - at(wider, last)))
        else:
            place = min(share * (count + 1), float(count))
            rank = min(floor(place), count - 1) if count > 1 else 1
            step = sample[rank] - sample[rank - 1] if count > 1 else 0
            found.append(sample[rank - 1] + (place - rank) * step)
    return found


def at(curve: Curve, share: float) -> float:
    """Linear between the middles of the hundredths, level outside."""
    place = min(max(share * QUANTILES - 0.5, 0.0), QUANTILES - 1.0)
    rank = min(floor(place), QUANTILES - 2)
    return curve[rank] + (place - rank) * (curve[rank + 1] - curve[rank])


def mixed(weight: float, own: Curve, wider: Curve) -> list[float]:
    """Quantile by quantile: the mixture of two bells is a bell between them, not one with two humps."""
    return [weight * a + (1 - weight) * b for a, b in zip(own, wider, strict=True)]


def whole(curve: Curve) -> tuple[int, ...]:
    return tuple(floor(one + 0.5) for one in curve)
