"""What a schedule says: runs in UTC minutes, hours, and the closures and sailings applied to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.kernel import Period
from landsea.network import Closure, Network, Sailing, SailingChange, Schedule, ScheduledPattern, schedule_of
from landsea.network.model import Calendar
from landsea.network.rules.days import instant_of, minute_of, service_day_minute, service_days, spans
from landsea.network.wire.cells import parse_hours
from tests.network.small import edited, small

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 23, tzinfo=CHINA)
"""A Monday."""


def scheduled(network: Network, days: int = 14) -> Schedule:
    return schedule_of(network, START, days)


def runs(schedule: Schedule, trip: str) -> list[str]:
    found = [start for pattern in schedule.patterns if pattern.trip == trip for start in pattern.starts]
    return [instant_of(start).astimezone(CHINA).strftime("%a %m-%d %H:%M") for start in sorted(found)]


def pattern(schedule: Schedule, name: str) -> ScheduledPattern:
    return next(one for one in schedule.patterns if one.id == name)


def test_runs_follow_the_calendar_and_its_exceptions() -> None:
    """The ship sails on Mondays and Thursdays; one Thursday is moved to the Friday."""
    later = [run for run in runs(scheduled(small()), "SHIP") if run[4:] >= "11-23"]
    assert later == ["Mon 11-23 20:00", "Fri 11-27 20:00", "Mon 11-30 20:00", "Thu 12-03 20:00"]


def test_a_run_under_way_is_in_the_schedule_while_it_can_still_be_boarded() -> None:
    """The ship of Thursday 19 leaves Singapore on Tuesday 24 at 03:30, after the window has begun; that of Monday 16 has left."""
    schedule = scheduled(small())
    assert runs(schedule, "SHIP")[0] == "Thu 11-19 20:00"
    assert schedule.start_minute == minute_of(datetime(2026, 11, 19, 12, tzinfo=UTC))


def test_minutes_count_from_the_first_departure() -> None:
    calls = pattern(scheduled(small()), "SHIP").calls
    assert [(call.arrival_minute, call.departure_minute) for call in calls] == [(0, 0), (5250, 6450), (11700, 11700)]
    assert pattern(scheduled(small()), "SHIP").segment_metres == (2_508_500, 2_508_500)


def test_a_blanked_sailing_is_gone_and_an_added_one_is_there() -> None:
    blanked = Sailing("s1", "SHIP", datetime(2026, 11, 30, 12, tzinfo=UTC), SailingChange.BLANKED, "")
    added = Sailing("s2", "SHIP", datetime(2026, 12, 1, 4, 30, tzinfo=UTC), SailingChange.ADDED, "")
    changed = runs(scheduled(replace(small(), sailings=(blanked, added))), "SHIP")
    assert changed[1:] == ["Mon 11-23 20:00", "Fri 11-27 20:00", "Tue 12-01 12:30", "Thu 12-03 20:00"]


def closed(facility: str, start: datetime, days: float) -> Closure:
    return Closure("c1", facility, Period(start, start + timedelta(days=days)), "typhoon")


def test_a_service_passes_a_closed_facility_without_loading_or_unloading() -> None:
    """Closed Friday 27 to Sunday 29 (local): the ship of Monday 23 calls at Singapore on Saturday 28 and passes."""
    closure = closed("SGSIN-S", datetime(2026, 11, 27, tzinfo=CHINA), 2)
    schedule = scheduled(replace(small(), closures=(closure,)))
    passing = pattern(schedule, "SHIP~2")
    assert [instant_of(start).astimezone(CHINA).day for start in passing.starts] == [23]
    assert [(call.board, call.alight) for call in passing.calls] == [(True, False), (False, False), (False, True)]
    assert runs(schedule, "SHIP") == runs(scheduled(small()), "SHIP")


def test_a_closed_facility_is_not_open() -> None:
    closure = closed("SGSIN-S", datetime(2026, 11, 24, 12, tzinfo=CHINA), 1)
    stop = scheduled(replace(small(), closures=(closure,))).stops[3]
    shown = [tuple(instant_of(m).astimezone(CHINA).strftime("%d %H") for m in span) for span in stop.open or ()]
    assert shown[2:5] == [("23 06", "23 22"), ("24 06", "24 12"), ("25 12", "25 22")]


def test_a_facility_that_never_closes_gets_hours_when_it_is_closed() -> None:
    closure = closed("CNQZH-S", datetime(2026, 11, 24, 12, tzinfo=CHINA), 1)
    stop = scheduled(replace(small(), closures=(closure,))).stops[2]
    assert stop.open is not None
    assert [
        instant_of(minute).astimezone(CHINA).strftime("%d %H") for minute in stop.open[0][1:] + stop.open[1][:1]
    ] == [
        "24 12",
        "25 12",
    ]


def test_closures_that_touch_are_one() -> None:
    first = closed("CNQZH-S", datetime(2026, 11, 24, tzinfo=CHINA), 1)
    second = replace(closed("CNQZH-S", datetime(2026, 11, 25, tzinfo=CHINA), 2), id="c2")
    stop = scheduled(replace(small(), closures=(second, first))).stops[2]
    assert len(stop.open or ()) == 2


def test_the_same_files_and_window_give_the_same_schedule() -> None:
    assert scheduled(small()) is not scheduled(replace(small(), digest="1" * 64))
    assert scheduled(small()).patterns == scheduled(replace(small(), digest="1" * 64)).patterns


def test_a_change_of_one_closure_changes_the_version() -> None:
    closure = closed("CNQZH-S", datetime(2026, 11, 24, tzinfo=CHINA), 1)
    assert scheduled(small()).version != scheduled(replace(small(), closures=(closure,))).version


def test_service_days_count_from_noon_minus_twelve_hours() -> None:
    """GTFS: on 2026-03-29 Berlin's clock springs forward, so noon minus 12 hours is 23:00 of the day before."""
    day = instant_of(service_day_minute(date(2026, 3, 29), "Europe/Berlin"))
    assert day.astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2026-03-28T23:00:00+01:00"
    plain = instant_of(service_day_minute(date(2026, 3, 30), "Europe/Berlin"))
    assert plain.astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2026-03-30T00:00:00+02:00"


def test_a_trip_keeps_its_duration_when_the_clock_changes() -> None:
    changed = edited("agency", "Asia/Shanghai", "Europe/Berlin")
    schedule = schedule_of(small(changed), datetime(2026, 3, 27, tzinfo=UTC), 5)
    starts = [instant_of(start).isoformat() for start in pattern(schedule, "TRAIN").starts]
    assert starts[-5:] == [
        f"2026-03-{day}T{hour}:00:00+00:00" for day, hour in ((27, 19), (28, 19), (29, 18), (30, 18), (31, 18))
    ]


@given(
    weekdays=st.tuples(*[st.booleans()] * 7),
    added=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5),
    removed=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5),
    first=st.dates(date(2025, 12, 1), date(2026, 12, 1)),
    length=st.integers(0, 60),
)
@settings(max_examples=60, deadline=None)
def test_service_days_are_those_that_a_day_by_day_reading_of_gtfs_gives(
    weekdays: tuple[bool, ...], added: frozenset[date], removed: frozenset[date], first: date, length: int
) -> None:
    calendar = Calendar("c", weekdays, date(2026, 2, 1), date(2026, 10, 31), added, removed)
    last = first + timedelta(days=length)
    expected = []
    for number in range(length + 1):
        day = first + timedelta(days=number)
        regular = calendar.start <= day <= calendar.end and weekdays[day.weekday()]
        if (regular or day in added) and day not in removed:
            expected.append(day)
    assert list(service_days(calendar, first, last)) == expected


@given(st.integers(0, 20 * 1440))
@settings(max_examples=100, deadline=None)
def test_a_minute_is_in_the_spans_exactly_when_the_local_clock_is_in_the_hours(offset: int) -> None:
    hours = parse_hours("Mo-Fr 08:00-12:00; Mo-Fr 13:00-18:00; Sa 09:00-24:00; Su 00:00-02:30")
    start = minute_of(START)
    found = spans(hours, "Asia/Shanghai", start, start + 20 * 1440) or ()
    local = instant_of(start + offset).astimezone(CHINA)
    of_day = local.hour * 60 + local.minute
    expected = any(opens <= of_day < closes for opens, closes in hours.week[local.weekday()])
    assert any(opens <= start + offset < closes for opens, closes in found) == expected


@pytest.mark.parametrize("text", ["", "Mo-Su 00:00-24:00"])
def test_always_open_has_no_spans(text: str) -> None:
    changed = edited("stops", "sea,Mo-Su 06:00-22:00", f"sea,{text}")
    assert scheduled(small(changed)).stops[3].open is None
