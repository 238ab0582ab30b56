"""Events received through the service beside the same rows written by the driver itself (executemany, COPY), on both engines.

Both sides write the same tables with the same durability, turn by turn in one run; the service also parses, checks, knows duplicates
and appends its fact. The ratio is judged, the rates are reported. The events are synthetic.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from landsea import tracking
from landsea.journal import Journal
from landsea.tracking.store.bulk import insert_rows
from landsea.tracking.store.tables import event, reference, version
from tests.consignment.example import advance
from tests.support.journals import actor, make_journal
from tests.support.postgres import running_postgres
from tests.tracking.messages import JOURNEY

ROUNDS = 7
TABLES = (version, event, reference)
SENDER = actor("par_bench")


def message(count: int, number: int) -> bytes:
    """`count` events that nobody has seen, each of a container of its own."""
    found = []
    for index in range(count):
        name = f"{count}-{number}-{index}"
        box = {"referenceType": "EQ", "referenceValue": f"BENCH-{name}"}
        found.append(JOURNEY[1 + index % 12] | {"eventID": name, "references": [box]})
    return json.dumps(found).encode()


def through_the_service(journal: Journal, content: bytes) -> tuple[float, tracking.Batch]:
    start = time.perf_counter()
    with journal.work(SENDER) as work:
        batch = tracking.receive(work, "bench", content)
    return time.perf_counter() - start, batch


def by_the_driver(journal: Journal, batch: tracking.Batch) -> float:
    """The rows that the service has just written, under other keys."""
    rows = copied_rows(journal, batch)
    start = time.perf_counter()
    with journal.database.write() as connection:
        for table, copies in zip(TABLES, rows, strict=True):
            insert_rows(connection, table, copies)
    return time.perf_counter() - start


def copied_rows(journal: Journal, batch: tracking.Batch) -> list[list[dict[str, Any]]]:
    ours = select(version.c.event).where(version.c.batch == batch.id)
    copies = []
    with journal.database.read() as connection:
        for table in TABLES:
            key = "id" if table is event else "event"
            found = connection.execute(select(table).where(table.c[key].in_(ours)))
            copies.append([dict(row._mapping) | {key: f"copy{row._mapping[key]}"[:40]} for row in found])
    return copies


def compare(journal: Journal, engine: str, count: int, report: Callable[[str], None]) -> None:
    advance(journal, timedelta(days=30))
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(ROUNDS + 1):
        seconds, batch = through_the_service(journal, message(count, number))
        ours.append(seconds)
        theirs.append(by_the_driver(journal, batch))
    ratios = sorted(b / a for a, b in zip(ours[1:], theirs[1:], strict=True))
    rate, base = count / statistics.median(ours[1:]), count / statistics.median(theirs[1:])
    report(
        f"{engine:10} batch {count:5}: service {rate:9,.0f} events/s, driver {base:9,.0f} events/s,"
        f" ratio median {statistics.median(ratios):.2f} (min {ratios[0]:.2f}, max {ratios[-1]:.2f})"
    )


def run(report: Callable[[str], None] = print) -> None:
    report("tracking: events received per second, beside the driver's own insert of the same rows")
    with tempfile.TemporaryDirectory() as folder:
        journal = make_journal(f"sqlite:///{folder}/bench.sqlite3", Path(folder), tracking.PROJECTION)
        for count in (1, 100, 5000):
            compare(journal, "SQLite", count, report)
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server, server.database() as url:
        with server.connect() as connection:
            connection.execute("ALTER SYSTEM SET fsync = on")
            connection.execute("SELECT pg_reload_conf()")
        journal = make_journal(url, Path(folder), tracking.PROJECTION)
        for count in (1, 100, 5000):
            compare(journal, "PostgreSQL", count, report)
        journal.database.close()


if __name__ == "__main__":
    run()
