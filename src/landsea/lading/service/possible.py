"""What the actor may do with a document now: by the table, and by what stands beside the document."""

from __future__ import annotations

from collections.abc import Callable

from landsea import consignment, identity, journal
from landsea.journal import TitleActsDisabled, View
from landsea.kernel import Refusal
from landsea.lading import rules, store_chain, store_interchange
from landsea.lading.model import ActKind, State
from landsea.lading.service.parts import has_a_sibling_to_merge_with, mergers
from landsea.lading.service.platforms.disputes import find_dispute
from landsea.lading.service.platforms.surrender import carrier_for
from landsea.lading.store import StoredDocument


def possible_acts(view: View, found: StoredDocument) -> tuple[ActKind, ...]:
    """Each act once, in the table's order: none that could only be refused. What an act names (a party without a key) may still be."""
    if not _are_enabled(view):
        return ()
    key = identity.find_own_title_key(view)
    acts = rules.possible_acts(found.title, view.actor.party, view.now, key.id if key else None)
    mine = (act for act in acts if view.actor.role in rules.roles_for(act))
    return tuple(act for act in mine if act not in _BESIDE or _BESIDE[act](view, found))


def _are_enabled(view: View) -> bool:
    """Not in a restored or cloned node before its operator has confirmed the last checkpoint."""
    try:
        journal.require_title_acts(view)
    except TitleActsDisabled:
        return False
    return True


def _is_free(view: View, found: StoredDocument) -> bool:
    """A captured record becomes operative if its consignment has no operative document."""
    record = consignment.get_consignment_unfiltered(view, found.content.consignment)
    return consignment.may(consignment.Act.BIND, record, view.actor)


def _is_ready(view: View, found: StoredDocument) -> bool:
    """A merger is granted when it was asked for on all its documents."""
    asked = found.title.proposal
    if asked is None or asked.act is not ActKind.ASK_MERGE:
        return True
    try:
        mergers(view, found)
    except Refusal:
        return False
    return True


def _has_somebody_to_answer(view: View, found: StoredDocument) -> bool:
    return found.title.issuer is not None or carrier_for(view, found.title.document) is not None


def _has_somewhere_to_go(view: View, found: StoredDocument) -> bool:
    """Paper is its issuer's; registers are configured."""
    if found.title.issuer is not None:
        return True
    platforms = store_interchange.list_counterparts(view.connection)
    return any("receive-envelopes" in one.may for one in platforms) or bool(store_chain.list_chains(view.connection))


def _may_be_ordered(view: View, found: StoredDocument) -> bool:
    """Of what is under way only where it is, and only once its receiver disputes it."""
    is_elsewhere = found.title.state in (State.LEAVING, State.AWAY)
    return not is_elsewhere or find_dispute(view, found.title.document) is not None


_BESIDE: dict[ActKind, Callable[[View, StoredDocument], bool]] = {
    ActKind.ACTIVATE: _is_free,
    ActKind.ASK_MERGE: has_a_sibling_to_merge_with,
    ActKind.GRANT: _is_ready,
    ActKind.SURRENDER: _has_somebody_to_answer,
    ActKind.LEAVE: _has_somewhere_to_go,
    ActKind.ORDER: _may_be_ordered,
}
