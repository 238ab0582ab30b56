"""Values side by side: which fields differ, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from landsea.kernel import utc


def differing(old: Any, new: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, plain; every field where one of the two is not there."""
    was = {} if old is None else {one.name: getattr(old, one.name) for one in fields(old)}
    now = {} if new is None else {one.name: getattr(new, one.name) for one in fields(new)}
    names = [name for name in now or was if was.get(name) != now.get(name) or not (was and now)]
    return {name: plain(was[name]) for name in names if was}, {name: plain(now[name]) for name in names if now}


def plain(value: Any) -> Any:
    """For JSON: times as text in UTC, sets as sorted lists."""
    if isinstance(value, datetime):
        return utc(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(inner) for inner in value)
    return [plain(inner) for inner in value] if isinstance(value, tuple | list) else value


def said_value(value: Any) -> str:
    return "-" if value in (None, "", [], {}) else str(value)


def only(content: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: content[name] for name in names}


def clock(minute: int) -> str:
    """A time of the service day: `+1 06:30` is half past six of the next day."""
    day, rest = divmod(minute, 1440)
    return f"{f'+{day} ' if day else ''}{rest // 60:02}:{rest % 60:02}"
