"""W3C vc-di-ecdsa, folder TestVectors/ecdsa-sd-2023/employ: the credential, its keys, and SHA-256 of the published proof values.

The context is written here from the terms' IRIs as the published statements show them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.identity.credentials.vectors import ED25519, P256, P384, V2

CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
CREATED = datetime(2023, 8, 15, 23, 36, 38, tzinfo=UTC)
HMAC_KEY = bytes.fromhex("00112233445566778899AABBCCDDEEFF" * 2)
PROOF_KEY = "z42tqvNGyzyXRzotAYn43UhcFtzDUVdxJ7461fwrfhBPLmfY"
MANDATORY = ["/issuer"]
REVEAL = ["/validFrom", "/validUntil", "/credentialSubject/birthCountry"]

STATEMENTS_SHA256 = "03f59e5b04ab575b1172cb684f22eede72f0e9033e0b5c67d0e2506768d6ce11"
BASE_SHA256 = "941fd48591bc4b27ecb404d2ac879e9c9f1c65006978cb7c94ff6711024aad6e"
DERIVED_SHA256 = "da83efdca9316f2e471b9deed0e0266e0d4ae9d109e25b082a00b79bedc9377b"

PROOFS = {
    # suite, secret key -> proof value over this credential (folders eddsa-rdfc-2022/employ, ecdsa-rdfc-2019-p256/employ, ...-p384/employ).
    ("eddsa-rdfc-2022", ED25519[1]): (
        "zeuuS9pi2ZR8Q41bFFJKS9weSWkwa7pRcxHTHzxjDEHtVSZp3D9Rm3JdzT82EQpmXMb9wvfFJLuDPeSXZaRX1q1c"
    ),
    ("ecdsa-rdfc-2019", P256[1]): (
        "z4y9rJ7JxwfZZUBAHgDHJh7FzMbsycPhEtcSHqrfyn7fx3S5MWdajNu1r6SsJmirzfcWHe7vp9XKHmRqW6qe7u3d3"
    ),
    ("ecdsa-rdfc-2019", P384[1]): (
        "zz3ca1oME3iYPHM8SgApWFUFVQjiaL9moPqCZ1NAENj3biEQ34qc1ex5VJNLD4jh4N4MY2cmDyDCYGv7EyD87yCGYwag8wRwiJE1xiHKLhTEhDQFNfuNMsgLiZnqpkCDJPye"
    ),
}

_IMAGE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVQIW2N"
EMPLOYMENT: dict[str, Any] = {
    "@context": [V2, CITIZENSHIP],
    "type": ["VerifiableCredential", "EmploymentAuthorizationDocumentCredential"],
    "issuer": {
        "id": "did:key:zDnaegE6RR3atJtHKwTRTWHsJ3kNHqFwv7n9YjTgmU7TyfU76",
        "image": f"{_IMAGE}gUPr/HwADaAIhG61j/AAAAABJRU5ErkJggg==",
    },
    "credentialSubject": {
        "type": ["Person", "EmployablePerson"],
        "givenName": "JOHN",
        "additionalName": "JACOB",
        "familyName": "SMITH",
        "image": f"{_IMAGE}g+M/wHwAEAQH/7yMK/gAAAABJRU5ErkJggg==",
        "gender": "Male",
        "residentSince": "2015-01-01",
        "birthCountry": "Bahamas",
        "birthDate": "1999-07-17",
        "employmentAuthorizationDocument": {
            "type": "EmploymentAuthorizationDocument",
            "identifier": "83627465",
            "lprCategory": "C09",
            "lprNumber": "999-999-999",
        },
    },
    "name": "Employment Authorization Document",
    "description": "Example Employment Authorization Document.",
    "validFrom": "2019-12-03T00:00:00Z",
    "validUntil": "2029-12-03T00:00:00Z",
}

_SCHEMA, _OWN = "https://schema.org/", "https://w3id.org/citizenship#"
_DATE = "http://www.w3.org/2001/XMLSchema#dateTime"


def _type(iri: str, **terms: object) -> dict[str, Any]:
    return {"@id": iri, "@context": {"@protected": True, **terms}}


CONTEXT = {
    "@context": {
        "@protected": True,
        "EmploymentAuthorizationDocumentCredential": f"{_OWN}EmploymentAuthorizationDocumentCredential",
        "image": {"@id": f"{_SCHEMA}image", "@type": "@id"},
        "Person": _type(
            f"{_SCHEMA}Person",
            additionalName=f"{_SCHEMA}additionalName",
            familyName=f"{_SCHEMA}familyName",
            gender=f"{_SCHEMA}gender",
            givenName=f"{_SCHEMA}givenName",
            birthDate={"@id": f"{_SCHEMA}birthDate", "@type": _DATE},
        ),
        "EmployablePerson": _type(
            f"{_OWN}EmployablePerson",
            birthCountry=f"{_OWN}birthCountry",
            residentSince={"@id": f"{_OWN}residentSince", "@type": _DATE},
            employmentAuthorizationDocument=f"{_OWN}employmentAuthorizationDocument",
        ),
        "EmploymentAuthorizationDocument": _type(
            f"{_OWN}EmploymentAuthorizationDocument",
            identifier=f"{_SCHEMA}identifier",
            lprCategory=f"{_OWN}lprCategory",
            lprNumber=f"{_OWN}lprNumber",
        ),
    }
}
