"""What may leave: the default, the rules, and a record of every decision."""

from __future__ import annotations

import pytest

from landsea import journal as journals
from landsea import policy
from landsea.journal import NODE
from landsea.kernel import BadValue, NotAllowed, NotFound
from landsea.policy import AddReleaseRule, DataClass, Effect, Ground, Receiver, Release, ReleaseRefused, RuleNotInForce
from landsea.runtime import explain
from tests.policy.conftest import Office, to
from tests.support.journals import table_dump


def test_without_a_rule_nothing_crosses_the_border_and_the_refusal_is_on_record(office: Office) -> None:
    decision = office.decide(to("SG"))
    assert not decision.allowed
    assert decision.ruling.ground is Ground.NO_RULE
    assert office.decisions() == [decision]


def test_without_a_rule_what_stays_within_the_jurisdiction_may_go(office: Office) -> None:
    decision = office.decide(to("CN"))
    assert (decision.allowed, decision.ruling.ground) == (True, Ground.WITHIN)


def test_a_rule_allows_its_class_to_its_jurisdiction_and_nothing_else(office: Office) -> None:
    rule = office.rule("SG", DataClass.TITLE_ACT)
    decision = office.decide(to("SG"))
    assert decision.allowed
    assert decision.ruling.rule == rule
    assert rule.basis in decision.why
    assert not office.decide(to("SG", DataClass.PERSONAL_DATA)).allowed
    assert not office.decide(to("MY")).allowed


def test_a_rule_can_refuse_within_the_jurisdiction(office: Office) -> None:
    office.rule("CN", DataClass.PERSONAL_DATA, Effect.REFUSE)
    assert not office.decide(to("CN", DataClass.PERSONAL_DATA)).allowed
    assert office.decide(to("CN")).allowed


def test_a_new_rule_takes_the_place_of_the_one_in_force(office: Office) -> None:
    first = office.rule("SG", DataClass.TITLE_ACT)
    second = office.rule("SG", DataClass.TITLE_ACT, Effect.REFUSE)
    decision = office.decide(to("SG"))
    assert (decision.allowed, decision.ruling.rule) == (False, second)
    with office.journal.view(office.shipper.actor) as view:
        assert policy.list_rules(view) == [second]
        assert [one.id for one in policy.list_rules(view, withdrawn=True)] == [first.id, second.id]
        assert policy.get_rule(view, first.id).withdrawn_at is not None


def test_a_withdrawn_rule_allows_nothing_and_its_decisions_stand(office: Office) -> None:
    rule = office.rule("SG", DataClass.TITLE_ACT)
    before = office.decide(to("SG"))
    office.withdraw(rule)
    after = office.decide(to("SG"))
    assert not after.allowed
    assert after.rules_version == before.rules_version + 1
    with office.journal.view(office.operator.actor) as view:
        assert policy.get_decision(view, before.id).allowed
    with pytest.raises(RuleNotInForce):
        office.withdraw(rule)


def test_require_lets_pass_what_is_allowed(office: Office) -> None:
    office.rule("SG", DataClass.TITLE_ACT)
    decision = office.journal.run(NODE, lambda work: policy.require(work, to("SG")))
    assert office.decisions() == [decision]


def test_require_refuses_by_name_and_says_how_to_mend_it(office: Office) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        office.journal.run(NODE, lambda work: policy.require(work, to("SG")))
    assert office.decisions() == [], "the refusal took its transaction with it"
    for language, said in (
        ("en", "No rule of this node lets title-act go from CN to SG."),
        ("zh", "本节点没有规则允许"),
    ):
        text = explain(refused.value, language)
        assert said in text
        assert "document:doc_1" in text
        assert "landsea policy allow SG title-act" in text


def test_explaining_records_nothing(office: Office) -> None:
    with office.journal.view(office.shipper.actor) as view:
        before = journals.size(view)
        assert not policy.explain(view, to("SG")).allowed
        assert policy.explain(view, to("CN")).allowed
        assert journals.size(view) == before


def test_only_the_nodes_operator_makes_rules_and_sees_decisions(office: Office) -> None:
    rule = office.rule("SG", DataClass.TITLE_ACT)
    decision = office.decide(to("SG"))
    command = AddReleaseRule("SG", DataClass.EVENT, Effect.ALLOW, "synthetic")
    with pytest.raises(NotAllowed):
        office.journal.run(office.shipper.actor, lambda work: policy.add_rule(work, command))
    with pytest.raises(NotAllowed):
        office.journal.run(office.shipper.actor, lambda work: policy.withdraw_rule(work, rule.id, "no"))
    with office.journal.view(office.shipper.actor) as view:
        with pytest.raises(NotAllowed):
            policy.list_decisions(view)
        with pytest.raises(NotAllowed):
            policy.get_decision(view, decision.id)
    assert office.decide(to("SG")).allowed


def test_decisions_are_found_by_what_they_were_about(office: Office) -> None:
    office.rule("SG", DataClass.TITLE_ACT)
    allowed = office.decide(to("SG", subject="document:doc_2"))
    refused = office.decide(to("MY", DataClass.EVENT))
    with office.journal.view(office.operator.actor) as view:
        assert policy.list_decisions(view, allowed=True) == [allowed]
        assert policy.list_decisions(view, data_class=DataClass.EVENT) == [refused]
        assert policy.list_decisions(view, jurisdiction="MY") == [refused]
        assert policy.list_decisions(view, subject="document:doc_2") == [allowed]
        assert policy.list_decisions(view, receiver="platform:SYNTHETIC") == [refused, allowed]
        assert policy.list_decisions(view, receiver="platform:OTHER") == []
        assert policy.list_decisions(view, before=refused.id) == [allowed]


@pytest.mark.parametrize("code", ["", "sg", "SGP", "S1", "S\n"])
def test_a_jurisdiction_has_two_capital_letters(code: str) -> None:
    with pytest.raises(BadValue):
        Receiver("synthetic", code)
    with pytest.raises(BadValue):
        AddReleaseRule(code, DataClass.EVENT, Effect.ALLOW, "synthetic")


def test_a_rule_needs_its_basis() -> None:
    with pytest.raises(BadValue):
        AddReleaseRule("SG", DataClass.EVENT, Effect.ALLOW, " ")


def test_a_class_may_be_given_by_its_name() -> None:
    assert Release("event", Receiver("a", "SG"), "b", "c").data_class is DataClass.EVENT  # type: ignore[arg-type]


def test_what_is_not_there_is_not_found(office: Office) -> None:
    with office.journal.view(office.operator.actor) as view:
        for look in (policy.get_rule, policy.get_decision):
            with pytest.raises(NotFound):
                look(view, "rel_none")


def test_a_replay_gives_the_same_rules_and_decisions(office: Office) -> None:
    office.withdraw(office.rule("SG", DataClass.TITLE_ACT))
    office.rule("MY", DataClass.EVENT)
    office.decide(to("SG"))
    office.decide(to("MY", DataClass.EVENT))
    before = table_dump(office.journal)
    journals.rebuild(office.journal)
    assert table_dump(office.journal) == before
