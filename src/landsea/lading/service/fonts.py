"""The font of printed documents: one family with Latin and Chinese, embedded, and asked beforehand for every character."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import landsea
from landsea.lading.model import CharacterNotInFont, FontMissing

FAMILY = "Noto Sans SC"
_VENDOR = Path(landsea.__file__).parent / "console" / "static" / "vendor" / "fonts"
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def font_folder() -> Path:
    """Where the font's files are; refused when set-up has not put them there."""
    if not all((_VENDOR / name).exists() for name in _FILES):
        raise FontMissing(family=FAMILY)
    return _VENDOR


@cache
def covered() -> frozenset[int]:
    """Code points that both weights of the font have."""
    from fontTools.ttLib import TTFont

    maps = [set(TTFont(font_folder() / name, lazy=True).getBestCmap()) for name in _FILES]
    return frozenset(set.intersection(*maps))


def require_covered(value: Any) -> None:
    """Refuses the first character of any text in `value` that the font lacks, naming it and where it stands."""
    known = covered()
    for where, text in _texts(value, ""):
        for character in text:
            if ord(character) not in known and character != "\n":
                raise CharacterNotInFont(character=character, code=ord(character), where=where)


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{where}/{name}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{where}/{index}")
