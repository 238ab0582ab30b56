"""The examples of RFC 7515 (appendix A) and RFC 8785 (section 3.2, appendix B), as they are printed there."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from landsea import kernel
from landsea.lading.wire.jws import ALGORITHMS, Certificate, NotJws, PublicKey, parse_jws
from landsea.lading.wire.strict_json import canonical_json, parse_json

PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
RS256 = (
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
    "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
    "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
MODULUS = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOW"
    "vG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
    "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
)
ES256 = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
P256 = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
ES512 = (
    "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8Kp"
    "EHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
)
HEADS = {"A.2 RS256": ("eyJhbGciOiJSUzI1NiJ9", RS256), "A.3 ES256": ("eyJhbGciOiJFUzI1NiJ9", ES256)}


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def certificate(key: PublicKey) -> Certificate:
    return Certificate("", key, datetime(2015, 5, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


KEYS = {
    "A.2 RS256": certificate(rsa.RSAPublicNumbers(65537, number(MODULUS)).public_key()),
    "A.3 ES256": certificate(
        ec.EllipticCurvePublicNumbers(number(P256[0]), number(P256[1]), ec.SECP256R1()).public_key()
    ),
}


@pytest.mark.parametrize("example", KEYS)
def test_rfc_7515_a2_and_a3_hold_by_their_own_key_and_no_other(example: str) -> None:
    header, signature = HEADS[example]
    jws = parse_jws(f"{header}.{PAYLOAD}.{signature}")
    assert jws.value == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}
    assert jws.payload.startswith(b'{"iss":"joe",\r\n ')
    assert [name for name, key in KEYS.items() if key.signed(jws)] == [example]
    assert not KEYS[example].signed(parse_jws(f"{header}.{PAYLOAD}.{signature[:-8]}AAAAAAAA"))


def test_rfc_7515_a1_hmac_is_refused_by_its_algorithm() -> None:
    """Whoever could verify it could have made it."""
    header, code = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    jws = parse_jws(f"{header}.{PAYLOAD}.{code}")
    assert jws.algorithm == "HS256"
    assert jws.algorithm not in ALGORITHMS
    assert not any(key.signed(jws) for key in KEYS.values())


def test_rfc_7515_a4_another_curve_and_a_payload_that_is_no_object_are_refused() -> None:
    header = "eyJhbGciOiJFUzUxMiJ9"
    with pytest.raises(NotJws, match="payload is not JSON"):
        parse_jws(f"{header}.UGF5bG9hZA.{ES512}")
    jws = parse_jws(f"{header}.{PAYLOAD}.{ES512}")
    assert jws.algorithm == "ES512"
    assert jws.algorithm not in ALGORITHMS
    assert not any(key.signed(jws) for key in KEYS.values())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(f"eyJhbGciOiJub25lIn0.{PAYLOAD}.", "empty", id="A.5 none"),
        pytest.param(
            json.dumps(
                {
                    "payload": PAYLOAD,
                    "signatures": [
                        {"protected": head, "header": {"kid": "1"}, "signature": mark} for head, mark in HEADS.values()
                    ],
                }
            ),
            "three parts",
            id="A.6 general JSON",
        ),
        pytest.param(
            json.dumps(
                {"payload": PAYLOAD, "protected": HEADS["A.3 ES256"][0], "header": {"kid": "1"}, "signature": ES256}
            ),
            "three parts",
            id="A.7 flattened JSON",
        ),
        pytest.param(f"{HEADS['A.3 ES256'][0]}..{ES256}", "empty", id="F detached"),
    ],
)
def test_rfc_7515_forms_that_no_platform_sends_are_refused(text: str, why: str) -> None:
    with pytest.raises(NotJws, match=why):
        parse_jws(text)


def test_rfc_8785_section_3_2_4() -> None:
    text = (
        r'{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],'
        r'"string":"\u20ac$\u000F\u000aA' + "'" + r'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}'
    )
    assert canonical_json(parse_json(text)).hex() == (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c"
        "31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e412742"
        "5c225c5c5c5c5c222f227d"
    )


@pytest.mark.parametrize("canonical", [kernel.canonical, canonical_json], ids=["kernel", "lading"])
def test_rfc_8785_section_3_2_3_names_in_order_of_utf_16(canonical: Callable[[object], bytes]) -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    in_order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(names, 0)))) == in_order


APPENDIX_B = """
0000000000000000 0
8000000000000000 0
0000000000000001 5e-324
8000000000000001 -5e-324
7fefffffffffffff 1.7976931348623157e+308
ffefffffffffffff -1.7976931348623157e+308
4340000000000000 9007199254740992
c340000000000000 -9007199254740992
4430000000000000 295147905179352830000
44b52d02c7e14af5 9.999999999999997e+22
44b52d02c7e14af6 1e+23
44b52d02c7e14af7 1.0000000000000001e+23
444b1ae4d6e2ef4e 999999999999999700000
444b1ae4d6e2ef4f 999999999999999900000
444b1ae4d6e2ef50 1e+21
3eb0c6f7a0b5ed8c 9.999999999999997e-7
3eb0c6f7a0b5ed8d 0.000001
41b3de4355555553 333333333.3333332
41b3de4355555554 333333333.33333325
41b3de4355555555 333333333.3333333
41b3de4355555556 333333333.3333334
41b3de4355555557 333333333.33333343
becbf647612f3696 -0.0000033333333333333333
43143ff3c1cb0959 1424953923781206.2
"""


def test_rfc_8785_appendix_b() -> None:
    """What is signed for others may hold doubles; the journal's own form refuses every one of them: decimals are text there."""
    for line in APPENDIX_B.split("\n")[1:-1]:
        bits, text = line.split()
        (value,) = struct.unpack(">d", bytes.fromhex(bits))
        assert canonical_json([value]).decode() == f"[{text}]", bits
        with pytest.raises(ValueError, match="write decimals as text"):
            kernel.canonical([value])


@pytest.mark.parametrize("canonical", [kernel.canonical, canonical_json], ids=["kernel", "lading"])
@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000"])
def test_rfc_8785_appendix_b_what_is_no_number_is_refused(canonical: Callable[[object], bytes], bits: str) -> None:
    (value,) = struct.unpack(">d", bytes.fromhex(bits))
    with pytest.raises(ValueError, match=r"nan|inf"):
        canonical([value])
