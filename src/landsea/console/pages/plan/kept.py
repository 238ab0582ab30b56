"""Plans that were kept: a list, and the page of one, which is the link that people share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from landsea import planner
from landsea.console.named import Gazetteer, directory, party_body
from landsea.console.pages.plan.answer import answer_body
from landsea.console.pages.plan.asked import asked_again
from landsea.console.pages.plan.joint import joint_row
from landsea.console.web import page
from landsea.journal import NODE, View
from landsea.kernel import Role
from landsea.planner import Plan
from landsea.runtime import moment_and_id, render_cursor

ROWS = 50


@page("/plans", "plans.html")
def list_page(view: View, request: Request) -> dict[str, Any]:
    found = planner.list_plans(view, after=moment_and_id(request.query_params.get("cursor")), limit=ROWS + 1)
    places, more = Gazetteer(view), len(found) > ROWS
    last = found[:ROWS][-1] if more else None
    joint = planner.list_joint(view, limit=ROWS + 1)
    return {
        "plans": [_row(view, places, one) for one in found[:ROWS]],
        "joint": [joint_row(view, places, one) for one in joint[:ROWS]],
        "joint_more": len(joint) > ROWS,
        "has_more": more,
        "next_cursor": render_cursor(last.made_at, last.id or "") if last else None,
    }


@page("/plans/{id}", "plan_kept.html")
def kept_page(view: View, request: Request) -> dict[str, Any]:
    kept = planner.get(view, request.path_params["id"])
    places = Gazetteer(view)
    maker = planner.maker_of(view, kept.id or "")
    return {
        **_row(view, places, kept),
        "link": f"{view.site.base_url}/plans/{kept.id}",
        "again": "/plan?" + urlencode(asked_again(kept.request, places)),
        "deadline": kept.request.deadline and kept.request.deadline.isoformat(),
        "shared_with": [party_body(view, party) for party in planner.shared_with(view, kept.id or "")],
        "may_share": maker == view.actor.party and view.actor.role is not Role.VIEWER,
        "directory": directory(view),
        **answer_body(view, request, places, kept),
    }


def _row(view: View, places: Gazetteer, plan: Plan) -> dict[str, Any]:
    maker = planner.maker_of(view, plan.id or "")
    return {
        "id": plan.id,
        "made_at": plan.made_at.isoformat(),
        "maker": None if maker == NODE.party else party_body(view, maker),
        "ours": maker == view.actor.party,
        "from": places(_place_of(places, plan.request.origin)),
        "to": places(_place_of(places, plan.request.destination)),
        "ready": plan.request.ready.isoformat(),
        "teu": plan.request.teu,
        "itineraries": len(plan.itineraries),
        "network": plan.network,
    }


def _place_of(places: Gazetteer, name: str) -> str:
    """The place of a place or facility that a request names."""
    facility = places.network.facilities.get(name)
    return str(facility.place) if facility else name
