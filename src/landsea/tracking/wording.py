"""Values of tracking as the API shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from landsea.tracking.model import Batch
from landsea.tracking.rules.identity import flags_of
from landsea.tracking.service import ListedEvent
from landsea.tracking.wire.dcsa import render_event


def render_batch(batch: Batch) -> dict[str, Any]:
    return {"batch": batch.id} | {name: value for name, value in asdict(batch).items() if name not in ("id", "zone")}


def render_listed(listed: ListedEvent) -> dict[str, Any]:
    one = listed.received
    return {
        "id": one.id,
        "sender": one.sender,
        "batch": one.batch,
        "received_at": one.received_at,
        "retracted": listed.retracted,
        "consignments": list(listed.consignments),
        "flags": list(flags_of(one.event)),
        "event": render_event(one.event),
    }
