"""The network: places and what departs from them, services with their next runs, changes, sources, published figures."""

from landsea.console.pages.network import basis, places, services

__all__ = ["basis", "places", "services"]
