"""Exchange rates: stated by an operator, read by planners."""

from __future__ import annotations

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import clean
from landsea.network import store_exchange as store
from landsea.network.model.exchange import ExchangeRate, ExchangeRateStated


def state_exchange_rate(work: Work, base: str, currency: str, rate: str, as_of: str, source: str) -> ExchangeRate:
    """From now on it holds for plans in `currency` on a network whose prices are in `base`."""
    identity.require_node_operator(work, "state an exchange rate")
    stated = ExchangeRate(base, currency, rate, as_of, clean(source, "source"))
    work.append(store.STREAM, work.version(store.STREAM), ExchangeRateStated(stated))
    return stated


def exchange_rates(view: View) -> list[ExchangeRate]:
    """The newest of each pair of currencies."""
    return store.list_rates(view.connection)


def find_exchange_rate(view: View, base: str, currency: str) -> ExchangeRate | None:
    return next((one for one in exchange_rates(view) if (one.base, one.currency) == (base, currency)), None)
