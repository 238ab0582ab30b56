"""Stated chances are met on later journeys in a hidden world: a small version of `make calibration`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bench.calibration import Learned, Setting, Study, Told, engine_of, history
from bench.hidden import World, make_plan
from landsea.routing import Delay, Engine

SMALL = Setting(seed=7, ports=6, ships=8, later_weeks=52, readies=1, samples=200)


@cache
def study() -> Study:
    return Study(SMALL)


@cache
def told() -> Told:
    return study().foretold()


@pytest.mark.parametrize("moving", [False, True])
def test_nine_in_ten_later_arrivals_lie_in_the_stated_interval(moving: bool) -> None:
    verdict = study().judged(told(), moving=moving)
    assert verdict.whole.count > 3000
    assert 86 < verdict.whole.coverage < 94
    assert 2 < verdict.whole.early < 8


def test_stated_chances_of_being_on_time_are_met() -> None:
    verdict = study().judged(told())
    for count, stated, happened in verdict.stated.values():
        if count >= 300:
            assert abs(stated - happened) / count < 0.09
    whole = np.array(list(verdict.stated.values())).sum(axis=0)
    assert abs(whole[1] - whole[2]) / whole[0] < 0.04


def narrowed(name: str) -> Engine:
    def half(mode: str, line: str, place: str) -> Delay:
        learned = study().learned.delay(mode, line, place, name).quantiles
        return Delay(tuple((one + learned[50]) // 2 for one in learned))

    return engine_of(study().plan, half)


def test_the_judge_finds_distributions_that_are_half_as_wide() -> None:
    assert study().judged(study().foretold(narrowed)).whole.coverage < 82


def test_the_judge_finds_a_history_that_is_too_short() -> None:
    short = Study(replace(SMALL, history_weeks=4))
    assert abs(short.judged(short.foretold()).whole.coverage - 90) > abs(study().judged(told()).whole.coverage - 90)


def test_journeys_simulated_from_the_very_distributions_agree_with_them() -> None:
    assert study().self_check().coverage == pytest.approx(90.5, abs=1.2)


def test_a_hidden_world_is_a_function_of_its_seed() -> None:
    plan = make_plan(3)
    one, same, other = (World(plan, seed, 30) for seed in (1, 1, 2))
    assert all((a == b).all() for a, b in zip(one.arrived, same.arrived, strict=True))
    assert any((a != b).any() for a, b in zip(one.arrived, other.arrived, strict=True))


def test_the_hidden_world_is_what_it_says() -> None:
    """Heavy tails; seasons and weeks that calls at one port have in common; storms in their weeks and region alone."""
    world = study().world
    late = np.concatenate([one[:, 1:].ravel() for one in world.arrived])
    spread = late - np.median(late)
    assert (spread**4).mean() / (spread**2).mean() ** 2 > 6, "a bell has 3"
    assert Learned(list(history(world, range(104)))).common > 0.08
    weeks = {int(week) % 52 for week in np.nonzero(World(make_plan(7), 7, 520).closed)[1]}
    assert weeks
    assert weeks <= set(range(27, 44))
