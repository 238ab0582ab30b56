"""Nothing is called final too early and nothing happens twice: confirmations, reorganisations, crashes, restarts, lying nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from landsea.lading.chain import Prepared, Progress, connect
from landsea.lading.chain.refusals import (
    ChainMoved,
    ChainNodeRefused,
    ChainUnreachable,
    FinalityBroken,
    HistoryDisagrees,
    NonceTaken,
    NotReplaceable,
    WrongSigner,
)
from landsea.lading.escrow import Call, Operation, Place, UnexplainedHistory
from landsea.lading.escrow.refusals import TitleEscrowNotHoldingToken
from tests.lading.chain.anvil import Anvil, require_installed
from tests.lading.chain.world import World, build, world


def mint(world: World, token: int) -> Prepared:
    call = Call(Operation.MINT, world.issuer.address, world.anne.address, world.anne.address, b"synthetic")
    return world.registry.prepare(call, token, world.issuer)


def transfer(world: World) -> Call:
    return Call(Operation.TRANSFER_HOLDER, world.anne.address, holder=world.bob.address)


def places(world: World, *tokens: int) -> list[Place]:
    return [world.registry.read(token).escrow.place for token in tokens]


# Confirmations


def test_an_act_is_final_only_with_its_confirmations(alone: World) -> None:
    prepared = mint(alone, 1)
    assert alone.registry.look(prepared).progress is Progress.UNSEEN
    alone.registry.send(prepared)
    assert alone.registry.look(prepared).progress is Progress.WAITING
    seen = []
    for _ in range(alone.chain.confirmations):
        alone.anvil.mine()
        sighting = alone.registry.look(prepared)
        seen.append((sighting.progress, sighting.confirmations))
    assert seen == [(Progress.INCLUDED, 1), (Progress.INCLUDED, 2), (Progress.FINAL, 3)]


def test_a_history_ends_at_the_newest_final_block(alone: World) -> None:
    token = alone.minted()
    alone.send(transfer(alone), token)
    alone.anvil.mine()
    assert [one.operation for one in alone.registry.history(token).endorsements] == [Operation.MINT]
    alone.anvil.mine(alone.chain.confirmations)
    assert len(alone.registry.history(token).endorsements) == 2


# Crashes and resending


def test_what_was_prepared_is_sent_after_a_crash_and_happens_once(alone: World) -> None:
    prepared = mint(alone, 1)
    after_crash = connect(alone.chain, alone.registry.address)
    for _ in range(3):
        after_crash.send(prepared)
    alone.settle(prepared)
    after_crash.send(prepared)
    assert alone.registry.node.nonce(alone.issuer.address) == prepared.nonce + 1


def test_a_line_that_breaks_after_the_node_has_it_changes_nothing(
    alone: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, real = mint(alone, 1), alone.registry.node.send

    def breaking(raw: bytes) -> None:
        real(raw)
        raise ChainUnreachable(chain="local", why="ConnectionError")

    monkeypatch.setattr(alone.registry.node, "send", breaking)
    with pytest.raises(ChainUnreachable):
        alone.registry.send(prepared)
    monkeypatch.undo()
    alone.registry.send(prepared)
    alone.settle(prepared)
    assert alone.registry.node.nonce(alone.issuer.address) == prepared.nonce + 1


def test_of_two_with_one_nonce_one_is_final_and_the_other_lost(alone: World) -> None:
    first, second = mint(alone, 1), mint(alone, 2)
    assert first.nonce == second.nonce
    alone.registry.send(first)
    alone.anvil.mine()
    with pytest.raises(NonceTaken):
        alone.registry.send(second)
    assert alone.registry.look(second).progress is Progress.WAITING, "a reorganisation could still bring it back"
    alone.settle(first)
    assert alone.registry.look(second).progress is Progress.LOST
    assert places(alone, 1, 2) == [Place.ESCROW, Place.NONE]


def test_a_transaction_that_waits_is_replaced_at_a_higher_fee(alone: World) -> None:
    first = mint(alone, 1)
    alone.registry.send(first)
    call = Call(Operation.MINT, alone.issuer.address, alone.anne.address, alone.anne.address, b"synthetic")
    second = alone.registry.replace(first, alone.issuer, (call, 1))
    alone.registry.send(second)
    alone.settle(second)
    assert alone.registry.look(first).progress is Progress.LOST
    with pytest.raises(NotReplaceable):
        alone.registry.replace(second, alone.issuer)


def test_only_its_sender_replaces_a_transaction(alone: World) -> None:
    first = mint(alone, 1)
    with pytest.raises(WrongSigner):
        alone.registry.replace(first, alone.bob)


def test_a_mint_that_waits_is_called_off_and_never_happens(alone: World) -> None:
    waiting = mint(alone, 1)
    alone.registry.send(waiting)
    nothing = alone.registry.replace(waiting, alone.issuer)
    alone.registry.send(nothing)
    alone.anvil.mine()
    assert not alone.registry.is_called_off(1, [waiting]), "a reorganisation could still bring it back"
    alone.settle(nothing)
    assert alone.registry.look(waiting).progress is Progress.LOST
    assert places(alone, 1) == [Place.NONE]
    assert alone.registry.is_called_off(1, [waiting])


def test_a_mint_is_not_called_off_while_one_of_its_transactions_made_it(alone: World) -> None:
    first = mint(alone, 1)
    call = Call(Operation.MINT, alone.issuer.address, alone.anne.address, alone.anne.address, b"synthetic")
    second = alone.registry.replace(first, alone.issuer, (call, 1))
    alone.registry.send(second)
    alone.settle(second)
    assert alone.registry.look(first).progress is Progress.LOST
    assert not alone.registry.is_called_off(1, [first, second])
    assert not alone.registry.is_called_off(1, [first]), "the token exists, whoever made it"


def test_an_act_overtaken_by_another_fails_and_says_why(alone: World) -> None:
    token = alone.minted()
    alone.send(Call(Operation.RETURN, alone.anne.address), token)
    late = alone.send(transfer(alone), token)
    alone.anvil.mine()
    assert alone.registry.look(late).progress is Progress.INCLUDED
    alone.anvil.mine(alone.chain.confirmations)
    sighting = alone.registry.look(late)
    assert sighting.progress is Progress.FAILED
    assert isinstance(alone.registry.why_failed(transfer(alone), token, sighting), TitleEscrowNotHoldingToken)


# Reorganisations


def reorganise(world: World, blocks: int) -> None:
    """The newest blocks are replaced by as many empty ones, and one more."""
    world.anvil.ask("anvil_reorg", blocks, [])
    world.anvil.mine()


def test_a_reorganisation_is_noticed_and_the_act_sent_again(alone: World) -> None:
    alone.anvil.mine(3)
    prepared = mint(alone, 1)
    alone.registry.send(prepared)
    alone.anvil.mine()
    included = alone.registry.look(prepared)
    assert included.progress is Progress.INCLUDED
    reorganise(alone, 2)
    moved = alone.registry.look(prepared, included.block)
    assert moved.left == included.block
    assert not moved.is_settled
    assert places(alone, 1) == [Place.NONE]
    alone.registry.send(prepared)
    alone.anvil.mine()
    again = alone.settle(prepared)
    assert again.block != included.block
    assert places(alone, 1) == [Place.ESCROW]


def test_a_reorganisation_deeper_than_the_confirmations_breaks_finality(alone: World) -> None:
    token = alone.minted()
    alone.act(Operation.TRANSFER_HOLDER, alone.anne, token, alone.bob)
    history = alone.registry.history(token)
    reorganise(alone, 5)
    with pytest.raises(FinalityBroken):
        alone.registry.history(token, since=history)


def test_a_state_is_read_at_one_block_or_not_at_all(alone: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token, real = alone.minted(), alone.registry.node.code

    def moving(*given: Any) -> bytes:
        reorganise(alone, 2)
        return real(*given)

    monkeypatch.setattr(alone.registry.node, "code", moving)
    with pytest.raises(ChainMoved):
        alone.registry.read(token)


# Nodes that restart, limit or lie


def test_a_node_that_restarts_goes_on_where_it_was(tmp_path: Path) -> None:
    require_installed()
    anvil = Anvil("--state", str(tmp_path / "chain.json"), "--preserve-historical-states")
    anvil.start()
    try:
        here = build(anvil)
        token = here.minted()
        prepared = here.registry.prepare(transfer(here), token, here.anne)
        anvil.stop()
        with pytest.raises(ChainUnreachable):
            here.registry.send(prepared)
        anvil.start()
        here.registry.send(prepared)
        here.settle(prepared)
        assert here.registry.read(token).escrow.holder == here.bob.address
    finally:
        anvil.stop()


def limited(real: Callable[..., list[Any]], blocks_max: int) -> Callable[..., list[Any]]:
    def logs(address: str, first: int, last: int) -> list[Any]:
        if last - first + 1 > blocks_max:
            raise ChainNodeRefused(chain="local", what="logs", why="query exceeds the range allowed")
        return real(address, first, last)

    return logs


@pytest.mark.parametrize("blocks_max", [1, 3])
def test_a_node_that_limits_ranges_is_asked_for_smaller_ones(
    shared: World, monkeypatch: pytest.MonkeyPatch, blocks_max: int
) -> None:
    token = shared.minted()
    expected = shared.registry.history(token)
    monkeypatch.setattr(shared.registry.node, "logs", limited(shared.registry.node.logs, blocks_max))
    assert shared.registry.history(token) == expected


def test_a_node_that_answers_no_range_is_not_asked_for_ever(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared.minted()
    monkeypatch.setattr(shared.registry.node, "logs", limited(shared.registry.node.logs, 0))
    with pytest.raises(ChainNodeRefused):
        shared.registry.history(token)


def keeping_back(real: Callable[..., list[Any]], which: slice) -> Callable[..., list[Any]]:
    def logs(*given: Any) -> list[Any]:
        found = real(*given)
        del found[which]
        return found

    return logs


@pytest.mark.parametrize("which", [slice(-1, None), slice(0, 3), slice(1, 2)], ids=["newest", "first act", "one log"])
def test_a_node_that_keeps_logs_back_is_not_believed(
    shared: World, monkeypatch: pytest.MonkeyPatch, which: slice
) -> None:
    token = shared.minted()
    shared.act(Operation.TRANSFER_HOLDER, shared.anne, token, shared.bob)
    shared.act(Operation.TRANSFER_HOLDER, shared.bob, token, shared.anne)
    monkeypatch.setattr(shared.registry.node, "logs", keeping_back(shared.registry.node.logs, which))
    with pytest.raises((HistoryDisagrees, UnexplainedHistory)):
        shared.registry.history(token)


def garbling(real: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    def logs(*given: Any) -> list[Any]:
        return [{**log, "data": bytes(log["data"])[:40]} for log in real(*given)]

    return logs


def test_garbled_logs_are_refused(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared.minted()
    monkeypatch.setattr(shared.registry.node, "logs", garbling(shared.registry.node.logs))
    with pytest.raises(UnexplainedHistory):
        shared.registry.history(token)


@pytest.fixture(scope="module")
def legacy() -> Iterator[World]:
    require_installed()
    with world("--hardfork", "berlin") as one:
        yield one


def test_a_chain_without_a_base_fee_is_paid_by_gas_price(legacy: World) -> None:
    token = legacy.new_token()
    prepared = mint(legacy, token)
    assert prepared.tip_wei is None
    legacy.registry.send(prepared)
    legacy.settle(prepared)
    assert places(legacy, token) == [Place.ESCROW]
