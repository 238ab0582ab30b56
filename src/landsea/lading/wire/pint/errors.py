"""Bodies that are not what the standard says, and the standard's `ErrorResponse`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from landsea.kernel import Refusal
from landsea.lading.wire.shapes import Fault, Shape, faults
from landsea.lading.wire.strict_json import NotJson, parse_json

INVALID_DATA = (7003, "invalidData")
"""DCSA's standard error code and its text for a body that does not fit the schema."""


class Misshapen(Refusal):
    """A body that does not fit the standard's schema; `faults` are all that is wrong with it."""

    code = "misshapen-message"
    status = 400
    text = "The message is not as {standard} describes it: {count} fault(s). First: at {path}, {why}. Correct it and send it again."

    def __init__(self, standard: str, found: Sequence[Fault]) -> None:
        self.faults = tuple(found)
        first = self.faults[0]
        super().__init__(standard=standard, count=len(self.faults), path=first.path, why=first.why)


def read_json(body: bytes, standard: str) -> Any:
    """The body's JSON value. Raises `Misshapen`."""
    try:
        return parse_json(body)
    except NotJson as error:
        raise Misshapen(standard, [Fault("$", "", f"the body is not JSON that can be relied on: {error}")]) from None


def require_shape(shape: Shape, value: Any, standard: str) -> None:
    """Raises `Misshapen` with every fault, each with its JSONPath."""
    if found := faults(shape, value):
        raise Misshapen(standard, found)


def render_error(
    *,
    method: str,
    uri: str,
    status: int,
    phrase: str,
    message: str,
    reference: str,
    at: datetime,
    found: Sequence[Fault] = (),
    text: str = "",
) -> dict[str, Any]:
    """DCSA's `ErrorResponse`, each text cut to the length the schema allows. `text` names the error when there is no fault in the body."""
    details = [_detail(one) for one in found] or [{"errorCodeText": text[:100], "errorCodeMessage": message[:5000]}]
    return {
        "httpMethod": method,
        "requestUri": uri,
        "statusCode": status,
        "statusCodeText": phrase[:50],
        "statusCodeMessage": message[:200],
        "providerCorrelationReference": reference[:100],
        "errorDateTime": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "errors": details,
    }


def _detail(one: Fault) -> dict[str, Any]:
    code, text = INVALID_DATA
    detail = {
        "errorCode": code,
        "property": one.property[:100],
        "value": one.value[:500],
        "jsonPath": one.path[:500],
        "errorCodeText": text,
        "errorCodeMessage": one.why[:5000],
    }
    return {name: value for name, value in detail.items() if value}
