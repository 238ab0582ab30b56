"""ISO 14083:2023 for one leg: transport activity (mass x distance) times emission intensity times distance adjustment.

Chain element: G = M x D x DAF x g, for operation (TTW) and energy provision (WTT) each; a chain is the sum of its
elements. The distance rules and the default masses are those that the GLEC Framework v3.2 restates for ISO 14083.
"""

from __future__ import annotations

from fractions import Fraction

from landsea.emissions.model import Distance, Factor, LegEmissions, Mode
from landsea.kernel import BadValue

TONNE_GRAMS = 1_000_000
MASS_PER_TEU_GRAMS = {"light": 6 * TONNE_GRAMS, "average": 10 * TONNE_GRAMS, "heavy": 14_500_000}
"""Cargo with its packaging, without the container; for use when the mass is not known (ISO 14083 allocation by TEU)."""

TARE_GRAMS = {1: 2_300_000, 2: 3_800_000}
"""An empty dry container of one TEU (20 feet) and of two (40 feet): assumed, about what is usual for steel ones."""

DISTANCE_ADJUSTMENT = {
    Mode.ROAD: Fraction(105, 100),
    Mode.SEA: Fraction(115, 100),
    Mode.RAIL: Fraction(1),
    Mode.INLAND_WATER: Fraction(1),
}
"""From shortest feasible to actual distance, where the intensity was formed over actual distance (DAF)."""

AIR_DETOUR_METRES = 95_000
"""Added to the great circle of every flight (ISO 14083 for air transport); each stop starts a new flight."""


def default_mass_grams(teu: int, cargo: str = "average") -> int:
    """10 t a TEU unless the cargo is known to be light (6 t) or heavy (14.5 t)."""
    if teu < 1 or cargo not in MASS_PER_TEU_GRAMS:
        raise BadValue(
            value=f"{teu} TEU, {cargo}",
            what="cargo",
            why="the mass of TEU is known for 1 or more that are light, average or heavy",
            mend="Give the mass itself otherwise.",
        )
    return teu * MASS_PER_TEU_GRAMS[cargo]


def cargo_mass_grams(container_kg: int, teu: int) -> int:
    """The cargo in one TEU of a container of `teu` (1 or 2) that weighs `container_kg` in all (its verified gross mass):
    what is moved is counted without the container (ISO 14083, freight). Raises `BadValue` where nothing is left.
    """
    cargo = container_kg * 1000 - TARE_GRAMS[teu]
    if cargo <= 0:
        raise BadValue(
            value=f"{container_kg} kg",
            what="gross mass",
            why=f"an empty container of {20 * teu} feet weighs about {TARE_GRAMS[teu] // 1000} kg",
            mend="Give the cargo and the container together, in kilograms.",
        )
    return cargo // teu


def leg_emissions(factor: Factor, distance_metres: int, measured: Distance, mass_grams: int) -> LegEmissions:
    """Emissions of `mass_grams` moved over a distance of the kind `measured`; empty running is inside the factor
    already.
    """
    if distance_metres < 0 or mass_grams <= 0:
        raise BadValue(
            value=f"{mass_grams} g over {distance_metres} m",
            what="transport activity",
            why="mass must be above zero and distance not below",
            mend="Correct the leg.",
        )
    activity = activity_metres(factor, distance_metres, measured)
    return LegEmissions(
        ttw_grams=_grams(factor.ttw_mg_tkm, activity, mass_grams),
        wtt_grams=_grams(factor.wtt_mg_tkm, activity, mass_grams),
        mass_grams=mass_grams,
        activity_metres=activity,
        factor=factor,
    )


def activity_metres(factor: Factor, distance_metres: int, measured: Distance) -> int:
    """The distance on the footing of the factor. An adjustment is made only where the two kinds differ, and never
    twice.
    """
    if measured is factor.distance:
        return distance_metres
    if factor.mode is Mode.AIR and measured is Distance.GREAT_CIRCLE:
        return distance_metres + AIR_DETOUR_METRES
    if measured is Distance.SHORTEST_FEASIBLE and factor.distance is Distance.ACTUAL and factor.mode is not Mode.AIR:
        adjustment = DISTANCE_ADJUSTMENT[factor.mode]
        return _divided(distance_metres * adjustment.numerator, adjustment.denominator)
    raise BadValue(
        value=f"{measured.value} distance",
        what=f"activity distance for {factor.id}",
        why=f"the factor was formed over {factor.distance.value} distance and no adjustment is defined",
        mend="Use the great circle for flights and the shortest feasible distance elsewhere.",
    )


def _grams(mg_tkm: int, metres: int, mass_grams: int) -> int:
    return _divided(mg_tkm * metres * mass_grams, 1000 * 1000 * TONNE_GRAMS)


def _divided(whole: int, parts: int) -> int:
    """Rounded half up in whole numbers, so that equal legs give equal grams everywhere."""
    return (2 * whole + parts) // (2 * parts)
