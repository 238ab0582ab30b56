"""The receiving platform: the order in which an envelope is judged. The first check that does not hold decides.

1. shape of the request (400, unsigned; by the parser);
2. the newest entry: readable (BENV), signed by the platform it names, which may send here (BSIG); accepted before -> DUPE, refused
   before -> BENV; then the manifest and the other entries: readable (BENV), signed (BSIG);
3. links of the chain, all of one document (BENV);
4. comparison with what is known: the open transfer again, or a contradiction (DISE);
5. for a chain that is not accepted: the manifest's checksums, the carrier's issuance manifest, what the transactions mean (BENV);
6. the recipient of the newest transaction is a party of ours (BENV);
7. documents missing (201), else RECE.

Two rules make one operative copy certain however messages are lost, repeated, reordered or put together anew, and cost an honest
sender nothing. What was accepted is never answered BENV: its sender would take the title back. What was answered BENV is never
accepted: its sender may have taken the title back. So BENV is only said of a newest entry whose signature holds, and is remembered
by that entry's payload. BSIG gives nothing back, so nothing is remembered of it.

A newest entry's payload commits to the whole chain and the document, so what is known of a document is found by it first, and
only for a new one by the document's number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from landsea.lading.platforms.chain import BadChain, Meaning, meaning_of, require_links
from landsea.lading.platforms.profiles import Profile
from landsea.lading.platforms.transfers import Known, Standing, Transfer, refused
from landsea.lading.platforms.values import (
    Code,
    EblEnvelope,
    Entry,
    EnvelopeManifest,
    FinishedResponse,
    Party,
)
from landsea.lading.wire.jws import ALGORITHMS, Certificate, Jws, parse_jws, signer_of
from landsea.lading.wire.pint.incoming import BadSigned, parse_entry, parse_issuance_manifest, parse_manifest
from landsea.lading.wire.strict_json import checksum_of_bytes

ENTRIES_MAX = 1000
"""Longer chains are refused: each entry costs a signature."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom this platform believes: certificates by platform and by carrier (list, code), and who may send to it, by which profile.

    `party_here` finds a party of this platform by what a recipient is called; `None` when there is none, or when its codes disagree.
    """

    here: str
    platforms: Mapping[str, tuple[Certificate, ...]]
    carriers: Mapping[tuple[str, str], tuple[Certificate, ...]]
    senders: Mapping[str, Profile]
    party_here: Callable[[Party], str | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A signed no. `remember` is the payload checksum that must never be accepted any more; empty when nothing is remembered."""

    answer: FinishedResponse
    remember: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """The envelope was accepted before, as `transfer`: DUPE."""

    transfer: Transfer


@dataclass(frozen=True, slots=True)
class Wait:
    """The truth is on its way (the answer to a transfer of ours): 503, unsigned, try again."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The envelope is accepted as soon as its documents are there. `earlier` is the open transfer that it tries again."""

    manifest: EnvelopeManifest
    entries: tuple[Entry, ...]
    meaning: Meaning
    party: str
    earlier: Transfer | None = None


Judgement = Refused | Again | Wait | Fitting


class _No(Exception):
    """A check that did not hold; `code` is what the sender is told."""

    def __init__(self, code: Code, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


def judge(envelope: EblEnvelope, known: Known, trust: Trust, now: datetime) -> Judgement:
    """What an envelope of the right shape is worth."""
    try:
        newest = _newest(envelope, trust, now)
        before = _seen_before(newest, known)
        return before or _judge(envelope, newest, known, trust, now)
    except _No as no:
        return refusal(envelope, no.code, no.reason)


def _judge(envelope: EblEnvelope, newest: Entry, known: Known, trust: Trust, now: datetime) -> Judgement:
    manifest = _manifest(envelope, newest, trust, now)
    entries = (*(_entry(text, trust) for text in envelope.chain[:-1]), newest)
    _links(envelope, entries)
    earlier = _compared(envelope, newest, known)
    if isinstance(earlier, Wait):
        return earlier
    profile = trust.senders[newest.platform]
    _manifest_fits(envelope, manifest, newest)
    _issued_by_carrier(envelope, manifest, entries[0], trust, profile)
    meaning = _means(envelope, entries, profile)
    return Fitting(manifest, entries, meaning, _recipient_here(meaning, trust), earlier)


def _newest(envelope: EblEnvelope, trust: Trust, now: datetime) -> Entry:
    """Check 2, first half. Its key must be valid now: an entry is signed when it is sent."""
    newest = _entry(envelope.chain[-1], trust, now)
    if newest.platform not in trust.senders:
        raise _No(Code.BSIG, f"platform {newest.platform} may not send envelopes to {trust.here}")
    if len(envelope.chain) > ENTRIES_MAX:
        raise _No(Code.BENV, f"the chain has more than {ENTRIES_MAX} entries")
    return newest


def _seen_before(newest: Entry, known: Known) -> Again | None:
    payload = newest.jws.payload_checksum
    for transfer in known.accepted:
        if transfer.payload_checksum == payload:
            return Again(transfer)
    if payload in known.refused:
        raise _No(Code.BENV, refused(newest.jws.text, known.refused[payload]).reason)
    return None


def _manifest(envelope: EblEnvelope, newest: Entry, trust: Trust, now: datetime) -> EnvelopeManifest:
    try:
        manifest = parse_manifest(envelope.manifest)
    except BadSigned as error:
        raise _No(Code.BENV, str(error)) from None
    _require_signature(manifest.jws, trust.platforms.get(newest.platform, ()), now, "the envelope manifest")
    return manifest


def _entry(text: str, trust: Trust, at: datetime | None = None) -> Entry:
    """An entry whose signature holds; older ones by a key that was valid when they were made."""
    try:
        entry = parse_entry(text)
    except BadSigned as error:
        raise _No(Code.BENV, str(error)) from None
    made = at or max(one.at for one in entry.transactions)
    _require_signature(entry.jws, trust.platforms.get(entry.platform, ()), made, f"an entry of {entry.platform}")
    return entry


def find_signed_entry(text: str, trust: Trust) -> Entry | None:
    """The entry, where it can be read and the platform that it names signed it; whoever shows it."""
    try:
        return _entry(text, trust)
    except _No:
        return None


def _require_signature(jws: Jws, certificates: Iterable[Certificate], at: datetime, what: str) -> None:
    """By a pinned key of the platform, in the period of its certificate."""
    if jws.algorithm not in ALGORITHMS:
        raise _No(Code.BSIG, f"{what} is signed by the algorithm {jws.algorithm[:20]!r}, which is not taken")
    if signer_of(jws, (one for one in certificates if one.is_valid_at(at))) is None:
        raise _No(Code.BSIG, f"{what} is not signed by a key that is known and was valid then")


def _links(envelope: EblEnvelope, entries: tuple[Entry, ...]) -> None:
    try:
        require_links(entries, envelope.document_checksum)
    except BadChain as error:
        raise _No(Code.BENV, str(error)) from None


def _compared(envelope: EblEnvelope, newest: Entry, known: Known) -> Transfer | Wait | None:
    """Check 4: the open transfer again, a new one, or one that contradicts what is known."""
    if known.open is not None:
        if known.open.payload_checksum == newest.jws.payload_checksum:
            return known.open
        raise _No(Code.DISE, "another transfer of this document is under way")
    if not known.chain:
        if known.standing is Standing.HERE:
            raise _No(Code.DISE, "the document is possessed here")
        return None
    if envelope.chain[: len(known.chain)] != known.chain or len(envelope.chain) == len(known.chain):
        raise _No(Code.DISE, "the chain contradicts the one that is known here")
    if known.standing is Standing.LEAVING:
        return Wait()
    if known.standing is Standing.HERE:
        raise _No(Code.DISE, "the document is possessed here")
    return None


def _manifest_fits(envelope: EblEnvelope, manifest: EnvelopeManifest, newest: Entry) -> None:
    """Check 5: the manifest was made for this document and this newest entry (no parts of two envelopes put together)."""
    if manifest.document_checksum != envelope.document_checksum:
        raise _No(Code.BENV, "the manifest speaks of another transport document")
    if manifest.last_entry_checksum != newest.jws.checksum:
        raise _No(Code.BENV, "the manifest speaks of another newest entry")
    sizes = {one.checksum: one.size for one in manifest.documents}
    if any(sizes[one.checksum] != one.size for one in manifest.supporting):
        raise _No(Code.BENV, "the manifest gives one document two sizes")


def _issued_by_carrier(
    envelope: EblEnvelope, manifest: EnvelopeManifest, first: Entry, trust: Trust, profile: Profile
) -> None:
    """Check 5: the first entry carries the issuance manifest, signed by the document's carrier."""
    if first.registry:
        raise _No(Code.BENV, "a control tracking registry guards the document, and this platform uses none")
    beside = envelope.issuance_manifest if profile.issuance_manifest_beside_chain else ""
    text = first.issuance_manifest or beside
    if not text:
        raise _No(Code.BENV, "the first entry has no issuance manifest of the carrier")
    try:
        issued = parse_issuance_manifest(text)
    except BadSigned as error:
        raise _No(Code.BENV, str(error)) from None
    at = first.transactions[0].at
    _require_signature(issued.jws, trust.carriers.get(envelope.carrier, ()), at, "the carrier's issuance manifest")
    shown = manifest.visualisation.checksum if manifest.visualisation else ""
    if issued.document_checksum != envelope.document_checksum:
        raise _No(Code.BENV, "the carrier issued another transport document")
    if issued.visualisation_checksum != shown:
        raise _No(Code.BENV, "the carrier's visualisation is missing, added or another")


def _means(envelope: EblEnvelope, entries: tuple[Entry, ...], profile: Profile) -> Meaning:
    try:
        return meaning_of(entries, envelope.negotiable, profile)
    except BadChain as error:
        raise _No(Code.BENV, str(error)) from None


def _recipient_here(meaning: Meaning, trust: Trust) -> str:
    """Check 6."""
    if meaning.recipient is None or meaning.recipient.platform != trust.here:
        raise _No(Code.BENV, f"the recipient is not on platform {trust.here}")
    party = trust.party_here(meaning.recipient)
    if party is None:
        raise _No(Code.BENV, "the recipient is not known here, or its codes are of different parties")
    return party


def refusal(envelope: EblEnvelope, code: Code, reason: str) -> Refused:
    """The signed no to an envelope whose newest entry was read."""
    newest = envelope.chain[-1]
    answer = FinishedResponse(checksum_of_bytes(newest.encode()), code, reason)
    return Refused(answer, _remembered(newest) if code is Code.BENV else "")


def _remembered(newest: str) -> str:
    try:
        parse_entry(newest)
    except BadSigned:
        return ""  # no platform has signed such an entry, so none relies on the answer
    return parse_jws(newest).payload_checksum


def as_transfer(fitting: Fitting, document_checksum: str, reference: str, owned: frozenset[str]) -> Transfer:
    """The transfer that an envelope starts (as `reference`) or tries again; `owned` are documents that are here already.

    A sender that tries again may declare other documents, but not another chain.
    """
    earlier = fitting.earlier
    documents = {one.checksum: one.size for one in fitting.manifest.documents}
    had = (earlier.received if earlier else frozenset[str]()) | owned
    return Transfer(
        reference=earlier.reference if earlier else reference,
        chain=earlier.chain if earlier else tuple(one.jws.text for one in fitting.entries),
        document_checksum=document_checksum,
        documents=documents,
        received=had & documents.keys(),
        effect=fitting.meaning.effect,
        party=fitting.party,
    )
