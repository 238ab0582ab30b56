"""The credential of a document that is on a chain, signed by the node (ecdsa-sd-2023)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from landsea import identity
from landsea.identity import credentials
from landsea.journal import View
from landsea.lading import store_chain as store
from landsea.lading.chain import parse_token_name
from landsea.lading.chain.facts import JourneyEnd
from landsea.lading.chain.refusals import NotBoundForChain
from landsea.lading.model import DocumentId
from landsea.lading.service.chain.steps import see
from landsea.lading.wire.credential import mandatory_of, render

_SHA256 = b"\x12\x20"
"""Multihash: SHA2-256 of 32 bytes."""


def chain_credential(view: View, document: DocumentId, reveal: Sequence[str] | None = None) -> dict[str, Any]:
    """Of a document whose token exists, and of no other: a status never names a token that does not.

    `reveal`: JSON pointers of what to show beside what is always shown; `None`: the whole subject.
    """
    found = see(view, document)
    journey = store.find_journey(view.connection, document)
    if journey is None or journey.state != JourneyEnd.ARRIVED.value:
        raise NotBoundForChain(number=found.title.number)
    unsigned = render(
        found.content,
        id=journey.credential,
        issuer=identity.node_did(view),
        chain=journey.chain,
        token=parse_token_name(journey.token),
        digest="z" + credentials.base58btc(_SHA256 + bytes.fromhex(found.title.content)),
    )
    signed = identity.sign_selective(view, unsigned, mandatory_of(unsigned))
    return identity.derive_credential(signed, ["/credentialSubject"] if reveal is None else reveal)
