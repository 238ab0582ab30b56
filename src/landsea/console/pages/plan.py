"""The plan page: a form whose address says all, itineraries side by side with the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request

from landsea import network, planner
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, directory, mode_of
from landsea.console.texts import minutes_between
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import BadValue, Refusal
from landsea.planner import By, PlanRequest
from landsea.runtime import explain
from landsea.runtime.http import language_of


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


@page("/plan", "plan.html")
def plan_page(view: View, request: Request) -> dict[str, Any]:
    asked = Asked.of(request)
    places = Gazetteer(view)
    origin, destination = _named(view, places, asked.origin), _named(view, places, asked.destination)
    data: dict[str, Any] = {
        "query": _query_body(asked, origin, destination, view.now),
        "modes": sorted({mode_of(one.mode) for one in places.network.services.values()} | {"road"}),
        "label_en": places.network.info.label,
        "label_zh": places.network.info.label_zh,
        "plan": None,
        "problem": "",
        "reasons": [],
    }
    if not (asked.origin and asked.destination and asked.ready):
        return data
    try:
        wanted = _request(asked, origin, destination)
        return data | _answer(view, request, places, wanted)
    except Refusal as refusal:
        return data | {"problem": explain(refusal, language_of(request))}


def _answer(view: View, request: Request, places: Gazetteer, wanted: PlanRequest) -> dict[str, Any]:
    body = planner.rendered(planner.plan(view, wanted), language_of(request))
    found: list[dict[str, Any]] = body["itineraries"]
    ready = wanted.ready.isoformat()
    for leg in (leg for one in found for leg in one["legs"]):
        leg["mode"] = mode_of(leg["mode"])
        leg["cost"] = _sum(leg["costs"])
    return {
        "plan": body,
        "plan_request": _api_body(wanted),
        "directory": directory(view) if found else [],
        "reasons": [reason["text"] for reason in body["reasons"]],
        "chosen": _chosen(request, found),
        "best": _best(found),
        "longest": max((minutes_between(ready, one["arrival"]) for one in found), default=1),
        "used_modes": sorted({leg["mode"] for one in found for leg in one["legs"]}),
        "map": _map(places, found, str(_chosen(request, found))),
    }


def _named(view: View, places: Gazetteer, text: str) -> dict[str, Any] | None:
    """The place a text means: a code, or what a search finds first ("Chongqing 重庆 CNCKG" ends with its code)."""
    if not text:
        return None
    for word in (text, text.split()[-1]):
        if places.network.find_place(word):
            return places(word)
    found = network.find_places(view, text, 1)
    return places(found[0].code) if found else None


def _request(asked: Asked, origin: dict[str, Any] | None, destination: dict[str, Any] | None) -> PlanRequest:
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


def _sum(costs: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not costs:
        return None
    return {"currency": costs[0]["amount"]["currency"], "minor": sum(line["amount"]["minor"] for line in costs)}


def _chosen(request: Request, found: list[dict[str, Any]]) -> int:
    wanted = request.query_params.get("pick", "")
    numbers = [one["number"] for one in found]
    return int(wanted) if wanted.isdigit() and int(wanted) in numbers else (numbers[0] if numbers else 0)


def _best(found: list[dict[str, Any]]) -> dict[str, int]:
    """The itinerary that is first by each measure; none where there is only one."""
    if len(found) < 2:
        return {"arrival": 0, "cost": 0, "co2e": 0}
    return {
        "arrival": min(found, key=lambda one: datetime.fromisoformat(one["arrival"]))["number"],
        "cost": min(found, key=lambda one: one["cost"]["minor"])["number"],
        "co2e": min(found, key=lambda one: one["co2e_grams"])["number"],
    }


def _map(places: Gazetteer, found: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
    def ends(leg: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
        return leg["mode"], *(places(leg[end]["place"], leg[end]["facility"]) for end in ("origin", "destination"))

    return map_body([(str(one["number"]), [ends(leg) for leg in one["legs"]]) for one in found], chosen)


def _api_body(wanted: PlanRequest) -> dict[str, Any]:
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


def _query_body(
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
