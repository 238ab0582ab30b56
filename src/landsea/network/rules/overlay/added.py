"""What is put beside a network's own rows while voyages are laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from landsea.network.model.feed import Calendar, Service, Tariff, Trip

Way = tuple[int, str, frozenset[str]]
"""Metres from one facility to the next, what they measure, and the straits and canals between."""
Measured = dict[tuple[str, str], Way]
Run = tuple[int, str, date]
"""When a run leaves a facility (minutes of UTC), its trip and service day."""


@dataclass
class Added:
    """What is put beside the network's own rows. `window`, in minutes, is half a week around all voyages."""

    window: tuple[int, int]
    services: dict[str, Service] = field(default_factory=dict)
    trips: dict[str, Trip] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    tariffs: dict[str, Tariff] = field(default_factory=dict)
    replaced: dict[str, dict[date, str]] = field(default_factory=dict)
    """By trip and service day: the vessel that runs it instead."""
    leaving: dict[tuple[str, str], list[Run]] = field(default_factory=dict)
    """By service and facility."""
    measured: dict[str, Measured] = field(default_factory=dict)
    """By service, and of all services by sea under the empty name."""
