"""Writes the shipped network `land-sea` from installed packages (searoute, airportsdata) and the hand-made tables beside this file."""
