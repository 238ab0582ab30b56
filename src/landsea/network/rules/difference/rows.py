"""Places, facilities, services, tariffs and moves on demand: one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from landsea.network.model.feed import Network
from landsea.network.model.versions import Change
from landsea.network.rules.difference.plain import differing, said_value

Names = Callable[[Any], dict[str, str]]

ROWS = {
    ("place", "added"): "New place: {name} ({id}).",
    ("place", "removed"): "Place no longer served: {name} ({id}).",
    ("place", "changed"): "Place {name} ({id}): {fields}.",
    ("facility", "added"): "New facility: {name} ({id}).",
    ("facility", "removed"): "Facility no longer there: {name} ({id}).",
    ("facility", "changed"): "Facility {name} ({id}): {fields}.",
    ("service", "added"): "New service: {name} ({id}).",
    ("service", "removed"): "Service no longer offered: {name} ({id}).",
    ("service", "changed"): "Service {name} ({id}): {fields}.",
    ("tariff", "added"): "New tariff: {name} ({id}).",
    ("tariff", "removed"): "Tariff no longer in force: {name} ({id}).",
    ("tariff", "changed"): "Tariff {name} ({id}): {fields}.",
    ("transfer", "added"): "New move on demand: {id}.",
    ("transfer", "removed"): "Move on demand no longer offered: {id}.",
    ("transfer", "changed"): "Move on demand {id}: {fields}.",
}


def row_differences(kind: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Iterator[Change]:
    for id in [*before, *(id for id in after if id not in before)]:
        old, new = before.get(id), after.get(id)
        if old == new:
            continue
        change = "added" if old is None else "removed" if new is None else "changed"
        was, now = differing(old, new)
        shown = ", ".join(f"{name} {said_value(was[name])} → {said_value(now[name])}" for name in now if name in was)
        given = names(new if new is not None else old)
        facts = {"id": str(id), "name": given.get("name", ""), "fields": shown}
        affected = {"service": str(id)} if kind == "service" else {"facility": str(id)} if kind == "facility" else {}
        facts_zh = facts | {"name": given.get("name_zh") or facts["name"]}
        yield Change(kind, change, str(id), ROWS[kind, change], facts, facts_zh, before=was, after=now, **affected)


def named(one: Any) -> dict[str, str]:
    return {"name": one.name, "name_zh": one.name_zh}


def transfers_of(network: Network) -> dict[str, Any]:
    return {f"{one.origin}>{one.destination}": one for one in network.transfers}
