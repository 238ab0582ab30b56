"""The network in force: looked up, searched, shown, and compiled for a window of time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime

from landsea.journal import View
from landsea.network import store
from landsea.network.kept import stored_network
from landsea.network.model import (
    Closure,
    Network,
    NoNetwork,
    Place,
    Sailing,
    SailingChange,
    Schedule,
    UnknownPlace,
)
from landsea.network.rules import compile_schedule, folded
from landsea.network.rules.overlay import Overlaid, with_voyages
from landsea.network.service.files import shipped
from landsea.runtime import Kept

_schedules: Kept[tuple[str, datetime, int], Schedule] = Kept(8)
_overlays: Kept[Hashable, Overlaid] = Kept(4)


def current(view: View) -> Network:
    """The network in force, with the closures, sailings and imported voyages that hold now. Raises `NoNetwork`."""
    return overlaid(view).network


def overlaid(view: View) -> Overlaid:
    """The same, with the imported voyages and the trips they became."""
    base = imported(view)
    vessels = store.vessels_digest(view.connection)
    if not vessels:
        return Overlaid(base)
    laid = _overlays.get((base.digest, vessels, _added(base)), lambda: _laid(view, base, vessels))
    left = tuple(one for one in base.sailings if not _is_added(one) or (one.trip, one.start) not in laid.runs)
    return replace(laid, network=replace(laid.network, closures=base.closures, sailings=left))


def _added(network: Network) -> tuple[Sailing, ...]:
    return tuple(filter(_is_added, network.sailings))


def _is_added(sailing: Sailing) -> bool:
    return sailing.change is SailingChange.ADDED


def _laid(view: View, base: Network, vessels: str) -> Overlaid:
    """Kept for a version of both; its digest names both, so that schedules compiled from it are told apart."""
    laid = with_voyages(replace(base, closures=(), sailings=_added(base)), store.list_vessel_schedules(view.connection))
    digest = hashlib.sha256(f"{base.digest} {vessels}".encode()).hexdigest()
    return replace(laid, network=replace(laid.network, digest=digest))


def imported(view: View) -> Network:
    """The network as its files and operators state it, without the voyages of imported vessel schedules."""
    found = in_force(view)
    network = network_of(view, found.digest)
    closures, sailings = store.list_closures(view.connection), store.list_sailings(view.connection)
    return replace(network, closures=closures, sailings=sailings)


def in_force(view: View) -> store.InForce:
    """Which network is in force, since when and how often it was changed."""
    found = store.find_in_force(view.connection)
    if found is None:
        raise NoNetwork
    return found


def network_of(view: View, digest: str) -> Network:
    """As its files state it; `digest` is that of an import."""
    return stored_network(view.blobs, digest)


def kept_overlay(key: Hashable, make: Callable[[], Overlaid]) -> Overlaid:
    return _overlays.get(key, make)


def version(view: View) -> str:
    """Names the network in force and the changes made since: two schedules of one version and window are equal."""
    return version_of(current(view))


def version_of(network: Network) -> str:
    info = network.info
    named = network.digest[:12]
    if network.closures or network.sailings:
        changes = repr((network.closures, network.sailings)).encode()
        named += "+" + hashlib.sha256(changes).hexdigest()[:8]
    return f"{info.network} {info.version} ({named})"


def schedule(view: View, start: datetime, days: int) -> Schedule:
    """Every run that can be boarded from `start` (aware) for `days`, in UTC minutes; kept for the next who asks."""
    return schedule_of(current(view), start, days)


def schedule_of(network: Network, start: datetime, days: int) -> Schedule:
    """The same of a network that was read from a folder."""
    named = version_of(network)
    return _schedules.get((named, start, days), lambda: compile_schedule(network, named, start, days))


def shipped_schedule(start: datetime, days: int) -> Schedule:
    """The same of the network that comes with Landsea, for a machine without a node."""
    return schedule_of(shipped(), start, days)


def get_place(view: View, code: str) -> Place:
    """By UN/LOCODE or alias, or by its full name in either language where only one place has it."""
    return place_in(current(view), code)


def place_in(network: Network, code: str) -> Place:
    found = network.find_place(code)
    if found is not None:
        return found
    asked = folded(code)
    named = [one for one in network.places.values() if asked in (folded(one.name), folded(one.name_zh))]
    if len(named) != 1:
        raise UnknownPlace(place=code)
    return named[0]


def list_closures(view: View) -> tuple[Closure, ...]:
    return store.list_closures(view.connection)
