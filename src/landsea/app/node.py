"""One node on this machine: its folder, its lock, its journal."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from landsea import identity, journal, network
from landsea.app.given import make_folder, unwritable
from landsea.app.rooms import projections
from landsea.app.schema import upgrade
from landsea.journal import Journal, Site
from landsea.kernel import Refusal
from landsea.runtime import Blobs, Database, SandboxClock, Settings, SystemClock, Vault, read_or_make_secret


class NoNode(Refusal):
    code = "no-node"
    status = 404
    text = "There is no node in {home}. Make one with `landsea init` (or try `landsea demo`)."


class NodeExists(Refusal):
    code = "node-exists"
    status = 409
    text = "There is a node in {home} already. Choose another folder with LANDSEA_HOME."


class NodeIsRunning(Refusal):
    code = "node-is-running"
    status = 409
    text = "The node in {home} is running (process {pid}). Use its API with `landsea api`, or stop it first."


@dataclass(frozen=True)
class Node:
    settings: Settings
    journal: Journal

    def close(self) -> None:
        self.journal.database.close()


def init_node(settings: Settings, *, sandbox: bool, jurisdiction: str, origin: str = "") -> Node:
    """Makes the folder, the tables, the node's key and the first entry; the node begins with the shipped network."""
    database, vault = _open_database(settings)
    upgrade(database)
    with database.write() as connection:
        if journal.is_created(connection):
            raise NodeExists(home=settings.home)
        site = Site(origin or _origin(settings), settings.public_url, sandbox)
        signer = identity.node_signer(connection, vault, site.origin)
    opened = _journal(settings, database, site, signer)
    journal.create(opened, jurisdiction)
    opened.run(journal.NODE, network.import_shipped)
    return Node(settings, opened)


def open_node(settings: Settings) -> Node:
    """Opens the node as it is: tables brought up to date, a new epoch when the data were restored or copied."""
    if not settings.database_url and not (settings.home / "landsea.sqlite3").exists():
        raise NoNode(home=settings.home)
    database, vault = _open_database(settings)
    moved = upgrade(database)
    with database.write() as connection:
        if not journal.is_created(connection):
            raise NoNode(home=settings.home)
        first = journal.created(connection)
        site = Site(first.origin, settings.public_url, first.sandbox)
        signer = identity.node_signer(connection, vault, site.origin)
    opened = _journal(settings, database, site, signer)
    if moved:  # read models of another shape are what the journal makes of them
        journal.rebuild(opened)
    journal.start_epoch_if_moved(opened)
    return Node(settings, opened)


def log_key(settings: Settings) -> str | None:
    """The verifier key of the node's log, read beside a server that may be running; `None` where no node was made."""
    database, vault = _open_database(settings)
    try:
        with database.read() as connection:
            if not journal.is_created(connection):
                return None
            return identity.node_signer(connection, vault, journal.created(connection).origin).verifier.vkey
    finally:
        database.close()


@contextmanager
def writing(settings: Settings) -> Iterator[Node]:
    """The node, held by this process alone; refused while a server holds it. PostgreSQL nodes need no lock."""
    with node_lock(settings):
        node = open_node(settings)
        try:
            yield node
        finally:
            node.close()


@contextmanager
def reading(settings: Settings) -> Iterator[Node]:
    """The node without its lock, for commands that only read."""
    node = open_node(settings)
    try:
        yield node
    finally:
        node.close()


@contextmanager
def node_lock(settings: Settings) -> Iterator[None]:
    """Held by the one process that writes to a SQLite node; freed by the system when the process ends, however it ends."""
    if settings.database_url:
        yield
        return
    make_folder(settings.home)
    path = settings.home / "node.lock"
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise NodeIsRunning(home=settings.home, pid=file.read().strip() or "?") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a+")
    except OSError as error:
        raise unwritable(path, error) from None


def _open_database(settings: Settings) -> tuple[Database, Vault]:
    make_folder(settings.home)
    secret = read_or_make_secret(settings.home / "node.secret", settings.node_secret)
    return Database(settings.url), Vault(secret)


def _journal(settings: Settings, database: Database, site: Site, signer: journal.Signer) -> Journal:
    clock = SandboxClock() if site.sandbox else SystemClock()
    return Journal(database, clock, Blobs(Path(settings.home) / "blobs"), site, signer, projections())


def _origin(settings: Settings) -> str:
    """The log's name (C2SP: a URL without scheme is customary): where the node is reached, and a path of ours."""
    return settings.public_url.split("://", 1)[-1] + "/landsea"
