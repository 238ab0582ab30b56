"""A network's files as one GTFS zip: the same bytes for the same files (stored, not compressed, with one fixed date)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from landsea.kernel import BadValue

UNPACKED_BYTES_MAX = 256 * 1024 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes], *, small: bool = False) -> bytes:
    """`small` compresses: for what is sent, not for what is named by its digest."""
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DATE), files[name], compress_type=method)
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unpack_foreign(content: bytes) -> dict[str, bytes]:
    """The tables of a GTFS zip from outside. Refused: what is not a zip, is damaged or encrypted, or grows beyond the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith((".csv", ".txt"))]
            if sum(one.file_size for one in members) > UNPACKED_BYTES_MAX:
                raise _not_a_network(f"its files have more than {UNPACKED_BYTES_MAX} bytes")
            return {one.filename.rpartition("/")[2]: archive.read(one) for one in members}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _not_a_network(str(error) or type(error).__name__) from None


def _not_a_network(why: str) -> BadValue:
    return BadValue(value="The body", what="network", why=why, mend="Send a zip of the files, as an export gives it.")
