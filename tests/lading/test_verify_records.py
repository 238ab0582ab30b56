"""Verification of this node's own credentials: the evidence given beside them says how the record in the log stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from landsea import identity, lading
from landsea.identity.service.contexts import CONTEXTS
from landsea.lading import Outcome, Report, Verdict, read_beside, verify_file
from landsea.lading.service.credential import document_credential
from tests.lading.bills import DAY
from tests.lading.world import SIGN, World

pytestmark = pytest.mark.skipif(
    not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py"
)


def wrong(report: Report) -> set[str]:
    return {check.name for check in report.checks if check.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN)}


def own(world: World, document: lading.DocumentId) -> dict[str, Any]:
    """The node's credential of a document in its log."""
    with world.journal.view(world.shipper.actor) as view:
        return document_credential(view, document)


def ask_about(world: World, shown_: dict[str, Any], *evidence: bytes) -> Report:
    with world.journal.view(world.shipper.actor) as view:
        keys, at = json.dumps(identity.node_document(view)).encode(), view.now
        issuers = {identity.node_did(view)}
    files = read_beside([keys, *evidence], issuers)
    trusted = [world.journal.signer.verifier]
    return verify_file(json.dumps(shown_).encode(), trusted, asked_at=at, fresh_for=DAY, beside=files)


def test_a_record_in_a_log_is_proven_by_its_evidence_and_by_no_other(real_world: World) -> None:
    document, other = real_world.issue(), real_world.issue()
    made = own(real_world, document)
    evidence = real_world.evidence(real_world.shipper, document)
    assert ask_about(real_world, made, evidence).verdict is Verdict.COPY
    assert ask_about(real_world, made, real_world.pdf(real_world.shipper, document)).holder == "Synthetic Shipper"
    for files in ([], [real_world.evidence(real_world.shipper, other)]):
        report = ask_about(real_world, made, *files)
        assert (report.verdict, wrong(report)) == (Verdict.UNPROVEN, {"record", "operative", "status"})
    forged = evidence.replace(b'"packages":1200', b'"packages":1300')
    assert ask_about(real_world, made, forged).verdict is Verdict.INVALID
    real_world.surrender(real_world.shipper, document)
    late = ask_about(real_world, made, real_world.evidence(real_world.shipper, document))
    assert (late.verdict, wrong(late)) == (Verdict.NOT_OPERATIVE, {"operative"})


def test_a_credential_of_an_earlier_version_is_not_the_record_now(real_world: World) -> None:
    document = real_world.issue()
    made = own(real_world, document)
    real_world.act(real_world.operator, "amend", document, {"booking": "SYNTHETIC-B2"}, "typing error", SIGN)
    real_world.act(real_world.shipper, "consent", document, SIGN)
    report = ask_about(real_world, made, real_world.evidence(real_world.shipper, document))
    assert (report.verdict, {check.name for check in report.failed}) == (Verdict.INVALID, {"record"})
