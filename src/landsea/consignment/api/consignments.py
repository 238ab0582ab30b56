"""HTTP: consignments and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from landsea.consignment import service
from landsea.consignment.api.bodies import (
    AmendBody,
    ConfirmBody,
    NoteBody,
    PartyBody,
    Printable,
    ReasonBody,
    RollBody,
    SplitBody,
)
from landsea.consignment.api.render import consignment_body, page, plain, row_body, task_body
from landsea.consignment.model import Consignment, State
from landsea.journal import http
from landsea.kernel import PartyId
from landsea.runtime import moment_and_id, render_cursor

router = APIRouter(tags=["consignments"], prefix="/v1/consignments")
LegNo = Annotated[int, Path(ge=1, le=99)]


def _act(request: Request, body: BaseModel, act: Callable[[service.Work], Consignment]) -> Response:
    """Runs an act and answers the consignment as it left it."""

    def effect(work: service.Work) -> dict[str, Any]:
        record = act(work)
        return consignment_body(record, work.actor, work.now, service.contacts_of(work, record.id))

    return http.write(request, effect, body=body)


@router.get("")
def list_consignments(
    request: Request,
    state: State | None = None,
    number: Annotated[
        str | None, Query(max_length=80, pattern=Printable, description="UCR, booking, container or document")
    ] = None,
    from_place: Annotated[str | None, Query(max_length=5, pattern=Printable)] = None,
    to_place: Annotated[str | None, Query(max_length=5, pattern=Printable)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Consignments that the caller's party is on, newest first."""
    after = moment_and_id(cursor)
    with http.read(request) as view:
        found = service.list_consignments(
            view, state=state, number=number, from_place=from_place, to_place=to_place, after=after, limit=limit + 1
        )
        rows = [row_body(one, view.now) for one in found[:limit]]
    more = len(found) > limit
    last = found[:limit][-1] if more else None
    return page(rows, more, render_cursor(last.booked_at, last.id) if last else None)


@router.get("/{id}")
def get_consignment(request: Request, id: str) -> dict[str, Any]:
    """The whole record, with what the caller may do now."""
    with http.read(request) as view:
        record = service.get_consignment(view, id)
        return consignment_body(record, view.actor, view.now, service.contacts_of(view, id))


@router.get("/{id}/history")
def get_history(request: Request, id: str) -> dict[str, Any]:
    """Every fact of the consignment, oldest first: which party did what, when, and where it stands in the journal."""
    with http.read(request) as view:
        return {"data": plain(service.history(view, id))}


@router.get("/{id}/tasks")
def list_tasks(request: Request, id: str) -> dict[str, Any]:
    """What somebody still has to do, and what was done; the next due first."""
    with http.read(request) as view:
        return {"data": [task_body(task, view.now) for task in service.list_tasks(view, id)]}


@router.post("/{id}/tasks/{task}/close")
def close_task(request: Request, id: str, task: str, body: NoteBody) -> Response:
    """Close a task by hand, with a note."""
    return _act(request, body, lambda work: service.close_task(work, id, task, body.note))


@router.post("/{id}/legs/{no}/confirm")
def confirm_leg(request: Request, id: str, no: LegNo, body: ConfirmBody) -> Response:
    """The operator confirms its leg; the forwarder for an operator that is not on this node, with its reference."""
    return _act(request, body, lambda work: service.confirm_leg(work, id, no, body.reference))


@router.post("/{id}/legs/{no}/decline")
def decline_leg(request: Request, id: str, no: LegNo, body: ReasonBody) -> Response:
    return _act(request, body, lambda work: service.decline_leg(work, id, no, body.reason))


@router.post("/{id}/legs/{no}/roll")
def roll_leg(request: Request, id: str, no: LegNo, body: RollBody) -> Response:
    """Move a leg to a later departure. Refused, with the names of the legs that no longer connect, unless `knowingly`."""
    return _act(request, body, lambda work: service.roll_leg(work, id, body.command(no)))


@router.post("/{id}/amend")
def amend(request: Request, id: str, body: AmendBody) -> Response:
    """Change goods, equipment, parties or contacts while no document is operative."""
    return _act(request, body, lambda work: service.amend(work, id, body.command()))


@router.post("/{id}/split", status_code=201)
def split(request: Request, id: str, body: SplitBody) -> Response:
    """Move part of the goods to a new consignment; the answer has both."""

    def effect(work: service.Work) -> dict[str, Any]:
        stays, part = service.split(work, id, body.command())
        return {
            "stays": consignment_body(stays, work.actor, work.now),
            "part": consignment_body(part, work.actor, work.now),
        }

    return http.write(request, effect, body=body, status=201)


@router.post("/{id}/cancel")
def cancel(request: Request, id: str, body: ReasonBody) -> Response:
    """Refused while a document is operative."""
    return _act(request, body, lambda work: service.cancel(work, id, body.reason))


@router.post("/{id}/parties", status_code=200)
def invite_party(request: Request, id: str, body: PartyBody) -> Response:
    """Put a party on the consignment, so that it sees it."""
    return _act(request, body, lambda work: service.invite_party(work, id, PartyId(body.party), body.capacity))


@router.post("/{id}/contacts/{party}/erase")
def erase_contact(request: Request, id: str, party: str, body: ReasonBody) -> Response:
    """Erase the person named for a party; the record stays."""

    def effect(work: service.Work) -> dict[str, Any]:
        return {"erased": service.erase_contact(work, id, PartyId(party), body.reason)}

    return http.write(request, effect, body=body)
