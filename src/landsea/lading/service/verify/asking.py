"""Who is asked about a token: chains that the reader names by URL, or those that this node is configured for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from threading import BoundedSemaphore

from landsea import identity
from landsea.journal import NODE, Journal, is_confirmed
from landsea.kernel import Refusal
from landsea.lading import store_chain as store
from landsea.lading.chain import Chain, TokenName, Whereabouts, minted_content, standing_of_token
from landsea.lading.chain.refusals import OtherChain
from landsea.lading.model import Title
from landsea.lading.service.chain import chain_of_token
from landsea.lading.service.verify.beside import Answer, Ask, Beside, read_beside
from landsea.lading.service.verify.pack import Here
from landsea.lading.store import load

_AT_ONCE = BoundedSemaphore(4)
"""Everybody may verify, and a slow chain must not take all of the node's threads."""


class RegistryBusy(Refusal):
    code = "registry-busy"
    status = 503
    text = "Too many ask the chain's registry at this moment. Verify again in a minute."


def ask_lines(lines: Mapping[int, Chain]) -> Ask:
    """`lines`: chain id -> the chain, with the registries that the reader trusts on it."""

    def ask(name: TokenName) -> Answer:
        _require_one_of(lines, name)
        return _answer(lines[name.chain_id], name)

    return ask


def ask_node(journal: Journal) -> Ask | None:
    """By the node's configured chains and the registries trusted there; None where it has none. Opens a view only to read settings."""
    with journal.view(NODE) as view:
        if not store.list_chains(view.connection):
            return None

    def ask(name: TokenName) -> Answer:
        with journal.view(NODE) as view:
            _require_one_of({one.chain_id for one in store.list_chains(view.connection)}, name)
            line = chain_of_token(view, name)
        if not _AT_ONCE.acquire(blocking=False):
            raise RegistryBusy
        try:
            return _answer(line, name)
        finally:
            _AT_ONCE.release()

    return ask


def _require_one_of(chain_ids: Iterable[int], name: TokenName) -> None:
    given = sorted(chain_ids)
    if name.chain_id not in given:
        raise OtherChain(chain="-", token=name.chain_id, given=", ".join(map(str, given)))


def _answer(line: Chain, name: TokenName) -> Answer:
    standing = standing_of_token(line, name)
    if standing.where is Whereabouts.UNKNOWN:
        return Answer(standing)
    try:
        return Answer(standing, minted_content(line, standing))
    except Refusal as refusal:
        return Answer(standing, refusal)


def beside_at_node(
    journal: Journal, files: Iterable[bytes], issuers: Iterable[str], names: Sequence[str] = ()
) -> Beside:
    """What is given, and what the node itself knows: its own keys, its own word, its chains."""
    with journal.view(NODE) as view:
        did, document = identity.node_did(view), identity.node_document(view)
    given = read_beside(files, {did, *issuers}, ask_node(journal), names)
    return replace(given, documents={**given.documents, did: document})


def here_at_node(journal: Journal) -> Here:
    """This node as a reader: its own key, and its records as they stand when they are asked for."""

    def title_of(document: str) -> Title | None:
        with journal.database.read() as connection:
            found = load(connection, document)
        return found.title if found else None

    with journal.view(NODE) as view:
        return Here(journal.signer.verifier, title_of, is_confirmed(view))
