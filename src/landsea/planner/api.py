"""Routes of plans: `POST /v1/plans` makes and keeps one, `GET /v1/plans/{id}` shows it again."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.kernel import Refusal
from landsea.planner import service
from landsea.planner.model import HORIZON_DAYS_MAX, TEU_MAX, By, Plan, PlanRequest
from landsea.planner.wording import rendered
from landsea.runtime.http import json_response, language_of

router = APIRouter(prefix="/v1/plans", tags=["plans"])

Name = Annotated[str, Field(min_length=1, max_length=40)]


class PlanBody(BaseModel):
    """Where from, where to, ready when. Times carry their zone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-23T08:00+08:00"}]
        },
    )

    origin: Name
    destination: Name
    ready: AwareDatetime
    teu: Annotated[int, Field(ge=1, le=TEU_MAX)] = 1
    goods: Annotated[str | None, Field(description="HS code of 6, 8 or 10 digits", max_length=10)] = None
    by: By = By.ARRIVAL
    without_modes: Annotated[list[Name], Field(max_length=20)] = []
    avoid: Annotated[list[Name], Field(max_length=200)] = []
    deadline: AwareDatetime | None = None
    horizon_days: Annotated[int, Field(ge=1, le=HORIZON_DAYS_MAX)] = 120
    changes_max: Annotated[int | None, Field(ge=0, le=20)] = None

    def request(self) -> PlanRequest:
        values = self.model_dump()
        return PlanRequest(**values | {name: tuple(values[name]) for name in ("without_modes", "avoid")})


@router.post("", status_code=201, summary="Plan a journey and keep the plan")
def make(request: Request, body: PlanBody) -> Response:
    """The Pareto set over arrival, cost and CO2e, or the reasons why nobody can make the journey."""
    language = language_of(request)

    def effect(work: Any) -> Plan:
        try:
            return service.save(work, service.plan(work, body.request()))
        except Refusal as refusal:
            raise refusal.at("") from None

    return http.write(request, effect, body=body, status=201, render=lambda plan: rendered(plan, language))


@router.get("/{plan}", summary="A kept plan")
def show(request: Request, plan: str) -> Response:
    with http.read(request) as view:
        return json_response(rendered(service.get(view, plan), language_of(request)))
