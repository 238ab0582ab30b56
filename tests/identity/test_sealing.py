"""The real cost of passwords and passphrases."""

from __future__ import annotations

import pytest

from landsea.identity.model import WeakPassword
from landsea.identity.service import sealing
from tests.support.people import PASSPHRASE, PASSWORD


@pytest.fixture
def _real_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "cost", sealing.RECOMMENDED)


@pytest.mark.usefixtures("_real_cost")
def test_a_password_costs_what_rfc_9106_recommends() -> None:
    """Section 4, second recommended option: argon2id, 3 passes, 4 lanes, 64 MiB, 128-bit salt, 256-bit tag."""
    hashed = sealing.hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert sealing.is_password(hashed, PASSWORD)
    assert not sealing.is_password(hashed, PASSWORD + "x")


@pytest.mark.usefixtures("_real_cost")
def test_a_seal_keeps_its_own_cost() -> None:
    sealed = sealing.seal(b"k" * 32, PASSPHRASE, b"context")
    assert sealed.cost == sealing.Cost(3, 65536, 4)
    assert sealing.unseal(sealed, PASSPHRASE, b"context") == b"k" * 32
    assert sealing.unseal(sealed, PASSPHRASE, b"another context") is None
    assert sealing.unseal(sealed, PASSPHRASE + "x", b"context") is None


def test_two_seals_of_one_key_have_nothing_in_common() -> None:
    first, second = (sealing.seal(b"k" * 32, PASSPHRASE, b"") for _ in range(2))
    assert first.salt != second.salt
    assert first.box != second.box


@pytest.mark.parametrize("hashed", ["", "$argon2id$v=19$m=8,t=1,p=1$", "plain", "$2b$12$" + "a" * 53])
def test_what_is_not_an_argon2_hash_fits_no_password(hashed: str) -> None:
    assert not sealing.is_password(hashed, PASSWORD)


def test_an_unknown_user_costs_as_much_as_a_known_one() -> None:
    """The decoy has the parameters of real hashes, and no password fits it."""
    parameters = sealing.hash_password(PASSWORD).split("$")[:4]
    assert sealing.decoy().split("$")[:4] == parameters
    assert not sealing.is_password(sealing.decoy(), PASSWORD)


@pytest.mark.parametrize("text", ["", "eleven char", "x" * 201])
def test_short_and_endless_passwords_are_refused(text: str) -> None:
    with pytest.raises(WeakPassword):
        sealing.require_strong(text, "password")
