"""A credential in which a node states which legal entity a DID is, and which title keys it has had.

Standards: W3C VC Data Model 2.0, secured with eddsa-jcs-2022; terms of schema.org. It answers MLETR article 11(1)(b): the electronic
transferable record's controller is identified. GB 32100-2015 (USCC), UEN, ISO 17442 (LEI).

It says what was so when it was issued (`validFrom`), and that stays true; who asks about today asks for a new one.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landsea.identity.model import Identifier, Party, PublicKey
from landsea.identity.wire.credentials.checks import SANDBOX, V2, Given, Policy, check, issuer_of, types_of
from landsea.identity.wire.credentials.keys import Kind, VerifyingKey, parse_multikey
from landsea.identity.wire.credentials.refusals import CredentialRefused
from landsea.identity.wire.credentials.report import Report
from landsea.identity.wire.credentials.times import parse_time, render_time
from landsea.kernel import BadValue

TYPE = "LegalEntityCredential"
_SCHEMA, _OWN = "https://schema.org/", "https://www.w3.org/ns/credentials/issuer-dependent#"
CONTEXT = (
    {
        name: f"{_SCHEMA}{name}"
        for name in ("Organization", "legalName", "identifier", "propertyID", "value", "addressCountry")
    }
    | {name: f"{_OWN}{name}" for name in (TYPE, "titleKey", "registered", "superseded")}
    | {name: f"https://w3id.org/security#{name}" for name in ("Multikey", "publicKeyMultibase")}
)
"""The terms, so that the credential is complete in itself (VC Data Model 2.0 section 5.2)."""


class NoLegalEntity(CredentialRefused):
    code = "no-legal-entity"
    text = "The credential does not say which legal entity the DID is: {why}. Ask the node for it again."


@dataclass(frozen=True, slots=True)
class EntityKey:
    """A title key of the entity, and when it was in force."""

    id: str
    key: VerifyingKey
    registered_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class LegalEntity:
    """What the credential says: `issuer` (a node's DID) stated at `stated_at` that `did` is this entity."""

    did: str
    name_en: str
    name_zh: str
    country: str
    identifiers: tuple[Identifier, ...]
    keys: tuple[EntityKey, ...]
    issuer: str
    stated_at: datetime
    is_sandbox: bool


def render(party: Party, keys: Sequence[PublicKey], *, did: str, issuer: str, at: datetime) -> dict[str, Any]:
    """The credential before it is signed."""
    names = [{"@value": name, "@language": tag} for name, tag in ((party.name_en, "en"), (party.name_zh, "zh")) if name]
    numbers = [{"propertyID": one.scheme, "value": one.value} for one in party.identifiers]
    return {
        "@context": [V2, CONTEXT],
        "type": ["VerifiableCredential", TYPE],
        "issuer": issuer,
        "validFrom": render_time(at),
        "credentialSubject": {
            "id": did,
            "type": "Organization",
            "legalName": names,
            "addressCountry": party.country,
            "identifier": numbers,
            "titleKey": [_render_key(did, key) for key in keys],
        },
    }


def read(
    credential: Mapping[str, Any], given: Given, issuers: frozenset[str] | None = None
) -> tuple[Report, LegalEntity | None]:
    """All checks, and the entity if the credential may be believed. `issuers`: the nodes whose word counts; `None`: any.

    A sandbox's statement is read, but its report is not valid.
    """
    report = check(credential, given, Policy(types=frozenset({TYPE}), issuers=issuers, needs_status=False))
    return (report, None) if report.failed else (report, parse(credential))


def parse(credential: Mapping[str, Any]) -> LegalEntity:
    """What a credential that was verified before says. Raises `NoLegalEntity`."""
    subject = credential.get("credentialSubject")
    try:
        if not isinstance(subject, Mapping) or not isinstance(subject["id"], str):
            raise TypeError("it has no subject with a DID")
        names = {name["@language"]: str(name["@value"]) for name in subject["legalName"]}
        return LegalEntity(
            did=subject["id"],
            name_en=names.get("en", ""),
            name_zh=names.get("zh", ""),
            country=str(subject["addressCountry"]),
            identifiers=tuple(Identifier(one["propertyID"], one["value"]) for one in subject["identifier"]),
            keys=tuple(_parse_key(one) for one in subject["titleKey"]),
            issuer=issuer_of(credential),
            stated_at=parse_time(credential.get("validFrom")),
            is_sandbox=SANDBOX in types_of(credential),
        )
    except (KeyError, TypeError, ValueError, AttributeError, BadValue) as error:
        raise NoLegalEntity(why=str(error)[:120]) from None


def _render_key(did: str, key: PublicKey) -> dict[str, Any]:
    found = {
        "id": f"{did}#{key.key_id}",
        "type": "Multikey",
        "publicKeyMultibase": VerifyingKey(Kind.ED25519, base64.b64decode(key.public_key)).multikey,
        "registered": key.registered_at.isoformat(),
    }
    return found if key.superseded_at is None else found | {"superseded": key.superseded_at.isoformat()}


def _parse_key(value: Mapping[str, Any]) -> EntityKey:
    ended = value.get("superseded")
    return EntityKey(
        id=value["id"].partition("#")[2],
        key=parse_multikey(value["publicKeyMultibase"]),
        registered_at=parse_time(value["registered"]),
        superseded_at=None if ended is None else parse_time(ended),
    )
