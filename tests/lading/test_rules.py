"""The state table, without a node."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from landsea.kernel import PartyId, Refusal
from landsea.lading import rules
from landsea.lading.model import (
    ACTS,
    ActKind,
    DocumentIssued,
    Signatory,
    SignedAct,
    State,
    Title,
    content_hash,
)
from tests.lading.samples import BUYER, ISSUED, ISSUER, SHIPPER, content

DOCS = Path(__file__).parents[2] / "docs" / "standards" / "title.md"
BY = {one.party: Signatory(one.party or PartyId(""), one.did) for one in (ISSUER, SHIPPER, BUYER)}


def issued(negotiable: bool = True) -> tuple[Title, list[SignedAct]]:
    made = content(negotiable=negotiable)
    from landsea.lading.model import DocumentId, Statement

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
    return rules.first_title(act, negotiable), [act]


def after(title: Title, kind: ActKind, by: PartyId | None, to: PartyId | None = None) -> SignedAct:
    held = BY[title.holder] if title.holder else None
    at = title.acted_at + timedelta(minutes=1)
    statement = rules.next_statement(title, kind, at, BY[by], BY[to] if to else None, held, "")
    return SignedAct(statement, "key", "Ed25519", "")


def test_the_fact_of_each_act_leads_where_the_table_says() -> None:
    facts = {ActKind.ISSUE: DocumentIssued} | ACTS
    assert {row.act for row in rules.TABLE} == set(facts) == set(ActKind)
    assert all(facts[row.act].leads_to is row.target for row in rules.TABLE)


def test_every_state_but_the_last_has_an_act_and_all_are_reached() -> None:
    assert {row.target for row in rules.TABLE} == set(State)
    assert set(State) - {row.source for row in rules.TABLE} == {State.ACCOMPLISHED}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("kind", [kind for kind in ActKind if kind is not ActKind.ISSUE])
@pytest.mark.parametrize("by", [ISSUER.party, SHIPPER.party, BUYER.party])
def test_an_act_is_possible_exactly_when_it_is_not_refused(state: State, kind: ActKind, by: PartyId) -> None:
    from dataclasses import replace

    holder = SHIPPER.party if state in (State.ISSUED, State.SURRENDERED) else None
    title = replace(issued()[0], state=state, holder=holder)
    try:
        rules.decide(title, kind, by, PartyId("par_other"))
        allowed = True
    except Refusal:
        allowed = False
    assert allowed == (kind in rules.possible_acts(title, by))


def test_a_chain_replays_to_its_title() -> None:
    title, acts = issued()
    for kind, by, to in (
        (ActKind.TRANSFER, SHIPPER.party, BUYER.party),
        (ActKind.SURRENDER, BUYER.party, None),
        (ActKind.ACCEPT, ISSUER.party, None),
    ):
        acts.append(after(title, kind, by, to))
        title = rules.apply(title, acts[-1])
    assert rules.replay(acts, True) == title
    assert (title.state, title.holder, title.sequence) == (State.ACCEPTED, None, 4)


@pytest.mark.parametrize("order", [[0, 2, 1], [0, 1], [1, 2], [0, 0, 1, 2], [2], []])
def test_a_chain_in_another_order_or_with_gaps_is_broken(order: list[int]) -> None:
    title, acts = issued()
    acts.append(after(title, ActKind.TRANSFER, SHIPPER.party, BUYER.party))
    acts.append(after(rules.apply(title, acts[1]), ActKind.SURRENDER, BUYER.party))
    if order == [0, 1]:  # a prefix is a chain of its own: what follows it is for the log to show
        assert rules.replay([acts[0], acts[1]], True).holder == BUYER.party
        return
    with pytest.raises((rules.BrokenChain, Refusal)):
        rules.replay([acts[index] for index in order], True)


def test_a_transfer_breaks_the_chain_of_a_straight_document() -> None:
    title, acts = issued()
    acts.append(after(title, ActKind.TRANSFER, SHIPPER.party, BUYER.party))
    with pytest.raises(Refusal, match="not negotiable"):
        rules.replay(acts, False)


def test_the_documents_diagram_is_drawn_from_the_table() -> None:
    assert rules.diagram() in DOCS.read_text()


def test_the_page_on_title_names_every_property_and_only_tests_that_exist() -> None:
    page = DOCS.read_text()
    ids = ["W1", "S1", "U1", "U2", "U3", "C1", "C2", "C3", "C4", "I1", "I2", "R1-R7", "R8", "D1", "E1", "A1", "M1, M2"]
    ids += ["X1, X2, X3", "P1", "L1", "L2", "F1, F2", "N1", "G1", "Q1", "V1"]
    assert [one for one in ids if f"| {one} |" not in page] == []
    named = set(re.findall(r"test_[a-z]+\.py", page))
    assert named
    assert [name for name in named if not (Path(__file__).parent / name).exists()] == []
