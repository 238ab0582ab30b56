"""Lines on the map: over water, past 180 degrees, never a jump."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.console.course import course, distance_km, great_circle, unwrapped
from landsea.console.maps import map_body
from landsea.console.waters import FAIRWAYS, WATERS

QINZHOU, SINGAPORE, LOS_ANGELES, CHONGQING = (108.6, 21.7), (103.8, 1.26), (-118.2, 33.7), (106.5, 29.6)
points = st.tuples(st.floats(-180, 180), st.floats(-70, 75))


def length_km(line: list[tuple[float, float]]) -> float:
    return sum(distance_km(a, b) for a, b in pairwise(line))


def test_fairways_join_known_waters() -> None:
    named = {name for line in FAIRWAYS for name in line.split()}
    assert named == WATERS.keys()


def test_no_fairway_is_absurdly_long() -> None:
    steps = [(a, b) for line in FAIRWAYS for a, b in pairwise(line.split())]
    assert max(distance_km(WATERS[a], WATERS[b]) for a, b in steps) < 12_000


def test_all_waters_are_joined() -> None:
    joined = {"singapore"}
    edges = {frozenset(pair) for line in FAIRWAYS for pair in pairwise(line.split())}
    while grown := {name for edge in edges if edge & joined for name in edge} - joined:
        joined |= grown
    assert joined == WATERS.keys()


def test_the_pacific_is_crossed_and_not_circled() -> None:
    line = course("sea", QINZHOU, LOS_ANGELES)
    assert line[-1][0] > 180
    assert 11_000 < length_km(line) < 14_500


def test_qinzhou_to_singapore_goes_around_vietnam() -> None:
    line = course("sea", QINZHOU, SINGAPORE)
    assert max(lon for lon, _ in line) > 109
    assert 2_300 < length_km(line) < 3_100


def test_a_flight_bends_like_the_globe() -> None:
    line = great_circle(CHONGQING, (-87.9, 41.98))
    assert max(lat for _, lat in line) > 70
    assert all(distance_km(a, b) <= 401 for a, b in pairwise(line))


def test_a_barge_follows_its_river() -> None:
    assert len(course("river", (106.74, 29.65), (121.8, 31.3))) > 10


@given(st.lists(points, min_size=1, max_size=30))
def test_unwrapped_lines_never_jump(line: list[tuple[float, float]]) -> None:
    smooth = unwrapped(line)
    assert all(abs(b[0] - a[0]) <= 180.001 for a, b in pairwise(smooth))
    assert all(abs((a[0] - b[0] + 180) % 360 - 180) < 0.01 for a, b in zip(smooth, line, strict=True))


@settings(max_examples=25, deadline=None)
@given(points, points, st.sampled_from(["rail", "sea", "river", "road", "air"]))
def test_a_course_begins_and_ends_where_it_should(
    start: tuple[float, float], end: tuple[float, float], mode: str
) -> None:
    line = course(mode, start, end)
    assert line[0] == start
    assert distance_km(line[-1], end) < 1


def test_legs_of_a_map_join_past_the_antimeridian() -> None:
    def place(code: str, lon: float, lat: float) -> dict[str, object]:
        return {"code": code, "name_en": code, "name_zh": "", "lon": lon, "lat": lat}

    tokyo, la, dallas = place("JPTYO", 139.8, 35.6), place("USLAX", *LOS_ANGELES), place("USDAL", -96.8, 32.8)
    legs = map_body([("1", [("sea", tokyo, la), ("rail", la, dallas)])], "1")["routes"][0]["legs"]
    assert abs(legs[0]["path"][-1][0] - legs[1]["path"][0][0]) < 0.01
