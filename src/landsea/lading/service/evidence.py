"""The evidence of a document: one JSON value that proves offline what it says, who did what with it, and where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from landsea import identity, journal
from landsea.journal import Journal, Proof, View
from landsea.kernel import PartyId
from landsea.lading import store
from landsea.lading.model import NODE_KEY, NotYetProven, Signatory, SignedAct, Title, TitleFact, canonical, plain
from landsea.lading.service.read import get_document

FORMAT = "landsea-document-evidence/2"
ATTESTED = "landsea document evidence v1"
NOTICE = "Copy of an electronic record; never the original. 电子记录副本，非正本。"


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """An act and its position in the journal."""

    position: int
    act: SignedAct


def acts_of(view: View, document_id: str) -> list[RecordedAct]:
    """The act chain, oldest first, of a document the viewer may see."""
    get_document(view, document_id)
    history = view.history(store.stream_of(document_id))
    return [RecordedAct(entry.position, fact.act) for entry, fact in history if isinstance(fact, TitleFact)]


def evidence(view: View, document_id: str) -> dict[str, Any]:
    """Plain JSON values; the file is their canonical bytes. Refused until a checkpoint covers the newest act (`make_provable`), and on a
    node whose newest acts nobody has confirmed (`TitleActsDisabled`): it says how the document stands now.

    Every act is there as its entry in the log, with the proof that it stands there; what the document said at any time is in the entries
    of its birth and of its amendments.
    """
    found = get_document(view, document_id)
    journal.require_title_acts(view)
    acts = acts_of(view, document_id)
    proofs = journal.prove_stream(view, store.stream_of(document_id))
    if proofs is None:
        raise NotYetProven(number=found.title.number)
    pack = {
        "format": FORMAT,
        "notice": NOTICE,
        "sandbox": view.site.sandbox,
        "log": {"origin": view.site.origin, "vkey": view.journal.signer.verifier.vkey},
        "document": plain(found.content),
        "entries": [_entry(proof) for proof in proofs],
        "checkpoint": proofs[-1].checkpoint,
        "parties": _parties(view, [one.act for one in acts]),
        "status": _status(view, found.title, proofs[-1].size),
    }
    return pack | {"attestation": attest(view.journal, canonical(pack))}


def _entry(proof: Proof) -> dict[str, Any]:
    entry: dict[str, Any] = plain(proof)
    return {name: value for name, value in entry.items() if name not in ("checkpoint", "size")}


def evidence_bytes(view: View, document_id: str) -> bytes:
    return canonical(evidence(view, document_id))


def attest(of: Journal, content: bytes) -> str:
    """The node's signed note over the evidence. Its first line keeps it from ever being read as a checkpoint."""
    digest = hashlib.sha256(content).hexdigest()
    return journal.sign_note(f"{ATTESTED}\n{of.site.origin}\n{digest}\n", of.signer)


def make_provable(of: Journal) -> None:
    """Signs a checkpoint over everything recorded so far, when the newest does not cover it yet."""
    journal.sign_checkpoint(of)


def proof_of_newest_act(view: View, document_id: str) -> tuple[RecordedAct, Proof | None]:
    """The newest act and its proof, `None` until a signed checkpoint covers it."""
    newest = acts_of(view, document_id)[-1]
    return newest, journal.prove(view, newest.position)


def _status(view: View, title: Title, size: int) -> dict[str, Any]:
    return {
        "document": title.document,
        "number": title.number,
        "state": title.state.value,
        "medium": title.medium.value,
        "holder": title.holder,
        "entitled": title.entitled,
        "pledged": title.pledge is not None,
        "frozen": title.frozen,
        "content": title.content,
        "acts": title.sequence,
        "head": title.head,
        "log_size": size,
        "as_of": plain(view.now),
    }


def _parties(view: View, acts: list[SignedAct]) -> list[dict[str, Any]]:
    """Everybody in the chain, by party and the DID it had at its act: names and public title keys. The node signs with its log key."""
    named = {(one.party, one.did) for act in acts for one in named_in(act) if one.party != NODE_KEY}
    return [_party(view, party, did) for party, did in sorted(named)]


def named_in(act: SignedAct) -> list[Signatory]:
    """Everybody an act names."""
    said = act.statement
    found = [said.by, said.to, said.says.registrar, said.says.endorsee]
    return [one for one in found if isinstance(one, Signatory)]


def _party(view: View, party_id: PartyId, did: str) -> dict[str, Any]:
    party = identity.get_party(view, party_id)
    return {
        "party": party_id,
        "did": did,
        "name_en": party.name_en,
        "name_zh": party.name_zh,
        "keys": [plain(key) for key in identity.public_keys(view, party_id)],
        "credential": identity.legal_entity_credential(view, party_id),
    }
