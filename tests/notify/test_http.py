"""Webhooks and release rules over HTTP and by the `landsea` command, on a whole node."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner, Result

from landsea import notify
from landsea.app.cli import app as command
from landsea.app.client import Answer, Client
from landsea.app.node import Node
from landsea.app.rooms import projections
from landsea.app.server import create_app
from landsea.app.workers import Workers
from landsea.journal import Journal
from landsea.kernel import Role
from landsea.runtime import Settings
from tests.notify.world import LocalServer
from tests.support.people import Person, make_operator, make_person

HOOK = {"url": "https://hooks.example/in", "kinds": ["party-registered"], "jurisdiction": "CN"}
RULE = {"receiver": "SG", "data_class": "party", "effect": "allow", "basis": "synthetic basis, article 3"}


@dataclass
class Office:
    journal: Journal
    client: TestClient
    operator: Person
    shipper: Person
    stranger: Person

    def call(self, who: Person, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.request(method, path, json=body, headers=who.headers | headers)

    def made(self, who: Person, **changed: Any) -> dict[str, Any]:
        answer = self.call(who, "POST", "/v1/webhooks", HOOK | changed)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def deliver(self) -> int:
        courier = self.client.app.state.courier  # type: ignore[attr-defined]
        notify.listen(self.journal, courier)
        return notify.deliver(self.journal, courier)


@pytest.fixture
def office(make_journal: Callable[..., Journal], tmp_path: Path) -> Iterator[Office]:
    journal = make_journal(*projections()[1:])
    node = Node(Settings(home=tmp_path, base_url="http://node.example"), journal)
    people = make_operator(journal), make_person(journal, "Shipper"), make_person(journal, "Stranger")
    with TestClient(create_app(node, workers=False), base_url="http://node.example") as client:
        yield Office(journal, client, *people)


def test_the_secret_is_in_the_first_answer_and_in_no_other(office: Office) -> None:
    key = {"Idempotency-Key": "once"}
    first = office.call(office.shipper, "POST", "/v1/webhooks", HOOK, **key)
    assert first.status_code == 201
    secret = first.json()["secret"]
    assert secret.startswith("whsec_")
    again = office.call(office.shipper, "POST", "/v1/webhooks", HOOK, **key)
    assert again.headers["Idempotent-Replayed"] == "true"
    id = first.json()["id"]
    rotated = office.call(office.shipper, "POST", f"/v1/webhooks/{id}/secret", {}, **{"Idempotency-Key": "rotated"})
    assert rotated.json()["secret"] not in ("", secret)
    others = [
        again.text,
        *(office.call(office.shipper, "GET", path).text for path in ("/v1/webhooks", f"/v1/webhooks/{id}")),
    ]
    with office.journal.database.read() as connection:
        others += [bytes(row.body).decode() for row in connection.execute(text("SELECT body FROM journal_answer"))]
        others += [bytes(row.body).decode() for row in connection.execute(text("SELECT body FROM journal_entry"))]
    assert len(office.call(office.shipper, "GET", "/v1/webhooks").json()["data"]) == 1
    assert not [one for one in others if "whsec_" in one or secret[10:30] in one]


def test_a_webhook_lives_its_life_over_http(office: Office, server: LocalServer) -> None:
    made = office.made(office.shipper, url=server.url)
    at = f"/v1/webhooks/{made['id']}"
    office.deliver()
    make_person(office.journal, "Newcomer")
    assert office.deliver() == 1
    listed = office.call(office.shipper, "GET", f"{at}/deliveries").json()
    [delivery] = listed["data"]
    assert (delivery["state"], delivery["code"], delivery["kind"]) == ("delivered", 200, "party-registered/1")
    assert json.loads(server.got[0][2])["data"]["body"]["name_en"] == "Synthetic Newcomer"

    assert office.call(office.shipper, "POST", f"{at}/deliveries/{delivery['id']}/replay").json()["state"] == "pending"
    assert office.call(office.shipper, "POST", f"{at}/test").status_code == 202
    assert office.deliver() == 2
    assert [headers["webhook-id"] for _, headers, _ in server.got].count(delivery["id"]) == 2

    assert office.call(office.shipper, "POST", f"{at}/pause").json()["pause_reason"] == "asked"
    assert office.call(office.shipper, "POST", f"{at}/pause").status_code == 409
    assert office.call(office.shipper, "POST", f"{at}/resume").json()["state"] == "active"
    assert office.call(office.shipper, "DELETE", at).json()["status"] == "deleted"
    assert office.call(office.shipper, "GET", at).status_code == 404


def test_deliveries_come_in_pages_and_by_state(office: Office) -> None:
    made = office.made(office.shipper)
    office.deliver()
    for number in range(5):
        make_person(office.journal, f"Newcomer {number}")
    notify.listen(office.journal, office.client.app.state.courier)  # type: ignore[attr-defined]
    path, seen = f"/v1/webhooks/{made['id']}/deliveries?state=pending&limit=2", []
    cursor = ""
    while True:
        page = office.call(office.shipper, "GET", path + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [one["id"] for one in page["data"]]
        if not page["has_more"]:
            break
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
    assert office.call(office.shipper, "GET", path.replace("pending", "failed")).json()["data"] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": "https://10.1.2.3/"}, "bad-webhook-url"),
        ({"url": "ftp://hooks.example/"}, "bad-webhook-url"),
        ({"kinds": ["user-joined/1"]}, "unknown-fact-kind"),
        ({"jurisdiction": "Singapore"}, "invalid"),
        ({"kinds": []}, "invalid"),
        ({"secret": "mine"}, "invalid"),
    ],
)
def test_a_wrong_subscription_is_refused_by_name(office: Office, changed: dict[str, Any], code: str) -> None:
    answer = office.call(office.shipper, "POST", "/v1/webhooks", HOOK | changed)
    assert answer.status_code == 422
    assert answer.json()["code"].startswith(code)


def test_a_stranger_finds_no_webhook_of_ours(office: Office) -> None:
    made = office.made(office.shipper)
    at = f"/v1/webhooks/{made['id']}"
    calls = [("GET", at), ("DELETE", at), ("GET", f"{at}/deliveries"), ("POST", f"{at}/deliveries/msg_1/replay")]
    calls += [("POST", f"{at}/{act}") for act in ("pause", "resume", "secret", "test")]
    for method, path in calls:
        assert office.call(office.stranger, method, path).status_code == 404, path
    assert office.call(office.stranger, "GET", "/v1/webhooks").json()["data"] == []


def test_the_kinds_that_can_be_subscribed_to_are_listed(office: Office) -> None:
    kinds = {one["kind"]: one for one in office.call(office.shipper, "GET", "/v1/webhooks/kinds").json()["data"]}
    assert kinds["document-issued/1"] == {
        "kind": "document-issued/1",
        "room": "lading",
        "data_class": "transport-document",
    }
    assert "user-joined/1" not in kinds


def test_across_a_border_nothing_goes_until_the_operator_says_so(office: Office, server: LocalServer) -> None:
    made = office.made(office.shipper, url=server.url, jurisdiction="SG")
    at = f"/v1/webhooks/{made['id']}"
    office.deliver()
    make_person(office.journal, "Newcomer")
    assert office.deliver() == 0
    [refused] = office.call(office.shipper, "GET", f"{at}/deliveries").json()["data"]
    assert (refused["state"], refused["failure"]) == ("refused", "policy-refused")
    said = office.call(
        office.operator, "GET", f"/v1/policy/decisions/{refused['decision']}", **{"Accept-Language": "zh"}
    )
    assert said.json()["why"] == "本节点没有规则允许 party 从 CN 出境至 SG。"

    rule = office.call(office.operator, "POST", "/v1/policy/rules", RULE)
    assert rule.status_code == 201
    office.call(office.shipper, "POST", f"{at}/deliveries/{refused['id']}/replay")
    assert office.deliver() == 1
    decisions = office.call(office.operator, "GET", "/v1/policy/decisions").json()["data"]
    assert [one["allowed"] for one in decisions] == [True, False]
    assert decisions[0]["rule"] == rule.json()["id"]
    assert RULE["basis"] in decisions[0]["why"]


def test_rules_are_the_operators_and_everybody_reads_them(office: Office) -> None:
    assert office.call(office.shipper, "POST", "/v1/policy/rules", RULE).status_code == 403
    rule = office.call(office.operator, "POST", "/v1/policy/rules", RULE).json()
    known = office.call(office.shipper, "GET", "/v1/policy/rules").json()
    assert (known["jurisdiction"], known["version"]) == ("CN", 1)
    assert [one["id"] for one in known["data"]] == [rule["id"]]
    asked = "/v1/policy/explain?data_class=party&jurisdiction=SG"
    assert office.call(office.shipper, "GET", asked).json()["allowed"] is True
    withdraw = f"/v1/policy/rules/{rule['id']}/withdraw"
    assert office.call(office.shipper, "POST", withdraw, {"reason": "no"}).status_code == 403
    assert office.call(office.operator, "POST", withdraw, {"reason": "expired"}).status_code == 200
    assert office.call(office.operator, "POST", withdraw, {"reason": "expired"}).status_code == 409
    assert office.call(office.shipper, "GET", asked).json()["allowed"] is False
    assert office.call(office.shipper, "GET", "/v1/policy/decisions").status_code == 403
    assert office.call(office.operator, "GET", "/v1/policy/decisions").json()["data"] == [], "asking is not deciding"


@pytest.mark.parametrize("changed", [{"receiver": "sg"}, {"data_class": "gossip"}, {"effect": "maybe"}, {"basis": ""}])
def test_a_wrong_rule_is_refused(office: Office, changed: dict[str, str]) -> None:
    assert office.call(office.operator, "POST", "/v1/policy/rules", RULE | changed).status_code == 422
    assert office.call(office.operator, "GET", "/v1/policy/rules").json()["data"] == []


def test_the_nodes_workers_tell_and_send_by_themselves(office: Office, server: LocalServer) -> None:
    office.made(office.shipper, url=server.url)
    workers = Workers(office.journal, office.client.app.state.courier, seconds=0.05)  # type: ignore[attr-defined]
    workers.start()
    arrived = threading.Event()
    try:
        for number in range(200):
            if number == 5:
                make_person(office.journal, "Newcomer")
            if server.got:
                arrived.set()
                break
            threading.Event().wait(0.1)
    finally:
        workers.stop()
    assert arrived.is_set()


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def landsea(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `landsea ...` against the node, as somebody."""

    def send(
        self: Client, method: str, path: str, body: bytes | None, content_type: str = "application/json"
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": content_type}
        answer = office.client.request(method, path, content=body, headers=headers)
        office.deliver()
        return Answer(answer.status_code, answer.content)

    monkeypatch.setattr(Client, "send", send)
    return lambda who, *words: CliRunner().invoke(command, [*words, "--key", who.api_key])


def test_the_operator_rules_by_command(office: Office, landsea: Callable[..., Result]) -> None:
    said = landsea(office.operator, "policy", "allow", "sg", "party", "title-act", "--basis", "synthetic basis")
    assert said.exit_code == 0, said.output
    ids = [line.split()[0] for line in said.stdout.splitlines()]
    assert len(ids) == 2
    assert all(id in landsea(office.shipper, "policy", "list").stdout for id in ids)
    assert landsea(office.shipper, "policy", "explain", "SG", "party").stdout.startswith("allowed")
    assert landsea(office.operator, "policy", "withdraw", ids[0], "--reason", "synthetic").exit_code == 0
    assert ids[0] not in landsea(office.operator, "policy", "list").stdout
    assert ids[0] in landsea(office.operator, "policy", "list", "--withdrawn").stdout
    refused = landsea(office.operator, "policy", "refuse", "CN", "personal-data", "--basis", "synthetic basis")
    assert refused.exit_code == 0
    assert landsea(office.shipper, "policy", "explain", "CN", "personal-data").stdout.startswith("refused")
    denied = landsea(office.shipper, "policy", "allow", "SG", "party", "--basis", "mine")
    assert denied.exit_code == 1
    assert "not-allowed" in denied.output


def test_a_party_uses_its_webhooks_by_command(
    office: Office, landsea: Callable[..., Result], server: LocalServer
) -> None:
    assert "document-issued/1" in landsea(office.shipper, "webhook", "kinds").stdout
    words = ("webhook", "subscribe", server.url, "party-registered", "--jurisdiction", "cn")
    id, secret = landsea(office.shipper, *words).stdout.split()
    assert secret.startswith("whsec_")
    assert id in landsea(office.shipper, "webhook", "list").stdout
    tested = landsea(office.shipper, "webhook", "test", id)
    assert tested.exit_code == 0, tested.output
    assert "delivered 200" in tested.stdout
    listed = json.loads(landsea(office.shipper, "webhook", "deliveries", id, "--json").stdout)
    [delivery] = listed["data"]
    assert landsea(office.shipper, "webhook", "replay", id, delivery["id"]).exit_code == 0
    assert landsea(office.shipper, "webhook", "rotate", id).stdout.startswith("whsec_")
    assert landsea(office.shipper, "webhook", "pause", id).stdout.strip() == "paused"
    assert landsea(office.shipper, "webhook", "resume", id).stdout.strip() == "active"
    assert landsea(office.shipper, "webhook", "delete", id).stdout.strip() == "deleted"
    gone = landsea(office.shipper, "webhook", "pause", id)
    assert (gone.exit_code, "not-found" in gone.output) == (1, True)


def test_what_was_decided_is_shown_by_command(
    office: Office, landsea: Callable[..., Result], server: LocalServer
) -> None:
    made = office.made(office.shipper, url=server.url, jurisdiction="SG")
    assert landsea(office.shipper, "webhook", "test", made["id"]).exit_code == 1
    said = landsea(office.operator, "policy", "decisions", "--refused", "--to", "SG").stdout
    assert made["id"] in said
    assert "notice" in said
    assert landsea(office.shipper, "policy", "decisions").exit_code == 1


def test_a_viewer_reads_and_changes_nothing(office: Office) -> None:
    from tests.support.people import make_user

    made = office.made(office.shipper)
    viewer = make_user(office.journal, office.shipper.party, Role.VIEWER)
    assert office.call(viewer, "GET", f"/v1/webhooks/{made['id']}").status_code == 200
    for method, path in (("POST", "/pause"), ("POST", "/secret"), ("POST", "/test"), ("DELETE", "")):
        assert office.call(viewer, method, f"/v1/webhooks/{made['id']}{path}").status_code == 403
