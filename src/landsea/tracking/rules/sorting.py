"""What becomes of the events of a batch, given what is known: new, corrections, outdated, duplicates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from landsea.tracking.model import EventId, ReceivedEvent
from landsea.tracking.rules.identity import Precedence, precedence_of

Incoming = tuple[ReceivedEvent, bytes, int]
"""An event, its canonical content, its number in the batch."""
OUTCOMES = ("new", "corrections", "outdated", "duplicates")


@dataclass(frozen=True, slots=True)
class Sorted:
    """`fresh` versions were unknown, `winners` of them hold from now on; `counts` by `OUTCOMES`."""

    fresh: list[Incoming] = field(default_factory=list)
    winners: dict[EventId, Incoming] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def sort_out(
    incoming: Iterable[Incoming], known: Iterable[tuple[EventId, str]], holds: Mapping[EventId, Precedence]
) -> Sorted:
    """`known`: the versions (event, digest) that came before; `holds`: the precedence of the version that holds of each event."""
    found, seen, best = Sorted(), set(known), dict(holds)
    for one in incoming:
        event = one[0]
        version = (event.id, event.digest)
        outcome = "duplicates" if version in seen else _outcome(event, best.get(event.id))
        found.counts[outcome] += 1
        if outcome == "duplicates":
            continue
        seen.add(version)
        found.fresh.append(one)
        if outcome != "outdated":
            best[event.id] = precedence_of(event)
            found.winners[event.id] = one
    return found


def _outcome(event: ReceivedEvent, rival: Precedence | None) -> str:
    if rival is None:
        return "new"
    return "corrections" if precedence_of(event) > rival else "outdated"
