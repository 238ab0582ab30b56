"""The sentences of a plan, English here and Chinese in `zh.po`: why there is no route, and why a leg leaves when it
does.
"""

from __future__ import annotations

from typing import Any

import msgspec

from landsea.planner.model import Explanation, Plan, PlannedLeg
from landsea.runtime import translate

REASONS = {
    "origin-not-served": "No service takes cargo at {origin}. Choose another origin, or add a service there.",
    "destination-not-served": "No service delivers cargo at {destination}. Choose another destination, or add a service.",
    "not-connected": "No chain of services leads from {origin} to {destination}. A transfer or service that joins them is missing.",
    "deadline": "The deadline is missed by {by}: the earliest arrival is {arrival}. Move the deadline, or have the cargo ready earlier.",
    "modes": "Every way needs a mode that was excluded. Allow {names} and the earliest arrival is {arrival}.",
    "avoid": "Every way calls at a place to be avoided. Allow {names} and the earliest arrival is {arrival}.",
    "changes": "Every way needs {by} more change(s) than allowed. With them the earliest arrival is {arrival}.",
    "horizon": "The journey ends {by} after the horizon: the earliest arrival is {arrival}. Look further ahead.",
    "documents": "The documents come {by} after the cargo, too late for every departure. Ready with the cargo, it arrives {arrival}.",
    "several-constraints": "Several limits together prevent a journey ({names}). Without them the earliest arrival is {arrival}.",
    "timetable-does-not-cover": "The timetable has no departures at all in the time asked for ({ready} and after). "
    "Ask for another date, or import a timetable that covers it.",
    "timetable-ends": "No departure that can still be caught arrives before the timetable ends ({arrival}). Services may be suspended: "
    "look at the network's closures, or ask for a later date.",
}
MISSED = "The {cutoff} cut-off of the departure at {departure} was missed by {by}; this is the next."
WAITS = "First departure that can be caught; the cargo waits {by}."
AT_ONCE = "Leaves as soon as the cargo is there."
CUTOFFS = {"cargo": "cargo", "document": "document", "customs": "customs"}


def reason_text(reason: Explanation, language: str) -> str:
    values = dict(reason.values)
    values["names"] = ", ".join(translate(name, language) for name in values.get("names", "").split(", "))
    if "by_minutes" in values:
        values["by"] = duration(int(values["by_minutes"]), language)
    return translate(REASONS[reason.code], language).format_map(values)


def why(leg: PlannedLeg, language: str) -> str:
    """Why the leg leaves at its time and not before."""
    if leg.missed is not None:
        return translate(MISSED, language).format(
            cutoff=translate(CUTOFFS[leg.missed.what], language),
            departure=leg.missed.departure.isoformat(" ", timespec="minutes"),
            by=duration(leg.missed.by_minutes, language),
        )
    if leg.waiting_minutes:
        return translate(WAITS, language).format(by=duration(leg.waiting_minutes, language))
    return translate(AT_ONCE, language)


def rendered(plan: Plan, language: str) -> dict[str, Any]:
    """The plan as plain JSON values, with its sentences in `language`; times keep the offset of their place."""
    body: dict[str, Any] = msgspec.to_builtins(plan, enc_hook=str)
    for shown, itinerary in zip(body["itineraries"], plan.itineraries, strict=True):
        for line, leg in zip(shown["legs"], itinerary.legs, strict=True):
            line["waiting_minutes"] = leg.waiting_minutes
            line["why"] = why(leg, language)
            line["emissions"]["wtw_grams"] = leg.emissions.wtw_grams
    for shown, reason in zip(body["reasons"], plan.reasons, strict=True):
        shown["text"] = reason_text(reason, language)
    return body


UNITS = {"en": (" d", " h", " min"), "zh": (" 天", " 小时", " 分钟")}


def duration(minutes: int, language: str) -> str:
    """Minutes as `2 d 3 h 5 min`, without parts that are zero."""
    days, rest = divmod(minutes, 1440)
    parts = [f"{n}{unit}" for n, unit in zip((days, *divmod(rest, 60)), UNITS[language], strict=True) if n]
    return " ".join(parts) or f"0{UNITS[language][2]}"
