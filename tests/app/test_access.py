"""Who may see and do what, for every route: nobody without login, and a stranger's record does not exist.

The tables below must name every route of the node: a new route without its line fails `test_every_route_is_in_a_table`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import consignment, notify, planner, tracking
from landsea.app.server import create_app
from landsea.app.telling import make_courier
from landsea.consignment import AddAttachment, AttachmentType
from landsea.journal import NODE, Work
from landsea.kernel import Role, UserId
from landsea.planner import JointLot, JointRequest, PlanRequest
from tests.app.nodes import new_node, populate, settings_for
from tests.lading.world import World
from tests.support import people
from tests.support.journals import START
from tests.support.people import PASSPHRASE, Person

Case = tuple[str, str, Any]
SIGN = {"passphrase": PASSPHRASE}
SEND = {"platform": "SYNP", "party_name": "Synthetic", "codes": [{"codeListProvider": "ZZZ", "partyCode": "X"}]} | SIGN

PUBLIC = {
    "GET /healthz", "GET /v1/checkpoint", "GET /v1/log-key", "GET /problems/{code}", "POST /v1/login", "POST /v1/login-link",
    "POST /v1/invitations/accept", "POST /v1/password-reset", "GET /.well-known/did.json",
    "GET /parties/{party_id}/did.json", "POST /v1/verify", "GET /v1/consignments/import/template.{kind}", "POST /v1/logout",
    "POST /v3/receiver-validation", "POST /v3/envelopes", "PUT /v3/envelopes/{envelopeReference}/finish-transfer",
    "PUT /v3/envelopes/{envelopeReference}/additional-documents/{documentChecksum}", "PUT /v3/ebl-issuance-requests",
    "GET /v1/status-lists/{series}/{purpose}",
    "POST /v3/ebl-issuance-responses", "POST /v3/ebl-surrender-requests", "POST /v3/ebl-surrender-responses",
    "GET /v3/service-schedules", "GET /v1/point-to-point-routes", "GET /v1/port-schedules", "GET /v1/vessel-schedules",
}  # fmt: skip
"""No login is needed: what proves identity, what anybody verifies with, and what needs a secret of its own."""

EVERYBODY = {
    "GET /v1/platform", "GET /v1/platforms", "POST /v1/platforms/{platform}/receiver",
    "POST /v1/documents/drafts",
    "GET /v1/chains", "GET /v1/me/chain-key", "GET /v1/me/chain-key/message",
    "POST /v1/me/chain-key", "POST /v1/me/chain-key/take-over", "POST /v1/me/chain-address",
    "GET /v1/node", "GET /v1/me", "POST /v1/me/membership", "POST /v1/me/password", "GET /v1/me/title-key-challenge",
    "GET /v1/parties", "GET /v1/parties/{party_id}", "GET /v1/parties/{party_id}/keys", "GET /v1/api-keys", "POST /v1/api-keys",
    "GET /v1/network", "GET /v1/network/files", "GET /v1/network/gtfs", "GET /v1/places", "GET /v1/places/{code}",
    "GET /v1/services", "GET /v1/sailings",
    "GET /v1/closures", "GET /v1/exchange-rates", "GET /v1/performance", "POST /v1/plans", "POST /v1/joint-plans",
    "POST /v1/studies", "POST /v1/flow-studies",
    "POST /v1/quotes", "POST /v1/events", "POST /v1/consignments/import",
    "GET /v1/network/versions", "GET /v1/network/versions/{revision}/difference",
    "GET /v1/policy/rules", "GET /v1/policy/explain", "GET /v1/webhooks/kinds", "POST /v1/webhooks",
}  # fmt: skip
"""Any user: the node's directory and network, and what a party makes of its own."""

NODE_OPERATORS: dict[str, Any] = {
    "POST /v1/node/clock": {"by": "1m"},
    "POST /v1/parties": {"name_en": "Synthetic New", "country": "CN"},
    "POST /v1/users/find": {"email": "someone@synthetic.example"},
    "POST /v1/network": "zip",
    "POST /v1/network/vessel-schedules": [],
    "POST /v1/performance": None,
    "POST /v1/exchange-rates": {
        "base": "USD",
        "currency": "XTS",
        "rate": "2",
        "as_of": "2026-01-01",
        "source": "synthetic",
    },
    "POST /v1/sailings": {"trip": "S-QZH-SIN", "start": "2026-12-24T12:00:00Z"},
    "POST /v1/sailings/blankings": {"trip": "S-QZH-SIN", "start": "2026-12-24T12:00:00Z"},
    "POST /v1/closures": {"facility": "CNQZH-S", "start": "2026-12-24T12:00:00Z", "end": "2026-12-25T12:00:00Z"},
    "POST /v1/policy/rules": {"receiver": "SG", "data_class": "event", "effect": "allow", "basis": "synthetic"},
    "POST /v1/policy/rules/{rule}/withdraw": {"reason": "synthetic"},
    "POST /v1/platform": {"code": "SYNR"},
    "PUT /v1/platform/carriers/{party}": {
        "carrier": {"provider": "SMDG", "code": "ZZZ"},
        "street": "No such street",
        "city": "Chongqing",
        "country": "CN",
        "contact_name": "Synthetic desk",
        "contact_email": "desk@synthetic.example",
    },
    "POST /v1/platforms": {"name": "Synthetic platform", "jurisdiction": "SG"},
    "PUT /v1/platforms/{platform}": {"name": "Synthetic platform", "jurisdiction": "SG"},
    "DELETE /v1/platforms/{platform}": None,
    "GET /v1/platforms/incoming": None,
    "POST /v1/platforms/incoming/refuse": {"envelope": "env_1", "reason": "synthetic"},
    "POST /v1/chains": {
        "name": "synthetic",
        "chain_id": 1,
        "url": "http://127.0.0.1:9",
        "registry": "0x" + "ab" * 20,
        "minter": "0x" + "cd" * 20,
        "confirmations": 3,
        "jurisdiction": "CN",
    },
    "DELETE /v1/chains/{name}": None,
    "POST /v1/documents/{document}/chain/fee-limit": {"fee_gwei_max": 1},
    "GET /v1/policy/decisions": None,
    "GET /v1/policy/decisions/{decision}": None,
}
"""Operators of the organisation that runs the node; an operator of another party is refused."""

LISTS = {
    "GET /v1/plans",
    "GET /v1/joint-plans",
    "GET /v1/studies",
    "GET /v1/flow-studies",
    "GET /v1/proposals",
    "GET /v1/quotes",
    "GET /v1/consignments",
    "GET /v1/consignments.csv",
    "GET /v1/documents",
    "GET /v1/platforms/disputes",
    "GET /v1/events",
    "GET /v1/exceptions",
    "GET /v1/webhooks",
    "GET /v2/events",
}
"""A stranger's list holds nothing of ours."""

RECORDS: dict[str, Any] = {
    "GET /v1/parties/{party_id}/users": None,
    "POST /v1/parties/{party_id}/users/{user_id}/end": {"role": "shipper"},
    "GET /v1/parties/{party_id}/invitations": None,
    "POST /v1/parties/{party_id}/invitations": {"role": "viewer"},
    "POST /v1/parties/{party_id}/keys": {"passphrase": "another passphrase"},
    "POST /v1/parties/{party_id}/recoveries": {"reason": "lost"},
    "POST /v1/parties/{party_id}/recoveries/{recovery_id}/approve": {},
    "POST /v1/invitations/{invitation_id}/withdraw": {},
    "POST /v1/users/{user_id}/password-reset": {},
    "POST /v1/users/{user_id}/erase": {"reason": "asked"},
    "DELETE /v1/api-keys/{key_id}": None,
    "POST /v1/closures/{closure}/reopening": {},
    "GET /v1/quotes/{id}": None,
    "POST /v1/quotes/{id}/accept": {"goods": [], "parties": []},
    "POST /v1/quotes/{id}/withdraw": {"reason": "no"},
    "GET /v1/consignments/{id}/attachments": None,
    "POST /v1/consignments/{id}/attachments": "file",
    "GET /v1/consignments/{id}/attachments/{attachment}": None,
    "GET /v1/consignments/{consignment}/credentials": None,
    "POST /v1/consignments/{consignment}/credentials": "file",
    "GET /v1/consignments/{id}": None,
    "GET /v1/consignments/{id}/history": None,
    "GET /v1/consignments/{id}/tasks": None,
    "POST /v1/consignments/{id}/tasks/{task}/close": {"note": "done"},
    "POST /v1/consignments/{id}/legs/{no}/confirm": {"reference": "X"},
    "POST /v1/consignments/{id}/legs/{no}/decline": {"reason": "full"},
    "POST /v1/consignments/{id}/legs/{no}/roll": {
        "departs": "2026-12-24T12:00:00Z",
        "arrives": "2026-12-26T12:00:00Z",
        "reason": "late",
    },
    "POST /v1/consignments/{id}/amend": {"reason": "typo"},
    "POST /v1/consignments/{id}/split": {
        "items": [{"item": 1, "packages": 1, "gross_weight": {"value": "1", "unit": "KGM"}}]
    },
    "POST /v1/consignments/{id}/cancel": {"reason": "no"},
    "POST /v1/consignments/{id}/parties": {"party": "{stranger}", "capacity": "bank"},
    "POST /v1/consignments/{id}/contacts/{party}/erase": {"reason": "asked"},
    "GET /v1/consignments/{id}/timeline": None,
    "POST /v1/documents": {"consignment": "{consignment}", "negotiable": True} | SIGN,
    "POST /v1/documents/captures": {
        "consignment": "{consignment}",
        "negotiable": True,
        "annotates": {"kind": "705", "number": "SYNTHETIC-1", "negotiable": True},
    }
    | SIGN,
    "GET /v1/documents/{document}": None,
    "POST /v1/documents/{document}/transfer": {"to": "{stranger}"} | SIGN,
    "POST /v1/documents/{document}/surrender": SIGN,
    "POST /v1/documents/{document}/accept": SIGN,
    "POST /v1/documents/{document}/reject": {"reason": "no"} | SIGN,
    "POST /v1/documents/{document}/accomplish": SIGN,
    "POST /v1/documents/{document}/offer": {"to": "{stranger}"} | SIGN,
    "POST /v1/documents/{document}/pledge": {"to": "{stranger}", "secures": "CREDIT-1"} | SIGN,
    "POST /v1/documents/{document}/take": SIGN,
    "POST /v1/documents/{document}/decline": {"reason": "no"} | SIGN,
    "POST /v1/documents/{document}/withdraw": SIGN,
    "POST /v1/documents/{document}/release": SIGN,
    "POST /v1/documents/{document}/enforce": {"reason": "no"} | SIGN,
    "POST /v1/documents/{document}/amend": {"changes": {"booking": "B-2"}, "reason": "no"} | SIGN,
    "POST /v1/documents/{document}/consent": SIGN,
    "POST /v1/documents/{document}/split": {"shares": [[{"line": 0, "packages": 1, "gross_weight_grams": 1}]] * 2}
    | SIGN,
    "POST /v1/documents/{document}/merge": {"others": ["{document}"]} | SIGN,
    "POST /v1/documents/{document}/part": {"amounts": [{"line": 0, "packages": 1, "gross_weight_grams": 1}]} | SIGN,
    "POST /v1/documents/{document}/grant": SIGN,
    "POST /v1/documents/{document}/leave": {"name": "3 originals"} | SIGN,
    "POST /v1/documents/{document}/left": {"numbers": "1-3"} | SIGN,
    "POST /v1/documents/{document}/stay": {"reason": "no"} | SIGN,
    "POST /v1/documents/{document}/return": {"to": "{stranger}", "numbers": "1-3"} | SIGN,
    "POST /v1/documents/{document}/activate": SIGN,
    "POST /v1/documents/{document}/discard": {"reason": "no"} | SIGN,
    "POST /v1/documents/{document}/orders": {"order": "freeze", "case": "a dispute"} | SIGN,
    "POST /v1/documents/{document}/orders/confirm": SIGN,
    "POST /v1/documents/{document}/orders/revoke": {"reason": "no"} | SIGN,
    "POST /v1/documents/{document}/control": {"challenge": "0123456789abcdef"} | SIGN,
    "POST /v1/documents/{document}/send": SEND,
    "POST /v1/documents/{document}/issue-elsewhere": SEND,
    "POST /v1/documents/{document}/surrender-elsewhere": SIGN,
    "POST /v1/documents/{document}/surrender-answer": {"accept": True} | SIGN,
    "GET /v1/documents/{document}/sent": None,
    "POST /v1/documents/{document}/sent/dispute": {"reason": "no"},
    "POST /v1/documents/{document}/sent/ask-again": {"reason": "no"},
    "POST /v1/documents/{document}/leave-for-chain": {"chain": "synthetic"} | SIGN,
    "GET /v1/documents/{document}/chain": None,
    "GET /v1/documents/{document}/credential.json": None,
    "GET /v1/documents/{document}/credentials": None,
    "POST /v1/documents/{document}/credentials": None,
    "POST /v1/documents/{document}/credentials/{number}/{act}": {"reason": "no"},
    "POST /v1/documents/{document}/chain": {"step": "surrender"} | SIGN,
    "POST /v1/documents/{document}/chain/call-off": SIGN,
    "POST /v1/documents/{document}/chain/unsigned": {"step": "surrender"},
    "POST /v1/documents/{document}/chain/signed": {"step": "surrender", "signed": ["0x00"]},
    "GET /v1/documents/{document}/proof": None,
    "GET /v1/documents/{document}/evidence.json": None,
    "GET /v1/documents/{document}/pdf": None,
    "GET /v1/documents/{document}/dcsa.json": None,
    "GET /v1/documents/{document}/mmt.json": None,
    "GET /v1/events/{id}": None,
    "POST /v1/plans/{plan}/quotes": {"itinerary": 1, "customer": "{stranger}"},
    "POST /v1/plans/{plan}/shares": {"party": "{stranger}"},
    "GET /v1/plans/{plan}": None,
    "GET /v1/joint-plans/{joint}": None,
    "POST /v1/joint-plans/{plan}/shares": {"party": "{stranger}"},
    "DELETE /v1/plans/{plan}/shares/{party}": None,
    "DELETE /v1/joint-plans/{plan}/shares/{party}": None,
    "POST /v1/plans/{plan}/links": {},
    "POST /v1/joint-plans/{plan}/links": {},
    "GET /v1/plans/{plan}/links": None,
    "GET /v1/joint-plans/{plan}/links": None,
    "DELETE /v1/plans/{plan}/links/{link}": None,
    "DELETE /v1/joint-plans/{plan}/links/{link}": None,
    "GET /v1/studies/{study}": None,
    "GET /v1/studies/{study}.csv": None,
    "GET /v1/flow-studies/{flows}": None,
    "GET /v1/flow-studies/{flows}/{table}.csv": None,
    "GET /v1/proposals/{proposal}": None,
    "POST /v1/proposals/{proposal}/settlement": {"how": "kept"},
    "GET /v1/webhooks/{webhook}": None,
    "DELETE /v1/webhooks/{webhook}": None,
    "POST /v1/webhooks/{webhook}/pause": {},
    "POST /v1/webhooks/{webhook}/resume": {},
    "POST /v1/webhooks/{webhook}/secret": {},
    "POST /v1/webhooks/{webhook}/test": {},
    "GET /v1/webhooks/{webhook}/deliveries": None,
    "POST /v1/webhooks/{webhook}/deliveries/{delivery}/replay": {},
}
"""Ours. For a stranger they do not exist."""

EVENT = b"""[{"eventID": "3c7dcd6f-6a63-4f0c-8b3b-2e3d5f7a0001", "eventType": "EQUIPMENT", "eventClassifierCode": "ACT",
 "eventCreatedDateTime": "2026-11-21T08:00:00+08:00", "eventDateTime": "2026-11-21T08:00:00+08:00", "equipmentEventTypeCode": "GTIN",
 "equipmentReference": "CSQU3054383", "emptyIndicatorCode": "LADEN",
 "transportCall": {"transportCallID": "SYNTHETIC-1", "modeOfTransport": "RAIL", "UNLocationCode": "CNCKG"}}]"""

STUDY = """name = "Synthetic study"
[base]
start = 2026-11-23
origins = ["CNCKG"]
[sweep]
close = "ports"
only = ["SGSIN"]
"""


DEMAND = "origin,destination,teu\nCNCKG,SGSIN,10\n"


def _kept_flows(work: Work) -> planner.KeptFlows:
    found = planner.compute_flows(work, "Synthetic", DEMAND, START.date(), 1, planner.FlowObjective.COST)
    return planner.keep_flows(work, *found)


class Scene:
    """One of everything, made by parties the stranger has nothing to do with."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stranger = people.make_person(world.journal, "Rival Forwarder", Role.OPERATOR)
        record = world.book()
        note = AddAttachment(AttachmentType.INVOICE, "invoice.txt", "text/plain", b"synthetic invoice")
        world.run(world.shipper, lambda work: consignment.attach(work, record.id, note))
        document = world.issue(record=record.id)
        request = PlanRequest("CNCKG", "SGSIN", START)
        plan = world.run(world.operator, lambda work: planner.save(work, planner.plan(work, request)))
        lots = (JointLot("CNQZH-S", "SGSIN-S", START),)
        joint = JointRequest.of(lots, "CNQZH-S", "SGSIN-S")
        together = world.run(world.operator, lambda work: planner.save_joint(work, planner.plan_joint(work, joint)))
        study = world.run(world.operator, lambda work: planner.keep_study(work, planner.compute_study(work, STUDY)))
        world.run(world.operator, lambda work: tracking.receive(work, "synthetic", EVENT, "application/json"))
        with world.journal.view(world.operator.actor) as view:
            quote, event = consignment.list_quotes(view)[0], tracking.list_events(view)[0]
            attachment = consignment.get_consignment(view, record.id).attachments[0]
        self.ids = {
            "consignment": record.id,
            "document": document,
            "plan": plan.id or "",
            "joint": together.id or "",
            "flows": world.run(world.operator, _kept_flows).head.id,
            "study": study.head.id,
            "proposal": self._proposal(record.id, plan),
            "quote": quote.id,
            "event": event.received.id,
            "attachment": attachment.id,
            "stranger": self.stranger.party,
            "webhook": self._webhook(),
        }

    def _webhook(self) -> str:
        """The operator's."""
        courier = make_courier(settings_for("sqlite://", self.world.journal.blobs.folder.parent))
        command = notify.Subscribe("https://hooks.example/", ("lading.*",), "CN")
        made, _ = self.world.run(self.world.operator, lambda work: notify.subscribe(work, courier, command))
        return made.id

    def _proposal(self, consignment: str, plan: planner.Plan) -> str:
        """Made by the node to the forwarder."""
        with self.world.journal.work(NODE) as work:
            kept = planner.save(work, plan)
            affected = planner.Affected(1, planner.Cause.WITHDRAWN, 1, START)
            party, network = self.world.operator.party, kept.network
            fact = planner.ReplanProposed(consignment, party, affected, START, kept.id or "", network)
            work.append("proposal/prp_x", 0, fact)
        return "prp_x"

    def path(self, template: str) -> str:
        shipper = self.world.shipper
        owner = "quote" if "/quotes/{id}" in template else "event" if "/events/{id}" in template else "consignment"
        values = self.ids | {
            "id": self.ids[owner],
            "party_id": shipper.party,
            "user_id": UserId(shipper.user),
            "no": "1",
            "task": "1.cargo",
        }
        values |= {
            "party": shipper.party,
            "recovery_id": "rec_x",
            "invitation_id": "inv_x",
            "key_id": "key_x",
            "closure": "clo_x",
            "revision": "1",
            "kind": "csv",
            "table": "totals",
            "code": "CNCKG",
            "rule": "rul_x",
            "decision": "rel_x",
            "delivery": "msg_x",
            "link": "lnk_x",
            "platform": "cpt_x",
            "name": "synthetic",
            "number": "1",
            "act": "revoke",
            "series": "1",
            "purpose": "revocation",
        }
        return template.format(**values)

    def body(self, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        return {name: value.format(**self.ids) if isinstance(value, str) else value for name, value in body.items()}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(populate(new_node(settings_for("sqlite://", tmp_path_factory.mktemp("access")))))


@pytest.fixture(scope="module")
def client(scene: Scene) -> Iterator[TestClient]:
    from landsea.app.node import Node

    node = Node(settings_for("sqlite://", scene.world.journal.blobs.folder.parent), scene.world.journal)
    with TestClient(create_app(node, workers=False), base_url=scene.world.journal.site.base_url) as client:
        yield client


def routes(app: FastAPI) -> set[str]:
    return {f"{method.upper()} {path}" for path, methods in app.openapi()["paths"].items() for method in methods}


def call(client: TestClient, scene: Scene, route: str, body: Any, who: Person | None) -> Any:
    method, template = route.split(" ")
    headers = {} if who is None else who.headers
    if body == "zip":
        return client.request(method, template, content=b"PK", headers=headers | {"Content-Type": "application/zip"})
    if body == "file":
        files = {"file": ("a.txt", b"x", "text/plain")}
        return client.request(method, scene.path(template), files=files, data={"type": "other"}, headers=headers)
    return client.request(method, scene.path(template), json=scene.body(body), headers=headers)


def test_every_route_is_in_a_table(client: TestClient) -> None:
    tables = [PUBLIC, EVERYBODY, set(NODE_OPERATORS), LISTS, set(RECORDS)]
    known = set().union(*tables)
    assert routes(client.app) == known  # type: ignore[arg-type]
    assert sum(len(table) for table in tables) == len(known)


@pytest.mark.parametrize("route", sorted({*EVERYBODY, *NODE_OPERATORS, *LISTS, *RECORDS}))
def test_nobody_gets_in_without_login(client: TestClient, scene: Scene, route: str) -> None:
    body = (NODE_OPERATORS | RECORDS).get(route)
    assert call(client, scene, route, body, None).status_code in (401, 422)


@pytest.mark.parametrize("route", sorted(RECORDS))
def test_a_strangers_record_does_not_exist(client: TestClient, scene: Scene, route: str) -> None:
    answer = call(client, scene, route, RECORDS[route], scene.stranger)
    assert answer.status_code in (403, 404), answer.text
    if (
        "consignment" in route
        or "document" in route
        or "plan" in route
        or "stud" in route
        or "event" in route
        or "quote" in route
    ):
        assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("route", sorted(RECORDS))
def test_its_own_party_is_not_told_so(client: TestClient, scene: Scene, route: str) -> None:
    """Guards the test above: the same requests by a party on the records are not answered 404 (reads succeed)."""
    if not route.startswith("GET ") or "users" in route or "invitations" in route or "credential.json" in route:
        return
    answer = call(client, scene, route, None, scene.world.operator)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("route", sorted(LISTS))
def test_a_strangers_lists_hold_nothing_of_ours(client: TestClient, scene: Scene, route: str) -> None:
    theirs = call(client, scene, route, None, scene.stranger)
    assert theirs.status_code == 200, theirs.text
    secret = [value for name, value in scene.ids.items() if name != "stranger"] + ["CSQU3054383"]
    assert not [value for value in secret if value in theirs.text]


@pytest.mark.parametrize("route", sorted(NODE_OPERATORS))
def test_an_operator_of_another_party_does_not_run_the_node(client: TestClient, scene: Scene, route: str) -> None:
    answer = call(client, scene, route, NODE_OPERATORS[route], scene.stranger)
    assert answer.status_code == 403, answer.text


def logged_in(client: TestClient, who: Person) -> TestClient:
    session = TestClient(client.app, base_url=str(client.base_url), follow_redirects=False)
    answer = session.post("/v1/login", json={"email": who.email, "password": people.PASSWORD})
    assert answer.status_code == 200, answer.text
    return session


@pytest.mark.parametrize(
    "where", ["/consignments/{consignment}", "/documents/{document}", "/events/{event}", "/quotes/{quote}"]
)
@pytest.mark.parametrize("ending", ["", ".json"])
def test_the_console_shows_a_stranger_nothing(client: TestClient, scene: Scene, where: str, ending: str) -> None:
    path = where.format(**scene.ids) + ending
    assert logged_in(client, scene.stranger).get(path).status_code == 404
    assert logged_in(client, scene.world.operator).get(path).status_code == 200


@pytest.mark.parametrize(("kind", "plan"), [("plans", "plan"), ("joint-plans", "joint")])
def test_a_link_shows_its_plan_alone_and_only_while_it_holds(
    client: TestClient, scene: Scene, kind: str, plan: str
) -> None:
    """Nobody is logged in: no other record, no person, nothing that tells a revoked link from one that never was."""
    path, headers = f"/v1/{kind}/{scene.ids[plan]}", scene.world.operator.headers
    made = client.post(f"{path}/links", json={}, headers=headers).json()
    _, _, token = made["link"].partition("/shared-plan?token=")
    page, told = (client.get(f"/shared-plan{ending}?token={token}") for ending in ("", ".json"))
    assert told.json() == client.get(path, headers=headers).json()
    others = [value for name, value in scene.ids.items() if name != plan] + [
        "Rival Forwarder",
        scene.world.operator.email,
    ]
    assert [one for one in others if one in page.text + told.text] == []
    assert token not in client.get(f"{path}/links", headers=headers).text
    revoked = client.delete(f"{path}/links/{made['id']}", headers=headers)
    assert revoked.status_code == 200, revoked.text
    gone, unknown = (
        [client.get(f"/shared-plan{ending}?token={one}") for ending in ("", ".json")] for one in (token, "x" * 43)
    )
    for after, never in zip(gone, unknown, strict=True):
        assert (after.status_code, after.text.replace(token, "")) == (404, never.text.replace("x" * 43, ""))
        assert "plan-link-not-valid" in after.text
    for answer in (
        page,
        told,
        *gone,
        *unknown,
        client.get(f"/shared-plan?token={token}&lang=zh", follow_redirects=False),
    ):
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
        assert answer.headers["x-robots-tag"] == "noindex"
        assert answer.headers["cache-control"] == "no-store"


def test_a_cookie_alone_writes_nothing(client: TestClient, scene: Scene) -> None:
    """CSRF: a form on another site would bring the cookie, but not the token in the header."""
    session = logged_in(client, scene.world.operator)
    before = session.get("/v1/node").json()["entries"]
    forged = session.post(f"/v1/consignments/{scene.ids['consignment']}/cancel", json={"reason": "forged"})
    assert forged.status_code == 403
    assert forged.json()["code"].startswith(("csrf", "cross"))
    assert session.get("/v1/node").json()["entries"] == before
