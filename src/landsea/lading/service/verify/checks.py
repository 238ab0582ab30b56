"""The checks, each with the clause it stands for. A check returns what it saw, or raises saying what is wrong."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from landsea.journal import BadNote, Checkpoint, Proof, commitment, leaf_hash, open_note, verify_inclusion
from landsea.kernel import Refusal, parse_instant
from landsea.lading.model import (
    ACTS,
    ActKind,
    Check,
    DocumentIssued,
    Message,
    Outcome,
    SignedAct,
    Wrong,
    canonical,
    message_to_sign,
    plain,
)
from landsea.lading.service.evidence import ATTESTED
from landsea.lading.service.seal import open_seal
from landsea.lading.service.verify.pack import Pack, StatedParty

KINDS = {ActKind.ISSUE: DocumentIssued.kind} | {act: fact.kind for act, fact in ACTS.items()}
Seen = Message | tuple[Outcome, Message]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check, its clause, and what to do when it does not pass."""

    name: str
    clause: str
    mend: str
    run: Callable[[Pack], Seen]


def run_check(rule: Rule, pack: Pack) -> Check:
    """Fails closed: whatever goes wrong inside a check fails it."""
    try:
        seen = rule.run(pack)
    except Wrong as wrong:
        seen = Outcome.FAIL, wrong.message
    except Refusal as refusal:
        seen = Outcome.FAIL, Message(refusal.text, refusal.facts)
    except Exception as error:
        seen = Outcome.FAIL, say("the check could not be carried out: {error}", error=f"{type(error).__name__} {error}")
    outcome, message = (Outcome.PASS, seen) if isinstance(seen, Message) else seen
    mend = rule.mend if outcome in (Outcome.FAIL, Outcome.NOT_PROVEN) else ""
    return Check(rule.name, rule.clause, outcome, message, mend)


def say(template: str, **facts: object) -> Message:
    return Message(template, facts)


def require(condition: bool, otherwise: str, **facts: object) -> None:
    if not condition:
        raise Wrong(otherwise, **facts)


def pdf_seal(pack: Pack) -> Seen:
    if pack.pdf is None:
        return Outcome.NOT_APPLICABLE, say("the file is not a PDF")
    message, signature = open_seal(pack.pdf, pack.stated.log.origin)
    require(pack.log_key.verifies(message, signature), "the file is not as the node rendered it")
    return say("every byte of the PDF is as the node rendered it")


def content_hash(pack: Pack) -> Seen:
    digest = hashlib.sha256(canonical(pack.stated.document)).hexdigest()
    for act in pack.stated.acts:
        same = act.statement.content == digest
        require(
            same,
            "the content's SHA-256 is {digest}; act {act} is over another",
            digest=digest,
            act=act.statement.sequence,
        )
    first = pack.stated.acts[0].statement
    shown = (pack.stated.document["document"], pack.stated.document["number"])
    require(shown == (first.document, first.number), "the content carries another id or number than the acts")
    return say("SHA-256 {digest}", digest=digest)


def act_signatures(pack: Pack) -> Seen:
    for act in pack.stated.acts:
        _verify_signature(act, pack.party(act.statement.by))
    return say("{count} act(s), each signed by a title key of its party", count=len(pack.stated.acts))


def _verify_signature(act: SignedAct, party: StatedParty) -> None:
    facts = {"act": act.statement.sequence, "key": act.key_id, "did": party.did}
    keys = [key for key in party.keys if key.key_id == act.key_id]
    require(len(keys) == 1, "act {act} is signed by {key}, which is no title key of {did}", **facts)
    key, at = keys[0], act.statement.at
    require(act.algorithm == key.algorithm == "Ed25519", "act {act} has another algorithm than Ed25519", **facts)
    ended = key.superseded_at is not None and at > key.superseded_at
    require(key.registered_at <= at and not ended, "act {act} is dated when its key {key} was not in force", **facts)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key, validate=True))
    try:
        public.verify(base64.b64decode(act.signature, validate=True), message_to_sign(act.statement))
    except InvalidSignature:
        raise Wrong("the signature of act {act} is wrong", **facts) from None


def parties(pack: Pack) -> Seen:
    for act in pack.stated.acts:
        for named in (act.statement.by, act.statement.to):
            if named is not None:
                pack.party(named)
    issuer = pack.stated.document["issuer"]
    by = pack.stated.acts[0].statement.by
    require(
        (by.party, by.did) == (issuer["party"], issuer["did"]), "the issue is not by the issuer that the document names"
    )
    return say("issued by {did}", did=by.did)


def act_chain(pack: Pack) -> Seen:
    title = pack.title
    return say("{count} act(s), each naming the one before and allowed by the state table", count=title.sequence)


def times(pack: Pack) -> Seen:
    last, as_of = pack.stated.acts[-1].statement.at, parse_instant(pack.stated.status.as_of)
    require(last <= as_of, "the newest act is dated after the evidence")
    return say("the acts are in order of time")


def same_log(pack: Pack) -> Seen:
    origin = pack.stated.log.origin
    require(pack.log_key.name == origin, "the log's key has another name than the log")
    require(pack.stated.acts[0].statement.origin == origin, "the acts belong to another log")
    return say("one log: {origin}", origin=origin)


def log_issue(pack: Pack) -> Seen:
    body = _proven_body(pack, pack.stated.proofs.issue, pack.stated.acts[0])
    require(body["content"] == pack.stated.document, "the log's content is not the content shown")
    return say("entry {position} of the log", position=pack.stated.proofs.issue.position)


def log_latest(pack: Pack) -> Seen:
    proof = pack.stated.proofs.latest
    _proven_body(pack, proof, pack.stated.acts[-1])
    return say(
        "entry {position} of the log, under its checkpoint of {size} entries", position=proof.position, size=proof.size
    )


def _proven_body(pack: Pack, proof: Proof, act: SignedAct) -> dict[str, object]:
    """The body of the entry that `proof` shows to be in the log, after checking that it is this act's."""
    _require_included(pack, proof)
    envelope, said = msgspec.json.decode(proof.envelope), act.statement
    opened = commitment(bytes.fromhex(proof.body_salt), proof.body.encode()).hex()
    require(envelope["body"] == opened, "entry {position} does not commit to this body", position=proof.position)
    stands = (envelope["stream"], envelope["version"], envelope["kind"], envelope["party"], envelope["position"])
    expected = (f"document:{said.document}", said.sequence, KINDS[said.act], said.by.party, proof.position)
    body: dict[str, object] = msgspec.json.decode(proof.body)
    same = stands == expected and body["act"] == plain(act)
    require(same, "entry {position} is not act {act}", position=proof.position, act=said.sequence)
    return body


def _require_included(pack: Pack, proof: Proof) -> None:
    """C2SP tlog-checkpoint (signature, origin, size), then RFC 9162 2.1.3.2."""
    checkpoint = Checkpoint.parse(_signed_text(pack, proof.checkpoint))
    same = (checkpoint.origin, checkpoint.size) == (pack.stated.log.origin, proof.size)
    require(same, "the checkpoint is of another log or size")
    leaf = leaf_hash(proof.envelope.encode())
    path = [bytes.fromhex(step) for step in proof.path]
    included = verify_inclusion(leaf, proof.position, checkpoint.size, path, checkpoint.root)
    require(included, "entry {position} is not in the log under this checkpoint", position=proof.position)


def _signed_text(pack: Pack, note: str) -> str:
    try:
        text, _ = open_note(note, [pack.log_key])
    except BadNote:
        raise Wrong("the log's key has not signed this note") from None
    return text


def standing(pack: Pack) -> Seen:
    title, status = pack.title, pack.stated.status
    stated = (status.document, status.number, status.state, status.holder, status.acts, status.head)
    shown = (title.document, title.number, title.state.value, title.holder, title.sequence, title.head)
    require(stated == shown, "the standing stated is not what the acts lead to")
    require(status.log_size == pack.stated.proofs.latest.size, "the standing is stated for another size of the log")
    return say("{state} as of {as_of}", state=status.state, as_of=status.as_of)


def attestation(pack: Pack) -> Seen:
    content = canonical({name: value for name, value in pack.raw.items() if name != "attestation"})
    expected = f"{ATTESTED}\n{pack.stated.log.origin}\n{hashlib.sha256(content).hexdigest()}\n"
    require(_signed_text(pack, pack.stated.attestation) == expected, "the node's attestation is over other evidence")
    return say("the node attests keys, DIDs and standing")


def node_key(pack: Pack) -> Seen:
    key = pack.stated.log.vkey
    if pack.log_key in pack.trusted:
        return say("you trust {key}", key=key)
    if pack.trusted:
        raise Wrong("{key} is not among the keys you trust", key=key)
    return Outcome.NOT_PROVEN, say("nothing but the file itself says that {key} is the node's", key=key)


def sandbox(pack: Pack) -> Seen:
    notes = (pack.stated.proofs.issue.checkpoint, pack.stated.proofs.latest.checkpoint)
    extensions = [line for note in notes for line in Checkpoint.parse(note.rpartition("\n\n")[0] + "\n").extensions]
    real = pack.stated.sandbox is False and pack.stated.document["sandbox"] is False and "sandbox" not in extensions
    require(real, "the node is a sandbox: nothing it issues is real")
    return say("the node is not a sandbox")


def operative(pack: Pack) -> Seen:
    title = pack.title
    require(title.is_operative, "the document is {state}: nobody can claim the goods with it", state=title.state.value)
    return say("the record in the log is operative as of {as_of}", as_of=pack.stated.status.as_of)


_ASK = "Do not rely on the document. Ask its issuer what became of it."
_FORGED = "Treat the file as altered or forged. Ask the issuer, at an address you know, for a new one."
_TRUST = "Get the node's verifier key from the issuer in another way than this file, and give it with --trust."
CHECKS = (
    Rule("pdf-seal", "ETDA 2023 s.2(2)(b): protected against unauthorised alteration", _FORGED, pdf_seal),
    Rule("content-hash", "MLETR 2017 art. 10(1)(b)(iii), 10(2): integrity of the record", _FORGED, content_hash),
    Rule("act-signatures", "MLETR 2017 art. 9, 15: signature, endorsement", _FORGED, act_signatures),
    Rule("parties", "MLETR 2017 art. 11(1)(b): the person in control is identified", _FORGED, parties),
    Rule("act-chain", "MLETR 2017 art. 10(1)(b)(ii), 11: exclusive control from issue to end", _FORGED, act_chain),
    Rule("times", "MLETR 2017 art. 13: time", _FORGED, times),
    Rule("same-log", "MLETR 2017 art. 10(1)(b)(i): the one record, in one log", _FORGED, same_log),
    Rule("log-issue", "RFC 9162 2.1.3.2, C2SP tlog-checkpoint: the issue is in the log", _FORGED, log_issue),
    Rule("log-latest", "RFC 9162 2.1.3.2, C2SP tlog-checkpoint: the newest act is in the log", _FORGED, log_latest),
    Rule("standing", "MLETR 2017 art. 10(1)(a), DCSA eBL surrender 3.0: the status is visible", _FORGED, standing),
    Rule("attestation", "C2SP signed-note: the node attests the evidence", _FORGED, attestation),
    Rule("node-key", "MLETR 2017 art. 12: a system known as reliable", _TRUST, node_key),
    Rule("sandbox", "Landsea: a sandbox document is never valid", "Use it for training only.", sandbox),
    Rule("operative", "MLETR 2017 art. 10(1)(b)(ii): until it ceases to have effect", _ASK, operative),
)
