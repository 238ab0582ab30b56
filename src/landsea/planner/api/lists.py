"""A page of a list of what was kept, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from landsea.runtime import render_cursor


class Kept(Protocol):
    @property
    def id(self) -> str | None: ...

    @property
    def made_at(self) -> datetime: ...


K = TypeVar("K", bound=Kept)


def page_of(found: Sequence[K], limit: int, row: Callable[[K], dict[str, Any]]) -> dict[str, Any]:
    """The first `limit` of what was found, as rows; `found` has one more when there are more."""
    shown, more = found[:limit], len(found) > limit
    following = render_cursor(shown[-1].made_at, shown[-1].id or "") if more else None
    return {"data": [row(one) for one in shown], "has_more": more, "next_cursor": following}
