"""What whoever verifies gives beside a credential: keys, lists and evidence as files, whose word counts, how a registry is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from landsea.identity import credentials
from landsea.kernel import BadValue, Phrase, Refusal
from landsea.lading.chain import TokenName, TokenStanding
from landsea.lading.service.verify.kind import STATUS_LIST, FileKind, kind_of

Json = Mapping[str, Any]


class Answer(NamedTuple):
    """What a registry tells of a token: how it stands, and the content (SHA-256) to which it was minted, or why that is not known."""

    standing: TokenStanding
    content: str | Refusal | None = None


Ask = Callable[[TokenName], Answer]
"""Asks a registry that is trusted for the token; raises a `Refusal` where it is not, or cannot be asked."""


class GoesBeside(Refusal):
    code = "goes-beside"
    status = 422
    text = "The file is a {what}, which helps to verify a credential but is no title itself. Give it beside the credential (--with)."


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


def read_beside(
    files: Iterable[bytes], issuers: Iterable[str] = (), ask: Ask | None = None, names: Sequence[str] = ()
) -> Beside:
    """Sorts files by what they are: DID documents, status lists, JSON lists of these, and evidence (JSON or PDF). Refused: `BadValue`.

    Also refused: two different files that speak for the same DID or list, since nobody can tell which one is meant.
    `names`: of the files, in their order, to say which one is refused; by their number from 1 where there are none.
    """
    given = Beside({}, {}, (), frozenset(issuers), ask)
    for number, content in enumerate(files):
        given = _with(given, content, names[number] if number < len(names) else str(number + 1))
    return given


def _with(given: Beside, content: bytes, name: str) -> Beside:
    if kind_of(content) is FileKind.EVIDENCE:
        return replace(given, evidence=(*given.evidence, content))
    value = _read(content, name)
    for one in value if isinstance(value, list) else [value]:
        given = _with_one(given, one, name)
    return given


def _read(content: bytes, name: str) -> Any:
    try:
        return credentials.read_json(content)
    except Refusal as refusal:
        why = Phrase("it is no JSON that can be read ({error})", error=_error(refusal))
        raise _bad(name, why, _AS_RECEIVED) from None


def _error(refusal: Refusal) -> str:
    return str(refusal.facts.get("why", refusal.code)).rstrip(".")


def _with_one(given: Beside, one: Any, name: str) -> Beside:
    id = one.get("id") if isinstance(one, Mapping) else None
    is_list = isinstance(one, Mapping) and STATUS_LIST in credentials.types_of(one)
    is_document = isinstance(one, Mapping) and "verificationMethod" in one and not is_list
    if not isinstance(id, str) or not (is_list or is_document):
        raise _bad(name, Phrase("it is no DID document, status list or evidence"), _ONLY_THESE)
    known = given.lists if is_list else given.documents
    if known.get(id, one) != one:
        raise _bad(name, Phrase("another file speaks for {id} too", id=id[:160]), _ONE_FOR_EACH)
    more = {**known, id: one}
    return replace(given, lists=more) if is_list else replace(given, documents=more)


_AS_RECEIVED = Phrase("Give the file exactly as you received it.")
_ONLY_THESE = Phrase(
    "Beside a credential go DID documents, status lists and evidence; what to verify is given by itself."
)
_ONE_FOR_EACH = Phrase("Give one file for each name.")


def _bad(name: str, why: Phrase, mend: Phrase) -> BadValue:
    return BadValue(value=name, what=Phrase("file given beside"), why=why, mend=mend)
