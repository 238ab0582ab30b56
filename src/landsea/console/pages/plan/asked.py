"""The plan form: what was asked, as typed, and the request it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request

from landsea import network
from landsea.console.named import Gazetteer
from landsea.journal import View
from landsea.kernel import BadValue
from landsea.planner import By, PlanRequest


@dataclass(frozen=True)
class Asked:
    """The form as it was filled in: texts, not yet checked."""

    origin: str
    destination: str
    ready: str
    teu: str
    by: str
    without: tuple[str, ...]
    avoid: tuple[str, ...]
    deadline: str
    goods: str

    @classmethod
    def of(cls, request: Request) -> Asked:
        query = request.query_params
        return cls(
            origin=query.get("from", "").strip(),
            destination=query.get("to", "").strip(),
            ready=query.get("ready", ""),
            teu=query.get("teu", "1"),
            by=query.get("by", "arrival"),
            without=tuple(query.getlist("without")),
            avoid=tuple(query.get("avoid", "").replace(",", " ").upper().split()),
            deadline=query.get("deadline", ""),
            goods=query.get("goods", "").strip(),
        )


def place_named(view: View, places: Gazetteer, text: str) -> dict[str, Any] | None:
    """The place a text means: a code, or what a search finds first ("Chongqing 重庆 CNCKG" ends with its code)."""
    if not text:
        return None
    for word in (text, text.split()[-1]):
        if places.network.find_place(word):
            return places(word)
    found = network.find_places(view, text, 1)
    return places(found[0].code) if found else None


def request_of(asked: Asked, origin: dict[str, Any] | None, destination: dict[str, Any] | None) -> PlanRequest:
    deadline = _local(asked.deadline, destination) if asked.deadline else None
    return PlanRequest(
        origin=origin["code"] if origin else asked.origin,
        destination=destination["code"] if destination else asked.destination,
        ready=_local(asked.ready, origin),
        teu=_whole(asked.teu),
        goods=asked.goods or None,
        by=By(asked.by) if asked.by in list(By) else By.ARRIVAL,
        without_modes=tuple(word for mode in asked.without for word in _network_words(mode)),
        avoid=asked.avoid,
        deadline=deadline,
    )


def _network_words(mode: str) -> list[str]:
    return ["inland-water"] if mode == "river" else [mode]


def _local(text: str, place: dict[str, Any] | None) -> datetime:
    """A time as typed: with its own offset, or local to the place."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(
            value=repr(text), what="time", why="it is not a date and time", mend="For example 2026-11-23T08:00."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(place["zone"] if place else "UTC"))


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise BadValue(
            value=repr(text[:20]), what="number of TEU", why="it is not a whole number", mend="For example 2."
        )
    return int(text)


def api_body(wanted: PlanRequest) -> dict[str, Any]:
    """What `POST /v1/plans` takes to make the same plan and keep it."""
    body: dict[str, Any] = {
        "origin": wanted.origin,
        "destination": wanted.destination,
        "ready": wanted.ready.isoformat(),
        "teu": wanted.teu,
        "by": wanted.by.value,
        "without_modes": list(wanted.without_modes),
        "avoid": list(wanted.avoid),
    }
    given = {"goods": wanted.goods, "deadline": wanted.deadline and wanted.deadline.isoformat()}
    return body | {name: value for name, value in given.items() if value}


def form_body(
    asked: Asked, origin: dict[str, Any] | None, destination: dict[str, Any] | None, now: datetime
) -> dict[str, Any]:
    zone = ZoneInfo(origin["zone"] if origin else "Asia/Shanghai")
    tomorrow = (now.astimezone(zone) + timedelta(days=1)).replace(hour=8, minute=0)
    ready = asked.ready or tomorrow.strftime("%Y-%m-%dT%H:%M")
    return {
        "origin": origin["code"] if origin else "",
        "origin_shown": _shown(origin) or asked.origin,
        "destination": destination["code"] if destination else "",
        "destination_shown": _shown(destination) or asked.destination,
        "ready": _instant(ready, zone),
        "ready_local": ready[:16],
        "zone": str(zone),
        "teu": asked.teu,
        "by": asked.by,
        "without": list(asked.without),
        "avoid": list(asked.avoid),
        "deadline_local": asked.deadline[:16],
        "goods": asked.goods,
    }


def _instant(text: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).isoformat()


def _shown(place: dict[str, Any] | None) -> str:
    """`Chongqing 重庆 CNCKG`."""
    return (
        " ".join(dict.fromkeys(word for word in (place["name_en"], place["name_zh"], place["code"]) if word))
        if place
        else ""
    )
