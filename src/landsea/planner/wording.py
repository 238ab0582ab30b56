"""The sentences of a plan, English here and Chinese in `zh.po`: why there is no route, and why a leg leaves when it
does.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import msgspec

from landsea.planner.model import (
    Explanation,
    Plan,
    PlanConnection,
    PlanExchange,
    PlannedItinerary,
    PlannedLeg,
    PlanProspects,
    PlanStart,
)
from landsea.planner.model.joint import JointPlan, JointStuck
from landsea.planner.model.proposals import Affected, Cause
from landsea.runtime import translate

REASONS = {
    "origin-not-served": "No service takes cargo at {origin}. Choose another origin, or add a service there.",
    "destination-not-served": "No service delivers cargo at {destination}. Choose another destination, or add a service.",
    "not-connected": "No chain of services leads from {origin} to {destination}. A transfer or service that joins them is missing.",
    "deadline": "The deadline is missed by {by}: the earliest arrival is {arrival}. Move the deadline, or have the cargo ready earlier.",
    "modes": "Every way needs a mode that was excluded. Allow {names} and the earliest arrival is {arrival}.",
    "avoid": "Every way uses what is to be avoided. Allow {names} and the earliest arrival is {arrival}.",
    "changes": "Every way needs {by} more change(s) than allowed. With them the earliest arrival is {arrival}.",
    "vgm": "The verified gross mass comes {by} after the cargo, too late for every departure. Ready with the cargo, it arrives {arrival}.",
    "cargo": "Every way refuses this cargo: {names}. Without that the earliest arrival is {arrival}.",
    "capacity": "No way takes so much at once: {by} TEU too many. {fits} TEU arrive {arrival} at the earliest.",
    "closures": "Every way needs what is assumed closed. With {names} open the earliest arrival is {arrival}.",
    "limits": "Every vessel or train exceeds a limit ({names}). Without it the earliest arrival is {arrival}.",
    "budget": "Every way costs more than the budget: the cheapest by {over}, arriving {arrival}.",
    "certainty": "No way is as certain as asked: the surest with {chance}, arriving {arrival}.",
    "horizon": "The journey ends {by} after the horizon: the earliest arrival is {arrival}. Look further ahead.",
    "documents": "The documents come {by} after the cargo, too late for every departure. Ready with the cargo, it arrives {arrival}.",
    "several-constraints": "Several limits together prevent a journey ({names}). Without them the earliest arrival is {arrival}.",
    "timetable-does-not-cover": "The timetable has no departures at all in the time asked for ({ready} and after). "
    "Ask for another date, or import a timetable that covers it.",
    "timetable-ends": "No departure that can still be caught arrives before the timetable ends ({arrival}). Services may be suspended: "
    "look at the network's closures, or ask for a later date.",
}
CARGO = {
    "dangerous": "No way takes dangerous goods of class {dangerous}. "
    "On the earliest, {barred} bar class {bars}. Without them it arrives {arrival}.",
    "reefer": "No way has plugs for a reefer throughout. On the earliest, {barred} have none. Without a plug it arrives {arrival}.",
    "mass": "Each container is {over_kg} kg too heavy for every way: "
    "{barred} take {takes_kg} kg at most. So loaded it arrives {arrival} at the earliest.",
    "size": "No way takes containers of size {size}. "
    "On the earliest, {barred} take only {takes_sizes}. In 20-foot containers it arrives {arrival}.",
}
"""Who does not take the cargo; plans kept before this was told have the plain sentence above."""
FEWER = "No way takes so much at once: {by} TEU too many. Fewer arrive {arrival} at the earliest."
"""Of plans kept before it was told how much fits."""
TRAITS = {
    "dangerous": "dangerous goods of class {classes}",
    "reefer": "plugs for a reefer",
    "mass": "the gross mass of each container",
    "size": "the size of container",
}
MISSED = "The {cutoff} cut-off of this service's departure at {departure} was missed by {by}; this is its next."
WAITS = "The service's first departure that can be caught; the cargo waits {by}."
EARLIER = (
    "The departure at {departure} could be caught too; this later one is surer or saves storage. The cargo waits {by}."
)
AT_ONCE = "Leaves as soon as the cargo is there."
CUTOFFS = {
    "cargo": "cargo",
    "document": "document",
    "customs": "customs",
    "vgm": "verified gross mass",
    "dangerous": "dangerous goods",
}


def reason_text(reason: Explanation, language: str) -> str:
    values = dict(reason.values)
    template = _template(reason)
    values["names"] = ", ".join(_constraint(name, values, language) for name in values.get("names", "").split(", "))
    values["arrival"] = values.get("arrival", "").replace("T", " ", 1)
    if "by_minutes" in values:
        values["by"] = duration(int(values["by_minutes"]), language)
    if language == "zh" and "barred_zh" in values:
        values["barred"] = values["barred_zh"]
    for amount in values.keys() & {"over_kg", "takes_kg"}:
        values[amount] = f"{int(values[amount]):,}"
    return translate(template, language).format_map(values)


def _template(reason: Explanation) -> str:
    if reason.code == "capacity" and "fits" not in reason.values:
        return FEWER
    return CARGO.get(reason.values["names"], REASONS["cargo"]) if "barred" in reason.values else REASONS[reason.code]


def _constraint(name: str, values: dict[str, str], language: str) -> str:
    """A trait of the cargo, a mode or whatever else is in the way, as people call it."""
    return translate(TRAITS.get(name, name), language).format(classes=values.get("dangerous", ""))


def why(leg: PlannedLeg, language: str) -> str:
    """Why the leg leaves at its time and not before."""
    if leg.missed is not None:
        return translate(MISSED, language).format(
            cutoff=translate(CUTOFFS[leg.missed.what], language),
            departure=leg.missed.departure.isoformat(" ", timespec="minutes"),
            by=duration(leg.missed.by_minutes, language),
        )
    if leg.earlier is not None:
        departure, by = leg.earlier.isoformat(" ", timespec="minutes"), duration(leg.waiting_minutes, language)
        return translate(EARLIER, language).format(departure=departure, by=by)
    if leg.waiting_minutes:
        return translate(WAITS, language).format(by=duration(leg.waiting_minutes, language))
    return translate(AT_ONCE, language)


SPREAD = "Of 10 journeys 1 is there by {p10}, 5 by {p50}, 9 by {p90}."
ON_TIME = "On time in {share} of simulated journeys."
MISSES = (
    "The departure of leg {leg} is missed in {share}: half of these arrive more than {by} after plan, at {cost} more."
)
BACKUP = "Then take {service} at {departure}."
CAUGHT = "Then take {service} at {departure}, which {caught} of them still catch."


def prospects_text(seen: PlanProspects, language: str) -> list[str]:
    """How the itinerary turns out when services are late, in sentences."""
    known = {"p10": seen.p10, "p50": seen.p50, "p90": seen.p90}
    times = {name: "–" if at is None else at.isoformat(" ", timespec="minutes") for name, at in known.items()}
    said = [translate(SPREAD, language).format_map(times)]
    if seen.on_time_permille is not None:
        said.append(translate(ON_TIME, language).format(share=_percent(seen.on_time_permille)))
    return said + [_missed(one, language) for one in seen.connections if one.missed_permille]


def _missed(one: PlanConnection, language: str) -> str:
    values = {"leg": one.leg, "share": _percent(one.missed_permille), "cost": one.extra_cost}
    said = translate(MISSES, language).format(by=duration(max(0, one.delay_minutes), language), **values)
    if one.backup is None:
        return said
    service = one.backup.service_name if language == "en" else one.backup.service_name_zh
    departure = one.backup.departure.isoformat(" ", timespec="minutes")
    caught = one.backup.caught_permille
    backup = translate(BACKUP if caught is None else CAUGHT, language)
    return f"{said} {backup.format(service=service, departure=departure, caught=_percent(caught or 0))}"


def _percent(permille: int) -> str:
    return f"{permille / 10:.1f} %"


EXCHANGE = (
    "Costs are in {currency}: {rate} for 1 {base} on {as_of} ({source}). "
    "Each sum is rounded once to the smallest unit; its parts add up to it."
)


def exchange_text(exchange: PlanExchange | None, language: str) -> str:
    """By which rate costs were converted; empty where they were not."""
    return translate(EXCHANGE, language).format_map(asdict(exchange)) if exchange else ""


LATEST = "To be in {destination} by {deadline}, the cargo must be ready at {origin} by {ready} at the latest."
PASSED = "That moment has passed: ask from now on, or for a later deadline."
LATEST_CHANCE = "Ready then, it is on time in {share} of simulated journeys by the fastest way."
SURER = "Ready {by} earlier, by {ready}, it is {share}."
SURE_ENOUGH = 900
"""On time so often, in thousandths, that leaving still earlier is not proposed."""


def latest_text(plan: Plan, language: str) -> list[str]:
    """How late the cargo may be ready, how likely it is on time then, and what being ready earlier would buy; nothing where
    that was not asked or cannot be.
    """
    if not (plan.request.latest and plan.request.deadline and plan.starts):
        return []
    latest = plan.starts[-1]
    values = {
        "origin": _start_name(plan, language),
        "destination": plan.destination if language == "en" else plan.destination_zh,
        "deadline": _moment(plan.request.deadline),
        "ready": _moment(latest.ready),
    }
    said = [translate(LATEST, language).format_map(values)]
    if latest.ready < plan.made_at:
        said.append(translate(PASSED, language))
    if latest.certain_permille is not None:
        said.append(translate(LATEST_CHANCE, language).format(share=_percent(latest.certain_permille)))
        said += _surer(plan.starts, latest.certain_permille, language)
    return said


def _surer(starts: tuple[PlanStart, ...], chance: int, language: str) -> list[str]:
    """The last start that is certain enough, else the surest of them."""
    latest = starts[-1].ready
    better = [(one, one.certain_permille or 0) for one in starts[:-1] if (one.certain_permille or 0) > chance]
    if not better or chance >= SURE_ENOUGH:
        return []
    enough = [pair for pair in better if pair[1] >= SURE_ENOUGH]
    start, share = enough[-1] if enough else max(better, key=lambda pair: pair[1])
    by = duration(int((latest - start.ready).total_seconds()) // 60, language)
    return [translate(SURER, language).format(by=by, ready=_moment(start.ready), share=_percent(share))]


def _start_name(plan: Plan, language: str) -> str:
    """The facility, if all itineraries start at one; else the place."""
    zh = language == "zh"
    place = plan.origin_zh if zh else plan.origin
    names = {leg.origin.name_zh if zh else leg.origin.name for leg in (one.legs[0] for one in plan.itineraries)}
    shape = "{name}（{place}）" if zh else "{name} ({place})"
    return shape.format(name=names.pop(), place=place) if len(names) == 1 else place


def _moment(at: datetime) -> str:
    return at.isoformat(" ", timespec="minutes")


AFFECTED = {
    Cause.WITHDRAWN: "Leg {leg} no longer goes as booked: its service has no such run, or does not call there.",
    Cause.EARLIER: "Leg {leg} now leaves {by} earlier; the cargo is not there by its new cut-off.",
    Cause.LATER: "Leg {leg} now arrives {by} later than booked; what follows does not hold.",
    Cause.ARRIVAL: "Leg {leg} now arrives {by} later than booked, and with it the journey ends later.",
    Cause.MISSED: "The cargo comes {by} after the cut-off of leg {leg}.",
}


def proposal_text(found: Affected, language: str) -> str:
    """Why a booked journey no longer holds."""
    by = duration(max(0, found.by_minutes or 0), language)
    return translate(AFFECTED[found.cause], language).format(leg=found.leg, by=by)


def rendered(plan: Plan, language: str) -> dict[str, Any]:
    """The plan as plain JSON values, with its sentences in `language`; times keep the offset of their place."""
    body: dict[str, Any] = msgspec.to_builtins(plan, enc_hook=str)
    for shown, itinerary in zip(body["itineraries"], plan.itineraries, strict=True):
        _say_itinerary(shown, itinerary, language)
    for shown, reason in zip(body["reasons"], plan.reasons, strict=True):
        shown["text"] = reason_text(reason, language)
    body["latest_text"] = latest_text(plan, language)
    body["exchange_text"] = exchange_text(plan.exchange, language)
    return body


def _say_itinerary(shown: dict[str, Any], itinerary: PlannedItinerary, language: str) -> None:
    for line, leg in zip(shown["legs"], itinerary.legs, strict=True):
        line["waiting_minutes"] = leg.waiting_minutes
        line["why"] = why(leg, language)
        line["emissions"]["wtw_grams"] = leg.emissions.wtw_grams
    if itinerary.prospects is not None:
        shown["prospects"]["certain_permille"] = itinerary.prospects.certain_permille
        shown["prospects"]["text"] = prospects_text(itinerary.prospects, language)


STUCK = {
    "collecting": "Lot {lot} does not get from {origin} to {destination}, where all lots meet.",
    "together": "Together the lots do not get from {origin} to {destination}.",
    "delivering": "Lot {lot} does not get on from {origin}, where the lots part, to {destination}.",
    "whole": "All lots get there, but no way is as asked.",
}


def stuck_text(one: JointStuck, language: str) -> str:
    """Which part of a joint journey has no way; its reasons say why."""
    zh = language == "zh"
    origin, destination = ((end.place_name_zh if zh else "") or end.place_name for end in (one.origin, one.destination))
    return translate(STUCK[one.part], language).format(lot=one.lot, origin=origin, destination=destination)


def rendered_joint(plan: JointPlan, language: str) -> dict[str, Any]:
    """The joint plan as plain JSON values, with its sentences in `language`; times keep the offset of their place."""
    body: dict[str, Any] = msgspec.to_builtins(plan, enc_hook=str)
    for shown, way in zip(body["ways"], plan.ways, strict=True):
        _say_itinerary(shown["together"], way.together, language)
        for line, lot in zip(shown["lots"], way.lots, strict=True):
            for part, itinerary in (("collected", lot.collected), ("delivered", lot.delivered)):
                if itinerary is not None:
                    _say_itinerary(line[part], itinerary, language)
    for shown, one in zip(body["stuck"], plan.stuck, strict=True):
        shown["text"] = stuck_text(one, language)
        for line, reason in zip(shown["reasons"], one.reasons, strict=True):
            line["text"] = reason_text(reason, language)
    body["exchange_text"] = exchange_text(plan.exchange, language)
    return body


UNITS = {"en": (" d", " h", " min"), "zh": (" 天", " 小时", " 分钟")}


def duration(minutes: int, language: str) -> str:
    """Minutes as `2 d 3 h 5 min`, without parts that are zero."""
    days, rest = divmod(minutes, 1440)
    parts = [f"{n}{unit}" for n, unit in zip((days, *divmod(rest, 60)), UNITS[language], strict=True) if n]
    return " ".join(parts) or f"0{UNITS[language][2]}"
