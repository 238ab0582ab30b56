"""Parts of a document, chosen by JSON pointers, and the statements they make.

Standards: RFC 6901 (JSON Pointer); vc-di-ecdsa 1.0 section 3.4 (selective disclosure functions: skolemize, select, group).

The standard names blank nodes on a compacted copy. Here the names are written into the document as it stands, so that a pointer finds
what its writer saw; that the meaning stayed the same is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.rdfc import Quad, canonicalize, relabel, write
from landsea.identity.wire.credentials.refusals import BadPointer, NotJsonLd
from landsea.kernel import Phrase

_SKOLEM = "urn:bnid:"
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
Labels = Callable[[str], str]
"""A canonical label without its prefix (`c14n0`) -> the label a proof shows instead."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """All statements of a document in canonical order under their shown labels, and which of them each group of pointers selects."""

    lines: list[str]
    groups: list[frozenset[int]]
    labels: dict[str, str]
    """Named blank node (`_:s0`) -> shown label."""
    selections: list[list[Quad]]
    """Statements of each group, with named blank nodes."""


def group(document: Mapping[str, Any], contexts: Contexts, labels: Labels, groups: Sequence[Iterable[str]]) -> Grouped:
    """Canonical statements with replaced labels, and the places of what each group of pointers selects (3.4.16)."""
    named = _name_blank_nodes(document)
    quads = _unnamed(contexts.quads(named))
    plain, canonical = canonicalize(quads)
    if plain != canonicalize(contexts.quads(document))[0]:
        raise NotJsonLd(why="it has parts that cannot be disclosed one by one")
    shown = {node: f"_:{labels(label.removeprefix('_:'))}" for node, label in canonical.items()}
    lines = sorted({write(relabel(quad, shown)) for quad in quads})
    place = {line: index for index, line in enumerate(lines)}
    selections = [_selected(named, contexts, pointers) for pointers in groups]
    found = [frozenset(place[write(relabel(quad, shown))] for quad in one) for one in selections]
    return Grouped(lines, found, shown, selections)


def select(document: Mapping[str, Any], pointers: Iterable[str]) -> dict[str, Any]:
    """What the pointers name, with the `id` and `type` of everything on the way (3.4.13). Empty when there are no pointers."""
    found: dict[str, Any] = {}
    for pointer in pointers:
        if not found:
            found = {"@context": document["@context"], **_start(document)}
        _copy(document, found, parse_pointer(pointer), pointer)
    return _dense(found)  # type: ignore[no-any-return]


def parse_pointer(pointer: str) -> list[str]:
    """The steps of a JSON pointer; the whole document (the empty pointer) is no selection."""
    if not isinstance(pointer, str) or not pointer.startswith("/") or re.search(r"~(?![01])", pointer):
        raise BadPointer(path=repr(pointer)[:80])
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def _selected(named: Mapping[str, Any], contexts: Contexts, pointers: Iterable[str]) -> list[Quad]:
    chosen = select(named, pointers)
    return _unnamed(contexts.quads(chosen)) if chosen else []


def _name_blank_nodes(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with an `id` in every object that has none."""
    numbers = iter(range(1_000_000))
    top = {name: value for name, value in document.items() if name != "@context"}
    return {"@context": document.get("@context"), **_named(top, numbers)}


def _named(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [_named(item, numbers) for item in value]
    if not isinstance(value, Mapping) or "@value" in value:
        if isinstance(value, str) and value.startswith(("_:", _SKOLEM)):
            raise NotJsonLd(why=Phrase("{id} names a blank node, which cannot be disclosed one by one", id=value[:40]))
        return value
    named = {name: _named(inner, numbers) for name, inner in value.items()}
    return named if "id" in named else {"id": f"{_SKOLEM}{next(numbers)}", **named}


def _unnamed(quads: Iterable[Quad]) -> list[Quad]:
    """The blank nodes that `_named` named, as `_:s0`, `_:s1`, ...; nothing else may be blank, as parts would not agree on it."""
    found = []
    for subject, predicate, value, graph in quads:
        if any(term.startswith("_:") for term in (subject, value, graph)):
            raise NotJsonLd(why="it has an ordered list or an unnamed graph, which cannot be disclosed one by one")
        found.append((_blank(subject), predicate, _blank(value), _blank(graph)))
    return found


def _blank(term: str) -> str:
    return f"_:s{term[len(_SKOLEM) + 1 : -1]}" if term.startswith(f"<{_SKOLEM}") else term


def _start(source: Any) -> Any:
    """Where the selection of an object or list begins: its `id` and `type`, or no items yet."""
    if isinstance(source, list):
        return {}
    return {name: source[name] for name in ("id", "type") if name in source}


def _copy(source: Any, target: dict[Any, Any], steps: Sequence[str], pointer: str) -> None:
    """Lists are built as index -> item, and made lists again by `_dense`."""
    *way, last = steps
    for step in way:
        key, source = _step(source, step, pointer)
        target = target.setdefault(key, _Items() if isinstance(source, list) else _start(source))
    key, value = _step(source, last, pointer, leaf=True)
    target[key] = value


def _step(source: Any, step: str, pointer: str, *, leaf: bool = False) -> tuple[Any, Any]:
    key: Any = step
    if isinstance(source, list) and _INDEX.fullmatch(step) and int(step) < len(source):
        key = int(step)
    elif not isinstance(source, Mapping) or step not in source or step == "@context":
        raise BadPointer(path=pointer[:120])
    value = source[key]
    if not leaf and not isinstance(value, Mapping | list):
        raise BadPointer(path=pointer[:120])
    return key, value


class _Items(dict[int, Any]):
    """Chosen items of a list, by their index."""


def _dense(value: Any) -> Any:
    if isinstance(value, _Items):
        return [_dense(value[index]) for index in sorted(value)]
    if isinstance(value, Mapping):
        return {name: _dense(inner) for name, inner in value.items()}
    return value
