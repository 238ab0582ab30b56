"""What changed from one version of a network to another, in words of the trade and as data."""

from __future__ import annotations

from collections.abc import Iterator

from landsea.network.model.feed import Network
from landsea.network.model.versions import Change
from landsea.network.rules.difference.changes import change_differences
from landsea.network.rules.difference.plain import plain
from landsea.network.rules.difference.rows import named, row_differences, transfers_of
from landsea.network.rules.difference.runs import run_differences
from landsea.network.rules.difference.trips import trip_differences
from landsea.network.rules.difference.voyages import voyage_differences

__all__ = ["differences", "plain", "run_differences", "voyage_differences"]


def differences(before: Network, after: Network) -> Iterator[Change]:
    """Places, facilities, services, tariffs, transfers; trips with their calls, times and days; closures and sailings."""
    yield from row_differences("place", before.places, after.places, named)
    yield from row_differences("facility", before.facilities, after.facilities, named)
    yield from row_differences("service", before.services, after.services, named)
    yield from row_differences("tariff", before.tariffs, after.tariffs, named)
    yield from row_differences("transfer", transfers_of(before), transfers_of(after), lambda one: {})
    yield from trip_differences(before, after)
    yield from change_differences(before, after)
