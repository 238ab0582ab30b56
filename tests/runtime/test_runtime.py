"""Plumbing: times, clock, ids, secrets, blobs, settings."""

from __future__ import annotations

import threading
from datetime import UTC as ZONE
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import DBAPIError, StatementError

from landsea.kernel import BadValue, Refusal
from landsea.runtime import (
    UTC,
    Blobs,
    Database,
    Kept,
    SandboxClock,
    Vault,
    load_settings,
    metadata,
    moment_and_id,
    new_id,
    only_id,
    preferred_language,
    read_or_make_secret,
    render_cursor,
)
from landsea.runtime.clock import clock_table

times = Table("times", MetaData(), Column("id", Integer, primary_key=True), Column("at", UTC))
NOW = datetime(2026, 11, 21, 1, 2, 3, 456789, ZONE)


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database(database_url)
    with database.write() as connection:
        times.create(connection)
        clock_table.create(connection)
    return database


def test_an_instant_comes_back_in_utc_to_the_microsecond(database: Database) -> None:
    chongqing = NOW.astimezone(timezone(timedelta(hours=8)))
    with database.write() as connection:
        connection.execute(insert(times).values(id=1, at=chongqing))
    with database.read() as connection:
        found = connection.execute(select(times.c.at)).scalar_one()
    assert (found, found.utcoffset()) == (NOW, timedelta())


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"), database.write() as connection:
        connection.execute(insert(times).values(id=1, at=NOW.replace(tzinfo=None)))


def test_writers_of_one_process_wait_for_each_other(database: Database) -> None:
    def write(number: int) -> None:
        for step in range(25):
            with database.write() as connection:
                connection.execute(select(times).limit(1)).all()
                connection.execute(insert(times).values(id=number * 100 + step, at=NOW))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert len(connection.execute(select(times)).all()) == 200


def test_the_sandbox_clock_freezes_advances_and_never_runs_back(database: Database) -> None:
    clock = SandboxClock()
    with database.write() as connection:
        assert abs(clock.now(connection) - datetime.now(ZONE)) < timedelta(minutes=1)
        clock.freeze(connection, NOW)
        assert clock.now(connection) == NOW
        assert clock.advance(connection, timedelta(days=2)) == NOW + timedelta(days=2)
        with pytest.raises(ValueError, match="back"):
            clock.advance(connection, timedelta(days=-1))


def test_ids_of_one_process_sort_by_age_even_when_the_clock_stands() -> None:
    made = [new_id("cns", NOW) for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
    assert all(len(one) == 30 and one.startswith("cns_") for one in made)


def test_a_secret_opens_only_under_the_secret_and_name_it_was_sealed_with(tmp_path: Path) -> None:
    secret = read_or_make_secret(tmp_path / "node.secret")
    assert read_or_make_secret(tmp_path / "node.secret") == secret
    assert (tmp_path / "node.secret").stat().st_mode & 0o077 == 0
    sealed = Vault(secret).seal("node-key", b"value")
    assert Vault(secret).open("node-key", sealed) == b"value"
    with pytest.raises(Refusal):
        Vault(b"another").open("node-key", sealed)
    with pytest.raises(Refusal):
        Vault(secret).open("another-name", sealed)


def test_a_damaged_blob_is_not_given_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = blobs.put(b"invoice")
    assert blobs.put(b"invoice") == digest
    assert blobs.get(digest) == b"invoice"
    blobs.path(digest).write_bytes(b"forged")
    with pytest.raises(OSError, match="damaged"):
        blobs.get(digest)


def test_settings_come_from_environment_over_file_over_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "landsea.toml").write_text('port = 9000\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("LANDSEA_PORT", "9001")
    settings = load_settings(tmp_path)
    assert (settings.port, settings.host, settings.body_bytes_max) == (9001, "0.0.0.0", 8_000_000)  # noqa: S104  # a value


@pytest.mark.parametrize(
    ("text", "named"),
    [("prot = 1\n", "prot"), ('port = "many"\n', "port"), ('schedules = "me"\n', "schedules"), ("port =", "toml")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "landsea.toml").write_text(text)
    with pytest.raises(Refusal, match=named):
        load_settings(tmp_path)


def test_all_tables_have_named_constraints() -> None:
    """Without a name, a migration on SQLite cannot change a constraint later."""
    unnamed = [
        f"{table.name}: {item}" for table in metadata.tables.values() for item in table.constraints if not item.name
    ]
    assert unnamed == []


def test_a_view_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.execute(insert(times).values(id=1, at=NOW))


def test_a_cursor_that_a_list_gave_leads_behind_its_row_and_no_other_text_does() -> None:
    at = datetime(2026, 11, 21, 1, 0, tzinfo=ZONE)
    assert moment_and_id(render_cursor(at, "cns_1")) == (at, "cns_1")
    assert only_id(render_cursor("par_1")) == "par_1"
    assert (moment_and_id(None), moment_and_id(""), only_id("")) == (None, None, "")
    for text in ("x", "%00", render_cursor("cns_1"), render_cursor("yesterday", "cns_1"), render_cursor("a\0", "b")):
        with pytest.raises(BadValue) as refused:
            moment_and_id(text)
        assert refused.value.pointer == "/cursor"
    with pytest.raises(BadValue):
        only_id(render_cursor("par_1", "par_2"))


def test_of_many_who_ask_for_the_same_one_works_it_out() -> None:
    kept, made, begun = Kept[str, int](2), list[int](), threading.Barrier(4)

    def make() -> int:
        made.append(1)
        return 1

    def ask() -> None:
        begun.wait()
        kept.get("a", make)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert kept.get("a", lambda: 0) == 1


def test_what_failed_is_tried_again_and_the_oldest_goes_first() -> None:
    kept = Kept[str, int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    for number, key in enumerate("abac"):
        kept.get(key, partial(int, number))
    assert ["a" in kept, "b" in kept, "c" in kept] == [True, False, True]


@pytest.mark.parametrize(
    ("header", "language"),
    [("zh;q=0, en", "en"), ("zh-CN;q=0.000", "en"), ("zh; Q=0, en;q=0", "en"), ("zh;q=0.1", "zh"), ("fr, zh", "zh")],
)
def test_a_language_of_weight_0_is_not_acceptable(header: str, language: str) -> None:
    assert preferred_language(header) == language
