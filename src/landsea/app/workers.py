"""What runs beside the requests: checkpoints, the facts that time causes, what is learned from the day's events."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from landsea import journal, notify
from landsea.journal import Journal
from landsea.kernel import Refusal
from landsea.runtime.logging import log

Step = Callable[[Journal], object]


def steps() -> list[Step]:
    """Each step is safe to run again, on any number of processes."""
    from landsea import consignment, lading, planner, tracking

    return [
        lambda node: journal.follow(node, tracking.WATCH),
        lambda node: node.run(journal.NODE, tracking.check_due),
        lambda node: journal.follow(node, planner.REPLAN_WATCH),
        planner.review,
        lambda node: node.run(journal.NODE, consignment.expire_quotes),
        lambda node: node.run(journal.NODE, lading.expire_due),
        lading.run_chains,
        lading.PlatformCourier().step,
        daily(lambda node: node.run(journal.NODE, tracking.learn_performance)),
        journal.sign_checkpoint,
    ]


def telling(courier: notify.Courier, dispatcher: notify.Dispatcher) -> list[Step]:
    """What tells others of the facts, in front of which all of them were written."""
    return [
        lambda node: notify.listen(node, courier),
        dispatcher.step,
        daily(lambda node: node.run(journal.NODE, lambda work: notify.forget_old(work, courier))),
    ]


def daily(step: Step) -> Step:
    """The step, once on each day of the node's clock and process; again after one that failed."""
    done: set[date] = set()

    def run(node: Journal) -> None:
        with node.database.read() as connection:
            today = node.clock.now(connection).date()
        if today not in done:
            step(node)
            done.clear()
            done.add(today)

    return run


def run_steps(node: Journal, some: list[Step] | None = None) -> None:
    """All of them, unless some are given."""
    for step in some or steps():
        try:
            step(node)
        except Refusal as refusal:
            log.info("worker refused", code=refusal.code)
        except Exception:
            log.exception("worker failed")


class Workers:
    """One thread that runs the steps every `seconds`; webhooks are sent by a few of their own."""

    def __init__(self, node: Journal, courier: notify.Courier, seconds: float = 1.0) -> None:
        self.node = node
        self.seconds = seconds
        self.dispatcher = notify.Dispatcher(courier)
        self.steps = [*steps(), *telling(courier, self.dispatcher)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="landsea-workers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        self.dispatcher.close()

    def _loop(self) -> None:
        while not self._stop.wait(self.seconds):
            run_steps(self.node, self.steps)
