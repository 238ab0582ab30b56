"""UN/LOCODE (UNECE Recommendation 16)."""

from __future__ import annotations

import re

from landsea.kernel.refusal import BadValue

_SHAPE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")


class UnLocode(str):
    """Five characters: ISO 3166 country, then three letters or the digits 2-9. Shape only; `network` knows which exist."""

    __slots__ = ()

    def __new__(cls, value: str) -> UnLocode:
        code = value.strip().upper().replace(" ", "") if isinstance(value, str) else ""
        if not _SHAPE.fullmatch(code):
            raise BadValue(
                value=repr(value),
                what="UN/LOCODE",
                why="it must be two letters of the country and three letters or digits 2-9",
                mend="For example CNCKG (Chongqing) or SGSIN (Singapore).",
            )
        return super().__new__(cls, code)

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self[:2]
