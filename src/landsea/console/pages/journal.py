"""The journal: how long it is, its newest signed checkpoint, the node's epoch and clock."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import journal
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role


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
        "may_advance": view.site.sandbox and view.actor.role is Role.OPERATOR,
    }
