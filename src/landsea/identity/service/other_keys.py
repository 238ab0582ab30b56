"""Keys of other rooms that a user's passphrase opens, sealed as title keys are: nothing stored on the node opens them."""

from __future__ import annotations

import struct

from landsea.identity import rules, store
from landsea.identity.model import NoTitleKey, PassphraseIsThePassword, WrongPassphrase
from landsea.identity.service import guesses, sealing, wall
from landsea.identity.store import secrets as hidden
from landsea.journal import View

_COST = struct.Struct(">III")
_SALT = 16


def seal_for_user(view: View, passphrase: str, private_key: bytes, context: bytes) -> bytes:
    """`private_key` under the passphrase of the actor's user, to be stored as it is. The user must sign for its party already.

    `context` is authenticated with it: whose key it is and what for, so that it cannot be moved to another place.
    """
    user = rules.require_signer(view.actor, "have a key")
    if store.find_active_title_key(view.connection, view.actor.party, user) is None:
        raise NoTitleKey(party=view.actor.party)
    sealing.require_strong(passphrase, "passphrase")
    hashed = hidden.find_password(view.connection, user)
    if hashed is not None and sealing.is_password(hashed, passphrase):
        raise PassphraseIsThePassword
    made = sealing.seal(private_key, passphrase, context)
    return _COST.pack(made.cost.passes, made.cost.memory_kib, made.cost.lanes) + made.salt + made.box


def open_for_user(view: View, sealed: bytes, passphrase: str, context: bytes, name: str) -> bytes:
    """The private key again, for one act; `name` is what the user knows it by.

    Raises `NoTitleKey` for who signs for the party no longer, `WrongPassphrase`, `TooManyAttempts`.
    """
    user = rules.require_signer(view.actor, "sign for a party")
    if store.find_active_title_key(view.connection, view.actor.party, user) is None:
        raise NoTitleKey(party=view.actor.party)
    guesses.require_few(name, wall.now(view))
    cost, rest = sealing.Cost(*_COST.unpack_from(sealed)), sealed[_COST.size :]
    private = sealing.unseal(sealing.Sealed(rest[:_SALT], cost, rest[_SALT:]), passphrase, context)
    if private is None:
        guesses.note_wrong(name, wall.now(view))
        raise WrongPassphrase(key=name)
    guesses.forget(name)
    return private
