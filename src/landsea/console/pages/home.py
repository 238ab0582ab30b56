"""The overview: what we carry, what has to be done next, what went wrong."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import consignment, identity, lading, tracking
from landsea.consignment import State
from landsea.console.named import Gazetteer
from landsea.console.pages.consignments import row_body, task_body
from landsea.console.pages.documents.desk import waiting
from landsea.console.pages.documents.values import row_body as document_body
from landsea.console.pages.events import references
from landsea.console.pages.exceptions import exception_body
from landsea.console.pages.parties import approvals
from landsea.console.pages.proposals import proposal_bodies
from landsea.console.web import page
from landsea.journal import View

LOOKED_AT = 200
ENDED = (State.COMPLETED, State.CANCELLED)


@page("/", "home.html")
def overview(view: View, request: Request) -> dict[str, Any]:
    """Of the newest 200 consignments."""
    places = Gazetteer(view)
    records = consignment.list_consignments(view, limit=LOOKED_AT)
    under_way = [one for one in records if consignment.state_of(one) not in ENDED]
    tasks = [task_body(places, one, task, view) for one in under_way for task in consignment.list_tasks(view, one.id)]
    ours = sorted((task for task in tasks if task["may_close"]), key=lambda task: task["due"])
    exceptions = tracking.list_exceptions(view, limit=LOOKED_AT)
    names = references(view)
    awaiting = waiting(view)
    return {
        "counts": {
            "consignments": len(under_way),
            "tasks": len(ours),
            "exceptions": len(exceptions),
            "awaiting": len(awaiting),
            "held": len(lading.list_documents(view, desk=lading.Desk.HELD, limit=LOOKED_AT)),
        },
        "awaiting": [document_body(view, one) for one in awaiting[:12]],
        "has_password": identity.has_password(view),
        "approvals": approvals(view),
        "proposals": proposal_bodies(view, request, places),
        "tasks": ours[:12],
        "exceptions": [exception_body(places, one, names(one.what.consignment)) for one in exceptions[:12]],
        "consignments": [row_body(places, one) for one in records[:12]],
    }
