"""Studies of flows: a weekly demand on the network's capacities. The form and the list stand on the studies' page."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import planner
from landsea.console.named import Gazetteer
from landsea.console.pages.flows.figures import (
    bottlenecks,
    busiest,
    expansions,
    flow_map,
    left_behind,
    routes,
)
from landsea.console.web import page
from landsea.journal import View
from landsea.planner import FlowHead

MONEY = ("revenue", "transport", "handling", "transhipment", "rejection", "margin")


@page("/studies/flows/{id}", "flows.html")
def flows_page(view: View, request: Request) -> dict[str, Any]:
    kept = planner.get_flows(view, request.path_params["id"])
    places, found = Gazetteer(view), kept.result
    tables = found.tables
    totals = tables["totals"][0] if "totals" in tables else None
    full = bottlenecks(places, tables, found.currency)
    return {
        **flow_head(kept.head),
        "basis": found.basis,
        "basis_zh": found.basis_zh,
        "currency": found.currency,
        "tables": sorted(tables),
        "demand": found.demand,
        "totals": totals and {name: totals[name] for name in ("asked", "carried", *MONEY)},
        "full": full,
        "busiest": busiest(places, tables),
        "left": left_behind(places, tables),
        "expansions": expansions(places, tables),
        **routes(places, tables),
        "map": flow_map(places, tables),
    }


def flow_head(head: FlowHead) -> dict[str, Any]:
    """A kept study in a list."""
    summary = head.summary
    return {
        "id": head.id,
        "name": head.name,
        "made_at": head.made_at.isoformat(),
        "network": head.network,
        "start": head.start.isoformat(),
        "weeks": head.weeks,
        "objective": head.objective.value,
        "summary": {
            "feasible": summary.feasible,
            "demands": summary.demands,
            "asked_teu": summary.asked / 1000,
            "carried_teu": summary.carried / 1000,
            "margin": {"currency": summary.currency, "minor": summary.margin},
            "bottlenecks": summary.bottlenecks,
        },
    }
