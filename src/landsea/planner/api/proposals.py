"""Routes of re-plan proposals: what no longer holds of what is booked, and the party's decision."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.planner.model.proposals import Proposal, Settlement
from landsea.planner.service import proposals as service
from landsea.planner.wording import proposal_text
from landsea.runtime.http import Whole, json_response, language_of

router = APIRouter(prefix="/v1/proposals", tags=["plans"])


class SettlementBody(BaseModel):
    """Accepted with an itinerary of the proposal's plan, or kept as booked."""

    model_config = ConfigDict(extra="forbid")

    how: Settlement
    itinerary: Annotated[Whole | None, Field(ge=1)] = None
    reason: Annotated[str, Field(max_length=500)] = ""


@router.get("", summary="Proposals made to the party, newest first")
def show_all(request: Request, consignment: str | None = None, settled: bool = False) -> Response:
    """Those still open, unless `settled` asks for all; of one consignment if named. At most 200."""
    language = language_of(request)
    with http.read(request) as view:
        found = service.proposals(view, consignment, only_open=not settled)
        return json_response({"data": [_rendered(view, one, language) for one in found]})


@router.get("/{proposal}", summary="A proposal")
def show(request: Request, proposal: str) -> Response:
    with http.read(request) as view:
        return json_response(_rendered(view, service.get_proposal(view, proposal), language_of(request)))


@router.post("/{proposal}/settlement", summary="Accept a proposal, or keep what is booked")
def settle(request: Request, proposal: str, body: SettlementBody) -> Response:
    language = language_of(request)

    def effect(work: http.Work) -> dict[str, Any]:
        settled = service.settle_proposal(work, proposal, body.how, body.itinerary, body.reason)
        return _rendered(work, settled, language)

    return http.write(request, effect, body=body)


def _rendered(view: http.View, one: Proposal, language: str) -> dict[str, Any]:
    """As it stands, with what the booked legs ahead cost, as their plan had it."""
    booked = msgspec.to_builtins(service.booked_cost(view, one))
    return {
        **msgspec.to_builtins(one, enc_hook=str),
        "text": proposal_text(one.affected, language),
        "booked_cost": booked,
    }
