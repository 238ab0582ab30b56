"""Numbers that identify a consignment or a legal entity."""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import lei as _lei
from stdnum.cn import uscc as _uscc
from stdnum.exceptions import InvalidLength, ValidationError
from stdnum.sg import uen as _uen

from landsea.kernel.refusal import BadValue

_UCR = re.compile(r"[0-9][A-Z]{2}[A-Z0-9./:\-()]{1,32}")


class Ucr(str):
    """Unique Consignment Reference (WCO; ISO 15459): year digit, country, then up to 32 characters of the national and own part."""

    __slots__ = ()

    def __new__(cls, value: str) -> Ucr:
        if not isinstance(value, str) or not _UCR.fullmatch(value):
            raise BadValue(
                value=repr(value),
                what="UCR",
                why="it must be one digit (year), two letters (country) and 1 to 32 of A-Z 0-9 . / : - ( )",
                mend="For example 6CN91500000MA5U4X9T2L-000017.",
            )
        return super().__new__(cls, value)


def _checked(what: str, example: str, validate: Callable[[str], str], value: str) -> str:
    try:
        return validate(value)
    except (ValidationError, TypeError) as error:
        why = str(error).rstrip(".") or "the check failed"
        raise BadValue(value=repr(value), what=what, why=why, mend=f"For example {example}.") from None


class Uscc(str):
    """Unified social credit code of a Chinese legal entity (统一社会信用代码, GB 32100-2015), 18 characters with check."""

    __slots__ = ()

    def __new__(cls, value: str) -> Uscc:
        return super().__new__(cls, _checked("USCC (统一社会信用代码)", "91110000600037341L", _uscc.validate, value))


class Uen(str):
    """Unique entity number of Singapore, with check letter."""

    __slots__ = ()

    def __new__(cls, value: str) -> Uen:
        return super().__new__(cls, _checked("UEN", "00192200M", _uen.validate, value))


class Lei(str):
    """Legal entity identifier (ISO 17442), 20 characters, ISO 7064 MOD 97-10."""

    __slots__ = ()

    def __new__(cls, value: str) -> Lei:
        return super().__new__(cls, _checked("LEI", "213800KUD8LAJWSQ9D15", _lei_of_20, value))


def _lei_of_20(value: str) -> str:
    """`stdnum` checks the digits of an LEI and not its length."""
    number: str = _lei.validate(value)
    if not re.fullmatch("[A-Z0-9]{18}[0-9]{2}", number):
        raise InvalidLength
    return number
