"""The sandbox's clock, for the command line and the API."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import Connection

from landsea.app.node import open_node
from landsea.journal import Journal
from landsea.kernel import BadValue, Refusal, parse_instant
from landsea.runtime import SandboxClock, Settings

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class NotASandbox(Refusal):
    code = "not-a-sandbox"
    status = 409
    text = "This is a real node: its clock is the system's. Only a sandbox's clock can be set."


def parse_span(text: str) -> timedelta:
    """`90m`, `36h`, `3d`."""
    match = re.fullmatch(r"(\d{1,6})([mhd])", text)
    if not match:
        raise BadValue(
            value=repr(text), what="time span", why="it is a whole number and m, h or d", mend="For example 36h."
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def sandbox_clock(journal: Journal) -> SandboxClock:
    if not isinstance(journal.clock, SandboxClock):
        raise NotASandbox
    return journal.clock


def move_clock(journal: Journal, connection: Connection, by: timedelta) -> datetime:
    return sandbox_clock(journal).advance(connection, by)


def freeze_clock(settings: Settings, at: str) -> datetime:
    """Not back: a time before the newest entry is refused."""
    node = open_node(settings)
    with node.journal.database.write() as connection:
        clock = sandbox_clock(node.journal)
        wanted = parse_instant(at)
        if wanted < clock.now(connection):
            raise BadValue(value=at, what="time", why="the node's clock is past it", mend="A clock does not run back.")
        clock.freeze(connection, wanted)
        return wanted


def advance_clock(settings: Settings, by: str) -> datetime:
    node = open_node(settings)
    with node.journal.database.write() as connection:
        return move_clock(node.journal, connection, parse_span(by))
