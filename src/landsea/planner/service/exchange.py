"""The rate that a plan's costs are told by: the newest that the node's operator has stated."""

from __future__ import annotations

from collections.abc import Callable

from landsea import network
from landsea.journal import View
from landsea.planner.model import NoExchangeRate, PlanExchange, PlanRequest
from landsea.planner.service.world import World

Rates = Callable[[str, str], network.ExchangeRate | None]
"""From a currency to another."""


def rates_of(view: View) -> Rates:
    return lambda base, currency: network.find_exchange_rate(view, base, currency)


def no_rates(base: str, currency: str) -> None:
    """Landsea comes without exchange rates."""


def exchange_for(world: World, request: PlanRequest, rates: Rates) -> PlanExchange | None:
    """None where the network's own currency is asked for. Refuses `NoExchangeRate`."""
    base = world.engine.timetable.currency
    if request.currency is None or request.currency == base:
        return None
    rate = rates(base, request.currency)
    if rate is None:
        raise NoExchangeRate(base=base, currency=request.currency, pointer="/currency")
    return PlanExchange(rate.base, rate.currency, rate.rate, rate.as_of, rate.source)
