"""`ecdsa-sd-2023`: the issuer signs every statement, the holder shows some, and what is mandatory cannot be left out.

Standard: Data Integrity ECDSA Cryptosuites 1.0, sections 3.5 (serialization) and 3.6 (base proof, derived proof, verification).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import cbor2

from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.keys import Kind, SigningKey, VerifyingKey, parse_multikey
from landsea.identity.wire.credentials.multibase import base58btc, base64url, parse_base64url
from landsea.identity.wire.credentials.proofs import Json, Proof, read_proof
from landsea.identity.wire.credentials.rdfc import canonicalize, relabel, write
from landsea.identity.wire.credentials.refusals import BadProof, BaseProof, WrongKeyForSuite, WrongSignature
from landsea.identity.wire.credentials.selection import Labels, group, select
from landsea.identity.wire.credentials.times import render_time
from landsea.kernel import Phrase

SUITE = "ecdsa-sd-2023"
_BASE, _DERIVED = b"\xd9\x5d\x00", b"\xd9\x5d\x01"
_P256 = b"\x80\x24"
MOST_SIGNATURES = 10_000


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a derived proof proves: the statements that its holder could not leave out, and those that were shown by choice."""

    mandatory: list[str]
    chosen: list[str]


def sign_base(
    document: Mapping[str, Any],
    key: SigningKey,
    *,
    method: str,
    created: datetime,
    mandatory: Sequence[str],
    hmac_key: bytes,
    proof_key: SigningKey,
    contexts: Contexts,
    purpose: str = "assertionMethod",
) -> Json:
    """The document with a base proof, for its holder only. `mandatory`: JSON pointers of what every derived proof shows.

    `hmac_key`: 32 random bytes. `proof_key`: a fresh P-256 key, thrown away after this call; it signs each statement that may be left out.
    """
    if key.kind is not Kind.P256 or proof_key.kind is not Kind.P256:
        raise WrongKeyForSuite(suite=SUITE, kind=(key if key.kind is not Kind.P256 else proof_key).kind.value)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": render_time(created),
        "verificationMethod": method,
        "proofPurpose": purpose,
    }
    found = group(unsecured, contexts, _hmac_labels(hmac_key), [mandatory])
    must = [line for index, line in enumerate(found.lines) if index in found.groups[0]]
    may = [line for index, line in enumerate(found.lines) if index not in found.groups[0]]
    public = _prefixed(proof_key.public)
    signature = key.sign(_message(options, unsecured, public, must, contexts))
    content = [signature, public, hmac_key, [proof_key.sign(line.encode()) for line in may], list(mandatory)]
    return {**unsecured, "proof": options | {"proofValue": _write(_BASE, content)}}


def derive(document: Mapping[str, Any], reveal: Iterable[str], contexts: Contexts) -> Json:
    """What the holder shows: everything mandatory and what `reveal` (JSON pointers) names, with a derived proof."""
    proof = read_proof(document.get("proof"))
    signature, public, hmac_key, signatures, mandatory = _read_base(proof)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    chosen = list(reveal)
    shown = [*mandatory, *chosen]
    if not shown:
        raise BadProof(why="nothing is mandatory and nothing is chosen, so there is nothing to show")
    found = group(unsecured, contexts, _hmac_labels(hmac_key), [mandatory, chosen, shown])
    must, may, both = found.groups
    optional = [index for index in range(len(found.lines)) if index not in must]
    if len(optional) != len(signatures):
        raise BadProof(
            why=Phrase(
                "it has {count} signatures for {statements} statements", count=len(signatures), statements=len(optional)
            )
        )
    kept = [one for index, one in zip(optional, signatures, strict=True) if index in may]
    places = [place for place, index in enumerate(sorted(both)) if index in must]
    _, canonical = canonicalize(found.selections[2])
    labels = {int(label[6:]): parse_base64url(found.labels[node][3:]) for node, label in canonical.items()}
    value = _write(_DERIVED, [signature, public, kept, labels, places])
    return {**select(unsecured, shown), "proof": proof.options | {"proofValue": value}}


def verify_derived(document: Mapping[str, Any], proof: Proof, key: VerifyingKey, contexts: Contexts) -> Disclosed:
    """Raises unless `key` signed what is mandatory, and its one-time key every other statement of the document (without `proof`)."""
    if key.kind is not Kind.P256:
        raise WrongKeyForSuite(suite=SUITE, kind=key.kind.value)
    signature, public, signatures, labels, places = _read_derived(proof)
    lines = _shown_lines(document, labels, contexts)
    if any(place >= len(lines) for place in places):
        raise BadProof(why="it names statements that are not there")
    must = [line for index, line in enumerate(lines) if index in places]
    may = [line for index, line in enumerate(lines) if index not in places]
    if len(may) != len(signatures):
        raise WrongSignature
    one_time = parse_multikey("z" + base58btc(public))
    if not key.verifies(_message(proof.options, document, public, must, contexts), signature):
        raise WrongSignature
    if not all(one_time.verifies(line.encode(), one) for line, one in zip(may, signatures, strict=True)):
        raise WrongSignature
    return Disclosed(must, may)


def _shown_lines(document: Mapping[str, Any], labels: Mapping[int, bytes], contexts: Contexts) -> list[str]:
    """The canonical statements under the labels that the proof gives them, in order (3.4.4)."""
    quads = contexts.quads(document)
    _, canonical = canonicalize(quads)
    shown = {}
    for node, label in canonical.items():
        if int(label[6:]) not in labels:
            raise BadProof(why=Phrase("it has no label for the blank node {label}", label=label))
        shown[node] = f"_:u{base64url(labels[int(label[6:])])}"
    return sorted({write(relabel(quad, shown)) for quad in quads})


def _message(
    options: Json, document: Json | Mapping[str, Any], public: bytes, must: Sequence[str], contexts: Contexts
) -> bytes:
    """Hash of the proof's options, the one-time key, hash of what is mandatory (3.5.1)."""
    in_context = {**options, "@context": document.get("@context")}
    proof_hash = hashlib.sha256(contexts.canonical(in_context)).digest()
    return proof_hash + public + hashlib.sha256("".join(must).encode()).digest()


def _hmac_labels(hmac_key: bytes) -> Labels:
    """3.4.7: HMAC-SHA-256 of the canonical label, so that a label tells nothing of what is not shown."""
    return lambda label: "u" + base64url(hmac.digest(hmac_key, label.encode(), "sha256"))


def _prefixed(key: VerifyingKey) -> bytes:
    return _P256 + key.raw


def _write(header: bytes, content: Sequence[Any]) -> str:
    return "u" + base64url(header + cbor2.dumps(content))


def _read(proof: Proof, header: bytes, size: int) -> list[Any]:
    """3.5.4 and 3.5.9: multibase base64url, three header bytes, a CBOR array of five."""
    data = parse_base64url(proof.value[1:]) if proof.value.startswith("u") else b""
    if not data.startswith(header):
        raise BaseProof if data.startswith(_BASE) else BadProof(why="its value is no ecdsa-sd-2023 proof value")
    try:
        content = cbor2.loads(data[3:])
    except (cbor2.CBORDecodeError, RecursionError, ValueError):
        content = None
    if not isinstance(content, list) or len(content) != size:
        raise BadProof(why="its value is damaged")
    return content


def _read_base(proof: Proof) -> tuple[bytes, bytes, bytes, list[bytes], list[str]]:
    signature, public, hmac_key, signatures, pointers = _read(proof, _BASE, 5)
    if not (
        _is_bytes(signature, 64) and _is_bytes(public, 35) and _is_bytes(hmac_key, 32) and _is_signatures(signatures)
    ):
        raise BadProof(why="its value is damaged")
    if not isinstance(pointers, list) or not all(isinstance(one, str) for one in pointers):
        raise BadProof(why="its mandatory pointers are damaged")
    return signature, public, hmac_key, signatures, pointers


def _read_derived(proof: Proof) -> tuple[bytes, bytes, list[bytes], dict[int, bytes], frozenset[int]]:
    signature, public, signatures, labels, places = _read(proof, _DERIVED, 5)
    if not (_is_bytes(signature, 64) and _is_bytes(public, 35) and _is_signatures(signatures)):
        raise BadProof(why="its value is damaged")
    if not isinstance(labels, dict) or not all(
        _is_index(key) and _is_bytes(value, 32) for key, value in labels.items()
    ):
        raise BadProof(why="its label map is damaged")
    if len(set(labels.values())) != len(labels):
        raise BadProof(why="two blank nodes share a label")
    if not isinstance(places, list) or not all(_is_index(place) for place in places):
        raise BadProof(why="its list of mandatory statements is damaged")
    return signature, public, signatures, labels, frozenset(places)


def _is_bytes(value: Any, size: int) -> bool:
    return isinstance(value, bytes) and len(value) == size


def _is_index(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_signatures(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_SIGNATURES and all(_is_bytes(one, 64) for one in value)
