"""Emissions of transport by ISO 14083:2023, well to wheel. Pure rules and the factor sets they take; a factor is
always named with its source.

Laws: operation and energy provision are kept apart and sum to the whole; a distance is adjusted at most once; a
missing factor is refused, never replaced. Not covered yet: hub operations (no openly licensed factor was found) and
carriers' own primary data.
"""

from landsea.emissions.factors import ATTRIBUTION, DEFAULT_FACTOR, FactorSet, parse_factors, shipped
from landsea.emissions.model import Distance, Factor, LegEmissions, Mode, UnknownFactor
from landsea.emissions.rules import (
    MASS_PER_TEU_GRAMS,
    activity_metres,
    cargo_mass_grams,
    default_mass_grams,
    leg_emissions,
)

__all__ = [
    "ATTRIBUTION",
    "DEFAULT_FACTOR",
    "MASS_PER_TEU_GRAMS",
    "Distance",
    "Factor",
    "FactorSet",
    "LegEmissions",
    "Mode",
    "UnknownFactor",
    "activity_metres",
    "cargo_mass_grams",
    "default_mass_grams",
    "leg_emissions",
    "parse_factors",
    "shipped",
]
