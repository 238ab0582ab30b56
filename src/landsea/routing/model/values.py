"""What timetables and queries share: units, limits of what is carried, delays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

from landsea.kernel import BadValue

DAY_MINUTES = 1440
Span = tuple[int, int]
"""From a minute up to, and without, another."""
MICRO = 1_000_000
IMPOSSIBLE = 1 << 40
"""The risk of what cannot happen."""


def bad(value: object, what: str, why: str, mend: str) -> BadValue:
    return BadValue(value=str(value), what=what, why=why, mend=mend)


@dataclass(frozen=True, slots=True)
class Cargo:
    """Each container of the consignment: the first two characters of its ISO 6346 size-type code, whether it needs a
    reefer plug, its IMDG classes, its gross mass in kg.
    """

    size: str = "22"
    reefer: bool = False
    dangerous: frozenset[str] = frozenset()
    unit_kg: int | None = None

    def __post_init__(self) -> None:
        if self.unit_kg is not None and self.unit_kg < 1:
            raise bad(self.unit_kg, "gross mass", "it must be positive", "Give kilograms.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a stop, a service or a country takes. `dangerous` are the IMDG classes it bars (`*` bars all; `1` bars 1.1 and
    1.4S too, and cargo of which only the class is told is barred where a division of it is), `sizes` the size codes it
    takes (`None`: all).
    """

    reefer: bool = True
    dangerous: frozenset[str] = frozenset()
    unit_kg_max: int | None = None
    sizes: frozenset[str] | None = None

    def refuse(self, cargo: Cargo) -> Iterator[str]:
        """The names of the limits the cargo breaks: `reefer`, `dangerous`, `mass`, `size`."""
        if cargo.reefer and not self.reefer:
            yield "reefer"
        if any(_bars(barred, shipped) for barred in self.dangerous for shipped in cargo.dangerous):
            yield "dangerous"
        if self.unit_kg_max is not None and (cargo.unit_kg or 0) > self.unit_kg_max:
            yield "mass"
        if self.sizes is not None and cargo.size not in self.sizes:
            yield "size"

    def admit(self, cargo: Cargo) -> bool:
        return next(self.refuse(cargo), None) is None


def _bars(barred: str, shipped: str) -> bool:
    """IMDG classes are written so that each begins with what it is a part of: 1, 1.4, 1.4S."""
    return barred == "*" or shipped.startswith(barred) or barred.startswith(shipped)


ANY = Limits()


@dataclass(frozen=True, slots=True)
class Delay:
    """How late something is: equally likely delays in minutes, sorted; negative is early. `basis` says what they rest
    on.
    """

    quantiles: tuple[int, ...]
    basis: str = ""

    def __post_init__(self) -> None:
        if not self.quantiles or any(a > b for a, b in pairwise(self.quantiles)):
            raise bad(self.basis, "delay", "its quantiles are missing or not sorted", "Give at least one, rising.")

    def risk(self, slack: int) -> int:
        """-ln of the share of delays that are not above the slack, in millionths; `IMPOSSIBLE` where none is."""
        return self.risks()[bisect_right(self.quantiles, slack)]

    def risks(self) -> tuple[int, ...]:
        """`risk` by the number of delays that are not above the slack."""
        return _risks(len(self.quantiles))


@cache
def _risks(count: int) -> tuple[int, ...]:
    return (IMPOSSIBLE, *(round(-log(n / count) * MICRO) for n in range(1, count + 1)))


ON_TIME = Delay((0,), "always on time")
