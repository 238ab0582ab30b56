"""Studies: what would happen if a port closed, a service came, a price changed. Kept ones in a list, each with map and charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request

from landsea import planner
from landsea.console.maps import map_body
from landsea.console.pages.flows import flow_head
from landsea.console.pages.studies.figures import SHOWN, effect_body, effect_rows, journeys, measures, place, volumes
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.planner import Effect, StudyHead, StudyResult
from landsea.runtime import moment_and_id, render_cursor

ROWS = 50


EXAMPLE = """name = "Qinzhou closed for a week"
name_zh = "钦州港关闭一周"

[base]
start = {start}
weeks = 2
origins = ["CNCKG"]
destinations = ["SGSIN", "VNSGN", "IDJKT"]
without_modes = ["air"]

[[change]]
close = "CNQZH"
from = {shut}
to = {open}
"""
"""What stands in the form; its days are ahead of the node's clock."""


DEMAND = """origin,destination,teu,revenue,limit_days,penalty,forced
CNCKG,SGSIN,2600,1500.00,16,,
CNCTU,SGSIN,350,1600.00,18,,
CNCKG,THLCH,220,1700.00,,,
CNCKG,VNHPH,160,1300.00,,,
CNKMG,LAVTE,900,900.00,6,,
"""


@page("/studies", "studies.html")
def list_page(view: View, request: Request) -> dict[str, Any]:
    found = planner.studies(view, after=moment_and_id(request.query_params.get("cursor")), limit=ROWS + 1)
    more = len(found) > ROWS
    last = found[:ROWS][-1] if more else None
    return {
        "studies": [_head(one) for one in found[:ROWS]],
        "may_study": view.actor.role is not Role.VIEWER,
        "example": EXAMPLE.format(start=_monday(view.now, 1), shut=_monday(view.now, 2), open=_monday(view.now, 3)),
        "flows": [flow_head(one) for one in planner.list_flows(view, limit=ROWS)],
        "demand_example": DEMAND,
        "start": _monday(view.now, 1),
        "has_more": more,
        "next_cursor": render_cursor(last.made_at, last.id) if last else None,
    }


@page("/studies/{id}", "study.html")
def study_page(view: View, request: Request) -> dict[str, Any]:
    study = planner.get_study(view, request.path_params["id"])
    found = study.result
    chosen = _chosen(request, found.effects)
    return {
        **_head(study.head),
        "start": found.start.isoformat(),
        "weeks": found.weeks,
        "by": found.by,
        "sweep": found.sweep,
        "samples": found.samples,
        "currency": found.currency,
        "basis": found.basis,
        "basis_zh": found.basis_zh,
        "scenario": found.scenario,
        "origins": [place(found, code) for code in found.origins],
        "effects": effect_rows(found.effects[:SHOWN], found.currency),
        "effects_left": max(0, len(found.effects) - SHOWN),
        "chosen": effect_body(chosen, found) if chosen else None,
        "measures": measures(found, chosen.number) if chosen else [],
        "journeys": journeys(found, chosen.number) if chosen else [],
        "volumes": volumes(found),
        "demand": [
            {
                "from": place(found, one.origin),
                "to": place(found, one.destination),
                "teu": one.teu,
                "shifted_teu": one.shifted_teu,
                "lost_teu": one.lost_teu,
                "missed_teu": one.missed_teu,
            }
            for one in found.demand
        ],
        "map": _map(found, chosen),
    }


def _monday(now: datetime, weeks: int) -> str:
    """The Monday that begins the first, second, ... week from now."""
    return (now.date() + timedelta(days=7 * weeks - now.weekday())).isoformat()


def _head(head: StudyHead) -> dict[str, Any]:
    return {
        "id": head.id,
        "name_en": head.name,
        "name_zh": head.name_zh,
        "made_at": head.made_at.isoformat(),
        "network": head.network,
        "digest": head.digest,
        "uploaded": head.uploaded,
        "summary": {
            "variants": head.summary.variants,
            "pairs": head.summary.pairs,
            "lost": head.summary.lost,
            "later": head.summary.later,
            "mean_minutes": head.summary.mean_minutes,
            "worst_en": head.summary.worst,
            "worst_zh": head.summary.worst_zh,
        },
    }


def _chosen(request: Request, effects: Sequence[Effect]) -> Effect | None:
    wanted = request.query_params.get("variant", "")
    named = (one for one in effects if str(one.number) == wanted)
    return next(named, effects[0] if effects else None)


def _map(found: StudyResult, chosen: Effect | None) -> dict[str, Any]:
    """Origins, and the places that the chosen variant loses, delays or closes."""
    kinds = {late.place: "late" for late in chosen.later} if chosen else {}
    kinds |= {place: "lost" for _, place in chosen.lost} if chosen else {}
    kinds |= {chosen.closed: "closed"} if chosen and chosen.closed in found.places else {}
    kinds |= dict.fromkeys(found.origins, "end")
    body = map_body([], "")
    shown = [(place(found, code), kind) for code, kind in kinds.items()]
    body["places"] = [
        {"code": at["code"], "name": _both_names(at), "lon": at["lon"], "lat": at["lat"], "kind": kind}
        for at, kind in shown
        if at["lon"] is not None
    ]
    return body


def _both_names(at: dict[str, Any]) -> str:
    return " ".join(dict.fromkeys(name for name in (at["name_zh"], at["name_en"]) if name))
