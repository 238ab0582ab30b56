"""What an operator changes between two imports: sailings added or blanked, facilities closed for a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from landsea.kernel import Period


class SailingChange(StrEnum):
    ADDED = "added"
    BLANKED = "blanked"


@dataclass(frozen=True, slots=True)
class Sailing:
    """One run of a trip, named by its first departure (`start`, UTC): added beside the calendar, or blanked."""

    id: str
    trip: str
    start: datetime
    change: SailingChange
    reason: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A facility takes in and gives out no cargo during `period`; services pass it without loading or unloading."""

    id: str
    facility: str
    period: Period
    reason: str
