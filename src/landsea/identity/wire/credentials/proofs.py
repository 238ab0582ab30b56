"""Data Integrity proofs: make one, verify one, verify all of a document.

Standards: W3C Verifiable Credential Data Integrity 1.0 (sections 2.1, 4.3 to 4.5); Data Integrity EdDSA Cryptosuites 1.0 (3.2, 3.3);
Data Integrity ECDSA Cryptosuites 1.0 (3.2, 3.3). `ecdsa-sd-2023` is in `selective`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landsea.identity.wire.credentials.jcs import canonical
from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.keys import Kind, SigningKey, VerifyingKey, digest
from landsea.identity.wire.credentials.multibase import base58btc, parse_base58btc
from landsea.identity.wire.credentials.refusals import (
    BadProof,
    UnknownContext,
    UnknownSuite,
    WrongKeyForSuite,
    WrongSignature,
)
from landsea.identity.wire.credentials.times import parse_time, render_time
from landsea.kernel import Phrase

Json = dict[str, Any]
MOST_PROOFS = 8


@dataclass(frozen=True, slots=True)
class Suite:
    """A cryptosuite: the kinds of key it takes, and whether it signs JSON as it stands (JCS) or the graph it means (RDFC)."""

    name: str
    kinds: frozenset[Kind]
    graph: bool


_EDDSA = frozenset({Kind.ED25519})
_ECDSA = frozenset({Kind.P256, Kind.P384})
SUITES = {
    suite.name: suite
    for suite in (
        Suite("eddsa-jcs-2022", _EDDSA, graph=False),
        Suite("eddsa-rdfc-2022", _EDDSA, graph=True),
        Suite("ecdsa-jcs-2019", _ECDSA, graph=False),
        Suite("ecdsa-rdfc-2019", _ECDSA, graph=True),
    )
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands in a `proof`, read strictly. `options` is all of it but the `proofValue`."""

    suite: str
    method: str
    purpose: str
    value: str
    options: Json
    created: datetime | None = None
    expires: datetime | None = None


def sign(
    document: Mapping[str, Any],
    key: SigningKey,
    *,
    suite: str,
    method: str,
    created: datetime,
    contexts: Contexts | None = None,
    purpose: str = "assertionMethod",
) -> Json:
    """The document with one proof by `key`, which the DID URL `method` names. `contexts` are needed by the suites over RDF."""
    chosen = _suite(suite, key.kind)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": render_time(created),
        "verificationMethod": method,
        "proofPurpose": purpose,
    }
    if not chosen.graph and "@context" in document:
        options = {"@context": document["@context"], **options}
    message = _message(chosen, key.kind, unsecured, options, contexts)
    return {**unsecured, "proof": options | {"proofValue": "z" + base58btc(key.sign(message))}}


def verify(document: Mapping[str, Any], proof: Proof, key: VerifyingKey, contexts: Contexts | None = None) -> None:
    """Raises unless `key` made `proof` over the document (without its `proof`, but with those that the proof builds on)."""
    suite = _suite(proof.suite, key.kind)
    if not proof.value.startswith("z"):
        raise BadProof(why="its value is not in base58btc")
    secured = dict(document)
    if not suite.graph and (stated := proof.options.get("@context")) is not None:
        secured["@context"] = _same_start(document.get("@context"), stated)
    message = _message(suite, key.kind, secured, proof.options, contexts)
    if not key.verifies(message, parse_base58btc(proof.value[1:])):
        raise WrongSignature


def read_proof(value: object) -> Proof:
    """Raises `BadProof` when something is missing or is not what the Data Integrity data model (2.1) says."""
    if not isinstance(value, Mapping):
        raise BadProof(why="it is no object")
    for name in ("cryptosuite", "verificationMethod", "proofPurpose", "proofValue"):
        if not isinstance(value.get(name), str):
            raise BadProof(why=Phrase("{name} is missing or no text", name=name))
    if value.get("type") != "DataIntegrityProof":
        raise BadProof(why=Phrase("its type is {type}, not DataIntegrityProof", type=str(value.get("type"))[:60]))
    return Proof(
        suite=value["cryptosuite"],
        method=value["verificationMethod"],
        purpose=value["proofPurpose"],
        value=value["proofValue"],
        options={name: one for name, one in value.items() if name != "proofValue"},
        created=_time(value, "created"),
        expires=_time(value, "expires"),
    )


def read_proofs(document: Mapping[str, Any]) -> list[tuple[Proof, Json]]:
    """Each proof with the document it is over: without `proof`, or with the proofs that `previousProof` names (4.5)."""
    given = document.get("proof")
    values = given if isinstance(given, list) else [] if given is None else [given]
    if not 0 < len(values) <= MOST_PROOFS:
        raise BadProof(
            why=Phrase("there are {count} proofs; 1 to {most} are accepted", count=len(values), most=MOST_PROOFS)
        )
    bare = {name: value for name, value in document.items() if name != "proof"}
    return [(read_proof(value), _with_previous(bare, values, value)) for value in values]


def _with_previous(bare: Json, values: Sequence[Any], value: Mapping[str, Any]) -> Json:
    previous = value.get("previousProof")
    if previous is None:
        return bare
    names = previous if isinstance(previous, list) else [previous]
    found = [one for one in values if isinstance(one, Mapping) and one.get("id") in names and one is not value]
    if len(found) != len(names) or not names:
        raise BadProof(why=Phrase("it builds on {proof}, which is not there", proof=str(previous)[:80]))
    return {**bare, "proof": found}


def _suite(name: str, kind: Kind) -> Suite:
    suite = SUITES.get(name)
    if suite is None:
        raise UnknownSuite(suite=name[:60], known=", ".join([*SUITES, "ecdsa-sd-2023"]))
    if kind not in suite.kinds:
        raise WrongKeyForSuite(suite=name, kind=kind.value)
    return suite


def _message(suite: Suite, kind: Kind, document: Json, options: Json, contexts: Contexts | None) -> bytes:
    """Hash of the proof's options, then hash of the document (vc-di-eddsa 3.2.4, 3.3.4; vc-di-ecdsa 3.2.4, 3.3.4).

    With P-384, SHA-384 is also what RDFC-1.0 tells blank nodes apart with (vc-di-ecdsa 3.2.3).
    """
    if not suite.graph:
        return digest(kind, canonical(options)) + digest(kind, canonical(document))
    if contexts is None:
        raise UnknownContext(context=str(document.get("@context"))[:120])
    in_context = {**options, "@context": document.get("@context")}
    algorithm = "sha384" if kind is Kind.P384 else "sha256"
    written = [contexts.canonical(one, algorithm) for one in (in_context, document)]
    return b"".join(digest(kind, one) for one in written)


def _same_start(given: object, stated: object) -> object:
    """vc-di-eddsa 3.3.2 step 4: the document's contexts begin with those that were signed, which then count."""
    whole = given if isinstance(given, list) else [given]
    start = stated if isinstance(stated, list) else [stated]
    if whole[: len(start)] != start:
        raise BadProof(why="the document's @context does not begin with the one that was signed")
    return stated


def _time(value: Mapping[str, Any], name: str) -> datetime | None:
    return None if value.get(name) is None else parse_time(value[name])
