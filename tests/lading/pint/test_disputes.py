"""A disputed transfer (DISE) is settled by two people of the register's operator, on record for ever: here, or there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from landsea import journal, lading
from landsea.app.cli import app
from landsea.kernel import BadValue
from landsea.lading import DocumentId, OrderKind, State
from landsea.lading.model import ActKind, IsElsewhere, Medium, NoOrder, NotElsewhere, SecondPersonNeeded
from landsea.lading.platforms.refusals import NotDisputed
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from tests.lading.pint.nodes import Platform, make_platform, serving, strict_counterpart
from tests.lading.pint.receiver import CODE, PARTY, Receiver, code, receiving
from tests.lading.pint.test_http_sending import DETAILS, Later, deliver
from tests.lading.world import SIGN
from tests.support import people
from tests.support.journals import table_dump
from tests.support.people import PASSPHRASE, Person

Stage = tuple[Platform, Receiver, Person]


@pytest.fixture
def stage(tables_url: str, tmp_path: Path) -> Iterator[Stage]:
    """The node, a synthetic receiver, and a second person of the node's operator."""
    made = make_platform(tables_url, tmp_path, "SYNS")
    operator = made.world.operator
    carrier = made.world.run(operator, lambda work: platforms.describe_carrier(work, operator.party, DETAILS))
    with serving(made) as node, receiving({"SYNS": [node.certificate]}, [carrier]) as there:
        known = {"jurisdiction": "CN", "profile": "dcsa-ctk", "base_url": there.url}
        strict_counterpart(node, CODE, there.keys, **known)
        yield node, there, people.make_second_signer(node.world.journal, operator)
    made.world.journal.database.close()


def send(stage: Stage, document: DocumentId) -> None:
    node = stage[0]
    named = (IdentifyingCode("ZZZ", "RECEIVER"),)
    command = platforms.SendDocument(document, CODE, PARTY["partyName"], named)
    node.world.run(node.world.shipper, lambda work: platforms.send(work, command, SIGN))


def disputed(stage: Stage) -> DocumentId:
    node, there, _ = stage
    document = node.world.issue()
    send(stage, document)
    there.script.append(code("DISE", reason="Synthetic: another chain"))
    deliver(node, 1)
    return document


def stands(stage: Stage, document: DocumentId) -> tuple[State, Medium, bool]:
    title = stage[0].world.see(stage[0].world.operator, document).title
    return title.state, title.medium, title.order is not None


def may(stage: Stage, document: DocumentId) -> tuple[ActKind, ...]:
    with stage[0].world.journal.view(stage[0].world.operator.actor) as view:
        return lading.possible_acts(view, lading.get_document(view, document))


def begin(stage: Stage, document: DocumentId, how: OrderKind, case: str = "minutes of 21 November") -> None:
    stage[0].world.act(stage[0].world.operator, "begin_order", document, how, case, SIGN)


def confirm(stage: Stage, document: DocumentId, by: Person | None = None) -> None:
    stage[0].world.act(by or stage[2], "confirm_order", document, SIGN)


def test_it_stays_and_can_be_sent_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    node, there, _ = stage
    document = disputed(stage)
    begin(stage, document, OrderKind.STAY)
    assert stands(stage, document) == (State.LEAVING, Medium.PLATFORM, True)
    with pytest.raises(SecondPersonNeeded):
        confirm(stage, document, node.world.operator)
    confirm(stage, document)
    assert stands(stage, document) == (State.ISSUED, Medium.LOG, False)
    assert node.world.see(node.world.shipper, document).title.holder == node.world.shipper.party
    Later(monkeypatch).advance(hours=3)
    deliver(node, 2)
    assert len(there.heard) == 1, "what was disputed is not sent any more"
    send(stage, document)
    deliver(node, 2)
    assert stands(stage, document)[0] is State.AWAY
    chain = there.heard[-1].body["envelopeTransferChain"]
    assert len(chain) == 1, "the disputed entry is no part of the chain"
    assert chain != there.heard[0].body["envelopeTransferChain"]
    before = table_dump(node.world.journal)
    journal.rebuild(node.world.journal)
    assert table_dump(node.world.journal) == before


def test_it_left_and_nobody_holds_it_here(stage: Stage) -> None:
    node = stage[0]
    document = disputed(stage)
    begin(stage, document, OrderKind.LEFT)
    confirm(stage, document)
    assert stands(stage, document) == (State.AWAY, Medium.PLATFORM, False)
    with node.world.journal.view(node.world.shipper.actor) as view:
        assert lading.get_document(view, document).title.holder is None
        acts = lading.acts_of(view, document)
        (told,) = platforms.list_sent(view, document)
    assert [one.act.statement.act.value for one in acts][-2:] == ["order", "confirm"]
    assert acts[-2].act.statement.says.case == "minutes of 21 November"
    assert acts[-2].act.key_id != acts[-1].act.key_id
    assert (told.state["sending"]["outcome"], "minutes of" in told.asks) == ("accepted", True)
    before = table_dump(node.world.journal)
    journal.rebuild(node.world.journal)
    assert table_dump(node.world.journal) == before


def test_only_what_is_disputed_is_settled(stage: Stage) -> None:
    node, _, second = stage
    document = node.world.issue()
    with pytest.raises(NotDisputed):
        begin(stage, document, OrderKind.STAY)
    send(stage, document)
    with pytest.raises(NotDisputed):
        begin(stage, document, OrderKind.STAY)
    assert ActKind.ORDER not in may(stage, document)
    with pytest.raises(IsElsewhere):
        begin(stage, document, OrderKind.FREEZE)
    deliver(node, 1)
    with pytest.raises(NotDisputed):
        begin(stage, document, OrderKind.LEFT)
    again = disputed(stage)
    assert ActKind.ORDER in may(stage, again)
    with pytest.raises(BadValue):
        begin(stage, again, OrderKind.STAY, " ")
    begin(stage, again, OrderKind.STAY)
    node.world.act(second, "revoke_order", again, "not yet clear", SIGN)
    with pytest.raises((NoOrder, IsElsewhere, NotElsewhere)):
        confirm(stage, again)
    assert stands(stage, again) == (State.LEAVING, Medium.PLATFORM, False)


def test_from_the_command_line(stage: Stage) -> None:
    node, _, second = stage
    document = disputed(stage)

    def run(who: Person, *words: str) -> Any:
        options = ["--url", node.url, "--key", who.api_key]
        return CliRunner().invoke(app, ["platform", *words, *options], env={"LANDSEA_PASSPHRASE": PASSPHRASE})

    begun = run(node.world.operator, "settle", document, "stay", "--case", "minutes of 21 November")
    assert begun.exit_code == 0, begun.output
    alone = run(node.world.operator, "settle", document, "confirm")
    assert (alone.exit_code, "order-needs-second-person" in alone.output) == (1, True), alone.output
    confirmed = run(second, "settle", document, "confirm")
    assert confirmed.output.split() == [document, "issued"]
    assert run(node.world.shipper, "receiver", CODE, "ZZZ:RECEIVER").output.strip() == PARTY["partyName"]
