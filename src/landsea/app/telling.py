"""Whom each fact may be told to: asked of its room, in the name of the party, by the door that shows the party the same thing.

A fact that is not named here is told to nobody, and neither is one whose stream its room's door does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from landsea import consignment, identity, lading, network, planner, tracking
from landsea.journal import View
from landsea.kernel import Fact, NotFound, Recorded
from landsea.notify import Courier, Topic
from landsea.policy import DataClass
from landsea.runtime import Settings, Vault, read_or_make_secret

Facts = Iterable[type[Fact]]
Get = Callable[[View, str], object]
Sight = Callable[[View, Recorded[Any]], bool]


def make_courier(settings: Settings) -> Courier:
    """What webhooks need, for the node of these settings."""
    secret = read_or_make_secret(settings.home / "node.secret", settings.node_secret)
    return Courier(Vault(secret), topics(), any_address=settings.webhook_addresses == "any")


def topics() -> dict[type[Fact], Topic]:
    consignments = {"consignment:": consignment.get_consignment, "quote:": consignment.get_quote}
    plans = {"plan/": _get_plan, "study/": planner.get_study, "proposal/": planner.get_proposal}
    return {
        **_of("identity", DIRECTORY, DataClass.PARTY, lambda view, recorded: True),
        **_of("network", network.PROJECTION.facts, DataClass.SCHEDULE, lambda view, recorded: True),
        **_of("consignment", consignment.PROJECTION.facts, DataClass.CONSIGNMENT, _shown_by(consignments)),
        **_of("consignment", QUOTES, DataClass.COMMERCIAL, _shown_by(consignments)),
        **_of("lading", lading.PROJECTION.facts, DataClass.TITLE_ACT, _shown_by(DOCUMENTS)),
        **_of("lading", _with_content(lading.PROJECTION.facts), DataClass.TRANSPORT_DOCUMENT, _shown_by(DOCUMENTS)),
        **_of("lading", EXCHANGED, DataClass.TRANSPORT_DOCUMENT, _shown_by(DOCUMENTS)),
        **_of("tracking", (tracking.EventsReceived,), DataClass.EVENT, _its_own),
        **_of("tracking", EXCEPTIONS, DataClass.EVENT, _on_its_consignment),
        **_of("planner", planner.PROJECTION.facts, DataClass.COMMERCIAL, _shown_by(plans)),
    }


DIRECTORY: Facts = (
    identity.PartyRegistered,
    identity.TitleKeyRegistered,
    identity.TitleKeySuperseded,
    identity.TitleKeyRecoveryRequested,
    identity.TitleKeyRecoveryApproved,
)
"""What every user of the node sees of every party; the reason of a recovery is in the private part."""
QUOTES: Facts = (
    consignment.QuoteGiven,
    consignment.QuoteAccepted,
    consignment.QuoteWithdrawn,
    consignment.QuoteExpired,
)
EXCHANGED: Facts = (lading.EnvelopeBegun, lading.EnvelopeSending, lading.IssuanceReceived)
"""Messages of other platforms and to them that have the whole document in them."""
EXCEPTIONS: Facts = (tracking.CutoffMissed, tracking.ConnectionMissed, tracking.ExceptionResolved)
DOCUMENTS: Mapping[str, Get] = {
    "document:": lading.get_document,
    "waybill-credential:": lading.get_document,
    "interchange:": lading.get_exchange,
    "elsewhere:": consignment.get_consignment,
}


def _of(room: str, facts: Facts, data_class: DataClass, may_see: Sight) -> dict[type[Fact], Topic]:
    return {fact: Topic(room, data_class.value, may_see) for fact in facts}


def _with_content(facts: Facts) -> Facts:
    """Facts that carry what a document says."""
    return [fact for fact in facts if any(field.name == "content" for field in fields(fact))]  # type: ignore[arg-type]


def _shown_by(doors: Mapping[str, Get]) -> Sight:
    """Who is shown the record that the stream is about: `doors` by the stream's beginning, the record's id behind it."""

    def sight(view: View, recorded: Recorded[Any]) -> bool:
        for beginning, get in doors.items():
            if recorded.stream.startswith(beginning):
                return _found(get, view, recorded.stream.removeprefix(beginning))
        return False

    return sight


def _get_plan(view: View, id: str) -> object:
    return planner.get_joint(view, id) if id.startswith("jpl_") else planner.get(view, id)


def _found(get: Get, view: View, id: str) -> bool:
    try:
        get(view, id)
    except NotFound:
        return False
    return True


def _on_its_consignment(view: View, recorded: Recorded[Any]) -> bool:
    return _found(consignment.get_consignment, view, recorded.fact.consignment)


def _its_own(view: View, recorded: Recorded[Any]) -> bool:
    """A batch of events names its source and counts events of others: it is its sender's alone."""
    return recorded.party == view.actor.party
