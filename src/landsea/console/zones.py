"""In which time zone instants that belong to no place are told."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

from fastapi import Request

from landsea import network, policy
from landsea.journal import View
from landsea.network import NoNetwork


def zone_of(request: Request, view: View) -> str:
    """The reader's, which the browser tells in a cookie once its first page has run; until then that of the node."""
    return unquote(request.cookies.get("zone", "")) or _node_zone(view)


def _node_zone(view: View) -> str:
    """What most places of the network in the node's jurisdiction keep; UTC where it has none."""
    here = policy.own_jurisdiction(view)
    try:
        places = network.current(view).places.values()
    except NoNetwork:
        return "UTC"
    kept = Counter(place.timezone for place in places if place.country == here)
    return max(sorted(kept), key=lambda zone: kept[zone], default="UTC")
