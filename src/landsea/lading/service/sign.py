"""Signing and preparing acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from landsea import identity
from landsea.journal import View
from landsea.kernel import NotAllowed, PartyId
from landsea.lading import rules
from landsea.lading.model import (
    ActInThePast,
    ActKind,
    Signatory,
    SignedAct,
    Signing,
    Statement,
    WithPassphrase,
    message_to_sign,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement that waits for a signature made elsewhere: sign exactly `message`, and hand back `at` (and `document`)."""

    statement: Statement

    @property
    def message(self) -> bytes:
        return message_to_sign(self.statement)


def require_role(view: View, act: ActKind) -> None:
    """Whether the actor's role may do such an act at all; whether its party may is decided by the document."""
    allowed = rules.ROLES[rules.standing_of(act)]
    if view.actor.role not in allowed:
        needed = " or ".join(sorted(role.value for role in allowed))
        raise NotAllowed(role=view.actor.role.value, act=f"{act.value} documents", needed=needed)


def signatory(view: View, party: PartyId) -> Signatory:
    return Signatory(party, identity.did_of(view, party))


def time_of(view: View, signing: Signing) -> datetime:
    """The time of the act: now, or when the statement signed elsewhere was prepared."""
    if isinstance(signing, WithPassphrase):
        return view.now
    oldest = view.now - timedelta(minutes=rules.PREPARED_MINUTES_MAX)
    if not oldest <= signing.at <= view.now:
        raise ActInThePast(at=signing.at.isoformat(), minutes=rules.PREPARED_MINUTES_MAX)
    return signing.at


def sign(view: View, statement: Statement, signing: Signing) -> SignedAct:
    """The statement signed by the actor's party: by its title key on the node, or elsewhere and verified here."""
    message = message_to_sign(statement)
    if isinstance(signing, WithPassphrase):
        made = identity.sign_for_party(view, signing.passphrase, message)
    else:
        made = identity.take_party_signature(view, signing.key_id, signing.signature, message)
    return SignedAct(statement, made.key_id, made.algorithm, made.signature)
