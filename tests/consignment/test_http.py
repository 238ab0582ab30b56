"""The routes: shapes, pointers, idempotency, pages, files, and who may reach what."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea.consignment.api import router
from landsea.identity.http import authenticate
from landsea.journal import Journal
from landsea.kernel import Role
from landsea.runtime.http import install_problems
from tests.consignment.example import BANK, BOX, CONSIGNEE, FORWARDER, OTHER_BOX, RAIL, SHIPPER, STRANGER, at
from tests.support.people import Person, make_user

PDF = ("invoice.pdf", b"%PDF-1.7 synthetic", "application/pdf")


@dataclass(frozen=True)
class Desk:
    """A node's routes and a user of each party."""

    client: TestClient
    people: dict[str, Person]

    def call(self, who: str, method: str, path: str, **given: Any) -> Any:
        headers = self.people[who].headers | given.pop("headers", {})
        return self.client.request(method, path, headers=headers, **given)

    def post(self, who: str, path: str, body: Any, **headers: str) -> Any:
        return self.call(who, "POST", path, json=body, headers=headers)

    def get(self, who: str, path: str, **headers: str) -> Any:
        return self.call(who, "GET", path, headers=headers)


@contextmanager
def opened(journal: Journal) -> Iterator[Desk]:
    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, authenticate
    install_problems(app)
    app.include_router(router)
    actors = (FORWARDER, SHIPPER, RAIL, CONSIGNEE, STRANGER, BANK)
    people = {one.party.removeprefix("par_"): make_user(journal, one.party, one.role) for one in actors}
    people["viewer"] = make_user(journal, FORWARDER.party, Role.VIEWER)
    with TestClient(app, base_url="http://test.example") as client:
        yield Desk(client, people)


@pytest.fixture
def desk(light_journal: Journal) -> Iterator[Desk]:
    with opened(light_journal) as desk:
        yield desk


def leg(mode: str, start: str, end: str, departs: float, arrives: float, **more: Any) -> dict[str, Any]:
    times = {"departs": at(departs).isoformat(), "arrives": at(arrives).isoformat()}
    return {"mode": mode, "service": f"S {start}", "from_place": start, "to_place": end} | times | more


def offer(**changes: Any) -> dict[str, Any]:
    rail = leg("RAIL", "CNCKG", "CNQZH", 3, 5, operator_party=RAIL.party, document_cutoff=at(1.5).isoformat())
    sea = leg("VESSEL", "CNQZH", "SGSIN", 8, 13, vessel="SYNTHETIC STAR")
    return {
        "customer": SHIPPER.party,
        "itinerary": {"legs": [rail, sea]},
        "price_lines": [{"description": "All in", "amount": {"currency": "USD", "minor": 165050}}],
        "valid_until": at(1).isoformat(),
    } | changes


def goods(**changes: Any) -> dict[str, Any]:
    return {
        "description": "鲜柠檬 Fresh lemons",
        "hs_code": "080550",
        "packages": 1200,
        "package_code": "CT",
        "gross_weight": {"value": "21500.5", "unit": "KGM"},
        "container": str(BOX),
    } | changes


def acceptance(**changes: Any) -> dict[str, Any]:
    return {
        "goods": [goods()],
        "parties": [{"party": CONSIGNEE.party, "capacity": "consignee"}],
        "equipment": [{"container": str(BOX), "iso_code": "45R1", "seals": ["S1"]}],
        "contacts": [{"party": SHIPPER.party, "name": "Synthetic Person", "phone": "+65 6123 4567"}],
    } | changes


def quoted(desk: Desk, **changes: Any) -> str:
    answer = desk.post("forwarder", "/v1/quotes", offer(**changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def booked(desk: Desk, **changes: Any) -> dict[str, Any]:
    answer = desk.post("shipper", f"/v1/quotes/{quoted(desk)}/accept", acceptance(**changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_consignment_goes_from_quote_to_confirmation_over_http(desk: Desk) -> None:
    made = booked(desk)
    assert (made["state"], made["legs"][0]["state"], made["legs"][0]["service"]) == ("booked", "requested", "S CNCKG")
    assert [receipt["kind"] for receipt in made["receipts"]] == [
        "quote-accepted/1",
        "consignment-booked/1",
        "contact-named/1",
    ]
    path = f"/v1/consignments/{made['id']}"
    assert desk.post("rail", f"{path}/legs/1/confirm", {}).json()["state"] == "part-confirmed"
    assert desk.post("forwarder", f"{path}/legs/2/confirm", {"reference": "SEA-1"}).json()["state"] == "confirmed"
    shown = desk.get("consignee", path).json()
    assert shown["contacts"] == [
        {"party": SHIPPER.party, "name": "Synthetic Person", "phone": "+65 6123 4567", "email": ""}
    ]
    assert shown["may"] == ["attach", "close-task"]
    assert "bind-document" in desk.get("forwarder", path).json()["may"]
    steps = desk.get("forwarder", f"{path}/history").json()["data"]
    assert [step["kind"] for step in steps][-2:] == ["leg-confirmed/1"] * 2
    assert [step["version"] for step in steps] == [1, 2, 3, 4]


def test_the_same_request_again_books_once(desk: Desk) -> None:
    path, key = f"/v1/quotes/{quoted(desk)}/accept", {"Idempotency-Key": "once"}
    first = desk.call("shipper", "POST", path, json=acceptance(), headers=key)
    again = desk.call("shipper", "POST", path, json=acceptance(), headers=key)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(desk.get("shipper", "/v1/consignments").json()["data"]) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"goods": [goods(), goods(hs_code="08x")]}, "/goods/1"),
        ({"goods": [goods(container="CSQU3054384")]}, "/goods/0/container"),
        ({"goods": [goods(gross_weight={"value": "-1", "unit": "KGM"})]}, "/goods/0"),
        ({"goods": [goods(gross_weight={"value": "1", "unit": "LBS"})]}, "/goods/0/gross_weight"),
        ({"goods": [goods(packages=1.0)]}, "/goods/0/packages"),
        ({"goods": [goods(packages=10**12)]}, "/goods/0"),
        ({"goods": [goods(colour="red")]}, "/goods/0/colour"),
        ({"goods": [goods(dangerous={"un_number": "12", "hazard_class": "3"})]}, "/goods/0/dangerous"),
        ({"goods": [goods(temperature={"set_point": "warm"})]}, "/goods/0/temperature"),
        ({"goods": []}, "/goods"),
        ({"equipment": [{"container": str(BOX), "iso_code": "??"}]}, "/equipment/0/iso_code"),
        ({"parties": [{"party": "par_nobody", "capacity": "notify"}]}, "/parties/0/party"),
        ({"parties": [{"party": BANK.party, "capacity": "owner"}]}, "/parties/0/capacity"),
        ({"ucr": "x"}, ""),
    ],
)
def test_bad_input_is_answered_with_a_pointer_to_it(desk: Desk, changes: dict[str, Any], pointer: str) -> None:
    answer = desk.post("shipper", f"/v1/quotes/{quoted(desk)}/accept", acceptance(**changes))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    if pointer:
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert desk.get("shipper", "/v1/consignments").json()["data"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"valid_until": "2026-11-22T01:00:00"}, "/valid_until"),
        ({"itinerary": {"legs": [leg("RAIL", "CN", "SGSIN", 3, 5)]}}, "/itinerary/legs/0/from_place"),
        ({"itinerary": {"legs": [leg("RAIL", "CNCKG", "SGSIN", 5, 3)]}}, "/itinerary/legs/0"),
        ({"itinerary": {"legs": [leg("ROCKET", "CNCKG", "SGSIN", 3, 5)]}}, "/itinerary/legs/0/mode"),
        ({"price_lines": [{"description": "x", "amount": {"currency": "USD", "minor": -1}}]}, "/price_lines/0/amount"),
        (
            {"price_lines": [{"description": "x", "amount": {"currency": "USD", "minor": 2**53}}]},
            "/price_lines/0/amount",
        ),
        ({"price_lines": [{"description": "x", "amount": {"currency": "usd", "minor": 1}}]}, "/price_lines/0/amount"),
    ],
)
def test_a_bad_offer_is_answered_with_a_pointer_to_it(desk: Desk, changes: dict[str, Any], pointer: str) -> None:
    answer = desk.post("forwarder", "/v1/quotes", offer(**changes))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_refusals_are_said_in_chinese_too(desk: Desk) -> None:
    record = booked(desk)
    answer = desk.post(
        "forwarder", f"/v1/consignments/{record['id']}/legs/2/confirm", {}, **{"Accept-Language": "zh-CN"}
    )
    assert answer.json()["detail"].startswith("第 2 段的承运方不在本节点")


def test_lists_come_in_pages_newest_first_and_are_filtered(desk: Desk) -> None:
    made = [booked(desk)["id"] for _ in range(5)]
    seen: list[str] = []
    path: str | None = "/v1/consignments?limit=2"
    while path:
        page = desk.get("shipper", path).json()
        seen += [row["id"] for row in page["data"]]
        path = f"/v1/consignments?limit=2&cursor={page['next_cursor']}" if page["has_more"] else None
    assert seen == made[::-1]
    assert len(desk.get("shipper", f"/v1/consignments?number={BOX}&state=booked&to_place=SGSIN").json()["data"]) == 5
    assert desk.get("shipper", f"/v1/consignments?number={OTHER_BOX}").json()["data"] == []
    assert desk.get("stranger", "/v1/consignments").json() == {"data": [], "has_more": False, "next_cursor": None}
    assert desk.get("shipper", "/v1/consignments?cursor=no").json()["errors"][0]["pointer"] == "/cursor"


def test_a_roll_that_breaks_the_plan_is_a_problem_and_knowingly_it_is_not(desk: Desk) -> None:
    path = f"/v1/consignments/{booked(desk)['id']}/legs/1/roll"
    body = {"departs": at(7).isoformat(), "arrives": at(9).isoformat(), "reason": "no wagons"}
    refused = desk.post("rail", path, body)
    assert (refused.status_code, refused.json()["code"]) == (409, "roll-breaks-plan")
    assert desk.post("rail", path, body | {"knowingly": True}).json()["legs"][1]["reason"] == "connection lost"


def test_amend_split_and_cancel_over_http(desk: Desk) -> None:
    made = booked(desk)
    path = f"/v1/consignments/{made['id']}"
    boxes = [{"container": number, "iso_code": "45R1"} for number in (str(BOX), str(OTHER_BOX))]
    items = [goods(packages=600), goods(no=2, container=str(OTHER_BOX))]
    amended = desk.post(
        "shipper", f"{path}/amend", {"reason": "two", "goods": items, "equipment": boxes, "version": made["version"]}
    )
    assert amended.status_code == 200, amended.text
    stale = desk.post("shipper", f"{path}/amend", {"reason": "old", "equipment": boxes, "version": made["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-version")
    parts = [{"item": 2, "packages": 1200, "gross_weight": {"value": "21500.5", "unit": "KGM"}}]
    split = desk.post("forwarder", f"{path}/split", {"items": parts, "containers": [str(OTHER_BOX)]})
    assert split.status_code == 201, split.text
    assert split.json()["part"]["split_from"] == made["id"]
    assert desk.post("shipper", f"{path}/cancel", {"reason": "sold elsewhere"}).json()["state"] == "cancelled"


def test_a_file_is_attached_closes_its_task_and_comes_back_as_a_download(desk: Desk) -> None:
    path = f"/v1/consignments/{booked(desk)['id']}"
    sent = {"data": {"type": "invoice"}, "files": {"file": PDF}}
    made = desk.call("shipper", "POST", f"{path}/attachments", **sent)
    assert (made.status_code, made.json()["closed"]) == (201, ["invoice-1"])
    got = desk.get("consignee", made.json()["href"])
    assert got.content == PDF[1]
    assert got.headers["content-disposition"].startswith("attachment;")
    tasks = {task["id"]: task["open"] for task in desk.get("rail", f"{path}/tasks").json()["data"]}
    assert tasks["invoice-1"] is False
    closed = desk.post("shipper", f"{path}/tasks/deliver-cargo-1/close", {"note": "gated in"})
    assert closed.status_code == 200
    bad = {"data": {"type": "invoice"}, "files": {"file": ("a.html", b"<script>", "text/html")}}
    assert desk.call("shipper", "POST", f"{path}/attachments", **bad).status_code == 415


def test_the_export_opens_in_excel_and_computes_nothing(desk: Desk) -> None:
    booked(desk, goods=[goods(description='=HYPERLINK("http://x")')])
    answer = desk.get("shipper", "/v1/consignments.csv?lang=zh")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["编号", "UCR", "订舱号"]
    assert rows[1][rows[0].index("货物")].startswith("'=")
    assert rows[1][rows[0].index("毛重(kg)")] == "21500.5"
    assert len(list(csv.reader(io.StringIO(desk.get("stranger", "/v1/consignments.csv").text)))) == 1
    assert desk.client.get("/v1/consignments.csv").status_code == 401


def test_a_sheet_is_imported_and_its_errors_are_located_in_the_reader_s_language(desk: Desk) -> None:
    header = "consignment,description,hs_code,packages,package_code,gross_weight_kg\n"
    for kind in ("csv", "xlsx"):
        assert desk.get("shipper", f"/v1/consignments/import/template.{kind}").status_code == 200
    bad = {"files": {"file": ("a.csv", (header + "A1,Lemons,80550,1200,CT,21500\n").encode(), "text/csv")}}
    refused = desk.call("shipper", "POST", "/v1/consignments/import?lang=zh", **bad)
    assert refused.status_code == 422
    found = refused.json()["findings"][0]
    assert (found["source"], found["line"], found["column"]) == ("a.csv", 2, "hs_code")
    assert "奇数" in found["what"]
    sent = {"files": {"file": ("a.csv", (header + "A1,Lemons,080550,1200,CT,21500\n").encode(), "text/csv")}}
    made = desk.call("shipper", "POST", "/v1/consignments/import", data={"quote": quoted(desk)}, **sent)
    assert made.status_code == 201, made.text
    assert len(made.json()["data"]) == 1


def test_a_contact_is_erased_over_http(desk: Desk) -> None:
    path = f"/v1/consignments/{booked(desk)['id']}"
    assert desk.post("shipper", f"{path}/contacts/{SHIPPER.party}/erase", {"reason": "asked"}).json()["erased"] == 1
    assert desk.get("forwarder", path).json()["contacts"] == []


REASON = {"reason": "because"}
ROLL = {"departs": at(4).isoformat(), "arrives": at(5).isoformat(), "reason": "late"}
PART = {"items": [{"item": 1, "packages": 1, "gross_weight": {"value": "1", "unit": "KGM"}}]}
BODIES: dict[str, Any] = {
    "POST /v1/quotes/{id}/accept": acceptance(),
    "POST /v1/quotes/{id}/withdraw": REASON,
    "GET /v1/quotes/{id}": None,
    "GET /v1/consignments/{id}": None,
    "GET /v1/consignments/{id}/history": None,
    "GET /v1/consignments/{id}/tasks": None,
    "GET /v1/consignments/{id}/attachments": None,
    "GET /v1/consignments/{id}/attachments/{attachment}": None,
    "POST /v1/consignments/{id}/attachments": PDF,
    "POST /v1/consignments/{id}/tasks/{task}/close": {"note": "done"},
    "POST /v1/consignments/{id}/legs/{no}/confirm": {"reference": "X"},
    "POST /v1/consignments/{id}/legs/{no}/decline": REASON,
    "POST /v1/consignments/{id}/legs/{no}/roll": ROLL,
    "POST /v1/consignments/{id}/amend": REASON | {"goods": [goods(packages=5)]},
    "POST /v1/consignments/{id}/split": PART,
    "POST /v1/consignments/{id}/cancel": REASON,
    "POST /v1/consignments/{id}/parties": {"party": BANK.party, "capacity": "bank"},
    "POST /v1/consignments/{id}/contacts/{party}/erase": REASON,
}
OF_NO_RECORD = {
    "POST /v1/quotes",
    "GET /v1/quotes",
    "GET /v1/consignments",
    "GET /v1/consignments.csv",
    "GET /v1/consignments/import/template.{kind}",
    "POST /v1/consignments/import",
}


def routes() -> set[str]:
    app = FastAPI()
    app.include_router(router)
    paths = app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def requests_of(record: dict[str, Any]) -> Iterator[tuple[str, Callable[[Desk, str], int]]]:
    """Every route about a record, as a call for this record by somebody."""
    names = {"no": "1", "task": "invoice-1", "attachment": "att_1", "party": SHIPPER.party}
    for route, body in BODIES.items():
        method, path = route.split(" ")
        id = record["quote"] if "/quotes/" in path else record["id"]
        path = path.format(id=id, **names)
        sent = {"data": {"type": "invoice"}, "files": {"file": body}} if body is PDF else {"json": body}
        given = {} if body is None else sent
        yield route, asked(method, path, given)


def asked(method: str, path: str, given: dict[str, Any]) -> Callable[[Desk, str], int]:
    """The status that somebody gets."""
    return lambda desk, who: desk.call(who, method, path, **given).status_code


def test_every_route_is_in_the_access_matrix() -> None:
    assert routes() == BODIES.keys() | OF_NO_RECORD


def test_what_is_not_yours_does_not_exist_on_any_route(desk: Desk) -> None:
    record = booked(desk)
    answers = {route: call(desk, "stranger") for route, call in requests_of(record)}
    assert answers == dict.fromkeys(answers, 404)


def test_a_viewer_changes_nothing_on_any_route(desk: Desk) -> None:
    record = booked(desk)
    answers = {route: call(desk, "viewer") for route, call in requests_of(record) if route.startswith("POST")}
    assert answers == dict.fromkeys(answers, 403)
    assert desk.get("viewer", f"/v1/consignments/{record['id']}").json()["version"] == record["version"]


def test_without_a_key_nothing_is_answered(desk: Desk) -> None:
    record = booked(desk)
    nobody = Desk(desk.client, {"nobody": Person(FORWARDER, "", "wrong")})
    answers = {route: call(nobody, "nobody") for route, call in requests_of(record)}
    assert answers == dict.fromkeys(answers, 401)


HOSTILE = ["%00", "a%00b", "%27%20OR%201%3D1", "..%2F..%2Fetc", "x" * 500, "%F0%9F%9A%A2", "%EF%BC%91"]


def test_hostile_names_of_records_name_nothing_on_either_engine(journal: Journal) -> None:
    """PostgreSQL refuses NUL in a text: it must not come so far."""
    with opened(journal) as desk:
        for name in HOSTILE:
            for path in (f"/v1/consignments/{name}", f"/v1/quotes/{name}", f"/v1/consignments/{name}/tasks"):
                assert desk.get("forwarder", path).status_code == 404, path
            for path in (
                f"/v1/consignments?number={name}",
                f"/v1/quotes?cursor={name}",
                f"/v1/consignments?cursor={name}",
            ):
                assert desk.get("forwarder", path).status_code in (200, 422), path
            for field in ("from_place", "to_place", "state"):
                assert desk.get("forwarder", f"/v1/consignments?{field}={name}").status_code in (200, 422)


@pytest.mark.parametrize("text", ["nul\x00", "\u202eevil", "p\u0430ypal", "\ud83d", "a" * 5000])
def test_hostile_texts_are_refused_wherever_text_is_taken(desk: Desk, text: str) -> None:
    record = booked(desk)
    path = f"/v1/consignments/{record['id']}"
    legs = offer()["itinerary"]["legs"]
    tries = [
        ("forwarder", "/v1/quotes", offer(note=text)),
        ("forwarder", "/v1/quotes", offer(customer=text)),
        ("forwarder", "/v1/quotes", offer(itinerary={"legs": [legs[0] | {"service": text}, legs[1]]})),
        ("forwarder", "/v1/quotes", offer(itinerary={"legs": legs, "plan_id": text})),
        ("shipper", f"{path}/amend", {"reason": "r", "goods": [goods(description=text)]}),
        ("shipper", f"{path}/amend", {"reason": "r", "goods": [goods(marks=text)]}),
        (
            "shipper",
            f"{path}/amend",
            {"reason": "r", "equipment": [{"container": str(BOX), "iso_code": "45R1", "seals": [text]}]},
        ),
        ("shipper", f"{path}/cancel", {"reason": text}),
        ("shipper", f"{path}/tasks/invoice-1/close", {"note": text}),
        ("forwarder", f"{path}/legs/2/confirm", {"reference": text}),
        ("rail", f"{path}/legs/1/decline", {"reason": text}),
    ]
    for who, target, body in tries:
        answer = desk.call(who, "POST", target, content=json.dumps(body), headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, (target, answer.text)
    assert desk.get("forwarder", path).json()["version"] == record["version"]


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2026-11-24", "tomorrow", "1e9"]
)
def test_times_beyond_the_calendar_or_without_zone_are_refused(desk: Desk, when: str) -> None:
    assert desk.post("forwarder", "/v1/quotes", offer(valid_until=when)).status_code == 422
    sea = leg("VESSEL", "CNCKG", "SGSIN", 3, 5) | {"arrives": when}
    assert desk.post("forwarder", "/v1/quotes", offer(itinerary={"legs": [sea]})).status_code == 422
