"""How late each call of a schedule is: what the node has learned, as narrow as it has it, else what is published or assumed.

Delays are those of arrival with what handling takes beyond the facility's own time. A pattern has the season of its first run: a
schedule begins with the week that is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from landsea.kernel import Phrase
from landsea.network import Learned, Performance, Quantiles, Reliability, Schedule, ScheduledPattern, published_delays
from landsea.routing import ON_TIME, Delay

QUANTILES = 100
HANDLING = "handling"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Lookup = Callable[[ScheduledPattern, int], int]
"""(pattern, number of its call) -> number of its delay."""
Known = Mapping[tuple[str, ...], Learned]
Part = tuple[Quantiles, str]
"""Delays, and what they rest on."""


def delays_for(schedule: Schedule, performance: Performance | None) -> tuple[tuple[Delay, ...], Lookup]:
    """The delays of a schedule's calls, each once, behind `ON_TIME`, and which call has which."""
    source = _Source(schedule, performance)
    found: dict[Delay, int] = {ON_TIME: 0}
    numbers: dict[tuple[str, int], int] = {}
    for pattern in schedule.patterns:
        for call in range(1, len(pattern.calls)):
            numbers[pattern.id, call] = found.setdefault(source.delay(pattern, call), len(found))
    return tuple(found), lambda pattern, call: numbers.get((pattern.id, call), 0)


class _Source:
    def __init__(self, schedule: Schedule, performance: Performance | None) -> None:
        self.schedule = schedule
        rows = performance.rows if performance else ()
        self.known: Known = {(one.step, one.mode, one.service, one.place, one.season): one for one in rows}
        self.published = {(one.mode, one.carrier): one for one in schedule.reliability}

    def delay(self, pattern: ScheduledPattern, call: int) -> Delay:
        stop = self.schedule.stops[pattern.calls[call].stop].facility
        place, season = str(stop.place), season_of(pattern.starts[0])
        travel, handling = self._arrival(pattern, place, season), self._handling(pattern.mode, place, season)
        if handling is None:
            return ON_TIME if travel is None else Delay(*travel)
        excess = _beyond(handling, stop.import_minutes) if isinstance(handling, Learned) else handling
        if travel is None:
            return Delay(*excess)
        return _together(travel, excess)

    def _arrival(self, pattern: ScheduledPattern, place: str, season: str) -> Part | None:
        for names in (
            (pattern.service, place, season),
            (pattern.service, place, ""),
            (pattern.service, "", ""),
            ("",) * 3,
        ):
            learned = self.known.get(("arrival", pattern.mode, *names))
            if learned is not None:
                return learned.quantiles, _learned(learned)
        figure = self.published.get((pattern.mode, pattern.carrier)) or self.published.get((pattern.mode, ""))
        return None if figure is None else _published(figure)

    def _handling(self, mode: str, place: str, season: str) -> Learned | Part | None:
        """Learned at the place itself; how long another place takes says nothing of this one."""
        for names in (("", place, season), ("", place, "")):
            learned = self.known.get((HANDLING, mode, *names))
            if learned is not None:
                return learned
        figure = self.published.get((HANDLING, ""))
        return None if figure is None else _published(figure)


def season_of(minute: int) -> str:
    return f"Q{((_EPOCH + timedelta(minutes=int(minute))).month + 2) // 3}"


def _learned(row: Learned) -> str:
    of = " ".join(name for name in (row.service, row.place, row.season) if name) or row.mode
    return Phrase("{count} observations of this node in {weeks} weeks ({of})", count=row.count, weeks=row.weeks, of=of)


@lru_cache(maxsize=256)
def _published(figure: Reliability) -> Part:
    if figure.basis == "assumed":
        return published_delays(figure), Phrase("assumed for {mode}", mode=figure.mode)
    facts = {"mode": figure.carrier or figure.mode, "period": figure.period, "source": figure.source}
    return published_delays(figure), Phrase("published for {mode}, {period} ({source}); shape assumed", **facts)


def _beyond(dwell: Learned, minutes: int) -> Part:
    return tuple(one - minutes for one in dwell.quantiles), _learned(dwell)


@lru_cache(maxsize=4096)
def _together(travel: Part, handling: Part) -> Delay:
    """The sum of two delays that have nothing to do with each other: the middles of the hundredths of all their sums."""
    sums = sorted(a + b for a in travel[0] for b in handling[0])
    size = len(sums) // QUANTILES
    quantiles = tuple(sums[size * n + size // 2] for n in range(QUANTILES))
    return Delay(quantiles, Phrase("arrival: {arrival}; handling: {handling}", arrival=travel[1], handling=handling[1]))
