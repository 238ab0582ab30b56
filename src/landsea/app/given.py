"""What people give to commands: days, files to read and to write, a node to call; refused with what is wrong with them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from landsea.kernel import BadValue, Phrase, Refusal

NAME_A_FILE = "Name a file in a folder that exists and that you may write to."


class NoAnswer(Refusal):
    code = "no-answer"
    status = 502
    text = "No node answers at {url}: {why}. Check the address (--url, LANDSEA_URL) and that the node runs there."


class BadFile(BadValue):
    """A file or folder that was named cannot be read or written as it must be. It ends a command with exit code 2, as bad usage does."""

    code = "bad-file"


def day(text: str) -> date:
    """A day of the calendar from 2000 to 2100: 2026-11-23."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise _no_day(text, "the calendar has no such day") from None
    if not 2000 <= found.year <= 2100:
        raise _no_day(text, "it is not between 2000 and 2100")
    return found


def _no_day(text: str, why: str) -> BadValue:
    return BadValue(value=repr(text), what="date", why=why, mend="For example 2026-11-23.")


def write(path: Path, content: bytes) -> None:
    """Into a folder that exists; a file of that name is replaced, by the whole of what is new or not at all."""
    write_all(path.parent, {path.name: content}, make=False)


def write_all(folder: Path, files: Mapping[str, bytes], *, make: bool = True) -> None:
    """Files of one folder, which is made where it is not there. None takes its name before all are written."""
    if make:
        make_folder(folder)
    parts: dict[Path, Path] = {}
    path = folder
    try:
        for name, content in files.items():
            path = Path(os.path.realpath(folder / name))
            if path.exists() and not path.is_file():
                path.write_bytes(content)  # a pipe or device takes it as it comes; a folder refuses
            else:
                parts[path] = path.with_name(f".{path.name}.part")
                parts[path].write_bytes(content)
        for path, part in parts.items():
            _put(part, path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()


def _put(part: Path, path: Path) -> None:
    if path.exists():
        shutil.copymode(path, part)
    part.replace(path)


def regular(path: Path) -> Path:
    """The path, links followed, if a file can take its name; a device, a pipe or a folder is refused."""
    found = Path(os.path.realpath(path))
    if found.exists() and not found.is_file():
        raise _bad(path, "file to write", "something that is no file has this name", NAME_A_FILE)
    return found


def make_folder(folder: Path) -> None:
    """With the folders above it; refused where a file is in the way or nothing may be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Name a folder that you may make and write to."
        raise _bad(folder, "folder", Phrase("it cannot be written ({error})", error=_said(error)), mend) from None


def unwritable(path: Path, error: OSError) -> BadFile:
    return _bad(path, "file to write", Phrase("it cannot be written ({error})", error=_said(error)), NAME_A_FILE)


def content_of(path: Path, what: str, mend: str, bytes_max: int | None = None) -> bytes:
    """A file's bytes; one of more than `bytes_max` is refused before it is read."""
    try:
        if bytes_max is not None and path.stat().st_size > bytes_max:
            raise _bad(path, what, Phrase("it has more than {most} bytes", most=bytes_max), mend)
        return path.read_bytes()
    except FileNotFoundError:
        raise _bad(path, what, "there is no such file", mend) from None
    except OSError as error:
        raise _bad(path, what, Phrase("it cannot be read ({error})", error=_said(error)), mend) from None


def text_of(path: Path, what: str, mend: str, bytes_max: int | None = None) -> str:
    """What a file says in UTF-8, with or without a byte order mark."""
    try:
        return content_of(path, what, mend, bytes_max).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(path, what, "it is not UTF-8 text", mend) from None


def _bad(path: Path, what: str, why: str, mend: str) -> BadFile:
    return BadFile(value=repr(str(path)), what=what, why=why, mend=mend)


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__
