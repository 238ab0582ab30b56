"""The checks, each with the clause it stands for. A check returns what it saw, or raises `ValueError` saying what is wrong."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from landsea.journal import Checkpoint, Proof, commitment, leaf_hash, open_note, verify_inclusion
from landsea.kernel import Refusal, parse_instant
from landsea.lading import rules
from landsea.lading.model import ACTS, Check, Outcome, SignedAct, Title, canonical, message_to_sign, plain
from landsea.lading.service.evidence import ATTESTED
from landsea.lading.service.seal import open_seal
from landsea.lading.service.verify.pack import Pack, StatedParty

Seen = str | tuple[Outcome, str]
KINDS = {"issue": "document-issued/1"} | {act.value: fact.kind for act, fact in ACTS.items()}


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
    except Refusal as refusal:
        seen = (Outcome.FAIL, str(refusal))
    except Exception as error:
        seen = (Outcome.FAIL, str(error) or type(error).__name__)
    outcome, text = (Outcome.PASS, seen) if isinstance(seen, str) else seen
    mend = rule.mend if outcome in (Outcome.FAIL, Outcome.NOT_PROVEN) else ""
    return Check(rule.name, rule.clause, outcome, text, mend)


def require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)


def pdf_seal(pack: Pack) -> Seen:
    if pack.pdf is None:
        return Outcome.NOT_APPLICABLE, "the file is not a PDF"
    digest, signature = open_seal(pack.pdf, pack.stated.log.origin)
    require(pack.log_key.verifies(digest, signature), "the pages are not those the node rendered")
    return "every byte of the PDF is as the node rendered it"


def content_hash(pack: Pack) -> Seen:
    digest = hashlib.sha256(canonical(pack.stated.document)).hexdigest()
    wrong = [act.statement.sequence for act in pack.stated.acts if act.statement.content != digest]
    require(not wrong, f"the content's SHA-256 is {digest}; act {wrong[:1]} speaks of another")
    first = pack.stated.acts[0].statement
    same = (pack.stated.document["document"], pack.stated.document["number"]) == (first.document, first.number)
    require(same, "the content carries another id or number than the acts")
    return f"SHA-256 {digest}"


def act_signatures(pack: Pack) -> Seen:
    for act in pack.stated.acts:
        _verify_signature(act, pack.party(act.statement.by.party))
    return f"{len(pack.stated.acts)} act(s), each signed by its party's title key"


def _verify_signature(act: SignedAct, party: StatedParty) -> None:
    said = act.statement
    keys = [key for key in party.keys if key.key_id == act.key_id]
    require(len(keys) == 1, f"act {said.sequence} is signed by {act.key_id}, which is no title key of {party.did}")
    require(act.algorithm == keys[0].algorithm == "Ed25519", f"act {said.sequence}: only Ed25519 is accepted")
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[0].public_key, validate=True))
    try:
        public.verify(base64.b64decode(act.signature, validate=True), message_to_sign(said))
    except InvalidSignature:
        raise ValueError(f"the signature of act {said.sequence} ({said.act.value}) is wrong") from None


def parties(pack: Pack) -> Seen:
    for act in pack.stated.acts:
        for named in (act.statement.by, act.statement.to):
            if named is not None:
                stated = pack.party(named.party).did
                require(stated == named.did, f"act {act.statement.sequence} names {named.did}, the evidence {stated}")
    issuer = pack.stated.document["issuer"]["did"]
    require(pack.stated.acts[0].statement.by.did == issuer, "the issue is not signed by the issuer on the document")
    return f"issuer {issuer}"


def act_chain(pack: Pack) -> Seen:
    title = _replayed(pack)
    return f"{title.sequence} act(s), each naming the one before; {title.state.value}"


def _replayed(pack: Pack) -> Title:
    return rules.replay(pack.stated.acts, pack.stated.document["negotiable"] is True)


def times(pack: Pack) -> Seen:
    as_of = _instant(pack)
    last = pack.stated.acts[-1].statement.at
    require(last <= as_of, f"the newest act ({last.isoformat()}) is later than the evidence ({as_of.isoformat()})")
    return f"acts in order of time, the newest at {last.isoformat()}"


def _instant(pack: Pack) -> datetime:
    return parse_instant(pack.stated.status.as_of)


def log_issue(pack: Pack) -> Seen:
    body = _proven_body(pack, pack.stated.proofs.issue, pack.stated.acts[0])
    require(body["content"] == pack.stated.document, "the log's content is not the content shown")
    return f"entry {pack.stated.proofs.issue.position} of {pack.stated.log.origin}"


def log_latest(pack: Pack) -> Seen:
    proof = pack.stated.proofs.latest
    _proven_body(pack, proof, pack.stated.acts[-1])
    return f"entry {proof.position} of {pack.stated.log.origin}, under the checkpoint of {proof.size} entries"


def _proven_body(pack: Pack, proof: Proof, act: SignedAct) -> dict[str, object]:
    """The body of the entry that `proof` shows to be in the log, after checking that it is this act's."""
    checkpoint = _checkpoint(pack, proof)
    leaf = leaf_hash(proof.envelope.encode())
    path = [bytes.fromhex(step) for step in proof.path]
    included = verify_inclusion(leaf, proof.position, checkpoint.size, path, checkpoint.root)
    require(included, f"entry {proof.position} is not in the log under this checkpoint")
    envelope, said = msgspec.json.decode(proof.envelope), act.statement
    opened = commitment(bytes.fromhex(proof.body_salt), proof.body.encode()).hex()
    require(envelope["body"] == opened, f"entry {proof.position} does not commit to this body")
    stands = (envelope["stream"], envelope["version"], envelope["kind"], envelope["party"], envelope["position"])
    expected = (f"document:{said.document}", said.sequence, KINDS[said.act], said.by.party, proof.position)
    require(stands == expected, f"entry {proof.position} is another entry than act {said.sequence}")
    body: dict[str, object] = msgspec.json.decode(proof.body)
    require(body["act"] == plain(act), f"entry {proof.position} holds another act than act {said.sequence}")
    return body


def _checkpoint(pack: Pack, proof: Proof) -> Checkpoint:
    text, _ = open_note(proof.checkpoint, [pack.log_key])
    checkpoint = Checkpoint.parse(text)
    require(checkpoint.origin == pack.stated.log.origin, "the checkpoint is of another log")
    require(checkpoint.size == proof.size, "the checkpoint has another size than the proof")
    return checkpoint


def same_log(pack: Pack) -> Seen:
    origin = pack.stated.log.origin
    require(pack.log_key.name == origin, "the log's key has another name than the log")
    require(pack.stated.acts[0].statement.origin == origin, "the acts belong to another log")
    return origin


def attestation(pack: Pack) -> Seen:
    content = canonical({name: value for name, value in pack.raw.items() if name != "attestation"})
    text, _ = open_note(pack.stated.attestation, [pack.log_key])
    expected = f"{ATTESTED}\n{pack.stated.log.origin}\n{hashlib.sha256(content).hexdigest()}\n"
    require(text == expected, "the node's attestation is over other evidence")
    return "the node attests keys, DIDs and standing"


def standing(pack: Pack) -> Seen:
    title, status = _replayed(pack), pack.stated.status
    stated = (status.document, status.number, status.state, status.holder, status.acts, status.head)
    shown = (title.document, title.number, title.state.value, title.holder, title.sequence, title.head)
    require(stated == shown, "the standing stated is not what the acts lead to")
    require(status.log_size == pack.stated.proofs.latest.size, "the standing is stated for another size of the log")
    return f"{status.state} as of {status.as_of}"


def node_key(pack: Pack) -> Seen:
    if pack.log_key in pack.trusted:
        return f"{pack.stated.log.vkey} is trusted by you"
    if pack.trusted:
        raise ValueError(f"{pack.stated.log.vkey} is not among the {len(pack.trusted)} key(s) you trust")
    return Outcome.NOT_PROVEN, f"the file names {pack.stated.log.vkey}; nothing but the file says that it is the node's"


def sandbox(pack: Pack) -> Seen:
    notes = (pack.stated.proofs.issue.checkpoint, pack.stated.proofs.latest.checkpoint)
    extensions = [line for note in notes for line in Checkpoint.parse(note.rpartition("\n\n")[0] + "\n").extensions]
    said = (pack.stated.sandbox, pack.stated.document["sandbox"])
    require(said == (False, False) and "sandbox" not in extensions, "the node is a sandbox: nothing it issues is real")
    return "issued by a node that is not a sandbox"


def operative(pack: Pack) -> Seen:
    title = _replayed(pack)
    require(title.is_operative, f"the document is {title.state.value}: nobody can claim the goods with it")
    return f"the original in the log is operative as of {pack.stated.status.as_of}, held by {title.holder}"


_ASK = "Ask the issuer's node for a new file; do not rely on this one."
_FORGED = "Treat the file as altered or forged. Ask the issuer, by an address you know, for the document's state."
CHECKS = (
    Rule("pdf-seal", "ETDA 2023 s.2(2)(b): protected against unauthorised alteration", _FORGED, pdf_seal),
    Rule("content-hash", "MLETR 2017 art. 10(1)(b)(iii), 10(2): integrity of the information", _FORGED, content_hash),
    Rule("act-signatures", "MLETR 2017 art. 9, 15: signature and endorsement", _FORGED, act_signatures),
    Rule("parties", "MLETR 2017 art. 11(1)(b): the person in control is identified", _FORGED, parties),
    Rule("act-chain", "MLETR 2017 art. 10(1)(b)(ii), 11: exclusive control, one act after another", _FORGED, act_chain),
    Rule("times", "MLETR 2017 art. 13: time", _FORGED, times),
    Rule("same-log", "MLETR 2017 art. 10(1)(b)(i): the one record, in one log", _FORGED, same_log),
    Rule("log-issue", "RFC 9162 2.1.3.2, C2SP tlog-checkpoint: the issue is in the log", _FORGED, log_issue),
    Rule("log-latest", "RFC 9162 2.1.3.2, C2SP tlog-checkpoint: the newest act is in the log", _FORGED, log_latest),
    Rule("standing", "DCSA eBL surrender 3.0: the status is visible to every verifier", _FORGED, standing),
    Rule("attestation", "C2SP signed-note: the node states keys and standing", _FORGED, attestation),
    Rule(
        "node-key",
        "MLETR 2017 art. 12: a reliable system, known to the verifier",
        "Get the node's verifier key from the issuer by another way and give it with --trust.",
        node_key,
    ),
    Rule("sandbox", "Landsea: a sandbox document is never valid", "Use it for training only.", sandbox),
    Rule("operative", "MLETR 2017 art. 10(1)(b)(ii): until it ceases to have any effect", _ASK, operative),
)
