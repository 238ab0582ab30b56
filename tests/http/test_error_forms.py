"""Where routes follow a DCSA standard, everything that refuses there says it in the standard's error object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from landsea.app.rooms import error_forms
from landsea.runtime.http import BodyLimit, RateLimit, install_problems, speak

COMMON = {"httpMethod", "requestUri", "statusCode", "statusCodeText", "errorDateTime", "errors"}
PATHS = [
    "/v1/point-to-point-routes",
    "/v1/port-schedules",
    "/v1/vessel-schedules",
    "/v2/events",
    "/v3/service-schedules",
    "/v3/envelopes",
    "/trial/a/v3/ebl-issuance-requests",
    "/v3/ebl-surrender-requests",
]
OURS = "/v1/documents"


def answering(per_minute: int) -> TestClient:
    """The guards of a node before routes that fail."""
    app = FastAPI()
    install_problems(app)
    speak(app, error_forms())

    def fails(request: Request) -> None:
        raise RuntimeError("a fault of ours")

    for path in [*PATHS, OURS]:
        app.add_api_route(path, fails, methods=["GET"])
    app.add_middleware(BodyLimit, limit=100)
    app.add_middleware(RateLimit, per_minute=per_minute)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with answering(10_000) as client:
        yield client


@pytest.fixture(scope="module")
def spent() -> Iterator[TestClient]:
    with answering(1) as client:
        client.get("/healthz")
        yield client


def is_dcsa(answer: Any, path: str, status: int) -> None:
    said = answer.json()
    assert (answer.status_code, said["statusCode"]) == (status, status), said
    assert set(said) >= COMMON
    assert said["requestUri"].endswith(path)
    assert said["errors"]
    assert answer.headers["api-version"]
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", PATHS)
def test_what_is_refused_before_or_behind_the_route_is_an_error_object(client: TestClient, path: str) -> None:
    is_dcsa(client.get(path), path, 500)
    is_dcsa(client.delete(path), path, 405)
    is_dcsa(client.post(path, content=b"x" * 101), path, 413)
    is_dcsa(client.get(f"{path}/none"), f"{path}/none", 404)


@pytest.mark.parametrize("path", PATHS)
def test_one_request_too_many_is_an_error_object_that_says_when_to_go_on(spent: TestClient, path: str) -> None:
    answer = spent.get(path)
    is_dcsa(answer, path, 429)
    assert int(answer.headers["retry-after"]) >= 1


def test_elsewhere_it_is_a_problem(client: TestClient, spent: TestClient) -> None:
    for answer, code in (
        (client.get(OURS), "server-fault"),
        (client.get("/v3events"), "no-such-route"),
        (client.get("/v1/point-to-point-routes-of-ours"), "no-such-route"),
        (spent.get(OURS), "too-many-requests"),
    ):
        assert (answer.headers["content-type"], answer.json()["code"]) == ("application/problem+json", code)
