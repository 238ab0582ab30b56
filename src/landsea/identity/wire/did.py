"""did:web identifiers and DID documents.

Standards: W3C DID Core 1.0 section 5; did:web method (W3C CCG) sections 2.2 and 2.5; W3C Controlled Identifiers 1.0 sections 2.2.2
(Multikey) and 2.2.3 (JsonWebKey); RFC 8037 section 2 (OKP JWK).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

from landsea.identity.wire.credentials.keys import Kind, VerifyingKey

CONTEXT = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]


def did_web(base_url: str, *path: str) -> str:
    """The did:web identifier of what is served under `base_url` and `path`; the port's colon is written %3A (2.2)."""
    parts = urlsplit(base_url)
    host = (parts.hostname or "").lower()
    authority = f"[{host}]" if ":" in host else host
    if parts.port is not None:
        authority += f":{parts.port}"
    steps = [step for step in parts.path.split("/") if step] + list(path)
    return ":".join(["did:web", quote(authority, safe="."), *(quote(step, safe="-._~") for step in steps)])


def multikey(public_key: bytes) -> str:
    """An Ed25519 public key as Multikey's `publicKeyMultibase`."""
    return VerifyingKey(Kind.ED25519, public_key).multikey


def jwk(public_key: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(public_key).rstrip(b"=").decode()}


def document(
    did: str,
    keys: Mapping[str, bytes],
    *,
    controller: str | None = None,
    authenticates: bool = False,
    others: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """A DID document with each key (name -> 32 bytes) as Multikey `#name` and as JsonWebKey `#name-jwk`, for assertions.

    `authenticates`: the keys also prove who calls (DID Core 5.3.1). `others`: name -> Multikey text of keys that only assert.
    """
    methods = [method for name, key in keys.items() for method in _methods(did, name, key)]
    references = [method["id"] for method in methods]
    methods += [_multikey(did, name, text) for name, text in others.items()]
    found: dict[str, Any] = {"@context": CONTEXT, "id": did}
    if controller is not None:
        found["controller"] = controller
    found |= {"verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}
    return found | {"authentication": references} if authenticates else found


def _multikey(did: str, name: str, text: str) -> dict[str, Any]:
    return {"id": f"{did}#{name}", "type": "Multikey", "controller": did, "publicKeyMultibase": text}


def _methods(did: str, name: str, key: bytes) -> list[dict[str, Any]]:
    return [
        _multikey(did, name, multikey(key)),
        {"id": f"{did}#{name}-jwk", "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk(key)},
    ]
