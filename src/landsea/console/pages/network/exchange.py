"""Exchange rates: what one unit of a currency costs in another, as the operator states it from a published source."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import identity, network
from landsea.console.named import Gazetteer
from landsea.console.pages.network.shared import head
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.network import ExchangeRate

COMMON = ("CNY", "SGD", "USD", "EUR", "HKD", "MYR", "THB", "VND", "IDR", "LAK", "KZT", "JPY")
"""Offered while somebody types; any ISO 4217 code is taken."""


@page("/network/exchange-rates", "exchange_rates.html")
def exchange_page(view: View, request: Request) -> dict[str, Any]:
    """With `?base=USD&currency=CNY` the form starts from the rate in force of the two, to replace it."""
    places = Gazetteer(view)
    own, found = places.network.info.currency, network.exchange_rates(view)
    asked = [request.query_params.get(name, "") for name in ("base", "currency")]
    replaced = next((one for one in found if [one.base, one.currency] == asked), None)
    return head(view, places) | {
        "tab": "exchange-rates",
        "currency": own,
        "currencies": COMMON,
        "rates": [_rate(one, own) for one in found],
        "replaced": _rate(replaced, own) if replaced else None,
        "may_state": identity.get_party(view, view.actor.party).runs_node and view.actor.role is Role.OPERATOR,
    }


def _rate(one: ExchangeRate, own: str) -> dict[str, Any]:
    """`planned_with`: plans ask for rates from the network's own currency alone; none is inverted or crossed."""
    return {
        "base": one.base,
        "currency": one.currency,
        "rate": one.rate,
        "as_of": one.as_of,
        "source": one.source,
        "planned_with": one.base == own,
    }
