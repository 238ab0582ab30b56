"""What a credential's JSON means as RDF, and the ways of writing that would hide something from a reader of the JSON."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from landsea.identity.service.contexts import FILES, load_documents
from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.refusals import (
    CredentialRefused,
    NotJsonLd,
    TooLarge,
    UndefinedTerm,
    UnknownContext,
)
from landsea.identity.wire.credentials.statements import statements
from tests.identity.credentials.vectors import V2

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
BILL = "https://trustvc.io/context/bill-of-lading.json"
BARE: dict[str, Any] = {"@context": [V2], "type": ["VerifiableCredential"]}


def objects(*values: Any) -> list[str]:
    """The objects of statements about these expanded values."""
    expanded = [{"@id": "urn:s", "urn:p": list(values)}]
    return [quad[2] for quad in statements(expanded) if quad[0] == "<urn:s>"]


@pytest.mark.parametrize(
    ("value", "term"),
    [
        # JSON-LD 1.1 API, section 8.6 (data round tripping)
        ({"@value": True}, f'"true"^^<{XSD}boolean>'),
        ({"@value": 5}, f'"5"^^<{XSD}integer>'),
        ({"@value": 5.0}, f'"5"^^<{XSD}integer>'),
        ({"@value": -0.0}, f'"0"^^<{XSD}integer>'),
        ({"@value": 5.3}, f'"5.3E0"^^<{XSD}double>'),
        ({"@value": 0.00001234}, f'"1.234E-5"^^<{XSD}double>'),
        ({"@value": 1e21}, f'"1.0E21"^^<{XSD}double>'),
        ({"@value": 5, "@type": f"{XSD}double"}, f'"5.0E0"^^<{XSD}double>'),
        ({"@value": 5, "@type": f"{XSD}decimal"}, f'"5"^^<{XSD}decimal>'),
        ({"@value": "5"}, '"5"'),
        ({"@value": "5", "@type": f"{XSD}string"}, '"5"'),
        ({"@value": "船", "@language": "zh"}, '"船"@zh'),
        ({"@value": {"b": 1, "a": [2.0]}, "@type": "@json"}, f'"{{\\"a\\":[2],\\"b\\":1}}"^^<{RDF}JSON>'),
        ({"@id": "urn:o"}, "<urn:o>"),
    ],
)
def test_values_become_terms(value: dict[str, Any], term: str) -> None:
    assert objects(value) == [term]


def test_lists_become_chains() -> None:
    quads = statements([{"@id": "urn:s", "urn:p": [{"@list": [{"@value": "a"}, {"@value": "b"}]}, {"@list": []}]}])
    assert len(quads) == 6
    assert ("<urn:s>", "<urn:p>", f"<{RDF}nil>", "") in quads


def test_graphs_reverses_and_inclusions_keep_their_place() -> None:
    node = {"@id": "urn:n", "urn:q": [{"@value": "x"}]}
    inside = statements([{"@id": "urn:s", "urn:p": [{"@graph": [node]}]}])
    assert [quad for quad in inside if quad[3]] == [("<urn:n>", "<urn:q>", '"x"', "_:b0")]
    backward = statements([{"@id": "urn:s", "@reverse": {"urn:p": [node]}, "@index": "i"}])
    assert ("<urn:n>", "<urn:p>", "<urn:s>", "") in backward
    assert statements([{"@id": "urn:s", "@included": [node]}]) == [("<urn:n>", "<urn:q>", '"x"', "")]


@pytest.mark.parametrize(
    "value",
    [
        {"@value": "x", "@direction": "rtl"},
        {"@value": 2**53},
        {"@value": "x", "@language": "not a tag"},
        {"@value": 1, "@language": "en"},
    ],
)
def test_what_rdf_would_lose_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(NotJsonLd):
        objects(value)


@pytest.mark.parametrize(
    "iri",
    [
        "relative",
        "//host/x",
        "#x",
        "",
        "http://a/ b",
        "http://a/<b>",
        'http://a/"',
        "http://a/\n",
        "http://a/\\u0041",
        "urn:{x}",
    ],
)
def test_what_is_no_absolute_iri_is_refused(iri: str, contexts: Contexts) -> None:
    """Among them what would write statements of its own into N-Quads."""
    with pytest.raises(UndefinedTerm):
        objects({"@id": iri})
    with pytest.raises(UndefinedTerm):
        contexts.quads(BARE | {"issuer": iri})


@pytest.mark.parametrize(
    "change",
    [
        {"made-up": "x"},
        {"type": ["VerifiableCredential", "MadeUp"]},
        {"credentialSubject": {"type": "BillOfLading"}},
        {"credentialSubject": {"id": "urn:x", "blNumber": "1"}},
        {"credentialStatus": {"type": "TransferableRecords", "tokenId": "1"}},
    ],
)
def test_an_undefined_term_is_refused(change: dict[str, Any], contexts: Contexts) -> None:
    with pytest.raises(UndefinedTerm):
        contexts.quads(BARE | change)


STATUS = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
HIDDEN = [
    {"https://www.w3.org/2018/credentials#credentialStatus": STATUS},
    {"cred:credentialStatus": STATUS},
    {"@type": "https://www.w3.org/2018/credentials#VerifiableCredential"},
    {"@id": "urn:x"},
    {"@graph": []},
    {"@reverse": {}},
    {"@included": [{"id": "urn:y"}]},
    {"credentialSubject": {"@id": "urn:x", "name": "x"}},
    {"credentialSubject": {"@context": {"name": "urn:other"}, "name": "x"}},
    {"credentialSubject": {"name": {"@value": "x", "@type": "urn:t"}}},
    {"name": {"@value": "x", "@direction": "rtl", "@language": "ar"}},
    {"id": "urn:c", "credentialSubject": {"id": "urn:c", "credentialStatus": STATUS}},
    {"id": "urn:c", "evidence": [{"type": "Evidence", "credentialSubject": {"id": "urn:c", "name": "x"}}]},
]


@pytest.mark.parametrize("change", HIDDEN)
def test_the_same_meaning_is_not_accepted_in_a_hidden_way(change: dict[str, Any], contexts: Contexts) -> None:
    with pytest.raises(NotJsonLd):
        contexts.quads(BARE | change)


@pytest.mark.parametrize(
    "context",
    [
        None,
        [None],
        [],
        "https://evil.example/v1",
        [V2, "https://evil.example/v1"],
        [V2, {"issuer": "urn:other"}],
        [V2, {"@import": "https://evil.example/v1"}],
        {"@vocab": "urn:x#"},
        [V2, None],
        [V2, ["https://evil.example/v1"]],
        [f"{V2}#"],
    ],
)
def test_other_contexts_are_refused_by_name(context: Any, contexts: Contexts) -> None:
    if context == []:
        with pytest.raises(CredentialRefused):
            contexts.quads(BARE | {"@context": context})
        return
    with pytest.raises(UnknownContext):
        contexts.quads(BARE | {"@context": context})


def test_a_context_that_names_an_unknown_one_is_refused() -> None:
    known = Contexts({"https://a.example/v1": {"@context": ["https://b.example/v1"]}})
    with pytest.raises(UnknownContext, match=r"b\.example"):
        known.quads({"@context": "https://a.example/v1", "name": "x"})


def test_protected_terms_stay_what_they_are() -> None:
    known = Contexts(load_documents() | {"https://a.example/v1": {"@context": {"VerifiableCredential": "urn:other"}}})
    with pytest.raises(NotJsonLd, match="protected"):
        known.quads(BARE | {"@context": [V2, "https://a.example/v1"], "issuer": "urn:i"})


def test_what_is_too_deep_or_too_much_is_refused(contexts: Contexts) -> None:
    deep: dict[str, Any] = {"name": "x"}
    for _ in range(200):
        deep = {"credentialSubject": deep}
    with pytest.raises(TooLarge):
        contexts.quads(BARE | deep)
    with pytest.raises(TooLarge):
        contexts.quads(BARE | {"credentialSubject": [{"id": f"urn:{number}"} for number in range(60_000)]})


def test_every_listed_context_is_installed_and_read(contexts: Contexts) -> None:
    assert contexts.urls >= set(FILES)
    assert [contexts.expand({"@context": url}) for url in FILES] == [[] for _ in FILES]


def test_contexts_are_shared_between_threads(contexts: Contexts) -> None:
    document = BARE | {"@context": [V2, BILL], "credentialSubject": {"type": "BillOfLading", "blNumber": "1"}}
    expected = contexts.canonical(document)
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: contexts.canonical(document), range(40))) == {expected}
