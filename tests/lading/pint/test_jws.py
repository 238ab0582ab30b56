"""Signed texts: every algorithm of the table works, and nothing but the table does."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.lading.wire.jws import BadCertificate, NotJws, parse_certificate, parse_jws, sign_jws, signer_of
from landsea.lading.wire.strict_json import NotJson, parse_json
from tests.lading.pint.counterpart import Keys, b64, payload_of

RSA, P256, P384, ED = (Keys(f"jws {kind}", kind) for kind in ("rsa2048", "p256", "p384", "ed25519"))
SAID = {"responseCode": "RECE", "字": "值"}
WORKING = [(RSA, f"{family}{size}") for family in ("PS", "RS") for size in (256, 384, 512)]
WORKING += [(P256, "ES256"), (P384, "ES384"), (ED, "EdDSA"), (ED, "Ed25519")]


@pytest.mark.parametrize(("keys", "algorithm"), WORKING, ids=lambda one: str(getattr(one, "kind", one)))
def test_a_signature_made_elsewhere_is_verified_by_its_certificate(keys: Keys, algorithm: str) -> None:
    jws = parse_jws(keys.sign(SAID, algorithm))
    certificate = parse_certificate(keys.certificate)
    assert jws.value == SAID
    assert certificate.signed(jws)
    others = [parse_certificate(one.certificate) for one in (RSA, P256, P384, ED) if one is not keys]
    assert signer_of(jws, [*others, certificate]) == certificate
    assert signer_of(jws, others) is None


@pytest.mark.parametrize("keys", [RSA, P256, P384, ED], ids=lambda one: one.kind)
def test_what_is_signed_here_verifies_and_any_changed_part_does_not(keys: Keys) -> None:
    text = sign_jws(SAID, keys.private)
    certificate = parse_certificate(keys.certificate)
    assert certificate.signed(parse_jws(text))
    head, _, signature = text.split(".")
    changed = b64(json.dumps(SAID | {"responseCode": "DUPE"}).encode())
    assert not certificate.signed(parse_jws(f"{head}.{changed}.{signature}"))
    other = Keys(f"another {keys.kind}", keys.kind)
    assert not certificate.signed(parse_jws(other.sign(SAID)))


def test_the_header_cannot_choose_no_signature_at_all() -> None:
    for name in ("none", "None", "NONE", ""):
        forged = b64(json.dumps({"alg": name}).encode()) + "." + b64(json.dumps(SAID).encode()) + "."
        with pytest.raises(NotJws, match="empty"):
            parse_jws(forged)
        for keys in (RSA, P256, ED):
            assert not parse_certificate(keys.certificate).signed(parse_jws(forged + b64(b"x")))


def test_the_public_key_cannot_be_taken_for_a_shared_secret() -> None:
    """The classic confusion: HMAC keyed with the certificate that everybody has."""
    for keys in (RSA, P256):
        signing = b64(b'{"alg":"HS256"}') + "." + b64(json.dumps(SAID).encode())
        forged = hmac.digest(keys.certificate.encode(), signing.encode(), hashlib.sha256)
        assert not parse_certificate(keys.certificate).signed(parse_jws(f"{signing}.{b64(forged)}"))


def test_an_algorithm_of_another_kind_of_key_is_refused() -> None:
    genuine = {RSA: "ES256", P256: "ES384", P384: "ES256", ED: "ES256"}
    for keys, claimed in genuine.items():
        _, payload, signature = keys.sign(SAID).split(".")
        relabelled = f"{b64(json.dumps({'alg': claimed}).encode())}.{payload}.{signature}"
        assert not parse_certificate(keys.certificate).signed(parse_jws(relabelled)), claimed


def test_a_key_in_the_header_is_not_believed() -> None:
    attacker = Keys("attacker", "p256")
    header = {"x5c": [attacker.certificate], "kid": "1", "jku": "https://attacker.example/keys", "jwk": {"kty": "EC"}}
    forged = parse_jws(attacker.sign(SAID, header=header))
    assert not parse_certificate(P256.certificate).signed(forged)
    genuine = parse_jws(P256.sign(SAID, header={"kid": "whatever"}))
    assert parse_certificate(P256.certificate).signed(genuine)


@pytest.mark.parametrize("header", [{"crit": ["exp"], "exp": 1}, {"b64": False, "crit": ["b64"]}, {"b64": True}])
def test_extensions_that_must_be_understood_are_refused(header: dict[str, Any]) -> None:
    with pytest.raises(NotJws, match="extensions"):
        parse_jws(P256.sign(SAID, header=header))


def test_one_signature_has_one_text() -> None:
    """Other bits in the last character, padding and blanks would be the same signature under another checksum."""
    text = P256.sign(SAID)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = text[:-1] + letters[letters.index(text[-1]) ^ 1]
    for other in (twin, text + "=", text + " ", text + "\n", " " + text, text.replace(".", ". ", 1)):
        with pytest.raises(NotJws):
            parse_jws(other)


@pytest.mark.parametrize("text", ["", ".", "..", "a.b", "a.b.c.d", "e30.e30.e30", "W10.e30.e30", "!!!.e30.e30"])
def test_what_is_no_jws_is_refused(text: str) -> None:
    with pytest.raises(NotJws):
        parse_jws(text)


def test_a_payload_that_parsers_read_differently_is_refused() -> None:
    for payload in (b'{"responseCode":"BENV","responseCode":"RECE"}', b'{"n":9007199254740992}', b'["a"]', b"\xff"):
        with pytest.raises(NotJws, match="payload"):
            parse_jws(P256.sign(payload))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'{"a":1,"a":2}', "twice"),
        (b"9007199254740993", "2^53"),
        (b"-9007199254740993", "2^53"),
        (b"1" + b"0" * 5000, "2^53"),
        (b"1e999", "double"),
        (b"NaN", "not a JSON number"),
        (b"-Infinity", "not a JSON number"),
        (b'"\\ud800"', "surrogate"),
        (b'{"\\udc00":1}', "surrogate"),
        (b"[" * 65 + b"]" * 65, "nested"),
        (b"[" * 200_000, "nested"),
        (b'{"a":', "character"),
        (b"\xef\xbb\xbf{}", "character"),
        (b"\xff", "UTF-8"),
        (b"", "character"),
    ],
)
def test_json_that_cannot_be_relied_on_is_refused_with_its_reason(text: bytes, why: str) -> None:
    with pytest.raises(NotJson, match=why.replace("^", r"\^")):
        parse_json(text)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=200)
def test_any_bytes_are_json_or_refused(content: bytes) -> None:
    try:
        value = parse_json(content)
    except NotJson:
        return
    assert value == json.loads(content)


def test_certificates_with_weak_or_foreign_keys_are_refused() -> None:
    for kind, why in (("rsa1024", "1024 bits"), ("p521", "secp521r1")):
        with pytest.raises(BadCertificate, match=why):
            parse_certificate(Keys("weak", kind).certificate)
    for text in ("", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", P256.certificate[:200], "字"):
        with pytest.raises(BadCertificate):
            parse_certificate(text)


def test_a_key_has_one_name_whatever_certificate_carries_it() -> None:
    first, second = (parse_certificate(P256.certificate) for _ in range(2))
    assert first.pem != second.pem
    assert first.key_checksum == second.key_checksum


def test_the_checksum_is_over_the_text_as_sent() -> None:
    text = P256.sign(SAID)
    assert parse_jws(text).checksum == hashlib.sha256(text.encode()).hexdigest()
    assert parse_jws(text).payload_checksum == parse_jws(RSA.sign(SAID)).payload_checksum
    assert payload_of(text) == SAID
