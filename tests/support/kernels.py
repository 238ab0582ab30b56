"""The routing kernels compiled, as a served node has them, for tests of what is built on them. `tests/routing` has the plain ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from landsea.routing import compile_kernels
from landsea.routing.compiled import plain_kernels


@contextmanager
def compiled() -> Iterator[None]:
    assert compile_kernels()
    try:
        yield
    finally:
        plain_kernels()
