"""A quote: what is offered, and the form that books it."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import consignment, planner
from landsea.consignment import BookedLeg, Quote, QuoteState
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, directory, party_body
from landsea.console.pages.consignments import leg_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Money, NotFound, Role


@page("/quotes/{id}", "quote.html")
def quote_page(view: View, request: Request) -> dict[str, Any]:
    quote = consignment.get_quote(view, request.path_params["id"])
    places = Gazetteer(view)
    legs = [leg_body(view, places, BookedLeg(leg)) for leg in quote.itinerary.legs]
    ours = view.actor.party in (quote.forwarder, quote.customer)
    return {
        "quote": _quote(view, quote),
        "from": legs[0]["from"],
        "to": legs[-1]["to"],
        "legs": legs,
        "map": map_body([("1", [(leg["mode"], leg["from"], leg["to"]) for leg in legs])], "1"),
        "used_modes": sorted({leg["mode"] for leg in legs}),
        "may_book": quote.state is QuoteState.OPEN and ours and view.actor.role in (Role.OPERATOR, Role.SHIPPER),
        "directory": directory(view),
        "goods_code": _goods_code(view, quote),
    }


def _quote(view: View, quote: Quote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "state": quote.state.value,
        "forwarder": party_body(view, quote.forwarder),
        "customer": party_body(view, quote.customer),
        "valid_until": quote.valid_until.isoformat(),
        "given_at": quote.given_at.isoformat(),
        "note": quote.note,
        "consignment": quote.consignment,
        "price_lines": [
            {
                "what": line.description.partition(", leg")[0],
                "description": line.description,
                "leg": line.leg,
                "amount": _money(line.amount),
            }
            for line in quote.price_lines
        ],
        "total": _money(quote.total),
    }


def _money(amount: Money) -> dict[str, Any]:
    return {"currency": amount.currency, "minor": amount.minor}


def _goods_code(view: View, quote: Quote) -> str:
    """The HS code that was planned with, where the plan is ours."""
    try:
        return planner.get(view, quote.itinerary.plan_id).request.goods or ""
    except NotFound:
        return ""
