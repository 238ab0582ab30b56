"""The kernels as they are, or compiled by numba.

A process that lives longer than one answer calls `compile_kernels`; a command that answers once does not, since
importing numba and loading the code takes longer than the answer. Both give the same answers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from threading import Lock
from types import FunctionType, ModuleType
from typing import Any

from numpy.typing import NDArray

from landsea.routing import kernels as plain

_lock = Lock()
_compiled: list[ModuleType] = []
_in_use: list[ModuleType] = [plain]


def compile_kernels() -> None:
    """From now on this process computes with compiled kernels; without numba it stays as it is."""
    with _lock:
        if not _compiled:
            made = _compile()
            if made is not None:
                _compiled.append(made)
        _in_use[:] = _compiled or [plain]


def plain_kernels() -> None:
    """From now on this process computes with the kernels as they are."""
    with _lock:
        _in_use[:] = [plain]


def are_compiled() -> bool:
    return _in_use[0] is not plain


def in_use() -> Any:
    return _in_use[0]


def columns(arrays: Sequence[NDArray[Any]]) -> tuple[Any, ...]:
    """As the kernels in use like them: numpy arrays, or lists, which plain Python reads faster."""
    return tuple(arrays) if are_compiled() else tuple(array.tolist() for array in arrays)


def _compile() -> ModuleType | None:
    """A second copy of the module in which every function is compiled at its first call; kept on disk where there is
    a place for it (`NUMBA_CACHE_DIR`, beside the package, or the user's cache).
    """
    try:
        from numba import njit
    except ImportError:
        return None
    name = f"{plain.__name__}_compiled"
    spec = spec_from_file_location(name, plain.__file__)
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
