"""Opening a file: a PDF or JSON to a typed pack of evidence. Anything unexpected is `Unreadable`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from landsea.journal import Proof, Verifier
from landsea.lading.model import SignedAct, canonical
from landsea.lading.service.evidence import FORMAT

ATTACHMENT = "evidence.json"
BYTES_MAX = 20_000_000


class NotReadable(NamedTuple):
    clause: str
    mend: str


NOT_READABLE = NotReadable(
    "MLETR 2017 art. 8 (writing: accessible for later reference)",
    "Use the PDF or the evidence file exactly as it was downloaded; a print, a scan or a re-saved file carries no evidence.",
)


class Unreadable(ValueError):
    """The file is not evidence of a document in a form known here."""


@dataclass(frozen=True, slots=True)
class StatedKey:
    key_id: str
    algorithm: str
    public_key: str


@dataclass(frozen=True, slots=True)
class StatedParty:
    """A party as the evidence states it; that its keys belong to its DID is attested by the node."""

    party: str
    did: str
    name_en: str
    name_zh: str
    keys: tuple[StatedKey, ...]


@dataclass(frozen=True, slots=True)
class Status:
    document: str
    number: str
    state: str
    holder: str | None
    acts: int
    head: str
    log_size: int
    as_of: str


@dataclass(frozen=True, slots=True)
class Log:
    origin: str
    vkey: str


@dataclass(frozen=True, slots=True)
class Proofs:
    issue: Proof
    latest: Proof


@dataclass(frozen=True, slots=True)
class Stated:
    """The evidence as typed values; `document` stays plain, since its hash is over all that it says."""

    format: str
    notice: str
    sandbox: bool
    log: Log
    document: dict[str, Any]
    acts: tuple[SignedAct, ...]
    parties: tuple[StatedParty, ...]
    proofs: Proofs
    status: Status
    attestation: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A file to verify: its evidence as stated and as plain JSON, the PDF around it if any, and whom the caller trusts."""

    stated: Stated
    raw: dict[str, Any]
    pdf: bytes | None
    trusted: tuple[Verifier, ...]

    @property
    def log_key(self) -> Verifier:
        """The log's key as the evidence states it; `BadNote` (a `ValueError`) when it is none."""
        return Verifier.parse(self.stated.log.vkey)

    def party(self, party: str) -> StatedParty:
        found = [one for one in self.stated.parties if one.party == party]
        if len(found) != 1:
            raise ValueError(f"the evidence names the party {party} {len(found)} times")
        return found[0]


def open_pack(content: bytes, trusted: Sequence[Verifier]) -> Pack:
    if len(content) > BYTES_MAX:
        raise Unreadable(f"the file is larger than {BYTES_MAX} bytes")
    pdf = content if content.startswith(b"%PDF-") else None
    evidence = _attached(content) if pdf else content
    raw = _parse(evidence)
    try:
        stated = msgspec.convert(raw, Stated)
    except (msgspec.ValidationError, ValueError) as error:
        raise Unreadable(f"the evidence is not in the form {FORMAT}: {error}") from None
    return Pack(stated, raw, pdf, tuple(trusted))


def _attached(pdf: bytes) -> bytes:
    import pypdf

    try:
        files = pypdf.PdfReader(io.BytesIO(pdf)).attachments.get(ATTACHMENT, [])
    except Exception as error:  # a PDF made to break readers may raise anything
        raise Unreadable(f"the PDF cannot be read ({type(error).__name__})") from None
    if len(files) != 1:
        raise Unreadable(f"the PDF carries {len(files)} files {ATTACHMENT}; a rendered document carries one")
    return files[0]


def _parse(evidence: bytes) -> dict[str, Any]:
    """One exact form: what is not its own RFC 8785 serialisation is refused, so no two files say the same in other bytes."""
    try:
        raw = msgspec.json.decode(evidence)
        exact = isinstance(raw, dict) and canonical(raw) == evidence
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is neither a PDF nor JSON ({error})") from None
    if not exact:
        raise Unreadable("the JSON is not canonical (RFC 8785)")
    if raw.get("format") != FORMAT:
        raise Unreadable(f"the format is {str(raw.get('format'))[:60]!r}; known here is {FORMAT}")
    return dict(raw)
