"""did:web identifiers of the node and its parties."""

from __future__ import annotations

import base64
from typing import Any

from landsea.identity.service.node_key import node_p256_key
from landsea.identity.service.parties import get_party
from landsea.identity.service.title_keys import title_keys_of
from landsea.identity.wire import did
from landsea.journal import View


def node_did(view: View) -> str:
    return did.did_web(view.site.base_url)


def did_of(view: View, party_id: str) -> str:
    """A party's DID on this node, whether it has keys or not."""
    return did.did_web(view.site.base_url, "parties", party_id)


def node_document(view: View) -> dict[str, Any]:
    """The node's DID document: the key that signs its checkpoints and credentials, and its P-256 key, which only asserts."""
    signer = view.journal.signer
    others = {"node-p256": node_p256_key(signer).public.multikey}
    return did.document(node_did(view), {"node": signer.verifier.public_key}, authenticates=True, others=others)


def party_document(view: View, party_id: str) -> dict[str, Any]:
    """A party's DID document: its title keys in force. Superseded ones are at /v1/parties/{id}/keys."""
    party = get_party(view, party_id)
    keys = {key.id: base64.b64decode(key.public_key) for key in title_keys_of(view, party.id) if key.is_active}
    return did.document(did_of(view, party.id), keys, controller=node_did(view))
