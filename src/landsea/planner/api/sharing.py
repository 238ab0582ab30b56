"""Routes of kept plans: `GET /v1/plans` lists those we see. `/v1/plans/{id}/shares` shows one to another party, `/v1/plans/{id}/links`
to whoever has a link; the same below `/v1/joint-plans`.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.kernel import PartyId
from landsea.planner import service
from landsea.planner.api.lists import page_of
from landsea.planner.model import LINK_DAYS_MAX, LINK_DAYS_USUAL, Plan, PlanLink
from landsea.planner.service import links
from landsea.runtime import moment_and_id
from landsea.runtime.http import Whole

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
    """Only who made the plan shares it. It can be taken back; what was seen was seen."""

    def effect(work: Any) -> dict[str, Any]:
        service.share(work, plan, PartyId(body.party))
        return {"plan": plan, "shared_with": list(service.shared_with(work, plan))}

    return http.write(request, effect, body=body)


@router.delete("/plans/{plan}/shares/{party}", summary="Show a kept plan to a party no longer")
@router.delete("/joint-plans/{plan}/shares/{party}", summary="Show a kept joint plan to a party no longer")
def unshare(request: Request, plan: str, party: str) -> Response:
    """The party does not see it any more. What it quoted from the plan stays its own."""

    def effect(work: Any) -> dict[str, Any]:
        service.unshare(work, plan, PartyId(party))
        return {"plan": plan, "shared_with": list(service.shared_with(work, plan))}

    return http.write(request, effect)


class LinkFields(BaseModel):
    """For how long the link shows the plan, and under which law its reader is: ISO 3166-1 alpha-2, the node's own if left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"days": 14, "jurisdiction": "SG"}]})

    days: Annotated[Whole, Field(ge=1, le=LINK_DAYS_MAX)] = LINK_DAYS_USUAL
    jurisdiction: Annotated[str | None, Field(pattern="^[A-Z]{2}$")] = None


@router.post("/plans/{plan}/links", status_code=201, summary="Make a link to a kept plan")
@router.post("/joint-plans/{plan}/links", status_code=201, summary="Make a link to a kept joint plan")
def make_link(request: Request, plan: str, body: LinkFields) -> Response:
    """Whoever has `link` sees the plan, without an account, until it expires or is revoked. It is shown only in this answer.

    Refused where a release rule of the node keeps plans from the reader's jurisdiction, and across a border without a rule.
    """

    def effect(work: Any) -> dict[str, Any]:
        made, token = links.make_link(work, plan, body.jurisdiction or "", body.days)
        return _link(made) | {"link": f"{work.site.base_url}/shared-plan?token={token}"}

    return http.write(request, effect, body=body, status=201, secret=True)


@router.get("/plans/{plan}/links", summary="The links that show a kept plan now")
@router.get("/joint-plans/{plan}/links", summary="The links that show a kept joint plan now")
def list_links(request: Request, plan: str) -> dict[str, Any]:
    """Newest first; for who made the plan."""
    with http.read(request) as view:
        return {"data": [_link(one) for one in links.list_links(view, plan)]}


@router.delete("/plans/{plan}/links/{link}", summary="Revoke a link to a kept plan")
@router.delete("/joint-plans/{plan}/links/{link}", summary="Revoke a link to a kept joint plan")
def revoke_link(request: Request, plan: str, link: str) -> Response:
    """It shows nothing from now on."""

    def effect(work: Any) -> dict[str, Any]:
        links.revoke_link(work, plan, link)
        return {"plan": plan, "revoked": link}

    return http.write(request, effect)


def _link(link: PlanLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "jurisdiction": link.jurisdiction,
        "made_at": link.made_at.isoformat(),
        "expires_at": link.expires_at.isoformat(),
    }


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
