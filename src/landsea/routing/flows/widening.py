"""Which service is worth another run: the exact gain of one more a week, by solving again.

Shadow prices answer for the next unit on one segment, and where several segments fill together the solver may put their common price on any
of them. A run widens all segments of its service at once, by a whole vessel or train, so its gain is computed, not estimated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows import stage as stages
from landsea.routing.flows.arcflow import Arcs
from landsea.routing.flows.columns import Paths
from landsea.routing.flows.network import MILLI, Demand, FlowNetwork
from landsea.routing.flows.setting import Setting

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One more run a week of `service` adds `run` thousandths to all its segments; the margin gains `gain` minor units a week.

    `price` bounds it: the shadow prices of the segments together, per unit; a first unit gains no more than that.
    """

    service: str
    run: int
    price: int
    gain: int

    @property
    def gain_per_unit(self) -> int:
        return self.gain * MILLI // self.run


def expansions(network: FlowNetwork, demands: Sequence[Demand], most: int = 10) -> tuple[Expansion, ...]:
    """The services with full segments that promise most (shadow prices times the run), at most so many; the greatest gain first.

    Services whose `run` is not known are left out, and there are none where forced cargo cannot go. Raises `Unusable` as `allocate` does.
    """
    setting = Setting.of(network, demands)
    if not demands or setting.shortfall() is not None:
        return ()
    form, wanted = setting.form, stages.margin(demands)
    base = form.optimum(wanted)
    slots = _slots(setting)
    prices = {name: float(base.prices[own].sum()) for name, own in slots.items()}
    runs = {service.id: service.run for service in network.services if service.run and prices[service.id] >= 0.5}
    chosen = sorted(runs, key=lambda name: (-prices[name] * runs[name], name))[:most]
    gains = {name: base.value - _widened(form, slots[name], runs[name], wanted) for name in chosen}
    found = [Expansion(name, runs[name], round(prices[name]), max(0, round(gains[name]))) for name in chosen]
    return tuple(sorted(found, key=lambda one: (-one.gain, one.service)))


def _slots(setting: Setting) -> dict[str, list[int]]:
    slots: dict[str, list[int]] = {}
    for slot, capacity in enumerate(setting.graph.capacities):
        slots.setdefault(capacity.service, []).append(slot)
    return slots


def _widened(form: Arcs | Paths, slots: Sequence[int], run: int, wanted: stages.Stage) -> float:
    before: Floats = form.capacities.copy()
    form.capacities[list(slots)] += run / MILLI
    try:
        return form.optimum(wanted).value
    finally:
        form.capacities[:] = before
