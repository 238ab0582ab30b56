"""Cryptosuites against the W3C's vectors: hashes, proof values, verification, and what must not verify."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest

from landsea.identity.service.contexts import load_documents
from landsea.identity.wire.credentials import proofs
from landsea.identity.wire.credentials.dids import find_method
from landsea.identity.wire.credentials.jcs import canonical
from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.keys import Kind, SigningKey, parse_secret_multikey
from landsea.identity.wire.credentials.refusals import (
    BadProof,
    MethodNotForPurpose,
    NoSuchMethod,
    UndefinedTerm,
    UnknownContext,
    UnknownSuite,
    WrongKeyForSuite,
    WrongSignature,
)
from tests.identity.credentials import employment
from tests.identity.credentials.vectors import ALUMNI, CHAIN, CREATED, VECTORS, Vector

GRAPH = [vector for vector in VECTORS if "rdfc" in vector.suite]


def signed(vector: Vector, contexts: Contexts | None, document: dict[str, Any] = ALUMNI) -> dict[str, Any]:
    key = parse_secret_multikey(vector.secret)
    method = f"{key.public.did}#{vector.public}"
    return proofs.sign(document, key, suite=vector.suite, method=method, created=CREATED, contexts=contexts)


def verify(document: dict[str, Any], contexts: Contexts | None) -> None:
    for proof, over in proofs.read_proofs(document):
        proofs.verify(over, proof, find_method(proof.method, proof.purpose, {}).key, contexts)


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_the_hashes_are_the_published_ones(vector: Vector, contexts: Contexts) -> None:
    options = {name: one for name, one in signed(vector, contexts)["proof"].items() if name != "proofValue"}
    in_context = options | {"@context": ALUMNI["@context"]}
    write = contexts.canonical if "rdfc" in vector.suite else canonical
    algorithm = hashlib.sha384 if len(vector.proof_hash) == 96 else hashlib.sha256
    assert algorithm(write(in_context)).hexdigest() == vector.proof_hash
    assert algorithm(write(ALUMNI)).hexdigest() == vector.document_hash


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_signing_makes_the_published_proof(vector: Vector, contexts: Contexts) -> None:
    assert signed(vector, contexts)["proof"]["proofValue"] == vector.value


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_the_published_proof_verifies(vector: Vector, contexts: Contexts) -> None:
    verify(signed(vector, contexts), contexts)


@pytest.mark.parametrize(("suite", "secret"), employment.PROOFS)
def test_blank_nodes_are_told_apart_as_the_suite_says(suite: str, secret: str, contexts: Contexts) -> None:
    """Three blank nodes; with P-384 their canonical labels come from SHA-384."""
    assert contexts
    known = Contexts(load_documents() | {employment.CITIZENSHIP: employment.CONTEXT})
    key = parse_secret_multikey(secret)
    method = f"{key.public.did}#{key.public.multikey}"
    made = proofs.sign(employment.EMPLOYMENT, key, suite=suite, method=method, created=CREATED, contexts=known)
    assert made["proof"]["proofValue"] == employment.PROOFS[suite, secret]
    verify(made, known)


def changes(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The document with one thing changed at a time, in what is said and in how it is proven."""
    found = []
    for path, value in [
        (("issuer",), "https://vc.example/issuers/9999"),
        (("credentialSubject", "alumniOf"), "Another School"),
        (("validUntil",), "2099-01-01T00:00:00Z"),
        (("type",), ["VerifiableCredential"]),
        (("proof", "created"), "2023-02-24T23:36:39Z"),
        (("proof", "proofPurpose"), "authentication"),
    ]:
        changed = copy.deepcopy(document)
        at = changed
        for name in path[:-1]:
            at = at[name]
        at[path[-1]] = value
        found.append(changed)
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_any_change_is_noticed(vector: Vector, contexts: Contexts) -> None:
    for changed in changes(signed(vector, contexts)):
        with pytest.raises(WrongSignature):
            verify(changed, contexts)


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_every_bit_of_the_signature_counts(vector: Vector, contexts: Contexts) -> None:
    document = signed(vector, contexts)
    value = document["proof"]["proofValue"]
    document["proof"]["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")
    with pytest.raises(WrongSignature):
        verify(document, contexts)


@pytest.mark.parametrize("suite", ["none", "", "eddsa-2022", "ed25519signature2020", "bbs-2023", "ES256"])
def test_an_unknown_suite_is_refused(suite: str, contexts: Contexts) -> None:
    document = signed(VECTORS[0], contexts)
    document["proof"]["cryptosuite"] = suite
    with pytest.raises(UnknownSuite):
        verify(document, contexts)


def test_a_suite_does_not_take_another_kind_of_key(contexts: Contexts) -> None:
    """Algorithm confusion: the suite's name is exchanged for one of another algorithm."""
    document = signed(VECTORS[0], contexts)
    document["proof"]["cryptosuite"] = "ecdsa-jcs-2019"
    with pytest.raises(WrongKeyForSuite):
        verify(document, contexts)
    with pytest.raises(WrongKeyForSuite):
        proofs.sign(ALUMNI, SigningKey(Kind.P256, b"\1" * 32), suite="eddsa-jcs-2022", method="x", created=CREATED)


def test_a_key_is_not_taken_from_another_did(contexts: Contexts) -> None:
    """Key substitution: the fragment of a did:key names another key."""
    document = signed(VECTORS[0], contexts)
    did, fragment = document["proof"]["verificationMethod"].split("#")
    document["proof"]["verificationMethod"] = f"{did}#{VECTORS[2].public}"
    assert fragment != VECTORS[2].public
    with pytest.raises(NoSuchMethod):
        verify(document, contexts)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "Ed25519Signature2020"),
        ("cryptosuite", None),
        ("proofValue", 7),
        ("verificationMethod", {"id": "did:key:z"}),
        ("proofPurpose", None),
    ],
)
def test_a_damaged_proof_is_refused(name: str, value: object, contexts: Contexts) -> None:
    document = signed(VECTORS[0], contexts)
    document["proof"][name] = value
    with pytest.raises(BadProof):
        verify(document, contexts)


@pytest.mark.parametrize("proof", [None, [], "text", [None]])
def test_a_document_without_a_proof_is_refused(proof: object) -> None:
    with pytest.raises(BadProof):
        verify(ALUMNI | {"proof": proof}, None)


def test_a_proof_set_needs_every_proof(contexts: Contexts) -> None:
    both = [signed(vector, contexts)["proof"] for vector in VECTORS[:2]]
    verify(ALUMNI | {"proof": both}, contexts)
    with pytest.raises(WrongSignature):
        verify(ALUMNI | {"proof": [both[0], both[1] | {"created": "2023-02-24T23:36:39Z"}]}, contexts)


def test_a_proof_that_builds_on_another_needs_it(contexts: Contexts) -> None:
    with pytest.raises(BadProof):
        verify(ALUMNI | {"proof": signed(VECTORS[0], contexts)["proof"] | {"previousProof": "urn:uuid:1"}}, contexts)


def test_the_published_chain_of_proofs_verifies(contexts: Contexts) -> None:
    verify(ALUMNI | {"proof": CHAIN}, contexts)
    verify(ALUMNI | {"proof": [CHAIN[3], CHAIN[1], CHAIN[2], CHAIN[0]]}, contexts)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_chain_with_a_link_missing_is_refused(missing: int, contexts: Contexts) -> None:
    with pytest.raises(BadProof):
        verify(ALUMNI | {"proof": [one for one in CHAIN if one is not CHAIN[missing]]}, contexts)


@pytest.mark.parametrize("link", [0, 1, 2, 3])
def test_every_link_of_a_chain_counts(link: int, contexts: Contexts) -> None:
    changed = [one | {"created": "2023-02-24T23:36:39Z"} if one is CHAIN[link] else one for one in CHAIN]
    with pytest.raises(WrongSignature):
        verify(ALUMNI | {"proof": changed}, contexts)
    names = [{name: value for name, value in one.items() if name != "previousProof"} for one in CHAIN]
    with pytest.raises(WrongSignature):
        verify(ALUMNI | {"proof": names}, contexts)


def test_with_jcs_the_contexts_that_were_signed_come_first() -> None:
    document = signed(VECTORS[0], None)
    verify(document | {"@context": [*document["@context"], "https://example.com/more"]}, None)
    with pytest.raises(BadProof):
        verify(document | {"@context": ["https://example.com/other", *document["@context"]]}, None)


@pytest.mark.parametrize("vector", GRAPH, ids=str)
def test_an_undefined_term_is_never_signed(vector: Vector, contexts: Contexts) -> None:
    document = ALUMNI | {"@context": ALUMNI["@context"][:1]}
    with pytest.raises(UndefinedTerm):
        signed(vector, contexts, document)


@pytest.mark.parametrize("vector", GRAPH, ids=str)
def test_an_unknown_context_is_refused_by_name(vector: Vector, contexts: Contexts) -> None:
    document = ALUMNI | {"@context": [*ALUMNI["@context"], "https://example.com/evil"]}
    with pytest.raises(UnknownContext, match=r"example\.com/evil"):
        signed(vector, contexts, document)


def test_a_key_is_used_for_its_purpose_only(contexts: Contexts) -> None:
    document = signed(VECTORS[0], contexts)
    proof, _ = proofs.read_proofs(document)[0]
    did = "did:web:issuer.example"
    listed = {"id": f"{did}#k", "type": "Multikey", "controller": did, "publicKeyMultibase": VECTORS[0].public}
    given = {did: {"id": did, "verificationMethod": [listed], "authentication": ["#k"]}}
    assert find_method(f"{did}#k", "authentication", given).key.multikey == VECTORS[0].public
    with pytest.raises(MethodNotForPurpose):
        find_method(f"{did}#k", proof.purpose, given)
