"""Names for ids: parties and places as pages show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from landsea import identity, network
from landsea.console.texts import translate
from landsea.console.words import TRANSFER
from landsea.journal import View
from landsea.kernel import PartyId

MODES = {
    "vessel": "sea",
    "barge": "river",
    "inland-water": "river",
    "inland_waterway": "river",
    "truck": "road",
    "rail_truck": "rail-road",
    "barge_truck": "road-river",
    "barge_rail": "rail-river",
}


def mode_of(word: str) -> str:
    """The console's modes (`words.MODES`) from the words of DCSA, GLEC and the network."""
    small = str(word).lower()
    return MODES.get(small, small)


def party_body(view: View, party_id: str | None) -> dict[str, Any] | None:
    """A party as the directory shows it; `None` for nobody, and the bare id for one that the node does not know."""
    if not party_id:
        return None
    found = identity.find_party(view, PartyId(party_id))
    if found is None:
        return {
            "id": party_id,
            "name_en": party_id,
            "name_zh": "",
            "identifiers": [],
            "country": "",
            "roles": [],
            "did": "",
        }
    return {
        "id": found.id,
        "name_en": found.name_en,
        "name_zh": found.name_zh,
        "country": found.country,
        "roles": [role.value for role in found.roles],
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in found.identifiers],
        "did": identity.did_of(view, found.id),
    }


def directory(view: View) -> list[dict[str, Any]]:
    """All parties of the node, by name."""
    found = [party_body(view, party.id) for party in identity.list_parties(view)]
    return sorted((one for one in found if one), key=lambda one: (one["name_en"] or one["name_zh"]).casefold())


class Gazetteer:
    """The places of the network in force, looked up once for a page. A code it does not know is shown as it is."""

    def __init__(self, view: View) -> None:
        self.network = network.current(view)
        self._by_name = {one.name: one for one in self.network.facilities.values()}
        self._services = {one.name: one for one in self.network.services.values()}

    def __call__(self, code: str, facility: str = "") -> dict[str, Any]:
        place = self.network.find_place(code)
        if place is None:
            return {
                "code": code,
                "name_en": code,
                "name_zh": "",
                "zone": "UTC",
                "lon": None,
                "lat": None,
                "facility": facility,
                "facility_en": facility,
                "facility_zh": "",
            }
        at = self.network.facilities.get(facility) or self._by_name.get(facility)
        return {
            "code": str(place.code),
            "name_en": place.name,
            "name_zh": place.name_zh,
            "zone": place.timezone,
            "lon": (at or place).longitude_udeg / 1e6,
            "lat": (at or place).latitude_udeg / 1e6,
            "facility": facility,
            "facility_en": at.name if at else facility,
            "facility_zh": at.name_zh if at else facility,
        }

    def service(self, name: str) -> dict[str, str]:
        """A service in both scripts from its id or English name; the name alone where the network does not know it."""
        if name == TRANSFER:
            return {"id": "", "name_en": name, "name_zh": translate(TRANSFER, "zh")}
        found = self.network.services.get(name) or self._services.get(name)
        return {
            "id": found.id if found else "",
            "name_en": found.name if found else name,
            "name_zh": found.name_zh if found else "",
        }


def offset_of(zone: str, at: datetime) -> str:
    """`+08:00`, in force at the instant."""
    text = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"
