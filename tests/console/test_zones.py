"""In which zone a page tells its times before the browser has said its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from landsea.app.server import create_app
from tests.app.nodes import new_node, settings_for


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(create_app(new_node(settings_for("sqlite://", tmp_path)), workers=False))


def offset(client: TestClient) -> str:
    found = re.search(r'class="clock">.*?class="offset">([^<]*)<', client.get("/login").text, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_clock_is_the_nodes_until_the_browser_says_its_own(client: TestClient) -> None:
    assert offset(client) == "+08:00"
    client.cookies.set("zone", "Asia%2FKolkata")
    assert offset(client) == "+05:30"
