"""Every route of the API under made-up requests: nothing breaks, a refusal is a problem, and what was refused changed nothing.

The requests come from the OpenAPI document: ones that fit its schema, and ones that break it somewhere. No example is random:
the same ones come every time.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from landsea import journal as journal_door
from landsea.app.node import Node
from landsea.app.server import create_app
from landsea.journal import NODE
from tests.app import nodes
from tests.support.people import make_operator

Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES = settings(
    max_examples=4,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PROBLEM = "application/problem+json"
OWN_WORDS = {
    "/v2/events": "application/json",
    "/v3/service-schedules": "application/json",
    "/v1/point-to-point-routes": "application/json",
    "/v1/port-schedules": "application/json",
    "/v1/vessel-schedules": "application/json",
    "/v3/ebl-issuance-requests": "application/json",
    "/v3/ebl-issuance-responses": "application/json",
    "/v3/ebl-surrender-requests": "application/json",
    "/v3/ebl-surrender-responses": "application/json",
    "/v3/envelopes": "application/json",
    "/v3/envelopes/{envelopeReference}/additional-documents/{documentChecksum}": "application/json",
    "/v3/envelopes/{envelopeReference}/finish-transfer": "application/json",
    "/v3/receiver-validation": "application/json",
    "/v1/checkpoint": "text/plain; charset=utf-8",
}
"""Routes whose refusals have the shape of their standard: DCSA's error object, C2SP's text."""


@pytest.fixture
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    settings_ = nodes.settings_for("sqlite", tmp_path_factory.mktemp("node"))
    return nodes.new_node(replace(settings_, requests_per_minute_max=1_000_000))


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_no_request_breaks_a_route_and_no_refused_one_changes_anything(node: Node, mode: GenerationMode) -> None:
    headers = make_operator(node.journal).headers
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(node, workers=False))
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    faults = [fault for operation in operations for fault in faults_of(node, operation, mode, headers)]
    assert len(operations) > 70
    assert faults == [], "\n".join(sorted(set(faults)))


def faults_of(node: Node, operation: Operation, mode: GenerationMode, headers: dict[str, str]) -> list[str]:
    found: list[str] = []

    @EXAMPLES
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Case[Any]) -> None:
        before = entries(node)
        response = case.call(headers=dict(headers))
        kind = (response.headers.get("content-type") or [""])[0]
        refused = response.status_code >= 400
        if response.status_code >= 500:
            found.append(f"{operation.label}: {response.status_code} for {case.as_curl_command()}")
        elif refused and kind != OWN_WORDS.get(operation.path, PROBLEM):
            found.append(f"{operation.label}: {response.status_code} as {kind}")
        elif refused and entries(node) != before:
            found.append(f"{operation.label}: refused with {response.status_code}, yet the journal grew")

    if mode is GenerationMode.POSITIVE or len(operation.body) + len(operation.query):  # else there is nothing to break
        with suppress(Unsatisfiable):
            send()
    return found


def entries(node: Node) -> int:
    with node.journal.view(NODE) as view:
        return journal_door.size(view)
