"""The evidence of a document: one JSON value that proves offline what it says, who did what with it, and where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from landsea import identity, journal
from landsea.journal import Journal, Proof, View
from landsea.kernel import PartyId
from landsea.lading import store
from landsea.lading.model import NotYetProven, SignedAct, Title, TitleFact, canonical, plain
from landsea.lading.service.read import get_document

FORMAT = "landsea-document-evidence/1"
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
    """Plain JSON values; the file is their canonical bytes. Refused until a checkpoint covers the newest act (`make_provable`)."""
    found = get_document(view, document_id)
    acts = acts_of(view, document_id)
    proofs = [journal.prove(view, acts[at].position) for at in (0, -1)]
    if None in proofs:
        raise NotYetProven(number=found.title.number)
    pack = {
        "format": FORMAT,
        "notice": NOTICE,
        "sandbox": view.site.sandbox,
        "log": {"origin": view.site.origin, "vkey": view.journal.signer.verifier.vkey},
        "document": plain(found.content),
        "acts": [plain(one.act) for one in acts],
        "parties": _parties(view, [one.act for one in acts]),
        "proofs": {"issue": plain(proofs[0]), "latest": plain(proofs[1])},
        "status": _status(view, found.title, proofs[1]),
    }
    return pack | {"attestation": attest(view.journal, canonical(pack))}


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


def _status(view: View, title: Title, latest: Proof | None) -> dict[str, Any]:
    return {
        "document": title.document,
        "number": title.number,
        "state": title.state.value,
        "holder": title.holder,
        "acts": title.sequence,
        "head": title.head,
        "log_size": latest.size if latest else 0,
        "as_of": plain(view.now),
    }


def _parties(view: View, acts: list[SignedAct]) -> list[dict[str, Any]]:
    """Everybody in the chain, by party and the DID it had at its act: names and public title keys."""
    named = {(one.party, one.did) for act in acts for one in (act.statement.by, act.statement.to) if one is not None}
    return [_party(view, party, did) for party, did in sorted(named)]


def _party(view: View, party_id: PartyId, did: str) -> dict[str, Any]:
    party = identity.get_party(view, party_id)
    return {
        "party": party_id,
        "did": did,
        "name_en": party.name_en,
        "name_zh": party.name_zh,
        "keys": [plain(key) for key in identity.public_keys(view, party_id)],
    }
