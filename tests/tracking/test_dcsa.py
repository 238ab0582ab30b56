"""DCSA Track & Trace 2.2, both ways: nothing that was sent is lost, and what is wrong is located."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.tracking.model import BadEvents, NotJson, TooDeep, UnknownZone
from landsea.tracking.wire.dcsa import parse_events, render_event
from landsea.tracking.wire.json import DEPTH_MAX, parse_json
from tests.tracking.messages import JOURNEY, equipment, message, shipment, transport

OWN = sorted((Path(__file__).parent / "examples").glob("*.json"))
REFERENCE = Path(__file__).parents[3] / "shared/data/dcsa/messages/tnt-220-response.json"


def events_in(content: bytes) -> list[dict[str, Any]]:
    found = json.loads(content)
    return list(found["events"] if isinstance(found, dict) else found)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_a_synthetic_message_is_sent_on_as_it_came(path: Path) -> None:
    content = path.read_bytes()
    assert [normal(render_event(one)) for one in parse_events(content)] == [normal(one) for one in events_in(content)]


@pytest.mark.skipif(not REFERENCE.exists(), reason="needs the reference data beside the project (../shared)")
def test_the_standards_own_message_is_sent_on_as_it_came() -> None:
    content = REFERENCE.read_bytes()
    assert [render_event(one) for one in parse_events(content)] == json.loads(content)


def normal(event: dict[str, Any]) -> dict[str, Any]:
    """A fraction of a second may be written shorter."""
    return {
        name: value.replace(".250+", ".250000+") if isinstance(value, str) else value for name, value in event.items()
    }


def test_the_zone_of_a_time_is_kept() -> None:
    [event] = parse_events(message(JOURNEY[1] | {"eventDateTime": "2026-11-23T08:00:00+08:00"}))
    assert event.at.utcoffset() == timedelta(hours=8)


def test_the_place_is_found_wherever_the_standard_puts_it() -> None:
    call = {"transportCallID": "c", "modeOfTransport": "VESSEL", "location": {"UNLocationCode": "SGSIN"}}
    spread = [
        equipment("LOAD", 1, "CNQZH", transportCall=call),
        transport("ARRI", 1, "CNCKG", "VESSEL"),
        transport("ARRI", 1, None, "VESSEL", transportCall=call),
        transport("ARRI", 1, None, "VESSEL"),
    ]
    assert [event.place for event in parse_events(message(*spread))] == ["CNQZH", "CNCKG", "SGSIN", None]


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"eventType": "IOT"}, ["/0/eventType"]),
    ({"eventType": None}, ["/0/eventType"]),
    ({"eventClassifierCode": "MAYBE"}, ["/0/eventClassifierCode"]),
    ({"eventDateTime": "2026-11-23T08:00:00"}, ["/0/eventDateTime"]),
    ({"eventDateTime": "yesterday"}, ["/0/eventDateTime"]),
    ({"eventDateTime": "0001-01-01T00:00:00+14:00"}, ["/0/eventDateTime"]),
    ({"eventDateTime": "9999-12-31T23:59:59Z"}, ["/0/eventDateTime"]),
    ({"eventDateTime": "9999-12-31T23:59:59-14:00"}, ["/0/eventDateTime"]),
    ({"eventDateTime": "2026-11-23T08:00:00+08:00:07"}, ["/0/eventDateTime"]),
    ({"eventDateTime": 1763856000}, ["/0/eventDateTime"]),
    ({"eventCreatedDateTime": ""}, ["/0/eventCreatedDateTime"]),
    ({"transportEventTypeCode": 7}, ["/0/transportEventTypeCode"]),
    ({"transportCall": None}, ["/0/transportCall"]),
    ({"transportCall": "call"}, ["/0/transportCall"]),
    ({"transportCall": {"modeOfTransport": "RAIL"}}, ["/0/transportCall/transportCallID"]),
    ({"transportCall": {"transportCallID": "c", "modeOfTransport": 1}}, ["/0/transportCall/modeOfTransport"]),
    ({"eventID": "x" * 101}, ["/0/eventID"]),
    ({"remark": "a\0b"}, ["/0/remark"]),
    ({"note": {"deep": ["a\0"]}}, ["/0/note/deep/0"]),
]


@pytest.mark.parametrize(("change", "pointers"), WRONG)
def test_what_is_wrong_is_located(change: dict[str, Any], pointers: list[str]) -> None:
    with pytest.raises(BadEvents) as refused:
        parse_events(message(transport("DEPA", 3, "CNCKG", "RAIL") | change))
    assert [finding.column for finding in refused.value.findings] == pointers
    assert refused.value.pointer == pointers[0]


@pytest.mark.parametrize(
    ("event", "missing"),
    [
        (shipment("ISSU", 1, "TRD", "1"), "documentID"),
        (shipment("ISSU", 1, "TRD", "1"), "documentTypeCode"),
        (shipment("ISSU", 1, "TRD", "1"), "shipmentEventTypeCode"),
        (equipment("GTIN", 1, "CNCKG"), "emptyIndicatorCode"),
        (equipment("GTIN", 1, "CNCKG"), "equipmentEventTypeCode"),
        (transport("DEPA", 1, "CNCKG", "RAIL"), "transportCall"),
        (transport("DEPA", 1, "CNCKG", "RAIL"), "eventCreatedDateTime"),
    ],
)
def test_what_the_standard_requires_is_required(event: dict[str, Any], missing: str) -> None:
    del event[missing]
    with pytest.raises(BadEvents) as refused:
        parse_events(message(JOURNEY[1], event))
    assert [finding.column for finding in refused.value.findings] == [f"/1/{missing}"]


def test_a_pointer_into_a_single_event_and_into_a_wrapped_one_is_from_the_root() -> None:
    wrong = JOURNEY[1] | {"eventDateTime": "?"}
    for content, pointer in ((wrong, "/eventDateTime"), ({"events": [wrong]}, "/events/0/eventDateTime")):
        with pytest.raises(BadEvents) as refused:
            parse_events(json.dumps(content).encode())
        assert refused.value.pointer == pointer


def test_local_times_need_the_senders_zone() -> None:
    local = message(JOURNEY[1] | {"eventDateTime": "2026-11-23T08:00:00"})
    assert parse_events(local, "Asia/Singapore")[0].at.isoformat() == "2026-11-23T08:00:00+08:00"
    for zone in ("Mars/Olympus", "../../etc/passwd", "\0", "x" * 300):
        with pytest.raises(UnknownZone):
            parse_events(local, zone)


plain_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | plain_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain_text, inner, max_size=3),
    max_leaves=8,
)
unknown_names = st.sampled_from(["ISOEquipmentCode", "seals", "reason", "x-own", "单号", "metadata"])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(JOURNEY), st.dictionaries(unknown_names, values))
def test_any_unknown_field_survives(event: dict[str, Any], unknown: dict[str, Any]) -> None:
    sent = event | unknown
    [found] = parse_events(json.dumps(sent).encode())
    times = {name: sent[name].replace("+00:00", "Z") for name in ("eventDateTime", "eventCreatedDateTime")}
    assert render_event(found) == sent | times


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet='[]{}"\\,:a0 ', max_size=60).map(str.encode))
def test_any_bytes_are_read_as_json_or_refused_by_name(content: bytes) -> None:
    try:
        expected = json.loads(content)
    except (ValueError, UnicodeDecodeError):
        expected = ...
    try:
        found = parse_json(content)
    except (NotJson, TooDeep):
        return
    assert expected is not ...
    assert found == expected


@pytest.mark.parametrize("depth", [DEPTH_MAX, DEPTH_MAX + 1])
def test_depth_is_counted_exactly(depth: int) -> None:
    content = (
        b'[{"a":' * (depth // 2)
        + b"[" * (depth % 2)
        + b"]" * (depth % 2)
        + b"0" * (1 - depth % 2)
        + b"}]" * (depth // 2)
    )
    if depth <= DEPTH_MAX:
        assert parse_json(content)
    else:
        with pytest.raises(TooDeep):
            parse_json(content)


@pytest.mark.parametrize("content", [b'"' + b'\\"' * 2_000_000, b"[]" * 2_000_000, b'"' * 4_000_001, b"\\" * 4_000_000])
def test_hostile_bytes_cost_no_more_than_their_size(content: bytes) -> None:
    with pytest.raises((NotJson, TooDeep)):
        parse_json(content)
