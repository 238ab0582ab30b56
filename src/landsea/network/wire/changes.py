"""Closures and sailings as the files `closures.csv` and `sailings.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from landsea.network.model import Closure, Network, Sailing


def with_changes(files: Mapping[str, bytes], network: Network) -> dict[str, bytes]:
    """The files as they were imported, with the closures and sailings that hold now."""
    kept = {name: content for name, content in files.items() if name.partition(".")[0] not in ("closures", "sailings")}
    return kept | {"closures.csv": _closures(network.closures), "sailings.csv": _sailings(network.sailings)}


def _closures(closures: Iterable[Closure]) -> bytes:
    rows = [
        [one.id, one.facility, one.period.start.isoformat(), one.period.end.isoformat(), one.reason] for one in closures
    ]
    return _written(["closure_id", "stop_id", "start", "end", "reason"], rows)


def _sailings(sailings: Iterable[Sailing]) -> bytes:
    rows = [[one.id, one.trip, one.start.isoformat(), one.change.value, one.reason] for one in sailings]
    return _written(["sailing_id", "trip_id", "start", "change", "reason"], rows)


def _written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
