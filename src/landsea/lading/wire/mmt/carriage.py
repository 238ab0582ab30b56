"""The legs: Logistics_ Transport Movement, before, during and after the main carriage (by sea, where a leg is by sea)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landsea.lading.wire.mmt.parties import read_place, say_place
from landsea.lading.wire.mmt.references import read_references, say_reference
from landsea.lading.wire.mmt.words import (
    Json,
    beside,
    code,
    content_of,
    given,
    heard_with,
    identifier,
    moment,
    number,
    part,
    parts,
    text,
)

MODES = {"VESSEL": "1", "RAIL": "2", "TRUCK": "3", "AIR": "4", "BARGE": "8"}
"""Ours -> UN/ECE Recommendation 19."""
_CONTRACT = "transportContractRelatedReferencedDocument"
STAGES = tuple(f"{stage}LogisticsTransportMovement" for stage in ("preCarriage", "mainCarriage", "onCarriage"))


def say_carriage(legs: Sequence[Json], contracts: Mapping[int, Json]) -> Json:
    """`contracts`: the document of a leg, by the leg's number."""
    sea = [index for index, leg in enumerate(legs) if leg["mode"] == "VESSEL"]
    first, last = (sea[0], sea[-1] + 1) if sea else (0, len(legs))
    said = [_say_leg(leg, contracts.get(leg["no"])) for leg in legs]
    return dict(zip(STAGES, (said[:first], said[first:last], said[last:]), strict=True))


def read_carriage(consignment: Json) -> tuple[list[Json], list[Json]]:
    """The legs, and the documents of legs."""
    legs, contracts = [], []
    for at, one in enumerate((one for name in STAGES for one in parts(consignment, name)), 1):
        leg = heard_with(one, _leg(one, at))
        legs.append(leg)
        contracts += read_references(parts(one, _CONTRACT), leg["no"])
    return legs, contracts


def _say_leg(leg: Json, contract: Json | None) -> Json:
    said = given(
        {
            "sequenceNumeric": [{"content": str(leg["no"])}],
            "modeCode": code(MODES.get(leg["mode"], "")),
            "id": identifier(leg["voyage"]),
            "service": text(leg["service"]),
            "usedLogisticsTransportMeans": given({"name": text(leg["vessel"])}),
            "departureEvent": [_event(leg["departs"], leg["origin"])],
            "arrivalEvent": [_event(leg["arrives"], leg["destination"])],
            _CONTRACT: [say_reference(contract, leg["no"])] if contract else [],
        }
    )
    return beside(said, _leg(said, 0), leg)


def _event(at: str | None, where: Json) -> Json:
    return given({"scheduledOccurrenceDateTime": at, "occurrenceLogisticsLocation": say_place(where)})


def _leg(said: Json, at: int) -> Json:
    departure, arrival = part(said, "departureEvent"), part(said, "arrivalEvent")
    no, mode = content_of(said.get("sequenceNumeric")), content_of(said.get("modeCode"))
    known = {theirs: ours for ours, theirs in MODES.items()}
    return {
        "no": int(number(no)) if no else at,
        "mode": known.get(mode, mode),
        "service": content_of(said.get("service")),
        "origin": _where(departure),
        "destination": _where(arrival),
        "departs": moment(departure.get("scheduledOccurrenceDateTime")),
        "arrives": moment(arrival.get("scheduledOccurrenceDateTime")),
        "vessel": content_of(part(said, "usedLogisticsTransportMeans").get("name")),
        "voyage": content_of(said.get("id")),
    }


def _where(event: Json) -> Json:
    nowhere = {"locode": "", "name_en": "", "name_zh": "", "facility": ""}
    return read_place(part(event, "occurrenceLogisticsLocation")) or nowhere
