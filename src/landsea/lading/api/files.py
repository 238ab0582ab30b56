"""Files that come in a form, with the names by which who gave them knows them."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import UploadFile

NAME_MAX = 100


def read_named(files: Sequence[UploadFile] | None) -> tuple[list[bytes], list[str]]:
    """Contents and names; one without a name has its number, from 1."""
    given = files or ()
    names = [(one.filename or str(number))[:NAME_MAX] for number, one in enumerate(given, 1)]
    return [one.file.read() for one in given], names
