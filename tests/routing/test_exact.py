"""The engine's answers equal those of an exhaustive search, and each itinerary keeps what its numbers say."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.routing import Engine, Itinerary, NoRoute, Query, Timetable
from tests.routing import timetables
from tests.routing.exhaustive import Vector, beats, pareto

seeds = st.integers(0, 2**32)


def vectors(timetable: Timetable, query: Query) -> list[Vector]:
    answer = Engine(timetable).plan(query)
    return [] if isinstance(answer, NoRoute) else [vector(itinerary) for itinerary in answer]


def vector(itinerary: Itinerary) -> Vector:
    return itinerary.arrival_minute, itinerary.cost, itinerary.co2e, itinerary.changes, itinerary.risk


@given(seeds)
@settings(max_examples=800, deadline=None)
def test_the_exact_answer_is_the_exhaustive_pareto_set(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    assert vectors(timetable, query) == pareto(timetable, query)


@given(seeds)
@settings(max_examples=200, deadline=None)
def test_legs_join_keep_the_limits_and_sum_up(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    answer = Engine(timetable).plan(query)
    for itinerary in () if isinstance(answer, NoRoute) else answer:
        check_consistent(timetable, query, itinerary)


def check_consistent(timetable: Timetable, query: Query, itinerary: Itinerary) -> None:
    """Legs join in place and time (a change between modes may take minutes), cut-offs are kept, lines sum up."""
    assert itinerary.legs[0].from_stop in query.origins
    assert itinerary.legs[-1].to_stop in query.destinations
    for before, after in pairwise(itinerary.legs):
        stop = timetable.stops[after.from_stop]
        change = 0 if after.pattern is None else stop.change_minutes.get((before.mode, after.mode), 0)
        assert (before.to_stop, before.released_minute + change) == (after.from_stop, after.available_minute)
    for leg in itinerary.legs:
        assert leg.available_minute <= leg.departure_minute < leg.arrival_minute <= leg.released_minute
        assert all(moment.slack_minutes >= 0 for moment in leg.cutoffs)
        assert leg.missed is None or leg.missed.by_minutes > 0
        assert leg.mode not in query.without_modes
        for stop in (timetable.stops[leg.from_stop], timetable.stops[leg.to_stop]):
            assert not {stop.id, stop.place, stop.country} & query.avoid
            assert stop.limits.admit(query.cargo)
    assert itinerary.cost == sum(leg.cost for leg in itinerary.legs)
    assert itinerary.co2e == sum(leg.co2e for leg in itinerary.legs)
    assert itinerary.arrival_minute == itinerary.legs[-1].released_minute
    if query.changes_max is not None:
        assert itinerary.changes <= query.changes_max


@given(seeds)
@settings(max_examples=100, deadline=None)
def test_no_itinerary_of_an_answer_beats_another_and_they_are_sorted(seed: int) -> None:
    timetable = timetables.timetable(seed)
    found = vectors(timetable, timetables.query(seed, timetable))
    assert found == sorted(set(found))
    assert not any(beats(one, other) for one in found for other in found)
