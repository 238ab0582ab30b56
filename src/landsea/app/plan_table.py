"""A plan in the terminal: one table to compare, then every itinerary leg by leg."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from landsea.planner import (
    PlaceRef,
    Plan,
    PlannedItinerary,
    PlannedLeg,
    PlanProspects,
    duration,
    exchange_text,
    latest_text,
    prospects_text,
    reason_text,
    why,
)
from landsea.runtime import translate


def show(plan: Plan, language: str, *, explain: bool = False) -> None:
    """Prints the plan; itineraries in the order of the plan, or the reasons why there are none. With `explain` also how
    each turns out when services are late, and what to do then.
    """
    console = Console(highlight=False, soft_wrap=True)
    origin, destination = (plan.origin, plan.destination) if language == "en" else (plan.origin_zh, plan.destination_zh)
    ready = plan.request.ready.isoformat(" ", timespec="minutes")
    title = f"{origin} → {destination}   {plan.request.teu} TEU   {translate('ready', language)} {ready}"
    console.print(Text(title, "bold"))
    console.print(Text(plan.basis if language == "en" else plan.basis_zh, "dim"))
    for reason in plan.reasons:
        console.print(Text(f"✗ {reason_text(reason, language)}", "red"))
    if plan.exchange is not None:
        console.print(Text(exchange_text(plan.exchange, language), "dim"))
    for sentence in latest_text(plan, language):
        console.print(Text(sentence, "bold"))
    if plan.starts:
        console.print(Text(translate("Good starts: ready later, it arrives later", language)))
        console.print(_starts(plan, language))
    if plan.itineraries:
        console.print(Text(translate("Times are local to each place.", language), "dim"))
        console.print(_comparison(plan, language))
    for itinerary in plan.itineraries:
        _itinerary(console, itinerary, language)
        if explain and itinerary.prospects is not None:
            _prospects(console, itinerary.prospects, language)


def _comparison(plan: Plan, language: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("#", "departure", "arrival", "duration"):
        table.add_column(translate(title, language), no_wrap=True)
    certain = any(one.prospects is not None for one in plan.itineraries)
    chance = "on time" if plan.request.deadline else "holds"
    for title in ("cost", "CO2e", *(("9 in 10", chance) if certain else ("changes",))):
        table.add_column(translate(title, language), justify="right", no_wrap=True)
    for one in plan.itineraries:
        took = int((one.arrival - plan.request.ready).total_seconds()) // 60
        moments = day(one.departure), day(one.arrival), duration(took // 60 * 60, language)
        seen = one.prospects
        known = (
            ("", "") if seen is None else (f"{seen.p90:%m-%d}" if seen.p90 else "–", _percent(seen.certain_permille))
        )
        amounts = str(one.cost), kilograms(one.co2e_grams)
        table.add_row(str(one.number), *moments, *amounts, *(known if certain else (str(one.changes),)))
    return table


def _starts(plan: Plan, language: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("ready by", "departure", "arrival", "way"):
        table.add_column(translate(title, language), no_wrap=True)
    for title in ("cost", "on time" if plan.request.deadline else "holds"):
        table.add_column(translate(title, language), justify="right", no_wrap=True)
    for one in plan.starts:
        modes = "-".join(translate(mode, language) for mode in dict.fromkeys(one.modes))
        chance = "" if one.certain_permille is None else _percent(one.certain_permille)
        table.add_row(day(one.ready), day(one.departure), day(one.arrival), modes, str(one.cost), chance)
    return table


def _itinerary(console: Console, itinerary: PlannedItinerary, language: str) -> None:
    console.print()
    console.print(Text(f"{translate('Itinerary', language)} {itinerary.number}  {way(itinerary, language)}", "bold"))
    for leg in itinerary.legs:
        show_leg(console, leg, language)


def way(itinerary: PlannedItinerary, language: str) -> str:
    """Its places and modes in a line."""
    steps = [place(itinerary.legs[0].origin, language)]
    for leg in itinerary.legs:
        if leg.destination.place != leg.origin.place:
            steps.append(f"—{translate(leg.mode, language)}→ {place(leg.destination, language)}")
    return " ".join(steps)


def show_leg(console: Console, leg: PlannedLeg, language: str) -> None:
    """Cut-offs, times, costs and emissions, and why it leaves when it does."""
    name = leg.service_name if language == "en" else leg.service_name_zh
    console.print(Text.assemble(("  " + translate(leg.mode, language), "cyan"), f"  {name}"))
    for cutoff in sorted(leg.cutoffs, key=lambda cutoff: cutoff.latest):
        what = translate(f"{cutoff.what} cut-off", language)
        slack = f"{translate('slack', language)} {duration(cutoff.slack_minutes, language)}"
        console.print(Text(f"    {_time(cutoff.latest)}  {what} ({slack})", "yellow"))
    console.print(Text(f"    {_time(leg.departure)}  {_facility(leg.origin, language)}"))
    console.print(Text(f"    {_time(leg.arrival)}  {_facility(leg.destination, language)}"))
    costs = ", ".join(f"{translate(line.what, language)} {line.amount}" for line in leg.costs)
    emissions = f"{kilograms(leg.emissions.wtw_grams)} CO2e ({leg.emissions.factor})"
    console.print(Text(f"    {' · '.join(part for part in (costs, emissions) if part)}", "dim"))
    console.print(Text(f"    {why(leg, language)}", "dim"))


def _prospects(console: Console, seen: PlanProspects, language: str) -> None:
    for said in prospects_text(seen, language):
        console.print(Text(f"  {said}", "magenta"))


def _percent(permille: int) -> str:
    return f"{permille / 10:.0f} %"


def place(ref: PlaceRef, language: str) -> str:
    return ref.place_name if language == "en" else ref.place_name_zh


def _facility(place: PlaceRef, language: str) -> str:
    return f"{place.name if language == 'en' else place.name_zh} [{place.facility}]"


def _time(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


def kilograms(grams: int) -> str:
    return f"{grams / 1000:,.0f} kg"


def day(instant: datetime) -> str:
    """Without the year, which the line above the table has."""
    return f"{instant:%m-%d %H:%M}"
