"""Routes of kept plans: `GET /v1/plans` lists those we see, `POST /v1/plans/{id}/shares` shows one, also a joint one, to another party."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.kernel import PartyId
from landsea.planner import service
from landsea.planner.api.lists import page_of
from landsea.planner.model import Plan
from landsea.runtime import moment_and_id

router = APIRouter(prefix="/v1", tags=["plans"])


class ShareFields(BaseModel):
    """The party of this node that is to see the plan as it was kept, its costs and emissions included."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"party": "par_01m80c8rm0e028my7a6we84jxw"}]}
    )

    party: Annotated[str, Field(min_length=1, max_length=40)]


@router.get("/plans", summary="Kept plans, newest first")
def list_plans(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Those the caller's party made and those that were shared with it; `GET /v1/plans/{id}` has the whole."""
    with http.read(request) as view:
        found = service.list_plans(view, after=moment_and_id(cursor), limit=limit + 1)
    return page_of(found, limit, _row)


@router.post("/plans/{plan}/shares", summary="Show a kept plan to another party")
@router.post("/joint-plans/{plan}/shares", summary="Show a kept joint plan to another party")
def share(request: Request, plan: str, body: ShareFields) -> Response:
    """Only who made the plan shares it. It cannot be taken back: what was seen was seen."""

    def effect(work: Any) -> dict[str, Any]:
        service.share(work, plan, PartyId(body.party))
        return {"plan": plan, "shared_with": list(service.shared_with(work, plan))}

    return http.write(request, effect, body=body)


def _row(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "made_at": plan.made_at.isoformat(),
        "origin": plan.request.origin,
        "destination": plan.request.destination,
        "ready": plan.request.ready.isoformat(),
        "teu": plan.request.teu,
        "itineraries": len(plan.itineraries),
    }
