"""Versions of the network, and what changed between two of them. Open to every user of the node."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from landsea.journal import http
from landsea.network import service
from landsea.network.model import Change, Version
from landsea.runtime import not_given, only_id, render_cursor
from landsea.runtime.http import json_response

router = APIRouter(prefix="/v1/network/versions", tags=["network"])

PAGE_MAX = 1000
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX)]
Cursor = Annotated[str, Query(max_length=64, description="`next_cursor` of the page before")]
REVISION_MAX = 2**31


@router.get("", summary="Versions of the network, newest first")
def versions(request: Request, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """Every import and every change of sailings and closures makes one, numbered from 1 (`revision`)."""
    with http.read(request) as view:
        found = sorted(service.list_versions(view), key=lambda one: -one.revision)
    before = _number(cursor) or REVISION_MAX
    rest = [version_body(one) for one in found if one.revision < before]
    more = len(rest) > limit
    following = render_cursor(str(rest[limit - 1]["revision"])) if more else None
    return json_response({"data": rest[:limit], "has_more": more, "next_cursor": following})


@router.get("/{revision}/difference", summary="What a version of the network changed against an earlier one")
def difference(
    request: Request,
    revision: int,
    against: Annotated[
        int | None, Query(ge=1, le=REVISION_MAX, description="the revision before, when it is left out")
    ] = None,
    limit: Limit = PAGE_MAX,
    cursor: Cursor = "",
) -> Response:
    """`counts` are of all changes, `data` is a page of them: each in words (`text`, `text_zh`) and as data (`before`, `after`)."""
    with http.read(request) as view:
        since = against if against is not None else max(1, revision - 1)
        found = service.difference(view, since, revision)
    body = {"from": version_body(found.since), "to": version_body(found.until), "counts": found.counts()}
    return json_response(body | _page([change_body(one) for one in found.changes], limit, cursor))


def version_body(version: Version) -> dict[str, Any]:
    told = {"revision": version.revision, "kind": version.kind, "at": version.at, "party": version.party}
    return told | dict(version.what)


def change_body(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "change": change.change,
        "id": change.id,
        "service": change.service,
        "trip": change.trip,
        "facility": change.facility,
        "text": service.say_change(change, "en"),
        "text_zh": service.say_change(change, "zh"),
        "before": dict(change.before),
        "after": dict(change.after),
    }


def _page(rows: list[dict[str, Any]], limit: int, cursor: str) -> dict[str, Any]:
    """The cursor is the number of rows before the page; a version never changes, so neither does its difference."""
    start = _number(cursor)
    more = len(rows) > start + limit
    following = render_cursor(str(start + limit)) if more else None
    return {"data": rows[start : start + limit], "has_more": more, "next_cursor": following}


def _number(cursor: str) -> int:
    text = only_id(cursor)
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise not_given(cursor)
    return int(text or 0)
