"""The newest few networks that were read, by the digest of their files, so that each is read once."""

from __future__ import annotations

from collections.abc import Mapping

from landsea.network.model import Network
from landsea.network.wire.archive import unpack
from landsea.network.wire.feed import parse_network
from landsea.runtime import Blobs, Kept

_networks: Kept[str, Network] = Kept(4)


def network_in(files: Mapping[str, bytes], digest: str) -> Network:
    """As the files state it; `digest` is theirs. An import reads it to check it, and again to take it in."""
    return _networks.get(digest, lambda: parse_network(files, digest))


def stored_network(blobs: Blobs, digest: str) -> Network:
    """The same of an import's files."""
    return _networks.get(digest, lambda: parse_network(unpack(blobs.get(digest)), digest))
