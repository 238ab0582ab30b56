"""What was worked out once and is asked for again: the newest results of slow work, by what they were made from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` values by key, shared by threads. Of those who ask for the same at once one works it out, the others wait for it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._makers: dict[K, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()

    def __contains__(self, key: K) -> bool:
        with self._lock:
            return key in self._values

    def get(self, key: K, make: Callable[[], V]) -> V:
        """`make` is called where there is none; what it raises is raised here, and the next who asks tries again."""
        with self._alone(key):
            with self._lock:
                if key in self._values:
                    self._values.move_to_end(key)
                    return self._values[key]
            made = make()
            self.put(key, made)
            return made

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)

    @contextmanager
    def _alone(self, key: K) -> Iterator[None]:
        with self._lock:
            lock, others = self._makers.get(key, (threading.Lock(), 0))
            self._makers[key] = lock, others + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, others = self._makers.pop(key)
                if others > 1:
                    self._makers[key] = lock, others - 1
