"""How tracking says no."""

from __future__ import annotations

from landsea.kernel import BadSource, Finding, Refusal


class NotJson(Refusal):
    code = "not-json"
    status = 400
    text = "The body is not JSON: {why}. Send one event, an array of events, or an object with the array `events`, in UTF-8."


class TooDeep(Refusal):
    code = "json-too-deep"
    status = 400
    text = "The JSON is nested deeper than {limit} levels. An event needs no more than five; flatten it."


class BadShape(Refusal):
    code = "not-events"
    text = "At {where} there is {found}; events are one JSON object, an array of them, or an object with the array `events`."


class BadEvents(BadSource):
    """Some events of a batch break the standard. All findings are listed; `column` is the JSON pointer."""

    code = "bad-events"
    text = "{count} error(s) in the {source}; nothing was stored. First: {first}"

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("events", findings)
        self.pointer = findings[0].column


class UnknownZone(Refusal):
    code = "unknown-time-zone"
    text = "{zone} is not a time zone of the IANA database. For example Asia/Shanghai."


class UnsupportedContent(Refusal):
    code = "unsupported-content-type"
    status = 415
    text = "Events come as application/json (DCSA Track & Trace 2.2), not as {given}."


class BadFilter(Refusal):
    code = "bad-filter"
    status = 400
    text = "The query parameter {name} cannot be {value}: {why}."
