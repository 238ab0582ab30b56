"""A kept plan, also a joint one, as a link shows it: to anybody who has the link, to read and to print."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import planner
from landsea.console.named import Gazetteer, party_body
from landsea.console.pages.plan.answer import answer_body
from landsea.console.pages.plan.joint import joint_head
from landsea.console.pages.plan.joint_answer import joint_body
from landsea.console.pages.plan.kept import head
from landsea.console.web import open_page
from landsea.journal import View
from landsea.planner import JointPlan, PlanShown
from landsea.runtime.http import language_of

UNSEEN = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
"""The address holds the token: no other site, search engine or cache gets to know it."""


def _shown(view: View, request: Request) -> PlanShown:
    return planner.open_link(view, request.query_params.get("token", ""))


def told(view: View, request: Request) -> dict[str, Any]:
    """The plan and nothing else, as the API tells it to its maker."""
    plan, language = _shown(view, request).plan, language_of(request)
    return planner.rendered_joint(plan, language) if isinstance(plan, JointPlan) else planner.rendered(plan, language)


@open_page("/shared-plan", "plan_shared.html", told=told, headers=UNSEEN)
def shared_page(view: View, request: Request) -> dict[str, Any]:
    shown, places = _shown(view, request), Gazetteer(view)
    plan = shown.plan
    if isinstance(plan, JointPlan):
        body = joint_head(places, plan) | joint_body(request, places, plan)
    else:
        body = {"lot_count": 0, **head(places, plan), **answer_body(request, places, plan)}
        body |= {name: body["plan"][name] for name in ("basis", "basis_zh")}
    return body | {"maker": party_body(view, shown.maker), "until": shown.until.isoformat(), "read_only": True}
