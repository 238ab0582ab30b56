"""What somebody has to do until when: derived from legs, goods and equipment; closed by facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from landsea.consignment.model import (
    AttachmentType,
    Capacity,
    Consignment,
    Leg,
    Task,
    TaskKind,
)
from landsea.consignment.model.refusals import NoSuchTask, NotYourTask, TaskIsClosed
from landsea.consignment.rules.itinerary import is_sea, moment
from landsea.kernel import PartyId

CLOSED_BY: dict[AttachmentType, TaskKind] = {
    AttachmentType.INVOICE: TaskKind.INVOICE,
    AttachmentType.PACKING_LIST: TaskKind.PACKING_LIST,
    AttachmentType.SHIPPING_INSTRUCTION: TaskKind.DOCUMENTS,
    AttachmentType.CUSTOMS_DECLARATION: TaskKind.CUSTOMS_DECLARATION,
    AttachmentType.DANGEROUS_GOODS: TaskKind.DANGEROUS_GOODS,
    AttachmentType.VGM: TaskKind.VGM,
}


def tasks_of(record: Consignment) -> tuple[Task, ...]:
    """All tasks, the next due first."""
    closings = {closing.task: closing for closing in record.closings}
    found = [replace(task, closing=closings.get(task.id)) for task in _asked(record)]
    return tuple(sorted(found, key=lambda task: (task.due, task.id)))


def _asked(record: Consignment) -> Iterator[Task]:
    first = record.legs[0]
    papers_due = first.document_cutoff or first.departs
    yield _task(TaskKind.DELIVER_CARGO, first, Capacity.SHIPPER, first.takes_cargo_until)
    yield _task(TaskKind.INVOICE, first, Capacity.SHIPPER, papers_due)
    yield _task(TaskKind.PACKING_LIST, first, Capacity.SHIPPER, papers_due)
    if any(item.dangerous for item in record.goods):
        yield _task(TaskKind.DANGEROUS_GOODS, first, Capacity.SHIPPER, papers_due)
    for leg in record.legs:
        yield from _asked_by_leg(leg, any(one.vgm is None for one in record.equipment))


def _asked_by_leg(leg: Leg, unweighed: bool) -> Iterator[Task]:
    if leg.document_cutoff is not None:
        yield _task(TaskKind.DOCUMENTS, leg, Capacity.SHIPPER, leg.document_cutoff)
    if leg.customs_cutoff is not None:
        yield _task(TaskKind.CUSTOMS_DECLARATION, leg, Capacity.FORWARDER, leg.customs_cutoff)
    if is_sea(leg) and unweighed:  # SOLAS VI/2.4-6: before loading, by the shipper
        yield _task(TaskKind.VGM, leg, Capacity.SHIPPER, leg.vgm_cutoff or leg.takes_cargo_until)


def _task(kind: TaskKind, leg: Leg, capacity: Capacity, due: datetime) -> Task:
    return Task(f"{kind}-{leg.no}", kind, leg.no, capacity, due)


def find_task(record: Consignment, id: str) -> Task:
    tasks = {task.id: task for task in tasks_of(record)}
    if id not in tasks:
        raise NoSuchTask(consignment=record.id, task=repr(id), tasks=", ".join(tasks))
    return tasks[id]


def require_open(task: Task) -> None:
    if task.closing is not None:
        raise TaskIsClosed(task=task.id, at=moment(task.closing.at))


def is_yours(task: Task, record: Consignment, party: PartyId) -> bool:
    """The party in the task's capacity closes it, or the forwarder for it."""
    return bool(record.capacities_of(party) & {task.capacity, Capacity.FORWARDER})


def require_yours(task: Task, record: Consignment, party: PartyId) -> None:
    if not is_yours(task, record, party):
        raise NotYourTask(task=task.id, capacity=task.capacity)


def closed_by(record: Consignment, type: AttachmentType) -> Sequence[Task]:
    """The open tasks that a file of this type answers."""
    kind = CLOSED_BY.get(type)
    return [task for task in tasks_of(record) if task.kind is kind and task.closing is None]
