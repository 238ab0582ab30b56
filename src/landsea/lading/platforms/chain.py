"""What a transfer chain means: its links, and who possesses the document after each transaction (PINT 3.0.0, `Transaction`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from landsea.lading.platforms.profiles import Profile
from landsea.lading.platforms.values import Action, Entry, Party, Transaction


class BadChain(ValueError):
    """The chain contradicts itself or the standard; the message says where and why."""


class Effect(StrEnum):
    """What the newest transaction does to its recipient."""

    POSSESSION = "possession"
    """Possession passes to the recipient: ISSUE, TRANSFER, SURRENDER_*, SREJ."""
    NOTICE = "notice"
    """The recipient is told, and possesses nothing by it: ENDORSE, ENDORSE_TO_ORDER, SACC."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the whole chain says. `effect`, `recipient` and `action` are the newest transaction's; `surrendered_by` waits for an answer.

    `endorsed` is the newest endorsement (empty: none), `endorsee` to whom.
    """

    issuer: Party
    possessor: Party
    effect: Effect
    recipient: Party | None
    action: str = Action.ISSUE
    surrendered_by: Party | None = None
    ended: bool = False
    endorsed: str = ""
    endorsee: Party | None = None


ENDORSEMENTS = frozenset({Action.ENDORSE, Action.ENDORSE_TO_ORDER, Action.BLANK_ENDORSE})
SURRENDERS = frozenset({Action.SURRENDER_FOR_DELIVERY, Action.SURRENDER_FOR_AMENDMENT})
NEEDS_RECIPIENT = frozenset({Action.TRANSFER, Action.ENDORSE, Action.ENDORSE_TO_ORDER}) | SURRENDERS


def require_links(entries: Sequence[Entry], document_checksum: str) -> None:
    """Each entry names the checksum of the one before, the first names none, and all speak of this document. Raises `BadChain`."""
    before = ""
    for number, entry in enumerate(entries, start=1):
        if entry.previous != before:
            raise BadChain(
                f"entry {number} does not name the checksum of entry {number - 1}"
                if before
                else "the first entry names an entry before it"
            )
        if entry.document_checksum != document_checksum:
            raise BadChain(f"entry {number} speaks of another transport document")
        if number > 1 and (entry.registry or entry.issuance_manifest):
            raise BadChain(f"entry {number} has what only the first may have")
        before = entry.jws.checksum


def meaning_of(entries: Sequence[Entry], negotiable: bool, profile: Profile) -> Meaning:
    """Walks all transactions. Raises `BadChain` at the first that may not follow."""
    first = entries[0].transactions[0]
    # PINT: ISSUE exactly once, the first transaction of the first entry.
    if first.action != Action.ISSUE or first.recipient is None:
        raise BadChain("the first transaction must be ISSUE, to a recipient")
    meaning = Meaning(first.actor, first.recipient, Effect.POSSESSION, first.recipient)
    for number, entry in enumerate(entries, start=1):
        for index, transaction in enumerate(entry.transactions, start=1):
            if (number, index) != (1, 1):
                where = f"transaction {index} of entry {number}"
                meaning = _after(meaning, _as_read(transaction, profile), entry.platform, negotiable, profile, where)
    return meaning


def _as_read(transaction: Transaction, profile: Profile) -> Transaction:
    if transaction.action == Action.ISSUE and profile.later_issue_is_transfer:
        return replace(transaction, action=Action.TRANSFER)
    return transaction


def _after(
    before: Meaning, done: Transaction, platform: str, negotiable: bool, profile: Profile, where: str
) -> Meaning:
    _require_allowed(before, done, negotiable, where)
    if not profile.possession_unlinked:
        _require_possession(before, done, platform, where)
    step = STEPS[Action(done.action)]
    after = step(before, done)
    return replace(after, action=done.action, recipient=done.recipient)


def _require_allowed(before: Meaning, done: Transaction, negotiable: bool, where: str) -> None:
    # PINT: once SACC is recorded, no further transactions are permitted.
    if before.ended:
        raise BadChain(f"{where} comes after the surrender was accepted")
    if done.action not in STEPS:
        raise BadChain(f"{where} has the action {done.action!r}, which may not stand there")
    answers = done.action in (Action.SACC, Action.SREJ)
    if answers != (before.surrendered_by is not None):
        raise BadChain(f"{where} {'answers no surrender' if answers else 'comes before the surrender is answered'}")
    if done.action in NEEDS_RECIPIENT and done.recipient is None:
        raise BadChain(f"{where} has no recipient")
    if done.action in ENDORSEMENTS and not negotiable:
        raise BadChain(f"{where} endorses a document that is not to order")
    # PINT: a surrender that is not addressed to the carrier that issued -> BENV.
    if done.action in SURRENDERS and not (done.recipient and _is_carrier(before.issuer, done.recipient)):
        raise BadChain(f"{where} surrenders to another than the issuing carrier")


def _is_carrier(issuer: Party, party: Party) -> bool:
    """The carrier by a code in common: it may answer from another platform than it issued on."""
    return bool({one.key for one in issuer.codes} & {one.key for one in party.codes})


def _require_possession(before: Meaning, done: Transaction, platform: str, where: str) -> None:
    if before.possessor.platform != platform:
        raise BadChain(f"{where} is recorded by {platform}, but the document is at {before.possessor.platform}")
    if not done.actor.is_same_as(before.possessor):
        raise BadChain(f"{where} is done by {done.actor.name}, who does not possess the document")


def _moved(before: Meaning, done: Transaction) -> Meaning:
    return replace(before, possessor=done.recipient or before.possessor, effect=Effect.POSSESSION)


def _told(before: Meaning, _: Transaction) -> Meaning:
    return replace(before, effect=Effect.NOTICE)


def _endorsed(before: Meaning, done: Transaction) -> Meaning:
    return replace(before, effect=Effect.NOTICE, endorsed=done.action, endorsee=done.recipient)


def _surrendered(before: Meaning, done: Transaction) -> Meaning:
    return replace(_moved(before, done), surrendered_by=before.possessor)


def _accepted(before: Meaning, _: Transaction) -> Meaning:
    return replace(before, effect=Effect.NOTICE, ended=True)


def _rejected(before: Meaning, _: Transaction) -> Meaning:
    """SREJ returns possession to who surrendered."""
    back = before.surrendered_by or before.possessor
    return replace(before, possessor=back, effect=Effect.POSSESSION, surrendered_by=None)


STEPS: dict[Action, Callable[[Meaning, Transaction], Meaning]] = {
    Action.TRANSFER: _moved,
    Action.ENDORSE: _endorsed,
    Action.ENDORSE_TO_ORDER: _endorsed,
    Action.BLANK_ENDORSE: _endorsed,
    Action.SIGN: _told,
    Action.SURRENDER_FOR_DELIVERY: _surrendered,
    Action.SURRENDER_FOR_AMENDMENT: _surrendered,
    Action.SACC: _accepted,
    Action.SREJ: _rejected,
}
"""What each transaction after the issue does. `ISSUE` has no row: it stands first and once."""
