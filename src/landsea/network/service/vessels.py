"""Voyages of vessels: those imported and the network's own, for planners and for the DCSA answers."""

from __future__ import annotations

from datetime import datetime

from landsea.journal import View
from landsea.network.model.vessels import Voyage
from landsea.network.rules.voyages import own_schedules, voyages_of
from landsea.network.service.reading import current


def voyages(view: View, start: datetime, end: datetime) -> tuple[Voyage, ...]:
    """Every voyage by sea that is under way between `start` and `end` (aware): imported ones and runs of the network's services.

    A run that an imported voyage stands for is told once, as that voyage.
    """
    own = own_schedules(current(view), start, end)
    return tuple(voyage for schedule in own for voyage in voyages_of(schedule))
