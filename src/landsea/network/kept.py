"""The newest few results of slow work by what they were made from, so that they are made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from landsea.network.model import Network
from landsea.network.wire.archive import unpack
from landsea.network.wire.feed import parse_network
from landsea.runtime import Blobs

T = TypeVar("T")


class Kept:
    """Shared by threads; what two make at the same time is kept once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                found: T = self._found[key]
                return found
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made


_networks = Kept(4)


def network_in(files: Mapping[str, bytes], digest: str) -> Network:
    """As the files state it; `digest` is theirs. An import reads it to check it, and again to take it in."""
    return _networks.get(digest, lambda: parse_network(files, digest))


def stored_network(blobs: Blobs, digest: str) -> Network:
    """The same of an import's files."""
    return _networks.get(digest, lambda: parse_network(unpack(blobs.get(digest)), digest))
