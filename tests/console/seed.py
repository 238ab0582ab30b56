"""A sandbox node with everything the pages can show: synthetic parties, a journey half way, one that nobody has confirmed, a quote."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from socket import socket
from typing import Any

import uvicorn

from landsea import identity, journal, planner
from landsea.app.client import Client
from landsea.app.node import Node, init_node
from landsea.app.server import create_app
from landsea.identity import RegisterParty
from landsea.journal import Work
from landsea.kernel import Actor, PartyId, Role, UserId, parse_instant
from landsea.runtime import SandboxClock, Settings
from tests.console.sample_study import study_result

START = parse_instant("2026-11-22T09:00+08:00")
READY = parse_instant("2026-11-23T08:00+08:00")
PASSWORD = "a synthetic password for tests"
PASSPHRASE = "another synthetic passphrase for tests"
BOX = "LSDU2611230"
PARTS = {
    "forwarder": ("Jialing Multimodal (synthetic)", "嘉陵多式联运（合成）", "CN", Role.OPERATOR),
    "shipper": ("Tongnan Lemon Growers (synthetic)", "潼南柠檬种植（合成）", "CN", Role.SHIPPER),
    "buyer": ("Merlion Fruit Import (synthetic)", "狮城水果进口（合成）", "SG", Role.SHIPPER),
    "railway": ("Yugui Rail Operator (synthetic)", "渝桂铁路运营（合成）", "CN", Role.CARRIER),
    "line": ("Beibu Gulf Line (synthetic)", "北部湾航运（合成）", "SG", Role.CARRIER),
    "bank": ("Straits Trade Bank (synthetic)", "海峡贸易银行（合成）", "SG", Role.BANK),
}
MODES = {"rail": "RAIL", "sea": "VESSEL", "road": "TRUCK"}


@dataclass
class Player:
    party: str
    user: UserId
    email: str
    client: Client


@dataclass
class Stage:
    """The running node and the ids of what was made."""

    node: Node
    url: str
    cast: dict[str, Player]
    made: dict[str, Any]


@contextmanager
def running_node(folder: Path, port: int = 0) -> Iterator[Stage]:
    """A seeded node served on this machine until the block ends."""
    settings = Settings(home=folder / "node", port=port or _free_port(), requests_per_minute_max=1_000_000)
    node = init_node(settings, sandbox=True, jurisdiction="CN")
    _freeze(node, START)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(node), host="127.0.0.1", port=settings.port, http="h11", log_level="error", access_log=False
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    stage = Stage(node, settings.public_url, {part: _player(node, part) for part in PARTS}, {})
    try:
        seed(stage)
        yield stage
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        node.close()


def seed(stage: Stage) -> None:
    forwarder, shipper = stage.cast["forwarder"].client, stage.cast["shipper"].client
    request = {"origin": "CNCKG", "destination": "SGSIN", "ready": READY.isoformat(), "teu": 2, "goods": "080550"}
    plan = forwarder.post("/v1/plans", request)
    chosen = next(one for one in plan["itineraries"] if one["legs"][0]["mode"] == "rail")
    quotes = [_quote(stage, plan["id"], chosen) for _ in range(2)]
    booked = shipper.post(f"/v1/quotes/{quotes[0]}/accept", _goods(stage, BOX, "6CNSYNTHETIC-0001"))
    waiting = shipper.post(f"/v1/quotes/{quotes[1]}/accept", _goods(stage, "", "6CNSYNTHETIC-0002"))
    for leg in booked["legs"]:
        _confirm(stage, booked["id"], leg)
    issue = {
        "consignment": booked["id"],
        "negotiable": True,
        "order_of": stage.cast["shipper"].party,
        "passphrase": PASSPHRASE,
    }
    document = forwarder.post("/v1/documents", issue)
    stage.made |= {"consignment": booked["id"], "waiting": waiting["id"], "document": document["id"]}
    _travel(stage, chosen, booked["booking"])
    shipper.post(
        f"/v1/documents/{document['id']}/transfer", {"to": stage.cast["buyer"].party, "passphrase": PASSPHRASE}
    )
    stage.made["quote"], _ = _fresh_quote(stage, request)
    closure = {
        "facility": "SGSIN-S",
        "start": "2027-02-06T00:00+08:00",
        "end": "2027-02-08T00:00+08:00",
        "reason": "synthetic exercise",
    }
    forwarder.post("/v1/closures", closure)
    _keep(stage, plan["id"])
    _blank_what_is_booked(stage, request)


def _keep(stage: Stage, plan: str) -> None:
    """The plan is shared with the shipper, and a study is kept."""
    forwarder, shipper = stage.cast["forwarder"], stage.cast["shipper"]
    forwarder.client.post(f"/v1/plans/{plan}/shares", {"party": shipper.party})
    actor = Actor(PartyId(forwarder.party), Role.OPERATOR, forwarder.user)
    study = stage.node.journal.run(actor, lambda work: planner.keep_study(work, study_result()))
    lots = [
        {"origin": "CNCTU", "destination": "IDJKT", "ready": READY.isoformat()},
        {"ready": READY.isoformat(), "teu": 2},
    ]
    joint = forwarder.client.post("/v1/joint-plans", {"hub": "CNCKG-R", "split": "SGSIN-S", "lots": lots})
    demand = "origin,destination,teu,revenue\nCNCKG,SGSIN,5000,1500\nCNKMG,LAVTE,900,900\n"
    flows = forwarder.client.post(
        "/v1/flow-studies", {"name": "Synthetic week", "demand": demand, "start": "2026-12-07"}
    )
    stage.made |= {"plan": plan, "study": study.head.id, "joint": joint["id"], "flows": flows["id"]}


def advance(node: Node, to: datetime) -> None:
    clock = _clock(node)
    with node.journal.database.write() as connection:
        clock.advance(connection, max(timedelta(), to - clock.now(connection)))


def _quote(stage: Stage, plan: str, chosen: dict[str, Any]) -> str:
    operators = {
        str(no): stage.cast["railway" if leg["mode"] == "rail" else "line"].party
        for no, leg in enumerate(chosen["legs"], start=1)
        if leg["mode"] in ("rail", "sea")
    }
    offer = {
        "itinerary": chosen["number"],
        "customer": stage.cast["shipper"].party,
        "operators": operators,
        "margin_minor": 15_000,
    }
    return str(stage.cast["forwarder"].client.post(f"/v1/plans/{plan}/quotes", offer)["quote"])


def _fresh_quote(stage: Stage, request: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """One that can still be accepted now, after the journey of the other."""
    with stage.node.journal.view(journal.NODE) as view:
        ready = view.now + timedelta(days=3)
    plan = stage.cast["forwarder"].client.post("/v1/plans", request | {"ready": ready.isoformat()})
    chosen = next(one for one in plan["itineraries"] if one["legs"][0]["mode"] == "rail")
    return _quote(stage, plan["id"], chosen), chosen


def _blank_what_is_booked(stage: Stage, request: dict[str, Any]) -> None:
    """A sailing that is booked does not go, and other ways on are proposed."""
    forwarder = stage.cast["forwarder"].client
    quote, chosen = _fresh_quote(stage, request)
    booked = stage.cast["shipper"].client.post(f"/v1/quotes/{quote}/accept", _goods(stage, "", "6CNSYNTHETIC-0003"))
    sea = next(leg for leg in chosen["legs"] if leg["mode"] == "sea")
    forwarder.post("/v1/sailings/blankings", {"trip": sea["service"], "start": sea["voyage"], "reason": "synthetic"})
    stage.made["replanned"] = booked["id"]
    while not forwarder.get("/v1/proposals")["data"]:  # a worker looks every second
        time.sleep(0.2)


def _goods(stage: Stage, box: str, ucr: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "description": "Fresh lemons, Tongnan (synthetic)",
        "hs_code": "080550",
        "packages": 1680,
        "package_code": "CT",
        "gross_weight": {"value": "25200", "unit": "KGM"},
        "temperature": {"set_point": "8", "lowest": "6", "highest": "10"},
    }
    equipment = [{"container": box, "iso_code": "45R1", "seals": ["SYN0001"]}] if box else []
    goods = [item | {"container": box}] if box else [item]
    parties = [{"party": stage.cast["buyer"].party, "capacity": "consignee"}]
    return {"parties": parties, "goods": goods, "equipment": equipment, "ucr": ucr}


def _confirm(stage: Stage, consignment: str, leg: dict[str, Any]) -> None:
    operator = next((one for one in stage.cast.values() if one.party == leg["operator_party"]), stage.cast["forwarder"])
    operator.client.post(
        f"/v1/consignments/{consignment}/legs/{leg['no']}/confirm", {"reference": f"SYN-{leg['no']:03}"}
    )


def _travel(stage: Stage, chosen: dict[str, Any], booking: str) -> None:
    """The train runs and comes in three days late, so that the sailing is missed; one event names a box nobody knows."""
    rail = chosen["legs"][0]
    departs, arrives = (
        datetime.fromisoformat(rail["departure"]),
        datetime.fromisoformat(rail["arrival"]) + timedelta(days=3),
    )
    moments = [("EQUIPMENT", "GTIN", departs - timedelta(hours=8), "origin"), ("TRANSPORT", "DEPA", departs, "origin")]
    for kind, code, at, end in [*moments, ("TRANSPORT", "ARRI", arrives, "destination")]:
        advance(stage.node, at)
        stage.cast["railway"].client.post("/v1/events", [_event(kind, code, at, rail, end, booking, BOX)])
    stranger = _event("EQUIPMENT", "DISC", arrives, chosen["legs"][-1], "destination", "", "CSQU3054383")
    stage.cast["forwarder"].client.post("/v1/events", [stranger])
    stage.made["event"] = stage.cast["forwarder"].client.get("/v1/events?bound=false")["data"][0]["id"]


def _event(kind: str, code: str, at: datetime, leg: dict[str, Any], end: str, booking: str, box: str) -> dict[str, Any]:
    event: dict[str, Any] = {
        "eventID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{booking}/{code}/{at}")),
        "eventType": kind,
        "eventCreatedDateTime": at.isoformat(),
        "eventClassifierCode": "ACT",
        "eventDateTime": at.isoformat(),
        f"{kind.lower()}EventTypeCode": code,
        "transportCall": {
            "transportCallID": f"{leg['service']}-{leg[end]['facility']}",
            "carrierServiceCode": leg["service"],
            "modeOfTransport": MODES[leg["mode"]],
            "UNLocationCode": leg[end]["place"],
            "facilityTypeCode": "RAMP",
        },
    }
    if kind == "EQUIPMENT":
        event |= {"equipmentReference": box, "ISOEquipmentCode": "45R1", "emptyIndicatorCode": "LADEN"}
    if booking:
        event["documentReferences"] = [{"documentReferenceType": "BKG", "documentReferenceValue": booking}]
    return event


def _player(node: Node, part: str) -> Player:
    name_en, name_zh, country, role = PARTS[part]
    email = f"{part}@synthetic.example"

    def make(work: Work) -> Actor:
        command = RegisterParty(name_en, country, name_zh, (), (role,))
        party = identity.register_party(work, command, runs_node=part == "forwarder")
        user = identity.add_user(work, party.id, role, name=f"Synthetic {part}", email=email, password=PASSWORD)
        return Actor(party.id, role, user.id)

    def keys(work: Work) -> str:
        if part in ("forwarder", "shipper", "buyer", "bank"):
            identity.create_title_key(work, PASSPHRASE)
        return identity.make_api_key(work, "seed")[1]

    actor = node.journal.run(journal.NODE, make)
    assert actor.user
    return Player(actor.party, actor.user, email, Client(node.settings.public_url, node.journal.run(actor, keys)))


def _freeze(node: Node, at: datetime) -> None:
    with node.journal.database.write() as connection:
        _clock(node).freeze(connection, at)


def _clock(node: Node) -> SandboxClock:
    assert isinstance(node.journal.clock, SandboxClock)
    return node.journal.clock


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
