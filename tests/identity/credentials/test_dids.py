"""From DID URLs to keys, out of given documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from landsea.identity.wire.credentials.dids import (
    did_key_document,
    did_of_url,
    find_method,
    require_in_force,
    web_location,
)
from landsea.identity.wire.credentials.refusals import (
    BadDidDocument,
    CredentialRefused,
    MethodNotInForce,
    NoSuchMethod,
    UnknownDid,
    UnknownKeyType,
)
from tests.identity.credentials.vectors import ED25519, P256

DID = "did:web:issuer.example"
PURPOSE = "assertionMethod"


def document(**changes: Any) -> dict[str, dict[str, Any]]:
    method = {"id": f"{DID}#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": P256[0]}
    return {DID: {"id": DID, "verificationMethod": [method | changes], PURPOSE: [f"{DID}#k"]}}


@pytest.mark.parametrize(
    ("did", "url"),
    [
        # did:web, section 2.5.2
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
    ],
)
def test_where_a_did_web_is_read(did: str, url: str) -> None:
    assert web_location(did) == url


@pytest.mark.parametrize("did", ["did:key:z6Mk", "did:web:", "did:web:host::x", "https://host"])
def test_what_is_no_did_web_is_read_nowhere(did: str) -> None:
    with pytest.raises(BadDidDocument):
        web_location(did)


def test_a_did_key_is_its_own_document() -> None:
    did = f"did:key:{ED25519[0]}"
    (method,) = did_key_document(did)["verificationMethod"]
    assert find_method(method["id"], PURPOSE, {}).key.multikey == ED25519[0]
    assert did_of_url(method["id"]) == did


def test_a_listed_method_is_found() -> None:
    found = find_method(f"{DID}#k", PURPOSE, document())
    assert (found.id, found.controller, found.key.multikey) == (f"{DID}#k", DID, P256[0])


def test_ids_may_be_relative_and_methods_embedded() -> None:
    given = document(id="#k")
    assert find_method(f"{DID}#k", PURPOSE, given).id == f"{DID}#k"
    (method,) = given[DID].pop("verificationMethod")
    given[DID][PURPOSE] = [method]
    assert find_method(f"{DID}#k", PURPOSE, given).key.multikey == P256[0]


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("", NoSuchMethod),
        (DID, NoSuchMethod),
        (f"{DID}#", NoSuchMethod),
        (f"{DID}#other", NoSuchMethod),
        (f"{DID}?versionId=1#k", NoSuchMethod),
        ("https://issuer.example#k", NoSuchMethod),
        ("did:web:other.example#k", UnknownDid),
        (f"did:key:{P256[0]}#{ED25519[0]}", NoSuchMethod),
        ("did:key:z#z", CredentialRefused),
    ],
)
def test_other_urls_are_refused(url: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        find_method(url, PURPOSE, document())


def test_another_dids_document_is_refused() -> None:
    given = document()[DID] | {"id": "did:web:other.example"}
    with pytest.raises(BadDidDocument):
        find_method(f"{DID}#k", PURPOSE, {DID: given})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"controller": "did:web:other.example"}, BadDidDocument),
        ({"type": "EcdsaSecp256k1VerificationKey2019"}, UnknownKeyType),
        ({"publicKeyMultibase": None}, CredentialRefused),
        ({"expires": "tomorrow"}, BadDidDocument),
    ],
)
def test_a_method_of_somebody_else_or_of_another_kind_is_refused(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        find_method(f"{DID}#k", PURPOSE, document(**changes))


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


def test_an_expired_key_proves_what_it_signed_before() -> None:
    method = find_method(f"{DID}#k", PURPOSE, document(expires="2026-11-10T00:00:00Z"))
    require_in_force(method, day(9), day(20))
    for created in (day(10), None):
        with pytest.raises(MethodNotInForce):
            require_in_force(method, created, day(20))


def test_a_revoked_key_proves_nothing_more_whatever_date_is_on_it() -> None:
    method = find_method(f"{DID}#k", PURPOSE, document(revoked="2026-11-10T00:00:00Z"))
    require_in_force(method, day(1), day(9))
    with pytest.raises(MethodNotInForce):
        require_in_force(method, day(1), day(10))
