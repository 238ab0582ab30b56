"""A joint plan in the terminal: one table to compare, then every way: what each lot does, and the way together leg by leg."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from landsea.app.plan_table import day, kilograms, place, show_leg, way
from landsea.planner import (
    JointLotWay,
    JointPlan,
    JointWay,
    PlaceRef,
    PlannedItinerary,
    duration,
    exchange_text,
    reason_text,
    stuck_text,
)
from landsea.runtime import translate


def show_joint(plan: JointPlan, language: str) -> None:
    """Prints the ways in the order of the plan, or the parts that stand in the way and why."""
    console = Console(highlight=False, soft_wrap=True)
    ends = f"{place(plan.hub, language)} → {place(plan.split, language)}"
    told = translate("{count} lots, {teu} TEU", language).format(count=len(plan.request.lots), teu=plan.request.teu)
    console.print(Text(f"{ends}   {told}", "bold"))
    console.print(Text(plan.basis if language == "en" else plan.basis_zh, "dim"))
    if plan.exchange is not None:
        console.print(Text(exchange_text(plan.exchange, language), "dim"))
    for one in plan.stuck:
        console.print(Text(f"✗ {stuck_text(one, language)}", "red"))
        for reason in one.reasons:
            console.print(Text(f"  {reason_text(reason, language)}", "red"))
    if plan.ways:
        console.print(Text(translate("Times are local to each place.", language), "dim"))
        console.print(_comparison(plan, language))
    for one_way in plan.ways:
        _way(console, plan, one_way, language)


def _comparison(plan: JointPlan, language: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("#", "leaves the hub", "last arrival", "duration"):
        table.add_column(translate(title, language), no_wrap=True)
    for title in ("cost", "CO2e", "on time" if plan.request.together.deadline else "holds"):
        table.add_column(translate(title, language), justify="right", no_wrap=True)
    for one in plan.ways:
        took = int((one.arrival - plan.request.together.ready).total_seconds()) // 3600 * 60
        table.add_row(
            str(one.number),
            day(one.together.departure),
            day(one.arrival),
            duration(took, language),
            str(one.cost),
            kilograms(one.co2e_grams),
            "" if one.certain_permille is None else _percent(one.certain_permille),
        )
    return table


def _way(console: Console, plan: JointPlan, one: JointWay, language: str) -> None:
    console.print()
    console.print(Text(f"{translate('Itinerary', language)} {one.number}  {way(one.together, language)}", "bold"))
    for leg in one.together.legs:
        show_leg(console, leg, language)
    for number, (lot, ends) in enumerate(zip(one.lots, plan.ends, strict=True), start=1):
        _lot(console, number, lot, ends, plan.request.lots[number - 1].teu, language)


def _lot(
    console: Console, number: int, lot: JointLotWay, ends: tuple[PlaceRef, PlaceRef], teu: int, language: str
) -> None:
    origin, destination = (place(end, language) for end in ends)
    head = f"  {translate('Lot', language)} {number}  {origin} → {destination}   {teu} TEU"
    console.print(Text(f"{head}   {lot.cost}   {kilograms(lot.co2e_grams)} CO2e", "magenta"))
    hub = translate("at the hub {time}, waits {by}", language)
    said = hub.format(time=day(lot.at_hub), by=duration(max(0, lot.waiting_minutes), language))
    if lot.collected is not None and lot.late_permille is not None:
        said += "; " + translate("too late in {share}", language).format(share=_percent(lot.late_permille))
    _part(console, lot.collected, language)
    console.print(Text(f"    {said}", "dim"))
    _part(console, lot.delivered, language)
    console.print(Text(f"    {translate('arrives {time}', language).format(time=day(lot.arrival))}", "dim"))


def _part(console: Console, part: PlannedItinerary | None, language: str) -> None:
    if part is not None:
        times = f"{day(part.departure)} – {day(part.arrival)}"
        console.print(Text(f"    {way(part, language)}   {times}"))


def _percent(permille: int) -> str:
    return f"{permille / 10:.0f} %"
