"""Exceptions as sentences."""

from __future__ import annotations

from typing import Any

from landsea import tracking
from landsea.console.named import Gazetteer
from landsea.console.words import N_

LATE_CARGO = N_("Leg {leg} at {place}: {containers} not reported there before the cargo cut-off.")
CAME_LATE = N_("Leg {leg} at {place}: {containers} came after the cargo cut-off.")
CONNECTION = N_("Leg {leg} at {place}: the arrival before it is {late} after the cut-off.")


def exception_body(places: Gazetteer, one: tracking.StoredException, reference: str) -> dict[str, Any]:
    """What was missed, as a sentence to translate (`text`) with its facts, and the moments to show in the place's time."""
    what = one.what
    place = places(what.place)
    body = {
        "id": one.id,
        "kind": one.kind,
        "consignment": what.consignment,
        "reference": reference,
        "leg": what.leg,
        "place": place,
        "zone": place["zone"],
        "at": one.opened_at.isoformat(),
        "resolved_at": one.resolved_at and one.resolved_at.isoformat(),
        "cutoff_at": what.cutoff_at.isoformat(),
    }
    if isinstance(what, tracking.CutoffMissed):
        text = CAME_LATE if what.came_at else LATE_CARGO
        return body | {
            "text": text,
            "containers": list(what.containers),
            "arrival_at": what.came_at and what.came_at.isoformat(),
        }
    return body | {"text": CONNECTION, "late_minutes": what.late_minutes, "arrival_at": what.arrival_at.isoformat()}
