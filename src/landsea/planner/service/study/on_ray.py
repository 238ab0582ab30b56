"""Tasks of a study on a Ray cluster (the extra `[ray]`, imported when it is asked for). Every machine of the cluster has Landsea
installed in the same version.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from typing import Any

from landsea.kernel import Refusal
from landsea.planner.service.study.case import StudyCase
from landsea.planner.service.study.run import Spread
from landsea.planner.service.study.tasks import Task, Worker
from landsea.routing import compile_kernels

BATCHES_PER_CORE = 8
BATCH_MAX = 64
CONNECT_SECONDS = 10
LOCAL = "local"
"""As address: a cluster of this machine's cores, for as long as the study runs."""


class RayIsMissing(Refusal):
    code = "ray-is-missing"
    text = "Ray is not installed. Install it with `pip install landsea[ray]`, or leave out --ray."


class NoCluster(Refusal):
    code = "no-cluster"
    status = 503
    text = "No Ray cluster answers at {address}. Start one with `ray start --head`, or give its address as host:port."


def on_ray(address: str) -> Spread:
    """On the cluster at an address. Its processes get the case once each."""

    def spread(case: StudyCase, tasks: Sequence[Task]) -> Iterator[tuple[str, Any]]:
        ray = _ray()
        with _Connected(ray, address):
            cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
            size = max(1, min(BATCH_MAX, len(tasks) // (cores * BATCHES_PER_CORE)))
            shared, remote = ray.put(case), ray.remote(do_batch)
            waiting = [remote.remote(shared, tasks[n : n + size]) for n in range(0, len(tasks), size)]
            while waiting:
                ready, waiting = ray.wait(waiting)
                for one in ready:
                    yield from ray.get(one)

    return spread


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise RayIsMissing() from None
    return ray


class _Connected:
    """Joins the cluster, unless this process is in it already, and leaves it again."""

    def __init__(self, ray: Any, address: str) -> None:
        self.ray, self.address, self.joined = ray, address, False

    def __enter__(self) -> None:
        if self.ray.is_initialized():
            return
        try:
            _reach(self.address)
            self.ray.init(address=self.address, log_to_driver=False, logging_level="ERROR")
        except (ConnectionError, OSError, ValueError, RuntimeError):
            raise NoCluster(address=self.address) from None
        self.joined = True

    def __exit__(self, *exception: object) -> None:
        if self.joined:
            self.ray.shutdown()


def _reach(address: str) -> None:
    """Raises `OSError` at once where nobody listens; Ray itself would try for minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()


_workers: dict[str, Worker] = {}


def do_batch(case: StudyCase, tasks: Sequence[Task]) -> list[tuple[str, Any]]:
    """In a process of the cluster, which keeps the engines of its newest case."""
    worker = _workers.get(case.digest)
    if worker is None:
        compile_kernels()
        _workers.clear()
        worker = _workers[case.digest] = Worker(case)
    return [(task.key, worker.do(task)) for task in tasks]
