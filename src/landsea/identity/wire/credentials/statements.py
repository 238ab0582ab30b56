"""Expanded JSON-LD as RDF statements. What would be left out, and so stay unsigned, is refused.

Standard: JSON-LD 1.1 Processing Algorithms and API, sections 8.1 to 8.3 (deserialize to RDF) and 8.6 (data round tripping).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from landsea.identity.wire.credentials.jcs import canonical
from landsea.identity.wire.credentials.rdfc import Quad, literal
from landsea.identity.wire.credentials.refusals import NotJsonLd, UndefinedTerm
from landsea.kernel import Phrase

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TYPE, _FIRST, _REST, _NIL = (f"<{_RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_FROM_EXPONENT = 1e21
_INTEGERS = 2**53 - 1

Node = Mapping[str, Any]


def statements(expanded: Iterable[Node]) -> list[Quad]:
    """The quads of an expanded document. Its blank nodes are named `_:b0`, `_:b1`, ... whatever they were called."""
    walk = _Walk()
    for node in expanded:
        walk.node(node, "")
    return walk.quads


class _Walk:
    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self._blank: dict[str, str] = {}
        self._made = 0

    def node(self, node: Node, graph: str) -> str:
        """The subject's term, after its statements."""
        subject = self._reference(node["@id"]) if "@id" in node else self._fresh()
        for name, values in node.items():
            match name:
                case "@id" | "@index":
                    pass
                case "@type":
                    self.quads += [(subject, _TYPE, self._reference(one), graph) for one in values]
                case "@graph":
                    for inner in values:
                        self.node(inner, subject)
                case "@included":
                    for inner in values:
                        self.node(inner, graph)
                case "@reverse":
                    self._reverse(subject, values, graph)
                case _:
                    self._property(subject, _iri(name), values, graph)
        return subject

    def _property(self, subject: str, predicate: str, values: Iterable[Node], graph: str) -> None:
        for value in values:
            self.quads.append((subject, predicate, self._object(value, graph), graph))

    def _reverse(self, subject: str, names: Mapping[str, Iterable[Node]], graph: str) -> None:
        for name, nodes in names.items():
            self.quads += [(self.node(node, graph), _iri(name), subject, graph) for node in nodes]

    def _object(self, value: Node, graph: str) -> str:
        if "@value" in value:
            return _literal(value)
        if "@list" in value:
            return self._list(value["@list"], graph)
        return self.node(value, graph)

    def _list(self, items: Iterable[Node], graph: str) -> str:
        """A chain of rdf:first and rdf:rest, from its end."""
        rest = _NIL
        for item in reversed(list(items)):
            here = self._fresh()
            self.quads += [(here, _FIRST, self._object(item, graph), graph), (here, _REST, rest, graph)]
            rest = here
        return rest

    def _reference(self, text: Any) -> str:
        if isinstance(text, str) and text.startswith("_:"):
            return self._blank.get(text) or self._blank.setdefault(text, self._fresh())
        return _iri(text)

    def _fresh(self) -> str:
        self._made += 1
        return f"_:b{self._made - 1}"


def _iri(text: Any) -> str:
    """An absolute IRI between angle brackets. A relative one is a term that no context defines."""
    if not isinstance(text, str) or not _IRI.fullmatch(text):
        raise UndefinedTerm(term=str(text)[:120])
    return f"<{text}>"


def _literal(value: Node) -> str:
    if "@direction" in value:
        raise NotJsonLd(why="a text's @direction is not covered by a signature over RDF")
    content, kind = value["@value"], value.get("@type")
    if kind == "@json":
        return f"{literal(canonical(content).decode())}^^<{_RDF}JSON>"
    if "@language" in value:
        return _in_language(content, value["@language"])
    text, native = _lexical(content, kind)
    kind = kind or native
    return literal(text) if kind == f"{_XSD}string" else f"{literal(text)}^^{_iri(kind)}"


def _in_language(content: Any, language: Any) -> str:
    if not isinstance(content, str) or not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise NotJsonLd(why=Phrase("{language} is no language tag of a text", language=repr(language)[:40]))
    return f"{literal(content)}@{language}"


def _lexical(content: Any, kind: str | None) -> tuple[str, str]:
    """The lexical form of a native value, and its type when none is stated (8.6)."""
    if isinstance(content, bool):
        return str(content).lower(), f"{_XSD}boolean"
    if isinstance(content, str):
        return content, f"{_XSD}string"
    if isinstance(content, int) and abs(content) > _INTEGERS:
        raise NotJsonLd(why=Phrase("{number} is beyond 2^53-1; it is written as text", number=content))
    if kind == f"{_XSD}double" or abs(content) >= _FROM_EXPONENT or content != int(content):
        mantissa, exponent = f"{content:.15E}".split("E")
        mantissa = mantissa.rstrip("0")
        return f"{mantissa}{'0' if mantissa.endswith('.') else ''}E{int(exponent)}", f"{_XSD}double"
    return str(int(content)), f"{_XSD}integer"
