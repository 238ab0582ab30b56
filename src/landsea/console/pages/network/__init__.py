"""The network: places and what departs from them, services with their next runs, changes, exchange rates, sources, published figures."""

from landsea.console.pages.network import basis, exchange, places, services

__all__ = ["basis", "exchange", "places", "services"]
