"""Routes of plans: `POST /v1/plans` makes and keeps one, `GET /v1/plans/{id}` shows it again."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.kernel import Money, PartyId
from landsea.planner import service
from landsea.planner.model import (
    COUNT_MAX,
    COUNT_USUAL,
    HORIZON_DAYS_MAX,
    HORIZON_DAYS_USUAL,
    TEU_MAX,
    UNIT_KG_MAX,
    WINDOW_DAYS_MAX,
    By,
    Plan,
    PlanClosure,
    PlanRequest,
)
from landsea.planner.wording import rendered
from landsea.runtime.http import Flag, Moment, Whole, json_response, language_of

router = APIRouter(prefix="/v1/plans", tags=["plans"])

Name = Annotated[str, Field(min_length=1, max_length=40)]


class ClosureBody(BaseModel):
    """A place, country, strait or canal, carrier or service that is assumed closed for a time."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    start: Moment
    end: Moment


class LimitsBody(BaseModel):
    """What is asked for beyond where, when and how much."""

    model_config = ConfigDict(extra="forbid")

    goods: Annotated[str | None, Field(description="HS code of 6, 8 or 10 digits", max_length=10)] = None
    by: By = By.ARRIVAL
    without_modes: Annotated[list[Name], Field(max_length=20)] = []
    avoid: Annotated[list[Name], Field(max_length=200)] = []
    deadline: Moment | None = None
    horizon_days: Annotated[Whole, Field(ge=1, le=HORIZON_DAYS_MAX)] = HORIZON_DAYS_USUAL
    changes_max: Annotated[Whole | None, Field(ge=0, le=20)] = None
    size: Annotated[str, Field(description="first two characters of the ISO 6346 size-type code")] = "22"
    reefer: Flag = False
    dangerous: Annotated[list[Name], Field(max_length=20, description="IMDG classes")] = []
    unit_kg: Annotated[Whole | None, Field(ge=1, le=UNIT_KG_MAX, description="gross mass of each container")] = None
    closed: Annotated[list[ClosureBody], Field(max_length=100)] = []
    limits: Annotated[dict[Name, Annotated[Whole, Field(ge=0)]], Field(max_length=20)] = {}
    budget_minor: Annotated[Whole | None, Field(ge=0, le=2**53 - 1, description="in `currency`")] = None
    currency: Annotated[
        str | None,
        Field(pattern="^[A-Z]{3}$", description="ISO 4217, of costs and budget; the network's own if left out"),
    ] = None
    certain_permille_min: Annotated[Whole | None, Field(ge=1, le=1000)] = None
    count: Annotated[Whole, Field(ge=1, le=COUNT_MAX)] = COUNT_USUAL
    exact: Annotated[Flag, Field(description="all that nothing beats, however alike")] = False

    def wishes(self) -> dict[str, Any]:
        """As a `PlanRequest` takes them."""
        values = self.model_dump()
        lists = {name: tuple(values[name]) for name in ("without_modes", "avoid", "dangerous")}
        return values | lists | {"closed": tuple(PlanClosure(**one) for one in values["closed"])}


class PlanBody(LimitsBody):
    """Where from, where to, ready when; or, with a deadline alone, ready when at the latest. Times carry their zone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-23T08:00+08:00"}]
        },
    )

    origin: Name
    destination: Name
    ready: Annotated[Moment | None, Field(description="left out: how late it may be, to meet the deadline")] = None
    ready_until: Annotated[
        Moment | None, Field(description=f"every good start up to then is told, at most {WINDOW_DAYS_MAX} days")
    ] = None
    teu: Annotated[Whole, Field(ge=1, le=TEU_MAX)] = 1
    documents: Annotated[Moment | None, Field(description="when the documents are ready; with the cargo")] = None
    vgm: Annotated[Moment | None, Field(description="when the verified gross mass is; with the cargo")] = None

    def request(self) -> PlanRequest:
        return PlanRequest.of(**self.wishes())


@router.post("", status_code=201, summary="Plan a journey and keep the plan")
def make(request: Request, body: PlanBody) -> Response:
    """Ways that nothing beats in arrival, cost, CO2e, changes and certainty at once, or why nobody can make the journey.

    Without `ready`: how late the cargo may be ready to meet the `deadline`, the ways from then, and the good starts of the two weeks
    before, with the chance that each has. With `ready_until`: every good start of the window.
    """
    language = language_of(request)
    with http.read(request) as view:  # found before the write begins, which then is short
        made = service.plan(view, body.request())

    def effect(work: Any) -> Plan:
        return service.save(work, made)

    return http.write(request, effect, body=body, status=201, render=lambda plan: rendered(plan, language))


class QuoteFields(BaseModel):
    """Which itinerary is offered to whom; `operators` names, by leg number, the parties that confirm their legs themselves."""

    model_config = ConfigDict(extra="forbid")

    itinerary: Annotated[Whole, Field(ge=1)]
    customer: Name
    operators: dict[int, Name] = {}
    margin_minor: Annotated[Whole, Field(ge=0, le=2**53 - 1, description="in minor units of the plan's currency")] = 0
    valid_until: Moment | None = None


@router.post("/{plan}/quotes", status_code=201, summary="Offer an itinerary of a kept plan to a customer")
def offer(request: Request, plan: str, body: QuoteFields) -> Response:
    def effect(work: Any) -> dict[str, str]:
        kept = service.get(work, plan)
        currency = kept.itineraries[0].cost.currency if kept.itineraries else "USD"
        given = service.quote(
            work,
            kept,
            body.itinerary,
            customer=PartyId(body.customer),
            operators={leg: PartyId(party) for leg, party in body.operators.items()},
            margin=Money(currency, body.margin_minor) if body.margin_minor else None,
            valid_until=body.valid_until,
        )
        return {"quote": given.id}

    return http.write(request, effect, body=body, status=201)


@router.get("/{plan}", summary="A kept plan")
def show(request: Request, plan: str) -> Response:
    with http.read(request) as view:
        return json_response(rendered(service.get(view, plan), language_of(request)))
