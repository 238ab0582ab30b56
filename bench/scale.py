"""The same questions to a small node and to one with 100 times the consignments and events; how each answer's time grows."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from landsea import consignment, journal, planner, tracking
from landsea.consignment import ConsignmentId
from landsea.journal import Journal
from landsea.kernel import ContainerNumber
from landsea.kernel.equipment import check_digit
from landsea.planner import PlanRequest
from tests.app.nodes import new_node, populate, settings_for
from tests.lading.world import World
from tests.support.journals import START

SMALL, FACTOR = 20, 100
EVENTS_EACH = 10
CODES = ("GTIN", "LOAD", "DISC", "GTOT")
RUNS = 7


@dataclass
class Filled:
    world: World
    records: list[ConsignmentId]

    @property
    def journal(self) -> Journal:
        return self.world.journal


def box(number: int) -> ContainerNumber:
    first_ten = f"LSDU{number:06}"
    return ContainerNumber(f"{first_ten}{check_digit(first_ten)}")


def fill(folder: Path, count: int) -> Filled:
    """A node with `count` consignments (confirmed, one container each) and ten events for each, in batches of 1,000."""
    world = populate(new_node(settings_for("sqlite://", folder)))
    records = [world.book(container=box(number)).id for number in range(count)]
    events = [event(number, step) for number in range(count) for step in range(EVENTS_EACH)]
    for start in range(0, len(events), 1000):
        content = json.dumps(events[start : start + 1000]).encode()
        receive(world, content)
    journal.sign_checkpoint(world.journal)
    return Filled(world, records)


def receive(world: World, content: bytes) -> None:
    world.run(world.operator, lambda work: tracking.receive(work, "bench", content, "application/json"))


def event(number: int, step: int) -> dict[str, Any]:
    moment = (START - timedelta(days=15) + timedelta(hours=step)).isoformat()
    return {
        "eventID": f"00000000-0000-4000-8000-{number:08}{step:04}",
        "eventType": "EQUIPMENT",
        "eventClassifierCode": "ACT",
        "eventCreatedDateTime": moment,
        "eventDateTime": moment,
        "equipmentEventTypeCode": CODES[step % len(CODES)],
        "equipmentReference": box(number),
        "emptyIndicatorCode": "LADEN",
        "transportCall": {
            "transportCallID": f"SYNTHETIC-{number}",
            "modeOfTransport": "RAIL",
            "UNLocationCode": "CNCKG",
        },
    }


def milliseconds(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def questions(filled: Filled) -> dict[str, Callable[[], object]]:
    world, node, record = filled.world, filled.journal, filled.records[len(filled.records) // 2]
    counter = iter(range(10**6))
    request = PlanRequest("CNCKG", "SGSIN", START + timedelta(days=2))

    def viewed(ask: Callable[[Any], object]) -> Callable[[], object]:
        def run() -> object:
            with node.view(world.operator.actor) as view:
                return ask(view)

        return run

    def one_event() -> object:
        content = json.dumps([event(len(filled.records) // 2, 100 + next(counter))]).encode()
        return world.run(world.operator, lambda work: tracking.receive(work, "bench", content, "application/json"))

    return {
        "consignments, first page of 50": viewed(lambda view: consignment.list_consignments(view)),
        "one consignment": viewed(lambda view: consignment.get_consignment(view, record)),
        "its timeline": viewed(lambda view: tracking.timeline(view, record)),
        "events, first page of 50": viewed(lambda view: tracking.list_events(view)),
        "receive one event": one_event,
        "book a consignment": lambda: world.book(confirmed=False),
        "plan Chongqing-Singapore": viewed(lambda view: planner.plan(view, request)),
        "timed work (check_due)": lambda: node.run(journal.NODE, tracking.check_due),
        "sign a checkpoint": lambda: (one_event(), journal.sign_checkpoint(node)),
    }


def whole(filled: Filled) -> dict[str, float]:
    """What reads everything: seconds, once."""
    start = time.perf_counter()
    found = journal.verify(filled.journal)
    verified = time.perf_counter()
    journal.rebuild(filled.journal)
    return {
        f"verify ({found.size:,} entries)": verified - start,
        "rebuild": time.perf_counter() - verified,
    }


def run(report: Callable[[str], None] = print) -> None:
    report(f"scale: {SMALL} consignments with {EVENTS_EACH} events each, then {FACTOR} times both (SQLite)")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        small, large = fill(Path(one), SMALL), fill(Path(other), SMALL * FACTOR)
        small_asks, large_asks = questions(small), questions(large)
        for name in small_asks:
            before, after = milliseconds(small_asks[name]), milliseconds(large_asks[name])
            report(f"{name:32} {before:8.1f} ms -> {after:8.1f} ms   x{after / before:.1f}")
        few, many = whole(small), whole(large)
        for (_, before), (name, after) in zip(few.items(), many.items(), strict=True):
            report(f"{name:32} {before:8.2f} s  -> {after:8.2f} s    x{after / before:.0f}")


if __name__ == "__main__":
    run()
