"""JSON Patch (RFC 6902): what a message says beyond what was read of it, and putting it back.

Only `add`, `replace` and `remove`. Unlike a merge patch it keeps null, and reaches into lists, so that one unknown field does not
carry the whole list along.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Operation = dict[str, Any]


def difference(base: Any, wanted: Any) -> list[Operation]:
    """The operations that make `wanted` of `base`, both plain JSON values."""
    return list(_difference(base, wanted, ""))


def apply(base: Any, patch: list[Operation]) -> Any:
    """`base` with the operations done. One whose place is no longer there is left out: what it was said about is gone."""
    root = [deepcopy(base)]
    for one in patch:
        *way, last = [_plain(step) for step in one["path"].split("/")]
        _do(one, _at(root, ["0", *way[1:]] if way else []), last if way else "0")
    return root[0]


def at(value: Any, pointer: str) -> Any:
    """What stands at the JSON pointer; `None` where nothing does."""
    return _at(value, [_plain(step) for step in pointer.split("/")[1:]])


def _difference(base: Any, wanted: Any, path: str) -> Iterator[Operation]:
    if isinstance(base, dict) and isinstance(wanted, dict):
        yield from _members(base, wanted, path)
    elif isinstance(base, list) and isinstance(wanted, list):
        yield from _items(base, wanted, path)
    elif isinstance(base, bool) != isinstance(wanted, bool) or base != wanted:
        yield {"op": "replace", "path": path, "value": wanted}


def _members(base: dict[str, Any], wanted: dict[str, Any], path: str) -> Iterator[Operation]:
    for name in base:
        if name not in wanted:
            yield {"op": "remove", "path": f"{path}/{escaped(name)}"}
    for name, value in wanted.items():
        place = f"{path}/{escaped(name)}"
        if name in base:
            yield from _difference(base[name], value, place)
        else:
            yield {"op": "add", "path": place, "value": value}


def _items(base: list[Any], wanted: list[Any], path: str) -> Iterator[Operation]:
    for index in reversed(range(len(wanted), len(base))):
        yield {"op": "remove", "path": f"{path}/{index}"}
    for index, (old, new) in enumerate(zip(base, wanted, strict=False)):
        yield from _difference(old, new, f"{path}/{index}")
    for index in range(len(base), len(wanted)):
        yield {"op": "add", "path": f"{path}/{index}", "value": wanted[index]}


def _do(one: Operation, holder: Any, last: str) -> None:
    if isinstance(holder, dict) and (one["op"] == "add" or last in holder):
        if one["op"] == "remove":
            del holder[last]
        else:
            holder[last] = deepcopy(one["value"])
    elif isinstance(holder, list) and last.isdecimal() and int(last) < len(holder) + (one["op"] == "add"):
        if one["op"] == "remove":
            del holder[int(last)]
        else:
            holder[int(last) : int(last) + (one["op"] == "replace")] = [deepcopy(one["value"])]


def _at(value: Any, way: list[str]) -> Any:
    for step in way:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def escaped(name: str) -> str:
    """A name as a step of a JSON pointer (RFC 6901 section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _plain(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
