"""From a kept plan to an offer: an itinerary of the plan as a quote of `consignment`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from landsea import consignment
from landsea.consignment import GiveQuote, Itinerary, Leg, Mode, PriceLine, Quote
from landsea.journal import Work
from landsea.kernel import Money, PartyId, UnLocode, clean
from landsea.planner.model import NoSuchItinerary, Plan, PlannedItinerary, PlannedLeg
from landsea.planner.wording import exchange_text

VALID_FOR = timedelta(days=7)
MODES = {
    "rail": Mode.RAIL,
    "sea": Mode.VESSEL,
    "inland-water": Mode.BARGE,
    "road": Mode.TRUCK,
    "air": Mode.AIR,
}


def quote(
    work: Work,
    plan: Plan,
    number: int,
    *,
    customer: PartyId,
    operators: Mapping[int, PartyId] | None = None,
    margin: Money | None = None,
    valid_until: datetime | None = None,
) -> Quote:
    """Offers itinerary `number` of a kept plan at its planned costs, plus a `margin` in the same currency.

    `operators` names, by leg, the parties that confirm legs themselves. Without `valid_until` the offer ends after seven days, or
    when the first cut-off closes.
    """
    chosen = _chosen(plan, number)
    itinerary = Itinerary(
        tuple(_leg(no, leg, (operators or {}).get(no)) for no, leg in _numbered(chosen)), plan.id or ""
    )
    first = min([*itinerary.legs[0].cutoffs.values(), itinerary.legs[0].departs])
    until = valid_until or min(work.now + VALID_FOR, first)
    return consignment.quote(work, GiveQuote(customer, itinerary, _price_lines(chosen, margin), until, _note(plan)))


def _note(plan: Plan) -> str:
    """By which rate the costs were converted, in both languages: the customer does not see the plan."""
    return " ".join(exchange_text(plan.exchange, language) for language in ("en", "zh")).strip()


def _numbered(chosen: PlannedItinerary) -> list[tuple[int, PlannedLeg]]:
    return list(enumerate(chosen.legs, start=1))


def _chosen(plan: Plan, number: int) -> PlannedItinerary:
    for itinerary in plan.itineraries:
        if itinerary.number == number:
            return itinerary
    raise NoSuchItinerary(plan=plan.id, number=number, count=len(plan.itineraries), pointer="/itinerary")


def _leg(no: int, leg: PlannedLeg, operator: PartyId | None) -> Leg:
    cutoffs = {cutoff.what: cutoff.latest for cutoff in leg.cutoffs}
    return Leg(
        no=no,
        mode=MODES[leg.mode],
        service=leg.service_name or f"{leg.origin.facility} - {leg.destination.facility}",
        from_place=UnLocode(leg.origin.place),
        to_place=UnLocode(leg.destination.place),
        departs=leg.departure,
        arrives=leg.arrival,
        from_facility=leg.origin.name,
        to_facility=leg.destination.name,
        operator_party=operator,
        cargo_cutoff=cutoffs.get("cargo"),
        document_cutoff=cutoffs.get("document"),
        customs_cutoff=cutoffs.get("customs"),
        distance_km=round(leg.emissions.distance_metres / 1000),
        co2e_grams=leg.emissions.wtw_grams,
    )


def _price_lines(chosen: PlannedItinerary, margin: Money | None) -> tuple[PriceLine, ...]:
    lines = [
        PriceLine(clean(f"{cost.what}, leg {no}", "price line"), cost.amount, no)
        for no, leg in _numbered(chosen)
        for cost in leg.costs
        if cost.amount.minor
    ]
    if margin is not None:
        lines.append(PriceLine("service of the forwarder", margin))
    return tuple(lines)
