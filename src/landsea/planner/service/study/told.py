"""What the tasks of a study found, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from landsea.planner.model.studies import Named, Pair, StudyResult, Way
from landsea.planner.rules.effects import demand_effects, effect, volumes
from landsea.planner.service.study.case import BEFORE, StudyCase, Variant
from landsea.planner.service.study.tasks import Task


def told(case: StudyCase, done: Mapping[str, Any]) -> StudyResult:
    """The same for the same results, whatever their order."""
    scenario = case.scenario
    effects, shown = [], []
    pairs: list[Pair] = []
    for variant in case.variants:
        pairs, compared = _scanned(case, variant, done) if scenario.scans else _planned(case, variant, done)
        deadline = scenario.deadline_days
        effects.append(
            effect(
                (variant.number, variant.name, variant.name_zh, variant.closed),
                pairs,
                scenario.by.value,
                compared=compared,
                deadline_minutes=None if deadline is None else deadline * 1440,
                itself=bool(variant.at & set(case.destinations)),
            )
        )
        shown += [pair for pair in pairs if scenario.sweep is None or pair.before != pair.after]
    if scenario.sweep is not None:
        effects.sort(key=lambda one: (-one.lost_count, -one.mean_minutes * one.compared, one.closed))
    world, own = case.before, case.scenario.sweep is None
    found = case.names.find_place
    demand = [
        (row, find_or(found, row.origin), find_or(found, row.destination)) for row in (scenario.demand if own else ())
    ]
    called = {service.id: (service.name, service.name_zh) for service in (*case.before.services, *case.after.services)}
    return StudyResult(
        digest=case.digest,
        scenario=case.text,
        name=scenario.name,
        name_zh=scenario.name_zh,
        network=case.version,
        basis=world.basis,
        basis_zh=world.basis_zh,
        currency=world.engine.timetable.currency,
        start=scenario.start,
        weeks=scenario.weeks,
        by=scenario.by.value,
        criteria=tuple(one.value for one in scenario.criteria),
        origins=case.origins,
        destinations=case.destinations,
        sweep=scenario.sweep and scenario.sweep.value,
        deadline_days=scenario.deadline_days,
        samples=scenario.samples,
        effects=tuple(effects),
        pairs=tuple(shown),
        demand=tuple(demand_effects(demand, pairs)),
        volumes=tuple(volumes(demand, pairs, called)),
        places=_places(case),
    )


def find_or(find: Any, name: str) -> str:
    return find(name) or name


def _scanned(case: StudyCase, variant: Variant, done: Mapping[str, Any]) -> tuple[list[Pair], int]:
    pairs, compared = [], 0
    for origin in case.origins:
        for week in range(case.scenario.weeks):
            found = done[Task(variant.number, origin, week).key]
            compared += found["compared"]
            for place, *minutes in found["rows"]:
                before, after = ({} if one is None else {"arrival": Way(one)} for one in minutes)
                pairs.append(Pair(variant.number, origin, place, week, before, after))
    return pairs, compared


def _planned(case: StudyCase, variant: Variant, done: Mapping[str, Any]) -> tuple[list[Pair], int]:
    pairs = list(_pairs(case, variant, done))
    return pairs, sum(bool(pair.before) for pair in pairs)


def _pairs(case: StudyCase, variant: Variant, done: Mapping[str, Any]) -> Iterator[Pair]:
    for origin, destination in case.pairs:
        if destination in variant.at:
            continue
        for week in range(case.scenario.weeks):
            keys = (Task(number, origin, week, destination).key for number in (BEFORE, variant.number))
            before, after = (msgspec.convert(done[key], dict[str, Way]) for key in keys)
            if before or after:
                yield Pair(variant.number, origin, destination, week, before, after)


def _places(case: StudyCase) -> dict[str, Named]:
    """Where everything is that the study names."""
    codes = {*case.origins, *case.destinations, *(code for pair in case.pairs for code in pair)}
    codes |= {variant.closed for variant in case.variants}
    known = case.schedule.places
    return {
        code: Named(known[code].name, known[code].name_zh, known[code].latitude_udeg, known[code].longitude_udeg)
        for code in sorted(codes)
        if code in known
    }
