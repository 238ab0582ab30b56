"""Whatever is asked of `GET /v2/events` is understood or refused by name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.runtime import parse_cursor, render_cursor
from landsea.tracking.model import BadFilter
from landsea.tracking.wire.dcsa_query import CODES, LONGEST, OPERATORS, EventQuery, parse_query

names = st.sampled_from(
    [*CODES, *LONGEST, *(f"eventCreatedDateTime:{one}" for one in OPERATORS), "eventType", "limit", "sort", "cursor"]
)
values = st.text(max_size=20) | st.sampled_from(
    ["SHIPMENT", "ARRI", "GTIN", "2026-11-23T08:00:00Z", "10", "eventID:DESC"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(names | st.text(max_size=8), values), max_size=4))
def test_any_parameters_make_a_query_or_a_refusal(parameters: list[tuple[str, str]]) -> None:
    try:
        query = parse_query(parameters)
    except BadFilter:
        return
    assert isinstance(query, EventQuery)
    assert {name for name, _ in parameters} <= {
        *CODES,
        *LONGEST,
        "eventType",
        "limit",
        "sort",
        "cursor",
        "documentTypeCode",
    } | {f"eventCreatedDateTime:{one}" for one in OPERATORS}


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20), max_size=5))
def test_a_cursor_is_read_as_it_was_written(values: list[str]) -> None:
    assert parse_cursor(render_cursor(*values)) == values
