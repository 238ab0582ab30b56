"""From a credential's JSON to the RDF it means, with contexts from a given list only.

Standards: JSON-LD 1.1 (expansion, by PyLD); VC Data Model 2.0 section 5.3 and Data Integrity 1.0 section 2.4.1 (validating contexts).

A signature over RDF covers what the JSON means, not how it is written. So that a holder cannot write the same meaning in a way that a
reader of the JSON would not see (`credentialStatus` under its full IRI, a context that swaps two names), only plain terms of listed
contexts are accepted, and every described thing that is the credential itself is described once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from landsea.identity.wire.credentials.rdfc import Quad, canonicalize
from landsea.identity.wire.credentials.refusals import NotJsonLd, TooLarge, UndefinedTerm, UnknownContext
from landsea.identity.wire.credentials.statements import statements
from landsea.kernel import Phrase

DEEPEST = 64
MOST_VALUES = 30_000
MOST_REMEMBERED = 1024
_TEXT = ({"@value"}, {"@value", "@language"})
"""A text in a language is the only object with keywords that credentials need (VC Data Model 2.0 section 11.1)."""


class Contexts:
    """The contexts that are known here: URL -> document. Parsed once; safe to share between threads.

    `inline`: objects that may stand in a `@context` instead of a URL.
    """

    def __init__(self, documents: Mapping[str, Any], inline: Sequence[Mapping[str, Any]] = ()) -> None:
        self._resolver = _Resolver(documents)
        self._inline = [dict(one) for one in inline]
        self._lock = Lock()
        self.urls = frozenset(documents)

    def canonical(self, document: Mapping[str, Any], algorithm: str = "sha256") -> bytes:
        """The canonical N-Quads (RDFC-1.0) of a document; blank nodes are told apart with `algorithm`."""
        lines, _ = canonicalize(self.quads(document), algorithm)
        return "".join(lines).encode()

    def quads(self, document: Mapping[str, Any]) -> list[Quad]:
        """The statements of a document. Refused: contexts not listed, terms not defined, keywords and IRIs in place of terms."""
        self._require_known(document.get("@context"))
        _require_plain(document)
        return statements(self.expand(document))

    def expand(self, document: Mapping[str, Any]) -> list[dict[str, Any]]:
        from pyld import jsonld  # takes a fifth of a second, which only those who need RDF should pay

        dropped: list[str] = []
        processor = jsonld.JsonLdProcessor(on_property_dropped=dropped.append)
        options = {"contextResolver": self._resolver, "documentLoader": _no_loader, "base": None}
        try:
            with self._lock:  # PyLD shares caches between calls without a lock of its own
                found: list[dict[str, Any]] = processor.expand(document, options)
        except jsonld.JsonLdError as error:
            raise NotJsonLd(why=_cause(error)) from None
        except RecursionError:
            raise TooLarge(limit=DEEPEST, what="levels") from None
        if dropped:
            raise UndefinedTerm(term=str(dropped[0])[:120])
        return found

    def _require_known(self, context: Any) -> None:
        given = context if isinstance(context, list) else [context]
        for one in given:
            if one not in self._inline and not (isinstance(one, str) and one in self.urls):
                raise UnknownContext(context=str(one)[:120])


class _Bounded(dict[Any, Any]):
    """A memory that starts anew when it is full."""

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        super().__setitem__(key, value)


class _Remembered:
    """A context, and what PyLD made of it on top of others (its `ResolvedContext`).

    A type-scoped context is put on a nameless copy of the others; the original's name stands for the copy, so that it is made once.
    """

    def __init__(self, document: Any) -> None:
        self.document = document
        self._made = _Bounded()

    def get_processed(self, active: Any) -> Any:
        return self._made.get(self._name(active))

    def set_processed(self, active: Any, processed: Any) -> None:
        self._made[self._name(active)] = processed

    def _name(self, active: Any) -> Any:
        before = active.get("previousContext") if type(active) is dict else None
        if before is not None and active["mappings"] == before["mappings"] and "_uuid" in before:
            return "copy", before["_uuid"]
        return active["_uuid"]


class _Resolver:
    """Resolves contexts from the list; PyLD keeps on each what it has made of it, so the same objects are given every time."""

    def __init__(self, documents: Mapping[str, Any]) -> None:
        self._documents = documents
        self._listed: dict[str, list[_Remembered]] = {}
        self._objects = _Bounded()

    def resolve(self, active: Any, context: Any, base: str, cycles: Any = None) -> list[_Remembered]:
        if isinstance(context, Mapping) and "@context" in context:
            context = context["@context"]
        found: list[_Remembered] = []
        for one in context if isinstance(context, Sequence) and not isinstance(context, str) else [context]:
            found += self._resolve_one(active, one)
        return found

    def _resolve_one(self, active: Any, context: Any) -> list[_Remembered]:
        if context is None or context is False:
            return [_Remembered(False)]
        if isinstance(context, str):
            return self._of_url(active, context)
        if not isinstance(context, Mapping):
            raise NotJsonLd(why="a @context is neither a URL nor an object")
        known = self._objects.get(id(context))
        if known is None:  # the object is kept with it, so its id stays its own
            known = self._objects[id(context)] = _Remembered(context)
        return [known]

    def _of_url(self, active: Any, url: str) -> list[_Remembered]:
        if url not in self._listed:
            if url not in self._documents:
                raise UnknownContext(context=url[:120])
            self._listed[url] = self.resolve(active, self._documents[url], url)
        return self._listed[url]


def _require_plain(document: Mapping[str, Any]) -> None:
    """Plain terms as names, but for `@context` on top and texts in a language; at most `DEEPEST` levels, `MOST_VALUES` values."""
    own, seen = document.get("id"), 0
    level: list[Any] = [{name: value for name, value in document.items() if name != "@context"}]
    for depth in range(DEEPEST):
        if not level:
            return
        seen += sum(len(one) for one in level if isinstance(one, Mapping | list))
        if seen > MOST_VALUES:
            raise TooLarge(limit=MOST_VALUES, what="values")
        objects = [one for one in level if isinstance(one, Mapping)]
        for one in objects:
            _require_terms(one)
            if depth and own is not None and one.get("id") == own and len(one) > 1:
                raise NotJsonLd(why=Phrase("{id} is described in two places", id=str(own)[:80]))
        level = [*_inside(objects), *(item for one in level if isinstance(one, list) for item in one)]
    raise TooLarge(limit=DEEPEST, what="levels")


def _inside(objects: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
    return (value for one in objects for value in one.values() if isinstance(value, Mapping | list))


def _require_terms(one: Mapping[str, Any]) -> None:
    if one.keys() in _TEXT:
        return
    for name in one:
        if ":" in name or name.startswith("@"):
            raise NotJsonLd(why=Phrase("{name} stands where a plain term is asked for", name=repr(name)[:80]))


def _cause(error: Any) -> str:
    """The innermost message."""
    while getattr(error.__cause__, "args", ()):
        error = error.__cause__
    return str(error.args[0])[:160]


def _no_loader(url: str, options: Any) -> Any:
    raise UnknownContext(context=url[:120])
