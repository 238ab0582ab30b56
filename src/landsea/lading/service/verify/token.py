"""The token that a credential's status names: which one it is, what its registry answers, and whether the document is operative there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from landsea.kernel import Refusal
from landsea.lading.chain import TokenName, TokenStanding, Whereabouts
from landsea.lading.chain.refusals import NotATokenRegistry, OtherChain, UnknownRegistry, WrongChain
from landsea.lading.model import Check, Message, Wrong
from landsea.lading.service.verify.beside import Answer, Ask
from landsea.lading.service.verify.checks import CLOCKS_APART
from landsea.lading.service.verify.digest import digest_of
from landsea.lading.service.verify.finding import NOT_REACHED, Clause, RecordFindings
from landsea.lading.wire.credential_status import read_token

TOKEN = Clause("token", "MLETR 2017 art. 10(1)(b)(i): the one record, a token of one registry")
CHAIN = Clause("chain", "EIP-155, EIP-695: the chain that was asked is the token's")
REGISTRY = Clause("registry", "MLETR 2017 art. 12: a system known as reliable")
COMMITMENT = Clause("commitment", "MLETR 2017 art. 10(1)(b)(iii), 10(2): integrity of the record")
OPERATIVE = Clause("operative", "MLETR 2017 art. 10(1)(b)(ii): until it ceases to have effect")
UNENCUMBERED = Clause("unencumbered", "ETDA 2023 s.3: possession, endorsement; pledge and freeze")
FRESH = Clause("fresh", "MLETR 2017 art. 11: control as of now")
CLAUSES = (TOKEN, CHAIN, REGISTRY, COMMITMENT, OPERATIVE, UNENCUMBERED, FRESH)

FORGED = "Treat the credential as altered or forged. Ask its issuer, at an address you know, for a new one."
ONLINE = "Verify it where a node of the token's chain can be asked: at a Landsea node, or with --chain and --registry."
FIRST = "Mend the other checks first: a registry is asked only about a credential that holds, by an issuer you trust."
_CHAIN = "Ask the issuer on which chain the document is, and verify it with a node of that chain."
_REGISTRY = "Find out from the issuer, by another way than this file, which registry is its own, and trust that one by its address."
_ASK = "Do not rely on the document. Ask its issuer what became of it."
_HELD = "Ask holder and owner together: only both can pass the document on, and one of them may have it as security."
_AGAIN = "Ask again in a few minutes; if it stays so, ask another node of the chain."
_SIGNED = "Ask the issuer to confirm this content, by its digest: it may have signed another one under the same id."
_NOBODY = Message("nobody was asked whether the document is operative, and who holds it")
_STATES = {
    Whereabouts.UNKNOWN: "not minted",
    Whereabouts.HELD: "held",
    Whereabouts.RETURNED: "returned",
    Whereabouts.BURNT: "burnt",
}


def check_token(
    credential: Mapping[str, Any], ask: Ask | None, sound: bool, at: datetime, fresh_for: timedelta | None
) -> RecordFindings:
    """Of a credential that names a token. `sound`: its own checks hold, so that its registry is worth asking."""
    try:
        name = read_token(credential)
    except Wrong as wrong:
        return RecordFindings((TOKEN.failed(wrong.message, FORGED), *(one.skipped(NOT_REACHED) for one in CLAUSES[1:])))
    facts = {"token": f"0x{name.token:064x}", "registry": name.registry, "chain": name.chain_id}
    named = TOKEN.passed(Message("token {token} of registry {registry} on chain id {chain}", facts))
    if ask is None or not sound:
        return RecordFindings((named, *_not_asked(name, ONLINE if sound else FIRST)))
    try:
        answer = ask(name)
    except Refusal as refusal:
        return RecordFindings((named, *_refused(refusal)))
    standing = answer.standing
    checks = (named, *_answered(credential, answer, at, fresh_for))
    return RecordFindings(checks, True, _STATES[standing.where], str(standing.holder or ""), standing.at)


def _not_asked(name: TokenName, mend: str) -> list[Check]:
    return [
        CHAIN.unproven(Message("no node of chain id {chain} was asked", {"chain": name.chain_id}), mend),
        REGISTRY.unproven(
            Message("the registry was not asked; it is at {registry}", {"registry": name.registry}), mend
        ),
        COMMITMENT.skipped(NOT_REACHED),
        OPERATIVE.unproven(_NOBODY, mend),
        UNENCUMBERED.skipped(NOT_REACHED),
        FRESH.skipped(NOT_REACHED),
    ]


def _refused(refusal: Refusal) -> list[Check]:
    """A wrong chain or registry fails; one that could not be asked proves nothing."""
    seen = Message(refusal.text, refusal.facts)
    rest = [COMMITMENT.skipped(NOT_REACHED), OPERATIVE.unproven(_NOBODY, _ASK)]
    rest += [UNENCUMBERED.skipped(NOT_REACHED), FRESH.skipped(NOT_REACHED)]
    match refusal:
        case WrongChain() | OtherChain():
            return [CHAIN.failed(seen, _CHAIN), REGISTRY.skipped(NOT_REACHED), *rest]
        case UnknownRegistry() | NotATokenRegistry():
            return [CHAIN.skipped(NOT_REACHED), REGISTRY.failed(seen, _REGISTRY), *rest]
    return [CHAIN.unproven(seen, _AGAIN), REGISTRY.skipped(NOT_REACHED), *rest]


def _answered(
    credential: Mapping[str, Any], answer: Answer, at: datetime, fresh_for: timedelta | None
) -> tuple[Check, ...]:
    standing = answer.standing
    return (
        CHAIN.passed(Message("a node of chain id {chain} has answered", {"chain": standing.name.chain_id})),
        REGISTRY.passed(Message("you trust the registry {registry}", {"registry": standing.name.registry})),
        _commitment(credential, answer),
        _operative(standing),
        _unencumbered(standing),
        _recent(standing, at, fresh_for),
    )


def _commitment(credential: Mapping[str, Any], answer: Answer) -> Check:
    """The token's number binds the credential's id alone: what binds the content is the mint's remark, or a digest in the id."""
    digest = digest_of(credential)
    facts = {"digest": digest}
    if answer.standing.where is Whereabouts.UNKNOWN:
        return COMMITMENT.skipped(Message("there is no token"))
    if digest is None:
        return COMMITMENT.unproven(Message("the credential states no SHA-256 of its content"), _SIGNED)
    if isinstance(answer.content, str) and answer.content != digest:
        return COMMITMENT.failed(Message("the token was minted for another content than {digest}", facts), FORGED)
    if answer.content == digest or digest in str(credential.get("id")).lower():
        return COMMITMENT.passed(Message("the token commits to the content {digest}", facts))
    if isinstance(answer.content, Refusal):
        refusal = answer.content
        return COMMITMENT.unproven(Message(refusal.text, refusal.facts), _SIGNED)
    return COMMITMENT.unproven(Message("the token commits to the credential's id, not to its content"), _SIGNED)


def _operative(standing: TokenStanding) -> Check:
    facts = {"block": standing.block.number, "holder": standing.holder}
    match standing.where:
        case Whereabouts.HELD:
            return OPERATIVE.passed(Message("the token is with its holder {holder} in block {block}", facts))
        case Whereabouts.RETURNED:
            seen = Message("the token was returned to the issuer: the document is surrendered (block {block})", facts)
        case Whereabouts.BURNT:
            seen = Message("the token is burnt: the document has ceased to have effect (block {block})", facts)
        case _:
            seen = Message("the registry has no such token (block {block})", facts)
    return OPERATIVE.failed(seen, _ASK)


def _unencumbered(standing: TokenStanding) -> Check:
    if standing.where is not Whereabouts.HELD:
        return UNENCUMBERED.skipped(Message("the document is not operative"))
    if standing.paused:
        return UNENCUMBERED.failed(Message("the registry is paused: no token of it can move"), _ASK)
    if standing.holder != standing.beneficiary:
        facts = {"holder": standing.holder, "owner": standing.beneficiary}
        seen = Message("{holder} holds it and {owner} owns it: it may be held as security", facts)
        return UNENCUMBERED.failed(seen, _HELD)
    return UNENCUMBERED.passed(Message("holder and owner are one"))


def _recent(standing: TokenStanding, at: datetime, fresh_for: timedelta | None) -> Check:
    facts = {"as_of": standing.at}
    if standing.moving:
        return FRESH.unproven(Message("a newer block, not final yet, shows another standing"), _AGAIN)
    if standing.at > at + CLOCKS_APART:
        return FRESH.failed(Message("the registry's block is dated in the future: {as_of}", facts), _AGAIN)
    if fresh_for is not None and standing.at + fresh_for < at:
        return FRESH.unproven(Message("the newest final block is of {as_of}", facts), _AGAIN)
    return FRESH.passed(Message("as of {as_of}", facts))
