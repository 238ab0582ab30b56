"""What stands in a document's way, and what is open about it: each has its sentence and its remedy at verification."""

from __future__ import annotations

from landsea import lading
from landsea.lading import DocumentId, LineAmount, OrderKind, Report, Verdict, describe, verify_file
from tests.lading.world import SIGN, World
from tests.support import people
from tests.support.people import Person


def judged(world: World, document: DocumentId, who: Person | None = None) -> Report:
    return verify_file(world.evidence(who or world.operator, document), [world.journal.signer.verifier])


def check(report: Report, name: str) -> tuple[str, str, str]:
    """Outcome, what was seen, what to do."""
    found = next(one for one in report.checks if one.name == name)
    return found.outcome.value, str(found.seen), found.mend


def pledge(world: World, document: DocumentId) -> None:
    world.act(world.shipper, "pledge", document, world.bank.party, "CREDIT-1", SIGN)


def freeze(world: World, document: DocumentId) -> None:
    world.act(world.operator, "begin_order", document, OrderKind.FREEZE, "dispute 1", SIGN)


def test_each_thing_in_the_way_has_a_remedy_of_its_own(real_world: World) -> None:
    second = people.make_second_signer(real_world.journal, real_world.operator)
    pledged, frozen, apart = (real_world.issue() for _ in range(3))
    pledge(real_world, pledged)
    real_world.act(real_world.bank, "take", pledged, SIGN)
    freeze(real_world, frozen)
    real_world.act(second, "confirm_order", frozen, SIGN)
    real_world.act(real_world.shipper, "transfer", apart, real_world.bank.party, SIGN, lading.Endorsement.NONE)
    for document, remedy in (
        (pledged, "released the pledge"),
        (frozen, "lifted the freeze"),
        (apart, "endorsement by the party"),
    ):
        report = judged(real_world, document)
        outcome, _, mend = check(report, "unencumbered")
        assert (report.verdict, outcome, remedy in mend) == (Verdict.ENCUMBERED, "fail", True)
        assert "not free to be passed on" in str(report.sentence)


def test_a_partly_delivered_document_can_be_passed_on_and_is_worth_less(real_world: World) -> None:
    document = real_world.issue()
    real_world.act(real_world.shipper, "ask_part", document, [LineAmount(0, 200, 3_000_500)], SIGN)
    real_world.run(real_world.operator, lambda work: lading.grant(work, document, SIGN))
    report = judged(real_world, document)
    assert report.verdict is Verdict.ENCUMBERED
    assert "It can be passed on" in str(report.sentence)
    assert check(report, "unencumbered")[:2] == ("pass", "neither pledged nor frozen")
    outcome, seen, mend = check(report, "undelivered")
    assert (outcome, "1000 packages" in seen, "outstanding alone" in mend) == ("fail", True, True)


def test_what_is_open_is_told_with_who_asked_when_and_whose_answer_it_waits_for(real_world: World) -> None:
    offered, asked = real_world.issue(), real_world.issue()
    pledge(real_world, offered)
    real_world.act(real_world.shipper, "ask_part", asked, [LineAmount(0, 200, 3_000_500)], SIGN)
    freeze(real_world, asked)
    for document, open_ in ((offered, "a pledge"), (asked, "a part delivery")):
        report = judged(real_world, document)
        outcome, seen, _ = check(report, "unencumbered")
        assert (report.verdict, outcome) == (Verdict.COPY, "pass"), "asked, not taken"
        assert f"open: {open_}, asked for by Synthetic Shipper at 20" in seen
        assert "not decided yet" in str(report.sentence)
    assert "an order to freeze the document, begun by " in check(judged(real_world, asked), "unencumbered")[1]
    told = describe(judged(real_world, asked), "zh")
    seen = next(one["seen"] for one in told["checks"] if one["name"] == "unencumbered")
    assert "未决事项" in seen
    assert "冻结" in seen
    assert "尚未决定" in told["sentence"]


def test_a_holder_without_a_registered_number_is_no_plain_pass(real_world: World) -> None:
    report = judged(real_world, real_world.issue())
    outcome, seen, _ = check(report, "legal-persons")
    assert outcome == "not applicable"
    assert "Synthetic Shipper" in seen
    assert "no registered number" in seen
