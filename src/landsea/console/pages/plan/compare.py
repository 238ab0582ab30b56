"""What an itinerary is best at and what it costs beside the others: figures for the table, the sliders and "why not faster?"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from landsea.console.texts import minutes_between

Itinerary = dict[str, Any]


def best(found: Sequence[Itinerary]) -> dict[str, int]:
    """The itinerary that is first by each measure; none where there is only one."""
    if len(found) < 2:
        return dict.fromkeys(("arrival", "cost", "co2e", "certain"), 0)
    known = [one for one in found if certain_permille(one) is not None]
    return {
        "arrival": min(found, key=_arrival)["number"],
        "cost": min(found, key=lambda one: one["cost"]["minor"])["number"],
        "co2e": min(found, key=lambda one: one["co2e_grams"])["number"],
        "certain": max(known, key=lambda one: certain_permille(one) or 0)["number"] if len(known) > 1 else 0,
    }


def compared(found: Sequence[Itinerary], one: Itinerary) -> dict[str, Any]:
    """How much later, dearer and dirtier it is than the best in each; 0 where it is the best. For `found` of one all are 0."""
    cheapest = min(other["cost"]["minor"] for other in found)
    certain = [share for other in found if (share := certain_permille(other)) is not None]
    mine = certain_permille(one)
    dearer: int = one["cost"]["minor"] - cheapest
    return {
        "later_minutes": max(minutes_between(other["arrival"], one["arrival"]) for other in found),
        "dearer": {"currency": one["cost"]["currency"], "minor": dearer},
        "dearer_percent": round(100 * dearer / cheapest) if cheapest else 0,
        "more_grams": one["co2e_grams"] - min(other["co2e_grams"] for other in found),
        "certain_permille": mine,
        "less_certain_permille": max(certain) - mine if mine is not None else None,
    }


def certain_permille(one: Itinerary) -> int | None:
    """The chance in per mille that it is on time or, without a deadline, that no connection is missed; `None` if unknown."""
    if "certain_permille" in one:
        return None if one["certain_permille"] is None else int(one["certain_permille"])
    prospects = one["prospects"]
    if not prospects:
        return None
    on_time = prospects["on_time_permille"]
    return int(prospects["as_planned_permille"] if on_time is None else on_time)


def faster(found: Sequence[Itinerary], one: Itinerary) -> list[dict[str, Any]]:
    """Itineraries that arrive earlier, and what they cost more: the next faster one, then the fastest."""
    earlier = sorted((other for other in found if _arrival(other) < _arrival(one)), key=_arrival, reverse=True)
    return [
        {
            "number": other["number"],
            "earlier_minutes": minutes_between(other["arrival"], one["arrival"]),
            "dearer": {
                "currency": one["cost"]["currency"],
                "minor": other["cost"]["minor"] - one["cost"]["minor"],
            },
            "cheaper": {
                "currency": one["cost"]["currency"],
                "minor": one["cost"]["minor"] - other["cost"]["minor"],
            },
            "more_grams": other["co2e_grams"] - one["co2e_grams"],
        }
        for other in earlier[:1] + earlier[1:][-1:]
    ]


def _arrival(one: Itinerary) -> datetime:
    return datetime.fromisoformat(one["arrival"])
