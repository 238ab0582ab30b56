"""Networks in folders: the shipped one, a user's own, and writing one out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from landsea.kernel import BadSource, Finding, Phrase
from landsea.network.kept import network_in
from landsea.network.model import Network, NoFolder
from landsea.network.wire.archive import pack
from landsea.network.wire.feed import FILE_BYTES_MAX, oversized

SHIPPED = Path(__file__).parent.parent / "data" / "land-sea"


def read_files(folder: Path) -> dict[str, bytes]:
    """The folder's tables (`.csv`, or GTFS's `.txt`) by name. Raises `NoFolder`, and `BadSource` where one cannot be read."""
    if not folder.is_dir():
        raise NoFolder(folder=folder)
    try:
        return _read(folder)
    except OSError as error:
        what = Phrase("It cannot be read ({error}).", error=error.strerror or type(error).__name__)
        source = Path(error.filename or folder).name
        raise BadSource(folder.name, [Finding(source, 0, "", what, "Let this program read it.")]) from None


def shipped_files() -> dict[str, bytes]:
    """The files of the network that comes with Landsea, by name."""
    return read_files(SHIPPED)


def _read(folder: Path) -> dict[str, bytes]:
    found = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".txt") and path.is_file()]
    if not found:
        raise NoFolder(folder=folder)
    too_large = [path for path in found if path.stat().st_size > FILE_BYTES_MAX]
    if too_large:
        raise BadSource(folder.name, [oversized(path.name, path.stat().st_size) for path in too_large])
    return {path.name: path.read_bytes() for path in found}


def digest_of(files: Mapping[str, bytes]) -> str:
    return hashlib.sha256(pack(files)).hexdigest()


def load(folder: Path) -> Network:
    """A network from its folder, without a database. Raises `BadSource` with a finding for every bad row."""
    files = read_files(folder)
    return network_in(files, digest_of(files))


@cache
def shipped() -> Network:
    """The network that comes with Landsea: illustrative, its published anchors are exact."""
    return load(SHIPPED)
