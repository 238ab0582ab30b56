"""Incoming envelopes as people see them, and refusing one by hand: stolen, sent in error, or barred so that its sender can have it back.

PINT 3.0 has an answer for it, BENV, and it is final in both directions: what was accepted is never refused, what was refused is never
accepted (`platforms/receiving.py`). So there are two places: a transfer that waits for its documents, and an entry that has not come yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import NotAllowed, PartyId, Phrase, clean
from landsea.lading import store_interchange as store
from landsea.lading.platforms import receiving as law
from landsea.lading.platforms import transfers
from landsea.lading.platforms.refusals import EnvelopeTaken, NotAnEntry, NotAPlatform
from landsea.lading.platforms.transfers import Transfer
from landsea.lading.platforms.values import Code, Entry, FinishedResponse
from landsea.lading.service.platforms.configured import own_code, trust
from landsea.lading.service.platforms.receiving import held_ledger, refuse
from landsea.lading.service.platforms.reply import signed
from landsea.lading.wire.jws import parse_jws
from landsea.lading.wire.pint import parse_entry


@dataclass(frozen=True, slots=True)
class Incoming:
    """A transfer that another platform began here and that waits for documents; `sent_at` is when its sender signed it.

    `number`: the transport document's; `party`: who is to get it here; `missing`: how many of its `documents` have not come.
    """

    reference: str
    number: str
    sender: str
    party: PartyId
    action: str
    sent_at: datetime
    documents: int
    missing: int


def list_incoming(view: View) -> list[Incoming]:
    """For operators of the node; by reference, so the oldest first."""
    identity.require_node_operator(view, "see incoming envelopes")
    return [_incoming(view, *one) for one in store.list_begun(view.connection)]


def find_incoming(view: View) -> list[Incoming] | None:
    """As `list_incoming`; `None` for who may refuse none, and on a node that is no platform."""
    try:
        own_code(view)
        return list_incoming(view)
    except (NotAllowed, NotAPlatform):
        return None


def _incoming(view: View, key: str, transfer: Transfer, action: str, sender: str) -> Incoming:
    said = json.loads(store.ledger(view.connection, key).said)
    return Incoming(
        reference=transfer.reference,
        number=said["transportDocumentReference"],
        sender=sender,
        party=PartyId(transfer.party),
        action=action.partition(" ")[0],
        sent_at=parse_entry(transfer.chain[-1]).transactions[-1].at,
        documents=len(transfer.documents),
        missing=len(transfer.missing),
    )


def refuse_incoming(work: Work, named: str, reason: str) -> str:
    """An operator of the node refuses an envelope for good; `reason` is on record for ever and told to its sender. Returns the signed BENV.

    `named`: the reference of a transfer that waits here, or a chain entry as its platform signed it (compact JWS), whether or not its
    envelope ever came. Again: the same refusal, recorded once. Raises `NotAnEntry`, and `EnvelopeTaken` for what was accepted.
    """
    identity.require_node_operator(work, "refuse incoming envelopes")
    said = clean(reason, "reason")
    entry = _entry(work, named.strip())
    payload = parse_jws(entry).payload_checksum
    ledger, seen = held_ledger(work, store.key_of_payload(work.connection, payload) or f"{store.BARRED}{payload[:32]}")
    if payload in ledger.known.refused:
        return str(signed(work, transfers.refused(entry, ledger.known.refused[payload])).body)
    taken = next((one for one in ledger.known.accepted if one.payload_checksum == payload), None)
    if taken is not None:
        raise EnvelopeTaken(reference=taken.reference)
    answer = FinishedResponse(parse_jws(entry).checksum, Code.BENV, f"refused by this platform's operator: {said}")
    return str(refuse(work, ledger, law.Refused(answer, payload), seen).body)


def _entry(work: Work, named: str) -> str:
    """The newest entry of the envelope that is meant. Raises `NotAnEntry`."""
    if named.count(".") != 2:
        return _entry_of(work, named)
    trusted = trust(work)
    entry = law.find_signed_entry(named, trusted)
    if entry is None:
        raise NotAnEntry(
            why=Phrase("it cannot be read, or is not signed by the platform that it names with a key known here")
        )
    if not _comes_here(entry, trusted.here):
        raise NotAnEntry(why=Phrase("it is not addressed to this platform"))
    return named


def _entry_of(work: Work, reference: str) -> str:
    key = store.key_of_reference(work.connection, reference)
    refused = store.refusal_of(work.connection, reference)
    if refused is not None:
        return refused[0]
    known = store.ledger(work.connection, key).known if key else transfers.Known()
    found = [one for one in (*known.accepted, known.open) if one is not None and one.reference == reference]
    if not found:
        raise NotAnEntry(why=Phrase("no transfer of that reference was begun here"))
    return found[0].chain[-1]


def _comes_here(entry: Entry, here: str) -> bool:
    to = entry.transactions[-1].recipient
    return to is not None and to.platform == here
