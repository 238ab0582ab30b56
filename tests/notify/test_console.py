"""The console's pages of webhooks and of what may leave, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from landsea import notify
from landsea.app.node import Node
from landsea.app.rooms import projections
from landsea.app.server import create_app
from landsea.journal import Journal
from landsea.kernel import Role
from landsea.runtime import Settings
from tests.support.people import PASSWORD, Person, make_operator, make_person, make_user

BASIS = "synthetic basis, article 3"


@pytest.fixture
def client(make_journal: Callable[..., Journal], tmp_path: Path) -> Iterator[TestClient]:
    journal = make_journal(*projections()[1:])
    node = Node(Settings(home=tmp_path, base_url="http://node.example"), journal)
    with TestClient(create_app(node, workers=False), base_url="http://node.example") as client:
        yield client


def page(client: TestClient, who: Person, path: str, lang: str = "en") -> str:
    browser = TestClient(client.app, base_url="http://node.example", follow_redirects=False)
    assert browser.post("/v1/login", json={"email": who.email, "password": PASSWORD}).status_code == 200
    browser.cookies.set("lang", lang)
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_party_sees_its_webhooks_and_what_came_of_them_and_no_others(client: TestClient) -> None:
    app = client.app
    journal: Journal = app.state.journal  # type: ignore[attr-defined]
    operator, shipper = make_operator(journal), make_person(journal, "Shipper")
    hook: dict[str, Any] = {"url": "https://hooks.example/in", "kinds": ["party-registered"], "jurisdiction": "SG"}
    made = client.post("/v1/webhooks", json=hook, headers=shipper.headers).json()
    courier: notify.Courier = app.state.courier  # type: ignore[attr-defined]
    notify.listen(journal, courier)
    make_person(journal, "Newcomer")
    notify.listen(journal, courier)
    notify.deliver(journal, courier)
    english, chinese = page(client, shipper, "/webhooks"), page(client, shipper, "/webhooks", "zh")
    assert hook["url"] in english
    assert "no rule lets it leave" in english
    assert "没有规则允许发出" in chinese
    assert made["secret"] not in english
    assert f'data-api="DELETE /v1/webhooks/{made["id"]}"' in english
    theirs = page(client, operator, "/webhooks")
    assert made["id"] not in theirs
    viewer = make_user(journal, shipper.party, Role.VIEWER)
    looked_at = page(client, viewer, "/webhooks")
    assert hook["url"] in looked_at
    assert "/v1/webhooks" not in looked_at, "a viewer is offered no act"


def test_the_operator_rules_and_sees_decisions_and_others_read_the_rules(client: TestClient) -> None:
    journal: Journal = client.app.state.journal  # type: ignore[attr-defined]
    operator, shipper = make_operator(journal), make_person(journal, "Shipper")
    rule = {"receiver": "SG", "data_class": "title-act", "effect": "allow", "basis": BASIS}
    made = client.post("/v1/policy/rules", json=rule, headers=operator.headers).json()
    seen = page(client, operator, "/policy")
    assert f'data-api="POST /v1/policy/rules/{made["id"]}/withdraw"' in seen
    assert "Latest decisions" in seen
    others = page(client, shipper, "/policy", "zh")
    assert BASIS in others
    assert "物权行为" in others
    assert 'data-api="POST /v1/policy' not in others
    assert "最近的决定" not in others
