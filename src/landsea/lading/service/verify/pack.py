"""Opening a file: a PDF or JSON to a typed pack of evidence. Anything unexpected is `Unreadable`."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from landsea.journal import Proof, Verifier
from landsea.kernel import Refusal, parse_instant
from landsea.lading import rules
from landsea.lading.model import DocumentContent, Medium, Signatory, SignedAct, SignedControl, Title, Wrong, canonical
from landsea.lading.service.evidence import FORMAT

ATTACHMENT = "evidence.json"
FIRST_FORMAT = "landsea-document-evidence/1"
BYTES_MAX = 64_000_000


class _Body(msgspec.Struct, frozen=True):
    """The body of an entry, as far as it says what was done."""

    act: SignedAct
    content: dict[str, Any] | UnsetType = UNSET


_RECORDED = msgspec.json.Decoder(_Body)


class NotReadable(NamedTuple):
    clause: str
    mend: str


NOT_READABLE = NotReadable(
    "MLETR 2017 art. 8 (writing: accessible for later reference)",
    "Use the PDF or the evidence file exactly as it was downloaded; a print, a scan or a re-saved file carries no evidence.",
)


class Unreadable(Wrong):
    """The file is not evidence of a document in a form known here."""


@dataclass(frozen=True, slots=True)
class StatedKey:
    key_id: str
    algorithm: str
    public_key: str
    registered_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatedParty:
    """A party as the evidence states it; that its keys belong to its DID is attested by the node."""

    party: str
    did: str
    name_en: str
    name_zh: str
    keys: tuple[StatedKey, ...]
    credential: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The standing as the node states it. `content` and what follows are not in files of the first format."""

    document: str
    number: str
    state: str
    holder: str | None
    acts: int
    head: str
    log_size: int
    as_of: str
    medium: str = Medium.LOG.value
    entitled: str | None = None
    pledged: bool = False
    frozen: bool = False
    content: str = ""

    @property
    def moment(self) -> str:
        """`as_of` as a person reads it, where it is a time."""
        try:
            return f"{parse_instant(self.as_of).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        except (Refusal, ValueError, OverflowError):
            return self.as_of


@dataclass(frozen=True, slots=True)
class Log:
    origin: str
    vkey: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it stands in the log; the names are those of `Proof`."""

    envelope: str
    body: str
    body_salt: str
    position: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstProofs:
    issue: Proof
    latest: Proof


@dataclass(frozen=True, slots=True)
class Stated:
    """The evidence as typed values; `document` stays plain, since its hash is over all that it says.

    The first format has `acts` and the proofs of the first and the newest; the second has `entries`, all under one `checkpoint`.
    """

    format: str
    notice: str
    sandbox: bool
    log: Log
    document: dict[str, Any]
    parties: tuple[StatedParty, ...]
    status: Status
    attestation: str
    acts: tuple[SignedAct, ...] = ()
    proofs: FirstProofs | None = None
    entries: tuple[Entry, ...] = ()
    checkpoint: str = ""
    control: SignedControl | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """The node that verifies: its log's key, and how a document that it keeps stands now (`None`: it keeps none of that id).

    `is_confirmed`: false where it was restored or copied and its newest acts may be missing, so that it knows no standing as of now.
    """

    key: Verifier
    title_of: Callable[[str], Title | None]
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """Who verifies: the log keys that he trusts, when he asks, how old a standing may be, the challenge he gave the holder, and the
    node, if it is one: it trusts itself, and knows what happened since in its own log.
    """

    trusted: Sequence[Verifier] = ()
    asked_at: datetime | None = None
    fresh_for: timedelta | None = None
    challenge: str | None = None
    here: Here | None = None


class Recorded(NamedTuple):
    """What an entry's body holds of an act: the act, and the content where the act states one."""

    act: SignedAct
    content: dict[str, Any] | None = None


@dataclass(frozen=True)
class Pack:
    """A file to verify: its evidence as stated and as plain JSON, the PDF around it if any, and who verifies it."""

    stated: Stated
    raw: dict[str, Any]
    pdf: bytes | None
    reader: Reader

    @cached_property
    def log_key(self) -> Verifier:
        """The log's key as the evidence states it; `BadNote` (a `ValueError`) when it is none."""
        return Verifier.parse(self.stated.log.vkey)

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        if self.stated.format == FIRST_FORMAT:
            first, *rest = self.stated.acts
            return (Recorded(first, self.stated.document), *(Recorded(act) for act in rest))
        bodies = [_RECORDED.decode(entry.body) for entry in self.stated.entries]
        return tuple(Recorded(body.act, None if body.content is UNSET else body.content) for body in bodies)

    @cached_property
    def acts(self) -> tuple[SignedAct, ...]:
        return tuple(one.act for one in self.recorded)

    @cached_property
    def checkpoint(self) -> str:
        """The signed note under which the newest act stands."""
        return self.stated.proofs.latest.checkpoint if self.stated.proofs else self.stated.checkpoint

    @cached_property
    def proofs(self) -> tuple[tuple[SignedAct, Proof], ...]:
        """Each act that is shown to be in the log, with its proof."""
        stated, acts = self.stated, self.acts
        if stated.proofs is not None:
            return ((acts[0], stated.proofs.issue), (acts[-1], stated.proofs.latest))
        size = stated.status.log_size
        return tuple(
            (act, Proof(one.envelope, one.body, one.body_salt, one.position, size, one.path, stated.checkpoint))
            for act, one in zip(acts, stated.entries, strict=True)
        )

    @cached_property
    def title(self) -> Title:
        """What the chain of acts leads to; raises when it is none."""
        if not self.recorded or self.recorded[0].content is None:
            raise Wrong("there is no act")
        content = msgspec.convert(self.recorded[0].content, DocumentContent)
        opening = rules.Opening(content.negotiable, rules.amounts_of(content), content.title.valid_until)
        return rules.replay(self.acts, opening)

    def party(self, named: Signatory) -> StatedParty:
        """What the evidence states of a party under the DID that an act names."""
        found = [one for one in self.stated.parties if (one.party, one.did) == (named.party, named.did)]
        if len(found) != 1:
            raise Wrong("the evidence names {did} {count} times", did=named.did, count=len(found))
        return found[0]


def open_pack(content: bytes, reader: Reader) -> Pack:
    if len(content) > BYTES_MAX:
        raise Unreadable("the file is larger than {limit} bytes", limit=BYTES_MAX)
    pdf = content if content.startswith(b"%PDF-") else None
    evidence = _attached(content) if pdf else content
    raw = _parse(evidence)
    try:
        stated = msgspec.convert(raw, Stated)
    except (msgspec.ValidationError, ValueError) as error:
        raise Unreadable("the evidence is not in the form {format}: {error}", format=FORMAT, error=error) from None
    return Pack(stated, raw, pdf, reader)


def _attached(pdf: bytes) -> bytes:
    import pypdf

    try:
        files = pypdf.PdfReader(io.BytesIO(pdf)).attachments.get(ATTACHMENT, [])
    except Exception as error:  # a PDF made to break readers may raise anything
        raise Unreadable("the PDF cannot be read ({error})", error=type(error).__name__) from None
    if len(files) != 1:
        raise Unreadable(
            "the PDF carries {count} files {name}; a rendered document carries one", count=len(files), name=ATTACHMENT
        )
    return files[0]


def _parse(evidence: bytes) -> dict[str, Any]:
    """One exact form: what is not its own RFC 8785 serialisation is refused, so no two files say the same in other bytes."""
    try:
        raw = msgspec.json.decode(evidence)
        exact = isinstance(raw, dict) and canonical(raw) == evidence
    except (ValueError, RecursionError) as error:
        raise Unreadable("it is neither a PDF nor JSON ({error})", error=error) from None
    if not exact:
        raise Unreadable("the JSON is not canonical (RFC 8785)")
    if raw.get("format") not in (FORMAT, FIRST_FORMAT):
        raise Unreadable(
            "the format is {found}; known here is {format}", found=str(raw.get("format"))[:60], format=FORMAT
        )
    return dict(raw)
