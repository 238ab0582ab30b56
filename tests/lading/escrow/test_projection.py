"""Our acts in TitleEscrow's words: each has a line, what fits becomes calls that the contract accepts, the rest is refused by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.lading import ActKind
from landsea.lading.escrow import (
    NOBODY,
    Address,
    AmendmentNotOnChain,
    BearerNotOnChain,
    Call,
    Escrow,
    EscrowRefusal,
    ExpiryNotOnChain,
    FreezeNotOnChain,
    NotOnChain,
    OpenProposalNotOnChain,
    Operation,
    Owners,
    PartDeliveryNotOnChain,
    PartyWithoutChainAddress,
    Place,
    PledgeNotOnChain,
    SplitNotOnChain,
    Standing,
    StraightNotOnChain,
    TransferOnAcceptanceNotOnChain,
    accept_call,
    decide,
    decline_call,
    mint_call,
    new_registry,
    owners_of,
    reject_call,
    require_expressible,
    surrender_call,
    transfer_calls,
    withdraw_call,
)
from landsea.lading.escrow.projection import LINES

ISSUER, ANNE, BOB, CARL = (Address("0x" + f"{n:040x}") for n in (11, 12, 13, 14))
REGISTRY = new_registry(ISSUER)
IN_LOG = Standing(negotiable=True, holder=ANNE, entitled=ANNE)


def after(escrow: Escrow, *calls: Call) -> Escrow:
    for call in calls:
        escrow = decide(REGISTRY, escrow, call).escrow
    return escrow


def minted(beneficiary: Address = ANNE, holder: Address = ANNE) -> Escrow:
    return after(Escrow(), Call(Operation.MINT, ISSUER, beneficiary, holder))


def test_every_act_on_title_has_its_line() -> None:
    assert {kind.value for kind in ActKind} - {line.act for line in LINES} == set()


@pytest.mark.parametrize(
    ("act", "kind", "refusal"),
    [
        ("transfer", "blank", BearerNotOnChain),
        ("pledge", "", PledgeNotOnChain),
        ("release", "", PledgeNotOnChain),
        ("enforce", "", PledgeNotOnChain),
        ("take", "", TransferOnAcceptanceNotOnChain),
        ("amend", "", AmendmentNotOnChain),
        ("ask-split", "", SplitNotOnChain),
        ("ask-merge", "", SplitNotOnChain),
        ("ask-part", "", PartDeliveryNotOnChain),
        ("order", "", FreezeNotOnChain),
        ("expire", "", ExpiryNotOnChain),
    ],
)
def test_what_the_chain_cannot_express_is_refused_by_name(act: str, kind: str, refusal: type[NotOnChain]) -> None:
    with pytest.raises(refusal):
        require_expressible(act, kind)


def test_what_the_chain_can_express_names_its_functions() -> None:
    assert require_expressible("leave", "evm") == (Operation.MINT,)
    assert require_expressible("surrender", "delivery") == (Operation.RETURN,)
    assert require_expressible("accept") == (Operation.BURN,)
    with pytest.raises(KeyError):
        require_expressible("unheard-of")


@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        (replace(IN_LOG, negotiable=False), StraightNotOnChain),
        (replace(IN_LOG, to_bearer=True), BearerNotOnChain),
        (replace(IN_LOG, pledged=True), PledgeNotOnChain),
        (replace(IN_LOG, proposal_open=True), OpenProposalNotOnChain),
        (replace(IN_LOG, frozen=True), FreezeNotOnChain),
        (replace(IN_LOG, partly_delivered=True), PartDeliveryNotOnChain),
        (replace(IN_LOG, holder=None), PartyWithoutChainAddress),
        (replace(IN_LOG, entitled=None), PartyWithoutChainAddress),
    ],
)
def test_a_document_that_would_lose_something_does_not_leave(standing: Standing, refusal: type[NotOnChain]) -> None:
    with pytest.raises(refusal):
        mint_call(standing, ISSUER, b"")


def test_holder_and_entitled_party_arrive_as_they_left() -> None:
    escrow = after(Escrow(), mint_call(replace(IN_LOG, holder=BOB), ISSUER, b"synthetic"))
    assert owners_of(escrow) == Owners(holder=BOB, entitled=ANNE)


parties = st.sampled_from([ANNE, BOB, CARL])


@settings(max_examples=200)
@given(parties, parties, st.sampled_from([NOBODY, BOB, CARL]), parties, parties)
def test_a_transfer_becomes_calls_that_its_parties_can_make(
    beneficiary: Address, holder: Address, nominee: Address, to_holder: Address, to_entitled: Address
) -> None:
    escrow = minted(beneficiary, holder)
    if nominee not in (NOBODY, beneficiary):
        escrow = after(escrow, Call(Operation.NOMINATE, beneficiary, nominee))
    to = Owners(to_holder, to_entitled)
    if to == owners_of(escrow):
        with pytest.raises(EscrowRefusal):
            transfer_calls(escrow, to, b"")
        return
    calls = transfer_calls(escrow, to, b"synthetic")
    assert owners_of(after(escrow, *calls)) == to
    assert len(calls) == 1 or beneficiary != holder


def test_there_is_no_transfer_to_bearer() -> None:
    with pytest.raises(BearerNotOnChain):
        transfer_calls(minted(), Owners(BOB, None), b"")


@pytest.mark.parametrize("to", [Owners(BOB, ANNE), Owners(BOB, BOB)], ids=["possession", "both"])
def test_a_transfer_can_be_declined_by_who_got_it(to: Owners) -> None:
    given_away = after(minted(), *transfer_calls(minted(), to, b""))
    assert owners_of(after(given_away, decline_call(given_away, BOB, b"not ours"))) == Owners(ANNE, ANNE)


def test_an_endorsement_can_be_declined_by_the_new_beneficiary() -> None:
    held_by_bob = minted(ANNE, BOB)
    endorsed = after(held_by_bob, *transfer_calls(held_by_bob, Owners(BOB, CARL), b""))
    assert owners_of(after(endorsed, decline_call(endorsed, CARL, b""))) == Owners(BOB, ANNE)


def test_a_nomination_can_be_withdrawn() -> None:
    nominated = after(minted(ANNE, BOB), Call(Operation.NOMINATE, ANNE, CARL))
    assert after(nominated, withdraw_call(nominated, b"")).nominee == NOBODY


def test_surrender_then_rejection_restores_and_acceptance_ends() -> None:
    surrendered = after(minted(), surrender_call(minted(), b"delivery"))
    assert owners_of(after(surrendered, reject_call(ISSUER, b""))) == Owners(ANNE, ANNE)
    assert after(surrendered, accept_call(ISSUER, b"")).place is Place.BURNT
