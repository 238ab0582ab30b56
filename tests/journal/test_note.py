"""Signed notes and checkpoints."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from landsea.journal.note import BadNote, Checkpoint, Signer, Verifier, open_note, sign_note

KEY = Signer("node.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer("other.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
HEAD = Checkpoint("node.example/log", 20, bytes(range(32)), ("sandbox",))


def test_the_example_of_the_specification_is_accepted() -> None:
    """The note and key that the signed-note format has been documented with since golang.org/x/mod/sumdb/note."""
    verifier = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    text, verified = open_note(note, [verifier])
    assert text.endswith("your problem is.\n")
    assert verified == [verifier]


def test_a_checkpoint_survives_the_round_trip() -> None:
    text, _ = open_note(sign_note(HEAD.text, KEY), [KEY.verifier])
    assert Checkpoint.parse(text) == HEAD
    assert Verifier.parse(KEY.verifier.vkey) == KEY.verifier


def test_cosignatures_are_told_apart() -> None:
    note = sign_note(HEAD.text, KEY, OTHER)
    assert open_note(note, [OTHER.verifier])[1] == [OTHER.verifier]
    assert open_note(note, [KEY.verifier, OTHER.verifier])[1] == [KEY.verifier, OTHER.verifier]


@given(st.integers(0, 10_000))
def test_any_changed_byte_is_refused(at: int) -> None:
    note = bytearray(sign_note(HEAD.text, KEY).encode())
    note[at % len(note)] ^= 1
    try:
        changed = note.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(BadNote):
        open_note(changed, [KEY.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        "o\n01\nAAAA\n",
        "o\n-1\nAAAA\n",
        "o\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
        "o\n1\n" + "A" * 43 + "=",
        "o\n1\n!!\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "vkey", ["", "a+b", "a+00000000+AAAA", "node+deadbeef+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_what_is_not_a_key_is_refused(vkey: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(vkey)


@pytest.mark.parametrize(
    "note", ["", "text\n", "text\n\n", "text\n\nno signature\n", "text\n\n\u2014 node.example/log !!\n"]
)
def test_what_is_not_a_note_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        open_note(note, [KEY.verifier])
