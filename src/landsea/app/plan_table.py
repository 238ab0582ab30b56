"""A plan in the terminal: one table to compare, then every itinerary leg by leg."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from landsea.planner import PlaceRef, Plan, PlannedItinerary, PlannedLeg, duration, reason_text, why
from landsea.runtime import translate


def show(plan: Plan, language: str) -> None:
    """Prints the plan; itineraries in the order of the plan, or the reasons why there are none."""
    console = Console(highlight=False)
    origin, destination = (plan.origin, plan.destination) if language == "en" else (plan.origin_zh, plan.destination_zh)
    ready = _time(plan.request.ready)
    console.print(
        Text(f"{origin} → {destination}   {plan.request.teu} TEU   {_say('ready', language)} {ready}", "bold")
    )
    console.print(Text(plan.basis if language == "en" else plan.basis_zh, "dim"))
    if not plan.itineraries:
        for reason in plan.reasons:
            console.print(Text(f"✗ {reason_text(reason, language)}", "red"))
        return
    console.print(_comparison(plan, language))
    for itinerary in plan.itineraries:
        _itinerary(console, itinerary, language)


def _say(text: str, language: str) -> str:
    return translate(text, language)


def _comparison(plan: Plan, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("#", "departure", "arrival", "duration"):
        table.add_column(_say(title, language), no_wrap=True)
    for title in ("cost", "CO2e", "changes"):
        table.add_column(_say(title, language), justify="right", no_wrap=True)
    table.add_column(_say("by way of", language))
    for one in plan.itineraries:
        took = int((one.arrival - plan.request.ready).total_seconds()) // 60
        times = (_time(one.departure), _time(one.arrival), duration(took, language))
        table.add_row(
            str(one.number), *times, str(one.cost), _kilograms(one.co2e_grams), str(one.changes), _way(one, language)
        )
    return table


def _way(itinerary: PlannedItinerary, language: str) -> str:
    steps = [_place(itinerary.legs[0].origin, language)]
    for leg in itinerary.legs:
        steps.append(f"—{_say(leg.mode, language)}→ {_place(leg.destination, language)}")
    return " ".join(steps)


def _itinerary(console: Console, itinerary: PlannedItinerary, language: str) -> None:
    console.print()
    console.print(Text(f"{_say('Itinerary', language)} {itinerary.number}", "bold"))
    for leg in itinerary.legs:
        _leg(console, leg, language)


def _leg(console: Console, leg: PlannedLeg, language: str) -> None:
    name = leg.service_name if language == "en" else leg.service_name_zh
    console.print(Text.assemble(("  " + _say(leg.mode, language), "cyan"), f"  {name}"))
    console.print(f"    {_time(leg.departure)}  {_facility(leg.origin, language)}")
    console.print(f"    {_time(leg.arrival)}  {_facility(leg.destination, language)}")
    for cutoff in leg.cutoffs:
        slack = duration(cutoff.slack_minutes, language)
        what = _say(f"{cutoff.what} cut-off", language)
        console.print(Text(f"    {_time(cutoff.latest)}  {what} ({_say('slack', language)} {slack})", "yellow"))
    costs = ", ".join(f"{_say(line.what, language)} {line.amount}" for line in leg.costs)
    emissions = f"{_kilograms(leg.emissions.wtw_grams)} CO2e ({leg.emissions.factor})"
    console.print(Text(f"    {' · '.join(part for part in (costs, emissions) if part)}", "dim"))
    console.print(Text(f"    {why(leg, language)}", "dim"))


def _place(place: PlaceRef, language: str) -> str:
    return place.place_name if language == "en" else place.place_name_zh


def _facility(place: PlaceRef, language: str) -> str:
    return f"{place.name if language == 'en' else place.name_zh} [{place.facility}]"


def _time(instant: datetime) -> str:
    return f"{instant:%a} {instant.isoformat(' ', timespec='minutes')}"


def _kilograms(grams: int) -> str:
    return f"{grams / 1000:,.0f} kg"
