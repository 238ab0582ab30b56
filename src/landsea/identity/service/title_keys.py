"""Title keys: what a party's user signs acts on title with, and nobody else can.

A party's first key is its first signing user's to make. Every further one needs somebody: an invitation signed by a holder, or a
recovery approved by a second person. So whoever runs the node can bring a party no signer without leaving a trace that all can see.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from landsea.identity import rules, store
from landsea.identity.model import (
    ED25519,
    BadPartySignature,
    BadPublicKey,
    Custody,
    KeyIsOutside,
    NoTitleKey,
    PartySignature,
    PassphraseIsThePassword,
    PublicKey,
    PublicKeyTaken,
    TitleKey,
    TitleKeyExists,
    TitleKeyNeedsApproval,
    TitleKeyRegistered,
    TitleKeySuperseded,
    WrongPassphrase,
)
from landsea.identity.service import guesses, sealing, wall
from landsea.identity.service.parties import get_party
from landsea.identity.store import secrets as hidden
from landsea.journal import View, Work
from landsea.kernel import NotFound, PartyId, UserId


def stream_of(party_id: str) -> str:
    return f"title-keys:{party_id}"


def create_title_key(work: Work, passphrase: str) -> TitleKey:
    """Makes a key pair for the actor's user and party. The node forgets passphrase and private key when this returns.

    `passphrase`: 12 to 200 characters, not the login password. There is no way to the key without it.
    """
    user = rules.require_signer(work.actor, "have a title key")
    return create_for(work, work.actor.party, user, passphrase)


def create_for(work: Work, party: PartyId, user: UserId, passphrase: str) -> TitleKey:
    sealing.require_strong(passphrase, "passphrase")
    hashed = hidden.find_password(work.connection, user)
    if hashed is not None and sealing.is_password(hashed, passphrase):
        raise PassphraseIsThePassword
    private = Ed25519PrivateKey.generate()
    public_key = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    key = _register(work, party, user, public_key, Custody.WRAPPED)
    sealed = sealing.seal(private.private_bytes_raw(), passphrase, _context(key))
    spent = {"passes": sealed.cost.passes, "memory_kib": sealed.cost.memory_kib, "lanes": sealed.cost.lanes}
    hidden.put_sealed_key(work.connection, key=key.id, salt=sealed.salt, sealed=sealed.box, **spent)
    return key


def register_public_key(work: Work, public_key: str, proof: str) -> TitleKey:
    """Registers a key whose private half stays outside. `proof` is its signature over `possession_challenge` (both in base64)."""
    user = rules.require_signer(work.actor, "have a title key")
    challenge = possession_challenge(work)
    try:
        raw = base64.b64decode(public_key, validate=True)
        Ed25519PublicKey.from_public_bytes(raw).verify(base64.b64decode(proof, validate=True), challenge)
    except (InvalidSignature, binascii.Error, ValueError):
        raise BadPublicKey(challenge=repr(challenge.decode())) from None
    return _register(work, work.actor.party, user, base64.b64encode(raw).decode(), Custody.OUTSIDE)


def possession_challenge(view: View) -> bytes:
    """What a key kept outside signs to be registered for the actor's user and party."""
    user = rules.require_signer(view.actor, "have a title key")
    return f"landsea title key v1\n{view.site.origin}\n{view.actor.party}\n{user}\n".encode()


def _register(work: Work, party: PartyId, user: UserId, public_key: str, custody: Custody) -> TitleKey:
    if store.is_public_key_known(work.connection, public_key):
        raise PublicKeyTaken
    stream = stream_of(party)
    seen = work.version(stream)
    active = store.find_active_title_key(work.connection, party, user)
    invitation, recovery = _grounds(work, party, user, active)
    key_id = work.new_id("key")
    made = TitleKeyRegistered(key_id, user, ED25519, public_key, custody, invitation, recovery)
    seen = work.append(stream, seen, made)
    if active is not None:
        work.append(stream, seen, TitleKeySuperseded(active.id, "recovered", key_id))
        hidden.delete_sealed_key(work.connection, active.id)
    return get_title_key(work, key_id)


def _grounds(work: Work, party: PartyId, user: UserId, active: TitleKey | None) -> tuple[str | None, str | None]:
    """The invitation or the recovery by which the user may have this key; neither for a party's very first."""
    recovery = store.find_open_recovery(work.connection, party, user)
    if recovery is not None and recovery.state == "approved":
        return None, recovery.id
    if active is not None:
        raise TitleKeyExists(key=active.id, party=party)
    earlier = store.title_keys_of(work.connection, party)
    if not earlier:
        return None, None
    invitation = store.find_endorsed_invitation(work.connection, party, user)
    if invitation is None or any(key.user == user for key in earlier):
        raise TitleKeyNeedsApproval(party=party)
    return invitation, None


def supersede_all(work: Work, user: UserId, why: str, party: PartyId | None = None) -> None:
    """Ends the user's active keys (those for `party` only, when given) and deletes their sealed private halves."""
    for key in store.active_title_keys_of_user(work.connection, user):
        if party in (None, key.party):
            stream = stream_of(key.party)
            work.append(stream, work.version(stream), TitleKeySuperseded(key.id, why, None))
            hidden.delete_sealed_key(work.connection, key.id)


def get_title_key(view: View, key_id: str) -> TitleKey:
    key = store.find_title_key(view.connection, key_id)
    if key is None:
        raise NotFound(what="title key", id=key_id)
    return key


def find_own_title_key(view: View) -> TitleKey | None:
    """The active title key of the actor's user for the actor's party."""
    user = view.actor.user
    return store.find_active_title_key(view.connection, view.actor.party, user) if user else None


def public_keys(view: View, party_id: str) -> list[PublicKey]:
    """All title keys a party has had, oldest first, for whoever verifies."""
    return [key.public for key in title_keys_of(view, party_id)]


def title_keys_of(view: View, party_id: str) -> list[TitleKey]:
    return store.title_keys_of(view.connection, get_party(view, party_id).id)


def sign_for_party(view: View, passphrase: str, message: bytes) -> PartySignature:
    """Signs with the title key of the actor's user and party. Raises `WrongPassphrase`, `NoTitleKey`, `KeyIsOutside`,
    or, after ten wrong passphrases in a quarter of an hour, `TooManyAttempts`.

    `message` must begin with a line that says what kind of message it is, so that no signature serves for another kind.
    """
    return sign_all_for_party(view, passphrase, [message])[0]


def sign_all_for_party(view: View, passphrase: str, messages: Sequence[bytes]) -> list[PartySignature]:
    """As `sign_for_party`, for what must be signed together; the key is opened once."""
    rules.require_signer(view.actor, "sign for a party")
    key = _own(view)
    row = hidden.find_sealed_key(view.connection, key.id)
    if key.custody is Custody.OUTSIDE or row is None:
        raise KeyIsOutside(key=key.id)
    private = Ed25519PrivateKey.from_private_bytes(_open(view, key, row, passphrase))
    made = [base64.b64encode(private.sign(message)).decode() for message in messages]
    return [PartySignature(key.party, key.id, ED25519, signature) for signature in made]


def _open(view: View, key: TitleKey, row: Any, passphrase: str) -> bytes:
    guesses.require_few(key.id, wall.now(view))
    sealed = sealing.Sealed(bytes(row.salt), sealing.Cost(row.passes, row.memory_kib, row.lanes), bytes(row.sealed))
    private = sealing.unseal(sealed, passphrase, _context(key))
    if private is None:
        guesses.note_wrong(key.id, wall.now(view))
        raise WrongPassphrase(key=key.id)
    guesses.forget(key.id)
    return private


def take_party_signature(view: View, key_id: str, signature: str, message: bytes) -> PartySignature:
    """A signature made outside, checked: by the active title key of the actor's user and party, over exactly `message`."""
    rules.require_signer(view.actor, "sign for a party")
    key = _own(view)
    given = PartySignature(key.party, key_id, ED25519, signature)
    if key_id != key.id or not verify_party_signature(view, given, message):
        raise BadPartySignature(party=key.party, key=key.id)
    return given


def verify_party_signature(view: View, signature: PartySignature, message: bytes, at: datetime | None = None) -> bool:
    """True when a title key of the party, in force at `at` (None: now), signed `message`. Never raises.

    Both ends of a key's time belong to it: what was signed in the moment it was superseded stays valid.
    """
    key = store.find_title_key(view.connection, signature.key_id)
    if key is None or key.party != signature.party or signature.algorithm != ED25519:
        return False
    if not key.is_active if at is None else not _in_force(key, at):
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key))
        public.verify(base64.b64decode(signature.signature, validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _in_force(key: TitleKey, at: datetime) -> bool:
    return key.registered_at <= at and (key.superseded_at is None or at <= key.superseded_at)


def _own(view: View) -> TitleKey:
    key = find_own_title_key(view)
    if key is None:
        raise NoTitleKey(party=view.actor.party)
    return key


def _context(key: TitleKey) -> bytes:
    return f"landsea sealed title key v1\n{key.id}\n{key.party}\n{key.user}\n{key.public_key}\n".encode()
