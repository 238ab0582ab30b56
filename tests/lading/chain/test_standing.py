"""How a token stands, for who verifies a credential: from a final block of the right chain and a trusted registry, or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from landsea.kernel import BadValue
from landsea.lading import chain
from landsea.lading.chain import TokenName, TokenStanding, Whereabouts, chain_at, standing_of_token
from landsea.lading.chain.refusals import NotATokenRegistry, OtherChain, UnknownRegistry, WrongChain
from landsea.lading.escrow import Call, Operation
from tests.lading.chain.anvil import CHAIN_ID
from tests.lading.chain.world import World, key


def standing(shared: World, token: int) -> TokenStanding:
    return standing_of_token(shared.chain, name_of(shared, token))


def name_of(shared: World, token: int) -> TokenName:
    return TokenName(CHAIN_ID, shared.registry.address, token)


def test_a_tokens_standing_is_told_from_mint_to_burn(shared: World) -> None:
    token = shared.new_token()
    shared.anvil.mine(shared.chain.confirmations)
    assert standing(shared, token).where is Whereabouts.UNKNOWN
    assert standing(shared, token).holder is None
    shared.act(Operation.MINT, shared.issuer, token, shared.anne, shared.bob)
    held = standing(shared, token)
    assert (held.where, held.beneficiary, held.holder) == (
        Whereabouts.HELD,
        shared.anne.address,
        shared.bob.address,
    )
    shared.act(Operation.TRANSFER_HOLDER, shared.bob, token, shared.anne)
    shared.act(Operation.RETURN, shared.anne, token)
    assert standing(shared, token).where is Whereabouts.RETURNED
    shared.act(Operation.BURN, shared.issuer, token)
    burnt = standing(shared, token)
    assert (burnt.where, burnt.holder, burnt.beneficiary) == (Whereabouts.BURNT, None, None)


def test_a_standing_names_its_final_block_and_time_and_says_when_newer_ones_differ(shared: World) -> None:
    token = shared.minted()
    told = standing(shared, token)
    node = shared.registry.node
    assert not told.moving
    assert told.block.number == node.head() - shared.chain.confirmations + 1
    assert node.is_canonical(told.block)
    assert told.at == datetime.fromtimestamp(node.block(told.block.number)[1], UTC)
    assert abs(datetime.now(UTC) - told.at) < timedelta(days=1)
    shared.send(Call(Operation.RETURN, shared.anne.address), token)
    shared.anvil.mine()
    between = standing(shared, token)
    assert (between.where, between.moving) == (Whereabouts.HELD, True)


def test_a_paused_registry_is_told(alone: World) -> None:
    token = alone.minted()
    alone.act(Operation.PAUSE, alone.issuer, 0)
    assert standing(alone, token).paused


def test_a_bare_url_is_asked_like_a_configured_chain(shared: World) -> None:
    token = shared.minted()
    line = chain_at(shared.anvil.url, CHAIN_ID, [shared.registry.address], confirmations=1)
    assert standing_of_token(line, name_of(shared, token)).holder == shared.anne.address
    assert chain_at(shared.anvil.url, CHAIN_ID, []).confirmations == chain.CONFIRMATIONS


@pytest.mark.parametrize("url", ["", "ftp://node.example", "https://", "/etc/passwd", "node.example:8545"])
def test_a_bare_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(BadValue):
        chain_at(url, 1, [])


def test_a_line_of_another_chain_is_not_believed(shared: World) -> None:
    elsewhere = replace(shared.chain, chain_id=1)
    with pytest.raises(WrongChain):
        standing_of_token(elsewhere, replace(name_of(shared, 1), chain_id=1))
    with pytest.raises(OtherChain):
        standing_of_token(elsewhere, name_of(shared, 1))


def test_only_trusted_registries_are_asked(shared: World) -> None:
    with pytest.raises(UnknownRegistry):
        standing_of_token(replace(shared.chain, registries=frozenset()), name_of(shared, 1))


def test_a_registry_in_no_final_block_is_none_yet(shared: World) -> None:
    patient = replace(shared.chain, confirmations=100_000)
    with pytest.raises(NotATokenRegistry):
        standing_of_token(patient, name_of(shared, 1))


@pytest.mark.parametrize("which", ["nothing", "another contract"])
def test_where_no_registry_of_tradetrust_is_no_standing_is_told(shared: World, which: str) -> None:
    there = shared.factory if which == "another contract" else key(77).address
    trusting = replace(shared.chain, registries=frozenset({there}))
    with pytest.raises(NotATokenRegistry):
        standing_of_token(trusting, replace(name_of(shared, 1), registry=there))
