"""Values of request bodies that are taken as they are written: no number is a time, no `true` a number.

Left alone, the validator reads 1700000000 as an instant and `true` as 1, so that a mistake of the caller would be answered with
another plan than was meant.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, StrictBool, StrictInt
from pydantic_core import PydanticKnownError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_time(value: Any) -> Any:
    if isinstance(value, str) and not _DATE.match(value):
        raise PydanticKnownError("datetime_type")
    return _text(value, "datetime_type")


def _written_as_date(value: Any) -> Any:
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise PydanticKnownError("date_type")
    return _text(value, "date_type")


def _text(value: Any, fault: Any) -> Any:
    if isinstance(value, (int, float)):
        raise PydanticKnownError(fault)
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_as_time)]
"""RFC 3339 with its zone; seconds may be left out."""
Day = Annotated[date, BeforeValidator(_written_as_date)]
"""YYYY-MM-DD."""
Whole = StrictInt
Flag = StrictBool
