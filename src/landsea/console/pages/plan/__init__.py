"""Plans: the form whose address says all, the comparison, and plans that were kept (`kept`), also as a link shows them (`by_link`)."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import planner
from landsea.console.named import Gazetteer, directory
from landsea.console.pages.plan import by_link, joint, kept
from landsea.console.pages.plan.answer import answer_body
from landsea.console.pages.plan.asked import Asked, api_body, form_body, form_choices, place_named, request_of
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Refusal
from landsea.runtime import explain
from landsea.runtime.http import language_of

__all__ = ["by_link", "joint", "kept", "plan_page"]


@page("/plan", "plan.html")
def plan_page(view: View, request: Request) -> dict[str, Any]:
    asked = Asked.of(request)
    places = Gazetteer(view)
    origin, destination = place_named(view, places, asked.origin), place_named(view, places, asked.destination)
    data: dict[str, Any] = {
        "query": form_body(asked, origin, destination, view.now),
        **form_choices(view, places),
        "plan": None,
        "problem": "",
        "reasons": [],
    }
    said = asked.ready or asked.deadline or "by" in request.query_params  # sent with the form
    if not (asked.origin and asked.destination and said):
        return data
    try:
        wanted = request_of(asked, origin, destination, data["currency"])
        made = planner.plan(view, wanted)
    except Refusal as refusal:
        return data | {"problem": explain(refusal, language_of(request))}
    data["query"]["ready"] = made.request.ready.isoformat()  # found, where the latest was asked for
    answer = answer_body(request, places, made)
    return data | {"plan_request": api_body(wanted), "directory": directory(view)} | answer
