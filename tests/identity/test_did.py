"""did:web identifiers and documents (W3C DID Core, did:web, Controlled Identifiers)."""

from __future__ import annotations

import base64

import pytest
from fastapi.testclient import TestClient

from landsea import identity
from landsea.identity.wire import did
from landsea.identity.wire.credentials.keys import Kind, parse_multikey
from landsea.identity.wire.credentials.multibase import base58btc
from landsea.journal import NODE, Journal
from landsea.kernel import Role
from tests.identity.conftest import make_client, move_to
from tests.support import people


@pytest.mark.parametrize(
    ("base_url", "path", "expected"),
    [
        # The method specification's own examples (section 2.2).
        ("https://w3c-ccg.github.io", (), "did:web:w3c-ccg.github.io"),
        ("https://w3c-ccg.github.io", ("user", "alice"), "did:web:w3c-ccg.github.io:user:alice"),
        ("https://example.com:3000", ("user", "alice"), "did:web:example.com%3A3000:user:alice"),
        ("http://127.0.0.1:8017", (), "did:web:127.0.0.1%3A8017"),
        ("https://Node.Example/", (), "did:web:node.example"),
        ("https://node.example/landsea", ("parties", "par_1"), "did:web:node.example:landsea:parties:par_1"),
        ("http://[::1]:8017", (), "did:web:%5B%3A%3A1%5D%3A8017"),
    ],
)
def test_the_did_follows_from_the_address(base_url: str, path: tuple[str, ...], expected: str) -> None:
    assert did.did_web(base_url, *path) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # draft-msporny-base58, section 5.
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
        (b"", ""),
    ],
)
def test_base58btc_vectors(data: bytes, expected: str) -> None:
    assert base58btc(data) == expected


def test_multikey_of_a_published_key() -> None:
    """The public key of RFC 8037 appendix A, which is also test 1 of RFC 8032 section 7.1; its did:key form is widely published."""
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert did.jwk(key) == {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert did.multikey(key) == "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"


def test_the_nodes_document_has_the_key_of_its_checkpoints(journal: Journal, client: TestClient) -> None:
    answer = client.get("/.well-known/did.json")
    assert answer.headers["content-type"] == "application/did+json"
    document = answer.json()
    assert document["id"] == "did:web:test.example"
    key = journal.signer.verifier.public_key
    multikey, jwk, p256 = document["verificationMethod"]
    assert (multikey["type"], multikey["publicKeyMultibase"]) == ("Multikey", did.multikey(key))
    assert jwk["publicKeyJwk"]["x"] == base64.urlsafe_b64encode(key).decode().rstrip("=")
    assert document["authentication"] == [multikey["id"], jwk["id"]]
    assert document["assertionMethod"] == [multikey["id"], jwk["id"], p256["id"]]
    assert parse_multikey(p256["publicKeyMultibase"]).kind is Kind.P256
    assert all(method["controller"] == document["id"] for method in (multikey, jwk, p256))


def test_a_partys_document_has_its_keys_in_force(journal: Journal, client: TestClient) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    document = client.get(f"/parties/{holder.party}/did.json").json()
    keys = client.get(f"/v1/parties/{holder.party}/keys", headers=holder.headers).json()["data"]
    raw = base64.b64decode(keys[0]["public_key"])
    assert document["id"] == f"did:web:test.example:parties:{holder.party}"
    assert document["controller"] == "did:web:test.example"
    assert "authentication" not in document
    assert document["verificationMethod"][0]["id"] == f"{document['id']}#{keys[0]['id']}"
    assert document["verificationMethod"][0]["publicKeyMultibase"] == did.multikey(raw)
    with journal.work(second.actor) as work:
        identity.end_membership(work, holder.user, Role.SHIPPER)
    assert client.get(f"/parties/{holder.party}/did.json").json()["verificationMethod"] == []


def resolve(of: str) -> str:
    """Where did:web section 2.5.2 looks: colons become slashes, %3A a colon; without a path /.well-known; then /did.json."""
    host, _, path = of.removeprefix("did:web:").partition(":")
    return "//" + host.replace("%3A", ":") + "/" + (path.replace(":", "/") or ".well-known") + "/did.json"


@pytest.mark.parametrize(
    "base_url", ["https://node.example", "http://localhost:8017", "https://node.example/below/here"]
)
def test_the_documents_are_where_did_web_looks_for_them(journal: Journal, base_url: str) -> None:
    """A proxy in front of a node whose address has a path takes the path off, or, here, the client does."""
    party = people.make_party(journal, "Shipper")
    move_to(journal, base_url)
    with journal.view(NODE) as view:
        ids = [identity.node_did(view), identity.did_of(view, party.id)]
    with make_client(journal) as client:
        for one in ids:
            below = resolve(one).removeprefix(base_url.split(":", 1)[1])
            assert client.get(below).json()["id"] == one


def test_an_unknown_party_has_no_document(client: TestClient) -> None:
    assert client.get("/parties/par_none/did.json").json()["code"] == "not-found"
