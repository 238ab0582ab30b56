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
from landsea.console.pages.plan.sharing import sharing_body
from landsea.console.web import page
from landsea.journal import NODE, View
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
    return {
        **_row(view, places, kept),
        "link": f"{view.site.base_url}/plans/{kept.id}",
        "again": "/plan?" + urlencode(asked_again(kept.request, places)),
        "directory": directory(view),
        **sharing_body(view, kept.id or ""),
        **answer_body(request, places, kept),
    }


def _row(view: View, places: Gazetteer, plan: Plan) -> dict[str, Any]:
    maker = planner.maker_of(view, plan.id or "")
    return {
        "id": plan.id,
        "maker": None if maker == NODE.party else party_body(view, maker),
        "ours": maker == view.actor.party,
        "itineraries": len(plan.itineraries),
        "network": plan.network,
        **head(places, plan),
    }


def head(places: Gazetteer, plan: Plan) -> dict[str, Any]:
    """What stands above a kept plan."""
    return {
        "made_at": plan.made_at.isoformat(),
        "from": places(_place_of(places, plan.request.origin)),
        "to": places(_place_of(places, plan.request.destination)),
        "ready": plan.request.ready.isoformat(),
        "deadline": plan.request.deadline and plan.request.deadline.isoformat(),
        "teu": plan.request.teu,
    }


def _place_of(places: Gazetteer, name: str) -> str:
    """The place of a place or facility that a request names."""
    facility = places.network.facilities.get(name)
    return str(facility.place) if facility else name
