"""The engine's answers equal those of an exhaustive search, and each itinerary keeps what its numbers say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.routing import Engine, Itinerary, NoRoute, Query, Timetable
from tests.routing import timetables
from tests.routing.exhaustive import beats, pareto

seeds = st.integers(0, 2**32)


@given(seeds)
@settings(max_examples=2000, deadline=None)
def test_the_answer_is_the_exhaustive_pareto_set(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    answer = Engine(timetable).plan(query)
    vectors = [] if isinstance(answer, NoRoute) else [vector(itinerary) for itinerary in answer]
    assert vectors == pareto(timetable, query)
    if not isinstance(answer, NoRoute):
        for itinerary in answer:
            check_consistent(timetable, query, itinerary)


def vector(itinerary: Itinerary) -> tuple[int, int, int]:
    return itinerary.arrival_minute, itinerary.cost, itinerary.co2e


def check_consistent(timetable: Timetable, query: Query, itinerary: Itinerary) -> None:
    """Legs join in place and time, cut-offs are kept, lines sum up."""
    assert itinerary.legs[0].from_stop in query.origins
    assert itinerary.legs[-1].to_stop in query.destinations
    for before, after in zip(itinerary.legs, itinerary.legs[1:], strict=False):
        assert (before.to_stop, before.released_minute) == (after.from_stop, after.available_minute)
    for leg in itinerary.legs:
        assert leg.available_minute <= leg.departure_minute < leg.arrival_minute <= leg.released_minute
        assert all(moment.slack_minutes >= 0 for moment in leg.cutoffs)
        assert leg.missed is None or leg.missed.by_minutes > 0
        assert leg.mode not in query.without_modes
        assert not {timetable.stops[leg.from_stop].place, timetable.stops[leg.to_stop].place} & query.avoid
    assert itinerary.cost == sum(leg.cost for leg in itinerary.legs)
    assert itinerary.co2e == sum(leg.co2e for leg in itinerary.legs)
    assert itinerary.arrival_minute == itinerary.legs[-1].released_minute
    if query.changes_max is not None:
        assert itinerary.changes <= query.changes_max


@given(seeds)
@settings(max_examples=300, deadline=None)
def test_no_itinerary_of_an_answer_beats_another_and_they_are_sorted(seed: int) -> None:
    timetable = timetables.timetable(seed)
    answer = Engine(timetable).plan(timetables.query(seed, timetable))
    if not isinstance(answer, NoRoute):
        vectors = [vector(itinerary) for itinerary in answer]
        assert vectors == sorted(set(vectors))
        assert not any(beats(one, other) for one in vectors for other in vectors)
