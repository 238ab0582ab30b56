"""Versions of the network, and what one has that another has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Dropped:
    """A closure or sailing made on the node that an import could not keep: `about` is its facility or trip, `start` its instant (UTC).

    `why` is `no-such-facility`, `no-such-trip`, or `no-such-run` (a blanked run that the new calendar does not have).
    """

    what: str
    id: str
    about: str
    start: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """The network after one of its facts. `revision` counts from 1; `kind` is the fact's, `what` tells it in short."""

    revision: int
    kind: str
    at: datetime
    party: str
    what: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is `added`, `removed` or `changed` from one version to another.

    `kind`: place, facility, service, trip, call, time, cutoff, calendar, tariff, transfer, closure, sailing, omission,
    allotment, voyage, port-call. `service`,
    `trip` and `facility` name what is affected, where there is one. `before` and `after` hold the fields that differ; all of them for
    what was added or removed. `template` with `facts` (`facts_zh` in Chinese) says it in a sentence.
    """

    kind: str
    change: str
    id: str
    template: str
    facts: Mapping[str, str]
    facts_zh: Mapping[str, str] = field(default_factory=dict)
    service: str = ""
    trip: str = ""
    facility: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What `until` has that `since` has not, and the other way round."""

    since: Version
    until: Version
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Kind -> how many were added, removed, changed."""
        found: dict[str, dict[str, int]] = {}
        for one in self.changes:
            row = found.setdefault(one.kind, {"added": 0, "removed": 0, "changed": 0})
            row[one.change] += 1
        return found
