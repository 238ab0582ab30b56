"""Values of the emission rules. Grams of CO2e in whole numbers, mass in grams, distances in metres."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from landsea.kernel import BadValue, Refusal


class Mode(StrEnum):
    """Modes of transport with rules of their own in ISO 14083."""

    RAIL = "rail"
    ROAD = "road"
    SEA = "sea"
    INLAND_WATER = "inland-water"
    AIR = "air"


class Distance(StrEnum):
    """What a distance measures (ISO 14083: transport activity distance is SFD or GCD; actual distance only with an
    adjustment).
    """

    SHORTEST_FEASIBLE = "SFD"
    GREAT_CIRCLE = "GCD"
    ACTUAL = "actual"


class UnknownFactor(Refusal):
    code = "unknown-emission-factor"
    text = "There is no emission factor {factor} in the set {known}. Name one of these, or load a file that has it."


@dataclass(frozen=True, slots=True)
class Factor:
    """Emission intensity of a transport operation category: milligrams of CO2e per tonne-kilometre, per boundary.

    `ttw_mg_tkm` (tank to wheel) is the operation, `wtt_mg_tkm` (well to tank) the provision of its energy; together
    well to wheel. `distance` is what the intensity was divided by. `basis` is published or assumed. `quality` is ISO
    14083's label of the data.
    """

    id: str
    mode: Mode
    detail: str
    ttw_mg_tkm: int
    wtt_mg_tkm: int
    region: str
    year: int
    basis: str
    source: str
    licence: str
    distance: Distance = Distance.ACTUAL
    quality: str = "default"

    def __post_init__(self) -> None:
        if min(self.ttw_mg_tkm, self.wtt_mg_tkm) < 0:
            raise BadValue(
                value=self.id, what="emission factor", why="it is negative", mend="Intensities are zero or more."
            )

    @property
    def wtw_mg_tkm(self) -> int:
        return self.ttw_mg_tkm + self.wtt_mg_tkm


@dataclass(frozen=True, slots=True)
class LegEmissions:
    """One transport chain element: `ttw_grams` + `wtt_grams` = `wtw_grams`, and what they were computed from.

    `activity_metres` is the transport activity distance with the adjustment already in it.
    """

    ttw_grams: int
    wtt_grams: int
    mass_grams: int
    activity_metres: int
    factor: Factor

    @property
    def wtw_grams(self) -> int:
        return self.ttw_grams + self.wtt_grams
