"""Surrender to a carrier on another platform as PINT envelopes: SURRENDER_FOR_* there, SACC or SREJ back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from landsea import journal, lading
from landsea.lading import DocumentId, Purpose, State, store_interchange
from landsea.lading.api.platforms import outgoing_body
from landsea.lading.model import ActKind
from landsea.lading.service import platforms
from landsea.lading.service.platforms import worker
from landsea.lading.service.platforms.client import Answer
from landsea.lading.service.platforms.keys import sign_as_platform
from tests.lading.pint import standard
from tests.lading.pint.counterpart import payload_of, sha256
from tests.lading.pint.nodes import Platform
from tests.lading.pint.test_http_sending import (
    allow,
    deliver,
    held,
    pair,  # noqa: F401 - the fixture
    send,
    state,
)
from tests.lading.world import SIGN
from tests.support.journals import table_dump

Pair = tuple[Platform, Platform]


def only_envelopes(here: Platform, other: Platform) -> None:
    """The other platform's carrier does not answer eBL Surrender."""
    with here.world.journal.view(here.world.operator.actor) as view:
        known = platforms.get_counterpart(view, other.code)
    given = replace(known, may=("send-envelopes", "receive-envelopes"))
    here.world.run(here.world.operator, lambda work: platforms.configure_counterpart(work, given))


def given_away(a: Platform, b: Platform) -> tuple[DocumentId, DocumentId]:
    """Issued by A's carrier, held on B: its ids on both."""
    only_envelopes(b, a)
    allow(b, "CN")
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer)
    deliver(a)
    (there,) = held(b, b.world.buyer)
    return document, there


def surrendered(b: Platform, there: DocumentId, purpose: Purpose = Purpose.DELIVERY, words: str = "") -> None:
    b.world.run(b.world.buyer, lambda work: platforms.surrender_elsewhere(work, there, SIGN, purpose, "", words))


def answered(a: Platform, document: DocumentId, accept: bool) -> None:
    """As any surrender: by the room's door, which knows whence it came."""
    if accept:
        a.world.run(a.world.operator, lambda work: lading.accept_surrender(work, document, SIGN))
    else:
        a.world.run(a.world.operator, lambda work: lading.reject_surrender(work, document, "freight unpaid", SIGN))


def refusing(who: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next answers are `who`'s signed BENV."""

    def call(base: str, method: str, path: str, body: bytes) -> Answer:
        entry = json.loads(body)["envelopeTransferChain"][-1]
        said = {"lastEnvelopeTransferChainEntrySignedContentChecksum": sha256(entry), "responseCode": "BENV"}
        return Answer(422, json.dumps(sign_as_platform(who.world.journal.signer, said)).encode())

    monkeypatch.setattr(worker, "call", call)


def last(here: Platform, document: DocumentId) -> store_interchange.Outgoing:
    """What was sent about the document last."""
    with here.world.journal.view(journal.NODE) as view:
        found = store_interchange.newest_outgoing(view.connection, f"document:{document}")
    assert found is not None
    return found


def entry(here: Platform, document: DocumentId) -> dict[str, Any]:
    """The newest entry of the envelope that was sent last, which has the shape of the standard."""
    body = json.loads(last(here, document).body)
    assert standard.errors("PINT", "EblEnvelope", body) == []
    said = payload_of(body["envelopeTransferChain"][-1])
    assert standard.errors("PINT", "EnvelopeTransferChainEntry", said) == []
    return said


def outcome(of: tuple[Platform, DocumentId]) -> str:
    return str(outgoing_body(last(*of))["state"])


def newest(here: Platform, document: DocumentId) -> dict[str, Any]:
    return dict(entry(here, document)["transactions"][-1])


@pytest.mark.parametrize(
    ("purpose", "action", "reason"),
    [
        (Purpose.DELIVERY, "SURRENDER_FOR_DELIVERY", None),
        (Purpose.PAPER, "SURRENDER_FOR_AMENDMENT", "SWTP"),
    ],
)
def test_a_surrender_that_is_accepted_ends_the_document_on_both_platforms(
    pair: Pair,  # noqa: F811
    purpose: Purpose,
    action: str,
    reason: str | None,
) -> None:
    a, b = pair
    document, there = given_away(a, b)
    surrendered(b, there, purpose, "Synthetic words")
    assert (state(b, there)[0], state(a, document)[0]) == (State.SURRENDERED, State.AWAY)
    said = newest(b, there)
    assert (said["actionCode"], said.get("reasonCode"), said["comments"]) == (action, reason, "Synthetic words")
    deliver(b)
    assert (state(b, there)[0], state(a, document)[0]) == (State.SURRENDERED, State.SURRENDERED)
    with a.world.journal.view(a.world.operator.actor) as view:
        assert lading.get_document(view, document).title.purpose is (purpose if reason else Purpose.DELIVERY)
    answered(a, document, True)
    assert newest(a, document)["actionCode"] == "SACC"
    assert state(b, there)[0] is State.SURRENDERED, "until it is told"
    deliver(a)
    assert (state(a, document)[0], state(b, there)[0]) == (State.ACCEPTED, State.ACCEPTED)
    assert [outcome(one) for one in ((a, document), (b, there))] == ["accepted", "accepted"]
    for one in pair:
        before = table_dump(one.world.journal)
        journal.rebuild(one.world.journal)
        assert table_dump(one.world.journal) == before


def test_a_surrender_that_is_rejected_gives_the_document_back_and_it_goes_on(pair: Pair) -> None:  # noqa: F811
    a, b = pair
    document, there = given_away(a, b)
    b.world.transfer(b.world.buyer, there, b.world.shipper)
    b.world.transfer(b.world.shipper, there, b.world.buyer)
    surrendered(b, there)
    deliver(b)
    answered(a, document, False)
    assert (newest(a, document)["actionCode"], newest(a, document)["comments"]) == ("SREJ", "freight unpaid")
    deliver(a)
    assert (state(a, document)[0], state(b, there)[0]) == (State.AWAY, State.ISSUED)
    with b.world.journal.view(b.world.buyer.actor) as view:
        assert "freight unpaid" in lading.acts_of(view, there)[-1].act.statement.reason
    b.world.transfer(b.world.buyer, there, b.world.bank)
    send(b, b.world.bank, there, a, a.world.bank)
    actions = [one["actionCode"] for one in entry(b, there)["transactions"]]
    assert actions == ["ENDORSE_TO_ORDER", "TRANSFER"] * 2, "what was told with the surrender is not told again"
    deliver(b)
    assert (state(a, document)[0], state(b, there)[0]) == (State.ISSUED, State.AWAY)


def test_a_surrender_that_the_platform_refuses_was_none(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    a, b = pair
    document, there = given_away(a, b)
    surrendered(b, there)
    refusing(a, monkeypatch)
    deliver(b, 1)
    assert (state(b, there)[0], outcome((b, there))) == (State.ISSUED, "refused")
    monkeypatch.undo()
    surrendered(b, there)
    deliver(b)
    assert state(a, document)[0] is State.SURRENDERED


def test_a_rejection_that_is_refused_leaves_the_surrender_to_be_answered(
    pair: Pair,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, b = pair
    document, there = given_away(a, b)
    surrendered(b, there, Purpose.AMENDMENT)
    deliver(b)
    answered(a, document, False)
    refusing(b, monkeypatch)
    deliver(a, 1)
    assert state(a, document)[0] is State.SURRENDERED
    with a.world.journal.view(a.world.operator.actor) as view:
        found = lading.get_document(view, document)
        assert (found.title.purpose, ActKind.REJECT in lading.possible_acts(view, found)) == (Purpose.AMENDMENT, True)
    monkeypatch.undo()
    answered(a, document, True)
    deliver(a)
    assert (state(a, document)[0], state(b, there)[0]) == (State.ACCEPTED, State.ACCEPTED)
