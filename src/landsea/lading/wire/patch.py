"""JSON Merge Patch (RFC 7396): what one document says otherwise than another, and putting it back."""

from __future__ import annotations

from typing import Any


def difference(base: Any, wanted: Any) -> Any:
    """The patch that makes `wanted` of `base`. Lists are replaced whole; `wanted` must not hold null, which means removal."""
    if not isinstance(base, dict) or not isinstance(wanted, dict):
        return wanted
    removed = {name: None for name in base if name not in wanted}
    changed = {
        name: difference(base.get(name), value) if name in base else value
        for name, value in wanted.items()
        if name not in base or base[name] != value
    }
    return removed | changed


def apply(base: Any, patch: Any) -> Any:
    """RFC 7396 section 2."""
    if not isinstance(patch, dict):
        return patch
    result = dict(base) if isinstance(base, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = apply(result.get(name), value)
    return result
