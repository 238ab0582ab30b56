"""The plan form: what was asked, as typed, and the request it makes."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from fastapi import Request

from landsea import network
from landsea.console.named import Gazetteer, mode_of
from landsea.journal import View
from landsea.kernel import BadValue, Money
from landsea.planner import By, PlanRequest, parse_closure, parse_measure, render_closure

AS_TYPED = (
    "changes",
    "size",
    "reefer",
    "unit_kg",
    "goods",
    "budget",
    "certain",
    "count",
    "exact",
    "horizon",
    "currency",
)
COUNT_USUAL = 12
HORIZON_DAYS_USUAL = 120
SIZES = ("22", "42", "45", "L5")
Place = dict[str, Any] | None


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
    passages: tuple[str, ...]
    deadline: str
    changes: str
    size: str
    reefer: bool
    dangerous: tuple[str, ...]
    unit_kg: str
    goods: str
    documents: str
    vgm: str
    budget: str
    certain: str
    count: str
    exact: bool
    ready_until: str
    horizon: str
    closed: tuple[str, ...]
    measures: tuple[str, ...]
    currency: str

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
            avoid=_words(query.get("avoid", "")),
            passages=tuple(query.getlist("passage")),
            deadline=query.get("deadline", ""),
            changes=query.get("changes", "").strip(),
            size=query.get("size", ""),
            reefer="reefer" in query,
            dangerous=_words(query.get("dangerous", "")),
            unit_kg=query.get("unit_kg", "").strip(),
            goods=query.get("goods", "").strip(),
            documents=query.get("documents", ""),
            vgm=query.get("vgm", ""),
            budget=query.get("budget", "").strip(),
            certain=query.get("certain", "").strip(),
            count=query.get("count", "").strip(),
            exact="exact" in query,
            ready_until=query.get("ready_until", ""),
            horizon=query.get("horizon", "").strip(),
            closed=_words(query.get("closed", "")),
            measures=_words(query.get("measures", "")),
            currency=query.get("currency", "").strip().upper(),
        )

    @property
    def limits(self) -> int:
        """How many things are asked for beyond where, when and how much."""
        return sum(
            bool(one)
            for one in (
                *(self.without, self.avoid, self.passages, self.deadline, self.changes, self.size, self.reefer),
                *(self.dangerous, self.unit_kg, self.goods, self.documents, self.vgm, self.budget, self.certain),
                *(self.count, self.exact, self.ready_until, self.horizon, self.closed, self.measures),
                self.currency,
            )
        )

    def wishes(self, destination: Place, origin: Place, currency: str) -> dict[str, Any]:
        """What is asked for beyond where, when and how much, as a `PlanRequest` takes it. Times are local to the places, and the
        budget is in the currency asked for or, without one, in `currency`.
        """
        texts: dict[str, Any] = {
            "deadline": self.deadline and local_time(self.deadline, destination),
            "changes_max": self.changes and whole_number(self.changes, "number of changes"),
            "size": self.size,
            "unit_kg": self.unit_kg and whole_number(self.unit_kg, "gross mass"),
            "goods": self.goods,
            "documents": self.documents and local_time(self.documents, origin),
            "vgm": self.vgm and local_time(self.vgm, origin),
            "budget_minor": self.budget and _minor(self.budget, self.currency or currency),
            "currency": self.currency,
            "certain_permille_min": self.certain and _permille(self.certain),
            "count": self.count and whole_number(self.count, "number of itineraries"),
            "horizon_days": self.horizon and whole_number(self.horizon, "horizon"),
        }
        return {name: value for name, value in texts.items() if value != ""} | {
            "by": By(self.by) if self.by in list(By) else By.ARRIVAL,
            "without_modes": tuple(word for mode in self.without for word in _network_words(mode)),
            "avoid": (*self.avoid, *self.passages),
            "reefer": self.reefer,
            "dangerous": self.dangerous,
            "exact": self.exact,
            "closed": tuple(parse_closure(one) for one in self.closed),
            "limits": dict(parse_measure(one) for one in self.measures),
        }


def _words(text: str) -> tuple[str, ...]:
    """Split at spaces and commas, Chinese ones too."""
    return tuple(text.translate(str.maketrans(",，、;；", "     ")).split())


def place_named(view: View, places: Gazetteer, text: str) -> Place:
    """The place a text means: a code, or what a search finds first ("Chongqing 重庆 CNCKG" ends with its code)."""
    if not text:
        return None
    for word in (text, text.split()[-1]):
        if places.network.find_place(word):
            return places(word)
    found = network.find_places(view, text, 1)
    return places(found[0].code) if found else None


def request_of(asked: Asked, origin: Place, destination: Place, currency: str) -> PlanRequest:
    """What the planner is asked; `currency` is that of the budget. Refuses what is no number or time."""
    return PlanRequest.of(
        origin["code"] if origin else asked.origin,
        destination["code"] if destination else asked.destination,
        local_time(asked.ready, origin) if asked.ready else None,
        teu=whole_number(asked.teu, "number of TEU"),
        ready_until=local_time(asked.ready_until, origin) if asked.ready_until else None,
        **asked.wishes(destination, origin, currency),
    )


def _network_words(mode: str) -> list[str]:
    return ["inland-water"] if mode == "river" else [mode]


def local_time(text: str, place: Place) -> datetime:
    """A time as typed: with its own offset, or local to the place."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(
            value=repr(text), what="time", why="it is not a date and time", mend="For example 2026-11-23T08:00."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(place["zone"] if place else "UTC"))


def whole_number(text: str, what: str) -> int:
    """Of a field that holds `what`."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise BadValue(value=repr(text[:20]), what=what, why="it is not a whole number", mend="For example 2.")
    return int(text)


def _minor(text: str, currency: str) -> int:
    """An amount as typed, in minor units: `2,500` USD is 250000."""
    return Money.parse(currency, text.replace(",", "")).minor


def _permille(text: str) -> int:
    try:
        share = Decimal(text.rstrip("% ")) * 10
    except InvalidOperation:
        share = Decimal(-1)
    if not 1 <= share <= 1000:
        raise BadValue(
            value=repr(text[:20]),
            what="chance",
            why="it is not a share of more than 0 to 100 %",
            mend="For example 90.",
        )
    return int(share)


def api_body(wanted: PlanRequest) -> dict[str, Any]:
    """What `POST /v1/plans` takes to make the same plan and keep it: what was asked for, without what goes unsaid."""
    unsaid = {
        one.name: one.default_factory() if one.default_factory is not MISSING else one.default
        for one in fields(PlanRequest)
    }
    said = {name for name, value in unsaid.items() if getattr(wanted, name) != value}
    if wanted.latest:
        said -= {"ready", "latest"}  # a deadline alone asks for it
    body: dict[str, Any] = msgspec.to_builtins(wanted)
    return {name: value for name, value in body.items() if name in said}


def form_choices(view: View, places: Gazetteer) -> dict[str, Any]:
    """What the form lets one choose from; currencies are the network's own and those there is a rate for."""
    own = places.network.info.currency
    return {
        "currencies": [own, *(one.currency for one in network.exchange_rates(view) if one.base == own)],
        "modes": sorted({mode_of(one.mode) for one in places.network.services.values()} | {"road"}),
        "passages": passages_of(places),
        "sizes": SIZES,
        "currency": places.network.info.currency,
    }


def passages_of(places: Gazetteer) -> list[str]:
    """The straits and canals that the network's trips pass."""
    return sorted({name for trip in places.network.trips.values() for call in trip.calls for name in call.passages})


def asked_again(wanted: PlanRequest, places: Gazetteer) -> list[tuple[str, str]]:
    """The form's fields for a request that was made before."""
    straits = [name for name in wanted.avoid if name in passages_of(places)]
    currency = wanted.currency or places.network.info.currency
    budget = wanted.budget_minor and str(Money(currency, wanted.budget_minor)).split()[-1]
    zoned = {name: getattr(wanted, name) for name in ("ready", "ready_until", "deadline", "documents", "vgm")}
    if wanted.latest:
        del zoned["ready"]
    texts = {
        "from": wanted.origin,
        "to": wanted.destination,
        "teu": str(wanted.teu),
        "by": wanted.by.value,
        "avoid": " ".join(name for name in wanted.avoid if name not in straits),
        "changes": "" if wanted.changes_max is None else str(wanted.changes_max),
        "size": wanted.size if wanted.size != SIZES[0] else "",
        "reefer": "1" if wanted.reefer else "",
        "dangerous": " ".join(wanted.dangerous),
        "unit_kg": str(wanted.unit_kg or ""),
        "goods": wanted.goods or "",
        "budget": budget or "",
        "currency": wanted.currency or "",
        "certain": f"{wanted.certain_permille_min / 10:g}" if wanted.certain_permille_min else "",
        "count": "" if wanted.count == COUNT_USUAL else str(wanted.count),
        "exact": "1" if wanted.exact else "",
        "horizon": "" if wanted.horizon_days == HORIZON_DAYS_USUAL else str(wanted.horizon_days),
        "closed": " ".join(render_closure(one) for one in wanted.closed),
        "measures": " ".join(f"{name}={most}" for name, most in wanted.limits.items()),
        **{name: time.isoformat(timespec="minutes") if time else "" for name, time in zoned.items()},
    }
    many = [("without", mode_of(mode)) for mode in wanted.without_modes] + [("passage", name) for name in straits]
    return [(name, text) for name, text in texts.items() if text] + many


def form_body(asked: Asked, origin: Place, destination: Place, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(origin["zone"] if origin else "Asia/Shanghai")
    tomorrow = (now.astimezone(zone) + timedelta(days=1)).replace(hour=8, minute=0)
    ready = asked.ready or ("" if asked.deadline else tomorrow.strftime("%Y-%m-%dT%H:%M"))
    return {
        "origin": origin["code"] if origin else "",
        "origin_shown": shown_place(origin) or asked.origin,
        "destination": destination["code"] if destination else "",
        "destination_shown": shown_place(destination) or asked.destination,
        "ready": _instant(ready, zone),
        "ready_local": ready[:16],
        "zone": str(zone),
        "teu": asked.teu,
        "by": asked.by,
        "without": list(asked.without),
        "avoid": list(asked.avoid),
        "passages": list(asked.passages),
        "ready_until_local": asked.ready_until[:16],
        "closed": list(asked.closed),
        "measures": list(asked.measures),
        "deadline_local": asked.deadline[:16],
        "documents_local": asked.documents[:16],
        "vgm_local": asked.vgm[:16],
        "dangerous": list(asked.dangerous),
        "limits": asked.limits,
        **{name: getattr(asked, name) for name in AS_TYPED},
    }


def _instant(text: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).isoformat()


def shown_place(place: Place) -> str:
    """`Chongqing 重庆 CNCKG`."""
    return (
        " ".join(dict.fromkeys(word for word in (place["name_en"], place["name_zh"], place["code"]) if word))
        if place
        else ""
    )
