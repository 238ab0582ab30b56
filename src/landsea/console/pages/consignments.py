"""Consignments: list, import, and the page of one with its route, timeline, tasks, document and parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import Request

from landsea import consignment, lading, tracking
from landsea.consignment import Act, AttachmentType, BookedLeg, Capacity, Consignment, State, Task
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, directory, mode_of, offset_of, party_body
from landsea.console.pages.exceptions import exception_body
from landsea.console.pages.proposals import proposal_bodies
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.runtime import moment_and_id, render_cursor

ROWS = 50


@page("/consignments", "consignments.html")
def list_page(view: View, request: Request) -> dict[str, Any]:
    query = request.query_params
    wanted = query.get("state", "")
    found = consignment.list_consignments(
        view,
        state=State(wanted) if wanted in list(State) else None,
        number=query.get("q", "").strip() or None,
        after=moment_and_id(query.get("cursor")),
        limit=ROWS + 1,
    )
    places, more = Gazetteer(view), len(found) > ROWS
    return {
        "filters": {"q": query.get("q", ""), "state": wanted},
        "states": [state.value for state in State],
        "consignments": [row_body(places, one) for one in found[:ROWS]],
        "has_more": more,
        "next_cursor": render_cursor(found[ROWS - 1].booked_at, found[ROWS - 1].id) if more else None,
    }


@page("/consignments/import", "import.html")
def import_page(view: View, request: Request) -> dict[str, Any]:
    quotes = consignment.list_quotes(view, state=consignment.QuoteState.OPEN, limit=100)
    places = Gazetteer(view)
    return {
        "quotes": [
            {
                "id": one.id,
                "from": places(one.itinerary.legs[0].from_place),
                "to": places(one.itinerary.legs[-1].to_place),
            }
            for one in quotes
        ]
    }


@page("/consignments/{id}", "consignment.html")
def consignment_page(view: View, request: Request) -> dict[str, Any]:
    record = consignment.get_consignment(view, request.path_params["id"])
    places = Gazetteer(view)
    may = {act for act in Act if consignment.may(act, record, view.actor)}
    legs = [leg_body(view, places, booked, record, may) for booked in record.booked_legs]
    unconfirmed = sum(leg["state"] != "confirmed" for leg in legs)
    return {
        **row_body(places, record),
        "legs": legs,
        "unconfirmed": unconfirmed,
        "used_modes": sorted({leg["mode"] for leg in legs}),
        "map": map_body([("1", [(leg["mode"], leg["from"], leg["to"]) for leg in legs])], "1"),
        "proposals": proposal_bodies(view, request, places, record.id),
        "tracking": _tracking(view, places, record),
        "exceptions": [
            exception_body(places, one, record.booking) for one in tracking.list_exceptions(view, consignment=record.id)
        ],
        "tasks": [task_body(places, record, task, view) for task in consignment.list_tasks(view, record.id)],
        "attachments": [_attachment(record, one) for one in record.attachments],
        "attachment_kinds": [kind.value for kind in AttachmentType],
        "goods": [_goods(item) for item in record.goods],
        "equipment": [
            {"container": str(one.container), "iso_code": one.iso_code, "seals": list(one.seals)}
            for one in record.equipment
        ],
        "parties": [{"capacity": one.capacity.value, "party": party_body(view, one.party)} for one in record.parties],
        "documents": [_document(view, one) for one in lading.list_documents(view, consignment=record.id)],
        "elsewhere": [_elsewhere(view, one) for one in lading.list_elsewhere(view, record.id)],
        "history": [_step(view, one) for one in consignment.history(view, record.id)],
        "directory": directory(view),
        "capacities": [capacity.value for capacity in Capacity],
        "may": {
            "issue": Act.BIND in may,
            "amend": Act.AMEND in may,
            "cancel": Act.CANCEL in may,
            "split": Act.SPLIT in may and bool(record.goods),
            "add_party": Act.ADD_PARTY in may,
            "attach": Act.ATTACH in may,
        },
    }


def row_body(places: Gazetteer, record: Consignment) -> dict[str, Any]:
    first, last = record.legs[0], record.legs[-1]
    return {
        "id": record.id,
        "reference": record.booking or record.id,
        "ucr": str(record.ucr),
        "state": consignment.state_of(record).value,
        "from": places(first.from_place, first.from_facility),
        "to": places(last.to_place, last.to_facility),
        "departs": first.departs.isoformat(),
        "arrives": last.arrives.isoformat(),
        "legs": [{"mode": mode_of(leg.mode)} for leg in record.legs],
        "containers": [str(one.container) for one in record.equipment],
    }


def leg_body(
    view: View, places: Gazetteer, booked: BookedLeg, record: Consignment | None = None, may: Iterable[Act] = ()
) -> dict[str, Any]:
    leg = booked.leg
    start, end = places(leg.from_place, leg.from_facility), places(leg.to_place, leg.to_facility)
    return {
        "no": leg.no,
        "mode": mode_of(leg.mode),
        "service": places.service(leg.service),
        "voyage": " ".join(word for word in (leg.vessel, leg.voyage) if word),
        "from": start | {"offset": offset_of(start["zone"], leg.departs)},
        "to": end | {"offset": offset_of(end["zone"], leg.arrives)},
        "departs": leg.departs.isoformat(),
        "arrives": leg.arrives.isoformat(),
        "cutoffs": [{"what": kind.value, "latest": at.isoformat()} for kind, at in leg.cutoffs.items()],
        "operator": party_body(view, leg.operator_party),
        "state": booked.state.value,
        "reference": booked.reference,
        "reason": booked.reason,
        "rolled": booked.rolled,
        "may": _leg_acts(view, booked, record, set(may)) if record else [],
    }


def _leg_acts(view: View, booked: BookedLeg, record: Consignment, may: set[Act]) -> list[str]:
    """A leg is answered by its operator; the forwarder answers for one that is not on the node."""
    answers = booked.leg.operator_party or record.forwarder
    if view.actor.party != answers:
        return []
    open_ = booked.state is consignment.LegState.REQUESTED
    wanted = [Act.CONFIRM, Act.ROLL, Act.DECLINE] if open_ else [Act.ROLL]
    return [act.value for act in wanted if act in may]


def _tracking(view: View, places: Gazetteer, record: Consignment) -> dict[str, Any]:
    """Where the goods are and, for each departure and arrival, planned, announced, estimated and actual times."""
    seen = tracking.timeline(view, record.id)
    hindmost = seen.state.hindmost
    return {
        "status": hindmost.status.value,
        "place": places(hindmost.place) if hindmost.place else None,
        "since": hindmost.since and hindmost.since.isoformat(),
        "eta": {"at": seen.progress.eta.at and seen.progress.eta.at.isoformat(), "basis": seen.progress.eta.basis.value}
        if seen.progress.eta
        else None,
        "moments": [moment for leg in seen.progress.legs for moment in _moments(places, leg)],
    }


def _moments(places: Gazetteer, leg: tracking.LegProgress) -> list[dict[str, Any]]:
    ends = (("departs", leg.leg.from_place, leg.departure), ("arrives", leg.leg.to_place, leg.arrival))
    return [
        {
            "what": what,
            "leg": leg.leg.no,
            "mode": mode_of(leg.leg.mode),
            "place": places(place),
            "planned": moment.planned.isoformat(),
            "estimated": (estimated := moment.estimated or moment.announced) and estimated.isoformat(),
            "expected": moment.expected and moment.expected.isoformat(),
            "actual": moment.actual and moment.actual.isoformat(),
            "late_minutes": max(0, moment.deviation_minutes or 0),
            "missed": what == "departs" and leg.missed,
        }
        for what, place, moment in ends
    ]


def task_body(places: Gazetteer, record: Consignment, task: Task, view: View) -> dict[str, Any]:
    leg = record.legs[min(task.leg, len(record.legs)) - 1]
    start = places(leg.from_place)
    minutes = (task.due - view.now).total_seconds() / 60
    return {
        "id": task.id,
        "kind": task.kind.value,
        "leg": task.leg,
        "capacity": task.capacity.value,
        "due": task.due.isoformat(),
        "zone": start["zone"],
        "place": start,
        "to": places(leg.to_place),
        "state": "done" if task.closing else "overdue" if minutes < 0 else "open",
        "minutes_left": None if task.closing else minutes,
        "consignment": record.id,
        "reference": record.booking or record.id,
        "may_close": task.closing is None and _is_ours(view, record, task),
        "ours": _is_ours(view, record, task),
    }


def _is_ours(view: View, record: Consignment, task: Task) -> bool:
    ours = record.capacities_of(view.actor.party)
    return view.actor.role is not Role.VIEWER and bool(ours & {task.capacity, Capacity.FORWARDER})


def _attachment(record: Consignment, one: consignment.Attachment) -> dict[str, Any]:
    return {
        "name": one.filename,
        "kind": one.type.value,
        "size_bytes": one.size_bytes,
        "added_at": one.added_at.isoformat(),
        "url": f"/v1/consignments/{record.id}/attachments/{one.id}",
    }


def _goods(item: consignment.GoodsItem) -> dict[str, Any]:
    return {
        "no": item.no,
        "description": item.description,
        "hs_code": item.hs_code,
        "packages": item.packages,
        "package_code": item.package_code,
        "gross_weight_grams": item.gross_weight.grams,
        "container": str(item.container or ""),
        "dangerous": f"UN {item.dangerous.un_number} {item.dangerous.hazard_class}" if item.dangerous else "",
        "temperature": f"{item.temperature.set_point} °C" if item.temperature else "",
    }


def _document(view: View, one: lading.StoredDocument) -> dict[str, Any]:
    return {
        "id": one.title.document,
        "number": one.title.number,
        "state": one.title.state.value,
        "negotiable": one.title.negotiable,
        "holder": party_body(view, one.title.holder),
    }


def _elsewhere(view: View, one: lading.TitleElsewhere) -> dict[str, Any]:
    """What was put on record of a document whose operative record is not here; `open` names what was not proven."""
    said = one.said
    return {
        "record": said.record,
        "number": said.number,
        "issuer": said.issuer,
        "verdict": said.verdict,
        "operative": one.is_operative,
        "holder_there": said.holder,
        "open": [check.name for check in said.checks if check.outcome in ("fail", "not proven")],
        "by": party_body(view, one.by),
        "verified_at": one.verified_at.isoformat(),
    }


def _step(view: View, step: Any) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "party": party_body(view, step.party),
        "at": step.acted_at.isoformat(),
        "position": step.position,
    }
