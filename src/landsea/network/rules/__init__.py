"""The law of the network: calendars and hours as instants, closures and sailings applied."""

from landsea.network.rules.compile import compile_schedule
from landsea.network.rules.days import run_starts
from landsea.network.rules.names import folded

__all__ = ["compile_schedule", "folded", "run_starts"]
