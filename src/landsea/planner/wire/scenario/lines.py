"""Where in a TOML text its keys stand, so that what is wrong can be pointed at (tomllib does not say)."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+|\"[^\"]*\")\s*=")


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table header and of every key that begins a line. A table of an array has its number
    in its path: `("change", 0, "close")`.
    """
    found: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            name = header[2].strip("\"' ")
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
            else:
                table = tuple(name.split("."))
            found.setdefault(table, number)
        elif key:
            found.setdefault((*table, key[1].strip('"')), number)
    return found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of what it stands in; 0 where nothing is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return lines.get((), 0)
