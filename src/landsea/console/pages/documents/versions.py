"""The content a document has had: each amendment as old value and new value, with who proposed it and who consented."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec

from landsea import lading
from landsea.console.named import party_body
from landsea.journal import View
from landsea.lading import ContentVersion, DocumentContent, StoredDocument

MISSING = None


def versions_body(view: View, found: StoredDocument) -> list[dict[str, Any]]:
    """Newest first. `changes` of the first one are empty; a proposal is compared with what was in force when it was made."""
    versions = lading.versions_of(view, found.title.document)
    before = _before(versions)
    return [_version(view, one, before[at], found) for at, one in reversed(list(enumerate(versions)))]


def _before(versions: list[ContentVersion]) -> list[DocumentContent | None]:
    """For each version the content that was in force before it."""
    found: list[DocumentContent | None] = [None]
    for last, _ in pairwise(versions):
        found.append(last.content if last.number else found[-1])
    return found


def _version(view: View, one: ContentVersion, before: DocumentContent | None, found: StoredDocument) -> dict[str, Any]:
    return {
        "number": one.number or None,
        "outcome": _outcome(one, found),
        "by": party_body(view, one.by),
        "proposed_at": one.proposed_at.isoformat(),
        "in_force_at": one.in_force_at.isoformat() if one.in_force_at else None,
        "reason": one.reason,
        "consents": [{"party": party_body(view, each.party), "at": each.at.isoformat()} for each in one.consents],
        "changes": changes(before, one.content) if before else [],
    }


def _outcome(one: ContentVersion, found: StoredDocument) -> str:
    if one.is_open:
        return "open"
    if not one.number:
        return "dropped"
    return "in-force" if one.number == found.title.version else "replaced"


def changes(before: DocumentContent, after: DocumentContent) -> list[dict[str, Any]]:
    """Each value that differs: `path` to it (names of fields, numbers of list items from 1), old and new, `None` where there is none."""
    old, new = (dict(_leaves(msgspec.to_builtins(one, enc_hook=str))) for one in (before, after))
    paths = [*old, *(path for path in new if path not in old)]
    return [
        {"path": list(path), "old": old.get(path, MISSING), "new": new.get(path, MISSING)}
        for path in paths
        if old.get(path, MISSING) != new.get(path, MISSING)
    ]


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, (*path, name))
    elif isinstance(value, (list, tuple)):
        for at, one in enumerate(value, start=1):
            yield from _leaves(one, (*path, at))
    elif value not in ("", None):
        yield path, value
