"""Routes of studies: `POST /v1/studies` computes a small one or takes one over that was computed elsewhere, and keeps it."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import http
from landsea.kernel import BadValue
from landsea.planner import service
from landsea.planner.api.lists import page_of
from landsea.planner.model.studies import Study, StudyHead
from landsea.planner.service.study.asked import compute_study, upload_study
from landsea.planner.wire.scenario import TEXT_MAX
from landsea.planner.wire.study_files import render_effects
from landsea.runtime import moment_and_id
from landsea.runtime.http import json_response

router = APIRouter(prefix="/v1/studies", tags=["studies"])

EXAMPLE = """name = "Singapore closed for a week"
[base]
start = 2026-11-23
origins = ["CNCKG"]
destinations = ["SGSIN"]
[[change]]
close = "SGSIN"
from = 2026-12-01
to = 2026-12-08
"""


class StudyBody(BaseModel):
    """A scenario (TOML, as `docs/studies.md` has it) to compute here, or the `result` that `landsea study run` wrote as study.json."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"scenario": EXAMPLE}]})

    scenario: Annotated[str | None, Field(min_length=1, max_length=TEXT_MAX)] = None
    result: dict[str, Any] | None = None


@router.post("", status_code=201, summary="Run a small study, or take over one that was run, and keep it")
def make(request: Request, body: StudyBody) -> Response:
    if (body.scenario is None) == (body.result is None):
        raise BadValue(
            value="body", what="study", why="it has not exactly one of scenario and result", mend="Give one of them."
        )
    if body.result is not None:
        content = msgspec.json.encode(body.result)
        return http.write(request, lambda work: upload_study(work, content), body=body, status=201, render=_whole)
    with http.read(request) as view:  # computed before the write begins, which then is short
        service.may_study(view)
        result = compute_study(view, body.scenario or "")
    return http.write(request, lambda work: service.keep_study(work, result), body=body, status=201, render=_whole)


@router.get("", summary="Kept studies, newest first")
def list_studies(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Those the caller's party made; `GET /v1/studies/{id}` has the whole."""
    with http.read(request) as view:
        found = service.studies(view, after=moment_and_id(cursor), limit=limit + 1)
    return page_of(found, limit, _row)


@router.get("/{study}.csv", summary="A kept study's effects as CSV")
def show_csv(request: Request, study: str) -> Response:
    with http.read(request) as view:
        content = render_effects(service.get_study(view, study).result)
    name = f'attachment; filename="{study}.csv"'
    return Response(content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@router.get("/{study}", summary="A kept study")
def show(request: Request, study: str) -> Response:
    with http.read(request) as view:
        return json_response(_whole(service.get_study(view, study)))


def _row(head: StudyHead) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(head)
    return row


def _whole(study: Study) -> dict[str, Any]:
    return _row(study.head) | {"result": msgspec.to_builtins(study.result)}
