"""Where a storm closes ports: great circles against published distances, and periods against a storm that passes straight over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.planner.model.studies import TrackPoint, Typhoon
from landsea.planner.rules.storm import closed_by, great_circle_km

BEGIN = datetime(2026, 12, 1, tzinfo=UTC)


def storm(*points: tuple[int, float, float], radius_km: int = 100, margin_hours: int = 0) -> Typhoon:
    track = tuple(TrackPoint(BEGIN + timedelta(hours=hour), lat, lon) for hour, lat, lon in points)
    return Typhoon("Synthetic", track, radius_km, margin_hours, margin_hours)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 180), 20015.1),
        ((0, 0), (90, 0), 10007.6),
        ((0, 179.5), (0, -179.5), 111.2),  # across the antimeridian
        ((36.12, -86.67), (33.94, -118.40), 2886.4),  # the worked example of the haversine formula
    ],
)
def test_great_circles_are_as_published(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert great_circle_km(a, b) == pytest.approx(km, abs=1.5)


def test_a_port_is_closed_while_the_storm_is_near_and_for_the_margins() -> None:
    # along the equator at one degree (111.2 km) an hour; within 100 km of the port for less than two hours
    passing = storm((0, 0, 0), (10, 0, 10), margin_hours=3)
    ((name, start, end),) = closed_by(passing, [("P", 0, 5), ("far", 30, 5)])
    assert name == "P"
    assert start == BEGIN + timedelta(hours=4.5 - 3)
    assert end == BEGIN + timedelta(hours=6 + 3)


def test_a_storm_that_comes_back_closes_twice() -> None:
    back = storm((0, 0, 0), (10, 0, 10), (20, 0, 0))
    assert len(list(closed_by(back, [("P", 0, 2)]))) == 2


def test_a_storm_that_stands_still_closes_all_its_time() -> None:
    still = storm((0, 10, 110), (5, 10, 110))
    assert list(closed_by(still, [("P", 10, 110)])) == [("P", BEGIN, BEGIN + timedelta(hours=5.5))]


@settings(max_examples=30)
@given(st.floats(-60, 60), st.floats(-180, 180), st.integers(50, 300), st.integers(1, 300))
def test_a_wider_storm_closes_no_less(lat: float, lon: float, radius: int, more: int) -> None:
    def hours(radius_km: int) -> float:
        track = storm((0, 10, 100), (24, 20, 115), (48, 25, 130), radius_km=radius_km)
        return sum((end - start).total_seconds() for _, start, end in closed_by(track, [("P", lat, lon)]))

    assert hours(radius) <= hours(radius + more)
