"""Which emission factors a network may name. Rooms above know them; they say so when a node is composed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from landsea.kernel import BadSource
from landsea.network.wire.feed import unknown_factors

Names = Callable[[], Collection[str]]
_known: list[Names] = []


def know_factors(names: Names) -> None:
    """From now on an import is refused if it names a factor, or a mode, that is not among these."""
    _known[:] = [names]


def require_factors(files: Mapping[str, bytes]) -> None:
    """Raises `BadSource` with file, line and column of each that is not known."""
    findings = [finding for names in _known for finding in unknown_factors(files, names())]
    if findings:
        raise BadSource("network", findings)
