"""Tasks and the files that close them."""

from __future__ import annotations

from dataclasses import replace

from landsea.consignment.model import (
    AddAttachment,
    Attachment,
    AttachmentAdded,
    AttachmentId,
    Closing,
    Consignment,
    Task,
    TaskClosed,
)
from landsea.consignment.rules import attachments as files
from landsea.consignment.rules import tasks as rules
from landsea.consignment.rules.state import Act
from landsea.consignment.service.access import append, get_consignment, open_for
from landsea.journal import View, Work
from landsea.kernel import NotFound, clean


def list_tasks(view: View, consignment: str) -> tuple[Task, ...]:
    """All tasks of a consignment, the next due first."""
    return rules.tasks_of(get_consignment(view, consignment))


def close_task(work: Work, consignment: str, task: str, note: str) -> Consignment:
    """By hand: by a party in the task's capacity, or by the forwarder; `note` says what was done."""
    record = open_for(work, consignment, Act.CLOSE_TASK)
    found = rules.find_task(record, task)
    rules.require_yours(found, record, work.actor.party)
    rules.require_open(found)
    closing = Closing(found.id, work.actor.party, work.now, note=clean(note, "note", 500))
    return append(work, record, TaskClosed(closing))


def attach(work: Work, consignment: str, command: AddAttachment) -> tuple[Consignment, Attachment]:
    """Stores a file (named by its SHA-256) on the consignment; it closes the open tasks that its type answers."""
    record = open_for(work, consignment, Act.ATTACH)
    command = replace(command, filename=clean(command.filename, "file name", 150))
    files.check_attachment(command, len(record.attachments))
    attachment = Attachment(
        id=AttachmentId(work.new_id("att")),
        type=command.type,
        filename=command.filename,
        media_type=command.media_type,
        sha256=work.blobs.put(command.content),
        size_bytes=len(command.content),
        party=work.actor.party,
        added_at=work.now,
    )
    closes = tuple(
        Closing(task.id, work.actor.party, work.now, attachment=attachment.id)
        for task in rules.closed_by(record, command.type)
        if rules.is_yours(task, record, work.actor.party)
    )
    return append(work, record, AttachmentAdded(attachment, closes)), attachment


def get_attachment(view: View, consignment: str, id: str) -> tuple[Attachment, bytes]:
    """The file and its bytes, checked against its hash."""
    record = get_consignment(view, consignment)
    found = next((one for one in record.attachments if one.id == id), None)
    if found is None:
        raise NotFound(what="attachment", id=id)
    return found, view.blobs.get(found.sha256)
