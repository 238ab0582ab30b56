"""A node's documents while the chain's node fails in the middle, lies about its chain, refuses acts or forgets transactions."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from landsea.kernel import Refusal
from landsea.lading import DocumentId, store_chain
from landsea.lading.chain import Progress, connect, parse_token_name
from landsea.lading.chain.refusals import (
    ChainRateLimited,
    ChainTooSlow,
    ContractRefused,
    EarlierNonceMissing,
    WrongChain,
)
from landsea.lading.escrow import Call, Operation, RegistryRole
from landsea.lading.model import State
from landsea.lading.service.chain import Step, Waiting, call_off, worker
from landsea.runtime import system_now
from tests.lading.chain.desk import Desk
from tests.lading.chain.proxy import Answer, Proxy, error, proxy, result
from tests.lading.chain.world import World as Local
from tests.support.people import PASSPHRASE


@pytest.fixture
def between(desk: Desk) -> Iterator[Proxy]:
    """The chain is asked through it, until the next test configures the chain anew."""
    with proxy(desk.local.anvil.url) as (one, url):
        with desk.world.journal.database.write() as connection:
            store_chain.set_line(connection, "local", url)
        yield one


def signed(desk: Desk, document: DocumentId) -> Waiting:
    return desk.chain_state(document).transactions[-1]


def asks(one: Waiting) -> str:
    return one.asks.code if one.asks else ""


def failing(chance: random.Random) -> Callable[[dict[str, Any], Callable[[], Answer]], Answer]:
    """One answer in forty is an error, a broken body or none; half of those come after the question was done."""

    def answer(question: dict[str, Any], pass_on: Callable[[], Answer]) -> Answer:
        if chance.random() > 1 / 40:
            return pass_on()
        if chance.random() < 0.5:
            pass_on()
        return chance.choice(
            [
                error(question, -32005, "limit exceeded"),
                error(question, -32603, "internal error"),
                (500, b"synthetic"),
                (200, b"<html>"),
                (429, b"{}"),
                result(question, {}),
            ]
        )

    return answer


def test_errors_in_the_middle_of_anything_delay_it_and_do_it_once(desk: Desk, between: Proxy) -> None:
    document = desk.leave()
    between.answer = failing(random.Random(1))
    for _ in range(40):
        try:
            desk.sign(desk.world.operator, document, Step.MINT)
            break
        except Refusal:
            assert desk.chain_state(document).transactions == []
    nonce = signed(desk, document).prepared.nonce
    for _ in range(60):
        desk.work(mine=1)
        if desk.state(document) is State.AWAY:
            break
    assert desk.operative(document) == (False, True)
    assert [one.operation for one in desk.chain_state(document).acts] == [Operation.MINT]
    assert desk.local.registry.node.nonce(desk.address(desk.world.operator)) == nonce + 1


def test_a_node_that_serves_another_chain_after_a_restart_is_sent_and_believed_nothing(
    desk: Desk, between: Proxy
) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)

    def lying(question: dict[str, Any], pass_on: Callable[[], Answer]) -> Answer:
        return result(question, "0x5") if question["method"] == "eth_chainId" else pass_on()

    between.answer = lying
    between.asked.clear()
    desk.work()
    assert asks(signed(desk, document)) == WrongChain.code
    with pytest.raises(WrongChain):
        call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE)
    assert set(between.asked) == {"eth_chainId"}, "nothing else is asked of it"
    between.answer = lambda _, pass_on: pass_on()
    desk.settle()
    assert desk.operative(document) == (False, True)


def test_a_node_that_changes_its_chain_in_the_middle_of_a_round_is_sent_nothing(desk: Desk, between: Proxy) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    asked = 0

    def turning(question: dict[str, Any], pass_on: Callable[[], Answer]) -> Answer:
        nonlocal asked
        asked += question["method"] == "eth_chainId"
        is_other = question["method"] == "eth_chainId" and asked > 1
        return result(question, "0x5") if is_other else pass_on()

    between.answer = turning
    desk.work()
    assert "eth_sendRawTransaction" not in between.asked
    assert signed(desk, document).progress == Progress.UNSEEN
    between.answer = lambda _, pass_on: pass_on()
    desk.settle()
    assert desk.operative(document) == (False, True)


# A line that says no or says nothing


def too_many(question: dict[str, Any], _: Callable[[], Answer]) -> Answer:
    return 429, b"{}"


def test_a_line_that_limits_is_asked_once_in_a_round_and_each_time_later(desk: Desk, between: Proxy) -> None:
    away, document = desk.away(), desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    between.answer = too_many
    waits = []
    for round in range(1, 4):
        between.asked.clear()
        desk.work()
        limited = signed(desk, document)
        assert (asks(limited), limited.attempts) == (ChainRateLimited.code, round)
        told = desk.chain_state(away).asks
        assert told is not None
        assert told.code == ChainRateLimited.code
        assert between.asked == ["eth_chainId"], "the token is not asked for on a line that takes no questions"
        waits.append(seconds_until(limited.due))
    assert waits == sorted(waits)
    assert waits[2] > 3 * waits[0]
    between.answer = lambda _, pass_on: pass_on()
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert desk.chain_state(away).asks is None


def seconds_until(due: datetime | None) -> float:
    assert due is not None
    return (due - system_now()).total_seconds()


def test_a_line_that_says_when_to_come_back_is_asked_for_nothing_until_then(desk: Desk, between: Proxy) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    desk.make_due()
    with desk.world.journal.database.write() as connection:
        store_chain.set_watch(connection, document, system_now() + timedelta(minutes=1), store_chain.Watch())
    between.answer, between.headers = too_many, {"Retry-After": "1000"}
    worker.run_chains(desk.world.journal)
    with desk.world.journal.view(desk.world.operator.actor) as view:
        query = select(store_chain.watch.c.due).where(store_chain.watch.c.document == document)
        token = view.connection.execute(query).scalar_one()
    assert asks(signed(desk, document)) == ChainRateLimited.code
    assert all(600 < seconds_until(one) <= 1000 for one in (signed(desk, document).due, token))
    between.answer, between.headers = lambda *_: (503, b"{}"), {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}
    desk.work()
    told = signed(desk, document).due
    assert 1000 < seconds_until(told) <= worker.PAUSE_MAX.total_seconds(), (
        "a date is understood; for ever is not believed"
    )
    between.answer, between.headers = lambda _, pass_on: pass_on(), {}
    desk.settle()
    assert desk.operative(document) == (False, True)


def slowly(_: dict[str, Any], pass_on: Callable[[], Answer]) -> Answer:
    time.sleep(1.5)
    return pass_on()


def test_a_line_that_answers_nothing_in_time_is_named_so(shared: Local) -> None:
    with proxy(shared.anvil.url) as (between, url):
        between.answer = slowly
        with pytest.raises(ChainTooSlow, match="within 1 seconds"):
            connect(replace(shared.chain, url=url, timeout_seconds=1), shared.registry.address)


def test_a_slow_line_does_not_hold_up_what_else_the_worker_has_to_do(
    desk: Desk, between: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.leave(), desk.leave()
    desk.sign(desk.world.operator, first, Step.MINT)
    desk.work()
    desk.sign(desk.world.operator, second, Step.MINT)
    monkeypatch.setattr(worker, "ROUND_MAX", timedelta(0))
    desk.work()
    assert sorted([asks(signed(desk, first)), asks(signed(desk, second))]) == ["", ChainTooSlow.code]
    monkeypatch.undo()
    desk.settle()
    assert [desk.operative(one) for one in (first, second)] == [(False, True), (False, True)]


# Gaps in the sender's numbers, and acts that the contract refuses


def drop(desk: Desk, one: Waiting) -> None:
    desk.local.anvil.ask("anvil_dropTransaction", one.prepared.hash)


def test_a_transaction_behind_a_gap_waits_at_its_fee_and_says_for_what(desk: Desk) -> None:
    first, second = desk.leave(), desk.leave()
    desk.sign(desk.world.operator, first, Step.MINT)
    desk.work()
    desk.sign(desk.world.operator, second, Step.MINT)
    desk.work()
    gap, behind = signed(desk, first), signed(desk, second)
    assert behind.prepared.nonce == gap.prepared.nonce + 1
    drop(desk, gap)
    desk.let_time_pass(second)
    desk.documents = [second]
    desk.work(mine=1)
    behind = signed(desk, second)
    assert (behind.copy, behind.progress) == (0, Progress.WAITING)
    assert asks(behind) == EarlierNonceMissing.code
    assert behind.asks is not None
    assert f"only after number {gap.prepared.nonce}" in behind.asks.phrase
    desk.documents = [first, second]
    desk.settle()
    assert [desk.operative(one) for one in (first, second)] == [(False, True), (False, True)]


def role(desk: Desk, operation: Operation, name: str) -> None:
    call = Call(
        operation,
        desk.local.issuer.address,
        role=RegistryRole[name],
        account=desk.address(desk.world.operator),
    )
    desk.local.settle(desk.local.send(call, 0))


def test_a_mint_that_the_contract_refuses_leaves_the_record_in_the_log(desk: Desk) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    role(desk, Operation.REVOKE, "MINTER")
    try:
        desk.settle()
    finally:
        role(desk, Operation.GRANT, "MINTER")
    assert signed(desk, document).progress == Progress.FAILED
    assert desk.operative(document) == (True, False)
    desk.leave(document)
    desk.done(desk.world.operator, document, Step.MINT)
    assert desk.operative(document) == (False, True)


def test_an_act_that_the_contract_refuses_is_told_and_another_can_follow(desk: Desk) -> None:
    document, owner = desk.away(), desk.world.shipper
    token = parse_token_name(desk.chain_state(document).journey.token).token
    desk.sign(owner, document, Step.SURRENDER)
    issuer = desk.local.issuer
    desk.local.act(Operation.PAUSE, issuer, token)
    try:
        desk.settle()
    finally:
        desk.local.act(Operation.UNPAUSE, issuer, token)
    refused = signed(desk, document)
    assert (refused.progress, asks(refused), refused.due) == (Progress.FAILED, ContractRefused.code, None)
    assert desk.operative(document) == (False, True)
    desk.done(owner, document, Step.SURRENDER)
    assert desk.operative(document) == (False, False)
