"""The sending platform: what to ask next, and what each answer means.

| state | next request | ends by |
|---|---|---|
| SENDING, no reference | POST envelope | RECE, DUPE -> ACCEPTED; BENV -> REFUSED; DISE -> DISPUTED; 201 -> documents |
| SENDING, documents missing | PUT the first of them | 204 -> the next; 409 INCD -> again |
| SENDING, none missing | PUT finish-transfer | RECE, DUPE -> ACCEPTED; MDOC -> documents |

Only a signed answer about this very envelope ends anything, whatever the HTTP status says; everything else is tried again, later and
later, with the same bytes. BSIG makes no statement about the envelope (its receiver may still accept it), so it does not give the
title back: people mend the keys while it is tried on. Only BENV gives it back. DISE stops, for people to settle; so does silence, when
it has lasted too long (`gives_up_at`). RECE, DUPE and BENV are final for who signed them, so they also end a dispute that is not settled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from landsea.kernel import Phrase
from landsea.lading.platforms.values import Code, FinishedResponse, StartedResponse
from landsea.lading.wire.jws import NotJws, parse_jws

WAIT_SECONDS_MIN = 2
WAIT_SECONDS_MAX = 3600
RETRY_AFTER_SECONDS_MAX = 24 * 3600
"""The longest pause that a receiver's `Retry-After` is believed; it is not signed."""
ASKED_AFTER = 8
"""After so many tries in a row without progress people are told, while it goes on."""


class Outcome(StrEnum):
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Sending:
    """A transfer on its way out. `entry` is the newest entry's text, `documents` all that go along; `due` when to ask next.

    `reference` is what the receiver calls it (empty: not started), `missing` what it still wants, `attempts` how many answers did not
    bring it forward, `why` what the last such said, `asks` why people should look (empty: they need not), `accepted_entry` the entry as the
    receiver accepted it.
    """

    entry: str
    document_checksum: str
    documents: tuple[str, ...]
    due: datetime
    outcome: Outcome = Outcome.SENDING
    reference: str = ""
    missing: tuple[str, ...] = ()
    attempts: int = 0
    asks: str = ""
    accepted_entry: str = ""
    why: str = ""

    @property
    def last_checksum(self) -> str:
        return parse_jws(self.entry).checksum


@dataclass(frozen=True, slots=True)
class Start:
    """POST /v3/envelopes"""


@dataclass(frozen=True, slots=True)
class Document:
    """PUT /v3/envelopes/{reference}/additional-documents/{checksum}"""

    reference: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Finish:
    """PUT /v3/envelopes/{reference}/finish-transfer"""

    reference: str


Request = Start | Document | Finish


@dataclass(frozen=True, slots=True)
class Stored:
    """204: a document arrived."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer that binds anybody: none at all, an error, an unsigned or foreign one. `status` is 0 when there was none.

    `retry_after`: when the receiver wants to be asked again (RFC 9110 10.2.3), where it says so. `needs_people`: no further try mends it.
    """

    status: int
    why: str
    retry_after: timedelta | None = None
    needs_people: bool = False


Answer = FinishedResponse | StartedResponse | Stored | Nothing


def next_request(sending: Sending) -> Request | None:
    """What to ask; `None` when it is over."""
    if sending.outcome is not Outcome.SENDING:
        return None
    if not sending.reference:
        return Start()
    if sending.missing:
        return Document(sending.reference, sending.missing[0])
    return Finish(sending.reference)


def after(sending: Sending, asked: Request, answer: Answer, now: datetime) -> Sending:
    """The transfer after `answer` to `asked`. Nothing moves one that is over; a disputed one is moved by a final answer alone."""
    if sending.outcome is Outcome.DISPUTED:
        return _after_dispute(sending, answer, now)
    if sending.outcome is not Outcome.SENDING:
        return sending
    if isinstance(answer, FinishedResponse):
        return _after_signed(sending, answer, now)
    if isinstance(answer, StartedResponse):
        return _after_started(sending, answer, now)
    if isinstance(answer, Stored) and isinstance(asked, Document):
        left = tuple(one for one in sending.missing if one != asked.checksum)
        return replace(sending, missing=left, due=now)
    if not isinstance(answer, Nothing):
        return _later(sending, now, Phrase("the answer does not fit the request"))
    if answer.status == 404 and not isinstance(asked, Start):
        return _later(replace(sending, reference="", missing=()), now, answer.why)
    return _later(sending, now, answer.why, told=answer.needs_people, pause=answer.retry_after)


def says_of(sending: Sending, answer: Answer, now: datetime) -> Outcome | None:
    """What a signed answer says for ever about this envelope: ACCEPTED or REFUSED; `None` for every other answer."""
    if not isinstance(answer, FinishedResponse):
        return None
    told = _after_signed(replace(sending, outcome=Outcome.SENDING), answer, now).outcome
    return told if told in (Outcome.ACCEPTED, Outcome.REFUSED) else None


def _after_dispute(sending: Sending, answer: Answer, now: datetime) -> Sending:
    if says_of(sending, answer, now) is None or not isinstance(answer, FinishedResponse):
        return sending
    return _after_signed(replace(sending, outcome=Outcome.SENDING), answer, now)


def _after_signed(sending: Sending, answer: FinishedResponse, now: datetime) -> Sending:
    if answer.code is Code.DUPE:
        return _after_duplicate(sending, answer, now)
    if answer.last_entry_checksum != sending.last_checksum:
        return _later(sending, now, Phrase("a signed {code} speaks of another envelope", code=answer.code.value))
    if answer.code is Code.RECE:
        lost = set(sending.documents) - set(answer.received)
        note = Phrase("the receiver did not confirm {count} document(s)", count=len(lost)) if lost else ""
        return replace(sending, outcome=Outcome.ACCEPTED, accepted_entry=sending.entry, asks=note)
    if answer.code is Code.BENV:
        return replace(sending, outcome=Outcome.REFUSED, asks=answer.reason or Phrase("refused without a reason"))
    if answer.code is Code.DISE:
        why = answer.reason or Phrase("the receiver disputes the chain")
        return replace(sending, outcome=Outcome.DISPUTED, asks=why)
    if answer.code is Code.MDOC and answer.missing:
        return _later(_wanting(sending, answer, now), now, Phrase("the receiver misses documents"))
    return _later(sending, now, f"{answer.code}: {answer.reason}", told=answer.code is Code.BSIG)


def _after_duplicate(sending: Sending, answer: FinishedResponse, now: datetime) -> Sending:
    """DUPE is an acceptance of the entry it names: ours, or one that says the same and was signed at another time."""
    named = answer.duplicate_of or (sending.entry if answer.last_entry_checksum == sending.last_checksum else "")
    try:
        same = parse_jws(named).payload == parse_jws(sending.entry).payload
    except NotJws:
        same = False
    if not same:
        why = Phrase("a signed {code} speaks of another envelope", code=answer.code.value)
        return _later(sending, now, why, told=True)
    return replace(sending, outcome=Outcome.ACCEPTED, accepted_entry=named, asks="")


def _after_started(sending: Sending, answer: StartedResponse, now: datetime) -> Sending:
    ours = (sending.document_checksum, sending.last_checksum)
    if (answer.document_checksum, answer.last_entry_checksum) != ours or not answer.reference:
        return _later(sending, now, Phrase("the receiver started another transfer than the one that was sent"))
    return _wanting(sending, answer, now)


def _wanting(sending: Sending, answer: StartedResponse | FinishedResponse, now: datetime) -> Sending:
    """Asks on at once with the documents that the receiver misses; a start says how it calls the transfer."""
    if not set(answer.missing) <= set(sending.documents):
        return _later(sending, now, Phrase("the receiver wants documents that were not announced"), told=True)
    reference = answer.reference if isinstance(answer, StartedResponse) else sending.reference
    return replace(sending, reference=reference, missing=answer.missing, due=now)


def _later(sending: Sending, now: datetime, why: str, told: bool = False, pause: timedelta | None = None) -> Sending:
    attempts = sending.attempts + 1
    asks = why if told or attempts >= ASKED_AFTER else ""
    return replace(sending, attempts=attempts, due=now + wait(attempts, pause), asks=asks or sending.asks, why=why)


def wait(attempts: int, pause: timedelta | None = None) -> timedelta:
    """2 s, 4 s, 8 s ... at most an hour; or the receiver's own `pause`, from 2 s to a day."""
    if pause is not None:
        return min(max(pause, timedelta(seconds=WAIT_SECONDS_MIN)), timedelta(seconds=RETRY_AFTER_SECONDS_MAX))
    return timedelta(seconds=min(WAIT_SECONDS_MIN * 2 ** min(attempts - 1, 16), WAIT_SECONDS_MAX))


def gives_up_at(first: datetime, hours: int) -> datetime:
    """When what was first asked at `first`, and got no answer that binds, is disputed: its outcome is unknown."""
    return first + timedelta(hours=hours)
