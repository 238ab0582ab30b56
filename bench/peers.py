"""Other engines, asked the same questions in the same run where they are at hand. None of them is part of Landsea.

A program for earliest arrivals, named with its arguments by LANDSEA_BENCH_ULTRA (written for ULTRA, github.com/kit-algo/ULTRA),
is called as `PROGRAM ... FOLDER QUERIES`. FOLDER holds a GTFS feed in UTC (`gtfs.write_gtfs`). Each line of the file
QUERIES is `FROM TO MINUTE`: two stop ids (TO may be `*` for all stops) and the minute from which cargo is ready, counted from
the midnight before the feed's first service day. For each it prints a line `ARRIVAL MICROSECONDS`: the minute of the
earliest arrival counted likewise, -1 if there is none (for `*` any number), and how long that answer took, loading apart.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from bench.gtfs import write_gtfs
from bench.timetables import START, Synthetic, kilometres
from landsea.routing import Query

VARIABLE = "LANDSEA_BENCH_ULTRA"


class Answer(NamedTuple):
    arrival_minute: int | None
    milliseconds: float


def earliest_by_program(network: Synthetic, queries: Sequence[Query], *, to_all: bool = False) -> list[Answer] | None:
    """What the program answers; `None` if none is named. It runs on the processors that this process may use."""
    command = os.environ.get(VARIABLE)
    if not command:
        return None
    stops = network.timetable.stops
    with tempfile.TemporaryDirectory() as folder:
        write_gtfs(network, Path(folder))
        lines = [
            f"{stops[q.origins[0]].id} {'*' if to_all else stops[q.destinations[0]].id} {q.ready_minute - START}\n"
            for q in queries
        ]
        asked = Path(folder, "queries")
        asked.write_text("".join(lines))
        done = subprocess.run([*shlex.split(command), folder, asked], check=True, capture_output=True, text=True)
    answers = [line.split() for line in done.stdout.splitlines()]
    return [Answer(None if int(a) < 0 else START + int(a), float(us) / 1000) for a, us in answers]


class Distances:
    """Shortest ways by scgraph (no departures, one weight) along the segments of all services. It does not answer the
    same question; it shows what a search without a timetable takes on the same places.
    """

    def __init__(self, network: Synthetic) -> None:
        scgraph: Any = import_module("scgraph")
        ways: list[dict[int, float]] = [{} for _ in network.positions]
        for pattern in network.timetable.patterns:
            for a, b in pairwise(call.stop for call in pattern.calls):
                ways[a][b] = kilometres(network.positions[a], network.positions[b])
        for move in network.timetable.transfers:
            ways[move.from_stop][move.to_stop] = 1.0
        self.graph = scgraph.Graph(ways)

    @staticmethod
    def available() -> bool:
        return find_spec("scgraph") is not None

    def kilometres(self, query: Query) -> float | None:
        try:
            return float(self.graph.dijkstra(query.origins[0], query.destinations[0])["length"])
        except Exception:  # what it raises where there is no way differs between its versions
            return None
