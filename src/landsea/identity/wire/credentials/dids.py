"""From a verification method's URL to a key, out of documents that are given: did:key needs none, did:web its document.

Standards: W3C DID Core 1.0 sections 5 and 7; W3C Controlled Identifiers 1.0 sections 2.2, 2.3 and 3.3 (retrieve verification method);
did:key (W3C CCG) section 2; did:web (W3C CCG) section 2.5.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from landsea.identity.wire.credentials.keys import VerifyingKey, parse_jwk, parse_multikey
from landsea.identity.wire.credentials.refusals import (
    BadDidDocument,
    MethodNotForPurpose,
    MethodNotInForce,
    NoSuchMethod,
    UnknownDid,
    UnknownKeyType,
)
from landsea.identity.wire.credentials.times import parse_time
from landsea.kernel import BadValue, Phrase

Document = Mapping[str, Any]
Documents = Mapping[str, Document]
"""DID -> its document, as fetched. Who fetches (and from where) is the caller's decision."""


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method: its URL, whose it is, its key; when it stops signing, and since when nothing it signed counts."""

    id: str
    controller: str
    key: VerifyingKey
    expires: datetime | None = None
    revoked: datetime | None = None


def did_of_url(url: str) -> str:
    """The DID of a DID URL."""
    return url.split("#", 1)[0].split("?", 1)[0]


def web_location(did: str) -> str:
    """The https address of a did:web's document (section 2.5.2)."""
    host, *path = did.removeprefix("did:web:").split(":")
    if not did.startswith("did:web:") or not host or any(not step for step in path):
        raise BadDidDocument(did=did, why="it is not a did:web")
    steps = [unquote(step) for step in path] or [".well-known"]
    return "https://" + "/".join([unquote(host), *steps, "did.json"])


def find_method(url: str, purpose: str, documents: Documents) -> Method:
    """The method that `url` names, if its controller uses it for `purpose` (`assertionMethod`, `authentication`).

    Refused: a DID whose document is not given, another DID's document, a method that is not there, is not for the purpose or has
    another controller.
    """
    did, separator, fragment = url.partition("#")
    if not separator or not fragment or not did.startswith("did:") or "?" in did:
        raise NoSuchMethod(did=did[:120], method=url[:160])
    if did.startswith("did:key:"):
        return _of_did_key(did, fragment)
    document = documents.get(did)
    if document is None:
        raise UnknownDid(did=did[:160])
    if document.get("id") != did:
        raise BadDidDocument(did=did, why=Phrase("it is the document of {did}", did=str(document.get("id"))[:120]))
    return _read(did, _find(did, url, purpose, document))


def require_in_force(method: Method, created: datetime | None, at: datetime) -> None:
    """`expires` and `revoked` of the method (Controlled Identifiers 2.2), for a proof dated `created` that is looked at `at`.

    Who has a revoked key can date a proof as he likes, so from then on nothing by it counts.
    """
    if method.expires is not None and (created or at) >= method.expires:
        raise MethodNotInForce(method=method.id, until=method.expires.isoformat())
    if method.revoked is not None and at >= method.revoked:
        raise MethodNotInForce(method=method.id, until=method.revoked.isoformat())


def did_key_document(did: str) -> dict[str, Any]:
    """The document that a did:key stands for."""
    key = parse_multikey(did.removeprefix("did:key:"))
    url = f"{did}#{key.multikey}"
    method = {"id": url, "type": "Multikey", "controller": did, "publicKeyMultibase": key.multikey}
    context = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    used = {purpose: [url] for purpose in ("authentication", "assertionMethod")}
    return {"@context": context, "id": did, "verificationMethod": [method], **used}


def _of_did_key(did: str, fragment: str) -> Method:
    text = did.removeprefix("did:key:")
    key = parse_multikey(text)
    if fragment != text or key.multikey != text:
        raise NoSuchMethod(did=did[:160], method=f"#{fragment[:160]}")
    return Method(f"{did}#{fragment}", did, key)


def _find(did: str, url: str, purpose: str, document: Document) -> Document:
    named = [_absolute(did, one) if isinstance(one, str) else one for one in _list(document, purpose)]
    embedded = [one for one in named if isinstance(one, Mapping)]
    for method in (*_objects(document, "verificationMethod"), *embedded):
        if _absolute(did, method.get("id")) == url:
            if url in named or method in embedded:
                return method
            raise MethodNotForPurpose(method=url, purpose=purpose)
    raise NoSuchMethod(did=did, method=url)


def _read(did: str, method: Document) -> Method:
    if method.get("controller") != did:
        raise BadDidDocument(did=did, why=_controlled(method))
    match method.get("type"):
        case "Multikey":
            key = parse_multikey(method.get("publicKeyMultibase"))
        case "JsonWebKey" | "JsonWebKey2020":
            key = parse_jwk(method.get("publicKeyJwk"))
        case other:
            raise UnknownKeyType(key=f"{method.get('id')} ({other})")
    return Method(_absolute(did, method["id"]), did, key, _end(did, method, "expires"), _end(did, method, "revoked"))


def _controlled(method: Document) -> Phrase:
    return Phrase(
        "its key {key} is controlled by {controller}", key=method.get("id"), controller=method.get("controller")
    )


def _end(did: str, method: Document, name: str) -> datetime | None:
    try:
        return None if method.get(name) is None else parse_time(method[name])
    except BadValue:
        raise BadDidDocument(did=did, why=Phrase("{name} is no time", name=name)) from None


def _absolute(did: str, reference: object) -> str:
    text = reference if isinstance(reference, str) else ""
    return did + text if text.startswith("#") else text


def _list(document: Document, name: str) -> list[Any]:
    value = document.get(name, [])
    return value if isinstance(value, list) else [value]


def _objects(document: Document, name: str) -> Iterator[Document]:
    return (one for one in _list(document, name) if isinstance(one, Mapping))
