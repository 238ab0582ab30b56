"""Joint journeys: the form whose address says all, the comparison with each lot's part, and the page of one that was kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from landsea import planner
from landsea.console.named import Gazetteer, directory, party_body
from landsea.console.pages.plan.asked import Asked, form_body, form_choices, place_named
from landsea.console.pages.plan.joint_answer import joint_body
from landsea.console.pages.plan.lots import LOTS_MAX, joint_api_body, joint_request, lots_again, rows_of
from landsea.console.pages.plan.sharing import sharing_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Refusal
from landsea.planner import JointPlan
from landsea.runtime import explain
from landsea.runtime.http import language_of

EXAMPLE = {
    "from": "CNCKG",
    "to": "SGSIN",
    "lot1_from": "CNCTU",
    "lot1_to": "IDJKT",
    "lot1_teu": "2",
    "lot2_from": "CNKWE",
    "lot2_to": "MYPKG",
    "lot3_teu": "3",
    "without": "air",
}
"""Collected in three cities, consolidated in Chongqing, split in Singapore."""


@page("/plan/joint", "plan_joint.html")
def joint_page(view: View, request: Request) -> dict[str, Any]:
    asked, places = Asked.of(request), Gazetteer(view)
    hub, split = place_named(view, places, asked.origin), place_named(view, places, asked.destination)
    rows = rows_of(view, request, places)
    query = form_body(asked, hub, split, view.now)
    data: dict[str, Any] = {
        "query": query,
        "lots": [row.body() for row in rows],
        "lots_max": LOTS_MAX,
        **form_choices(view, places),
        "example": "/plan/joint?" + urlencode(EXAMPLE | {"ready": query["ready_local"]}),
        "plan": None,
        "problem": "",
        "stuck": [],
    }
    if not (asked.origin and asked.destination and any(row.used for row in rows)):
        return data
    try:
        wanted = joint_request(asked, rows, hub, split, data["currency"])
        made = planner.plan_joint(view, wanted)
    except Refusal as refusal:
        return data | {"problem": explain(refusal, language_of(request))}
    return data | {"plan_request": joint_api_body(wanted)} | joint_body(request, places, made)


@page("/joint-plans/{id}", "joint_kept.html")
def kept_page(view: View, request: Request) -> dict[str, Any]:
    kept = planner.get_joint(view, request.path_params["id"])
    places = Gazetteer(view)
    return {
        **joint_row(view, places, kept),
        "link": f"{view.site.base_url}/joint-plans/{kept.id}",
        "again": "/plan/joint?" + urlencode(lots_again(kept.request, places)),
        "directory": directory(view),
        **sharing_body(view, kept.id or ""),
        **joint_body(request, places, kept),
    }


def joint_row(view: View, places: Gazetteer, plan: JointPlan) -> dict[str, Any]:
    """A kept joint plan in a list."""
    maker = planner.maker_of(view, plan.id or "")
    return {
        "id": plan.id,
        "maker": party_body(view, maker),
        "ours": maker == view.actor.party,
        "itineraries": len(plan.ways),
        "network": plan.network,
        **joint_head(places, plan),
    }


def joint_head(places: Gazetteer, plan: JointPlan) -> dict[str, Any]:
    """What stands above a kept joint plan."""
    together = plan.request.together
    return {
        "made_at": plan.made_at.isoformat(),
        "from": places(plan.hub.place),
        "to": places(plan.split.place),
        "ready": together.ready.isoformat(),
        "deadline": together.deadline and together.deadline.isoformat(),
        "lot_count": len(plan.request.lots),
        "teu": plan.request.teu,
    }
