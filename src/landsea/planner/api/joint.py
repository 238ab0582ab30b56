"""Routes of joint journeys: `POST /v1/joint-plans` collects lots at a hub, sends them on together and splits them again."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.planner import service
from landsea.planner.api.lists import page_of
from landsea.planner.api.plans import LimitsBody, Name
from landsea.planner.model import TEU_MAX
from landsea.planner.model.joint import LOTS_MAX, JointLot, JointPlan, JointRequest
from landsea.planner.wording import rendered_joint
from landsea.runtime import moment_and_id
from landsea.runtime.http import Moment, Whole, json_response, language_of

router = APIRouter(prefix="/v1/joint-plans", tags=["plans"])

EXAMPLE: dict[str, Any] = {
    "hub": "CNCKG",
    "split": "SGSIN",
    "lots": [
        {"origin": "CNCTU", "destination": "IDJKT", "ready": "2026-11-23T08:00+08:00", "teu": 2},
        {"origin": "CNKWE", "destination": "MYPKG", "ready": "2026-11-24T08:00+08:00"},
        {"ready": "2026-11-25T08:00+08:00", "teu": 3},
    ],
}


class LotBody(BaseModel):
    """A lot without an origin stands at the hub; without a destination it stays where the lots part."""

    model_config = ConfigDict(extra="forbid")

    ready: Moment
    origin: Name | None = None
    destination: Name | None = None
    teu: Annotated[Whole, Field(ge=1, le=TEU_MAX)] = 1


class JointBody(LimitsBody):
    """Lots, where they meet and where they part. The limits hold for every part, the deadline for the last lot."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    lots: Annotated[list[LotBody], Field(min_length=1, max_length=LOTS_MAX)]
    hub: Name
    split: Name

    def request(self) -> JointRequest:
        wishes = self.wishes()
        hub, split, _ = (wishes.pop(name) for name in ("hub", "split", "lots"))
        lots = [JointLot(lot.origin or hub, lot.destination or split, lot.ready, lot.teu) for lot in self.lots]
        return JointRequest.of(lots, hub, split, **wishes)


@router.post("", status_code=201, summary="Plan lots that travel together for a part of the way, and keep the plan")
def make(request: Request, body: JointBody) -> Response:
    """Ways that nothing beats for all lots at once, with each lot's part in them, or which parts have none and why."""
    language = language_of(request)
    with http.read(request) as view:  # found before the write begins, which then is short
        made = service.plan_joint(view, body.request())

    def effect(work: Any) -> JointPlan:
        return service.save_joint(work, made)

    return http.write(request, effect, body=body, status=201, render=lambda plan: rendered_joint(plan, language))


@router.get("", summary="Kept joint plans, newest first")
def list_plans(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Those the caller's party made and those that were shared with it; `GET /v1/joint-plans/{id}` has the whole."""
    with http.read(request) as view:
        found = service.list_joint(view, after=moment_and_id(cursor), limit=limit + 1)
    return page_of(found, limit, _row)


@router.get("/{joint}", summary="A kept joint plan")
def show(request: Request, joint: str) -> Response:
    with http.read(request) as view:
        return json_response(rendered_joint(service.get_joint(view, joint), language_of(request)))


def _row(plan: JointPlan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "made_at": plan.made_at.isoformat(),
        "hub": plan.request.hub,
        "split": plan.request.split,
        "lots": len(plan.request.lots),
        "teu": plan.request.teu,
        "ready": plan.request.together.ready.isoformat(),
        "ways": len(plan.ways),
    }
