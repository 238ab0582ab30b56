"""The registry on a local chain, end to end: from the deployment to the burn, with every act signed by its party."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from landsea.kernel import BadValue
from landsea.lading.chain import connect, content_remark, deployment, find_content, token_of
from landsea.lading.chain.deploy import creation_code
from landsea.lading.chain.refusals import (
    ChainUnreachable,
    FeeTooHigh,
    InsufficientFunds,
    NotATokenRegistry,
    UnknownRegistry,
    UnknownRevert,
    WrongChain,
    WrongSigner,
)
from landsea.lading.escrow import (
    NOBODY,
    Address,
    Call,
    Escrow,
    NoTitleEscrow,
    Operation,
    Owners,
    Place,
    RegistryRole,
    owners_of,
)
from landsea.lading.escrow.refusals import (
    CallerNotHolder,
    DualRoleRejectionRequired,
    InvalidNominee,
    MissingRegistryRole,
    RemarkLengthExceeded,
    TitleEscrowNotHoldingToken,
    TokenExists,
    TokenNotReturnedToIssuer,
)
from tests.lading.chain.anvil import ARTIFACTS
from tests.lading.chain.world import World, key

CONTENT = "5f" * 32


def test_a_document_goes_from_mint_to_burn(shared: World) -> None:
    token = token_of(f"urn:synthetic:{shared.new_token()}:{CONTENT}")
    shared.act(Operation.MINT, shared.issuer, token, shared.anne, remark=content_remark(CONTENT))
    assert find_content(shared.registry.read(token).escrow.remark) == CONTENT
    shared.act(Operation.TRANSFER_HOLDER, shared.anne, token, shared.bob)
    shared.act(Operation.NOMINATE, shared.anne, token, shared.bob)
    shared.act(Operation.TRANSFER_BENEFICIARY, shared.bob, token, shared.bob)
    shared.act(Operation.RETURN, shared.bob, token, remark=b"surrendered for delivery")
    shared.act(Operation.RESTORE, shared.issuer, token)
    shared.act(Operation.RETURN, shared.bob, token)
    shared.act(Operation.BURN, shared.issuer, token)
    seen = shared.registry.read(token)
    assert (seen.escrow.place, seen.escrow.active, seen.escrow.holder) == (Place.BURNT, False, NOBODY)


def test_the_endorsement_chain_is_read_from_the_logs_and_explains_the_state(shared: World) -> None:
    token = shared.minted(content_remark(CONTENT))
    shared.act(Operation.TRANSFER_OWNERS, shared.anne, token, shared.bob)
    shared.act(Operation.REJECT_OWNERS, shared.bob, token)
    shared.act(Operation.RETURN, shared.anne, token)
    history = shared.registry.history(token)
    assert [(one.operation, one.caller) for one in history.endorsements] == [
        (Operation.MINT, None),
        (Operation.TRANSFER_OWNERS, shared.anne.address),
        (Operation.REJECT_OWNERS, shared.bob.address),
        (Operation.RETURN, shared.anne.address),
    ]
    assert find_content(history.endorsements[0].after.remark) == CONTENT
    assert history.escrow == shared.registry.read(token, history.up_to.number).escrow
    assert all(one.at.tzinfo is UTC for one in history.endorsements)


def test_a_history_is_continued_from_where_it_ended(shared: World) -> None:
    token = shared.minted()
    first = shared.registry.history(token)
    shared.act(Operation.TRANSFER_HOLDER, shared.anne, token, shared.bob)
    shared.act(Operation.REJECT_HOLDER, shared.bob, token)
    continued = shared.registry.history(token, since=first)
    assert continued == shared.registry.history(token)
    assert len(continued.endorsements) == len(first.endorsements) + 2


def test_logs_are_asked_for_in_ranges_of_blocks(shared: World) -> None:
    token = shared.minted()
    narrow = connect(replace(shared.chain, log_blocks_max=2), shared.registry.address)
    assert narrow.history(token) == shared.registry.history(token)


def test_a_token_that_was_never_minted_has_no_state_and_no_history(shared: World) -> None:
    token = shared.new_token()
    assert shared.registry.read(token).escrow == Escrow()
    shared.anvil.mine(3)
    assert shared.registry.history(token).endorsements == ()


def test_who_acts_without_the_right_is_refused_before_anything_is_sent(shared: World) -> None:
    token = shared.minted()
    before = shared.registry.node.nonce(shared.bob.address)
    with pytest.raises(CallerNotHolder):
        shared.send(Call(Operation.TRANSFER_HOLDER, shared.bob.address, holder=shared.bob.address), token)
    with pytest.raises(MissingRegistryRole):
        shared.send(Call(Operation.BURN, shared.bob.address), token)
    with pytest.raises(TokenNotReturnedToIssuer):
        shared.send(Call(Operation.BURN, shared.issuer.address), token)
    shared.act(Operation.TRANSFER_OWNERS, shared.anne, token, shared.bob)
    with pytest.raises(DualRoleRejectionRequired):
        shared.send(Call(Operation.REJECT_HOLDER, shared.bob.address), token)
    assert shared.registry.node.nonce(shared.bob.address) == before


def test_a_nominee_is_needed_where_holder_and_beneficiary_are_two(shared: World) -> None:
    token = shared.minted()
    shared.act(Operation.TRANSFER_HOLDER, shared.anne, token, shared.bob)
    with pytest.raises(InvalidNominee):
        shared.send(Call(Operation.TRANSFER_BENEFICIARY, shared.bob.address, shared.bob.address), token)
    assert owners_of(shared.registry.read(token).escrow) == Owners(shared.bob.address, shared.anne.address)


def test_a_number_is_minted_once_even_after_the_burn(shared: World) -> None:
    token = shared.minted()
    again = Call(Operation.MINT, shared.issuer.address, shared.anne.address, shared.anne.address)
    with pytest.raises(TokenExists):
        shared.send(again, token)
    shared.act(Operation.RETURN, shared.anne, token)
    with pytest.raises(TitleEscrowNotHoldingToken):
        shared.send(Call(Operation.NOMINATE, shared.anne.address, shared.bob.address), token)
    shared.act(Operation.BURN, shared.issuer, token)
    with pytest.raises(TokenExists):
        shared.send(again, token)


def test_an_act_on_a_token_that_does_not_exist_is_not_sent_into_the_void(shared: World) -> None:
    with pytest.raises(NoTitleEscrow):
        shared.send(Call(Operation.RETURN, shared.anne.address), shared.new_token())


def test_a_remark_that_is_too_long_is_refused(shared: World) -> None:
    with pytest.raises(RemarkLengthExceeded):
        shared.send(Call(Operation.RETURN, shared.anne.address, remark=bytes(121)), shared.minted())


def test_roles_are_granted_and_used(shared: World) -> None:
    token = shared.minted()
    grant = Call(Operation.GRANT, shared.issuer.address, role=RegistryRole.ACCEPTER, account=shared.bob.address)
    shared.settle(shared.send(grant, token))
    assert shared.registry.roles(shared.bob.address) == {RegistryRole.ACCEPTER}
    shared.act(Operation.RETURN, shared.anne, token)
    shared.act(Operation.BURN, shared.bob, token)
    shared.settle(shared.send(replace(grant, operation=Operation.REVOKE), token))
    assert not shared.registry.roles(shared.bob.address)


def test_a_registry_is_cloned_by_a_deployer(shared: World) -> None:
    making = deployment(shared.chain)
    token_code = creation_code(ARTIFACTS / "presets/TradeTrustTokenStandard.sol/TradeTrustTokenStandard.json")
    deployer_code = creation_code(ARTIFACTS / "utils/TDocDeployer.sol/TDocDeployer.json")
    implementation = make(shared, token_code)
    proxy = make_deployer(shared, make(shared, deployer_code), implementation)
    prepared = making.prepare_clone(proxy, implementation, "Synthetic clone", "SYN", shared.anne)
    making.send(prepared)
    shared.anvil.mine()
    clone = making.find_made(prepared)
    assert clone is not None
    registry = connect(replace(shared.chain, registries=frozenset({clone})), clone)
    assert registry.roles(shared.anne.address) == set(RegistryRole)


def test_a_deployer_that_does_not_know_the_implementation_refuses(shared: World) -> None:
    deployer_code = creation_code(ARTIFACTS / "utils/TDocDeployer.sol/TDocDeployer.json")
    with pytest.raises(UnknownRevert):
        deployment(shared.chain).prepare_clone(make(shared, deployer_code), shared.factory, "Clone", "SYN", shared.anne)


def test_an_artifact_without_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("{}")
    for name in ("empty.json", "absent.json"):
        with pytest.raises(BadValue):
            creation_code(tmp_path / name)


def make(shared: World, code: bytes) -> Address:
    making = deployment(shared.chain)
    prepared = making.prepare_factory(code, shared.issuer)
    making.send(prepared)
    shared.anvil.mine()
    made = making.find_made(prepared)
    assert made is not None
    return made


def make_deployer(shared: World, logic: Address, implementation: Address) -> Address:
    """A deployer as it is run on public chains: behind a proxy, and told which implementation has which factory."""
    from landsea.lading.chain import abi
    from landsea.lading.chain.transactions import Payload

    push = bytes.fromhex("3d602d80600a3d3981f3363d3d373d3d3d363d73") + bytes.fromhex(logic[2:])
    proxy = make(shared, push + bytes.fromhex("5af43d82803e903d91602b57fd5bf3"))
    transactions = shared.registry.transactions
    for data in (
        abi.encode("initialize()"),
        abi.encode("addImplementation(address,address)", implementation, shared.factory),
    ):
        transactions.send(transactions.prepare(Payload(proxy, data), shared.issuer))
        shared.anvil.mine()
    return proxy


# Before anything is believed


def test_another_chain_behind_the_address_is_noticed(shared: World) -> None:
    with pytest.raises(WrongChain):
        connect(replace(shared.chain, chain_id=1), shared.registry.address)


def test_a_registry_that_is_not_in_the_settings_is_refused(shared: World) -> None:
    with pytest.raises(UnknownRegistry):
        connect(replace(shared.chain, registries=frozenset()), shared.registry.address)


@pytest.mark.parametrize("which", ["nothing", "another contract"])
def test_what_is_no_registry_is_refused(shared: World, which: str) -> None:
    address = shared.factory if which == "another contract" else key(77).address
    with pytest.raises(NotATokenRegistry):
        connect(replace(shared.chain, registries=frozenset({address})), address)


def test_a_node_that_does_not_answer_is_named_without_its_address(shared: World) -> None:
    silent = replace(shared.chain, url="http://127.0.0.1:9/secret-access-key", timeout_seconds=2)
    with pytest.raises(ChainUnreachable) as refused:
        connect(silent, shared.registry.address)
    assert "secret" not in str(refused.value)
    assert "127.0.0.1" not in str(refused.value)


def test_an_account_without_funds_is_told_what_it_needs(shared: World) -> None:
    poor, token = key(88), shared.minted()
    shared.act(Operation.TRANSFER_HOLDER, shared.anne, token, poor)
    with pytest.raises(InsufficientFunds) as refused:
        shared.registry.prepare(Call(Operation.TRANSFER_HOLDER, poor.address, holder=shared.bob.address), token, poor)
    assert refused.value.facts["has"] == "0"


def test_a_fee_above_the_limit_is_not_paid(shared: World) -> None:
    careful = connect(replace(shared.chain, fee_wei_max=1000), shared.registry.address)
    with pytest.raises(FeeTooHigh):
        careful.prepare(Call(Operation.RETURN, shared.anne.address), shared.minted(), shared.anne)


def test_a_call_is_signed_by_its_own_party_only(shared: World) -> None:
    with pytest.raises(WrongSigner):
        shared.registry.prepare(Call(Operation.RETURN, shared.anne.address), shared.minted(), shared.bob)
