"""Title keys: who can sign for a party, and for how long."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from landsea import identity
from landsea.identity.model import (
    BadPartySignature,
    BadPublicKey,
    KeyIsOutside,
    NeedsAPerson,
    NoTitleKey,
    PassphraseIsThePassword,
    PublicKeyTaken,
    TitleKeyExists,
    TitleKeyNeedsApproval,
    TooManyAttempts,
    WeakPassword,
    WrongPassphrase,
)
from landsea.journal import Journal, View
from landsea.kernel import Actor, NotAllowed, Role
from tests.identity.conftest import HandClock
from tests.support import people
from tests.support.people import PASSPHRASE, PASSWORD

MESSAGE = b"test message v1\nwhat is signed"


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_party_signs_and_everybody_can_verify(journal: Journal) -> None:
    signer, other = people.make_person(journal, "Shipper"), people.make_person(journal, "Bank", Role.BANK)
    with journal.view(signer.actor) as view:
        signature = identity.sign_for_party(view, PASSPHRASE, MESSAGE)
    assert (signature.party, signature.algorithm) == (signer.party, "Ed25519")
    with journal.view(other.actor) as view:
        assert identity.verify_party_signature(view, signature, MESSAGE)
        assert not identity.verify_party_signature(view, signature, MESSAGE + b".")
        assert not identity.verify_party_signature(view, replace(signature, party=other.party), MESSAGE)
        assert not identity.verify_party_signature(view, replace(signature, key_id="key_none"), MESSAGE)
        assert not identity.verify_party_signature(view, replace(signature, signature="%"), MESSAGE)
        assert not identity.verify_party_signature(view, replace(signature, algorithm="none"), MESSAGE)


def test_the_same_passphrase_typed_in_another_normal_form_opens_the_key(journal: Journal) -> None:
    party = people.make_party(journal, "Shipper")
    person = people.make_user(journal, party.id, Role.SHIPPER)
    composed, decomposed = "caf\u00e9 au lait et th\u00e9", "cafe\u0301 au lait et the\u0301"
    with journal.work(person.actor) as work:
        identity.create_title_key(work, composed)
        identity.sign_for_party(work, decomposed, MESSAGE)


def test_a_wrong_passphrase_opens_nothing(journal: Journal) -> None:
    signer = people.make_person(journal, "Shipper")
    with journal.view(signer.actor) as view, pytest.raises(WrongPassphrase):
        identity.sign_for_party(view, PASSPHRASE + " ", MESSAGE)


def test_a_passphrase_cannot_be_guessed_for_long(journal: Journal, hand_clock: HandClock) -> None:
    signer = people.make_person(journal, "Shipper")
    with journal.view(signer.actor) as view:
        for number in range(10):
            with pytest.raises(WrongPassphrase):
                identity.sign_for_party(view, f"guess number {number}", MESSAGE)
        with pytest.raises(TooManyAttempts):
            identity.sign_for_party(view, PASSPHRASE, MESSAGE)
        hand_clock.advance(minutes=15)
        identity.sign_for_party(view, PASSPHRASE, MESSAGE)


def test_another_user_of_the_party_cannot_sign_with_the_first_ones_key(journal: Journal) -> None:
    signer = people.make_person(journal, "Shipper")
    second = people.make_user(journal, signer.party, Role.SHIPPER)
    with journal.view(second.actor) as view, pytest.raises(NoTitleKey):
        identity.sign_for_party(view, PASSPHRASE, MESSAGE)


def test_a_sealed_key_moved_to_another_user_opens_nothing(journal: Journal) -> None:
    """The operator swaps the sealed bytes of two keys, knowing the passphrase of one: the names are authenticated too."""
    mine, theirs = people.make_person(journal, "Operator", Role.OPERATOR), people.make_person(journal, "Shipper")
    with journal.work(mine.actor) as work:
        rows = {row.key: row for row in work.connection.exec_driver_sql("SELECT * FROM identity_sealed_key")}
        my_key, their_key = identity.find_own_title_key(work), _key_of(work, theirs.actor)
        assert my_key is not None
        update = "UPDATE identity_sealed_key SET key = '{}' WHERE key = '{}'"
        for to, was in (("swap", my_key.id), (my_key.id, their_key.id), (their_key.id, "swap")):
            work.connection.exec_driver_sql(update.format(to, was))
        assert len(rows) == 2
    with journal.view(theirs.actor) as view, pytest.raises(WrongPassphrase):
        identity.sign_for_party(view, PASSPHRASE, MESSAGE)


def _key_of(view: View, actor: Actor) -> identity.TitleKey:
    assert actor.user is not None
    found = identity.title_keys_of(view, actor.party)
    return next(key for key in found if key.user == actor.user)


def test_a_user_has_one_key_for_a_party(journal: Journal) -> None:
    signer = people.make_person(journal, "Shipper")
    with pytest.raises(TitleKeyExists), journal.work(signer.actor) as work:
        identity.create_title_key(work, "another passphrase")


def test_a_second_signer_needs_somebody(journal: Journal) -> None:
    signer = people.make_person(journal, "Shipper")
    second = people.make_user(journal, signer.party, Role.SHIPPER)
    with pytest.raises(TitleKeyNeedsApproval), journal.work(second.actor) as work:
        identity.create_title_key(work, "another passphrase")


@pytest.mark.parametrize(
    ("passphrase", "refusal"), [("short", WeakPassword), ("x" * 201, WeakPassword), (PASSWORD, PassphraseIsThePassword)]
)
def test_a_passphrase_is_long_and_not_the_password(journal: Journal, passphrase: str, refusal: type[Exception]) -> None:
    party = people.make_party(journal, "Shipper")
    person = people.make_user(journal, party.id, Role.SHIPPER)
    with pytest.raises(refusal), journal.work(person.actor) as work:
        identity.create_title_key(work, passphrase)
    with journal.view(person.actor) as view:
        assert identity.public_keys(view, party.id) == []


def test_viewers_and_programs_without_a_person_have_no_title_key(journal: Journal) -> None:
    party = people.make_party(journal, "Shipper")
    viewer = people.make_user(journal, party.id, Role.VIEWER)
    with pytest.raises(NotAllowed), journal.work(viewer.actor) as work:
        identity.create_title_key(work, PASSPHRASE)
    with pytest.raises(NeedsAPerson), journal.work(Actor(party.id, Role.SHIPPER)) as work:
        identity.create_title_key(work, PASSPHRASE)


def register_outside(journal: Journal, actor: Actor, private: Ed25519PrivateKey) -> identity.TitleKey:
    with journal.work(actor) as work:
        proof = private.sign(identity.possession_challenge(work))
        return identity.register_public_key(work, text(private.public_key().public_bytes_raw()), text(proof))


def test_a_key_kept_outside_signs_what_was_prepared(journal: Journal) -> None:
    party = people.make_party(journal, "Shipper")
    person = people.make_user(journal, party.id, Role.SHIPPER)
    private = Ed25519PrivateKey.generate()
    key = register_outside(journal, person.actor, private)
    with journal.view(person.actor) as view:
        with pytest.raises(KeyIsOutside):
            identity.sign_for_party(view, PASSPHRASE, MESSAGE)
        signature = identity.take_party_signature(view, key.id, text(private.sign(MESSAGE)), MESSAGE)
        assert identity.verify_party_signature(view, signature, MESSAGE)
        with pytest.raises(BadPartySignature):
            identity.take_party_signature(view, key.id, text(private.sign(MESSAGE)), MESSAGE + b".")


def test_nobody_hands_in_a_colleagues_signature(journal: Journal) -> None:
    signer = people.make_person(journal, "Shipper")
    second = people.make_user(journal, signer.party, Role.SHIPPER)
    with journal.view(signer.actor) as view:
        signature = identity.sign_for_party(view, PASSPHRASE, MESSAGE)
    with journal.view(second.actor) as view, pytest.raises(NoTitleKey):
        identity.take_party_signature(view, signature.key_id, signature.signature, MESSAGE)


def test_a_public_key_is_registered_only_by_who_has_its_private_half(journal: Journal) -> None:
    party = people.make_party(journal, "Shipper")
    person = people.make_user(journal, party.id, Role.SHIPPER)
    private = Ed25519PrivateKey.generate()
    public = text(private.public_key().public_bytes_raw())
    for key, proof in ((public, text(private.sign(MESSAGE))), (public, ""), ("AAAA", "AAAA"), ("%", "%")):
        with pytest.raises(BadPublicKey), journal.work(person.actor) as work:
            identity.register_public_key(work, key, proof)


def test_one_key_is_not_registered_twice(journal: Journal) -> None:
    private = Ed25519PrivateKey.generate()
    for number, name in enumerate(("A", "B")):
        party = people.make_party(journal, name)
        person = people.make_user(journal, party.id, Role.SHIPPER)
        if number == 0:
            register_outside(journal, person.actor, private)
        else:
            with pytest.raises(PublicKeyTaken):
                register_outside(journal, person.actor, private)


def test_a_key_signs_only_in_its_time(journal: Journal) -> None:
    signer = people.make_person(journal, "Shipper")
    other = people.make_user(journal, signer.party, Role.SHIPPER)
    with journal.view(signer.actor) as view:
        signature, registered = identity.sign_for_party(view, PASSPHRASE, MESSAGE), view.now
    with journal.database.write() as connection:
        journal.clock.advance(connection, timedelta(days=2))  # type: ignore[attr-defined]
    with journal.work(other.actor) as work:
        identity.end_membership(work, signer.user, Role.SHIPPER)
    with journal.view(other.actor) as view:
        assert not identity.verify_party_signature(view, signature, MESSAGE)
        assert identity.verify_party_signature(view, signature, MESSAGE, registered + timedelta(days=1))
        assert not identity.verify_party_signature(view, signature, MESSAGE, registered - timedelta(seconds=1))
        assert not identity.verify_party_signature(view, signature, MESSAGE, registered + timedelta(days=3))
        keys = identity.public_keys(view, signer.party)
        assert [key.superseded_at for key in keys] == [registered + timedelta(days=2)]
