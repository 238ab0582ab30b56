"""Proof of control (ETDA 2023 s.2(2)(d)): the holder answers a third party's fresh challenge, and the answer is checked offline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landsea import identity, journal
from landsea.journal import View
from landsea.kernel import BadValue
from landsea.lading.model import (
    ControlStatement,
    DocumentId,
    NotTheHolder,
    SignedControl,
    Signing,
    Unsigned,
    WithPassphrase,
    plain,
)
from landsea.lading.service.evidence import evidence
from landsea.lading.service.read import get_document
from landsea.lading.service.sign import signatory, time_of

_CHALLENGE = re.compile(r"[A-Za-z0-9_.:/+=-]{16,200}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement of control that waits for a signature made elsewhere over `message`."""

    statement: ControlStatement

    @property
    def message(self) -> bytes:
        return self.statement.message


def prove_control(view: View, document: DocumentId, challenge: str, signing: Signing) -> dict[str, Any] | Asked:
    """Evidence with the holder's signature over `challenge`, bound to the document's newest act and the time.

    `challenge` comes from who wants the proof: 16 to 200 characters that nobody could foresee. Nothing is recorded; only the holder can.
    """
    found = get_document(view, document)
    journal.require_title_acts(view)
    if found.title.holder != view.actor.party:
        raise NotTheHolder(act="prove control of", number=found.title.number)
    statement = _statement(view, found.title.head, document, challenge, time_of(view, signing))
    if isinstance(signing, Unsigned):
        return Asked(statement)
    made = (
        identity.sign_for_party(view, signing.passphrase, statement.message)
        if isinstance(signing, WithPassphrase)
        else identity.take_party_signature(view, signing.key_id, signing.signature, statement.message)
    )
    control = SignedControl(statement, made.key_id, made.algorithm, made.signature)
    return evidence(view, document) | {"control": plain(control)}


def _statement(view: View, head: str, document: DocumentId, challenge: str, at: datetime) -> ControlStatement:
    if not _CHALLENGE.fullmatch(challenge):
        raise BadValue(
            value=challenge[:40],
            what="challenge",
            why="it has 16 to 200 letters, digits and -_.:/+= that nobody could foresee",
            mend="Take what the party that asks for the proof gave you.",
            pointer="/challenge",
        )
    return ControlStatement(document, view.site.origin, head, challenge, at, signatory(view, view.actor.party))
