"""Landsea: one record from an inland rail port to the world."""

__version__ = "0.1.0"
