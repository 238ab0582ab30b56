"""What whoever verifies gives beside a credential: keys, lists and evidence as files, whose word counts, how a registry is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from landsea.identity import credentials
from landsea.kernel import BadValue, Phrase, Refusal
from landsea.lading.chain import TokenName, TokenStanding
from landsea.lading.service.verify.kind import FileKind, kind_of

Json = Mapping[str, Any]


class Answer(NamedTuple):
    """What a registry tells of a token: how it stands, and the content (SHA-256) to which it was minted, or why that is not known."""

    standing: TokenStanding
    content: str | Refusal | None = None


Ask = Callable[[TokenName], Answer]
"""Asks a registry that is trusted for the token; raises a `Refusal` where it is not, or cannot be asked."""
_LIST = "BitstringStatusListCredential"


@dataclass(frozen=True, slots=True)
class Beside:
    """`documents`: DID -> its document. `lists`: URL -> status list. `evidence`: of documents in nodes' logs.

    `issuers`: DIDs that the reader trusts by name. `ask` is None offline: then nothing is proven about a token.
    """

    documents: Mapping[str, Json] = field(default_factory=dict)
    lists: Mapping[str, Json] = field(default_factory=dict)
    evidence: tuple[bytes, ...] = ()
    issuers: frozenset[str] = frozenset()
    ask: Ask | None = None


def read_beside(files: Iterable[bytes], issuers: Iterable[str] = (), ask: Ask | None = None) -> Beside:
    """Sorts files by what they are: DID documents, status lists, JSON lists of these, and evidence (JSON or PDF). Refused: `BadValue`.

    Also refused: two different files that speak for the same DID or list, since nobody can tell which one is meant.
    """
    given = Beside({}, {}, (), frozenset(issuers), ask)
    for number, content in enumerate(files, 1):
        given = _with(given, content, number)
    return given


def _with(given: Beside, content: bytes, number: int) -> Beside:
    if kind_of(content) is FileKind.EVIDENCE:
        return replace(given, evidence=(*given.evidence, content))
    value = _read(content, number)
    for one in value if isinstance(value, list) else [value]:
        given = _with_one(given, one, number)
    return given


def _read(content: bytes, number: int) -> Any:
    try:
        return credentials.read_json(content)
    except Refusal as refusal:
        raise _bad(number, Phrase(refusal.text, **refusal.facts)) from None


def _with_one(given: Beside, one: Any, number: int) -> Beside:
    name = one.get("id") if isinstance(one, Mapping) else None
    is_list = isinstance(one, Mapping) and _LIST in credentials.types_of(one)
    is_document = isinstance(one, Mapping) and "verificationMethod" in one and not is_list
    if not isinstance(name, str) or not (is_list or is_document):
        raise _bad(number, Phrase("it is no DID document, status list or evidence"))
    known = given.lists if is_list else given.documents
    if known.get(name, one) != one:
        raise _bad(number, Phrase("another file speaks for {id} too", id=name[:160]))
    more = {**known, name: one}
    return replace(given, lists=more) if is_list else replace(given, documents=more)


def _bad(number: int, why: Phrase) -> BadValue:
    mend = Phrase("Give DID documents, status lists and evidence exactly as you received them, one for each name.")
    return BadValue(value=number, what=Phrase("file given beside"), why=why, mend=mend)
