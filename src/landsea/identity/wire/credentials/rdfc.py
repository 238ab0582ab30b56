"""Canonical N-Quads of an RDF dataset, with a budget of work.

Standard: W3C RDF Dataset Canonicalization (RDFC-1.0), sections 4.4 to 4.8 and 7.1 (poison datasets); RDF 1.2 N-Quads canonical form.
A quad is four terms as canonical N-Quads writes them; blank nodes are `_:label`, the default graph is "".
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from landsea.identity.wire.credentials.refusals import PoisonGraph, TooLarge

Quad = tuple[str, str, str, str]
BUDGET = 100_000
"""Steps (blank nodes looked at) before a dataset is refused. Credentials need none or a few hundred; this many take under a second."""
MOST_QUADS = 50_000

_ESCAPES = {char: f"\\u{char:04X}" for char in (*range(0x20), 0x7F)} | {
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}


def literal(text: str) -> str:
    """A literal's text between quotes, escaped as canonical N-Quads asks: ECHAR where there is one, UCHAR for other control characters."""
    return f'"{text.translate(_ESCAPES)}"'


def is_blank(term: str) -> bool:
    return term.startswith("_:")


def write(quad: Quad) -> str:
    """One line, with its line feed."""
    subject, predicate, value, graph = quad
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


def canonicalize(
    quads: Iterable[Quad], algorithm: str = "sha256", budget: int = BUDGET
) -> tuple[list[str], dict[str, str]]:
    """The sorted lines of the canonical form, and the canonical label of each blank node (`_:x` -> `_:c14n0`).

    `algorithm` is what the labels are made with: SHA-256, unless a suite says otherwise. Raises `PoisonGraph` when telling blank nodes
    apart takes more than `budget` steps.
    """
    dataset = list(dict.fromkeys(quads))
    if len(dataset) > MOST_QUADS:
        raise TooLarge(limit=MOST_QUADS, what="statements")
    try:
        labels = _Canonicalizer(dataset, algorithm, budget).labels()
    except RecursionError:
        raise PoisonGraph(limit=budget) from None
    return sorted(write(relabel(quad, labels)) for quad in dataset), labels


def relabel(quad: Quad, labels: Mapping[str, str]) -> Quad:
    """The quad with its blank nodes named anew."""
    subject, predicate, value, graph = quad
    return (labels.get(subject, subject), predicate, labels.get(value, value), labels.get(graph, graph))


@dataclass(slots=True)
class _Issuer:
    """Gives blank nodes names in the order in which it is asked (4.5)."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalizer:
    def __init__(self, dataset: Sequence[Quad], algorithm: str, budget: int) -> None:
        self._algorithm = algorithm
        self._budget = self._left = budget
        self._quads: dict[str, list[Quad]] = defaultdict(list)
        for quad in dataset:
            for node in {quad[0], quad[2], quad[3]}:
                if is_blank(node):
                    self._quads[node].append(quad)
        self._first: dict[str, str] = {}
        self._canonical = _Issuer("_:c14n")

    def labels(self) -> dict[str, str]:
        """4.4.3: first the nodes that their own quads tell apart, in the order of their hashes, then the others."""
        by_hash: dict[str, list[str]] = defaultdict(list)
        for node in self._quads:
            by_hash[self._hash_first_degree(node)].append(node)
        shared = []
        for _, nodes in sorted(by_hash.items()):
            if len(nodes) == 1:
                self._canonical.issue(nodes[0])
            else:
                shared.append(nodes)
        for nodes in shared:
            self._issue_shared(nodes)
        return self._canonical.issued

    def _issue_shared(self, nodes: Sequence[str]) -> None:
        """4.4.3 step 5."""
        found: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                found.append(self._hash_n_degree(node, issuer))
        for _, issuer in sorted(found, key=lambda one: one[0]):
            for node in issuer.issued:
                self._canonical.issue(node)

    def _hash_first_degree(self, node: str) -> str:
        """4.6.3: the node's quads, with itself as _:a and every other blank node as _:z."""
        if node not in self._first:
            lines = []
            for subject, predicate, value, graph in self._quads[node]:
                lines.append(write((_a_or_z(subject, node), predicate, _a_or_z(value, node), _a_or_z(graph, node))))
            self._first[node] = self._hash("".join(sorted(lines)))
        return self._first[node]

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """4.7.3."""
        data = position if position == "g" else position + quad[1]
        name = self._canonical.issued.get(related) or issuer.issued.get(related) or self._hash_first_degree(related)
        return self._hash(data + name)

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8.3: the order of like neighbours that makes the least path."""
        neighbours: dict[str, list[str]] = defaultdict(list)
        self._spend(len(self._quads[node]))
        for quad in self._quads[node]:
            for related, position in ((quad[0], "s"), (quad[2], "o"), (quad[3], "g")):
                if is_blank(related) and related != node:
                    neighbours[self._hash_related(related, quad, issuer, position)].append(related)
        data = []
        for related_hash, nodes in sorted(neighbours.items()):
            path, issuer = self._least_path(nodes, issuer)
            data += [related_hash, path]
        return self._hash("".join(data)), issuer

    def _least_path(self, nodes: Sequence[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8.3 step 5.4."""
        chosen: tuple[str, _Issuer] | None = None
        for order in permutations(nodes):
            self._spend(len(order))
            tried = self._try(order, issuer.copy(), chosen[0] if chosen else None)
            if tried is not None and (chosen is None or tried[0] < chosen[0]):
                chosen = tried
        assert chosen is not None, "there is at least one order"  # noqa: S101
        return chosen

    def _try(self, order: Sequence[str], issuer: _Issuer, best: str | None) -> tuple[str, _Issuer] | None:
        """The path of one order, or `None` as soon as it is longer or greater than the best so far."""
        path, later = "", []
        for node in order:
            if node in self._canonical.issued:
                path += self._canonical.issued[node]
            else:
                if node not in issuer.issued:
                    later.append(node)
                path += issuer.issue(node)
            if _is_worse(path, best):
                return None
        for node in later:
            result, copied = self._hash_n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{result}>"
            issuer = copied
            if _is_worse(path, best):
                return None
        return path, issuer

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise PoisonGraph(limit=self._budget)

    def _hash(self, text: str) -> str:
        return hashlib.new(self._algorithm, text.encode()).hexdigest()


def _a_or_z(term: str, node: str) -> str:
    if not is_blank(term):
        return term
    return "_:a" if term == node else "_:z"


def _is_worse(path: str, best: str | None) -> bool:
    return best is not None and len(path) >= len(best) and path > best
