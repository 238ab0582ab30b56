"""ecdsa-sd-2023 against the W3C's vector, and what a holder can and cannot do with a base proof."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import cbor2
import pytest

from landsea.identity.service.contexts import load_documents
from landsea.identity.wire.credentials import selective
from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.keys import Kind, SigningKey, parse_secret_multikey
from landsea.identity.wire.credentials.multibase import base64url, parse_base64url
from landsea.identity.wire.credentials.proofs import read_proofs
from landsea.identity.wire.credentials.refusals import (
    BadPointer,
    BadProof,
    BaseProof,
    CredentialRefused,
    NotJsonLd,
    WrongKeyForSuite,
    WrongSignature,
)
from landsea.identity.wire.credentials.selection import select
from tests.identity.credentials import employment as w3c
from tests.identity.credentials.vectors import ED25519, P256

KEY = parse_secret_multikey(P256[1])


@pytest.fixture(scope="module")
def known(contexts: Contexts) -> Contexts:
    assert contexts
    return Contexts(load_documents() | {w3c.CITIZENSHIP: w3c.CONTEXT})


def sign(
    known: Contexts, document: dict[str, Any] = w3c.EMPLOYMENT, mandatory: list[str] = w3c.MANDATORY
) -> dict[str, Any]:
    return selective.sign_base(
        document,
        KEY,
        method=f"{KEY.public.did}#{KEY.public.multikey}",
        created=w3c.CREATED,
        mandatory=mandatory,
        hmac_key=w3c.HMAC_KEY,
        proof_key=parse_secret_multikey(w3c.PROOF_KEY),
        contexts=known,
    )


def verify(document: dict[str, Any], known: Contexts, key: SigningKey = KEY) -> selective.Disclosed:
    ((proof, over),) = read_proofs(document)
    return selective.verify_derived(over, proof, key.public, known)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_statements_are_the_published_ones(known: Contexts) -> None:
    assert sha256(known.canonical(w3c.EMPLOYMENT).decode()) == w3c.STATEMENTS_SHA256


def test_the_base_proof_is_the_published_one(known: Contexts) -> None:
    assert sha256(sign(known)["proof"]["proofValue"]) == w3c.BASE_SHA256


def test_the_derived_proof_is_the_published_one(known: Contexts) -> None:
    shown = selective.derive(sign(known), w3c.REVEAL, known)
    assert sha256(shown["proof"]["proofValue"]) == w3c.DERIVED_SHA256
    assert shown["credentialSubject"] == {"type": ["Person", "EmployablePerson"], "birthCountry": "Bahamas"}


def test_a_derived_proof_verifies_and_says_what_was_mandatory(known: Contexts) -> None:
    disclosed = verify(selective.derive(sign(known), w3c.REVEAL, known), known)
    assert len(disclosed.mandatory) == 4
    assert any("#issuer>" in line for line in disclosed.mandatory)
    assert any("birthCountry" in line for line in disclosed.chosen)
    assert not any("givenName" in line for line in (*disclosed.mandatory, *disclosed.chosen))


@pytest.mark.parametrize(
    "reveal", [[], ["/credentialSubject/employmentAuthorizationDocument/lprNumber"], ["/name"], ["/credentialSubject"]]
)
def test_whatever_is_chosen_verifies(reveal: list[str], known: Contexts) -> None:
    verify(selective.derive(sign(known), reveal, known), known)


def test_nothing_mandatory_needs_a_choice(known: Contexts) -> None:
    base = sign(known, mandatory=[])
    verify(selective.derive(base, ["/issuer"], known), known)
    with pytest.raises(BadProof):
        selective.derive(base, [], known)


def test_two_like_items_of_a_list_are_told_apart(known: Contexts) -> None:
    item = w3c.EMPLOYMENT["credentialSubject"]["employmentAuthorizationDocument"]
    document = copy.deepcopy(w3c.EMPLOYMENT)
    document["credentialSubject"]["employmentAuthorizationDocument"] = [item, item | {"lprNumber": "2"}, item]
    base = sign(known, document)
    path = "/credentialSubject/employmentAuthorizationDocument"
    for reveal in ([f"{path}/1"], [f"{path}/2/lprNumber", f"{path}/0/identifier"]):
        verify(selective.derive(base, reveal, known), known)


def test_a_base_proof_is_not_shown_to_readers(known: Contexts) -> None:
    with pytest.raises(BaseProof):
        verify(sign(known), known)


def test_a_derived_proof_is_not_derived_again(known: Contexts) -> None:
    with pytest.raises(BadProof):
        selective.derive(selective.derive(sign(known), [], known), [], known)


def shown(known: Contexts) -> dict[str, Any]:
    return selective.derive(sign(known), w3c.REVEAL, known)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("issuer", "id"), "did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"),
        (("validUntil",), "2099-12-03T00:00:00Z"),
        (("credentialSubject", "birthCountry"), "Atlantis"),
        (("credentialSubject", "gender"), "Male"),
        (("proof", "created"), "2023-08-15T23:36:39Z"),
    ],
)
def test_any_change_is_noticed(path: tuple[str, ...], value: str, known: Contexts) -> None:
    document = shown(known)
    at = document
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(WrongSignature):
        verify(document, known)


@pytest.mark.parametrize("name", ["issuer", "validUntil", "credentialSubject"])
def test_leaving_more_out_is_noticed(name: str, known: Contexts) -> None:
    document = shown(known)
    del document[name]
    with pytest.raises(CredentialRefused):
        verify(document, known)


def reopened(document: dict[str, Any], change: Any) -> dict[str, Any]:
    """The document with its proof value taken apart, changed and put together again."""
    data = parse_base64url(document["proof"]["proofValue"][1:])
    content = cbor2.loads(data[3:])
    change(content)
    return document | {"proof": document["proof"] | {"proofValue": "u" + base64url(data[:3] + cbor2.dumps(content))}}


def swap_key(content: list[Any]) -> None:
    content[1] = b"\x80\x24" + SigningKey(Kind.P256, b"\7" * 32).public.raw


def move_to_mandatory(content: list[Any]) -> None:
    content[4].append(1)
    content[2].pop()


def forget_mandatory(content: list[Any]) -> None:
    content[4].pop()


def swap_labels(content: list[Any]) -> None:
    content[3] = {0: content[3][1], 1: content[3][0]}


def drop_a_label(content: list[Any]) -> None:
    del content[3][1]


def same_labels(content: list[Any]) -> None:
    content[3] = {0: content[3][0], 1: content[3][0]}


def drop_a_signature(content: list[Any]) -> None:
    content[2].pop()


def far_away(content: list[Any]) -> None:
    content[4].append(10**6)


def wrong_kinds(content: list[Any]) -> None:
    content[2] = "signatures"


@pytest.mark.parametrize(
    "change",
    [
        swap_key,
        move_to_mandatory,
        forget_mandatory,
        swap_labels,
        drop_a_label,
        same_labels,
        drop_a_signature,
        far_away,
        wrong_kinds,
    ],
)
def test_a_proof_value_that_was_taken_apart_is_refused(change: Any, known: Contexts) -> None:
    document = shown(known)
    verify(reopened(document, lambda content: None), known)
    with pytest.raises((WrongSignature, BadProof)):
        verify(reopened(document, change), known)


@pytest.mark.parametrize("value", ["z2", "u2V0B", "u2V0BgA", "u2V0AgA", "u", "", "u2V0B" + "n" * 400])
def test_a_damaged_proof_value_is_refused(value: str, known: Contexts) -> None:
    document = shown(known)
    document["proof"]["proofValue"] = value
    with pytest.raises(CredentialRefused):
        verify(document, known)


def test_another_key_or_kind_of_key_is_refused(known: Contexts) -> None:
    with pytest.raises(WrongSignature):
        verify(shown(known), known, SigningKey(Kind.P256, b"\7" * 32))
    with pytest.raises(WrongKeyForSuite):
        verify(shown(known), known, parse_secret_multikey(ED25519[1]))


@pytest.mark.parametrize(
    "pointer", ["", "issuer", "/issuer/none", "/type/7", "/type/01", "/type/-", "/~2", "/@context", "/validFrom/0"]
)
def test_a_pointer_that_names_nothing_is_refused(pointer: str, known: Contexts) -> None:
    with pytest.raises(BadPointer):
        sign(known, mandatory=[pointer])


def test_a_selection_keeps_ids_types_and_the_order_of_lists() -> None:
    document = {
        "@context": [],
        "id": "urn:x",
        "type": "T",
        "a": [{"b": 1}, {"type": "U", "b": 2, "c/~": 3}, {"b": 4}],
        "d": 5,
    }
    assert select(document, ["/a/2", "/a/1/c~1~0"]) == {
        "@context": [],
        "id": "urn:x",
        "type": "T",
        "a": [{"type": "U", "c/~": 3}, {"b": 4}],
    }
    assert select(document, []) == {}


def test_what_names_blank_nodes_is_not_signed_one_by_one(known: Contexts) -> None:
    with pytest.raises(NotJsonLd):
        sign(known, w3c.EMPLOYMENT | {"id": "_:b0"})
