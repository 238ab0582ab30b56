"""Signing and preparing acts."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from landsea import identity
from landsea.journal import Journal, View, Work
from landsea.kernel import Actor, NotAllowed, PartyId, Phrase
from landsea.lading import rules
from landsea.lading.model import (
    NODE_KEY,
    ActInThePast,
    ActKind,
    MadeElsewhere,
    Signatory,
    SignedAct,
    Signing,
    Statement,
    Unsigned,
    WithPassphrase,
    message_to_sign,
)
from landsea.lading.model.words import worded


class Prepared(Exception):
    """An act that was decided and waits for a signature made elsewhere: sign exactly `message`, and hand back its time (and its id).

    `further`: what is signed with it, of other documents (granting a split or a merger).
    """

    def __init__(self, statement: Statement, *further: Statement) -> None:
        super().__init__(statement.act.value)
        self.statement = statement
        self.further = further

    @property
    def message(self) -> bytes:
        return message_to_sign(self.statement)


def prepare(of: Journal, actor: Actor, effect: Callable[[Work], Any]) -> Prepared:
    """What there is to sign for `effect`, an act with `Unsigned()` as its signing. Refused as the act itself would be; nothing is kept."""
    try:
        of.run(actor, effect)
    except Prepared as prepared:
        return prepared
    raise AssertionError("the effect signs nothing")


def require_role(view: View, act: ActKind) -> None:
    """Whether the actor's role may do such an act at all; whether its party may is decided by the document."""
    allowed = rules.roles_for(act)
    if view.actor.role not in allowed:
        needed = " or ".join(sorted(role.value for role in allowed)) or "node"
        raise NotAllowed(
            role=view.actor.role.value, act=Phrase("{act} documents", act=worded("act", act.value)), needed=needed
        )


def signatory(view: View, party: PartyId) -> Signatory:
    return Signatory(party, identity.did_of(view, party))


def time_of(view: View, signing: Signing) -> datetime:
    """The time of the act: now, or when the statement signed elsewhere was prepared."""
    if not isinstance(signing, MadeElsewhere):
        return view.now
    oldest = view.now - timedelta(minutes=rules.PREPARED_MINUTES_MAX)
    if not oldest <= signing.at <= view.now:
        raise ActInThePast(at=signing.at.isoformat(), minutes=rules.PREPARED_MINUTES_MAX)
    return signing.at


def sign(view: View, statement: Statement, signing: Signing) -> SignedAct:
    """The statement signed by the actor's party: by its title key on the node, or elsewhere and verified here."""
    if isinstance(signing, Unsigned):
        raise Prepared(statement)
    message = message_to_sign(statement)
    if isinstance(signing, WithPassphrase):
        made = identity.sign_for_party(view, signing.passphrase, message)
    else:
        made = identity.take_party_signature(view, signing.key_id, signing.signature, message)
    return SignedAct(statement, made.key_id, made.algorithm, made.signature)


def sign_as_node(view: View, statement: Statement) -> SignedAct:
    """The statement signed with the node's log key."""
    made = view.journal.signer.sign(message_to_sign(statement))
    return SignedAct(statement, NODE_KEY, "Ed25519", base64.b64encode(made).decode())
