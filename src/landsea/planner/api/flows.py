"""Routes of flows: `POST /v1/flow-studies` allocates a weekly demand to the network's capacities and keeps what was found."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.kernel import NotFound
from landsea.planner.api.lists import page_of
from landsea.planner.model.flows import WEEKS_MAX, FlowHead, FlowObjective, KeptFlows
from landsea.planner.service.kept_flows import compute_flows, get_flows, keep_flows, list_flows
from landsea.planner.wire.flow_files import render_rows
from landsea.runtime import moment_and_id
from landsea.runtime.http import Day, Whole, json_response

router = APIRouter(prefix="/v1/flow-studies", tags=["studies"])

DEMAND_MAX = 200_000
EXAMPLE = "origin,destination,teu,revenue,limit_days\nCNCKG,SGSIN,1200,1500.00,16\nCNCKG,VNHPH,160,1300.00,\n"


class FlowBody(BaseModel):
    """A weekly demand (CSV, as `docs/flows.md` has it) and the weeks whose mean it is allocated to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Autumn", "demand": EXAMPLE, "start": "2026-11-23", "weeks": 4}]},
    )

    name: Annotated[str, Field(min_length=1, max_length=200)]
    demand: Annotated[str, Field(min_length=1, max_length=DEMAND_MAX)]
    start: Day
    weeks: Annotated[Whole, Field(ge=1, le=WEEKS_MAX)] = 4
    objective: FlowObjective = FlowObjective.MARGIN


@router.post("", status_code=201, summary="Allocate a weekly demand to capacities, and keep the study")
def make(request: Request, body: FlowBody) -> Response:
    """What is carried which way, what is left behind and why, which links are full and what one more TEU on them is worth."""
    with http.read(request) as view:  # computed before the write begins, which then is short
        study, result = compute_flows(view, body.name, body.demand, body.start, body.weeks, body.objective)
    return http.write(request, lambda work: keep_flows(work, study, result), body=body, status=201, render=_whole)


@router.get("", summary="Kept studies of flows, newest first")
def list_studies(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Those the caller's party made; `GET /v1/flow-studies/{id}` has the whole."""
    with http.read(request) as view:
        found = list_flows(view, after=moment_and_id(cursor), limit=limit + 1)
    return page_of(found, limit, _row)


@router.get("/{flows}", summary="A kept study of flows")
def show(request: Request, flows: str) -> Response:
    with http.read(request) as view:
        return json_response(_whole(get_flows(view, flows)))


@router.get("/{flows}/{table}.csv", summary="A table of a study of flows as CSV")
def show_csv(request: Request, flows: str, table: str) -> Response:
    """`totals`, `demands`, `flows`, `capacities`, `expansions`; where forced cargo cannot all go, `demands` and `capacities` alone."""
    with http.read(request) as view:
        tables = get_flows(view, flows).result.tables
    if table not in tables:
        raise NotFound(what="table", id=table)
    name = f'attachment; filename="{flows}-{table}.csv"'
    headers = {"Content-Disposition": name}
    return Response(render_rows(tables[table]), media_type="text/csv; charset=utf-8", headers=headers)


def _row(head: FlowHead) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(head)
    return row


def _whole(kept: KeptFlows) -> dict[str, Any]:
    return _row(kept.head) | {"result": msgspec.to_builtins(kept.result)}
