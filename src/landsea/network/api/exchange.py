"""Exchange rates: `GET /v1/exchange-rates`, stated by operators with `POST`."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import Work, http
from landsea.network import service
from landsea.network.model.exchange import ExchangeRate
from landsea.runtime.http import json_response

router = APIRouter(prefix="/v1/exchange-rates", tags=["network"])

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217")]


class RateBody(BaseModel):
    """`rate` units of `currency` for one unit of `base`, as published."""

    model_config = ConfigDict(extra="forbid")

    base: Currency
    currency: Currency
    rate: Annotated[str, Field(max_length=19, description="decimal text: 7.0825")]
    as_of: Annotated[str, Field(max_length=10, description="the day it is of: 2026-11-20")]
    source: Annotated[str, Field(min_length=1, max_length=200, description="who published it")]


@router.get("", summary="Exchange rates that this node plans with")
def rates(request: Request) -> Response:
    """The newest of each pair of currencies. Landsea comes without any."""
    with http.read(request) as view:
        found = [asdict(one) for one in service.exchange_rates(view)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("", status_code=201, summary="State an exchange rate")
def state(request: Request, body: RateBody) -> Response:
    def effect(work: Work) -> ExchangeRate:
        return service.state_exchange_rate(work, body.base, body.currency, body.rate, body.as_of, body.source)

    return http.write(request, effect, body=body, status=201, render=asdict)
