"""A transaction that no block takes in time is sent again at a higher fee, up to the operator's limit; whichever copy is done is found."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from landsea import journal as door
from landsea.journal import StaleVersion
from landsea.kernel import Fact, NotAllowed
from landsea.lading import DocumentId, chain
from landsea.lading.chain import Draft, Prepared, Progress
from landsea.lading.chain.facts import ChainFeeLimitRaised, ChainFeeRaised
from landsea.lading.chain.refusals import FeeLimitNotHigher, FeeLimitReached, FeeLimitTooLow, FeeMayRise, NothingWaits
from landsea.lading.escrow import Address, Operation
from landsea.lading.service import chain as service
from landsea.lading.service.chain import Step, Waiting, keys, replacing, sending
from tests.lading.chain.anvil import require_installed
from tests.lading.chain.desk import Crash, Desk
from tests.support.people import PASSPHRASE, Person

GWEI = 10**9


def rising(fee: int, tip: int | None, limit: int) -> list[tuple[int, int | None]]:
    """Fees and tips up to `limit` for a unit of gas."""
    require_installed()
    nobody = Address("0x" + "11" * 20)
    first = Draft(1, nobody, 0, nobody, b"", 100_000, fee, tip)
    return [(one.fee_wei, one.tip_wei) for one in chain.ladder(first, limit * first.gas)]


@pytest.mark.parametrize("limit", [30, 33, 50, 100, 10_000])
@pytest.mark.parametrize("tip", [0, 1, 20, 30])
def test_each_copy_pays_a_tenth_more_in_both_fees_and_never_more_than_the_limit(tip: int, limit: int) -> None:
    paid = rising(30, tip, limit)
    for (fee, gift), (more, greater) in pairwise(paid):
        assert gift is not None
        assert greater is not None
        assert more * 10 >= fee * 11
        assert greater * 10 >= gift * 11
        assert greater <= more <= limit
    assert len(paid) == {30: 1, 33: 2, 50: 2, 100: 3, 10_000: 5}[limit]


def test_without_a_base_fee_the_gas_price_rises() -> None:
    assert rising(10, None, 45) == [(10, None), (20, None), (40, None), (45, None)]


# On a chain whose blocks take nothing


def waiting(desk: Desk, document: DocumentId, operation: str = "mint") -> Waiting:
    return next(one for one in desk.chain_state(document).transactions if one.operation == operation)


def code(one: Waiting) -> str:
    return one.asks.code if one.asks else ""


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


def test_a_look_that_began_before_the_fee_was_raised_does_not_undo_it(desk: Desk) -> None:
    document = minting(desk)
    desk.work()
    seen_by_another = waiting(desk, document)
    raised = late(desk, document)
    sending.follow(desk.world.journal, seen_by_another, desk.local.registry)
    assert (seen_by_another.copy, waiting(desk, document).copy) == (0, 1)
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert mined(desk, document) == raised.prepared.hash


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
        assert (raised.copy, raised.asks) == (copy, None)
    told = late(desk, document)
    assert (told.copy, told.progress) == (len(copies) - 1, Progress.WAITING)
    assert code(told) == FeeLimitReached.code
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert waiting(desk, document).asks is None


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


# Above what was signed


def at_the_limit(desk: Desk) -> DocumentId:
    """A mint whose dearest copy no block takes, by a limit that leaves room for two."""
    before = desk.sign(desk.world.operator, desk.leave(), Step.MINT).prepared
    desk.settle()
    desk.configure(fee_gwei_max=before.gas * before.fee_wei * 3 // 2 // GWEI)
    document = minting(desk)
    while not (told := code(late(desk, document))):
        pass
    assert told == FeeLimitReached.code
    return document


def raise_limit(desk: Desk, who: Person, document: DocumentId, gwei: int) -> Waiting:
    return desk.world.run(who, lambda work: service.raise_fee_limit(work, document, gwei))


def may(desk: Desk, who: Person, document: DocumentId) -> tuple[str, ...]:
    with desk.world.journal.view(who.actor) as view:
        return service.possible_steps(view, document)


def test_an_operator_raises_the_limit_and_the_same_is_sent_again_above_it_and_done_once(desk: Desk) -> None:
    from landsea.lading.chain.signing import read_signed

    operator, shipper = desk.world.operator, desk.world.shipper
    document = at_the_limit(desk)
    stuck = waiting(desk, document)
    limit = stuck.prepared.gas * stuck.prepared.fee_wei // GWEI
    assert set(may(desk, operator, document)) == {"call-off", "fee-limit"}
    with pytest.raises(FeeLimitTooLow):
        desk.sign(operator, document, Step.RAISE_FEE)
    with pytest.raises(NotAllowed):
        raise_limit(desk, shipper, document, 10 * limit)
    with pytest.raises(FeeLimitNotHigher):
        raise_limit(desk, operator, document, limit)

    raise_limit(desk, operator, document, 10 * limit)
    desk.work()
    assert code(waiting(desk, document)) == FeeMayRise.code
    assert set(may(desk, operator, document)) == {"call-off", "raise-fee"}
    copies = desk.sign(operator, document, Step.RAISE_FEE).copies
    first, *_, last = copies
    assert copies[: len(stuck.copies)] == stuck.copies
    assert {(one.nonce, read_signed(bytes.fromhex(one.raw)).data) for one in copies} == {
        (first.nonce, read_signed(bytes.fromhex(first.raw)).data)
    }
    assert limit < last.gas * last.fee_wei // GWEI <= 10 * limit
    desk.work()
    raised = waiting(desk, document)
    assert (raised.copy, raised.asks) == (len(stuck.copies), None)
    assert knows(desk, raised.prepared)
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert mined(desk, document) == raised.prepared.hash
    with pytest.raises(NothingWaits):
        raise_limit(desk, operator, document, 100 * limit)
    facts = [type(one) for one in journey_facts(desk, document)]
    assert facts.count(ChainFeeLimitRaised) == facts.count(ChainFeeRaised) == 1


def journey_facts(desk: Desk, document: DocumentId) -> list[Fact]:
    with desk.world.journal.view(door.NODE) as view:
        return [fact for _, fact in view.history(f"chain:{document}")]


@pytest.mark.parametrize("moment", ["stored", "after the send"])
def test_a_crash_around_a_raised_limit_leaves_one_act(desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    from landsea.lading.chain.registry import TokenRegistry

    document = at_the_limit(desk)
    stuck = waiting(desk, document)
    raise_limit(desk, desk.world.operator, document, stuck.prepared.gas * stuck.prepared.fee_wei * 4 // GWEI)
    real = TokenRegistry.send

    def dying(self: TokenRegistry, prepared: Prepared) -> None:
        if moment == "after the send":
            real(self, prepared)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(TokenRegistry, "send", dying)
        desk.sign(desk.world.operator, document, Step.RAISE_FEE)
        with pytest.raises(Crash):
            desk.work()
    old = stuck.copies[0]
    desk.local.anvil.ask("anvil_dropAllTransactions")
    desk.local.registry.send(old)
    desk.local.anvil.mine(3)
    desk.work(2)
    assert desk.operative(document) == (False, True)
    assert mined(desk, document) == old.hash == waiting(desk, document).prepared.hash


def test_who_raises_the_fee_and_who_calls_it_off_race_and_one_is_signed(desk: Desk) -> None:
    operator = desk.world.operator
    document = at_the_limit(desk)
    stuck = waiting(desk, document)
    raise_limit(desk, operator, document, stuck.prepared.gas * stuck.prepared.fee_wei * 4 // GWEI)
    decided = replacing.decide_higher_fee(desk.world.journal, operator.actor, document)
    with desk.world.journal.view(operator.actor) as view:
        signer = keys.open_own_key(view, PASSPHRASE)
    copies = decided.registry.sign(decided.draft, signer, decided.cost_wei_max)
    service.call_off(desk.world.journal, operator.actor, document, PASSPHRASE)
    with pytest.raises(StaleVersion):
        desk.world.run(operator, lambda work: decided.store(work, copies))
    assert waiting(desk, document).copies == stuck.copies
    desk.settle()
    assert desk.operative(document) == (True, False)
