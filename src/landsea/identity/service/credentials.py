"""Credentials that the node signs with its own keys, what it says about the parties it knows, and credentials judged with its contexts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from landsea.identity.service.contexts import contexts
from landsea.identity.service.dids import did_of, node_did
from landsea.identity.service.node_key import node_p256_key
from landsea.identity.service.parties import get_party
from landsea.identity.service.title_keys import public_keys
from landsea.identity.wire import credentials, did
from landsea.identity.wire.credentials import (
    STRICT,
    Contexts,
    Documents,
    Given,
    Kind,
    LegalEntity,
    Policy,
    Report,
    SigningKey,
)
from landsea.identity.wire.credentials import legal_entity as entity
from landsea.journal import View

Json = dict[str, Any]
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_NO_CONTEXTS = Contexts({})
"""What eddsa-jcs-2022 needs."""


def sign_credential(view: View, credential: Mapping[str, Any], suite: str = "eddsa-jcs-2022") -> Json:
    """The credential, whose issuer is `node_did`, with a proof by the node: Ed25519 for the eddsa suites, else P-256."""
    key, name = _key_for(view, suite)
    known = contexts() if credentials.SUITES[suite].graph else None
    method = f"{node_did(view)}#{name}"
    return credentials.sign(
        _marked(view, credential), key, suite=suite, method=method, created=view.now, contexts=known
    )


def sign_selective(view: View, credential: Mapping[str, Any], mandatory: Sequence[str]) -> Json:
    """The credential with a base proof (ecdsa-sd-2023) by the node, for its holder, who derives from it what others see.

    `mandatory`: JSON pointers. They must cover issuer, type, validity, status and a digest of the content, or `check` will refuse it.
    """
    return credentials.sign_base(
        _marked(view, credential),
        node_p256_key(view.journal.signer),
        method=f"{node_did(view)}#node-p256",
        created=view.now,
        mandatory=mandatory,
        hmac_key=secrets.token_bytes(32),
        proof_key=SigningKey.from_wide(secrets.token_bytes(48)),
        contexts=contexts(),
    )


def derive_credential(credential: Mapping[str, Any], reveal: Sequence[str]) -> Json:
    """What a holder shows of a credential with a base proof: what is mandatory and what `reveal` (JSON pointers) names."""
    return credentials.derive(credential, reveal, contexts())


def check_credential(
    credential: Mapping[str, Any],
    *,
    at: datetime,
    documents: Documents = _NOTHING,
    lists: Mapping[str, Mapping[str, Any]] = _NOTHING,
    policy: Policy = STRICT,
) -> Report:
    """Every check of a credential, with this node's contexts. DID documents and status lists are what the caller has fetched."""
    return credentials.check(credential, Given(at, contexts(), documents, lists), policy)


def legal_entity_credential(view: View, party_id: str) -> Json:
    """The node states which legal entity the party's DID is, and its title keys (MLETR 11(1)(b)). One signature, under a millisecond."""
    party = get_party(view, party_id)
    unsigned = entity.render(
        party,
        public_keys(view, party.id),
        did=did_of(view, party.id),
        issuer=node_did(view),
        at=view.now,
    )
    return sign_credential(view, unsigned)


def read_legal_entity(
    credential: Mapping[str, Any], *, at: datetime, documents: Documents, issuers: frozenset[str] | None = None
) -> tuple[Report, LegalEntity | None]:
    """Every check of a legal entity's credential, and what it says unless one failed. `issuers`: the nodes whose word counts."""
    return entity.read(credential, Given(at, _NO_CONTEXTS, documents), issuers)


def document_of_node_key(node: str, public_key: bytes) -> Json:
    """The DID document of a node of which only its DID and its Ed25519 key are known, as from an evidence pack."""
    return did.document(node, {"node": public_key})


def _marked(view: View, credential: Mapping[str, Any]) -> Json:
    """A sandbox says so in what it signs."""
    types = [*credentials.types_of(credential), *([credentials.SANDBOX] if view.site.sandbox else [])]
    return {**credential, "type": types}


def _key_for(view: View, suite: str) -> tuple[SigningKey, str]:
    signer = view.journal.signer
    if Kind.ED25519 in credentials.SUITES[suite].kinds:
        return SigningKey(Kind.ED25519, signer.private_key.private_bytes_raw()), "node"
    return node_p256_key(signer), "node-p256"
