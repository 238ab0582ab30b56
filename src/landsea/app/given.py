"""What people give to commands: days, files to read and to write, a node to call; refused with what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from landsea.kernel import BadValue, Phrase, Refusal


class NoAnswer(Refusal):
    code = "no-answer"
    status = 502
    text = "No node answers at {url}: {why}. Check the address (--url, LANDSEA_URL) and that the node runs there."


def day(text: str) -> date:
    """A day of the calendar: 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(
            value=repr(text), what="date", why="the calendar has no such day", mend="For example 2026-11-23."
        ) from None


def write(path: Path, content: bytes) -> None:
    """Into a folder that exists; a file of that name is replaced."""
    try:
        path.write_bytes(content)
    except OSError as error:
        why = Phrase("it cannot be written ({error})", error=error.strerror or type(error).__name__)
        mend = "Name a file in a folder that exists and that you may write to."
        raise BadValue(value=repr(str(path)), what="file to write", why=why, mend=mend) from None


def text_of(path: Path, what: str, mend: str) -> str:
    """What a file says in UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadValue(value=repr(str(path)), what=what, why="there is no such file", mend=mend) from None
    except UnicodeDecodeError:
        raise BadValue(value=repr(str(path)), what=what, why="it is not UTF-8 text", mend=mend) from None
    except OSError as error:
        why = Phrase("it cannot be read ({error})", error=error.strerror or type(error).__name__)
        raise BadValue(value=repr(str(path)), what=what, why=why, mend=mend) from None
