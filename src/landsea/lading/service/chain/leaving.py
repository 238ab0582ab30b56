"""The way out begins: the entitled holder signs `leave`; the document is operative nowhere until its token is final or never will be."""

from __future__ import annotations

from landsea import policy
from landsea.journal import View, Work
from landsea.lading import chain, escrow
from landsea.lading.chain import TokenName
from landsea.lading.chain.facts import ChainSettings, DocumentBoundForChain
from landsea.lading.model import DocumentId, Medium, NotTheHolder, OtherForm, Signing
from landsea.lading.service.acts import leave
from landsea.lading.service.chain.configured import get_chain
from landsea.lading.service.chain.keys import require_living_key
from landsea.lading.service.read import get_document
from landsea.lading.store import StoredDocument
from landsea.policy import DataClass, Receiver, Release


def leave_for_chain(work: Work, document: DocumentId, name: str, signing: Signing) -> StoredDocument:
    """Takes the document out of the log, for a token of its own at the registry of the chain `name`, owned by the actor's address.

    Refused first, by name, where the contract could not hold what the log holds. The operator's mint follows.
    """
    settings, key, found = get_chain(work, name), require_living_key(work), get_document(work, document)
    title = found.title
    if title.holder != work.actor.party:
        raise NotTheHolder(act="leave", number=title.number)
    remark = chain.content_remark(title.content)
    escrow.mint_call(title, {key.party: key.address}, settings.minter, remark)
    policy.require(work, release(settings, document))
    credential = credential_id(work, document, title.sequence + 1, title.content)
    token = TokenName(settings.chain_id, settings.registry, chain.token_of(credential))
    leave(work, document, OtherForm(Medium.CHAIN, str(token), title.content), signing)
    stream = stream_of(document)
    bound = DocumentBoundForChain(document, name, credential, str(token), key.address)
    work.append(stream, work.version(stream), bound)
    return get_document(work, document)


def credential_id(view: View, document: DocumentId, sequence: int, content: str) -> str:
    """The id of the credential whose hash is the token's number: it names the leave and the content, so no number serves twice."""
    return f"{view.site.base_url}/v1/documents/{document}/credential.json#{sequence}-{content}"


def release(settings: ChainSettings, document: DocumentId) -> Release:
    """What goes to the chain: who controls the document, as addresses, and the hash of its content."""
    receiver = Receiver(f"chain:{settings.name}", settings.jurisdiction)
    return Release(DataClass.TITLE_ACT, receiver, "chain-registry", f"document:{document}")


def stream_of(document: DocumentId) -> str:
    """All that is signed for a document's tokens and comes of it: a racing writer loses by its version."""
    return f"chain:{document}"
