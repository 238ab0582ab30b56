"""Verification offline: what passes, and that nothing altered ever does."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pypdf
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import lading
from landsea.journal import Verifier
from landsea.kernel import parse_instant
from landsea.lading import Outcome, Report, Verdict, verify_file
from landsea.lading.model import NotTheHolder
from landsea.lading.service.evidence import attest
from landsea.lading.service.verify import here_at_node
from landsea.lading.service.verify.pack import Here
from tests.lading.world import SIGN, World
from tests.support.people import Person

Evidence = dict[str, Any]


@pytest.fixture(scope="module")
def operative(real_world: World) -> lading.DocumentId:
    document = real_world.issue()
    real_world.transfer(real_world.shipper, document, real_world.buyer)
    return document


@pytest.fixture(scope="module")
def evidence(real_world: World, operative: lading.DocumentId) -> bytes:
    return real_world.evidence(real_world.buyer, operative)


@pytest.fixture(scope="module")
def pdf(real_world: World, operative: lading.DocumentId) -> bytes:
    return real_world.pdf(real_world.buyer, operative)


@pytest.fixture(scope="module")
def trusted(real_world: World) -> list[Verifier]:
    return [real_world.journal.signer.verifier]


def failed(report: Report) -> set[str]:
    return {check.name for check in report.failed}


def test_evidence_and_pdf_of_an_operative_record_verify_as_copies(
    evidence: bytes, pdf: bytes, trusted: list[Verifier], real_world: World
) -> None:
    for content in (evidence, pdf):
        report = verify_file(content, trusted)
        assert report.verdict is Verdict.COPY, failed(report)
        assert report.is_valid
        assert report.holder == "Synthetic Buyer"
        assert str(report.sentence).startswith("COPY OF AN OPERATIVE RECORD as of 2026-11-21 01:00 UTC.")
    assert verify_file(pdf, trusted).checks[1].outcome is Outcome.PASS


def test_the_pdf_carries_exactly_the_evidence(real_world: World, operative: lading.DocumentId, pdf: bytes) -> None:
    attached = pypdf.PdfReader(io.BytesIO(pdf)).attachments["evidence.json"]
    assert attached == [real_world.evidence(real_world.buyer, operative)]


def test_without_a_trusted_key_nothing_is_proven(evidence: bytes) -> None:
    report = verify_file(evidence)
    assert report.verdict is Verdict.UNPROVEN
    assert not report.is_valid
    assert [check.name for check in report.checks if check.outcome is Outcome.NOT_PROVEN] == ["node-key"]


def test_another_trusted_key_makes_it_invalid(evidence: bytes) -> None:
    other = Verifier("test.example/landsea", bytes(32))
    assert failed(verify_file(evidence, [other])) == {"node-key"}


@pytest.mark.parametrize("acts", [["surrender"], ["surrender", "accept"], ["surrender", "accept", "accomplish"]])
def test_a_document_that_is_not_operative_never_verifies_as_valid(
    real_world: World, trusted: list[Verifier], acts: list[str]
) -> None:
    """The reference verifier says valid here (surrendered and burned)."""
    document = real_world.issue(negotiable=False)
    steps: dict[str, Callable[[], object]] = {
        "surrender": lambda: real_world.surrender(real_world.buyer, document),
        "accept": lambda: real_world.accept(document),
        "accomplish": lambda: real_world.accomplish(document),
    }
    for act in acts:
        steps[act]()
    for content in (real_world.evidence(real_world.buyer, document), real_world.pdf(real_world.buyer, document)):
        report = verify_file(content, trusted)
        assert report.verdict is Verdict.NOT_OPERATIVE
        assert failed(report) == {"operative"}


def test_a_rejected_surrender_leaves_the_record_operative(real_world: World, trusted: list[Verifier]) -> None:
    document = real_world.issue()
    real_world.surrender(real_world.shipper, document)
    real_world.reject(document)
    assert verify_file(real_world.evidence(real_world.shipper, document), trusted).is_valid


def test_a_sandbox_document_never_verifies_as_valid(world: World) -> None:
    document = world.issue()
    keys = [world.journal.signer.verifier]
    for content in (world.evidence(world.shipper, document), world.pdf(world.shipper, document)):
        report = verify_file(content, keys)
        assert report.verdict is Verdict.SANDBOX
        assert failed(report) == {"sandbox"}


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths of every value in the evidence that has no values in it."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None or not value:
        yield path
        return
    for name, item in items:
        yield from leaves(item, (*path, name))


def changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    return "x" if value is None else None


def put(evidence: Evidence, path: tuple[str | int, ...], make: Callable[[Any], Any]) -> Evidence:
    result = copy.deepcopy(evidence)
    at: Any = result
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = make(at[path[-1]])
    return result


def test_no_field_of_the_evidence_can_be_changed_or_dropped(evidence: bytes, trusted: list[Verifier]) -> None:
    parsed: Evidence = json.loads(evidence)
    paths = list(leaves(parsed))
    assert len(paths) > 150
    for path in paths:
        altered = rfc8785.dumps(put(parsed, path, changed))
        assert verify_file(altered, trusted).verdict is Verdict.INVALID, path
        assert verify_file(altered).verdict is Verdict.INVALID, path
    for name in parsed:
        rest = {key: value for key, value in parsed.items() if key != name}
        assert verify_file(rfc8785.dumps(rest), trusted).verdict is Verdict.INVALID, name


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_no_byte_of_the_evidence_can_be_changed(evidence: bytes, trusted: list[Verifier], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(evidence) - 1))
    bit = data.draw(st.integers(0, 7))
    altered = bytearray(evidence)
    altered[position] ^= 1 << bit
    assert verify_file(bytes(altered), trusted).verdict is Verdict.INVALID


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_byte_of_the_pdf_can_be_changed(pdf: bytes, trusted: list[Verifier], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(pdf) - 1))
    altered = bytearray(pdf)
    altered[position] ^= 1 << data.draw(st.integers(0, 7))
    assert verify_file(bytes(altered), trusted).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"%PDF-1.7\n",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format":"landsea-document-evidence/3"}',
    ],
    ids=["empty", "object", "list", "null", "pdf", "bytes", "deep", "newer"],
)
def test_what_is_no_evidence_is_invalid_and_says_what_to_do(content: bytes, trusted: list[Verifier]) -> None:
    report = verify_file(content, trusted)
    assert report.verdict is Verdict.INVALID
    assert failed(report) == {"format"}
    assert report.checks[0].mend
    assert {check.outcome for check in report.checks[1:]} == {Outcome.NOT_APPLICABLE}


def reattested(real_world: World, evidence: bytes, alter: Callable[[Evidence], None]) -> bytes:
    """Evidence altered and attested again by the node's own key: what a dishonest node could make."""
    parsed: Evidence = json.loads(evidence)
    alter(parsed)
    parsed.pop("attestation")
    return rfc8785.dumps(parsed | {"attestation": attest(real_world.journal, rfc8785.dumps(parsed))})


def other_content(parsed: Evidence) -> None:
    parsed["document"]["goods"][0]["packages"] += 1


def other_holder(parsed: Evidence) -> None:
    parsed["status"]["holder"] = parsed["document"]["shipper"]["party"]


def cut_chain(parsed: Evidence) -> None:
    """The newest act left out, as a former holder would like it."""
    parsed["entries"].pop()
    parsed["status"] |= {"acts": 1, "holder": parsed["document"]["shipper"]["party"]}


def other_key(parsed: Evidence) -> None:
    for party in parsed["parties"]:
        party["keys"][0]["public_key"] = "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"[:43] + "="


def swapped_acts(parsed: Evidence) -> None:
    parsed["entries"].reverse()


def no_algorithm(parsed: Evidence) -> None:
    body = json.loads(parsed["entries"][0]["body"])
    body["act"]["algorithm"] = "none"
    parsed["entries"][0]["body"] = rfc8785.dumps(body).decode()


def late_evidence(parsed: Evidence) -> None:
    parsed["status"]["as_of"] = "2020-01-01T00:00:00Z"


def other_log_entry(parsed: Evidence) -> None:
    first, last = parsed["entries"][0], parsed["entries"][-1]
    for name in ("envelope", "position", "path"):
        first[name], last[name] = last[name], first[name]


def shorter_path(parsed: Evidence) -> None:
    parsed["entries"][-1]["path"].pop()


def key_of_another_time(parsed: Evidence) -> None:
    for party in parsed["parties"]:
        party["keys"][0]["superseded_at"] = "2020-01-01T00:00:00Z"


NO_TITLE = {
    "act-chain",
    "content-hash",
    "legal-persons",
    "parties",
    "standing",
    "operative",
    "unencumbered",
    "undelivered",
}
"""What cannot be checked when the acts make no chain."""


@pytest.mark.parametrize(
    ("alter", "names"),
    [
        (other_content, {"content-hash"}),
        (other_holder, {"standing"}),
        (cut_chain, {"standing"}),
        (other_key, {"act-signatures", "legal-persons"}),
        (swapped_acts, NO_TITLE | {"log-acts", "log-order"}),
        (no_algorithm, NO_TITLE | {"act-signatures", "log-acts"}),
        (late_evidence, {"times", "legal-persons"}),
        (other_log_entry, {"log-acts", "log-order"}),
        (shorter_path, {"log-acts"}),
        (key_of_another_time, {"act-signatures", "legal-persons"}),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_the_node_itself_cannot_forge_is_found_by_name(
    real_world: World, evidence: bytes, trusted: list[Verifier], alter: Callable[[Evidence], None], names: set[str]
) -> None:
    report = verify_file(reattested(real_world, evidence, alter), trusted)
    assert report.verdict is Verdict.INVALID
    assert failed(report) == names


def test_a_former_holder_cannot_pass_off_an_older_record_by_cutting_the_chain(
    real_world: World, trusted: list[Verifier]
) -> None:
    """Without the node's key the standing cannot be restated: an old file says as of when it was true, and no more."""
    document = real_world.issue()
    before: Evidence = json.loads(real_world.evidence(real_world.shipper, document))
    real_world.transfer(real_world.shipper, document, real_world.buyer)
    after: Evidence = json.loads(real_world.evidence(real_world.shipper, document))
    newer = {"checkpoint": after["checkpoint"], "entries": after["entries"][:1]}
    mixed = before | newer | {"status": after["status"] | {"acts": 1}}
    report = verify_file(rfc8785.dumps(mixed), trusted)
    assert report.verdict is Verdict.INVALID
    assert "attestation" in failed(report)


def test_a_page_changed_around_true_evidence_is_found(real_world: World, pdf: bytes, trusted: list[Verifier]) -> None:
    """The evidence inside is genuine; what a reader sees is not."""
    other = real_world.pdf(real_world.operator, real_world.issue())
    writer = pypdf.PdfWriter(io.BytesIO(other))
    writer.add_attachment("evidence.json", pypdf.PdfReader(io.BytesIO(pdf)).attachments["evidence.json"][0])
    out = io.BytesIO()
    writer.write(out)
    assert verify_file(out.getvalue(), trusted).verdict is Verdict.INVALID


def test_a_report_is_told_in_chinese(evidence: bytes) -> None:
    told = lading.describe(verify_file(evidence), "zh")
    assert told["verdict"] == "UNPROVEN"
    assert told["sentence"].startswith("未获证明")
    assert told["checks"][2]["clause"].startswith("《示范法》")
    assert told["checks"][0]["seen"] == "运输单证证据，规范化 JSON"


def test_a_file_of_the_first_format_is_still_read(real_world: World, evidence: bytes, trusted: list[Verifier]) -> None:
    def as_first(parsed: Evidence) -> None:
        entries, checkpoint = parsed.pop("entries"), parsed.pop("checkpoint")
        size = parsed["status"]["log_size"]
        proofs = [entry | {"checkpoint": checkpoint, "size": size} for entry in entries]
        parsed["acts"] = [json.loads(entry["body"])["act"] for entry in entries]
        parsed["proofs"] = {"issue": proofs[0], "latest": proofs[-1]}
        parsed["format"] = "landsea-document-evidence/1"
        for name in ("medium", "entitled", "pledged", "frozen", "content"):
            del parsed["status"][name]

    first = reattested(real_world, evidence, as_first)
    assert verify_file(first, trusted).verdict is Verdict.COPY
    assert verify_file(first[:-20] + first[-19:], trusted).verdict is Verdict.INVALID


def test_an_old_standing_is_not_proven_and_a_future_one_is_invalid(evidence: bytes, trusted: list[Verifier]) -> None:
    as_of = parse_instant(json.loads(evidence)["status"]["as_of"])
    for hours, verdict in ((0, Verdict.COPY), (23, Verdict.COPY), (25, Verdict.UNPROVEN), (-1, Verdict.INVALID)):
        asked = as_of + timedelta(hours=hours)
        report = verify_file(evidence, trusted, asked_at=asked, fresh_for=timedelta(hours=24))
        assert report.verdict is verdict, hours


def test_a_pledged_or_frozen_document_is_not_free(real_world: World, trusted: list[Verifier]) -> None:
    document = real_world.issue()
    real_world.run(
        real_world.shipper, lambda work: lading.pledge(work, document, real_world.bank.party, "CREDIT-1", SIGN)
    )
    assert verify_file(real_world.evidence(real_world.shipper, document), trusted).is_valid  # asked, not taken
    real_world.run(real_world.bank, lambda work: lading.take(work, document, SIGN))
    for content in (real_world.evidence(real_world.bank, document), real_world.pdf(real_world.bank, document)):
        report = verify_file(content, trusted)
        assert report.verdict is Verdict.ENCUMBERED
        assert not report.is_valid
        assert failed(report) == {"unencumbered"}
    real_world.run(real_world.bank, lambda work: lading.release(work, document, SIGN))
    assert verify_file(real_world.evidence(real_world.shipper, document), trusted).is_valid


def test_a_document_on_paper_is_not_operative_here(real_world: World, trusted: list[Verifier]) -> None:
    document = real_world.issue()
    form = lading.OtherForm(lading.Medium.PAPER, "3 originals")
    real_world.run(real_world.shipper, lambda work: lading.leave(work, document, form, SIGN))
    assert verify_file(real_world.evidence(real_world.shipper, document), trusted).verdict is Verdict.NOT_OPERATIVE
    real_world.run(real_world.operator, lambda work: lading.left_for_paper(work, document, "A1-A3", SIGN))
    report = verify_file(real_world.pdf(real_world.operator, document), trusted)
    assert report.verdict is Verdict.NOT_OPERATIVE
    assert report.state == "away"


def test_an_amended_document_proves_both_versions(real_world: World, trusted: list[Verifier]) -> None:
    document = real_world.issue()
    changes = {"booking": "SYNTHETIC-B2"}
    real_world.run(real_world.operator, lambda work: lading.amend(work, document, changes, "typing error", SIGN))
    done = real_world.run(real_world.shipper, lambda work: lading.consent(work, document, SIGN))
    assert (done.title.version, done.content.booking) == (2, "SYNTHETIC-B2")
    evidence = real_world.evidence(real_world.shipper, document)
    assert failed(verify_file(evidence, trusted)) == set()

    def as_it_was(parsed: Evidence) -> None:
        parsed["document"] = json.loads(parsed["entries"][0]["body"])["content"]

    assert failed(verify_file(reattested(real_world, evidence, as_it_was), trusted)) == {"content-hash"}


def test_the_holder_proves_control_by_a_fresh_challenge(real_world: World, trusted: list[Verifier]) -> None:
    document, mine = real_world.issue(), "challenge-of-the-bank-0001"

    def ask(who: Person) -> bytes:
        lading.make_provable(real_world.journal)
        with real_world.journal.view(who.actor) as view:
            made = lading.prove_control(view, document, mine, SIGN)
            assert isinstance(made, dict)
            return rfc8785.dumps(made)

    answer = ask(real_world.shipper)
    assert verify_file(answer, trusted, challenge=mine).verdict is Verdict.COPY
    assert verify_file(answer, trusted).verdict is Verdict.UNPROVEN
    assert failed(verify_file(answer, trusted, challenge="another-challenge-0002")) == {"control"}
    with pytest.raises(NotTheHolder):
        ask(real_world.operator)
    assert failed(verify_file(real_world.evidence(real_world.shipper, document), trusted, challenge=mine)) == {
        "control"
    }
    real_world.transfer(real_world.shipper, document, real_world.buyer)
    newer: Evidence = json.loads(real_world.evidence(real_world.shipper, document))
    replayed = rfc8785.dumps(newer | {"control": json.loads(answer)["control"]})
    assert failed(verify_file(replayed, trusted, challenge=mine)) == {"control"}
    with pytest.raises(NotTheHolder):
        ask(real_world.shipper)


def test_the_node_that_keeps_the_record_knows_what_happened_since(real_world: World) -> None:
    """A print of yesterday is believed at no node that has spent the document since."""
    document, here = real_world.issue(), here_at_node(real_world.journal)
    first = real_world.evidence(real_world.shipper, document)
    assert verify_file(first, here=here).verdict is Verdict.COPY
    real_world.transfer(real_world.shipper, document, real_world.buyer)
    moved = verify_file(first, here=here)
    assert (moved.verdict, [one.name for one in moved.checks if one.outcome is Outcome.NOT_PROVEN]) == (
        Verdict.UNPROVEN,
        ["newest"],
    )
    real_world.surrender(real_world.buyer, document)
    real_world.accept(document)
    real_world.accomplish(document)
    over = verify_file(first, here=here)
    assert (over.verdict, failed(over), over.state, over.holder) == (Verdict.NOT_OPERATIVE, {"newest"}, "", "")
    assert str(over.sentence).startswith("NOT OPERATIVE: since this file was made")
    assert verify_file(first, [real_world.journal.signer.verifier]).verdict is Verdict.COPY  # offline nobody can know


def test_a_node_vouches_for_nobody_else_and_calls_nobody_else_a_forger(
    evidence: bytes, trusted: list[Verifier]
) -> None:
    other = Verifier("elsewhere.example/landsea", bytes(range(32)))
    assert verify_file(evidence, here=Here(other, lambda _: None)).verdict is Verdict.UNPROVEN
    assert verify_file(evidence, trusted, here=Here(other, lambda _: None)).verdict is Verdict.COPY
    same_name = Verifier(trusted[0].name, bytes(range(32)))
    assert failed(verify_file(evidence, here=Here(same_name, lambda _: None))) == {"node-key"}


def test_who_holds_what_is_to_the_order_of_another_holds_no_free_title(real_world: World) -> None:
    document = real_world.issue()
    passed = lading.Endorsement.NONE
    real_world.act(real_world.shipper, "transfer", document, real_world.bank.party, SIGN, passed)
    real = verify_file(real_world.evidence(real_world.bank, document), [real_world.journal.signer.verifier])
    assert (real.verdict, failed(real), real.holder, real.order) == (
        Verdict.ENCUMBERED,
        {"unencumbered"},
        "Synthetic Bank",
        "Synthetic Shipper",
    )
