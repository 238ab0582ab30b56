"""What people type of a plan's limits: closures and measures, each as one word."""

from __future__ import annotations

import re

from landsea.kernel import BadValue, parse_instant
from landsea.planner.model import PlanClosure


def render_closure(one: PlanClosure) -> str:
    """As `parse_closure` reads it."""
    return f"{one.name}={one.start.isoformat(timespec='minutes')}/{one.end.isoformat(timespec='minutes')}"


def parse_closure(text: str) -> PlanClosure:
    """`CNQZH=2026-12-01T00:00Z/2026-12-08T00:00Z`: the interval is written as in ISO 8601."""
    name, _, period = text.partition("=")
    start, _, end = period.partition("/")
    if not (name.strip() and start and end):
        mend = "For example CNQZH=2026-12-01T00:00Z/2026-12-08T00:00Z."
        raise BadValue(value=repr(text), what="closure", why="it names no place with a start and an end", mend=mend)
    return PlanClosure(name.strip(), parse_instant(start), parse_instant(end))


def parse_measure(text: str) -> tuple[str, int]:
    """`draught_cm=1250`."""
    found = re.fullmatch(r"\s*(\w+)\s*=\s*([0-9]{1,9})\s*", text, re.ASCII)
    if not found:
        mend = "For example draught_cm=1250."
        raise BadValue(value=repr(text), what="limit", why="it is no measure with a whole number", mend=mend)
    return found[1], int(found[2])
