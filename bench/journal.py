"""Appends through the service beside `executemany` of the same rows in the same transactions, on both engines.

Both sides write the same tables (entry with leaf, stream, read model) with the same durability, turn by turn in one run; the
ratio is judged, the rates are reported.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Column, Connection, Integer, String, Table, insert

from landsea.journal import Journal, Projection
from landsea.kernel import Fact, Recorded
from landsea.runtime import metadata
from tests.support.journals import actor, make_journal
from tests.support.postgres import running_postgres

ROUNDS = 15
reading = Table(
    "bench_reading",
    metadata,
    Column("stream", String(40), primary_key=True),
    Column("place", String(5), nullable=False),
    Column("count", Integer, nullable=False),
)


@dataclass(frozen=True)
class Read(Fact):
    kind: ClassVar[str] = "read/1"
    place: str
    count: int


def on_read(connection: Connection, recorded: Sequence[Recorded[Read]]) -> None:
    rows = [
        {"stream": f"{one.stream}.{one.version}", "place": one.fact.place, "count": one.fact.count} for one in recorded
    ]
    connection.execute(insert(reading), rows)


READINGS = Projection((reading,), {Read: on_read})


@dataclass
class Plain:
    """The same rows by the driver's own `executemany`."""

    journal: Journal

    def __post_init__(self) -> None:
        connection = self.journal.database.engine.raw_connection()
        self.connection: Any = connection.driver_connection
        self.mark = "?" if self.journal.database.is_sqlite else "%s"

    def write(self, entries: list[tuple[Any, ...]], readings: list[tuple[Any, ...]]) -> None:
        cursor = self.connection.cursor()
        if self.journal.database.is_sqlite:
            cursor.execute("PRAGMA query_only = OFF")
            cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(self._insert("journal_entry", len(entries[0])), entries)
        cursor.executemany(self._insert("bench_reading", 3), readings)
        if self.journal.database.is_sqlite:
            cursor.execute("COMMIT")
        else:
            self.connection.commit()

    def _insert(self, table: str, columns: int) -> str:
        return f"INSERT INTO {table} VALUES ({', '.join([self.mark] * columns)})"  # noqa: S608  # our own names


def through_the_service(journal: Journal, batch: int, number: int) -> float:
    facts = [Read("CNCKG", step) for step in range(batch)]
    start = time.perf_counter()
    with journal.work(actor("par_bench")) as work:
        work.append(f"batch_{batch}_{number}", 0, *facts)
    return time.perf_counter() - start


def copied_rows(journal: Journal, batch: int, number: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The rows the service has just written, under other keys."""
    with journal.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT * FROM journal_entry WHERE stream = 'batch_{batch}_{number}' ORDER BY position"  # noqa: S608
        ).all()
    entries = [(10_000_000 + row[0], f"copy_{row[1]}", *row[2:]) for row in rows]
    return entries, [(f"copy_{batch}_{number}.{row[2]}", "CNCKG", row[2]) for row in rows]


def by_executemany(journal: Journal, plain: Plain, batch: int, number: int) -> float:
    entries, readings = copied_rows(journal, batch, number)
    start = time.perf_counter()
    plain.write(entries, readings)
    return time.perf_counter() - start


def compare(journal: Journal, engine: str, batch: int, report: Callable[[str], None]) -> None:
    plain = Plain(journal)
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(ROUNDS + 2):
        ours.append(through_the_service(journal, batch, number))
        theirs.append(by_executemany(journal, plain, batch, number))
    ratios = sorted(b / a for a, b in zip(ours[2:], theirs[2:], strict=True))
    rate = batch / statistics.median(ours[2:])
    base = batch / statistics.median(theirs[2:])
    report(
        f"{engine:10} batch {batch:4}: service {rate:9,.0f}/s, executemany {base:9,.0f}/s,"
        f" ratio median {statistics.median(ratios):.2f} (min {ratios[0]:.2f}, max {ratios[-1]:.2f})"
    )


def run(report: Callable[[str], None] = print) -> None:
    report("journal: appends per second, service beside executemany of the same rows (entry, leaf, read model)")
    with tempfile.TemporaryDirectory() as folder:
        journal = make_journal(f"sqlite:///{folder}/bench.sqlite3", Path(folder), READINGS)
        for batch in (1, 10, 100, 1000):
            compare(journal, "SQLite", batch, report)
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server, server.database() as url:
        with server.connect() as connection:
            connection.execute("ALTER SYSTEM SET fsync = on")
            connection.execute("SELECT pg_reload_conf()")
        journal = make_journal(url, Path(folder), READINGS)
        for batch in (1, 10, 100, 1000):
            compare(journal, "PostgreSQL", batch, report)
        journal.database.close()


if __name__ == "__main__":
    run()
