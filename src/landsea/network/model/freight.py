"""What freight adds to a timetable: what may be carried and handled, and what is left of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a facility, a trip or a country takes. `None`: not stated, and then not limited.

    `reefer_plugs` counts plugs (0: no refrigerated container). `dangerous_barred` are IMDG classes (`*`: all). `unit_kg_max` is the
    gross mass of one container. `sizes` are the first two characters of the ISO 6346 size-type codes taken.
    """

    reefer_plugs: int | None = None
    dangerous_barred: frozenset[str] = frozenset()
    unit_kg_max: int | None = None
    sizes: frozenset[str] | None = None


ANY = Limits()


@dataclass(frozen=True, slots=True)
class ColumnBasis:
    """On what a column of a file rests where it differs from the `basis` of its rows."""

    file: str
    column: str
    basis: str
    source: str
    note: str
    note_zh: str
