"""What is wrong with the shape of a request, by the validator's type of error, in the caller's language.

The sentences stand behind the pointer of the value they are about; none repeats the value, which may be personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landsea.runtime.i18n import translate

_LIST, _OBJECT = "It has to be a list.", "It has to be an object."
_WHOLE, _NUMBER = "It has to be a whole number.", "It has to be a number."
_DECIMAL = "It has to be a decimal number with fewer digits."
_FLAG, _ONE_OF = "It has to be true or false.", "It has to be one of {expected}."
_TIME = "It has to be a time with its zone, as 2026-11-23T08:00+08:00."
_DATE = "It has to be a date, as 2026-11-23."
_ADDRESS, _UUID = "It has to be a web address.", "It has to be a UUID."
_OTHER = "It is not as the API describes it ({code}); see /openapi.json."

SENTENCES: dict[str, str] = {
    "missing": "It is required.",
    "extra_forbidden": "There is no such field here.",
    "json_invalid": "The body is no JSON from this character on.",
    "none_required": "It has to be null.",
    "string_type": "It has to be a text.",
    "string_unicode": "It has to be a text in UTF-8.",
    "string_too_short": "It needs {min_length} character(s) or more.",
    "string_too_long": "It may have {max_length} character(s) at most.",
    "string_pattern_mismatch": "It has to have the form {pattern}.",
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
    "union_tag_invalid": "It has to be one of {expected_tags}.",
    "union_tag_not_found": "Its field {discriminator} is required.",
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_max_digits": _DECIMAL,
    "decimal_max_places": _DECIMAL,
    "decimal_whole_digits": _DECIMAL,
    "greater_than": "It has to be more than {gt}.",
    "greater_than_equal": "It has to be {ge} or more.",
    "less_than": "It has to be less than {lt}.",
    "less_than_equal": "It has to be {le} or less.",
    "multiple_of": "It has to be a multiple of {multiple_of}.",
    "too_short": "It needs {min_length} item(s) or more.",
    "too_long": "It may have {max_length} item(s) at most.",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "timezone_aware": _TIME,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "url_type": _ADDRESS,
    "url_parsing": _ADDRESS,
    "url_syntax_violation": _ADDRESS,
    "url_scheme": _ADDRESS,
    "url_too_long": _ADDRESS,
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "uuid_version": _UUID,
}
"""By type of error; `{facts}` are those that the validator gives with it."""


def shape_fault(error: Mapping[str, Any], language: str) -> str:
    """The sentence for one error of pydantic. A `ValueError` of a room's own check says it in its words, translated like all texts."""
    code, facts = str(error["type"]), dict(error.get("ctx") or {})
    if code in ("value_error", "assertion_error"):
        return translate(str(facts.get("error", "")), language)
    if "expected" in facts:
        facts["expected"] = str(facts["expected"]).replace(" or ", translate(" or ", language))
    return translate(SENTENCES.get(code, _OTHER), language).format(**facts | {"code": code})
