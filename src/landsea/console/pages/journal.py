"""The journal: how long it is, its newest signed checkpoint, the node's epoch and clock."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import consignment, journal
from landsea.console.named import party_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role

RECORDS_LOOKED_AT = 25
ENTRIES_SHOWN = 40


@page("/journal", "journal.html")
def journal_page(view: View, request: Request) -> dict[str, Any]:
    note = journal.newest_checkpoint(view)
    epoch, confirmed = journal.current_epoch(view)
    return {
        "size": journal.size(view),
        "checkpoint": note,
        "checkpoint_size": int(note.splitlines()[1]) if note else None,
        "origin": view.site.origin,
        "verifier_key": view.journal.signer.verifier.vkey,
        "epoch": epoch,
        "epoch_confirmed": confirmed,
        "sandbox": view.site.sandbox,
        "now": view.now.isoformat(),
        "entries": _entries(view),
        "may_advance": view.site.sandbox and view.actor.role is Role.OPERATOR,
    }


def _entries(view: View) -> list[dict[str, Any]]:
    """The newest entries on the newest consignments that the actor's party is on."""
    records = consignment.list_consignments(view, limit=RECORDS_LOOKED_AT)
    found = [(step, record) for record in records for step in consignment.history(view, record.id)]
    newest = sorted(found, key=lambda one: one[0].position, reverse=True)[:ENTRIES_SHOWN]
    return [
        {
            "position": step.position,
            "kind": step.kind,
            "party": party_body(view, step.party),
            "at": step.acted_at.isoformat(),
            "recorded_at": step.recorded_at.isoformat(),
            "consignment": record.id,
            "reference": record.booking or record.id,
        }
        for step, record in newest
    ]
