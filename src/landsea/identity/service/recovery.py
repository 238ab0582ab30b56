"""A title key that cannot be opened any more is replaced in plain sight, by two persons."""

from __future__ import annotations

from landsea.identity import rules, store
from landsea.identity.model import Recovery, RecoveryExists, TitleKeyRecoveryApproved, TitleKeyRecoveryRequested
from landsea.identity.service.parties import get_party, own_party
from landsea.identity.service.title_keys import stream_of
from landsea.journal import View, Work
from landsea.kernel import NotFound, Refusal, clean


def request_recovery(work: Work, reason: str) -> Recovery:
    """Asks for a new title key for the actor's user and party. All users of the node see that it was asked; only the party sees why."""
    user, party = rules.require_signer(work.actor, "request a recovery"), work.actor.party
    stream = stream_of(party)
    seen = work.version(stream)
    unfinished = store.find_open_recovery(work.connection, party, user)
    if unfinished is not None:
        raise RecoveryExists(recovery=unfinished.id, party=party, state=unfinished.state)
    active = store.find_active_title_key(work.connection, party, user)
    recovery_id = work.new_id("rec")
    replaces = active.id if active else None
    asked = TitleKeyRecoveryRequested(recovery_id, user, replaces, clean(reason, "reason", 500))
    work.append(stream, seen, asked)
    return get_recovery(work, recovery_id)


def approve_recovery(work: Work, recovery_id: str, party_id: str | None = None) -> Recovery:
    """By a second person. The user who asked then makes the new key, and the old one is superseded.

    `party_id`, when given, must be the recovery's party.
    """
    recovery = get_recovery(work, recovery_id)
    if party_id not in (None, recovery.party):
        raise NotFound(what="recovery", id=recovery_id)
    stream = stream_of(recovery.party)
    seen = work.version(stream)
    had_the_login = work.actor.user is not None and store.has_reset_login(
        work.connection, recovery.user, work.actor.user
    )
    by = rules.require_may_approve(work.actor, own_party(work), recovery, had_the_login)
    work.append(stream, seen, TitleKeyRecoveryApproved(recovery_id, by, work.actor.party))
    return get_recovery(work, recovery_id)


def get_recovery(view: View, recovery_id: str) -> Recovery:
    recovery = store.find_recovery(view.connection, recovery_id)
    if recovery is None:
        raise NotFound(what="recovery", id=recovery_id)
    return recovery


def recoveries_to_approve(view: View) -> list[tuple[Recovery, str]]:
    """Those that wait for a second person whom the actor can be, oldest first, each with the name of who asked: whoever approves a key
    must know whose it will be.
    """
    waiting = store.requested_recoveries(view.connection)
    return [(one, _asked_by(view, one)) for one in waiting if _may_approve(view, one)]


def _may_approve(view: View, recovery: Recovery) -> bool:
    by = view.actor.user
    had_the_login = by is not None and store.has_reset_login(view.connection, recovery.user, by)
    try:
        rules.require_may_approve(view.actor, own_party(view), recovery, had_the_login)
    except Refusal:
        return False
    return True


def _asked_by(view: View, recovery: Recovery) -> str:
    user = store.find_user(view.connection, recovery.user)
    return (user.name or user.email or "") if user else ""


def list_recoveries(view: View, party_id: str) -> list[Recovery]:
    """Visible to all users of the node, as the keys are."""
    return store.recoveries_of(view.connection, get_party(view, party_id).id)


def key_positions(view: View, party_id: str) -> dict[str, int]:
    """Fact kind and id of key or recovery -> position in the journal, for all key acts of a party."""
    found: dict[str, int] = {}
    for entry, fact in view.history(stream_of(party_id)):
        subject = getattr(fact, "key", None) or getattr(fact, "recovery", "")
        found[f"{entry.kind} {subject}"] = entry.position
    return found
