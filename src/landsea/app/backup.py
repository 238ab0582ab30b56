"""Backup and restore. A restored node starts a new epoch: see `epoch`."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from landsea import journal
from landsea.app.given import make_folder, regular, unwritable
from landsea.app.node import NodeExists, NoNode, node_lock, open_node
from landsea.kernel import Refusal
from landsea.runtime import Database, Settings

DATABASE = "landsea.sqlite3"
DUMP = "landsea.dump"


class NotABackup(Refusal):
    code = "not-a-backup"
    text = "{file} is not a backup of this kind of node: {why}. Give a file that `landsea backup` wrote."


class ToolMissing(Refusal):
    code = "tool-missing"
    status = 500
    text = "{tool} failed or is not installed: {why}. Install PostgreSQL's client programs of the server's version."


def back_up(settings: Settings, file: Path) -> int:
    """Writes the backup beside `file` first, then gives it its name; returns its size in bytes."""
    target = regular(file)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            _pack(settings, Path(folder)).replace(target)
        return target.stat().st_size
    except OSError as error:
        raise unwritable(file, error) from None


def _pack(settings: Settings, folder: Path) -> Path:
    part = folder / "part"
    with tarfile.open(part, "w") as tar:
        dumped = _dump(settings, folder)
        tar.add(dumped, dumped.name)
        if (blobs := settings.home / "blobs").exists():
            tar.add(blobs, "blobs")
    return part


def _dump(settings: Settings, folder: Path) -> Path:
    if settings.database_url:
        target = folder / DUMP
        _run("pg_dump", "--format=custom", f"--file={target}", _libpq(settings))
        return target
    source = settings.home / DATABASE
    if not source.exists():
        raise NoNode(home=settings.home)
    target = folder / DATABASE
    with sqlite3.connect(source) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    return target


def restore_from(settings: Settings, file: Path) -> int:
    """Into an empty home, made where there is none (and an empty PostgreSQL database); returns how many entries were restored."""
    make_folder(settings.home)
    with node_lock(settings):
        if not settings.database_url and (settings.home / DATABASE).exists():
            raise NodeExists(home=settings.home)
        with tempfile.TemporaryDirectory(dir=settings.home) as folder:
            _unpack(file, Path(folder))
            _load(settings, Path(folder), file)
            if (blobs := Path(folder) / "blobs").exists():
                shutil.copytree(blobs, settings.home / "blobs", dirs_exist_ok=True)
        node = open_node(settings)
        with node.journal.view(journal.NODE) as view:
            entries = journal.restored_size(view)
        node.close()
        return entries


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise NotABackup(file=file, why=str(error)) from None


def _load(settings: Settings, folder: Path, file: Path) -> None:
    name = DUMP if settings.database_url else DATABASE
    if not (folder / name).exists():
        raise NotABackup(file=file, why=f"it has no {name}")
    if settings.database_url:
        _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={_libpq(settings)}", str(folder / name))
    else:
        shutil.copy(folder / name, settings.home / DATABASE)
    database = Database(settings.url)
    with database.write() as connection:
        journal.mark_moved(connection)
    database.close()


def _libpq(settings: Settings) -> str:
    return Database(settings.url).url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(tool: str, *arguments: str) -> None:
    try:
        subprocess.run([tool, *arguments], check=True, capture_output=True, text=True)  # noqa: S603  # our own arguments
    except FileNotFoundError as error:
        raise ToolMissing(tool=tool, why=str(error)) from None
    except subprocess.CalledProcessError as error:
        raise ToolMissing(tool=tool, why=error.stderr.strip()[-400:]) from None
