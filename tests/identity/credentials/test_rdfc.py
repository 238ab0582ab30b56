"""RDFC-1.0: the standard's own cases that others get wrong, isomorphic graphs, and graphs made to stop a verifier.

The W3C's whole suite (rdf-canon, tests/manifest.jsonld) is run where a copy is named by LANDSEA_RDF_CANON.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.identity.wire.credentials.rdfc import Quad, canonicalize, literal, relabel
from landsea.identity.wire.credentials.refusals import PoisonGraph, TooLarge

NAMED = "LANDSEA_RDF_CANON"


def test_literals_are_escaped_as_canonical_n_quads_asks() -> None:
    """W3C test 060: ECHAR where there is one, UCHAR for other control characters and DEL, everything else as it is."""
    assert literal('\b\t\n\f\r"\\') == '"\\b\\t\\n\\f\\r\\"\\\\"'
    assert literal("\0\v\x1f\x7f") == '"\\u0000\\u000B\\u001F\\u007F"'
    assert literal("'\x80\xa0\ud7ff\ufffd陆海\U0001f6a2") == '"\'\x80\xa0\ud7ff\ufffd陆海\U0001f6a2"'


def clique(size: int) -> list[Quad]:
    """W3C test 074 with ten: every blank node points to every other, so none is like no other."""
    return [(f"_:e{one}", "<urn:p>", f"_:e{other}", "") for one, other in permutations(range(size), 2)]


@pytest.mark.parametrize("size", [10, 20, 60])
def test_a_poison_clique_is_refused_by_name_within_a_second(size: int) -> None:
    started = time.process_time()
    with pytest.raises(PoisonGraph):
        canonicalize(clique(size))
    assert time.process_time() - started < 1.0


def test_a_long_chain_of_like_nodes_is_answered_in_bounded_time() -> None:
    """Deep rather than wide: the recursion is bounded too."""
    ring = [(f"_:n{one}", "<urn:p>", f"_:n{(one + 1) % 2000}", "") for one in range(2000)]
    started = time.process_time()
    with pytest.raises(PoisonGraph):
        canonicalize(ring)
    assert time.process_time() - started < 2.0


def test_a_small_clique_is_canonicalized() -> None:
    lines, labels = canonicalize(clique(3))
    assert len(lines) == 6
    assert sorted(labels.values()) == ["_:c14n0", "_:c14n1", "_:c14n2"]


def test_more_statements_than_a_credential_has_are_refused() -> None:
    with pytest.raises(TooLarge):
        canonicalize(("<urn:s>", "<urn:p>", literal(str(number)), "") for number in range(50_001))


NODES = st.integers(0, 4).map(lambda number: f"_:n{number}")
TERMS = st.one_of(NODES, st.sampled_from(["<urn:a>", "<urn:b>"]))
QUADS = st.tuples(
    TERMS, st.sampled_from(["<urn:p>", "<urn:q>"]), st.one_of(TERMS, st.just('"text"')), st.one_of(st.just(""), TERMS)
)


@settings(max_examples=150)
@given(st.lists(QUADS, max_size=12), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(quads: list[Quad], chance: random.Random) -> None:
    names = [f"_:m{number}" for number in range(5)]
    chance.shuffle(names)
    renamed = [relabel(quad, {f"_:n{number}": name for number, name in enumerate(names)}) for quad in quads]
    chance.shuffle(renamed)
    assert canonicalize(renamed)[0] == canonicalize(quads)[0]


@settings(max_examples=60)
@given(st.lists(QUADS, min_size=1, max_size=8))
def test_the_canonical_form_says_the_same(quads: list[Quad]) -> None:
    lines, labels = canonicalize(quads)
    assert len(set(labels.values())) == len(labels)
    assert len(lines) == len(set(quads))


TERM = r'(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[a-zA-Z0-9-]+)?)'
LINE = re.compile(rf"{TERM}\s*{TERM}\s*{TERM}\s*{TERM}?\s*\.")
ECHAR = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"


def unescape(text: str) -> str:
    pattern = r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"
    return re.sub(pattern, lambda found: chr(int(found[1][1:], 16)) if found[1][0] in "uU" else ECHAR[found[1]], text)


def read_term(text: str | None) -> str:
    if not text or not text.startswith('"'):
        return unescape(text or "")
    end = text.rindex('"')
    return literal(unescape(text[1:end])) + unescape(text[end + 1 :]).replace(STRING, "")


def read_quads(path: Path) -> list[Quad]:
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    found = [LINE.match(line.strip()) for line in lines]
    return [(read_term(one[1]), read_term(one[2]), read_term(one[3]), read_term(one[4])) for one in found if one]


def test_the_suite_of_the_w3c() -> None:
    folder = Path(os.environ.get(NAMED, ""))
    if not os.environ.get(NAMED) or not (folder / "manifest.jsonld").is_file():
        pytest.skip(f"no copy of the W3C's rdf-canon tests: name its folder `tests` in {NAMED}")
    entries = json.loads((folder / "manifest.jsonld").read_text(encoding="utf-8"))["entries"]
    wrong = [entry["id"] for entry in entries if not is_right(entry, folder)]
    assert wrong == []
    assert len(entries) > 60


def is_right(entry: dict[str, str], folder: Path) -> bool:
    quads = read_quads(folder / entry["action"])
    try:
        lines, labels = canonicalize(quads, entry.get("hashAlgorithm", "SHA256").lower())
    except PoisonGraph:
        return "Negative" in entry["type"]
    if "Map" in entry["type"]:
        expected = json.loads((folder / entry["result"]).read_text(encoding="utf-8"))
        return bool({name[2:]: label[2:] for name, label in labels.items()} == expected)
    with (folder / entry["result"]).open(encoding="utf-8", newline="") as file:
        return file.read() == "".join(lines)
