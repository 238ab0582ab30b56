"""Keys and their texts: Multikey, JSON Web Key, did:key, base58btc, base64url; signatures of published examples."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea.identity.wire.credentials.keys import (
    Kind,
    SigningKey,
    VerifyingKey,
    parse_jwk,
    parse_multikey,
    parse_secret_multikey,
)
from landsea.identity.wire.credentials.multibase import (
    base58btc,
    base64url,
    parse_base58btc,
    parse_base64url,
    parse_multibase,
)
from landsea.identity.wire.credentials.refusals import BadEncoding, BadKey, CredentialRefused, UnknownKeyType
from tests.identity.credentials.vectors import ED25519, P256, P384

PAIRS = [ED25519, P256, P384]


@given(st.binary(max_size=80))
def test_texts_are_read_as_they_are_written(data: bytes) -> None:
    assert parse_base58btc(base58btc(data)) == data
    assert parse_base64url(base64url(data)) == data
    assert parse_multibase("z" + base58btc(data)) == parse_multibase("u" + base64url(data)) == data


@pytest.mark.parametrize(
    "text", ["", "m123", "z0", "zIl", "z 1", "uA", "uAB=", "uA+", "u/A", "uAB\n", None, 7, "z" + "1" * 2000]
)
def test_other_texts_are_refused(text: object) -> None:
    with pytest.raises(BadEncoding):
        parse_multibase(text)


@pytest.mark.parametrize(("public", "secret"), PAIRS)
def test_a_published_pair_belongs_together(public: str, secret: str) -> None:
    key = parse_secret_multikey(secret)
    assert key.public.multikey == public
    assert parse_multikey(public) == key.public
    assert key.public.verifies(b"message", key.sign(b"message"))
    assert not key.public.verifies(b"massage", key.sign(b"message"))
    assert secret not in repr(key)


@pytest.mark.parametrize(("public", "secret"), PAIRS)
def test_signing_needs_no_chance(public: str, secret: str) -> None:
    key = parse_secret_multikey(secret)
    assert key.sign(public.encode()) == key.sign(public.encode())


@pytest.mark.parametrize("text", [P256[1], "zQ3sharXJQbbCBxNJpGMFXvxgvP2ADqwZsmqXoLQBSqrPDDhn", "z2"])
def test_another_type_of_key_is_refused(text: str) -> None:
    """A secret key where a public one is asked for; secp256k1; too short for any."""
    with pytest.raises(UnknownKeyType):
        parse_multikey(text)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.ED25519, b"\1" * 31),
        (Kind.P256, b"\2" + b"\xff" * 32),
        (Kind.P256, b"\4" + b"\1" * 64),
        (Kind.P256, b"\0"),
        (Kind.P384, b"\2" + b"\1" * 32),
    ],
)
def test_what_is_no_point_of_the_curve_is_refused(kind: Kind, raw: bytes) -> None:
    with pytest.raises(BadKey):
        VerifyingKey(kind, raw)


@pytest.mark.parametrize("size", [0, 63, 65, 72, 96])
@pytest.mark.parametrize(("public", "secret"), PAIRS[:2])
def test_a_signature_has_one_length(public: str, secret: str, size: int) -> None:
    assert not parse_multikey(public).verifies(b"m", b"\1" * size)


@pytest.mark.parametrize(("public", "secret"), PAIRS[1:])
def test_zero_is_no_signature(public: str, secret: str) -> None:
    """CVE-2022-21449: r = s = 0."""
    width = len(parse_secret_multikey(secret).secret)
    assert not parse_multikey(public).verifies(b"m", bytes(2 * width))


def test_rfc_7515_appendix_a_3() -> None:
    """A JSON Web Signature with ECDSA P-256 SHA-256."""
    key = parse_jwk(
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }
    )
    message = b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    signature = parse_base64url(
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )
    assert key.verifies(message, signature)
    assert not key.verifies(message[:-1], signature)


def test_rfc_8037_appendix_a_4() -> None:
    """A JSON Web Signature with Ed25519."""
    key = parse_jwk({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    signature = parse_base64url(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    assert key.verifies(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc", signature)


def test_rfc_6979_appendix_a_2_5() -> None:
    """Deterministic ECDSA on P-256, SHA-256, message "sample"."""
    secret = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    assert SigningKey(Kind.P256, secret).sign(b"sample").hex().upper() == (
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    )


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "EC", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        },
    ],
)
def test_other_json_web_keys_are_refused(jwk: object) -> None:
    with pytest.raises(CredentialRefused):
        parse_jwk(jwk)


def test_a_key_of_wide_chance_is_below_the_order() -> None:
    for wide in (
        b"\0" * 48,
        b"\xff" * 48,
        base64.b64decode("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"),
    ):
        assert SigningKey.from_wide(wide).public.kind is Kind.P256
