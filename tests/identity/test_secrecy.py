"""Who runs the node has its database, its blobs, its secret and its settings. That must not be enough to sign for a holder.

The attack below tries everything that is stored, in every spelling, as passphrase, as key of the seal and as private key. It is shown to
work: given the passphrase among a thousand other words, it finds the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from landsea import identity
from landsea import journal as door
from landsea.identity.service import sealing
from landsea.identity.service.title_keys import _context
from landsea.identity.store import secrets as hidden
from landsea.journal import Journal
from landsea.kernel import Role
from landsea.runtime import Settings, Vault
from tests.support import people
from tests.support.people import PASSPHRASE, PASSWORD, Person

NODE_SECRET = b"the secret of a synthetic node"


@pytest.fixture
def holder(journal: Journal, client: TestClient) -> Person:
    """A holder who has used everything: password, session, API key, title key made and used over HTTP, an invitation signed with it."""
    with journal.database.write() as connection:
        identity.node_signer(connection, Vault(NODE_SECRET), journal.site.origin)
    party = people.make_party(journal, "Shipper", Role.SHIPPER)
    person = people.make_user(journal, party.id, Role.SHIPPER)
    assert client.post("/v1/login", json={"email": person.email, "password": PASSWORD}).status_code == 200
    headers = {"X-CSRF-Token": client.get("/v1/me").json()["csrf_token"], "Idempotency-Key": "made"}
    keys, invitations = f"/v1/parties/{party.id}/keys", f"/v1/parties/{party.id}/invitations"
    assert client.post(keys, json={"passphrase": PASSPHRASE}, headers=headers).status_code == 201
    invite = {"role": "shipper", "passphrase": PASSPHRASE}
    answer = client.post(invitations, json=invite, headers=headers | {"Idempotency-Key": "invited"})
    assert answer.status_code == 201
    door.sign_checkpoint(journal)
    return person


def stored(journal: Journal) -> Iterator[bytes]:
    """Everything in the database, each cell as bytes; the vault's secrets opened; blobs; node secret; settings."""
    with journal.database.read() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608
                yield from (bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row)
        for name, sealed in connection.execute(text("SELECT name, sealed FROM runtime_secret")):
            yield Vault(NODE_SECRET).open(name, bytes(sealed))
    for path in Path(journal.blobs.folder).rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    yield NODE_SECRET
    settings = Settings(Path("home"), node_secret=NODE_SECRET.decode())
    yield from (str(value).encode() for value in asdict(settings).values())


def spellings(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, the words in them, what they decode to, and the usual hashes."""
    pieces = {content, *content.replace(b'"', b" ").replace(b"$", b" ").replace(b",", b" ").replace(b":", b" ").split()}
    for piece in pieces:
        yield piece
        yield hashlib.sha256(piece).digest()
        for decode in (binascii.unhexlify, base64.b64decode, lambda data: base64.urlsafe_b64decode(data + b"==")):
            try:
                yield decode(piece)
            except ValueError:
                continue


def find_private_key(journal: Journal, of: Person, known: Iterable[bytes]) -> Ed25519PrivateKey | None:
    """The holder's private key, if anything known (or a 32-byte part of it) is it, opens its seal, or is the passphrase."""
    with journal.view(of.actor) as view:
        key = identity.find_own_title_key(view)
        assert key is not None
        row = hidden.find_sealed_key(view.connection, key.id)
    cost = sealing.Cost(row.passes, row.memory_kib, row.lanes)
    box = sealing.Sealed(bytes(row.salt), cost, bytes(row.sealed))
    tried: set[bytes] = set()
    for content in known:
        for spelling in spellings(content):
            for candidate in (spelling, *(spelling[at : at + 32] for at in range(len(spelling) - 31))):
                if candidate in tried:
                    continue
                tried.add(candidate)
                if (found := _try(candidate, key, box)) is not None:
                    return found
    assert len(tried) > 1000
    return None


def _try(candidate: bytes, key: identity.TitleKey, box: sealing.Sealed) -> Ed25519PrivateKey | None:
    guesses = [candidate] if len(candidate) == 32 else []
    if len(candidate) in (16, 24, 32):
        with suppress(InvalidTag):
            guesses.append(AESGCM(candidate).decrypt(box.box[:12], box.box[12:], _context(key)))
    if len(candidate) <= 400 and (opened := _unseal(candidate, key, box)) is not None:
        guesses.append(opened)
    for guess in guesses:
        private = Ed25519PrivateKey.from_private_bytes(guess)
        if base64.b64encode(private.public_key().public_bytes_raw()).decode() == key.public_key:
            return private
    return None


def _unseal(candidate: bytes, key: identity.TitleKey, box: sealing.Sealed) -> bytes | None:
    try:
        return sealing.unseal(box, candidate.decode(), _context(key))
    except UnicodeDecodeError:
        return None


def test_everything_stored_does_not_open_a_holders_key(journal: Journal, holder: Person) -> None:
    assert find_private_key(journal, holder, stored(journal)) is None


def test_the_attack_is_able_to_find_a_key(journal: Journal, holder: Person) -> None:
    leaked = [*list(stored(journal))[:50], PASSPHRASE.encode()]
    assert find_private_key(journal, holder, leaked) is not None
    with journal.work(holder.actor) as work:
        key = identity.find_own_title_key(work)
        assert key is not None
        row = hidden.find_sealed_key(work.connection, key.id)
    cost = sealing.Cost(row.passes, row.memory_kib, row.lanes)
    derived = sealing._derive(PASSPHRASE, bytes(row.salt), cost)
    assert find_private_key(journal, holder, [b"..." + derived + b"..."]) is not None


def test_the_login_password_is_stored_as_argon2id_and_nowhere_else(journal: Journal, holder: Person) -> None:
    everything = list(stored(journal))
    assert any(cell.startswith(b"$argon2id$v=19$") for cell in everything)
    assert not any(PASSWORD.encode() in cell or PASSPHRASE.encode() in cell for cell in everything)


def test_no_token_is_stored_as_it_is(journal: Journal, client: TestClient, holder: Person) -> None:
    cookie = client.cookies["landsea"]
    everything = b"\n".join(stored(journal))
    assert cookie.encode() not in everything
    assert holder.api_key.encode() not in everything
    assert hashlib.sha256(cookie.encode()).hexdigest().encode() in everything


def test_what_is_kept_with_an_idempotency_key_does_not_tell_a_passphrase(
    journal: Journal, client: TestClient, holder: Person
) -> None:
    """A fast hash of a body with a passphrase would be a way round argon2id: the digest must not depend on it."""
    headers = {"X-CSRF-Token": client.get("/v1/me").json()["csrf_token"], "Idempotency-Key": "invited"}
    invitations = f"/v1/parties/{holder.party}/invitations"
    again = client.post(invitations, json={"role": "shipper", "passphrase": "some other words"}, headers=headers)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == {"secret": "shown once"}
