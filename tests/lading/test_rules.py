"""The state table, without a node."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET

from landsea.kernel import PartyId, Refusal
from landsea.lading import rules
from landsea.lading.model import (
    ACTS,
    BIRTHS,
    ENDED,
    NODE_KEY,
    ActInThePast,
    ActKind,
    Amount,
    AmountImpossible,
    CaseMissing,
    DocumentId,
    Endorsement,
    HolderUnchanged,
    IsElsewhere,
    IsFrozen,
    IssuerAnswers,
    IssuerElsewhere,
    LineAmount,
    Medium,
    NotAwaited,
    NotConserved,
    NotDivisible,
    NotElsewhere,
    NotEndorsable,
    NotEntitled,
    NotExpired,
    NotForDelivery,
    NotFrozen,
    NotMatured,
    NotNegotiable,
    NotSurrendered,
    NotTheHolder,
    NotTheIssuer,
    NotTheProposer,
    NotTheRegistrar,
    OnlyTheNode,
    OrderKind,
    OtherForm,
    OverDelivery,
    PackagesAndMassApart,
    Particulars,
    PartIsAll,
    PartlyDelivered,
    PastValidity,
    ProposalOpen,
    Purpose,
    Relative,
    SecondPersonNeeded,
    Signatory,
    SignedAct,
    State,
    Statement,
    Title,
    TooFewParts,
    UnderPledge,
    content_hash,
)
from tests.lading.samples import BUYER, ISSUED, ISSUER, SHIPPER, content

DOCS = Path(__file__).parents[2] / "docs" / "standards" / "title.md"
BY = {one.party: Signatory(one.party or PartyId(""), one.did) for one in (ISSUER, SHIPPER, BUYER)}
NODE = PartyId(NODE_KEY)
BY[NODE] = Signatory(NODE, "did:web:node.example")


OPENING = rules.Opening(True, (Amount(1200, 21_500_500),))
STRAIGHT = rules.Opening(False, (Amount(1200, 21_500_500),))
LATER = timedelta(minutes=1)


def issued(opening: rules.Opening = OPENING) -> tuple[Title, list[SignedAct]]:
    made = content(negotiable=opening.negotiable)
    statement = Statement(
        DocumentId(made.document),
        made.number,
        content_hash(made),
        made.origin,
        1,
        "",
        ActKind.ISSUE,
        ISSUED,
        BY[ISSUER.party],
        BY[SHIPPER.party],
    )
    act = SignedAct(statement, "key", "Ed25519", "")
    return rules.first_title(act, opening), [act]


def after(
    title: Title, kind: ActKind, by: Any, to: Any = None, says: Particulars | None = None, key: str = "key"
) -> SignedAct:
    intent = rules.Intent(kind, by, title.acted_at + LATER, to, says or Particulars(), key)
    named = rules.to_state(title, rules.decide(title, intent), intent)
    to_sign = rules.next_statement(title, intent, BY[by], BY[named] if named else None, says or UNSET, "")
    return SignedAct(to_sign, key, "Ed25519", "")


def run(opening: rules.Opening, *steps: tuple[Any, ...]) -> tuple[Title, list[SignedAct]]:
    title, acts = issued(opening)
    for kind, by, *more in steps:
        acts.append(after(title, kind, by, *more))
        title = rules.apply(title, acts[-1])
    assert rules.replay(acts, opening) == title
    return title, acts


S, B, I = (one.party or NODE for one in (SHIPPER, BUYER, ISSUER))  # noqa: E741 - shipper, buyer, issuer
BLANK = Particulars(endorsement=Endorsement.BLANK)
FULL = Particulars(endorsement=Endorsement.FULL, endorsee=BY[B])
NONE = Particulars(endorsement=Endorsement.NONE)
SECURES = Particulars(secures="CREDIT-1")


def test_each_act_has_a_fact_and_rows() -> None:
    assert {row.act for row in rules.TABLE} == set(BIRTHS | ACTS) == set(ActKind)
    assert set(BIRTHS) == set(rules.BIRTHS)


def test_every_state_is_reached_and_only_ended_ones_lead_nowhere() -> None:
    assert {row.target for row in rules.TABLE} == set(State)
    assert set(State) - {row.source for row in rules.TABLE} == ENDED - {State.ACCEPTED}


def test_no_two_rows_fit_one_situation() -> None:
    keys = [
        (row.act, row.standing is rules.Standing.NODE, row.source, row.answers, row.order, medium)
        for row in rules.TABLE
        for medium in row.medium or ("",)
    ]
    assert len(keys) == len(set(keys))


def test_endorsement_moves_entitlement_and_possession_apart() -> None:
    title, _ = run(OPENING, (ActKind.TRANSFER, S, B, NONE))
    assert (title.holder, title.entitled, title.is_held_by_the_entitled) == (B, S, False)
    with pytest.raises(NotEntitled):
        after(title, ActKind.SURRENDER, B)
    with pytest.raises(NotEntitled):
        after(title, ActKind.TRANSFER, B, I)
    back, _ = run(OPENING, (ActKind.TRANSFER, S, B, NONE), (ActKind.TRANSFER, B, S, NONE), (ActKind.SURRENDER, S))
    assert back.state is State.SURRENDERED


def test_in_blank_it_passes_by_delivery_and_can_be_filled_in_again() -> None:
    title, _ = run(OPENING, (ActKind.TRANSFER, S, B, BLANK))
    assert title.is_to_bearer
    on, _ = run(OPENING, (ActKind.TRANSFER, S, B, BLANK), (ActKind.TRANSFER, B, I))
    assert on.is_to_bearer
    assert on.holder == I
    assert on.is_held_by_the_entitled
    filled, _ = run(
        OPENING,
        (ActKind.TRANSFER, S, B, BLANK),
        (ActKind.TRANSFER, B, I, Particulars(endorsement=Endorsement.ORDER, endorsee=BY[I])),
    )
    assert (filled.entitled, filled.endorsable) == (I, True)


def test_endorsed_in_full_it_cannot_be_endorsed_on() -> None:
    title, _ = run(OPENING, (ActKind.TRANSFER, S, B, FULL))
    with pytest.raises(NotEndorsable):
        after(title, ActKind.TRANSFER, B, S)
    assert rules.apply(title, after(title, ActKind.SURRENDER, B)).state is State.SURRENDERED


def test_an_offer_passes_nothing_until_it_is_taken() -> None:
    open_, _ = run(OPENING, (ActKind.OFFER, S, B))
    assert (open_.holder, open_.proposal is not None) == (S, True)
    for kind, by in ((ActKind.TRANSFER, S), (ActKind.SURRENDER, S), (ActKind.OFFER, S)):
        with pytest.raises(ProposalOpen):
            after(open_, kind, by, B)
    with pytest.raises(NotAwaited):
        after(open_, ActKind.TAKE, S)
    taken, _ = run(OPENING, (ActKind.OFFER, S, B), (ActKind.TAKE, B))
    assert (taken.holder, taken.entitled, taken.proposal) == (B, B, None)
    for end in ((ActKind.DECLINE, B), (ActKind.WITHDRAW, S)):
        title, _ = run(OPENING, (ActKind.OFFER, S, B), end)
        assert (title.holder, title.proposal) == (S, None)


def test_a_pledge_holds_everybody_until_it_is_released_or_enforced() -> None:
    due = ISSUED + timedelta(days=30)
    steps = ((ActKind.PLEDGE, S, B, Particulars(secures="CREDIT-1", matures_at=due)), (ActKind.TAKE, B))
    title, _ = run(OPENING, *steps)
    assert (title.holder, title.entitled, title.pledge is not None) == (B, S, True)
    for kind, by, to in ((ActKind.TRANSFER, B, I), (ActKind.LEAVE, B, None), (ActKind.OFFER, B, S)):
        with pytest.raises(UnderPledge):
            after(title, kind, by, to)
    with pytest.raises(NotTheHolder):
        after(title, ActKind.SURRENDER, S)
    with pytest.raises(NotMatured):
        after(title, ActKind.ENFORCE, B)
    free, _ = run(OPENING, *steps, (ActKind.RELEASE, B))
    assert (free.holder, free.entitled, free.pledge) == (S, S, None)
    late = replace(title, acted_at=due)
    enforced = rules.apply(late, after(late, ActKind.ENFORCE, B))
    assert (enforced.holder, enforced.entitled, enforced.pledge) == (B, B, None)


def test_enforced_it_stands_to_the_pledgees_order_however_it_stood() -> None:
    title, _ = run(OPENING, (ActKind.TRANSFER, S, B, FULL), (ActKind.PLEDGE, B, S, SECURES), (ActKind.TAKE, S))
    assert not title.endorsable
    enforced = rules.apply(title, after(title, ActKind.ENFORCE, S))
    assert (enforced.holder, enforced.entitled, enforced.endorsable, enforced.pledge) == (S, S, True, None)


def test_a_bearer_document_in_pledge_is_not_the_pledgees() -> None:
    steps = ((ActKind.TRANSFER, S, B, BLANK), (ActKind.PLEDGE, B, I, Particulars(secures="C")), (ActKind.TAKE, I))
    title, _ = run(OPENING, *steps)
    with pytest.raises(UnderPledge):
        after(title, ActKind.SURRENDER, I)
    free, _ = run(OPENING, *steps, (ActKind.RELEASE, I))
    assert free.is_to_bearer
    assert free.holder == B


def test_an_amendment_needs_everybody_it_concerns() -> None:
    says = Particulars(content="f" * 64, amounts=(LineAmount(0, 1, 1),))
    steps = ((ActKind.TRANSFER, S, B, NONE), (ActKind.AMEND, I, None, says), (ActKind.CONSENT, B))
    half, _ = run(OPENING, *steps)
    assert half.proposal is not None
    assert half.proposal.awaits == (S,)
    assert half.version == 1
    done, _ = run(OPENING, *steps, (ActKind.CONSENT, S))
    assert (done.content, done.version, done.outstanding, done.proposal) == ("f" * 64, 2, (Amount(1, 1),), None)
    refused, _ = run(OPENING, *steps, (ActKind.DECLINE, S))
    assert (refused.version, refused.proposal) == (1, None)


def test_an_amendment_needs_the_yes_of_who_pledged_the_document() -> None:
    """To bearer nobody is entitled but who holds it, and the pledgor does not."""
    says = Particulars(content="f" * 64, amounts=(LineAmount(0, 1, 1),))
    pledged = ((ActKind.TRANSFER, S, B, BLANK), (ActKind.PLEDGE, B, S, Particulars(secures="C")), (ActKind.TAKE, S))
    title, _ = run(OPENING, *pledged, (ActKind.AMEND, I, None, says))
    assert title.proposal is not None
    assert title.proposal.awaits == tuple(sorted((S, B)))
    title, _ = run(OPENING, (ActKind.TRANSFER, S, I), (ActKind.AMEND, I, None, says))
    assert title.proposal is not None
    assert title.proposal.awaits == (I,), "who proposes and is the only one concerned says yes by itself"


def test_a_part_is_delivered_and_never_more_than_there_is() -> None:
    most = Particulars(amounts=(LineAmount(0, 1198, 21_500_498),))
    title, _ = run(OPENING, (ActKind.ASK_PART, S, None, most), (ActKind.GRANT, I))
    assert title.outstanding == (Amount(2, 2),)
    assert title.state is State.ISSUED
    for amounts in (
        (LineAmount(0, 3, 1),),
        (LineAmount(0, 0, 0),),
        (LineAmount(0, -1, 1),),
        (LineAmount(1, 1, 1),),
        (),
    ):
        with pytest.raises(OverDelivery):
            after(title, ActKind.ASK_PART, S, None, Particulars(amounts=amounts))
    with pytest.raises(PartlyDelivered):
        after(title, ActKind.AMEND, I, None, Particulars(content="f" * 64, amounts=(LineAmount(0, 1, 1),)))


@pytest.mark.parametrize("part", [(0, 1000), (1, 0), (1200, 1), (1200, 21_500_499), (1199, 21_500_500)])
def test_packages_and_their_mass_are_taken_together_and_end_together(part: tuple[int, int]) -> None:
    title, rest = issued()[0], (1200 - part[0], 21_500_500 - part[1])
    with pytest.raises(PackagesAndMassApart):
        after(title, ActKind.ASK_PART, S, None, Particulars(amounts=(LineAmount(0, *part),)))
    shares = ((LineAmount(0, *part),), (LineAmount(0, *rest),))
    with pytest.raises(PackagesAndMassApart):
        after(title, ActKind.ASK_SPLIT, S, None, Particulars(shares=shares))


def test_of_what_is_not_packed_the_mass_alone_is_taken() -> None:
    bulk = rules.Opening(True, (Amount(0, 21_500_500),))
    part = Particulars(amounts=(LineAmount(0, 0, 21_500_499),))
    title, _ = run(bulk, (ActKind.ASK_PART, S, None, part), (ActKind.GRANT, I))
    assert title.outstanding == (Amount(0, 1),)
    shares = Particulars(shares=((LineAmount(0, 0, 500),), (LineAmount(0, 0, 21_500_000),)))
    assert run(bulk, (ActKind.ASK_SPLIT, S, None, shares))[0].proposal is not None


@pytest.mark.parametrize(
    "shares",
    [
        ((LineAmount(0, 1200, 21_500_500),),),
        ((LineAmount(0, 600, 21_500_500),), (LineAmount(0, 600, 1),)),
        ((LineAmount(0, 1201, 21_500_500),), (LineAmount(0, -1, 0),)),
        ((LineAmount(0, 1200, 21_500_500),), (LineAmount(0, 0, 0),)),
        ((LineAmount(0, 600, 500), LineAmount(0, 1, 0)), (LineAmount(0, 599, 21_500_000),)),
        ((LineAmount(0, 600, 500),), (LineAmount(0, 600, 21_500_000), LineAmount(3, 1, 1))),
    ],
)
def test_a_split_that_does_not_add_up_is_refused(shares: tuple[tuple[LineAmount, ...], ...]) -> None:
    with pytest.raises((NotConserved, TooFewParts)):
        after(issued()[0], ActKind.ASK_SPLIT, S, None, Particulars(shares=shares))


def test_a_split_ends_the_document() -> None:
    shares = ((LineAmount(0, 600, 500),), (LineAmount(0, 600, 21_500_000),))
    made = (Relative(DocumentId("doc_a"), "a"), Relative(DocumentId("doc_b"), "b"))
    asked = (ActKind.ASK_SPLIT, S, None, Particulars(shares=shares))
    title, _ = run(OPENING, asked, (ActKind.GRANT, I, None, Particulars(relatives=made)))
    assert (title.state, title.holder, title.is_operative) == (State.SPLIT, None, False)
    open_, _ = run(OPENING, asked)
    for wrong in ((), made[:1], (made[0], made[0])):
        with pytest.raises(TooFewParts):
            after(open_, ActKind.GRANT, I, None, Particulars(relatives=wrong))


@pytest.mark.parametrize("named", [(), ("doc_sample",), ("doc_a", "doc_a"), ("doc_a", "doc_sample")])
def test_a_merger_is_with_others_each_named_once(named: tuple[str, ...]) -> None:
    says = Particulars(relatives=tuple(Relative(DocumentId(one), "") for one in named))
    with pytest.raises(TooFewParts):
        after(issued()[0], ActKind.ASK_MERGE, S, None, says)


def test_a_document_on_its_way_is_operative_nowhere() -> None:
    form = Particulars(form=OtherForm(Medium.PAPER, "3 of 3"))
    leaving, _ = run(OPENING, (ActKind.LEAVE, S, None, form))
    assert (leaving.is_operative, leaving.holder) == (False, S)
    with pytest.raises(IsElsewhere):
        after(leaving, ActKind.TRANSFER, S, B)
    away, _ = run(OPENING, (ActKind.LEAVE, S, None, form), (ActKind.LEFT, I, None, form))
    assert (away.is_operative, away.holder, away.medium) == (False, None, Medium.PAPER)
    with pytest.raises(IsElsewhere):
        after(away, ActKind.TRANSFER, S, B)
    back = rules.apply(away, after(away, ActKind.RETURN, I, B, form))
    assert (back.is_operative, back.holder, back.entitled, back.medium) == (True, B, B, Medium.LOG)
    stays, _ = run(OPENING, (ActKind.LEAVE, S, None, form), (ActKind.STAY, I))
    assert (stays.is_operative, stays.holder) == (True, S)


def test_a_straight_document_comes_back_from_paper_to_its_consignee_alone() -> None:
    paper = Particulars(form=OtherForm(Medium.PAPER, "3 of 3"))
    steps = ((ActKind.LEAVE, S, None, paper), (ActKind.LEFT, I, None, paper))
    away, _ = run(STRAIGHT, *steps)
    assert (away.holder, away.entitled) == (None, S)
    with pytest.raises(NotNegotiable):
        after(away, ActKind.RETURN, I, B, paper)
    back = rules.apply(away, after(away, ActKind.RETURN, I, S, paper))
    assert (back.holder, back.entitled, back.endorsable, back.is_operative) == (S, S, False, True)


def test_what_another_register_proves_only_the_node_records() -> None:
    form = Particulars(form=OtherForm(Medium.PLATFORM, "ABCD"))
    leaving, _ = run(OPENING, (ActKind.LEAVE, S, None, form))
    for who in (S, I):
        with pytest.raises(OnlyTheNode):
            after(leaving, ActKind.LEFT, who, None, form)
    away = rules.apply(leaving, after(leaving, ActKind.LEFT, NODE, None, form, NODE_KEY))
    assert away.medium is Medium.PLATFORM
    presented = rules.apply(away, after(away, ActKind.SURRENDER, NODE, None, None, NODE_KEY))
    refused = rules.apply(presented, after(presented, ActKind.REJECT, I))
    assert refused.state is State.AWAY
    accepted = rules.apply(presented, after(presented, ActKind.ACCEPT, I))
    assert accepted.state is State.ACCEPTED


def test_the_node_does_in_nobodys_name_what_is_a_partys() -> None:
    """Its log key signs what another register or the calendar caused, and makes it neither issuer nor holder nor who is asked."""
    offered, _ = run(OPENING, (ActKind.OFFER, S, B))
    surrendered, _ = run(OPENING, (ActKind.SURRENDER, S))
    in_names = (
        (issued()[0], ActKind.TRANSFER, S, B, NotTheHolder),
        (offered, ActKind.TAKE, B, None, NotAwaited),
        (offered, ActKind.WITHDRAW, S, None, NotTheProposer),
        (surrendered, ActKind.ACCEPT, I, None, NotTheIssuer),
        (surrendered, ActKind.ORDER, I, None, NotTheRegistrar),
    )
    for title, act, by, to, refusal in in_names:
        with pytest.raises(refusal):
            after(title, act, by, to, Particulars(order=OrderKind.FREEZE, case="1"), NODE_KEY)


@pytest.mark.parametrize("purpose", Purpose)
def test_goods_are_delivered_against_what_was_surrendered_for_delivery_alone(purpose: Purpose) -> None:
    steps = ((ActKind.SURRENDER, S, None, Particulars(purpose=purpose)), (ActKind.ACCEPT, I))
    title, _ = run(OPENING, *steps)
    if purpose is Purpose.DELIVERY:
        assert rules.apply(title, after(title, ActKind.ACCOMPLISH, I)).state is State.ACCOMPLISHED
        return
    with pytest.raises(NotForDelivery):
        after(title, ActKind.ACCOMPLISH, I)


def test_an_order_needs_two_people_and_a_case() -> None:
    freeze = Particulars(order=OrderKind.FREEZE, case="case 1")
    title, _ = run(OPENING, (ActKind.ORDER, I, None, freeze))
    with pytest.raises(SecondPersonNeeded):
        after(title, ActKind.CONFIRM, I, None, None, "key")
    with pytest.raises(NotTheRegistrar):
        after(title, ActKind.CONFIRM, S, None, None, "other")
    frozen = rules.apply(title, after(title, ActKind.CONFIRM, I, None, None, "second"))
    for kind, by, to in ((ActKind.TRANSFER, S, B), (ActKind.SURRENDER, S, None)):
        with pytest.raises(IsFrozen):
            after(frozen, kind, by, to)
    with pytest.raises(CaseMissing):
        after(frozen, ActKind.ORDER, I, B, Particulars(order=OrderKind.RECTIFY))
    put_right = rules.apply(frozen, after(frozen, ActKind.ORDER, I, B, Particulars(order=OrderKind.RECTIFY, case="2")))
    put_right = rules.apply(put_right, after(put_right, ActKind.CONFIRM, I, None, None, "second"))
    assert (put_right.holder, put_right.entitled, put_right.frozen) == (B, B, True)
    thawed = rules.apply(put_right, after(put_right, ActKind.ORDER, I, None, replace(freeze, order=OrderKind.UNFREEZE)))
    thawed = rules.apply(thawed, after(thawed, ActKind.CONFIRM, I, None, None, "second"))
    assert rules.apply(thawed, after(thawed, ActKind.TRANSFER, B, S)).holder == S


def ordered(title: Title, kind: OrderKind, to: Any = None) -> Title:
    """An order begun by one person and confirmed by another."""
    begun = rules.apply(title, after(title, ActKind.ORDER, I, to, Particulars(order=kind, case="case 1")))
    return rules.apply(begun, after(begun, ActKind.CONFIRM, I, None, None, "second"))


@pytest.mark.parametrize(
    "steps",
    [
        [(ActKind.PLEDGE, S, B, SECURES), (ActKind.TAKE, B)],
        [(ActKind.OFFER, S, B)],
        [(ActKind.SURRENDER, S, None, Particulars(purpose=Purpose.AMENDMENT))],
    ],
    ids=["pledged", "offered", "surrendered"],
)
def test_what_is_put_right_is_free_of_what_was_done_wrong(steps: list[tuple[Any, ...]]) -> None:
    right = ordered(ordered(run(OPENING, *steps)[0], OrderKind.FREEZE), OrderKind.RECTIFY, I)
    assert (right.state, right.holder, right.entitled) == (State.ISSUED, I, I)
    assert (right.pledge, right.proposal, right.purpose) == (None, None, None)
    straight = ordered(ordered(issued(STRAIGHT)[0], OrderKind.FREEZE), OrderKind.RECTIFY, B)
    assert (straight.holder, straight.entitled, straight.endorsable) == (B, B, False)


def test_a_captured_document_is_on_paper_until_it_is_activated() -> None:
    _, (first,) = issued()
    act = replace(first, statement=replace(first.statement, act=ActKind.CAPTURE))
    captured = rules.first_title(act, OPENING)
    assert (captured.state, captured.medium, captured.is_operative) == (State.CAPTURED, Medium.PAPER, False)
    activated = rules.apply(captured, after(captured, ActKind.ACTIVATE, I))
    assert (activated.medium, activated.is_operative) == (Medium.LOG, True)
    with pytest.raises(PastValidity):
        after(replace(captured, valid_until=ISSUED + LATER), ActKind.ACTIVATE, I)


def test_an_order_that_was_begun_before_a_document_left_waits_until_it_is_back() -> None:
    freeze = Particulars(order=OrderKind.FREEZE, case="case 1")
    steps = [(ActKind.ORDER, I, None, freeze), (ActKind.LEAVE, S, None, PAPER)]
    back, _ = run(OPENING, *steps, (ActKind.STAY, I))
    assert rules.apply(back, after(back, ActKind.CONFIRM, I, None, None, "second")).frozen
    there, _ = run(OPENING, *steps, (ActKind.LEFT, I, None, PAPER), (ActKind.RETURN, I, S, PAPER))
    assert rules.apply(there, after(there, ActKind.CONFIRM, I, None, None, "second")).frozen


def test_two_people_settle_where_a_disputed_document_is_unless_its_register_does() -> None:
    form = Particulars(form=OtherForm(Medium.PLATFORM, "ABCD"))
    leaving, _ = run(OPENING, (ActKind.LEAVE, S, None, form))
    stays, gone = ordered(leaving, OrderKind.STAY), ordered(leaving, OrderKind.LEFT)
    assert (stays.state, stays.holder, stays.medium, stays.frozen) == (State.ISSUED, S, Medium.LOG, False)
    assert (gone.state, gone.holder, gone.medium, gone.frozen) == (State.AWAY, None, Medium.PLATFORM, False)
    begun = rules.apply(leaving, after(leaving, ActKind.ORDER, I, None, Particulars(order=OrderKind.STAY, case="1")))
    for act, says in ((ActKind.LEFT, form), (ActKind.STAY, Particulars())):
        assert rules.apply(begun, after(begun, act, NODE, None, says, NODE_KEY)).order is None
    for kind, title in ((OrderKind.FREEZE, leaving), (OrderKind.STAY, stays)):
        with pytest.raises((IsElsewhere, NotElsewhere)):
            after(title, ActKind.ORDER, I, None, Particulars(order=kind, case="1"))


def test_two_people_settle_a_surrender_that_a_carrier_elsewhere_did_not_answer() -> None:
    """`issuer` is `None` for a document received from another platform; whoever issued here answers by itself."""
    surrendered = replace(run(OPENING, (ActKind.SURRENDER, S))[0], issuer=None)
    taken, back = ordered(surrendered, OrderKind.ACCEPT), ordered(surrendered, OrderKind.REJECT)
    assert (taken.state, taken.holder, taken.order) == (State.ACCEPTED, None, None)
    assert (back.state, back.holder, back.medium, back.purpose) == (State.ISSUED, S, Medium.LOG, None)
    says = Particulars(order=OrderKind.REJECT, case="1")
    begun = rules.apply(surrendered, after(surrendered, ActKind.ORDER, I, None, says))
    for act in (ActKind.ACCEPT, ActKind.REJECT):
        assert rules.apply(begun, after(begun, act, NODE, None, None, NODE_KEY)).order is None
    for wrong, refusal in ((replace(surrendered, issuer=I), IssuerAnswers), (back, NotSurrendered)):
        with pytest.raises(refusal):
            after(wrong, ActKind.ORDER, I, None, says)


def test_an_answer_against_what_people_settled_makes_it_operative_nowhere_until_they_settle_it_anew() -> None:
    form = Particulars(form=OtherForm(Medium.PLATFORM, "ABCD"))
    leaving, _ = run(OPENING, (ActKind.LEAVE, S, None, form))
    stays, gone = ordered(leaving, OrderKind.STAY), ordered(leaving, OrderKind.LEFT)
    for frozen in (stays, ordered(stays, OrderKind.FREEZE)):
        again = rules.apply(frozen, after(frozen, ActKind.LEAVE, NODE, None, form, NODE_KEY))
        assert (again.state, again.holder, again.medium) == (State.LEAVING, S, Medium.PLATFORM)
        assert ordered(again, OrderKind.LEFT).state is State.AWAY
    restored = Particulars(form=form.form, endorsement=Endorsement.ORDER, endorsee=BY[S])
    again = rules.apply(gone, after(gone, ActKind.LEAVE, NODE, S, restored, NODE_KEY))
    assert (again.holder, again.entitled, ordered(again, OrderKind.STAY).state) == (S, S, State.ISSUED)
    back = ordered(replace(run(OPENING, (ActKind.SURRENDER, S))[0], issuer=None), OrderKind.REJECT)
    again = rules.apply(back, after(back, ActKind.SURRENDER, NODE, None, None, NODE_KEY))
    assert (again.state, again.holder) == (State.SURRENDERED, S)
    pledged, _ = run(OPENING, (ActKind.PLEDGE, S, B, Particulars(secures="C")), (ActKind.TAKE, B))
    caught = rules.apply(pledged, after(pledged, ActKind.LEAVE, NODE, None, form, NODE_KEY))
    assert (ordered(caught, OrderKind.STAY).pledge, ordered(caught, OrderKind.LEFT).pledge) == (pledged.pledge, None)


def test_rectifying_needs_a_freeze_first() -> None:
    for kind, to in ((OrderKind.RECTIFY, B), (OrderKind.UNFREEZE, None)):
        with pytest.raises(NotFrozen):
            after(issued()[0], ActKind.ORDER, I, to, Particulars(order=kind, case="2"))


def test_an_order_says_which_it_is_in_what_case_and_names_a_holder_only_to_rectify() -> None:
    title, freeze = issued()[0], OrderKind.FREEZE
    for says in (Particulars(case="2"), Particulars(order=freeze), Particulars(order=freeze, case="")):
        with pytest.raises(CaseMissing):
            after(title, ActKind.ORDER, I, None, says)
    with pytest.raises(HolderUnchanged):
        after(title, ActKind.ORDER, I, B, Particulars(order=freeze, case="2"))
    with pytest.raises(HolderUnchanged):
        after(replace(title, frozen=True), ActKind.ORDER, I, None, Particulars(order=OrderKind.RECTIFY, case="2"))


def test_a_document_expires_when_it_says_so_and_not_before() -> None:
    title = replace(issued()[0], valid_until=ISSUED + LATER)
    assert rules.apply(title, after(title, ActKind.EXPIRE, NODE, None, None, NODE_KEY)).state is State.EXPIRED
    for wrong in (replace(title, valid_until=None), replace(title, valid_until=ISSUED + 2 * LATER)):
        with pytest.raises(NotExpired):
            after(wrong, ActKind.EXPIRE, NODE, None, None, NODE_KEY)


PART = Particulars(amounts=(LineAmount(0, 1, 1),))
PAPER = Particulars(form=OtherForm(Medium.PAPER, "3 of 3"))
ALL = Particulars(amounts=(LineAmount(0, 1200, 21_500_500),))


def until(steps: list[tuple[Any, ...]]) -> tuple[Title, Title]:
    """The title after the steps: with a minute more for its next act, and with its validity ending at the time of that act."""
    title, _ = run(OPENING, *steps)
    end = title.acted_at + LATER
    return replace(title, valid_until=end + LATER), replace(title, valid_until=end)


@pytest.mark.parametrize(
    ("steps", "act"),
    [
        ([], (ActKind.TRANSFER, S, B)),
        ([], (ActKind.OFFER, S, B)),
        ([], (ActKind.PLEDGE, S, B, Particulars(secures="C"))),
        ([], (ActKind.SURRENDER, S)),
        ([], (ActKind.LEAVE, S, None, PAPER)),
        ([], (ActKind.ASK_PART, S, None, PART)),
        ([], (ActKind.AMEND, I, None, Particulars(content="f" * 64, amounts=(LineAmount(0, 1, 1),)))),
        ([(ActKind.OFFER, S, B)], (ActKind.TAKE, B)),
        ([(ActKind.OFFER, S, B)], (ActKind.DECLINE, B)),
        ([(ActKind.OFFER, S, B)], (ActKind.WITHDRAW, S)),
        ([(ActKind.ASK_PART, S, None, PART)], (ActKind.GRANT, I)),
        ([(ActKind.PLEDGE, S, B, Particulars(secures="C"))], (ActKind.TAKE, B)),
        ([(ActKind.PLEDGE, S, B, Particulars(secures="C")), (ActKind.TAKE, B)], (ActKind.RELEASE, B)),
        ([(ActKind.PLEDGE, S, B, Particulars(secures="C")), (ActKind.TAKE, B)], (ActKind.ENFORCE, B)),
    ],
    ids=lambda one: one[0].value if isinstance(one, tuple) else None,
)
def test_from_the_very_end_of_its_validity_nobody_moves_it(steps: list[tuple[Any, ...]], act: tuple[Any, ...]) -> None:
    valid, past = until(steps)
    made = after(valid, *act)
    rules.apply(valid, made)
    for refused in (lambda: after(past, *act), lambda: rules.apply(past, made)):
        with pytest.raises(PastValidity):
            refused()
    assert rules.possible_acts(past, act[1], past.valid_until or ISSUED) == ((ActKind.ORDER,) if act[1] == I else ())


def test_what_was_surrendered_in_time_is_answered_and_delivered_after_it() -> None:
    _, past = until([(ActKind.SURRENDER, S)])
    accepted = rules.apply(past, after(past, ActKind.ACCEPT, I))
    assert rules.apply(accepted, after(accepted, ActKind.ACCOMPLISH, I)).state is State.ACCOMPLISHED
    rejected = rules.apply(past, after(past, ActKind.REJECT, I))
    with pytest.raises(PastValidity):
        after(rejected, ActKind.SURRENDER, S)
    assert rules.apply(rejected, after(rejected, ActKind.EXPIRE, NODE, None, None, NODE_KEY)).holder is None


def test_where_the_operative_form_is_is_recorded_after_it_and_orders_are_made() -> None:
    _, past = until([(ActKind.LEAVE, S, None, PAPER)])
    away = rules.apply(past, after(past, ActKind.LEFT, I, None, PAPER))
    assert rules.apply(away, after(away, ActKind.RETURN, I, S, PAPER)).state is State.ISSUED
    assert rules.apply(past, after(past, ActKind.STAY, I)).state is State.ISSUED
    _, past = until([])
    frozen = rules.apply(past, after(past, ActKind.ORDER, I, None, Particulars(order=OrderKind.FREEZE, case="1")))
    frozen = rules.apply(frozen, after(frozen, ActKind.CONFIRM, I, None, None, "second"))
    with pytest.raises(IsFrozen):
        after(frozen, ActKind.EXPIRE, NODE, None, None, NODE_KEY)


def test_a_chain_begins_within_its_validity() -> None:
    _, acts = issued()
    with pytest.raises(rules.BrokenChain):
        rules.first_title(acts[0], replace(OPENING, valid_until=ISSUED))
    assert rules.first_title(acts[0], replace(OPENING, valid_until=ISSUED + LATER)).is_operative


def test_a_statement_from_before_the_end_comes_too_late_after_it() -> None:
    title = replace(issued()[0], valid_until=ISSUED + 2 * LATER)
    rules.require_fresh(title, ISSUED + LATER, ISSUED + LATER)
    rules.require_fresh(title, ISSUED + 2 * LATER, ISSUED + 3 * LATER)
    with pytest.raises(ActInThePast):
        rules.require_fresh(title, ISSUED + LATER, ISSUED + 2 * LATER)


def test_a_statement_is_as_old_as_its_signature_takes_and_no_older() -> None:
    title, most = issued()[0], timedelta(minutes=rules.PREPARED_MINUTES_MAX)
    now = ISSUED + most
    rules.require_fresh(title, ISSUED, now)
    for at, then in ((ISSUED, now + LATER), (ISSUED - LATER, ISSUED), (now + LATER, now)):
        with pytest.raises(ActInThePast):
            rules.require_fresh(title, at, then)


def received() -> Title:
    """A document that a carrier elsewhere issued, held here by the shipper."""
    _, (first,) = issued()
    by_node = replace(first.statement, act=ActKind.RECEIVE, by=BY[NODE])
    by_node = replace(by_node, particulars=Particulars(registrar=BY[I]))
    return rules.first_title(SignedAct(by_node, NODE_KEY, "Ed25519", ""), OPENING)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (ActKind.ASK_PART, PART),
        (ActKind.ASK_SPLIT, Particulars(shares=((LineAmount(0, 600, 500),), (LineAmount(0, 600, 21_500_000),)))),
        (ActKind.ASK_MERGE, Particulars(relatives=(Relative(DocumentId("doc_a"), ""),))),
        (ActKind.LEAVE, PAPER),
    ],
)
def test_what_only_an_issuer_elsewhere_grants_is_refused_by_its_name(act: ActKind, says: Particulars) -> None:
    rules.apply(issued()[0], after(issued()[0], act, S, None, says))
    with pytest.raises(IssuerElsewhere):
        after(received(), act, S, None, says)


def test_nobody_here_stands_in_for_an_issuer_elsewhere_and_the_node_records_only_its_answers() -> None:
    title, amended = received(), Particulars(content="f" * 64, amounts=(LineAmount(0, 1, 1),))
    for by, key in ((I, "key"), (NODE, NODE_KEY)):
        with pytest.raises(IssuerElsewhere):
            after(title, ActKind.AMEND, by, None, amended, key)
    for_paper = Particulars(purpose=Purpose.PAPER)
    surrendered = rules.apply(title, after(title, ActKind.SURRENDER, S, None, for_paper))
    with pytest.raises(IssuerElsewhere):
        after(surrendered, ActKind.ACCEPT, I)
    assert rules.apply(surrendered, after(surrendered, ActKind.ACCEPT, NODE, None, None, NODE_KEY)).has_ended
    form = Particulars(form=OtherForm(Medium.PLATFORM, "ABCD"))
    assert rules.apply(title, after(title, ActKind.LEAVE, S, None, form)).state is State.LEAVING
    possible = rules.possible_acts(title, S, ISSUED)
    assert ActKind.LEAVE in possible
    assert not {ActKind.ASK_PART, ActKind.ASK_SPLIT, ActKind.ASK_MERGE} & set(possible)


def test_a_part_is_not_all() -> None:
    title = issued()[0]
    with pytest.raises(PartIsAll):
        after(title, ActKind.ASK_PART, S, None, ALL)
    one_gram, one_package = (replace(title, outstanding=(Amount(*left),)) for left in ((0, 1), (1, 18_000)))
    possible = set(rules.possible_acts(one_gram, S, title.acted_at))
    assert ActKind.ASK_MERGE in possible
    assert not {ActKind.ASK_PART, ActKind.ASK_SPLIT} & possible
    for act, says in (
        (ActKind.ASK_PART, PART),
        (ActKind.ASK_SPLIT, Particulars(shares=((LineAmount(0, 1, 1),), (LineAmount(0, 1, 1),)))),
    ):
        for least in (one_gram, one_package):
            with pytest.raises(NotDivisible):
                after(least, act, S, None, says)


def test_an_amendment_is_for_no_less_than_nothing() -> None:
    for wrong in ((LineAmount(0, -1, 5),), (LineAmount(0, 5, -1),), (LineAmount(1, 5, 5),)):
        with pytest.raises(AmountImpossible):
            after(issued()[0], ActKind.AMEND, I, None, Particulars(content="f" * 64, amounts=wrong))


def test_who_began_an_order_is_not_shown_its_second_half() -> None:
    title, _ = run(OPENING, (ActKind.ORDER, I, None, Particulars(order=OrderKind.FREEZE, case="1")))
    shown = [rules.possible_acts(title, I, title.acted_at, key) for key in ("key", "second", None)]
    assert [ActKind.CONFIRM in acts for acts in shown] == [False, True, True]


@pytest.mark.parametrize("order", [[0, 2, 1], [1, 2], [0, 0, 1, 2], [2], []])
def test_a_chain_in_another_order_or_with_gaps_is_broken(order: list[int]) -> None:
    _, acts = run(OPENING, (ActKind.TRANSFER, S, B), (ActKind.SURRENDER, B))
    with pytest.raises((rules.BrokenChain, Refusal)):
        rules.replay([acts[index] for index in order], OPENING)


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": 4},
        {"previous": "0" * 64},
        {"at": ISSUED - LATER},
        {"document": DocumentId("doc_other")},
        {"number": "N2"},
        {"content": "f" * 64},
        {"origin": "other.example"},
        {"to": None},
        {"to": BY[I]},
    ],
    ids=lambda one: next(iter(one)),
)
def test_an_act_that_is_not_the_chain_s_next_breaks_it(changed: dict[str, Any]) -> None:
    title, acts = run(OPENING, (ActKind.TRANSFER, S, B))
    next_act = after(title, ActKind.SURRENDER, B)
    assert rules.apply(title, next_act).state is State.SURRENDERED
    with pytest.raises(rules.BrokenChain):
        rules.apply(title, replace(next_act, statement=replace(next_act.statement, **changed)))
    assert title.sequence == len(acts)


@pytest.mark.parametrize(
    "changed",
    [{"sequence": 2}, {"previous": "0" * 64}, {"to": None}, {"act": ActKind.TRANSFER}, {"act": ActKind.RECEIVE}],
    ids=lambda one: str(next(iter(one.items()))),
)
def test_a_chain_begins_with_its_birth_by_who_may_give_it(changed: dict[str, Any]) -> None:
    _, (first,) = issued()
    with pytest.raises(rules.BrokenChain):
        rules.first_title(replace(first, statement=replace(first.statement, **changed)), OPENING)
    with pytest.raises(rules.BrokenChain):
        rules.first_title(replace(first, key_id=NODE_KEY), OPENING)


@pytest.mark.parametrize(
    ("whole", "parts", "adds_up"),
    [
        ("", ("", ""), True),
        ("", ("1", ""), False),
        ("3", ("1", "2"), True),
        ("3", ("1", "2.1"), False),
        ("3", ("3", ""), False),
        ("3.0", ("1.5", "1.50"), True),
    ],
)
def test_volumes_are_stated_for_every_part_or_for_none(whole: str, parts: tuple[str, ...], adds_up: bool) -> None:
    assert rules.volumes_add_up(whole, parts) is adds_up


def test_a_transfer_breaks_the_chain_of_a_straight_document() -> None:
    _, acts = run(OPENING, (ActKind.TRANSFER, S, B))
    with pytest.raises(Refusal, match="not negotiable"):
        rules.replay(acts, STRAIGHT)
    assert not replace(issued(STRAIGHT)[0], entitled=None).is_to_bearer


def test_the_page_s_diagram_and_its_list_of_rows_are_drawn_from_the_table() -> None:
    assert rules.diagram() in DOCS.read_text()
    assert rules.listing() in DOCS.read_text()


def test_the_page_on_title_names_every_property_and_only_tests_that_exist() -> None:
    page = DOCS.read_text()
    ids = ["W1", "S1", "U1", "U2", "U3", "C1", "C2", "C3", "C4", "I1", "I2", "R1-R7", "R8", "D1", "E1", "A1", "M1, M2"]
    ids += ["X1, X2, X3", "P1", "L1", "L2", "F1, F2", "N1", "G1", "Q1", "V1"]
    assert [one for one in ids if f"| {one} |" not in page] == []
    named = set(re.findall(r"test_[a-z_]+\.py", page))
    assert named
    assert [name for name in named if not (Path(__file__).parent / name).exists()] == []
