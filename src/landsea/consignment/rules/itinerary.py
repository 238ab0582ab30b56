"""What an itinerary must be to be sold: legs that join, cut-offs that can still be met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from landsea.consignment.model import BookedLeg, CutoffKind, Itinerary, Leg, LegState, Mode, RollLeg
from landsea.consignment.model.refusals import (
    ConnectionTooShort,
    CutoffAfterDeparture,
    CutoffPassed,
    LegsDoNotJoin,
    LegsMisnumbered,
    NotConnected,
    NotLater,
    RollBreaksPlan,
)
from landsea.kernel import clean

LEGS_MAX = 20


def clean_leg(leg: Leg) -> Leg:
    """The leg with its texts as they are kept (see `kernel.clean`)."""
    return replace(
        leg,
        service=clean(leg.service, "service", 80),
        from_facility=_optional(leg.from_facility, "facility"),
        to_facility=_optional(leg.to_facility, "facility"),
        vessel=_optional(leg.vessel, "vessel"),
        voyage=_optional(leg.voyage, "voyage"),
    )


def _optional(text: str, what: str) -> str:
    return clean(text, what, 80) if text else ""


def check_itinerary(itinerary: Itinerary) -> None:
    """Numbered 1 to n, each leg from where the one before ends, cut-offs before departures, and every connection possible."""
    numbers = [leg.no for leg in itinerary.legs]
    if numbers != list(range(1, len(numbers) + 1)) or not 1 <= len(numbers) <= LEGS_MAX:
        raise LegsMisnumbered(numbers=numbers, limit=LEGS_MAX, pointer="/itinerary/legs")
    for index, leg in enumerate(itinerary.legs):
        _check_cutoffs(leg, f"/itinerary/legs/{index}")
    for before, leg in pairwise(itinerary.legs):
        _check_joint(before, leg)


def _check_joint(before: Leg, leg: Leg) -> None:
    where = f"/itinerary/legs/{leg.no - 1}"
    if before.to_place != leg.from_place:
        raise LegsDoNotJoin(
            leg=leg.no, starts=leg.from_place, before=before.no, ends=before.to_place, pointer=where + "/from_place"
        )
    if not connects(before, leg):
        raise ConnectionTooShort(
            before=before.no,
            arrives=moment(before.arrives),
            leg=leg.no,
            until=moment(leg.takes_cargo_until),
            pointer=where + "/departs",
        )


def connects(before: Leg, leg: Leg) -> bool:
    """Cargo of `before` is there while `leg` still takes it."""
    return before.arrives <= leg.takes_cargo_until


def first_cutoff(legs: Sequence[Leg]) -> tuple[Leg, str, datetime]:
    """The earliest thing that closes: the leg, what it is called, and when."""
    closing = [(leg, cutoff_name(kind), at) for leg in legs for kind, at in leg.cutoffs.items()]
    closing += [(leg, "departure", leg.departs) for leg in legs]
    return min(closing, key=lambda one: (one[2], one[0].no))


def require_bookable(legs: Sequence[Leg], now: datetime) -> None:
    """Raises `CutoffPassed` with the earliest cut-off that is over: which, by how much, and what to do."""
    leg, kind, cutoff = first_cutoff(legs)
    if cutoff <= now:
        raise CutoffPassed(
            kind=kind,
            leg=leg.no,
            service=leg.service,
            place=leg.from_place,
            cutoff=moment(cutoff),
            late=span(now - cutoff),
            pointer=f"/itinerary/legs/{leg.no - 1}",
        )


def rolled(leg: Leg, command: RollLeg) -> Leg:
    """The leg on its later departure; a cut-off that is not given keeps its distance from the departure."""
    if command.departs <= leg.departs:
        raise NotLater(leg=leg.no, was=moment(leg.departs), departs=moment(command.departs), pointer="/departs")
    later = clean_leg(_moved(leg, command))
    _check_cutoffs(later, "")
    return later


def _moved(leg: Leg, command: RollLeg) -> Leg:
    shift = command.departs - leg.departs

    def cutoff(asked: datetime | None, was: datetime | None) -> datetime | None:
        return asked or (was + shift if was else None)

    return replace(
        leg,
        departs=command.departs,
        arrives=command.arrives,
        cargo_cutoff=cutoff(command.cargo_cutoff, leg.cargo_cutoff),
        vgm_cutoff=cutoff(command.vgm_cutoff, leg.vgm_cutoff),
        document_cutoff=cutoff(command.document_cutoff, leg.document_cutoff),
        customs_cutoff=cutoff(command.customs_cutoff, leg.customs_cutoff),
        service=command.service or leg.service,
        vessel=command.vessel or leg.vessel,
        voyage=command.voyage or leg.voyage,
    )


def _check_cutoffs(leg: Leg, where: str) -> None:
    for kind, cutoff in leg.cutoffs.items():
        if cutoff > leg.departs:
            raise CutoffAfterDeparture(
                kind=cutoff_name(kind),
                leg=leg.no,
                cutoff=moment(cutoff),
                departs=moment(leg.departs),
                pointer=f"{where}/{kind}_cutoff",
            )


def broken_by(legs: Sequence[Leg], later: Leg) -> tuple[Leg, ...]:
    """The legs behind `later` that stop taking cargo before it arrives."""
    return tuple(leg for leg in legs if leg.no > later.no and leg.takes_cargo_until < later.arrives)


def require_whole(legs: Sequence[Leg], later: Leg) -> None:
    """Raises `RollBreaksPlan`, which names each later leg that `later` misses, with its cut-off and by how much."""
    broken = broken_by(legs, later)
    if broken:
        named = "; ".join(
            f"{leg.no} ({leg.service} {leg.from_place}, {moment(leg.takes_cargo_until)}, -{span(later.arrives - leg.takes_cargo_until)})"
            for leg in broken
        )
        raise RollBreaksPlan(leg=later.no, arrives=moment(later.arrives), broken=named, pointer="/departs")


def require_connected(legs: Sequence[Leg], leg: Leg) -> None:
    """A leg is confirmed only while the leg before it arrives in time."""
    before = next((one for one in legs if one.no == leg.no - 1), None)
    if before is not None and not connects(before, leg):
        raise NotConnected(
            leg=leg.no, until=moment(leg.takes_cargo_until), before=before.no, arrives=moment(before.arrives)
        )


def unconfirmed(booked: Sequence[BookedLeg]) -> list[int]:
    return [one.leg.no for one in booked if one.state is not LegState.CONFIRMED]


def cutoff_name(kind: CutoffKind) -> str:
    """As refusals print it: `document cut-off`."""
    return f"{kind} cut-off"


def is_sea(leg: Leg) -> bool:
    return leg.mode is Mode.VESSEL


def moment(instant: datetime) -> str:
    """An instant as refusals print it."""
    return instant.strftime("%Y-%m-%d %H:%M UTC")


def span(length: timedelta) -> str:
    """A duration as refusals print it, rounded up to minutes: `2 d 3 h 4 min`."""
    minutes = -(-int(length.total_seconds()) // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    return " ".join(parts) or "0 min"
