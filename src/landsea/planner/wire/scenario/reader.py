"""Reads the keys of one TOML table and collects what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any

from landsea.kernel import BadValue, Finding, Phrase, clean
from landsea.planner.wire.scenario.lines import Path, line_of

NOT_GIVEN = datetime.max.replace(tzinfo=UTC)


class Problems:
    """What is wrong in one text, and where its keys stand."""

    def __init__(self, source: str, lines: dict[Path, int]) -> None:
        self.source, self.lines = source, lines
        self.found: list[Finding] = []

    def add(self, path: Path, what: str, mend: str, *, error: bool = True) -> None:
        name = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        self.found.append(Finding(self.source, line_of(self.lines, path), name, what, mend, error))


class Reader:
    """One table. Every method takes a key; a value that is wrong is told, and the default stands in for it."""

    def __init__(self, table: object, path: Path, problems: Problems) -> None:
        self.path, self.problems = path, problems
        self.seen: set[str] = set()
        self.table: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
        if not isinstance(table, Mapping):
            self.problems.add(path, "It is not a table.", "Write its keys below a header or within braces.")

    @property
    def line(self) -> int:
        return line_of(self.problems.lines, self.path)

    def bad(self, key: str, what: str, mend: str) -> None:
        self.problems.add((*self.path, key), what, mend)

    def has(self, key: str) -> bool:
        return key in self.table

    def get(self, key: str) -> Any:
        self.seen.add(key)
        return self.table.get(key)

    def required(self, key: str) -> None:
        if key not in self.table:
            self.bad(key, Phrase("{key} is missing.", key=key), "Add it.")

    def text(self, key: str, default: str = "", longest: int = 200) -> str:
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.bad(key, "It is not a text.", "Put it in quotation marks.")
            return default
        try:
            return clean(value, key, longest)
        except BadValue as wrong:
            self.bad(key, str(wrong.facts["why"]), str(wrong.facts["mend"]))
            return default

    def integer(self, key: str, low: int, high: int, default: int = 0) -> int:
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.bad(key, Phrase("It is not a whole number from {low} to {high}.", low=low, high=high), "Correct it.")
            return default
        return value

    def number(self, key: str, low: float, high: float, default: float = 0) -> float:
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.bad(key, Phrase("It is not a number from {low} to {high}.", low=low, high=high), "Correct it.")
            return default
        return float(value)

    def optional(self, key: str, low: int, high: int) -> int | None:
        return self.integer(key, low, high, low) if self.has(key) else None

    def instant(self, key: str) -> datetime | None:
        """An instant with its zone, or a date, which begins at 00:00 UTC."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            if value.tzinfo is not None and 2000 <= value.year <= 2100:
                return value.astimezone(UTC)
            self.bad(
                key, "The time has no zone, or is not between 2000 and 2100.", "For example 2026-12-01T08:00:00+08:00."
            )
        elif isinstance(value, date) and 2000 <= value.year <= 2100:
            return datetime.combine(value, time(), UTC)
        else:
            self.bad(key, "It is not a date.", "Write it without quotation marks, for example 2026-12-01.")
        return None

    def names(self, key: str, most: int = 2000) -> tuple[str, ...]:
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if (
            not isinstance(value, Sequence)
            or len(value) > most
            or not all(isinstance(one, str) and one for one in value)
        ):
            self.bad(key, "It is not a list of names.", 'For example ["CNCKG", "SGSIN"].')
            return ()
        return tuple(dict.fromkeys(one.strip() for one in value))

    def one_of(self, key: str, allowed: Sequence[str], default: str) -> str:
        value = self.get(key)
        if value is None:
            return default
        if value not in allowed:
            known = ", ".join(allowed)
            self.bad(
                key,
                Phrase("{value} is not known here.", value=repr(value)),
                Phrase("Use one of: {known}.", known=known),
            )
            return default
        return str(value)

    def tables(self, key: str, most: int = 10_000) -> list[Reader]:
        """The tables of an array."""
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            self.bad(key, Phrase("It is not a list of at most {most} tables.", most=most), "Correct it.")
            return []
        return [Reader(one, (*self.path, key, n), self.problems) for n, one in enumerate(value)]

    def within(self, key: str) -> Reader:
        return Reader(self.get(key) or {}, (*self.path, key), self.problems)

    def close(self, known: Sequence[str] = ()) -> None:
        """Tells the keys nobody asked for."""
        allowed = sorted({*self.seen, *known})
        for key in self.table:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                mend = (
                    Phrase("Did you mean {near}?", near=near[0])
                    if near
                    else Phrase("Known: {known}.", known=", ".join(allowed))
                )
                self.bad(key, Phrase("There is no key {key} here.", key=key), mend)
