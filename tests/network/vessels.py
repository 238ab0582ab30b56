"""Synthetic Operational Vessel Schedules messages, one sailing that tests change to see what follows."""

from __future__ import annotations

import copy
import json
from typing import Any

SHIP = {"vesselOperatorSMDGLinerCode": "ZZZ", "vesselIMONumber": "0000012", "vesselName": "Synthetic Heron"}


def times(arrival: str = "", departure: str = "", classifier: str = "PLN") -> list[dict[str, Any]]:
    found = (("ARRI", arrival), ("DEPA", departure))
    return [
        {"eventTypeCode": event, "eventClassifierCode": classifier, "eventDateTime": at} for event, at in found if at
    ]


def call(place: str, number: str, stamps: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "transportCallReference": f"{number}-{place}",
        "carrierImportVoyageNumber": number,
        "carrierExportVoyageNumber": number,
        "location": {"locationType": "UNLO", "UNLocationCode": place},
        "timestamps": stamps,
    } | more


def sailing(**more: Any) -> dict[str, Any]:
    """The small network's ship of Monday 30 November 2026, two hours late by estimate, under the name of its service."""
    calls = [
        call("CNQZH", "2648S", times("2026-11-30T18:00:00+08:00", "2026-11-30T20:00:00+08:00"))
        | {"universalExportVoyageReference": "2648S", "universalImportVoyageReference": "2648S"},
        call("SGSIN", "2648S", times("2026-12-04T11:30:00+08:00", "2026-12-05T07:30:00+08:00")),
    ]
    calls[0]["timestamps"] += times(departure="2026-11-30T22:00:00+08:00", classifier="EST")
    vessel = SHIP | {"isDummyVessel": False, "transportCalls": calls}
    return {
        "carrierServiceCode": "SEA",
        "carrierServiceName": "Synthetic Gulf Service",
        "universalServiceReference": "SR00001A",
        "vesselSchedules": [vessel],
    } | more


def message(*services: dict[str, Any]) -> bytes:
    return json.dumps(list(services or (sailing(),))).encode()


def changed(where: str, value: Any, service: dict[str, Any] | None = None) -> bytes:
    """The message of one sailing with the value at a JSON pointer replaced; `None` takes the field away."""
    content = [copy.deepcopy(service or sailing())]
    *path, last = where.strip("/").split("/")
    inner: Any = content
    for step in path:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
    if value is None:
        del inner[last]
    else:
        inner[int(last) if isinstance(inner, list) else last] = value
    return json.dumps(content).encode()
