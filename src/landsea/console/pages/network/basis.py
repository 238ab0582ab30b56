"""What changes the network between imports, what it rests on, and how it stands beside published figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fastapi import Request

from landsea import network, planner
from landsea.console.named import Gazetteer
from landsea.console.pages.network.shared import closure_body, head, sailing_bodies
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.network import Network


@page("/network/changes", "changes.html")
def changes_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    facilities = sorted(places.network.facilities.values(), key=lambda one: one.id)
    return head(view, places) | {
        "tab": "changes",
        "closures": [closure_body(places, one) for one in network.list_closures(view)],
        "sailings": [
            one | {"service": places.network.trips[one["trip"]].service}
            for one in sailing_bodies(view, places.network.sailings)
            if one["trip"] in places.network.trips
        ],
        "facilities": [{"id": one.id, "name_en": one.name, "name_zh": one.name_zh} for one in facilities],
        "may_change": view.actor.role is Role.OPERATOR,
    }


@page("/network/sources", "sources.html")
def sources_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    info = places.network
    kinds: dict[str, Mapping[Any, Any]] = {
        "places": info.places,
        "facilities": info.facilities,
        "services": info.services,
    }
    return head(view, places) | {
        "tab": "sources",
        "sources": [
            {
                "id": one.id,
                "title": one.title,
                "publisher": one.publisher,
                "date": one.date,
                "url": one.url,
                "licence": one.licence,
            }
            for one in info.sources.values()
        ],
        "basis": {name: _counted(one.basis for one in rows.values()) for name, rows in kinds.items()},
    }


def _counted(words: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


@page("/network/check", "check.html")
def check_page(view: View, request: Request) -> dict[str, Any]:
    """Published figures beside ours, over all departures of 120 days from the node's today. Seconds the first time on a day."""
    places = Gazetteer(view)
    start = view.now.date()
    rows = _checked(_Keyed(places.network, network.version(view), start))
    return head(view, places) | {"tab": "check", "start": start.isoformat(), "rows": [_row(one) for one in rows]}


class _Keyed:
    """A network that equals another one of the same version and day, so that its check can be kept."""

    def __init__(self, found: Network, version: str, start: date) -> None:
        self.network, self.start, self.key = found, start, (version, start)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.key == self.key


@lru_cache(maxsize=4)
def _checked(keyed: _Keyed) -> list[planner.CheckRow]:
    return planner.check_network(keyed.network, keyed.start)


def _row(one: planner.CheckRow) -> dict[str, Any]:
    anchor = one.anchor
    return {
        "figure_en": anchor.figure,
        "figure_zh": anchor.figure_zh,
        "published": anchor.published,
        "unit": anchor.unit,
        "best": _decimal(one.best),
        "median": _decimal(one.middle),
        "worst": _decimal(one.worst),
        "measured": one.measured,
        "passed": one.passed,
        "moments_en": anchor.moments,
        "moments_zh": anchor.moments_zh,
        "fitted": anchor.fitted,
        "input": anchor.input,
        "note_en": anchor.note,
        "note_zh": anchor.note_zh,
        "source": one.source,
        "source_url": one.source_url,
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(Decimal('0.1')).normalize():f}"
