"""Answers: the room's values as plain JSON, for who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from landsea.consignment.model import Attachment, Consignment, Person, Quote, Task
from landsea.consignment.service import Act, may, state_of, tasks_of
from landsea.kernel import Actor, PartyId


def plain(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=str.__str__)


def quote_body(quote: Quote) -> dict[str, Any]:
    return {**plain(quote), "total": plain(quote.total)}


def task_body(task: Task, now: datetime) -> dict[str, Any]:
    return {**plain(task), "open": task.closing is None, "overdue": task.is_overdue(now)}


def attachment_body(record: Consignment, attachment: Attachment) -> dict[str, Any]:
    href = f"/v1/consignments/{record.id}/attachments/{attachment.id}"
    return {
        **plain(attachment),
        "href": href,
        "closed": [c.task for c in record.closings if c.attachment == attachment.id],
    }


def row_body(record: Consignment, now: datetime) -> dict[str, Any]:
    """A consignment in a list."""
    tasks = [task for task in tasks_of(record) if task.closing is None]
    return {
        "id": record.id,
        "ucr": str(record.ucr),
        "booking": record.booking,
        "state": state_of(record),
        "from_place": str(record.legs[0].from_place),
        "to_place": str(record.legs[-1].to_place),
        "departs": plain(record.legs[0].departs),
        "arrives": plain(record.legs[-1].arrives),
        "containers": [str(one.container) for one in record.equipment],
        "document": record.document.number if record.document else None,
        "open_tasks": len(tasks),
        "overdue_tasks": sum(task.is_overdue(now) for task in tasks),
        "next_due": plain(tasks[0].due) if tasks else None,
        "booked_at": plain(record.booked_at),
    }


def consignment_body(
    record: Consignment, actor: Actor, now: datetime, contacts: dict[PartyId, Person] | None = None
) -> dict[str, Any]:
    """All there is, with the acts that the asking user may do now (`may`)."""
    body = plain(record)
    legs = [{**leg.pop("leg"), **leg} for leg in body.pop("booked_legs")]
    del body["closings"]
    return {
        **body,
        "state": state_of(record),
        "legs": legs,
        "attachments": [attachment_body(record, one) for one in record.attachments],
        "tasks": [task_body(task, now) for task in tasks_of(record)],
        "contacts": [{"party": party, **plain(person)} for party, person in (contacts or {}).items()],
        "may": [act for act in Act if may(act, record, actor)],
    }


def page(rows: list[dict[str, Any]], more: bool, cursor: str | None) -> dict[str, Any]:
    return {"data": rows, "has_more": more, "next_cursor": cursor if more else None}
