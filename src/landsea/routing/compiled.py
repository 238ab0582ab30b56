"""The kernels as they are, or compiled by numba.

A process that lives longer than one answer calls `compile_kernels`; a command that answers once does not, since
importing numba and loading the code takes longer than the answer. Both give the same answers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from threading import Lock
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from landsea.routing import kernels as source


class Kernels(NamedTuple):
    """The functions of `kernels`, and how they like their columns. A query uses one of these from start to end."""

    functions: Any
    compiled: bool

    def columns(self, arrays: Iterable[NDArray[Any]]) -> tuple[Any, ...]:
        """Numpy arrays for compiled code; lists for plain Python, which reads them faster."""
        return tuple(arrays) if self.compiled else tuple(array.tolist() for array in arrays)

    def filled(self, length: int, value: int) -> Any:
        """A new column that holds one value."""
        return np.full(length, value, dtype=np.int32) if self.compiled else [value] * length

    def column(self, values: list[int]) -> Any:
        return np.array(values, dtype=np.int32) if self.compiled else values

    def table(self, records: NDArray[Any]) -> Any:
        return records if self.compiled else records.tolist()


PLAIN = Kernels(source, compiled=False)
_lock = Lock()
_compiled: list[Kernels] = []
_in_use: list[Kernels] = [PLAIN]


def in_use() -> Kernels:
    return _in_use[0]


def compile_kernels(warm_up: Any = None) -> bool:
    """From now on this process computes with compiled kernels; whether it does: without numba it stays as it is.

    `warm_up` is called with them before others use them, so that nobody waits for the compiler.
    """
    with _lock:
        if not _compiled:
            made = _compile()
            if made is None:
                return False
            _compiled.append(Kernels(made, compiled=True))
        if warm_up is not None:
            warm_up(_compiled[0])
        _in_use[0] = _compiled[0]
        return True


def plain_kernels() -> None:
    """From now on this process computes with the kernels as they are."""
    _in_use[0] = PLAIN


def _compile() -> ModuleType | None:
    """A second copy of the module in which every function is compiled at its first call; kept on disk where there is
    a place for it (`NUMBA_CACHE_DIR`, beside the package, or the user's cache).
    """
    try:
        from numba import njit
    except ImportError:
        return None
    name = f"{source.__name__}_compiled"
    spec = spec_from_file_location(name, source.__file__)
    if spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    for key, function in list(vars(module).items()):
        if isinstance(function, FunctionType):
            setattr(module, key, _jit(njit, function))
    return module


def _jit(njit: Any, function: FunctionType) -> Any:
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)  # nowhere to keep it
