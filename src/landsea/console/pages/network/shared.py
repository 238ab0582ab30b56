"""What the pages of the network share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from landsea import network
from landsea.console.named import Gazetteer, mode_of
from landsea.journal import View
from landsea.kernel import Role
from landsea.network import Place, SailingChange, Service


def head(view: View, places: Gazetteer) -> dict[str, Any]:
    info = places.network.info
    return {
        "name_en": info.name,
        "name_zh": info.name_zh,
        "label_en": info.label,
        "label_zh": info.label_zh,
        "version": network.version(view),
        "counts": {
            "places": len(places.network.places),
            "countries": len({one.country for one in places.network.places.values()}),
            "facilities": len(places.network.facilities),
            "services": len(places.network.services),
        },
    }


def place_body(one: Place) -> dict[str, Any]:
    return {
        "code": str(one.code),
        "name_en": one.name,
        "name_zh": one.name_zh,
        "country": one.country,
        "region_en": one.region,
        "region_zh": one.region_zh,
        "zone": one.timezone,
        "lat": one.latitude_udeg / 1e6,
        "lon": one.longitude_udeg / 1e6,
        "kind": one.kind,
        "membership": one.membership,
        "basis": one.basis,
        "source": one.source,
    }


def service_body(one: Service) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_en": one.name,
        "name_zh": one.name_zh,
        "mode": mode_of(one.mode),
        "basis": one.basis,
        "source": one.source,
    }


def sailing_bodies(view: View, sailings: Sequence[network.Sailing]) -> list[dict[str, Any]]:
    """Sailings added and blanked, in the order of the changes. A blanked one may sail after all while it is ahead and nothing was
    changed since.
    """
    last = {(one.trip, one.start): one.id for one in sailings}
    return [
        _sailing(one)
        | {
            "may_restore": one.change is SailingChange.BLANKED
            and last[one.trip, one.start] == one.id
            and one.start > view.now
            and view.actor.role is Role.OPERATOR
        }
        for one in sailings
    ]


def _sailing(one: network.Sailing) -> dict[str, Any]:
    return {
        "id": one.id,
        "trip": one.trip,
        "start": one.start.isoformat(),
        "change": one.change.value,
        "reason": one.reason,
    }


def closure_body(places: Gazetteer, one: network.Closure) -> dict[str, Any]:
    facility = places.network.facilities.get(one.facility)
    return {
        "id": one.id,
        "facility": one.facility,
        "name_en": facility.name if facility else one.facility,
        "name_zh": facility.name_zh if facility else "",
        "zone": facility.timezone if facility else None,
        "start": one.period.start.isoformat(),
        "end": one.period.end.isoformat(),
        "reason": one.reason,
    }
