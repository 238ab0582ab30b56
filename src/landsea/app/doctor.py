"""`landsea doctor`: is this node fit to serve?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError

from landsea import journal
from landsea.app.node import Node, open_node
from landsea.app.schema import current_revision, newest_revision
from landsea.kernel import Refusal
from landsea.runtime import Database, Settings

FREE_BYTES_MIN = 500_000_000
SQLITE_OLDEST, POSTGRES_OLDEST = (3, 35), (14,)
CONNECT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    good: bool
    said: str


def examine(settings: Settings) -> Iterator[Check]:
    """Check after check; stops at the first that makes the others impossible."""
    engine = _engine(settings)
    yield engine
    yield _secret(settings)
    yield _disk(settings)
    yield _assets()
    yield _contexts()
    if not engine.good:
        return
    try:
        node = open_node(settings)
    except Refusal as refusal:
        yield Check("node", good=False, said=str(refusal))
        return
    yield from _node(node)


def _engine(settings: Settings) -> Check:
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        good = sqlite3.sqlite_version_info >= SQLITE_OLDEST
        return Check("sqlite", good, f"{sqlite3.sqlite_version} (3.35 or newer is needed)")
    return _postgres(url)


def _postgres(url: URL) -> Check:
    """Its version and where it is; never the password, nor what stands behind `?`, where one may be too."""
    named = URL.create("postgresql", url.username, None, url.host, url.port, url.database).render_as_string()
    patient = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    database = Database(patient.render_as_string(hide_password=False))
    try:
        with database.read() as connection:
            version = connection.dialect.server_version_info or ()
    except DBAPIError as error:
        why = str(error.orig).splitlines()[0]
        return Check("postgresql", good=False, said=f"no answer from {named} ({why}); start it or mend the address")
    finally:
        database.close()
    told = ".".join(str(part) for part in version)
    return Check("postgresql", version >= POSTGRES_OLDEST, f"{told} (14 or newer is needed) at {named}")


def _secret(settings: Settings) -> Check:
    if settings.node_secret:
        return Check("secret", good=True, said="from the environment")
    file = settings.home / "node.secret"
    if not file.exists():
        return Check("secret", good=False, said=f"{file} is missing; restore it from where you keep it")
    mode = stat.S_IMODE(file.stat().st_mode)
    return Check("secret", mode & 0o077 == 0, f"{file} has mode {mode:o}; others must not read it (chmod 600)")


def _disk(settings: Settings) -> Check:
    home = settings.home if settings.home.exists() else settings.home.parent
    free = shutil.disk_usage(home).free if home.exists() else 0
    writable = os.access(home, os.W_OK)
    return Check(
        "disk",
        free >= FREE_BYTES_MIN and writable,
        f"{free:,} bytes free at {home}, {'' if writable else 'not '}writable",
    )


def _assets() -> Check:
    vendor = Path(__file__).parents[1] / "console" / "static" / "vendor"
    good = (vendor / "maplibre-gl.mjs").exists() or any(vendor.glob("**/maplibre-gl*"))
    return Check("console assets", good, "installed" if good else "missing: run `make install`")


def _contexts() -> Check:
    good = (Path(__file__).parents[1] / "identity" / "contexts" / "credentials-v2.json").exists()
    return Check("contexts of credentials", good, "installed" if good else "missing: run `make install`")


def _node(node: Node) -> Iterator[Check]:
    database = node.journal.database
    yield Check("schema", current_revision(database) == newest_revision(), f"revision {current_revision(database)}")
    if database.is_sqlite:
        with database.read() as connection:
            said = str(connection.execute(text("PRAGMA quick_check")).scalar())
        yield Check("database file", said == "ok", said)
    with node.journal.view(journal.NODE) as view:
        epoch, confirmed = journal.current_epoch(view)
        yield Check(
            "epoch",
            confirmed,
            f"{epoch}, {'' if confirmed else 'not '}confirmed; title acts {'enabled' if confirmed else 'disabled'}",
        )
        yield Check("journal", good=True, said=f"{journal.size(view)} entries; `landsea journal verify` reads them all")
    node.close()
