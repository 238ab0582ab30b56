"""What a plan asked for today must satisfy. Plans that were kept under looser rules are still read as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from landsea.kernel import BadValue, Money
from landsea.planner.model import WINDOW_DAYS_MAX, PlanRequest

MEASURES = ("beam_cm", "draught_cm", "gauge_mm", "length_cm")
"""What a vessel or train is measured in, and so may be limited (`docs/network-format.md`)."""
SIZE = re.compile(r"[1-4A-HK-NP][0-9C-FL-P]")
"""Length and height of a container, ISO 6346."""
IMDG = re.compile(r"1(\.[1-6][A-S]?)?|2(\.[1-3])?|3|4(\.[1-3])?|5(\.[12])?|6(\.[12])?|7|8|9")


def require_possible(request: PlanRequest, teus: Iterable[int] | None = None) -> None:
    """Raises `BadValue` for times, containers, classes and limits that do not exist. `teus` are those of each lot, where
    there are several.
    """
    for time in (request.deadline, request.documents, request.vgm):
        if time is not None and not 2000 <= time.year <= 2100:
            raise _bad("time", time.isoformat(), "it is not between 2000 and 2100", "Correct the year.")
    _require_window(request)
    if request.currency is not None:
        Money(request.currency, 0)  # refuses what is no currency
    if not SIZE.fullmatch(request.size):
        raise _bad("container size", repr(request.size), "it is not an ISO 6346 size code", "For example 22, 42 or 45.")
    for teu in (request.teu,) if teus is None else teus:
        if teu % container_teu(request.size):
            raise _bad(
                "number of TEU", str(teu), "a container of 40 feet is two of them", "Give two for each container."
            )
    for name in request.dangerous:
        if not IMDG.fullmatch(name):
            raise _bad("class of dangerous goods", repr(name), "it is no IMDG class", "For example 3, 4.1 or 9.")
    for name in request.limits:
        if name not in MEASURES:
            raise _bad("limit", repr(name), "nothing is measured by it", f"Use {', '.join(MEASURES)}.")


def container_teu(size: str) -> int:
    """Of one container: those of up to 30 feet count as one, longer ones as two."""
    return 1 if size[0] in "123" else 2


def _require_window(request: PlanRequest) -> None:
    """Starts are told for cargo whose papers are ready with it."""
    until = request.ready_until
    if until is not None and (
        request.latest or not request.ready < until <= request.ready + timedelta(days=WINDOW_DAYS_MAX)
    ):
        why = f"it is not within {WINDOW_DAYS_MAX} days after the cargo is ready"
        raise _bad(
            "end of the window",
            until.isoformat(),
            why,
            "Give the time from which the cargo may be ready, and a later one.",
        )
    papers = request.documents or request.vgm
    if papers is not None and (until or request.latest):
        why = "in a window, and for the latest start, papers are ready with the cargo"
        raise _bad("time of documents or gross mass", papers.isoformat(), why, "Leave it out.")


def _bad(what: str, value: str, why: str, mend: str) -> BadValue:
    return BadValue(value=value, what=what, why=why, mend=mend)
