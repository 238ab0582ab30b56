"""Documents of a carrier that is no party of this node: what only the carrier grants is refused by name, and no act is shown in vain."""

from __future__ import annotations

import pytest

from landsea import lading
from landsea.lading import DocumentId, LineAmount, Medium, OtherForm, Purpose
from landsea.lading.model import IssuerElsewhere
from landsea.lading.platforms.refusals import NotSurrendering
from landsea.lading.service.platforms.accepting import receive
from landsea.lading.wire.dcsa import render_transport_document
from tests.lading.samples import content
from tests.lading.world import SIGN, World

FORM = OtherForm(Medium.PLATFORM, "SYNP 1")


def received(world: World) -> DocumentId:
    """Held by the shipper; no carrier and no platform is configured."""
    said = render_transport_document(content())
    return world.as_node(lambda work: receive(work, said, world.shipper.party, FORM))


def test_what_only_a_carrier_elsewhere_grants_is_refused_and_not_offered(world: World) -> None:
    document = received(world)
    with world.journal.view(world.shipper.actor) as view:
        shown = {act.value for act in lading.possible_acts(view, lading.get_document(view, document))}
    assert shown == {"transfer", "offer", "pledge"}, "nobody is configured to answer a surrender, or to take it on"
    wanted = {
        "ask_part": ([LineAmount(0, 1, 1)], SIGN),
        "leave": (OtherForm(Medium.PAPER, "three originals"), SIGN),
    }
    for name, about in wanted.items():
        with pytest.raises(IssuerElsewhere):
            world.act(world.shipper, name, document, *about)
    world.transfer(world.shipper, document, world.operator)
    with pytest.raises(IssuerElsewhere):
        world.act(world.operator, "amend", document, {"booking": "SYNTHETIC-B9"}, "typing error", SIGN)


def test_a_surrender_that_nobody_would_answer_is_refused(world: World) -> None:
    """The document would wait for ever, and its holder could do nothing with it."""
    document = received(world)
    for purpose in Purpose:
        with pytest.raises(NotSurrendering):
            world.act(world.shipper, "surrender", document, SIGN, purpose)
    assert world.see(world.shipper, document).title.is_operative
