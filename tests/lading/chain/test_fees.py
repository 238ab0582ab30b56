"""A transaction that no block takes in time is sent again at a higher fee, up to the operator's limit; whichever copy is done is found."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from landsea.lading import DocumentId
from landsea.lading.chain import Prepared, Progress
from landsea.lading.escrow import Address, Operation
from landsea.lading.service import chain as service
from landsea.lading.service.chain import Step, Waiting, sending
from tests.lading.chain.anvil import require_installed
from tests.lading.chain.desk import Crash, Desk
from tests.support.people import PASSPHRASE

GWEI = 10**9


def first(fee: int, tip: int | None) -> Prepared:
    return Prepared(1, Address("0x" + "11" * 20), 0, "0x00", "00", 100_000, fee, tip)


def rising(fee: int, tip: int | None, limit: int) -> list[dict[str, int]]:
    require_installed()
    from landsea.lading.chain.transactions import rising_fees

    return list(rising_fees(first(fee, tip), limit))


@pytest.mark.parametrize("limit", [30, 33, 50, 100, 10_000])
@pytest.mark.parametrize("tip", [0, 1, 20, 30])
def test_each_copy_pays_a_tenth_more_in_both_fees_and_never_more_than_the_limit(tip: int, limit: int) -> None:
    paid = [(30, tip), *((one["maxFeePerGas"], one["maxPriorityFeePerGas"]) for one in rising(30, tip, limit))]
    for (fee, gift), (more, greater) in pairwise(paid):
        assert more * 10 >= fee * 11
        assert greater * 10 >= gift * 11
        assert greater <= more <= limit
    assert len(paid) == {30: 1, 33: 2, 50: 2, 100: 3, 10_000: 5}[limit]


def test_without_a_base_fee_the_gas_price_rises() -> None:
    assert rising(10, None, 45) == [{"gasPrice": 20}, {"gasPrice": 40}, {"gasPrice": 45}]


# On a chain whose blocks take nothing


def waiting(desk: Desk, document: DocumentId, operation: str = "mint") -> Waiting:
    return next(one for one in desk.chain_state(document).transactions if one.operation == operation)


def late(desk: Desk, document: DocumentId) -> Waiting:
    """After a round in which it was waited for too long."""
    desk.work()
    desk.let_time_pass(document)
    desk.work()
    return waiting(desk, document)


def minting(desk: Desk) -> DocumentId:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    return document


def knows(desk: Desk, one: Prepared) -> bool:
    return desk.local.registry.node.knows(one.hash)


def mined(desk: Desk, document: DocumentId) -> str:
    (act,) = desk.chain_state(document).acts
    assert act.operation is Operation.MINT
    return act.transaction


def test_what_no_block_takes_in_time_is_sent_again_at_a_higher_fee_and_done_once(desk: Desk) -> None:
    document = minting(desk)
    desk.work(2)
    assert waiting(desk, document).copy == 0, "its time is not over"
    raised = late(desk, document)
    assert (raised.copy, raised.progress) == (1, Progress.WAITING)
    assert knows(desk, raised.prepared)
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert mined(desk, document) == raised.prepared.hash
    nonce = desk.local.registry.node.nonce(raised.prepared.sender)
    assert nonce == raised.prepared.nonce + 1


def test_a_copy_that_was_replaced_and_yet_is_mined_is_the_one_act(desk: Desk) -> None:
    document = minting(desk)
    copies = late(desk, document).copies
    desk.local.anvil.ask("anvil_dropAllTransactions")
    desk.local.registry.send(copies[0])
    desk.local.anvil.mine(3)
    desk.work(2)
    assert desk.operative(document) == (False, True)
    assert mined(desk, document) == copies[0].hash == waiting(desk, document).prepared.hash
    assert waiting(desk, document).due is None


@pytest.mark.parametrize("moment", ["before the send", "after the send", "before the record"])
def test_a_crash_while_the_fee_is_raised_repeats_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    from landsea.lading.chain.registry import TokenRegistry

    document, real = minting(desk), TokenRegistry.send
    desk.work()
    desk.let_time_pass(document)

    def dying(self: TokenRegistry, prepared: Prepared) -> None:
        if moment != "before the send":
            real(self, prepared)
        raise Crash

    def dead(*_: Any) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(*((sending, "note", dead) if moment == "before the record" else (TokenRegistry, "send", dying)))
        with pytest.raises(Crash):
            desk.work()
    desk.work()
    raised = waiting(desk, document)
    assert raised.copy == 1
    assert knows(desk, raised.prepared)
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert mined(desk, document) == raised.prepared.hash


def test_at_the_limit_of_the_settings_people_are_told_and_it_waits_on(desk: Desk) -> None:
    before = desk.sign(desk.world.operator, desk.leave(), Step.MINT).prepared
    desk.settle()
    desk.configure(fee_gwei_max=before.gas * before.fee_wei * 3 // 2 // GWEI)
    document = desk.leave()
    copies = desk.sign(desk.world.operator, document, Step.MINT).copies
    assert 1 < len(copies) < 5
    for copy in range(1, len(copies)):
        raised = late(desk, document)
        assert (raised.copy, raised.asks) == (copy, "")
    told = late(desk, document)
    assert (told.copy, told.progress) == (len(copies) - 1, Progress.WAITING)
    assert "no higher fee was signed" in told.asks
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert waiting(desk, document).asks == ""


def test_what_was_called_off_is_not_raised_and_what_calls_it_off_is(desk: Desk) -> None:
    document = minting(desk)
    desk.work()
    service.call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE)
    late(desk, document)
    assert waiting(desk, document).copy == 0
    desk.let_time_pass(document)
    desk.work()
    assert waiting(desk, document, "call-off").copy >= 1
    desk.settle()
    assert desk.operative(document) == (True, False)
    assert all(one.due is None for one in desk.chain_state(document).transactions)
