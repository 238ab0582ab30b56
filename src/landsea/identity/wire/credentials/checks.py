"""A credential judged, check by check. Everything unknown, missing or stale fails.

Standards: W3C VC Data Model 2.0 (sections 4.1 to 4.10 and 7.1); Data Integrity 1.0 section 4.4; Controlled Identifiers 1.0 section 3.3;
Bitstring Status List 1.0 section 3.2; Data Integrity ECDSA Cryptosuites 1.0 section 3.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from landsea.identity.wire.credentials import proofs, selective
from landsea.identity.wire.credentials.dids import Documents, Method, find_method, require_in_force
from landsea.identity.wire.credentials.disclosure import DIGESTS, not_covered
from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.proofs import Proof
from landsea.identity.wire.credentials.refusals import CredentialRefused
from landsea.identity.wire.credentials.report import Outcome, Report, Seen, run
from landsea.identity.wire.credentials.status import LIST, read_entry, read_status
from landsea.identity.wire.credentials.terms import TITLE_RECORD
from landsea.identity.wire.credentials.times import parse_time
from landsea.kernel import Phrase

V2 = "https://www.w3.org/ns/credentials/v2"
MOST_STATUSES = 8
LIST_NOT_GIVEN = "The status list {list} was not given, so the status is not known."
ENDED = "It ended at {ends}."
NOT_YET_VALID = "It is valid only from {starts}."
DATED_LATER = "The proof is dated {created}, which is later than now."
STATUS_SET = "Its issuer has set {purpose} for it."
SANDBOX = "https://www.w3.org/ns/credentials/issuer-dependent#SandboxCredential"
"""A type that a sandbox gives to every credential it signs; an IRI, so that it needs no context."""


class NotAsItShouldBe(CredentialRefused):
    """A check's own finding; `why` is the whole sentence."""

    code = "credential-check-failed"
    text = "{why}"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the reader asks for beyond the standard.

    `types`: the credential must have each of them. `issuers`: whose word counts; `None`: the caller judges the issuer by itself.
    `needs_status`: a credential without status fails. `elsewhere`: types of status that the caller checks itself (a title's registry);
    they are reported as not proven here. `content`: for derived proofs, predicates (IRIs) of which at least one must be mandatory, so
    that the content is committed to; empty: no content is asked for. `strict`: an issuer that let a holder leave these out is
    refused; otherwise that is reported as not proven.
    """

    types: frozenset[str] = frozenset()
    issuers: frozenset[str] | None = None
    needs_status: bool = True
    elsewhere: frozenset[str] = frozenset()
    content: frozenset[str] = DIGESTS
    strict: bool = True


STRICT = Policy()


@dataclass(frozen=True, slots=True)
class Given:
    """Everything a verification looks at besides the credential.

    `lists`: URL -> status list credential, as the caller has fetched it; one without `validUntil` is as fresh as it was then.
    """

    at: datetime
    contexts: Contexts
    documents: Documents = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Proven:
    proof: Proof
    method: Method
    disclosed: selective.Disclosed | None


def check(credential: Mapping[str, Any], given: Given, policy: Policy = STRICT) -> Report:
    """The report of all checks. It raises nothing for bad input."""
    proven: list[_Proven] = []
    checks = [
        run("shape", "VC Data Model 2.0, 4.1, 4.3, 4.4 and 4.8", lambda: _shape(credential)),
        run("type", "VC Data Model 2.0, 4.5", lambda: _types(credential, policy)),
        run("proof", "Data Integrity 1.0, 4.4 and 4.5", lambda: _proofs(credential, given, proven)),
        run("purpose", "Data Integrity 1.0, 2.1 (proofPurpose)", lambda: _purpose(proven)),
        run(
            "issuer",
            "VC Data Model 2.0, 4.7; Controlled Identifiers 1.0, 3.3",
            lambda: _issuer(credential, proven, policy),
        ),
        run("validity", "VC Data Model 2.0, 4.9", lambda: _validity(credential, given.at)),
        run("proof-time", "Data Integrity 1.0, 2.1 (created, expires)", lambda: _proof_time(proven, given.at)),
        run(
            "status",
            "VC Data Model 2.0, 4.10; Bitstring Status List 1.0, 3.2",
            lambda: _status(credential, given, policy),
        ),
        run("sandbox", "this node's own rule", lambda: _sandbox(credential)),
        run(
            "disclosure",
            "Data Integrity ECDSA Cryptosuites 1.0, 3.6; rule Q1",
            lambda: _disclosure(credential, proven, policy),
        ),
    ]
    return Report(tuple(checks), credential)


def require(condition: bool, template: str, **facts: object) -> None:
    if not condition:
        raise NotAsItShouldBe(why=Phrase(template, **facts))


def issuer_of(credential: Mapping[str, Any]) -> str:
    """The issuer's identifier, whether written as text or as an object with an `id`; empty when there is none."""
    issuer = credential.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return found if isinstance(found, str) else ""


def types_of(credential: Mapping[str, Any]) -> list[str]:
    return [one for one in _many(credential.get("type")) if isinstance(one, str)]


def _shape(credential: Mapping[str, Any]) -> Seen:
    context = credential.get("@context")
    require(isinstance(context, list) and context[:1] == [V2], "The first context is not {context}.", context=V2)
    require("VerifiableCredential" in types_of(credential), "The type VerifiableCredential is missing.")
    subjects = _many(credential.get("credentialSubject"))
    stated = bool(subjects) and all(isinstance(one, Mapping) and one for one in subjects)
    require(stated, "It says nothing about anybody: credentialSubject is missing or empty.")
    require(":" in issuer_of(credential), "The issuer is missing, or is no URL.")
    named = credential.get("id", "urn:x:none")
    require(isinstance(named, str) and ":" in named, "Its id is no URL.")
    return Phrase("a W3C credential 2.0 of the types {types}", types=", ".join(types_of(credential)))


def _types(credential: Mapping[str, Any], policy: Policy) -> Seen:
    missing = sorted(policy.types - set(types_of(credential)))
    require(not missing, "It is not of the type {types}, which is asked for.", types=", ".join(missing))
    if not policy.types:
        return Outcome.NOT_APPLICABLE, Phrase("no type is asked for")
    return Phrase("it is of the types asked for: {types}", types=", ".join(sorted(policy.types)))


def _proofs(credential: Mapping[str, Any], given: Given, proven: list[_Proven]) -> Seen:
    """All proofs must verify; each says which key made it."""
    for proof, document in proofs.read_proofs(credential):
        method = find_method(proof.method, proof.purpose, given.documents)
        require_in_force(method, proof.created, given.at)
        disclosed = None
        if proof.suite == selective.SUITE:
            disclosed = selective.verify_derived(document, proof, method.key, given.contexts)
        else:
            proofs.verify(document, proof, method.key, given.contexts)
        proven.append(_Proven(proof, method, disclosed))
    made = ", ".join(f"{one.proof.suite} ({one.proof.method})" for one in proven)
    return Phrase("{count} proof(s) verified: {proofs}", count=len(proven), proofs=made)


def _purpose(proven: Sequence[_Proven]) -> Seen:
    _require_proven(proven)
    for one in proven:
        purpose = one.proof.purpose
        require(purpose == "assertionMethod", "The proof is for {purpose}, not for asserting.", purpose=purpose)
    return Phrase("every proof is for asserting (assertionMethod)")


def _issuer(credential: Mapping[str, Any], proven: Sequence[_Proven], policy: Policy) -> Seen:
    _require_proven(proven)
    issuer = issuer_of(credential)
    signers = {one.method.controller for one in proven}
    require(
        issuer in signers,
        "The issuer is {issuer}, but the proof was made with a key of {signers}.",
        issuer=issuer,
        signers=", ".join(sorted(signers)),
    )
    accepted = policy.issuers is None or issuer in policy.issuers
    require(accepted, "{issuer} is not an issuer whose word counts here.", issuer=issuer)
    return Phrase("{issuer} has signed with its own key", issuer=issuer)


def _validity(credential: Mapping[str, Any], at: datetime) -> Seen:
    starts, ends = (_time(credential, name) for name in ("validFrom", "validUntil"))
    require(starts is None or starts <= at, NOT_YET_VALID, starts=starts)
    require(ends is None or at < ends, ENDED, ends=ends)
    require(starts is None or ends is None or starts < ends, "It ends before it starts.")
    return Phrase("valid at {at}", at=at.isoformat())


def _proof_time(proven: Sequence[_Proven], at: datetime) -> Seen:
    _require_proven(proven)
    for one in proven:
        created, expires = one.proof.created, one.proof.expires
        require(created is None or created <= at, DATED_LATER, created=created)
        require(expires is None or at < expires, "The proof ended at {expires}.", expires=expires)
    return Phrase("made in the past and not ended")


def _status(credential: Mapping[str, Any], given: Given, policy: Policy) -> Seen:
    statuses = _many(credential.get("credentialStatus"))
    if not statuses:
        require(not policy.needs_status, "It carries no status, so nobody can tell whether it still holds.")
        return Outcome.NOT_APPLICABLE, Phrase("no status is asked for")
    require(
        len(statuses) <= MOST_STATUSES,
        "It has {count} statuses; {most} are accepted.",
        count=len(statuses),
        most=MOST_STATUSES,
    )
    left = [one for one in statuses if not (isinstance(one, Mapping) and one.get("type") in policy.elsewhere)]
    for status in left:
        _require_clear(status, credential, given)
    if len(left) < len(statuses):
        return Outcome.NOT_PROVEN, _to_be_asked(next(one for one in statuses if one not in left))
    return Phrase("{count} status(es) read from their lists: none is set", count=len(left))


def _to_be_asked(status: Mapping[str, Any]) -> Phrase:
    if status.get("type") == TITLE_RECORD:
        evidence = str(status.get("titleEvidence"))[:300]
        return Phrase(
            "whether it is operative is kept in a log; verify its evidence, from {evidence}", evidence=evidence
        )
    return Phrase("the status is kept in a registry that must be asked")


def _require_clear(status: object, credential: Mapping[str, Any], given: Given) -> None:
    entry = read_entry(status)
    found = given.lists.get(entry.list_url)
    require(found is not None, LIST_NOT_GIVEN, list=entry.list_url)
    require("credentialStatus" not in (found or {}), "The status list {list} has a status itself.", list=entry.list_url)
    issuers = frozenset({issuer_of(credential)})
    policy = Policy(frozenset({LIST}), issuers, needs_status=False, content=frozenset())
    doubts = [
        one for one in check(found or {}, given, policy).checks if one.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN)
    ]
    if SANDBOX in types_of(credential):
        doubts = [one for one in doubts if one.name != "sandbox"]
    for doubt in doubts:
        require(False, "The status list {list} cannot be relied on: {why}", list=entry.list_url, why=doubt.message)
    stands = read_status(entry, found or {})
    require(not stands, STATUS_SET, purpose=entry.purpose)


def _sandbox(credential: Mapping[str, Any]) -> Seen:
    if SANDBOX in types_of(credential):
        return Outcome.NOT_PROVEN, Phrase("it was made in a sandbox, for trying; it proves nothing about the world")
    return Outcome.NOT_APPLICABLE, Phrase("it does not come from a sandbox")


def _disclosure(credential: Mapping[str, Any], proven: Sequence[_Proven], policy: Policy) -> Seen:
    """What a holder could have left out must not include who issued what, for how long, with which status and content."""
    _require_proven(proven)
    derived = [one.disclosed for one in proven if one.disclosed is not None]
    if not derived:
        return Outcome.NOT_APPLICABLE, Phrase("all of it is signed as one")
    loose = ", ".join(
        sorted({name for disclosed in derived for name in not_covered(disclosed, policy.needs_status, policy.content)})
    )
    if loose and not policy.strict:
        return Outcome.NOT_PROVEN, Phrase("its issuer let a holder leave out: {names}", names=loose)
    require(
        not loose, "Its issuer let a holder leave out: {names}. Then nobody knows whether it was there.", names=loose
    )
    return Phrase("issuer, type, validity, status and content could not be left out")


def _require_proven(proven: Sequence[_Proven]) -> None:
    require(bool(proven), "No proof was verified.")


def _time(credential: Mapping[str, Any], name: str) -> datetime | None:
    return None if credential.get(name) is None else parse_time(credential[name])


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
