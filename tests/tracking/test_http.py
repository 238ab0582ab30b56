"""The routes: whoever sends, asks and pages, in ours and in DCSA's manner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from landsea.journal import Journal
from landsea.kernel import Actor
from landsea.runtime import render_cursor
from tests.consignment.example import BANK, BOX, CONSIGNEE, FORWARDER, RAIL, SHIPPER, STRANGER, at, book, confirm_all
from tests.tracking.messages import JOURNEY, catch_up, equipment, message, numbered, shipment, text, transport

STANDARD = Path(__file__).parents[3] / "shared/data/dcsa/openapi/TNT_v2.2.0-resolved.yaml"
EVENTS = numbered(JOURNEY)


def post(client: TestClient, content: bytes, by: Actor = RAIL, **more: Any) -> Any:
    catch_up(client.app.state.journal, content)  # type: ignore[attr-defined]
    headers = {"x-party": by.party, "content-type": "application/json"} | more.pop("headers", {})
    return client.post("/v1/events", content=content, headers=headers, **more)


def get(client: TestClient, path: str, by: Actor = RAIL, /, **parameters: Any) -> Any:
    return client.get(path, params=parameters, headers={"x-party": by.party})


def ids(response: Any) -> list[str]:
    return [event["eventID"] for event in response.json()]


def test_a_message_is_answered_with_what_became_of_it_and_its_receipt(client: TestClient) -> None:
    answer = post(client, message(*EVENTS))
    body = answer.json()
    assert answer.status_code == 201
    assert (body["count"], body["new"], body["duplicates"]) == (len(EVENTS), len(EVENTS), 0)
    assert [receipt["kind"] for receipt in body["receipts"]] == ["events-received/1"]


def test_an_object_with_events_and_a_single_event_are_taken_too(client: TestClient) -> None:
    assert post(client, json.dumps({"events": EVENTS[:2]}).encode()).json()["new"] == 2
    assert post(client, json.dumps(EVENTS[2]).encode()).json()["new"] == 1


def test_an_idempotency_key_gets_the_same_answer(client: TestClient) -> None:
    first, again = (post(client, message(*EVENTS), headers={"idempotency-key": "k1"}) for _ in range(2))
    assert first.content == again.content
    assert again.headers["idempotent-replayed"] == "true"


BAD_MESSAGES = [
    (b"", 400, "not-json"),
    (b"{", 400, "not-json"),
    (b"\xff\xfe", 400, "not-json"),
    (b'"text"', 422, "not-events"),
    (b"[" * 100_000, 400, "json-too-deep"),
    (b"[1]", 422, "bad-events"),
    (b"{}", 422, "bad-events"),
    (b'[{"eventID": "a\\u0000b"}]', 422, "bad-events"),
    (b" " * 10_000_000, 413, "body-too-large"),
]


def test_bad_input_is_refused_by_name_and_nothing_is_stored(client: TestClient) -> None:
    for content, status, code in BAD_MESSAGES:
        answer = post(client, content)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert get(client, "/v1/events").json()["data"] == []


def test_each_error_of_a_message_is_located(client: TestClient) -> None:
    naive = JOURNEY[1] | {"eventDateTime": "2026-11-23T08:00:00"}
    unknown = JOURNEY[2] | {"eventClassifierCode": "MAYBE"}
    body = post(client, message(JOURNEY[0], naive, unknown)).json()
    assert [finding["column"] for finding in body["findings"]] == ["/1/eventDateTime", "/2/eventClassifierCode"]
    assert body["errors"][0]["pointer"] == "/1/eventDateTime"


def test_other_content_is_refused(client: TestClient) -> None:
    assert post(client, b"UNB+", headers={"content-type": "application/edifact"}).status_code == 415


def test_the_inbox_pages_without_gap_or_repetition(client: TestClient) -> None:
    post(client, message(*EVENTS))
    seen, cursor = [], ""
    while True:
        page = get(client, "/v1/events", limit=5, cursor=cursor).json()
        seen += [one["event"]["eventID"] for one in page["data"]]
        if not page["has_more"]:
            break
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(event["eventID"] for event in EVENTS)


TOO_EARLY = render_cursor("0001-01-01T00:00:00+14:00", "evt_1")


def test_nul_in_a_parameter_or_path_is_refused(client: TestClient) -> None:
    for name in ("container", "consignment", "batch"):
        assert get(client, "/v1/events", **{name: "a\0b"}).status_code == 422
    assert get(client, "/v1/events/a%00b").status_code == 422
    assert get(client, "/v1/consignments/a%00b/timeline").status_code == 422
    assert post(client, message(EVENTS[0]), params={"source": "a\0b"}).status_code == 422


def test_a_cursor_that_was_not_given_is_refused(client: TestClient) -> None:
    for cursor in ["x", "W10", "WyJhIl0", "WyIyMDI2IiwiYiJd", "%00", TOO_EARLY]:
        assert get(client, "/v1/events", cursor=cursor).status_code == 422, cursor
        assert get(client, "/v2/events", cursor=cursor).status_code == 400, cursor


def test_the_timeline_is_for_the_parties_on_the_consignment(client: TestClient, journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    post(client, message(*EVENTS))
    path = f"/v1/consignments/{record.id}/timeline"
    for party in (FORWARDER, SHIPPER, CONSIGNEE, RAIL):
        body = get(client, path, party).json()
        assert (body["status"], body["place"]) == ("delivered", "SGSIN")
        assert len(body["events"]) == len(EVENTS)
    for party in (STRANGER, BANK):
        assert get(client, path, party).status_code == 404
        assert get(client, "/v1/exceptions", party).json()["data"] == []
        assert get(client, "/v1/events", party).json()["data"] == []
        assert get(client, "/v2/events", party).json() == []
        one = get(client, "/v1/events", RAIL).json()["data"][0]["id"]
        assert get(client, f"/v1/events/{one}", party).status_code == 404
        assert get(client, f"/v1/events/{one}", FORWARDER).status_code == 200


def test_the_timeline_is_told_in_chinese(client: TestClient, journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    post(client, message(*EVENTS[:9]))
    body = get(client, f"/v1/consignments/{record.id}/timeline", FORWARDER, lang="zh").json()
    assert body["status_text"] == "海运中"


FILTERS: list[tuple[dict[str, str], list[int]]] = [
    ({}, [0, 1, 2, 3, 4]),
    ({"eventType": "TRANSPORT"}, [0, 1]),
    ({"eventType": "SHIPMENT,EQUIPMENT"}, [2, 3, 4]),
    ({"transportEventTypeCode": "DEPA"}, [0]),
    ({"equipmentEventTypeCode": "GTIN,GTOT"}, [3]),
    ({"shipmentEventTypeCode": "ISSU"}, [4]),
    ({"shipmentEventTypeCode": "ISSU", "equipmentEventTypeCode": "LOAD"}, []),
    ({"documentTypeCode": "TRD"}, [4]),
    ({"documentTypeCode": "SRM"}, []),
    ({"carrierBookingReference": "SEA-4711"}, [0]),
    ({"bookingReference": "OTHER-1"}, [1]),
    ({"transportDocumentReference": "LSD0001"}, [4]),
    ({"transportDocumentID": "LSD0001"}, [4]),
    ({"transportCallID": "VESSEL-CNQZH"}, [0]),
    ({"vesselIMONumber": "9321483"}, [1]),
    ({"carrierVoyageNumber": "V1"}, [1]),
    ({"exportVoyageNumber": "042S"}, [1]),
    ({"exportVoyageNumber": "V1"}, []),
    ({"carrierServiceCode": "BBX1"}, [1]),
    ({"UNLocationCode": "CNQZH"}, [0]),
    ({"equipmentReference": BOX}, [2]),
    ({"scheduleID": "3cecb101-7a1a-43a4-9d62-e88a131651e2"}, []),
    ({"eventCreatedDateTime": text(at(2))}, [2]),
    ({"eventCreatedDateTime:eq": text(at(2))}, [2]),
    ({"eventCreatedDateTime:gte": text(at(2))}, [0, 1, 2]),
    ({"eventCreatedDateTime:gt": text(at(2))}, [0, 1]),
    ({"eventCreatedDateTime:lte": text(at(1))}, [3, 4]),
    ({"eventCreatedDateTime:lt": text(at(1))}, [4]),
    ({"eventCreatedDateTime:gt": text(at(0.6)), "eventCreatedDateTime:lt": text(at(4))}, [2, 3]),
]


def varied() -> list[dict[str, Any]]:
    """Five events that differ in what can be asked for."""
    call = {
        "transportCallID": "c2",
        "modeOfTransport": "VESSEL",
        "UNLocationCode": "SGSIN",
        "carrierServiceCode": "BBX1",
    }
    call |= {"carrierVoyageNumber": "V1", "exportVoyageNumber": "042S", "vessel": {"vesselIMONumber": "9321483"}}  # type: ignore[dict-item]
    other = [{"documentReferenceType": "BKG", "documentReferenceValue": "OTHER-1"}]
    return numbered(
        [
            transport("DEPA", 8, "CNQZH", "VESSEL"),
            transport("ARRI", 13, "SGSIN", "VESSEL", transportCall=call, documentReferences=other),
            equipment("LOAD", 2, "CNCKG"),
            equipment("GTIN", 1, "CNCKG", box="MSKU0000006"),
            shipment("ISSU", 0.5, "TRD", "LSD0001"),
        ]
    )


def test_every_parameter_of_track_and_trace_filters(client: TestClient) -> None:
    post(client, message(*varied()))
    for asked, expected in FILTERS:
        answer = get(client, "/v2/events", **asked)
        assert answer.headers["api-version"] == "2.2.0"
        assert sorted(ids(answer)) == [f"evt-{number}" for number in expected], asked


BAD: list[dict[str, str]] = [
    {"eventType": "INVALID_SHIPMENT"},
    {"eventType": ""},
    {"eventType": "SHIPMENT", "transportEventTypeCode": "ARRI"},
    {"eventType": "TRANSPORT", "shipmentEventTypeCode": "DRFT"},
    {"eventType": "EQUIPMENT", "documentTypeCode": "BKG"},
    {"shipmentEventTypeCode": "NOPE"},
    {"documentTypeCode": "NOPE"},
    {"equipmentEventTypeCode": "LOAD,NOPE"},
    {"transportEventTypeCode": "ARRV"},
    {"vesselIMONumber": "93214831"},
    {"equipmentReference": "a\0b"},
    {"eventCreatedDateTime": "yesterday"},
    {"eventCreatedDateTime:gte": "2026-11-23T08:00:00"},
    {"eventCreatedDateTime:about": text(at(1))},
    {"eventCreatedDateTime:gte": "0001-01-01T00:00:00+14:00"},
    {"limit": "0"},
    {"limit": "-1"},
    {"limit": "many"},
    {"limit": "٣"},
    {"sort": "password"},
    {"sort": "eventDateTime:UP"},
    {"colour": "red"},
    {"gte": text(at(1))},
]


def test_what_the_standard_does_not_know_is_a_bad_request_and_never_ignored(client: TestClient) -> None:
    for asked in BAD:
        answer = get(client, "/v2/events", **asked)
        assert answer.status_code == 400, asked
        body = answer.json()
        assert {"httpMethod", "requestUri", "errors", "statusCode", "statusCodeText", "errorDateTime"} == body.keys()
        assert body["errors"][0].keys() == {"reason", "message"}


ORDERS = [None, "eventDateTime:DESC", "eventType,eventDateTime:DESC", "vesselIMONumber", "UNLocationCode:DESC"]


def test_pages_of_one_follow_the_order_without_gap_or_repetition(client: TestClient) -> None:
    post(client, message(*varied()))
    for sort in ORDERS:
        asked = {} if sort is None else {"sort": sort}
        whole = ids(get(client, "/v2/events", **asked))
        assert len(whole) == 5
        assert one_by_one(client, asked) == whole, sort


def one_by_one(client: TestClient, asked: dict[str, str]) -> list[str]:
    seen: list[str] = []
    more: dict[str, str] = {}
    while True:
        page = get(client, "/v2/events", limit=1, **asked, **more)
        seen += ids(page)
        if "next-page-cursor" not in page.headers:
            return seen
        more = {"cursor": page.headers["next-page-cursor"]}


def test_orders_are_what_was_asked(client: TestClient) -> None:
    post(client, message(*varied()))
    assert ids(get(client, "/v2/events")) == ["evt-4", "evt-3", "evt-2", "evt-0", "evt-1"]
    assert ids(get(client, "/v2/events", sort="eventCreatedDateTime:DESC")) == [
        "evt-1",
        "evt-0",
        "evt-2",
        "evt-3",
        "evt-4",
    ]
    assert ids(get(client, "/v2/events", sort="vesselIMONumber:DESC"))[0] == "evt-1"


def test_a_cursor_continues_only_the_query_that_gave_it(client: TestClient) -> None:
    post(client, message(*varied()))
    cursor = get(client, "/v2/events", limit=1, eventType="EQUIPMENT").headers["next-page-cursor"]
    assert get(client, "/v2/events", cursor=cursor, eventType="TRANSPORT").status_code == 400
    assert get(client, "/v2/events", cursor=cursor, eventType="EQUIPMENT", limit=5).status_code == 200


def test_a_plus_sign_that_was_not_escaped_is_understood(client: TestClient) -> None:
    post(client, message(*varied()))
    headers = {"x-party": RAIL.party}
    answer = client.get("/v2/events?eventCreatedDateTime:gte=2026-11-23T09:00:00+08:00", headers=headers)
    assert sorted(ids(answer)) == ["evt-0", "evt-1", "evt-2"]


def test_retracted_events_are_not_sent_on(client: TestClient) -> None:
    post(client, message(EVENTS[1]))
    post(client, message(EVENTS[1] | {"isRetracted": True, "eventUpdatedDateTime": text(at(9))}))
    assert get(client, "/v2/events").json() == []


@pytest.mark.skipif(
    not STANDARD.exists(), reason=f"needs the standard's schema at {STANDARD}, which is not part of the project"
)
def test_answers_are_valid_by_the_standards_own_schema(client: TestClient) -> None:
    import jsonschema_rs
    import yaml

    post(client, message(*varied(), *(event | {"eventID": f"0-{n}"} for n, event in enumerate(JOURNEY))))
    standard = json.loads(json.dumps(yaml.safe_load(STANDARD.read_text()), default=str))
    items = standard["paths"]["/v2/events"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = items | {"components": standard["components"]}
    checked = jsonschema_rs.Draft4Validator(schema, validate_formats=False)
    answer = get(client, "/v2/events").json()
    assert [error.message for error in checked.iter_errors(answer)] == []
    error = {"$ref": "#/components/schemas/error", "components": standard["components"]}
    refused = get(client, "/v2/events", eventType="NONE").json()
    assert [one.message for one in jsonschema_rs.Draft4Validator(error).iter_errors(refused)] == []
