"""Inserting many rows by the driver itself, past SQLAlchemy's work for each value: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from datetime import UTC as _UTC
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from landsea.runtime import UTC


def insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows of plain text, integers, bytes, booleans and aware times, each with every column."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        _insert(connection, table, rows)
    else:
        _copy(connection, table, rows)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    times = [column.name for column in table.columns if isinstance(column.type, UTC)]
    for row in rows:
        for name in times:
            row[name] = _sqlite_text(row[name])
    marks = ", ".join(f":{column.name}" for column in table.columns)
    statement = f"INSERT INTO {table.name} ({_columns(table)}) VALUES ({marks})"  # noqa: S608  # our own names
    connection.exec_driver_sql(statement, rows)


def _copy(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    names = [column.name for column in table.columns]
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({_columns(table)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


@cache
def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _sqlite_text(at: datetime) -> str:
    """As `runtime.UTC` stores it."""
    return at.astimezone(_UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
