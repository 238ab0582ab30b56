"""A W3C credential as a file to verify: its own checks, whose word it is, and the record of title that its status names, if any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from landsea import identity
from landsea.identity import credentials
from landsea.kernel import Phrase, Refusal, parse_instant
from landsea.lading.model import Check, Message, Outcome, Report, Verdict
from landsea.lading.model.words import STATES
from landsea.lading.service.verify.beside import Beside
from landsea.lading.service.verify.finding import RecordFindings
from landsea.lading.service.verify.pack import NOT_READABLE, Reader, Unreadable
from landsea.lading.service.verify.record import RECORD, check_record
from landsea.lading.service.verify.token import check_token
from landsea.lading.service.verify.verdict import PARTLY_DELIVERED, is_only_partly_delivered, verdict_of
from landsea.lading.wire.credential_status import TRANSFERABLE, number_of, statuses_of

Judged = credentials.Check
_NO_PROOF = frozenset({"purpose", "issuer", "proof-time", "disclosure"})
"""What cannot be said while no proof was verified."""
_POLICY = credentials.Policy(elsewhere=frozenset({TRANSFERABLE, credentials.TITLE_RECORD}), strict=False)

_FORGED = "Treat the credential as altered or forged. Ask its issuer, at an address you know, for a new one."
_VERSION = "Ask its issuer for a W3C credential of version 2.0."
_ASK = "Do not rely on the credential. Ask its issuer what became of it."
_CLOCK = "Compare your clock with the issuer's; if yours is right, ask the issuer for a new credential."
_STATUS = "Do not rely on the credential: ask its issuer for one with a status, and for the newest status list."
_LOOSE = "Ask the issuer to sign issuer, type, validity, status and a digest of the content so that no holder can leave them out."
_KEYS = "Fetch the issuer's DID document over https from the address shown, and give it beside the credential."
_LIST = "Fetch the status list over https from the address shown, and give it beside the credential."
_KEEPER = "Do not rely on the document until whoever keeps its record has told how it stands: the checks below say who."
_TRUST = (
    "Find out by another way than this file whether the identifier is its issuer's. If it is, name it as one you trust."
)
MENDS = {
    "shape": _VERSION,
    "proof": _FORGED,
    "purpose": _FORGED,
    "issuer": _FORGED,
    "validity": _ASK,
    "proof-time": _CLOCK,
    "status": _STATUS,
    "sandbox": "Use it for training only.",
    "disclosure": _LOOSE,
}
SENTENCES = {
    Verdict.COPY: "COPY OF AN OPERATIVE RECORD as of {as_of}. The original is the record in its registry or log, not this file.",
    Verdict.ENCUMBERED: "OPERATIVE BUT ENCUMBERED as of {as_of}: it is not free to be passed on, and the checks below say why.",
    Verdict.NOT_OPERATIVE: "NOT OPERATIVE: the document is {state} as of {as_of}.",
    Verdict.NO_TITLE: "GENUINE, NOT A TITLE: its issuer's word, in force as of {as_of}. Nobody can claim goods with it.",
    Verdict.UNPROVEN: "UNPROVEN: consistent in itself, but something about it is not proven, and the checks below say what.",
    Verdict.SANDBOX: "SANDBOX: a demonstration, never valid.",
    Verdict.INVALID: "INVALID: {failed} failed. Do not rely on this file.",
}


def open_credential(content: bytes) -> Mapping[str, Any]:
    """The JSON read strictly; `Unreadable` for a name that stands twice, for NaN, or for more than 4 MiB."""
    try:
        raw = credentials.read_json(content)
    except Refusal as refusal:
        raise Unreadable(refusal.text, **refusal.facts) from None
    return dict(raw)


def judge(raw: Mapping[str, Any], beside: Beside, reader: Reader, at: datetime) -> Report:
    """The report at the time `at`. A registry is asked only about a credential whose own checks all hold."""
    found = identity.check_credential(
        raw, at=at, documents=beside.documents, lists=_current(beside, at), policy=_POLICY
    )
    own = [_told(one, found, beside) for one in found.checks if one.name != "type"]
    trusted = _trusted(found, beside)
    record = _record(raw, beside, reader, at, sound=_is_sound((*own, trusted)))
    readable = Message("a W3C credential of the types {types}", {"types": ", ".join(credentials.types_of(raw))[:200]})
    first = Check("format", NOT_READABLE.clause, Outcome.PASS, readable)
    if record is not None and record.is_asked:
        own = [_kept(one, found) for one in own]
    return _report(raw, _merged((first, *own, trusted), record), found, record, at)


def _is_sound(checks: Sequence[Check]) -> bool:
    """Signed by an issuer that the reader trusts; only where the record stands, and what could have been left out, may be open."""
    holds = (Outcome.PASS, Outcome.NOT_APPLICABLE)
    may_be_open = {"status", "disclosure"}
    return all(
        one.outcome in holds or (one.name in may_be_open and one.outcome is Outcome.NOT_PROVEN) for one in checks
    )


def _record(
    raw: Mapping[str, Any], beside: Beside, reader: Reader, at: datetime, *, sound: bool
) -> RecordFindings | None:
    """What is found about the record of title that its status names; None when it names none."""
    tokens, records = statuses_of(raw, TRANSFERABLE), statuses_of(raw, credentials.TITLE_RECORD)
    if len(tokens) + len(records) > 1:
        facts = {"count": len(tokens) + len(records)}
        several = Message("it names {count} records of title; a document has one", facts)
        return RecordFindings((RECORD.failed(several, _FORGED),))
    if tokens:
        return check_token(raw, beside.ask, sound, at, reader.fresh_for)
    return check_record(raw, beside.evidence, reader) if records else None


def _kept(one: Check, found: credentials.Report) -> Check:
    """A status that is kept elsewhere alone, all lists being clear, is proven once its keeper has told."""
    if one.name != "status" or found.check("status").outcome is not credentials.Outcome.NOT_PROVEN:
        return one
    return replace(
        one, outcome=Outcome.PASS, seen=Message("its status is a record of title, and its keeper has told"), mend=""
    )


def _merged(own: Sequence[Check], record: RecordFindings | None) -> tuple[Check, ...]:
    """Of a check that both have, the credential's own failure counts, else what the record's keeper says."""
    if record is None:
        return tuple(own)
    mine = {one.name for one in own if one.outcome is Outcome.FAIL}
    theirs = {one.name: one for one in record.checks if one.name not in mine}
    return (*(one for one in own if one.name not in theirs), *theirs.values())


def _current(beside: Beside, at: datetime) -> dict[str, Mapping[str, Any]]:
    """Without the lists that have ended: what they say is not known any more, which is not that something is wrong."""
    return {url: one for url, one in beside.lists.items() if not _has_ended(one, at)}


def _has_ended(credential: Mapping[str, Any], at: datetime) -> bool:
    until = credential.get("validUntil")
    try:
        return isinstance(until, str) and parse_instant(until) <= at
    except Refusal:
        return False


def _told(one: Judged, found: credentials.Report, beside: Beside) -> Check:
    """A check of the credential in the words of this report; what was only not given is not proven, and nothing worse."""
    outcome, seen, mend = Outcome(one.outcome.value), Message(one.message.template, one.message.facts), MENDS[one.name]
    if one.name == "sandbox" and outcome is Outcome.NOT_PROVEN:
        outcome = Outcome.FAIL
    elif one.name == "status" and outcome is Outcome.NOT_PROVEN:
        mend = _KEEPER
    elif one.message.template == credentials.LIST_NOT_GIVEN:
        outcome, seen, mend = Outcome.NOT_PROVEN, _list_not_given(one, beside), _LIST
    elif found.check("proof").message.template == credentials.UnknownDid.text:
        outcome, seen, mend = _keys_not_given(one, outcome, seen, mend)
    return Check(one.name, one.clause, outcome, seen, mend if outcome in (Outcome.FAIL, Outcome.NOT_PROVEN) else "")


def _list_not_given(one: Judged, beside: Beside) -> Message:
    url = str(one.message.facts["list"])[:300]
    if url in beside.lists:
        until = beside.lists[url]["validUntil"]
        return Message("the status list {list} that was given ended at {until}", {"list": url, "until": until})
    return Message("the status list {list} was not given", {"list": url})


def _keys_not_given(one: Judged, outcome: Outcome, seen: Message, mend: str) -> tuple[Outcome, Message, str]:
    if one.name == "proof":
        did = str(one.message.facts["did"])
        facts = {"did": did, "address": _address(did)}
        return (
            Outcome.NOT_PROVEN,
            Message("the keys of {did} were not given; its document is at {address}", facts),
            _KEYS,
        )
    if one.name in _NO_PROOF and outcome is Outcome.FAIL:
        return Outcome.NOT_APPLICABLE, Message("not reached"), ""
    return outcome, seen, mend


def _address(did: str) -> str:
    try:
        return credentials.web_location(did)
    except Refusal:
        return "-"


def _trusted(found: credentials.Report, beside: Beside) -> Check:
    """Anybody can sign; whose word counts is for the reader to say, by name."""
    name, clause = (
        "issuer-trusted",
        "MLETR 2017 art. 12; VC Data Model 2.0, 5.2: whose word counts is the reader's to say",
    )
    issuer = credentials.issuer_of(found.credential) if isinstance(found.credential, Mapping) else ""
    if issuer and issuer in beside.issuers:
        return Check(name, clause, Outcome.PASS, Message("you trust {did}", {"did": issuer}))
    seen = Message("nobody but the file itself says who {did} is", {"did": issuer[:160] or "-"})
    return Check(name, clause, Outcome.NOT_PROVEN, seen, _TRUST)


def _report(
    raw: Mapping[str, Any],
    checks: tuple[Check, ...],
    found: credentials.Report,
    record: RecordFindings | None,
    at: datetime,
) -> Report:
    ended = _ended(found)
    verdict = verdict_of(checks, frozenset(ended), _ahead(found))
    if verdict is Verdict.COPY and record is None:
        verdict = Verdict.NO_TITLE
    state, holder, as_of = ("", "", at) if record is None else (record.state, record.holder, record.as_of or at)
    state = next(iter(ended.values()), state)
    told = as_of if isinstance(as_of, str) else as_of.isoformat().replace("+00:00", "Z")
    failed = ", ".join(check.name for check in checks if check.outcome is Outcome.FAIL)
    partly = verdict is Verdict.ENCUMBERED and is_only_partly_delivered(checks)
    template = PARTLY_DELIVERED if partly else SENTENCES[verdict]
    sentence = Message(template, {"failed": failed, "as_of": told, "state": Phrase(STATES.get(state, state))})
    if verdict is Verdict.INVALID:
        return Report(verdict, sentence, checks)
    return Report(verdict, sentence, checks, number_of(raw), state, holder, told)


def _ahead(found: credentials.Report) -> frozenset[str]:
    """Checks that failed only because the credential, its proof or its status list is dated later than the reader's now."""
    future = {credentials.NOT_YET_VALID, credentials.DATED_LATER}
    failed = [one for one in found.checks if one.outcome is credentials.Outcome.FAIL]
    return frozenset(one.name for one in failed if _reason(one.message) in future)


def _reason(message: Phrase) -> str:
    """The template of what was found; of a status list, that of why it cannot be relied on."""
    why = message.facts.get("why")
    return why.template if isinstance(why, Phrase) else message.template


def _ended(found: credentials.Report) -> dict[str, str]:
    """Checks that failed only because the credential is over -> in which state it is."""
    over: dict[str, str] = {}
    status, validity = found.check("status"), found.check("validity")
    if status.message.template == credentials.STATUS_SET:
        over["status"] = "suspended" if status.message.facts["purpose"] == "suspension" else "revoked"
    if validity.outcome is credentials.Outcome.FAIL and validity.message.template == credentials.ENDED:
        over["validity"] = "expired"
    return over
