"""Kept studies of flows: JSON that fixes what was found, and each table as CSV that opens in Chinese Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from landsea.planner.model.flows import FlowResult

Rows = Sequence[Mapping[str, Any]]

_encode = msgspec.json.Encoder(enc_hook=str).encode  # in order: that of a table's columns is kept
_decode = msgspec.json.Decoder(FlowResult).decode


def render_flows(result: FlowResult) -> bytes:
    """The same study gives the same bytes."""
    return _encode(result)


def parse_flows(content: bytes) -> FlowResult:
    """What `render_flows` wrote."""
    return _decode(content)


def render_rows(rows: Rows) -> bytes:
    """A table as CSV in UTF-8 with a byte order mark; one without rows has the column `empty`."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["empty"])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
