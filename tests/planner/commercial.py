"""DCSA Commercial Schedules 1.0 over the wire: a served node with a synthetic carrier's vessels, a client that offers HTTP/2, the
standard's schemas (of the reference data, where it is at hand). No vessel, voyage or carrier here exists.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from landsea import network
from tests.support import people
from tests.support.server import Served, free_port, make_node, served

STANDARD = Path(__file__).parents[3] / "shared/data/dcsa/openapi/CS_v1.0.0.yaml"
MISSING = f"needs the standard's schemas at {STANDARD}, which are not part of the project"
UPGRADE = {
    "Connection": "Upgrade, HTTP2-Settings",
    "Upgrade": "h2c",
    "HTTP2-Settings": "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
}
ROUTES, PORTS, VESSELS = "/v1/point-to-point-routes", "/v1/port-schedules", "/v1/vessel-schedules"
SCHEMAS = {ROUTES: "pointToPointRoutings", PORTS: "portSchedules", VESSELS: "serviceSchedules"}
TODAY = datetime.now(UTC).date()
FIRST_CALL = datetime.combine(TODAY + timedelta(days=10), datetime.min.time(), UTC)
IMO = "1234567"
CUTOFF_CODES = frozenset(
    ["DCO", "VCO", "FCO", "LCO", "PCO", "ECP", "EFC", "RCO", "DGC", "OBC", "TCO", "STA", "SPA", "CUA", "AFC"]
)


def day(days: int) -> str:
    """So many days from today, as a date."""
    return (TODAY + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def cursor(self) -> str | None:
        return self.headers.get("next-page-cursor")


@dataclass(frozen=True)
class Station:
    """A served node; `get` is what a carrier's Java client sends: HTTP/1.1 with an offer of h2c."""

    running: Served

    def get(self, path: str, headers: dict[str, str] | None = None, /, **parameters: object) -> Answer:
        return self.fetch(f"{path}?{urlencode(parameters)}", headers)

    def fetch(self, uri: str, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=180)
        try:
            connection.request("GET", uri, headers=UPGRADE | (headers or {}))
            response = connection.getresponse()
            assert response.version == 11
            return Answer(
                response.status, {k.lower(): v for k, v in response.getheaders()}, json.loads(response.read())
            )
        finally:
            connection.close()

    def all(self, path: str, **parameters: object) -> list[Any]:
        """Every page, by cursor alone."""
        answer = self.get(path, **parameters)
        assert answer.status == 200, answer.body
        found = list(answer.body)
        while answer.cursor:
            answer = self.get(path, cursor=answer.cursor)
            assert answer.status == 200, answer.body
            found += answer.body
        return found


@contextmanager
def station(folder: Path) -> Iterator[Station]:
    """The shipped network and the vessels of `message`, served."""
    settings, node = make_node(folder, free_port())
    operator = people.make_operator(node.journal)
    with node.journal.work(operator.actor) as work:
        network.import_vessel_schedules(work, message(), "synthetic")
    node.close()
    with served(settings, LANDSEA_REQUESTS_PER_MINUTE_MAX="100000") as running:
        yield Station(running)


def message() -> bytes:
    """OVS 3.0: two vessels of a synthetic service, a week apart; Qinzhou, Port Klang (omitted by the second), Singapore, Qinzhou."""
    first = vessel("SYA", IMO, "SYNTHETIC ONE", "001", 0)
    second = vessel("SYB", "7654329", "SYNTHETIC TWO", "002", 7, omits=True)
    service = {
        "carrierServiceName": "Synthetic Gulf Express",
        "carrierServiceCode": "SYN1",
        "universalServiceReference": "SR00001A",
        "vesselSchedules": [first, second],
    }
    return json.dumps([service]).encode()


def vessel(operator: str, imo: str, name: str, voyage: str, days: int, *, omits: bool = False) -> dict[str, Any]:
    south, north = f"{voyage}S", f"{voyage}N"
    return {
        "vesselOperatorSMDGLinerCode": operator,
        "vesselIMONumber": imo,
        "vesselName": name,
        "isDummyVessel": False,
        "transportCalls": [
            call(imo, 1, south, south, {"locationType": "UNLO", "UNLocationCode": "CNQZH"}, days, arrives=False),
            call(imo, 2, south, south, {"locationType": "UNLO", "UNLocationCode": "MYPKG"}, days + 3, omitted=omits),
            call(imo, 3, south, north, {"locationType": "FACS", "UNLocationCode": "SGSIN", "facilitySMDGCode": "SYNT"}, days + 5),
            call(imo, 4, north, north, {"locationType": "UNLO", "UNLocationCode": "CNQZH"}, days + 10, departs=False),
        ],
    }  # fmt: skip


def call(
    imo: str,
    number: int,
    imported: str,
    exported: str,
    location: dict[str, str],
    days: int,
    *,
    arrives: bool = True,
    departs: bool = True,
    omitted: bool = False,
) -> dict[str, Any]:
    at = FIRST_CALL + timedelta(days=days)
    times = [("ARRI", at)] * arrives + [("DEPA", at + timedelta(hours=12))] * departs
    return {
        "transportCallReference": f"SYN-{imo}-{number}",
        "carrierImportVoyageNumber": imported,
        "carrierExportVoyageNumber": exported,
        "universalImportVoyageReference": f"26{imported[1:]}",
        "universalExportVoyageReference": f"26{exported[1:]}",
        "location": location,
        "timestamps": [
            {"eventTypeCode": event, "eventClassifierCode": "PLN", "eventDateTime": moment.isoformat()}
            for event, moment in times
        ],
    } | ({"statusCode": "OMIT"} if omitted else {})


@cache
def validator(schema: str) -> Any:
    """Of one of the standard's schemas, made strict: no property that it does not name."""
    import jsonschema_rs
    import yaml

    components = json.loads(json.dumps(yaml.safe_load(STANDARD.read_text())["components"], default=str))
    for one in components["schemas"].values():
        if one.get("type") == "object":
            one["additionalProperties"] = False
    root = {"$ref": f"#/components/schemas/{schema}", "components": components}
    return jsonschema_rs.Draft4Validator(root, validate_formats=True)


def faults(body: Any, schema: str) -> list[str]:
    """What is wrong with a body by the standard's schema; nothing is found where the reference data is not at hand."""
    if not STANDARD.exists():
        return []
    return [f"{list(error.instance_path)}: {error.message[:300]}" for error in validator(schema).iter_errors(body)]


def local_date(text: str) -> date:
    return datetime.fromisoformat(text).date()
