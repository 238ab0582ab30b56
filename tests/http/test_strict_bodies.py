"""In no request body is a number read from a text, `true` as 1, or a number as a time: a mistake is told and not carried out."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import AwareDatetime, BaseModel, BeforeValidator, Strict

from landsea.app.api import router as node_router
from landsea.app.rooms import routers
from landsea.runtime.http import Day, Flag, Moment, Whole

LAX = {int, bool, float, date, datetime, Decimal, AwareDatetime}
AS_WRITTEN = {get_args(one)[1] for one in (Moment, Day)}


def lax_values(kind: Any, metadata: tuple[Any, ...], where: str, seen: set[type]) -> Iterator[str]:
    """The places in a body where the validator would read one kind of value as another. Names of a JSON object are texts as they are."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from lax_values(inside[0], (*metadata, *inside[1:]), where, seen)
    elif origin in (Union, types.UnionType, list, tuple, dict):
        for one in inside[origin is dict :]:
            yield from lax_values(one, (), where, seen)
    elif inspect.isclass(kind) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        for name, field in kind.model_fields.items():
            yield from lax_values(field.annotation, tuple(field.metadata), f"{kind.__name__}.{name}", seen)
    elif kind in LAX and not any(_is_strict(one) for one in metadata):
        yield where


def _is_strict(one: Any) -> bool:
    return (isinstance(one, Strict) and one.strict) or (isinstance(one, BeforeValidator) and one in AS_WRITTEN)


def every_route(router: Any) -> Iterator[APIRoute]:
    for one in router.routes:
        if isinstance(one, APIRoute):
            yield one
        elif hasattr(one, "original_router"):
            yield from every_route(one.original_router)


def test_every_value_of_every_body_is_taken_as_it_is_written() -> None:
    seen: set[type] = set()
    bodies = [
        (route.path, one.field_info)
        for router in (node_router, *routers())
        for route in every_route(router)
        for one in route.dependant.body_params
    ]
    found = [
        where
        for path, field in bodies
        for where in lax_values(field.annotation, tuple(field.metadata), f"{path} {field.alias}", seen)
    ]
    assert len(seen) > 80
    assert found == []


class _Sample(BaseModel):
    good: tuple[Whole | None, Flag, Moment, Day, dict[int, Whole]]
    number: int | None
    flag: list[bool]
    time: AwareDatetime
    day: Annotated[date, "not strict"]


def test_a_lax_value_would_be_found() -> None:
    found = list(lax_values(list[_Sample], (), "", set()))
    assert found == ["_Sample.number", "_Sample.flag", "_Sample.time", "_Sample.day"]


@pytest.mark.parametrize("router", [APIRouter()])
def test_routes_below_a_router_are_found(router: APIRouter) -> None:
    below = APIRouter()
    below.add_api_route("/a", lambda: None)
    router.include_router(below)
    assert [one.path for one in every_route(router)] == ["/a"]
