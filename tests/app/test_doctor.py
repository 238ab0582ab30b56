"""`landsea doctor`: which engine a node stands on, and whether it answers."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from landsea.app.doctor import examine
from tests.app.nodes import settings_for
from tests.support.server import free_port


def test_the_engine_is_named_with_its_version_and_place_but_not_its_password(database_url: str, tmp_path: Path) -> None:
    check = next(examine(settings_for(database_url, tmp_path)))
    url = make_url(database_url)
    assert (check.name, check.good) == (url.get_backend_name(), True)
    assert check.said[0].isdigit()
    if url.password:
        assert f"at postgresql://landsea@127.0.0.1:{url.port}/{url.database}" in check.said
        assert url.password not in check.said


def test_a_database_that_does_not_answer_is_told_and_nothing_is_asked_of_it(tmp_path: Path) -> None:
    port = free_port()
    url = f"postgresql+psycopg://landsea:hidden@127.0.0.1:{port}/node?password=hidden"
    found = {check.name: check for check in examine(settings_for(url, tmp_path))}
    assert not found["postgresql"].good
    assert f"no answer from postgresql://landsea@127.0.0.1:{port}/node (" in found["postgresql"].said
    assert "hidden" not in found["postgresql"].said
    assert "disk" in found
    assert "node" not in found
