"""The figures of a study as tables with bars: what each variant does, its journeys before and after, what moves to other services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from landsea.console.cells import bars
from landsea.planner import Effect, Pair, StudyResult, Way

SHOWN = 40
"""Variants and journeys on the page; the CSV has all."""


def place(found: StudyResult, code: str) -> dict[str, Any]:
    named = found.places.get(code)
    return {
        "code": code,
        "name_en": named.name if named else code,
        "name_zh": named.name_zh if named else "",
        "lon": named.longitude_udeg / 1e6 if named else None,
        "lat": named.latitude_udeg / 1e6 if named else None,
    }


def effect_rows(effects: Sequence[Effect], currency: str) -> list[dict[str, Any]]:
    late, lost = bars([one.mean_minutes for one in effects]), bars([one.lost_count for one in effects])
    return [
        {
            "number": one.number,
            "name_en": one.name,
            "name_zh": one.name_zh,
            "closed": one.closed,
            "compared": one.compared,
            "lost_count": one.lost_count,
            "later_count": one.later_count,
            "mean_minutes": one.mean_minutes,
            "worst_minutes": one.worst_minutes,
            "mean_cost": None if one.mean_cost is None else {"currency": currency, "minor": one.mean_cost},
            "mean_co2e_grams": one.mean_co2e_grams,
            "late_bar": late[number],
            "lost_bar": lost[number],
        }
        for number, one in enumerate(effects)
    ]


def effect_body(one: Effect, found: StudyResult) -> dict[str, Any]:
    [row] = effect_rows([one], found.currency)
    return row | {
        "itself": one.itself,
        "lost": [{"from": place(found, a), "to": place(found, b)} for a, b in one.lost[:SHOWN]],
        "lost_left": max(0, len(one.lost) - SHOWN),
        "later": [
            {"from": place(found, late.origin), "to": place(found, late.place), "minutes": late.minutes}
            for late in one.later[:SHOWN]
        ],
    }


def _both(found: StudyResult, variant: int) -> list[tuple[Pair, Way, Way]]:
    """Journeys with a way before and after, by the criterion that the study chose by."""
    return [
        (pair, pair.before[found.by], pair.after[found.by])
        for pair in found.pairs
        if pair.variant == variant and found.by in pair.before and found.by in pair.after
    ]


def measures(found: StudyResult, variant: int) -> list[dict[str, Any]]:
    """The mean time, cost and CO2e of the journeys, before and after."""
    both = _both(found, variant)
    sums = {
        "time": [(a.minutes, b.minutes) for _, a, b in both],
        "cost": [(a.cost, b.cost) for _, a, b in both if a.cost is not None and b.cost is not None],
        "carbon": [
            (a.co2e_grams, b.co2e_grams) for _, a, b in both if a.co2e_grams is not None and b.co2e_grams is not None
        ],
    }
    shown: list[dict[str, Any]] = []
    for what, pairs in sums.items():
        if not pairs:
            continue
        before, after = _mean(a for a, _ in pairs), _mean(b for _, b in pairs)
        base_bar, after_bar = bars([before, after])
        shown.append(
            {
                "what": what,
                "before": before,
                "after": after,
                "before_bar": base_bar,
                "after_bar": after_bar,
                "percent": round(100 * (after - before) / before, 1) if before else 0,
                "currency": found.currency,
            }
        )
    return shown


def _mean(values: Iterable[int]) -> int:
    found = list(values)
    return round(sum(found) / len(found))


def journeys(found: StudyResult, variant: int) -> list[dict[str, Any]]:
    """Each origin and destination in the mean of its weeks, the most delayed first."""
    grouped: dict[tuple[str, str], list[tuple[Way, Way]]] = {}
    for pair, before, after in _both(found, variant):
        grouped.setdefault((pair.origin, pair.destination), []).append((before, after))
    rows: list[dict[str, Any]] = [
        {
            "from": place(found, origin),
            "to": place(found, destination),
            "weeks": len(ways),
            "before_minutes": _mean(a.minutes for a, _ in ways),
            "after_minutes": _mean(b.minutes for _, b in ways),
        }
        for (origin, destination), ways in grouped.items()
    ]
    rows.sort(key=lambda row: row["before_minutes"] - row["after_minutes"])
    widths = bars([minutes for row in rows[:SHOWN] for minutes in (row["before_minutes"], row["after_minutes"])])
    return [
        row | {"before_bar": widths[2 * number], "after_bar": widths[2 * number + 1]}
        for number, row in enumerate(rows[:SHOWN])
    ]


def volumes(found: StudyResult) -> list[dict[str, Any]]:
    ordered = sorted(found.volumes, key=lambda one: -abs(one.after_teu - one.before_teu))[:SHOWN]
    widths = bars([teu for one in ordered for teu in (one.before_teu, one.after_teu)])
    return [
        {
            "service": one.service,
            "name_en": one.name,
            "name_zh": one.name_zh,
            "before_teu": one.before_teu,
            "after_teu": one.after_teu,
            "before_bar": widths[2 * number],
            "after_bar": widths[2 * number + 1],
        }
        for number, one in enumerate(ordered)
    ]
