"""Our acts in TitleEscrow's words: each has a line, what fits becomes calls that the contract accepts, the rest is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.kernel import PartyId
from landsea.lading import ActKind, DocumentId, Endorsement, Particulars, Pledge, Proposal, State, Title
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
    FullEndorsementNotOnChain,
    NotOnChain,
    OpenProposalNotOnChain,
    Operation,
    Owners,
    PartDeliveryNotOnChain,
    PartyWithoutChainAddress,
    Place,
    PledgeNotOnChain,
    SplitNotOnChain,
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
AT = datetime(2026, 11, 1, tzinfo=UTC)
CARRIER, SHIPPER, BUYER = PartyId("synthetic carrier"), PartyId("synthetic shipper"), PartyId("synthetic buyer")
ADDRESSES = {SHIPPER: ANNE, BUYER: BOB}
IN_LOG = Title(
    document=DocumentId("doc"),
    number="SYN1",
    content="5f" * 32,
    origin="synthetic log",
    negotiable=True,
    issuer=CARRIER,
    registrar=CARRIER,
    state=State.ISSUED,
    holder=SHIPPER,
    entitled=SHIPPER,
    endorsable=True,
    sequence=1,
    head="",
    acted_at=AT,
    outstanding=(),
)


def after(escrow: Escrow, *calls: Call) -> Escrow:
    for call in calls:
        escrow = decide(REGISTRY, escrow, call).escrow
    return escrow


def minted(beneficiary: Address = ANNE, holder: Address = ANNE) -> Escrow:
    return after(Escrow(), Call(Operation.MINT, ISSUER, beneficiary, holder))


def test_every_act_on_title_has_its_line() -> None:
    assert {line.act for line in LINES} == set(ActKind)
    assert {line.kind for line in LINES if line.act is ActKind.TRANSFER} == set(Endorsement)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (ActKind.PLEDGE, PledgeNotOnChain),
        (ActKind.RELEASE, PledgeNotOnChain),
        (ActKind.ENFORCE, PledgeNotOnChain),
        (ActKind.OFFER, TransferOnAcceptanceNotOnChain),
        (ActKind.TAKE, TransferOnAcceptanceNotOnChain),
        (ActKind.AMEND, AmendmentNotOnChain),
        (ActKind.ASK_SPLIT, SplitNotOnChain),
        (ActKind.ASK_MERGE, SplitNotOnChain),
        (ActKind.ASK_PART, PartDeliveryNotOnChain),
        (ActKind.ORDER, FreezeNotOnChain),
        (ActKind.EXPIRE, ExpiryNotOnChain),
    ],
)
def test_what_the_chain_cannot_express_is_refused_by_name(act: ActKind, refusal: type[NotOnChain]) -> None:
    with pytest.raises(refusal):
        require_expressible(act)


def test_endorsements_are_expressed_or_refused_one_by_one() -> None:
    assert require_expressible(ActKind.TRANSFER, Endorsement.NONE) == (Operation.TRANSFER_HOLDER,)
    assert Operation.TRANSFER_OWNERS in require_expressible(ActKind.TRANSFER, Endorsement.ORDER)
    with pytest.raises(FullEndorsementNotOnChain):
        require_expressible(ActKind.TRANSFER, Endorsement.FULL)
    with pytest.raises(BearerNotOnChain):
        require_expressible(ActKind.TRANSFER, Endorsement.BLANK)


def test_what_the_chain_can_express_names_its_functions() -> None:
    assert require_expressible(ActKind.LEAVE) == (Operation.MINT,)
    assert require_expressible(ActKind.RETURN) == (Operation.RETURN, Operation.BURN)
    assert require_expressible(ActKind.REJECT) == (Operation.RESTORE,)


@pytest.mark.parametrize(
    ("title", "refusal"),
    [
        (replace(IN_LOG, negotiable=False), StraightNotOnChain),
        (replace(IN_LOG, entitled=None), BearerNotOnChain),
        (replace(IN_LOG, endorsable=False), FullEndorsementNotOnChain),
        (replace(IN_LOG, pledge=Pledge(BUYER, "synthetic loan", None)), PledgeNotOnChain),
        (
            replace(IN_LOG, proposal=Proposal(ActKind.AMEND, CARRIER, (SHIPPER,), None, Particulars(), 2)),
            OpenProposalNotOnChain,
        ),
        (replace(IN_LOG, frozen=True), FreezeNotOnChain),
        (replace(IN_LOG, delivered=True), PartDeliveryNotOnChain),
        (replace(IN_LOG, holder=CARRIER), PartyWithoutChainAddress),
        (replace(IN_LOG, entitled=CARRIER), PartyWithoutChainAddress),
    ],
)
def test_a_document_that_would_lose_something_does_not_leave(title: Title, refusal: type[NotOnChain]) -> None:
    with pytest.raises(refusal):
        mint_call(title, ADDRESSES, ISSUER, b"")


def test_holder_and_entitled_party_arrive_as_they_left() -> None:
    escrow = after(Escrow(), mint_call(replace(IN_LOG, holder=BUYER), ADDRESSES, ISSUER, b"synthetic"))
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
