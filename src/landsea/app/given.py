"""What people give to commands: days and files, refused with what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from landsea.kernel import BadValue, Phrase


def day(text: str) -> date:
    """A day of the calendar: 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(
            value=repr(text), what="date", why="the calendar has no such day", mend="For example 2026-11-23."
        ) from None


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
