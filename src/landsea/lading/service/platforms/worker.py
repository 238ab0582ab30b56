"""The step of a worker that sends: claim in one transaction, send without one, record in another. A crash in between sends again."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote

import msgspec

from landsea import policy
from landsea.journal import NODE, Journal, Work, is_confirmed
from landsea.kernel import NotFound, Phrase, Refusal
from landsea.lading import store_interchange as store
from landsea.lading.model import DocumentId
from landsea.lading.platforms import sending as law
from landsea.lading.platforms.facts import Counterpart
from landsea.lading.platforms.sending import Document, Finish, Nothing, Outcome, Sending, Start, Stored, wait
from landsea.lading.service.platforms import issuance, surrender
from landsea.lading.service.platforms.client import SECONDS_MAX, Answer, call
from landsea.lading.service.platforms.configured import certificates_of, get_counterpart
from landsea.lading.service.platforms.disputes import doubt, is_disputed, is_told
from landsea.lading.service.platforms.envelopes import ENVELOPE
from landsea.lading.service.platforms.late import hear_late
from landsea.lading.service.platforms.releases import may_leave
from landsea.lading.service.platforms.sending import settle
from landsea.lading.store_interchange import Outgoing
from landsea.lading.wire.jws import NotJws, parse_jws, signer_of
from landsea.lading.wire.pint import BadSigned, parse_finished, parse_started
from landsea.lading.wire.strict_json import NotJson, parse_json
from landsea.lading.wire.surrender import SurrenderAction, SurrenderResponse
from landsea.runtime import system_now
from landsea.runtime.logging import log

AT_ONCE = 20
THREADS = 8
LEASE = timedelta(seconds=2 * SECONDS_MAX)
HELD = timedelta(hours=1)
"""How long something that may not leave waits before it is asked for again; a change of the rules is looked at then."""
PATHS = {
    issuance.REQUEST: ("PUT", "/v3/ebl-issuance-requests"),
    issuance.RESPONSE: ("POST", "/v3/ebl-issuance-responses"),
    surrender.REQUEST: ("POST", "/v3/ebl-surrender-requests"),
    surrender.RESPONSE: ("POST", "/v3/ebl-surrender-responses"),
}
REFUSALS = frozenset({400, 404, 409, 422})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One request that may go: of what, to whom, and how."""

    one: Outgoing
    to: Counterpart
    asked: law.Request | None
    method: str
    path: str
    body: bytes


def send_due(node: Journal) -> int:
    """Sends what is due, one after the other; how many requests were made. Safe on any number of processes."""
    parcels = node.run(NODE, lambda work: _claim(work, AT_ONCE))
    for parcel in parcels:
        _carry(node, parcel)
    return len(parcels)


class PlatformCourier:
    """Sends beside the caller on a few threads, so that a slow platform holds up nobody but itself.

    Its threads end with the process: what they leave undone is claimed again.
    """

    def __init__(self, threads: int = THREADS) -> None:
        self._free = threading.Semaphore(threads)

    def step(self, node: Journal) -> None:
        """Hands what is due to the threads that are free."""
        slots = 0
        while self._free.acquire(blocking=False):
            slots += 1
        parcels = node.run(NODE, lambda work: _claim(work, slots)) if slots else []
        for parcel in parcels:
            threading.Thread(target=self._run, args=(node, parcel), name="landsea-platforms", daemon=True).start()
        for _ in range(slots - len(parcels)):
            self._free.release()

    def _run(self, node: Journal, parcel: Parcel) -> None:
        try:
            _carry(node, parcel)
        except Exception:
            log.exception("not recorded what a platform answered", outgoing=parcel.one.id)
        finally:
            self._free.release()


def _carry(node: Journal, parcel: Parcel) -> None:
    """The request, outside any transaction, and what came of it in one."""
    answer = call(parcel.to.base_url, parcel.method, parcel.path, parcel.body)
    try:
        node.run(NODE, lambda work: _hear(work, parcel, answer))
    except Refusal as refusal:
        log.info("an answer of a platform waits", outgoing=parcel.one.id, code=refusal.code)


def _claim(work: Work, most: int) -> list[Parcel]:
    """Nothing on a restored or copied node that nobody has confirmed: the original may have sent it, and had its answer."""
    if not is_confirmed(work):
        return []
    now = system_now()
    claimed = []
    for one in store.due_now(work.connection, now, most):
        parcel = _parcel(work, one)
        if parcel is None:
            continue
        # Counted before it is sent: after a crash nobody takes the next try for the first.
        noted = {"tries": _tries(parcel.one) + 1, "asking_until": (now + LEASE).isoformat()}
        state = {"first_tried_at": now.isoformat()} | parcel.one.state | noted
        tried = replace(parcel.one, due=now + LEASE, state=state)
        store.keep(work.connection, tried)
        claimed.append(replace(parcel, one=tried))
    return claimed


def _tries(one: Outgoing) -> int:
    return int(one.state.get("tries", 0))


def _ends_at(one: Outgoing, to: Counterpart) -> datetime | None:
    """When nobody waits for its answer any longer; `None` for what is told until it is heard, and before the first try."""
    first = one.state.get("first_tried_at")
    if not first or is_told(one):
        return None
    return law.gives_up_at(datetime.fromisoformat(first), to.disputed_after_hours)


def _is_given_up(work: Work, one: Outgoing, to: Counterpart) -> bool:
    ends = _ends_at(one, to)
    if ends is None or ends > system_now():
        return False
    doubt(work, one, Phrase("no answer that binds came in {hours} hours", hours=to.disputed_after_hours))
    return True


def _no_later(due: datetime | None, one: Outgoing, to: Counterpart) -> datetime | None:
    """Looked at again when it is given up, however long the next pause would be."""
    ends = _ends_at(one, to)
    return due if due is None or ends is None else min(due, ends)


def _parcel(work: Work, one: Outgoing) -> Parcel | None:
    """`None` when it may not go now; the row says why, and is looked at again later."""
    try:
        to = get_counterpart(work, one.counterpart)
    except NotFound:
        return _hold(work, one, Phrase("the platform is not configured any more"))
    if _is_given_up(work, one, to):
        return None
    if not to.base_url:
        return _hold(work, one, Phrase("the platform has no base URL"))
    version = policy.rules_version(work)
    if one.state.get("released") != version:
        if not may_leave(work, one.kind, to, one.subject):
            return _hold(work, one, Phrase("the release rules of this node do not let it leave"))
        one = replace(one, state=one.state | {"released": version})
    if one.kind != ENVELOPE:
        return Parcel(one, to, None, *PATHS[one.kind], one.body)
    return _envelope(work, one, to)


def _hold(work: Work, one: Outgoing, why: str) -> Parcel | None:
    store.keep(work.connection, replace(one, asks=why, due=system_now() + HELD))
    return None


def _envelope(work: Work, one: Outgoing, to: Counterpart) -> Parcel | None:
    asked = law.next_request(sending_of(one))
    if isinstance(asked, Start):
        return Parcel(one, to, asked, "POST", "/v3/envelopes", one.body)
    if isinstance(asked, Document):
        transfer = quote(asked.reference, safe="")
        content = base64.b64encode(work.journal.blobs.get(asked.checksum)).decode()
        path = f"/v3/envelopes/{transfer}/additional-documents/{asked.checksum}"
        return Parcel(one, to, asked, "PUT", path, json.dumps(content).encode())
    if isinstance(asked, Finish):
        return Parcel(one, to, asked, "PUT", f"/v3/envelopes/{quote(asked.reference, safe='')}/finish-transfer", b"")
    return None


def sending_of(one: Outgoing) -> Sending:
    return replace(msgspec.convert(one.state["sending"], Sending), asks=one.asks)


def _hear(work: Work, parcel: Parcel, answer: Answer) -> None:
    one = store.get_outgoing(work.connection, parcel.one.id)
    if one is None:
        return
    one = replace(one, state={name: value for name, value in one.state.items() if name != "asking_until"})
    if parcel.asked is not None:
        _hear_envelope(work, one, parcel, answer)
    elif one.due is not None:
        _hear_message(work, one, parcel.to, answer)


def _hear_envelope(work: Work, one: Outgoing, parcel: Parcel, answer: Answer) -> None:
    """Also late: a final answer ends a dispute, and is held against what people settled."""
    assert parcel.asked is not None  # noqa: S101  # for the type
    before = sending_of(one)
    said, signed = _read(parcel.to, answer, work)
    if "settled" in one.state:
        if (says := law.says_of(before, said, system_now())) is not None:
            hear_late(work, one, says, signed)
        return
    if is_disputed(one):
        before = replace(before, outcome=Outcome.DISPUTED)
    after = law.after(before, parcel.asked, said, system_now())
    if after.outcome is before.outcome is not Outcome.SENDING:
        return
    if after.outcome is not Outcome.SENDING:
        settle(work, one, after, signed)
    due = _no_later(after.due, one, parcel.to) if after.outcome is Outcome.SENDING else None
    why = after.why if after.attempts > before.attempts else ""
    state = one.state | {"sending": msgspec.to_builtins(replace(after, asks="", why="")), "disputed": False}
    kept = replace(one, state=state, attempts=after.attempts, asks=after.asks, due=due)
    store.keep(work.connection, _noted(kept, why))


def _noted(one: Outgoing, why: str) -> Outgoing:
    """With what the last try came to; empty: it brought it forward. Logged when it is another than before."""
    if why and str(why) != str(one.last_error):
        log.warning(
            "another platform gives no answer that counts", outgoing=one.id, platform=one.counterpart, why=str(why)
        )
    return replace(one, last_error=why)


def _read(to: Counterpart, answer: Answer, work: Work) -> tuple[law.Answer, str]:
    """The answer, and its text where it is signed by the platform that was asked: only then it binds."""
    if answer.status == 204:
        return Stored(), ""
    why = answer.why or Phrase("HTTP {status} without a signature", status=answer.status)
    unread = Nothing(answer.status, why, answer.retry_after, answer.needs_people)
    try:
        said = parse_json(answer.body) if answer.body else None
        if not isinstance(said, str):
            return (answer.status == 201 and parse_started(said)) or unread, ""
        jws = parse_jws(said)
        certificates = [one for one in certificates_of(to) if one.is_valid_at(work.now)]
        if signer_of(jws, certificates) is None:
            return Nothing(answer.status, Phrase("the answer is signed by a key that is not known")), ""
        return parse_finished(jws.value), said
    except (NotJson, NotJws, BadSigned) as error:
        why = Phrase("the answer cannot be read: {error}", error=str(error))
        return Nothing(answer.status, why, answer.retry_after), ""


def _hear_message(work: Work, one: Outgoing, to: Counterpart, answer: Answer) -> None:
    """Told when it was taken. A refusal of the very first try is one; of a later one it may be the answer to an earlier, lost try."""
    if 200 <= answer.status < 300:
        told = replace(one, due=None, asks="", state=one.state | {"told": True})
        store.keep(work.connection, _noted(told, ""))
        return
    why = answer.why or f"HTTP {answer.status}"
    one = _noted(one, why)
    if answer.status in REFUSALS and one.kind.endswith("-response"):
        store.keep(work.connection, replace(one, due=None, asks=why))
    elif answer.status in REFUSALS and _tries(one) == 1:
        _turned_down(work, one, why)
        store.keep(work.connection, replace(one, due=None, asks=why))
    else:
        attempts = one.attempts + 1
        asks = why if attempts >= law.ASKED_AFTER or answer.needs_people else one.asks
        due = _no_later(system_now() + wait(attempts, answer.retry_after), one, to)
        store.keep(work.connection, replace(one, attempts=attempts, asks=asks, due=due))


def _turned_down(work: Work, one: Outgoing, why: str) -> None:
    """The request was never taken: the document is as it was before it."""
    if one.kind == issuance.REQUEST:
        issuance.settle_request(work, one, False, why)
    if one.kind == surrender.REQUEST:
        reference = json.loads(one.body)["surrenderRequestReference"]
        response = SurrenderResponse(reference, SurrenderAction.SREJ, f"the carrier did not take it: {why}")
        surrender.settle_request(work, DocumentId(one.subject.removeprefix("document:")), response)
