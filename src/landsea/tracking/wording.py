"""The sentences of tracking, English here and Chinese in `zh.po`, and its values as the API and the console show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from landsea.runtime import translate
from landsea.tracking.model import (
    Batch,
    BoxState,
    Conflict,
    ConnectionMissed,
    CutoffCheck,
    Eta,
    LegProgress,
    Moment,
    ReceivedEvent,
    Status,
    TrackingException,
)
from landsea.tracking.rules.identity import flags_of
from landsea.tracking.service import ListedEvent, StoredException, Timeline
from landsea.tracking.wire.dcsa import render_event

STATUSES = {
    Status.PLANNED: "planned",
    Status.PREPARING: "being prepared",
    Status.AT_ORIGIN: "at the origin terminal",
    Status.ON_ROAD: "on the road",
    Status.ON_RAIL: "on rail",
    Status.ON_RIVER: "on the river",
    Status.IN_FLIGHT: "in flight",
    Status.AT_SEA: "at sea",
    Status.IN_TRANSIT: "under way",
    Status.AT_TERMINAL: "at a terminal",
    Status.AT_PORT: "at port",
    Status.ARRIVED: "arrived",
    Status.DISCHARGED: "discharged",
    Status.AVAILABLE: "available for delivery",
    Status.DELIVERED: "delivered",
}
CONFLICTS = {
    "out-of-order": "An event happened after another that it should precede.",
    "two-actuals": "Two actual times of one departure or arrival differ by more than 60 minutes.",
    "other-container": "An event names a container that is not on the consignment.",
    "actual-in-the-future": "An event is recorded as having happened later than its own record.",
}
FLAGS = {
    "container-number": "{value} is not a valid container number (ISO 6346); it is kept as sent.",
    "actual-in-the-future": CONFLICTS["actual-in-the-future"],
}
NOT_CAME = "Leg {leg}: by the cargo cut-off at {place} ({cutoff}) no gate-in or loading of {what} was reported."
CAME_LATE = "Leg {leg}: {what} came to {place} at {came}, {minutes} min after the cargo cut-off ({cutoff})."
CONNECTION = (
    "Leg {leg} is missed: {arrival_words} at {place} {arrival}, {minutes} min after it stops taking cargo ({cutoff})."
)
ARRIVALS = {
    "ACT": "the goods arrived",
    "EST": "the goods are estimated to arrive",
    "PLN": "the goods are announced to arrive",
    "propagated": "the goods, late by what is known, arrive",
    "planned": "the goods are planned to arrive",
}
RESOLUTIONS = {
    "contradicted": "Later facts say otherwise.",
    "delivered": "The goods were delivered.",
    "cancelled": "The consignment was cancelled.",
}


def status_text(status: Status, language: str) -> str:
    return translate(STATUSES[status], language)


def conflict_text(conflict: Conflict, language: str) -> str:
    return translate(CONFLICTS[conflict.kind], language)


def flag_text(flag: str, language: str) -> str:
    name, _, value = flag.partition(":")
    return translate(FLAGS[name], language).format(value=value)


def reason_text(what: TrackingException, language: str) -> str:
    """Why the exception stands, in words and numbers; times in UTC."""
    if isinstance(what, ConnectionMissed):
        return translate(CONNECTION, language).format(
            leg=what.leg,
            place=what.place,
            arrival_words=translate(ARRIVALS[what.arrival_basis], language),
            arrival=_minute(what.arrival_at),
            cutoff=_minute(what.cutoff_at),
            minutes=what.late_minutes,
        )
    values = {
        "leg": what.leg,
        "place": what.place,
        "cutoff": _minute(what.cutoff_at),
        "what": ", ".join(what.containers) or translate("the goods", language),
    }
    if what.came_at is None:
        return translate(NOT_CAME, language).format(**values)
    late = round((what.came_at - what.cutoff_at).total_seconds() / 60)
    return translate(CAME_LATE, language).format(**values, came=_minute(what.came_at), minutes=late)


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def rendered_batch(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "source": batch.source,
        "sha256": batch.digest,
        "received_at": batch.received_at,
        "count": batch.count,
        "new": batch.new,
        "corrections": batch.corrections,
        "outdated": batch.outdated,
        "duplicates": batch.duplicates,
    }


def rendered_event(one: ReceivedEvent, language: str) -> dict[str, Any]:
    flags = [{"code": flag.partition(":")[0], "text": flag_text(flag, language)} for flag in flags_of(one.event)]
    return {
        "id": one.id,
        "sender": one.sender,
        "batch": one.batch,
        "received_at": one.received_at,
        "flags": flags,
        "event": render_event(one.event),
    }


def rendered_listed(listed: ListedEvent, language: str) -> dict[str, Any]:
    own = {"retracted": listed.retracted, "consignments": list(listed.consignments)}
    return rendered_event(listed.received, language) | own


def rendered_exception(stored: StoredException, language: str) -> dict[str, Any]:
    what = stored.what
    ended = translate(RESOLUTIONS[stored.resolution], language) if stored.resolution else None
    return {
        "id": stored.id,
        "kind": stored.kind,
        "consignment": what.consignment,
        "leg": what.leg,
        "place": what.place,
        "cutoff_at": what.cutoff_at,
        "opened_at": stored.opened_at,
        "resolved_at": stored.resolved_at,
        "resolution": ended,
        "reason": reason_text(what, language),
    }


def rendered_timeline(timeline: Timeline, language: str) -> dict[str, Any]:
    """Against the plan: state, legs, cut-offs, the expected end, what contradicts itself, and the events behind it all."""
    state, progress = timeline.state, timeline.progress
    return {
        "consignment": timeline.consignment,
        **_box(state.hindmost, language),
        "containers": [_box(box, language) for box in state.boxes if box.container],
        "eta": _eta(progress.eta),
        "legs": [_leg(leg) for leg in progress.legs],
        "conflicts": _conflicts((*state.conflicts, *progress.conflicts), language),
        "exceptions": [rendered_exception(one, language) for one in timeline.exceptions],
        "events": [rendered_event(one, language) for one in timeline.events],
    }


def _box(box: BoxState, language: str) -> dict[str, Any]:
    return {
        "container": box.container,
        "status": str(box.status),
        "status_text": status_text(box.status, language),
        "since": box.since,
        "place": box.place,
        "leg": box.leg,
        "evidence": box.evidence,
    }


def _leg(one: LegProgress) -> dict[str, Any]:
    leg = one.leg
    return {
        "no": leg.no,
        "mode": leg.mode,
        "from": leg.from_place,
        "to": leg.to_place,
        "departure": _moment(one.departure),
        "arrival": _moment(one.arrival),
        "cutoffs": [_cutoff(check) for check in one.cutoffs],
        "boarded": one.boarded,
        "missed": one.missed,
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "planned": moment.planned,
        "announced": moment.announced,
        "estimated": moment.estimated,
        "actual": moment.actual,
        "expected": moment.expected,
        "basis": str(moment.basis),
        "deviation_minutes": moment.deviation_minutes,
        "evidence": moment.evidence,
    }


def _cutoff(check: CutoffCheck) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "planned": check.planned,
        "at": check.at,
        "met": check.met,
        "met_at": check.met_at,
        "margin_minutes": check.margin_minutes,
    }


def _eta(eta: Eta) -> dict[str, Any]:
    late = None if eta.at is None else round((eta.at - eta.planned).total_seconds() / 60)
    return {
        "at": eta.at,
        "basis": str(eta.basis),
        "planned": eta.planned,
        "deviation_minutes": late,
        "not_before": eta.not_before,
        "missed_leg": eta.missed_leg,
    }


def _conflicts(conflicts: Sequence[Conflict], language: str) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "text": conflict_text(one, language), "events": list(one.events)} for one in conflicts]
