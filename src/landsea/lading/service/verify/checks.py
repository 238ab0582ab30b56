"""The checks, each with the clause it stands for. A check returns what it saw, or raises saying what is wrong."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import UnsetType

from landsea import identity
from landsea.journal import (
    BadNote,
    Checkpoint,
    Proof,
    Verifier,
    commitment,
    leaf_hash,
    open_note,
    verify_inclusion,
)
from landsea.kernel import Refusal, canonical_known, parse_instant
from landsea.lading import rules
from landsea.lading.model import (
    ACTS,
    BIRTHS,
    NODE_KEY,
    ActKind,
    Amount,
    Check,
    DocumentContent,
    Message,
    Outcome,
    Signatory,
    SignedAct,
    State,
    Wrong,
    canonical,
    exact,
    message_to_sign,
)
from landsea.lading.model.words import worded
from landsea.lading.service.evidence import ATTESTED
from landsea.lading.service.seal import open_seal
from landsea.lading.service.verify.open import with_open
from landsea.lading.service.verify.pack import FIRST_FORMAT, Pack, Recorded, StatedKey, StatedParty

CLOCKS_APART = timedelta(minutes=5)
KINDS: dict[ActKind, str] = {act: fact.kind for act, fact in (*BIRTHS.items(), *ACTS.items())}


class Found(NamedTuple):
    """How a check came out and what it saw; `mend` where what to do depends on it."""

    outcome: Outcome
    seen: Message
    mend: str = ""


Seen = Message | Found


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check, its clause, and what to do when it does not pass."""

    name: str
    clause: str
    mend: str
    run: Callable[[Pack], Seen]


def run_check(rule: Rule, pack: Pack) -> Check:
    """Fails closed: whatever goes wrong inside a check fails it."""
    seen: Seen
    try:
        seen = rule.run(pack)
    except Wrong as wrong:
        seen = Found(Outcome.FAIL, wrong.message)
    except Refusal as refusal:
        seen = Found(Outcome.FAIL, Message(refusal.text, refusal.facts))
    except Exception as error:
        why = say("the check could not be carried out: {error}", error=f"{type(error).__name__} {error}")
        seen = Found(Outcome.FAIL, why)
    found = Found(Outcome.PASS, seen) if isinstance(seen, Message) else seen
    mend = (found.mend or rule.mend) if found.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN) else ""
    return Check(rule.name, rule.clause, found.outcome, found.seen, mend)


def say(template: str, **facts: object) -> Message:
    return Message(template, facts)


def require(condition: bool, otherwise: str, **facts: object) -> None:
    if not condition:
        raise Wrong(otherwise, **facts)


def pdf_seal(pack: Pack) -> Seen:
    if pack.pdf is None:
        return Found(Outcome.NOT_APPLICABLE, say("the file is not a PDF"))
    message, signature = open_seal(pack.pdf, pack.stated.log.origin)
    require(pack.log_key.verifies(message, signature), "the file is not as the node rendered it")
    return say("every byte of the PDF is as the node rendered it")


def content_hash(pack: Pack) -> Seen:
    """What is shown is what the title is for now, and every earlier version is what its own act committed to."""
    title, shown = pack.title, pack.stated.document
    digest = hashlib.sha256(canonical(shown)).hexdigest()
    require(title.content == digest, "the content's SHA-256 is {digest}; the acts are over another", digest=digest)
    same = (shown["document"], shown["number"]) == (title.document, title.number)
    require(same, "the content carries another id or number than the acts")
    for one in pack.recorded:
        if one.content is not None:
            _require_committed(one)
    return say("SHA-256 {digest}, version {version}", digest=digest, version=title.version)


def _require_committed(one: Recorded) -> None:
    said = one.act.statement
    committed = said.says.content if said.act is ActKind.AMEND else said.content
    digest = hashlib.sha256(canonical(one.content)).hexdigest()
    require(committed == digest, "act {act} is over another content than it carries", act=said.sequence)
    if said.act is not ActKind.AMEND:
        return
    amounts = rules.amounts_of(msgspec.convert(one.content, DocumentContent))
    stated = () if isinstance(said.says.amounts, UnsetType) else said.says.amounts
    same = amounts == tuple(Amount(line.packages, line.gross_weight_grams) for line in stated)
    require(same, "act {act} states other quantities than its content", act=said.sequence)


def act_signatures(pack: Pack) -> Seen:
    for act in pack.acts:
        if act.key_id == NODE_KEY:
            _verify_node_signature(pack, act)
        else:
            _verify_signature(act, pack.party(act.statement.by))
    return say("{count} act(s), each signed by a title key of its party or by the node", count=len(pack.acts))


def _verify_node_signature(pack: Pack, act: SignedAct) -> None:
    facts = {"act": act.statement.sequence}
    require(act.algorithm == "Ed25519", "act {act} has another algorithm than Ed25519", **facts)
    made = base64.b64decode(act.signature, validate=True)
    require(pack.log_key.verifies(message_to_sign(act.statement), made), "the signature of act {act} is wrong", **facts)


def _verify_signature(act: SignedAct, party: StatedParty) -> None:
    said = act.statement
    key = _key_in_force(party, act.key_id, act.algorithm, said.at)
    signed = _signed_by(key, act.signature, message_to_sign(said))
    require(signed, "the signature of act {act} is wrong", act=said.sequence)


def _key_in_force(party: StatedParty, key_id: str, algorithm: str, at: datetime) -> StatedKey:
    facts = {"key": key_id, "did": party.did}
    keys = [key for key in party.keys if key.key_id == key_id]
    require(len(keys) == 1, "{key} is no title key of {did}", **facts)
    key = keys[0]
    require(algorithm == key.algorithm == "Ed25519", "{key} signed by another algorithm than Ed25519", **facts)
    ended = key.superseded_at is not None and at > key.superseded_at
    require(key.registered_at <= at and not ended, "{key} signed at a time when it was not in force", **facts)
    return key


def _raw(key: StatedKey) -> bytes:
    return base64.b64decode(key.public_key, validate=True)


def _signed_by(key: StatedKey, signature: str, message: bytes) -> bool:
    public = Ed25519PublicKey.from_public_bytes(_raw(key))
    try:
        public.verify(base64.b64decode(signature, validate=True), message)
    except InvalidSignature:
        return False
    return True


def parties(pack: Pack) -> Seen:
    for act in pack.acts:
        for named in (act.statement.by, act.statement.to, act.statement.says.registrar, act.statement.says.endorsee):
            if isinstance(named, Signatory) and named.party != NODE_KEY:
                pack.party(named)
    issuer, by = pack.stated.document["issuer"], pack.acts[0].statement.by
    if pack.title.issuer is None:
        return say("received from another platform; issued by {did}", did=issuer["did"] or issuer["name_en"])
    same = (by.party, by.did) == (issuer["party"], issuer["did"])
    require(same, "the issue is not by the issuer that the document names")
    return say("issued by {did}", did=by.did)


def legal_persons(pack: Pack) -> Seen:
    stated = pack.stated.parties
    if any(party.credential is None for party in stated):
        require(pack.stated.format == FIRST_FORMAT, "a party has no credential")
        return Found(Outcome.NOT_APPLICABLE, say("files of this format carry no credentials"))
    for party in stated:
        _require_legal_person(pack, party)
    holder = next((one for one in stated if one.party == pack.title.holder), None)
    if holder is None:
        return say("{count} parties identified by credentials", count=len(stated))
    numbers = ", ".join(f"{one['propertyID']} {one['value']}" for one in _numbers_of(holder))
    if not numbers:
        unnumbered = (
            "the holder is {name}; its credential states no registered number (such as USCC, UEN or LEI): ask for it"
        )
        return Found(Outcome.NOT_APPLICABLE, say(unnumbered, name=holder.name_en))
    return say("the holder is {name} ({numbers})", name=holder.name_en, numbers=numbers)


def _require_legal_person(pack: Pack, party: StatedParty) -> None:
    credential = party.credential or {}
    issuer = str(credential.get("issuer"))
    report, entity = identity.read_legal_entity(
        credential,
        at=parse_instant(pack.stated.status.as_of),
        documents={issuer: identity.document_of_node_key(issuer, pack.log_key.public_key)},
        issuers=frozenset({issuer}),
    )
    wrong = ", ".join(check.name for check in report.failed)
    require(
        entity is not None and not wrong, "the credential of {did} does not hold: {wrong}", did=party.did, wrong=wrong
    )
    assert entity is not None  # noqa: S101 - the line above
    keys = {(key.id, key.key.raw, key.registered_at, key.superseded_at) for key in entity.keys}
    stated = {(one.key_id, _raw(one), one.registered_at, one.superseded_at) for one in party.keys}
    same = (entity.did, entity.name_en, keys) == (party.did, party.name_en, stated)
    require(same, "the credential of {did} speaks of another party or other keys", did=party.did)


def _numbers_of(party: StatedParty) -> list[dict[str, str]]:
    found = (party.credential or {}).get("credentialSubject", {}).get("identifier", [])
    return [found] if isinstance(found, dict) else list(found)


def act_chain(pack: Pack) -> Seen:
    title = pack.title
    return say("{count} act(s), each naming the one before and allowed by the state table", count=title.sequence)


def times(pack: Pack) -> Seen:
    last, as_of = pack.acts[-1].statement.at, parse_instant(pack.stated.status.as_of)
    require(last <= as_of, "the newest act is dated after the evidence")
    return say("the acts are in order of time")


def same_log(pack: Pack) -> Seen:
    origin = pack.stated.log.origin
    require(pack.log_key.name == origin, "the log's key has another name than the log")
    require(pack.acts[0].statement.origin == origin, "the acts belong to another log")
    return say("one log: {origin}", origin=origin)


def log_acts(pack: Pack) -> Seen:
    for act, proof in pack.proofs:
        body = _proven_body(pack, proof, act)
        if act.statement.sequence == 1:
            require(body["content"] == pack.recorded[0].content, "the log's content is not the content shown")
    newest = pack.proofs[-1][1]
    facts = {"count": len(pack.proofs), "position": newest.position, "size": newest.size}
    return say("{count} act(s) proven, the newest as entry {position} under a checkpoint of {size} entries", **facts)


def in_order(pack: Pack) -> Seen:
    positions = [proof.position for _, proof in pack.proofs]
    require(
        positions == sorted(set(positions)) or len(pack.acts) == 1, "the acts do not stand in their order in the log"
    )
    return say("the acts stand in their order in the log")


def _proven_body(pack: Pack, proof: Proof, act: SignedAct) -> dict[str, object]:
    """The body of the entry that `proof` shows to be in the log, after checking that it is this act's."""
    _require_included(pack, proof)
    envelope, said = msgspec.json.decode(proof.envelope), act.statement
    opened = commitment(bytes.fromhex(proof.body_salt), proof.body.encode()).hex()
    require(envelope["body"] == opened, "entry {position} does not commit to this body", position=proof.position)
    stands = (envelope["stream"], envelope["version"], envelope["kind"], envelope["party"], envelope["position"])
    expected = (f"document:{said.document}", said.sequence, KINDS[said.act], said.by.party, proof.position)
    body: dict[str, object] = msgspec.json.decode(proof.body)
    same = stands == expected and canonical_known(body["act"]) == exact(act)
    require(same, "entry {position} is not act {act}", position=proof.position, act=said.sequence)
    return body


def _require_included(pack: Pack, proof: Proof) -> None:
    """C2SP tlog-checkpoint (signature, origin, size), then RFC 9162 2.1.3.2."""
    checkpoint = _checkpoint(pack.log_key, proof.checkpoint)
    same = (checkpoint.origin, checkpoint.size) == (pack.stated.log.origin, proof.size)
    require(same, "the checkpoint is of another log or size")
    leaf = leaf_hash(proof.envelope.encode())
    path = [bytes.fromhex(step) for step in proof.path]
    included = verify_inclusion(leaf, proof.position, checkpoint.size, path, checkpoint.root)
    require(included, "entry {position} is not in the log under this checkpoint", position=proof.position)


@lru_cache(maxsize=64)
def _checkpoint(key: Verifier, note: str) -> Checkpoint:
    return Checkpoint.parse(_signed_text(key, note))


def _signed_text(key: Verifier, note: str) -> str:
    try:
        text, _ = open_note(note, [key])
    except BadNote:
        raise Wrong("the log's key has not signed this note") from None
    return text


def standing(pack: Pack) -> Seen:
    title, status = pack.title, pack.stated.status
    stated = (status.document, status.number, status.state, status.holder, status.acts, status.head)
    shown = (title.document, title.number, title.state.value, title.holder, title.sequence, title.head)
    require(stated == shown, "the standing stated is not what the acts lead to")
    if pack.stated.format != FIRST_FORMAT:
        more = (status.medium, status.entitled, status.pledged, status.frozen, status.content)
        leads_to = (title.medium.value, title.entitled, title.pledge is not None, title.frozen, title.content)
        require(more == leads_to, "the standing stated is not what the acts lead to")
    require(status.log_size == pack.proofs[-1][1].size, "the standing is stated for another size of the log")
    return say("{state} as of {as_of}", state=worded("state", status.state), as_of=status.moment)


def attestation(pack: Pack) -> Seen:
    content = canonical({name: value for name, value in pack.raw.items() if name not in ("attestation", "control")})
    expected = f"{ATTESTED}\n{pack.stated.log.origin}\n{hashlib.sha256(content).hexdigest()}\n"
    require(
        _signed_text(pack.log_key, pack.stated.attestation) == expected, "the node's attestation is over other evidence"
    )
    return say("the node attests keys, DIDs and standing")


def node_key(pack: Pack) -> Seen:
    key = pack.stated.log.vkey
    reader = pack.reader
    if pack.log_key in reader.trusted:
        return say("you trust {key}", key=key)
    if reader.here and pack.log_key == reader.here.key:
        return say("{key} is this node's own", key=key)
    require(not reader.trusted, "{key} is not among the keys you trust", key=key)
    ours = reader.here is not None and pack.log_key.name == reader.here.key.name
    require(not ours, "{key} bears this node's name and is not its key", key=key)
    return Found(Outcome.NOT_PROVEN, say("nothing but the file itself says that {key} is the node's", key=key))


def sandbox(pack: Pack) -> Seen:
    notes = {proof.checkpoint for _, proof in pack.proofs}
    extensions = [line for note in notes for line in Checkpoint.parse(note.rpartition("\n\n")[0] + "\n").extensions]
    real = pack.stated.sandbox is False and pack.stated.document["sandbox"] is False and "sandbox" not in extensions
    require(real, "the node is a sandbox: nothing it issues is real")
    return say("the node is not a sandbox")


def newest(pack: Pack) -> Seen:
    """Only the node that keeps the record knows what happened since the file was made."""
    here = pack.reader.here
    keeps = here is not None and pack.log_key == here.key
    kept = here.title_of(pack.title.document) if here and keeps else None
    if here and keeps and not here.is_confirmed and not (kept and kept.has_ended):
        restored = "this node keeps the record, and was restored or copied: what happened to it last is not known here"
        return Found(Outcome.NOT_PROVEN, say(restored), _RESTORED)
    if kept is None:
        return Found(Outcome.NOT_APPLICABLE, say("only the node that keeps the record knows what happened since"))
    if kept.head == pack.title.head:
        return say("this node keeps the record, and nothing happened to it since")
    require(kept.is_operative, "the record has moved on since: it is operative no longer, whatever this file says")
    return Found(
        Outcome.NOT_PROVEN, say("the record has moved on since: what is said here of its holder may be so no more")
    )


def operative(pack: Pack) -> Seen:
    title = pack.title
    elsewhere = "the operative form is on another medium ({medium}), and this record is not it"
    require(title.state is not State.AWAY, elsewhere, medium=worded("medium", title.medium.value))
    stands = worded("state", title.state.value)
    require(title.is_operative, "the document is {state}: nobody can claim the goods with it", state=stands)
    asked = pack.reader.asked_at or parse_instant(pack.stated.status.as_of)
    expired = title.valid_until is not None and title.valid_until <= asked
    require(not expired, "the document's validity ended on {until}", until=title.valid_until)
    return say("the record in the log is operative as of {as_of}", as_of=pack.stated.status.moment)


def unencumbered(pack: Pack) -> Seen:
    """Whether its holder can pass it on and be paid for it; with what is asked or begun about it and not decided yet."""
    title = pack.title
    if not title.is_operative:
        return Found(Outcome.NOT_APPLICABLE, say("the document is not operative"))
    for is_so, seen, mend in (
        (title.frozen, "the document is frozen by order of the register's operator", _FROZEN),
        (title.pledge, "the document is pledged: its holder has it as security and cannot pass it on", _PLEDGED),
        (title.negotiable and not title.is_held_by_the_entitled, _APART, _NOT_ENTITLED),
    ):
        if is_so:
            return Found(Outcome.FAIL, with_open(pack, seen), mend)
    return with_open(pack, "neither pledged nor frozen")


def undelivered(pack: Pack) -> Seen:
    """A part that was delivered is no bar to passing the document on: it is worth what is outstanding."""
    title = pack.title
    if not title.is_operative:
        return Found(Outcome.NOT_APPLICABLE, say("the document is not operative"))
    packages, grams = (sum(column) for column in zip(*title.outstanding, strict=True))
    partly = "a part of the goods was delivered: {packages} packages of {kilograms} kg in all are outstanding"
    require(not title.delivered, partly, packages=packages, kilograms=f"{Decimal(grams) / 1000:f}")
    return say("all of the goods are outstanding")


def control(pack: Pack) -> Seen:
    signed = pack.stated.control
    if signed is None:
        require(pack.reader.challenge is None, "the file does not answer the challenge")
        return Found(Outcome.NOT_APPLICABLE, say("nobody asked who controls the document"))
    said, title = signed.statement, pack.title
    bound = (said.document, said.origin, said.head, said.by.party) == (
        title.document,
        title.origin,
        title.head,
        title.holder,
    )
    require(bound, "the proof of control is not by the holder of this record as it stands")
    key = _key_in_force(pack.party(said.by), signed.key_id, signed.algorithm, said.at)
    require(_signed_by(key, signed.signature, said.message), "the signature of the proof of control is wrong")
    if pack.reader.challenge is None:
        return Found(
            Outcome.NOT_PROVEN,
            say("control is proven for the challenge {challenge}; say which was yours", challenge=said.challenge),
        )
    require(
        said.challenge == pack.reader.challenge,
        "the proof of control answers another challenge: {challenge}",
        challenge=said.challenge,
    )
    return say("the holder answered your challenge at {at}", at=said.at.isoformat(" ", "seconds"))


def fresh(pack: Pack) -> Seen:
    as_of = parse_instant(pack.stated.status.as_of)
    if pack.reader.asked_at is None or pack.reader.fresh_for is None:
        return Found(
            Outcome.NOT_APPLICABLE,
            say("stated as of {as_of}; nobody asked how old it is", as_of=pack.stated.status.moment),
        )
    require(
        as_of <= pack.reader.asked_at + CLOCKS_APART,
        "the evidence is dated in the future: {as_of}",
        as_of=pack.stated.status.moment,
    )
    if as_of + pack.reader.fresh_for < pack.reader.asked_at:
        hours = round((pack.reader.asked_at - as_of).total_seconds() / 3600)
        return Found(
            Outcome.NOT_PROVEN, say("the standing is {hours} hours old; what happened since is not in it", hours=hours)
        )
    return say("the standing is recent")


_ASK = "Do not rely on the document. Ask its issuer what became of it."
_FORGED = "Treat the file as altered or forged. Ask the issuer, at an address you know, for a new one."
_TRUST = (
    "Get the log key of the node that keeps the record (GET /v1/log-key) in another way than by this file, and name "
    "it as one you trust."
)
_CHALLENGE = "Give the holder a fresh challenge of your own, and verify its answer with that challenge."
_RENEW = "Ask the issuer or the holder for evidence made today, or look at the node's verification page."
_RESTORED = (
    "Do not rely on the document until an operator of the node has confirmed the newest checkpoint known outside it "
    "(`landsea epoch confirm`). Ask the issuer which node keeps the record now."
)
_FROZEN = "Pay or lend only once two people of the register's operator have lifted the freeze. Ask the operator what it is about."
_PLEDGED = "Pay or lend only once the pledgee, who holds it, has released the pledge; or deal with the pledgee."
_APART = "the document is to the order of another than its holder, who can pass on possession and nothing else"
_NOT_ENTITLED = (
    "Pay or lend only against an endorsement by the party to whose order it stands, which it can make once it holds "
    "the document."
)
_PARTLY = "Count on what is outstanding alone. Its acts say what was delivered, and when."
CHECKS = (
    Rule("pdf-seal", "ETDA 2023 s.2(2)(b): protected against unauthorised alteration", _FORGED, pdf_seal),
    Rule("content-hash", "MLETR 2017 art. 10(1)(b)(iii), 10(2): integrity of the record", _FORGED, content_hash),
    Rule("act-signatures", "MLETR 2017 art. 9, 15: signature, endorsement", _FORGED, act_signatures),
    Rule("parties", "MLETR 2017 art. 11(1)(b): the person in control is identified", _FORGED, parties),
    Rule("legal-persons", "MLETR 2017 art. 11(1)(b), W3C VC Data Model 2.0: legal persons", _FORGED, legal_persons),
    Rule("act-chain", "MLETR 2017 art. 10(1)(b)(ii), 11: exclusive control from issue to end", _FORGED, act_chain),
    Rule("times", "MLETR 2017 art. 13: time", _FORGED, times),
    Rule("same-log", "MLETR 2017 art. 10(1)(b)(i): the one record, in one log", _FORGED, same_log),
    Rule("log-acts", "RFC 9162 2.1.3.2, C2SP tlog-checkpoint: the acts are in the log", _FORGED, log_acts),
    Rule("log-order", "MLETR 2017 art. 13: in the log in their order", _FORGED, in_order),
    Rule("standing", "MLETR 2017 art. 10(1)(a), DCSA eBL surrender 3.0: the status is visible", _FORGED, standing),
    Rule("attestation", "C2SP signed-note: the node attests the evidence", _FORGED, attestation),
    Rule("node-key", "MLETR 2017 art. 12: a system known as reliable", _TRUST, node_key),
    Rule("sandbox", "Landsea: a sandbox document is never valid", "Use it for training only.", sandbox),
    Rule("control", "ETDA 2023 s.2(2)(d): the holder can show that it has control", _CHALLENGE, control),
    Rule("fresh", "MLETR 2017 art. 11: control as of now", _RENEW, fresh),
    Rule("newest", "MLETR 2017 art. 10(1)(b)(i), 11: the one record, as it is now", _RENEW, newest),
    Rule("operative", "MLETR 2017 art. 10(1)(b)(ii): until it ceases to have effect", _ASK, operative),
    Rule("unencumbered", "ETDA 2023 s.3: possession, endorsement; pledge and freeze", _ASK, unencumbered),
    Rule("undelivered", "Landsea: the document stands for what is left to be delivered", _PARTLY, undelivered),
)
