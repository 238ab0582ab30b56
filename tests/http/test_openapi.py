"""Every route of the API under made-up requests: nothing breaks, refusals are problems, and what was refused changed nothing.

The requests come from the OpenAPI document: valid ones, and ones that break its schema in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from landsea import journal as journal_door
from landsea.app.node import Node
from landsea.app.server import create_app
from landsea.journal import Journal
from tests.app import nodes
from tests.support import people

EXAMPLES = settings(
    max_examples=4,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ENDS_THE_SESSION = ("/v1/logout", "/v1/node/clock")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    settings = nodes.settings_for("sqlite", tmp_path_factory.mktemp("fuzz"))
    return nodes.new_node(replace(settings, requests_per_minute_max=1_000_000))


@pytest.fixture(scope="module")
def operator(node: Node) -> people.Person:
    return people.make_operator(node.journal)


@pytest.fixture(scope="module")
def schema(node: Node) -> schemathesis.schemas.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(node, workers=False))
