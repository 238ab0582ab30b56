"""An outside conformance run as `docs/standards/pint.md` sets it up: 19 + 6 + 13 scenarios, twice in sequence, on one running node.

The whole application, over plain HTTP, by a client that offers `Upgrade: h2c`; once more on PostgreSQL. Every scenario comes with the
toolkit's one document number, under a base URL of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from landsea.app.node import Node
from landsea.app.rooms import projections
from landsea.app.server import create_app
from landsea.lading import DocumentId
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from landsea.lading.service.platforms import send_due
from tests.app.nodes import populate, settings_for
from tests.lading.pint import scenarios
from tests.lading.pint.carrier import Listening, listening
from tests.lading.pint.counterpart import CARRIER, SENDER
from tests.lading.pint.nodes import Platform, running
from tests.lading.world import SIGN
from tests.support.journals import make_journal
from tests.support.prepared import Prepared

CARRIER_CODE = {"provider": "NMFTA", "code": "ZZZZ"}
TWICE = [("sqlite", "first"), ("sqlite", "again")]
rounds = pytest.mark.parametrize(("outside", "name"), [*TWICE, ("postgres", "first")], indirect=["outside"])
twice = pytest.mark.parametrize(("outside", "name"), TWICE, indirect=["outside"])


@dataclass
class Outside:
    """The node, the toolkit's synthetic counterparts that listen, and what was seeded for the surrender scenarios."""

    node: Platform
    carrier: Listening
    platform: Listening

    def step(self) -> None:
        """The worker's turn, which a node takes once a second."""
        send_due(self.node.world.journal)

    def number(self, document: DocumentId) -> str:
        return str(self.node.done(self.node.world.operator, "GET", f"/v1/documents/{document}")["number"])


@pytest.fixture(scope="module")
def outside(
    request: pytest.FixtureRequest, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("conformance")
    with ExitStack() as stack:
        url = prepared.sqlite(folder / "node.sqlite3") if request.param == "sqlite" else ""
        settings = settings_for(url or stack.enter_context(prepared.postgres()), folder)
        journal = make_journal(url or settings.database_url, folder, *projections()[1:])
        stack.callback(journal.database.close)
        world = populate(Node(settings, journal))
        port = stack.enter_context(running(create_app(Node(settings, journal), workers=False)))
        node = Platform(world, "LSEA", port)
        carrier, platform = stack.enter_context(listening()), stack.enter_context(listening())
        set_up(node, carrier.url, platform.url)
        yield Outside(node, carrier, platform)


def set_up(node: Platform, carrier_url: str, platform_url: str) -> None:
    """What `docs/standards/pint.md` has an operator configure, by the API."""
    operator = node.world.operator
    node.done(operator, "POST", "/v1/platform", {"code": node.code}, 201)
    address = {"street": "No such street", "city": "Chongqing", "country": "CN"}
    desk = {"contact_name": "Synthetic desk", "contact_email": "desk@synthetic.example"}
    node.done(operator, "PUT", f"/v1/platform/carriers/{operator.party}", {"carrier": CARRIER_CODE, **address, **desk})
    carrier = {"certificates": [CARRIER.certificate], "carriers": [CARRIER_CODE], "base_url": carrier_url}
    sender = {"codes": ["WAVE", "BOLE"], "profile": "dcsa-ctk", "certificates": [SENDER.certificate]}
    counterparts: list[dict[str, Any]] = [
        {"name": "Synthetic carrier", **carrier, "may": ["ask-issuance", "answer-surrender"]},
        {"name": "DCSA toolkit", **sender, "may": ["send-envelopes", "receive-envelopes"]},
        {"name": "Synthetic platform", "codes": ["SYNP"], "base_url": platform_url, "may": ["issue", "ask-surrender"]},
    ]
    for one in counterparts:
        node.done(operator, "POST", "/v1/platforms", one | {"jurisdiction": "CN"}, 201)


def issued_elsewhere(outside: Outside, straight: bool) -> DocumentId:
    """A document of the carrier here, which the synthetic platform was asked to issue, and did."""
    world = outside.node.world
    document = world.issue(negotiable=not straight)
    holder = world.buyer if straight else world.shipper
    named = ("SYNP", "Synthetic Shipper", (IdentifyingCode("ZZZ", "SHIPPER"),))
    world.run(holder, lambda work: platforms.issue_elsewhere(work, document, *named, SIGN))
    outside.step()
    said = {"transportDocumentReference": outside.number(document), "issuanceResponseCode": "ISSU"}
    assert outside.node.call("POST", "/v3/ebl-issuance-responses", said)[0] == 204
    outside.platform.told.clear()
    return document


@contextmanager
def scenario(name: object) -> Iterator[None]:
    """Says which one failed."""
    try:
        yield
    except AssertionError as error:
        error.add_note(f"scenario {name}")
        raise


@rounds
def test_the_19_scenarios_of_pint_hold(outside: Outside, name: str) -> None:
    node = outside.node
    assert len(scenarios.PINT) == 19
    for number, steps in scenarios.PINT.items():
        with scenario(number):
            base = f"/trial/{name}-{number}"
            documents = 2 if "MD:2" in steps else 0
            scenarios.Receiving(node, base, node.party(node.world.buyer), documents).play(steps)


@rounds
def test_the_6_scenarios_of_issuance_hold(outside: Outside, name: str) -> None:
    assert len(scenarios.ISSUANCE) == 6
    for number, (kind, expected) in enumerate(scenarios.ISSUANCE.values(), start=1):
        with scenario((kind, expected)):
            base = f"/trial/{name}-i{number}"
            scenarios.Issuing(outside.node, base, outside.carrier, outside.step).play(kind, expected, "TDR-12345678")


@rounds
def test_the_13_scenarios_of_surrender_hold_for_the_carrier(outside: Outside, name: str) -> None:
    node, carrier = outside.node, outside.node.world.operator
    play = scenarios.Surrendering(node, "", outside.platform, outside.step)
    away: dict[tuple[bool, str, str], DocumentId] = {}
    for index, (straight, code, reason, action) in enumerate(scenarios.SURRENDER):
        with scenario((straight, code, reason, action)):
            kind = (straight, code, reason)
            away[kind] = away.get(kind) or issued_elsewhere(outside, straight)
            about = (outside.number(away[kind]), code, reason, action, f"SYN-{name}-{index}")
            play.answer(carrier, away[kind], *about)
    play.not_available(outside.number(node.world.issue()))


@twice
def test_the_12_scenarios_of_surrender_hold_for_the_holders_platform(outside: Outside, name: str) -> None:
    """The thirteenth asks only that a request is posted."""
    node, holder = outside.node, outside.node.world.shipper
    base = f"/trial/{name}-surrender"
    issuing = scenarios.Issuing(node, base, outside.carrier, outside.step)
    play = scenarios.Surrendering(node, base, outside.carrier, outside.step)
    known = {one["id"] for one in held(node)}
    for index, (straight, code, reason, action) in enumerate(scenarios.SURRENDER):
        with scenario((straight, code, reason, action)):
            issuing.play("STRAIGHT_EBL" if straight else "NEGOTIABLE_EBL", "ISSU", f"TDR-{index}")
            (document,) = {one["id"] for one in held(node)} - known
            play.ask(holder, document, code, reason, action)
            known |= {document}


def held(node: Platform) -> list[dict[str, Any]]:
    """What the shipper holds, by the API."""
    found: list[dict[str, Any]] = node.done(node.world.shipper, "GET", "/v1/documents?desk=held&limit=200")["data"]
    return found
