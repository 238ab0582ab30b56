"""The node issues credentials of its documents and serves their status: its own log, waybills, status lists. Chains: `chain/`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import identity
from landsea import journal as door
from landsea.app.telling import topics
from landsea.identity.http import authenticate
from landsea.identity.wire.credentials import STRICT, TITLE_RECORD, Outcome, Policy, Report
from landsea.journal import NODE, TitleActsDisabled, mark_moved
from landsea.kernel import NotAllowed, NotFound, Recorded, Role
from landsea.lading import DocumentId, Medium, OrderKind, OtherForm, Verdict, read_beside, verify_file
from landsea.lading.api import router
from landsea.lading.model import NotTheIssuer
from landsea.lading.model.credential import (
    CredentialInForce,
    CredentialIsRevoked,
    CredentialIsSuspended,
    CredentialNotIssued,
    CredentialNotSuspended,
    NoCredentialHere,
    NotAWaybill,
    WaybillCredential,
)
from landsea.lading.rules.credential import MOST_TAKEN, PLACES, series_after
from landsea.lading.service import credential as service
from landsea.lading.service.credential import ListPurpose, StatusAct
from landsea.lading.store_credential import stream_of
from landsea.runtime.http import install_problems
from tests.identity.credentials.trustvc import NAMED, ask, installed
from tests.lading.world import SIGN, World, make_world
from tests.support import people
from tests.support.journals import table_dump
from tests.support.people import Person

ELSEWHERE = Policy(elsewhere=frozenset({TITLE_RECORD}))
Json = dict[str, Any]


def credential_of(world: World, document: DocumentId, *reveal: str, who: Person | None = None) -> Json:
    with world.journal.view((who or world.shipper).actor) as view:
        return service.document_credential(view, document, reveal or None)


def lists_of(world: World, credential: Json) -> dict[str, Json]:
    """As a reader fetches them now."""
    with world.journal.view(NODE) as view:
        made = [service.status_list(view, 1, purpose) for purpose in ListPurpose]
    assert {one["statusListCredential"] for one in credential["credentialStatus"]} == {one["id"] for one in made}
    return {one["id"]: one for one in made}


def judged(
    world: World,
    credential: Json,
    policy: Policy = STRICT,
    lists: dict[str, Json] | None = None,
    later: timedelta = timedelta(0),
) -> Report:
    with world.journal.view(NODE) as view:
        documents = {identity.node_did(view): identity.node_document(view)}
        return identity.check_credential(
            credential, at=view.now + later, documents=documents, lists=lists or {}, policy=policy
        )


def stands(world: World, credential: Json) -> str:
    """What the lists say now, as a reader is told; `valid` when every check passed (in a sandbox: but for that)."""
    report = judged(world, credential, lists=lists_of(world, credential))
    if report.failed:
        return report.failed[0].message
    doubts = {one.name for one in report.checks if one.outcome is Outcome.NOT_PROVEN}
    return "valid" if doubts <= ({"sandbox"} if world.journal.site.sandbox else set()) else str(doubts)


def waybill(world: World) -> DocumentId:
    return world.issue(negotiable=False)


def issue(world: World, document: DocumentId) -> WaybillCredential:
    return world.run(world.operator, lambda work: service.issue_waybill_credential(work, document))


def change(world: World, document: DocumentId, act: StatusAct, number: int = 1) -> WaybillCredential:
    about = (document, number, act, "synthetic reason")
    return world.run(world.operator, lambda work: service.change_waybill_credential(work, *about))


def records(world: World, document: DocumentId) -> list[WaybillCredential]:
    with world.journal.view(world.operator.actor) as view:
        return service.list_waybill_credentials(view, document)


def amend(world: World, document: DocumentId, booking: str) -> None:
    world.act(world.operator, "amend", document, {"booking": booking}, "typing error", SIGN)
    world.act(world.buyer, "consent", document, SIGN)


def test_a_credential_from_the_log_proves_content_and_issuer_and_says_where_to_ask_for_the_rest(
    real_world: World,
) -> None:
    document = real_world.issue()
    credential = credential_of(real_world, document)
    title = real_world.see(real_world.shipper, document).title
    status = credential["credentialStatus"]
    assert (status["type"], status["titleLog"], status["titleRecord"]) == (TITLE_RECORD, title.origin, document)
    assert status["titleEvidence"].endswith(f"/v1/documents/{document}/evidence.json")
    digest = identity.credentials.parse_multibase(credential["relatedResource"]["digestMultibase"])
    assert digest.hex() == "1220" + title.content
    report = judged(real_world, credential, ELSEWHERE)
    assert not report.failed
    (asked,) = [one for one in report.checks if one.outcome is Outcome.NOT_PROVEN]
    assert asked.name == "status"
    assert status["titleEvidence"] in asked.message


def test_who_does_not_know_the_log_s_status_fails(real_world: World) -> None:
    credential = credential_of(real_world, real_world.issue())
    assert [one.name for one in judged(real_world, credential).failed] == ["status"]


@pytest.mark.parametrize("negotiable", [True, False])
def test_issuer_type_validity_status_and_content_are_always_shown(real_world: World, negotiable: bool) -> None:
    document = real_world.issue(negotiable=negotiable)
    if not negotiable:
        issue(real_world, document)
    whole = credential_of(real_world, document)
    credential = credential_of(real_world, document, "/credentialSubject/shipperName")
    assert set(credential["credentialSubject"]) == {"type", "shipperName"}
    always = ("issuer", "type", "validFrom", "credentialStatus", "relatedResource")
    assert {name: credential[name] for name in always} == {name: whole[name] for name in always}
    lists = {} if negotiable else lists_of(real_world, credential)
    assert judged(real_world, credential, ELSEWHERE, lists).check("disclosure").outcome is Outcome.PASS


def test_a_changed_credential_is_found(real_world: World) -> None:
    credential = credential_of(real_world, real_world.issue())
    credential["credentialStatus"]["titleRecord"] = "doc_another"
    assert "proof" in {one.name for one in judged(real_world, credential, ELSEWHERE).failed}


def test_no_credential_is_signed_of_what_is_not_operative_in_the_log(real_world: World) -> None:
    document = real_world.issue()
    real_world.act(real_world.shipper, "leave", document, OtherForm(Medium.PAPER, "one original"), SIGN)
    with pytest.raises(NoCredentialHere):
        credential_of(real_world, document)
    real_world.act(real_world.operator, "left_for_paper", document, "A1", SIGN)
    with pytest.raises(NoCredentialHere):
        credential_of(real_world, document)
    real_world.act(real_world.operator, "return_from_paper", document, real_world.shipper.party, "A1", SIGN)
    assert credential_of(real_world, document)["credentialStatus"]["type"] == TITLE_RECORD
    real_world.surrender(real_world.shipper, document)
    with pytest.raises(NoCredentialHere):
        credential_of(real_world, document)


def test_only_who_sees_the_document_gets_its_credential(real_world: World) -> None:
    document = real_world.issue()
    with pytest.raises(NotFound):
        credential_of(real_world, document, who=real_world.stranger)
    with pytest.raises(NotFound), real_world.journal.view(real_world.stranger.actor) as view:
        service.list_waybill_credentials(view, document)


def test_a_waybill_s_credential_holds_until_its_issuer_says_otherwise(real_world: World) -> None:
    document = waybill(real_world)
    with pytest.raises(CredentialNotIssued):
        credential_of(real_world, document)
    issue(real_world, document)
    credential = credential_of(real_world, document)
    assert credential["credentialSubject"]["type"] == ["Waybill"]
    assert judged(real_world, credential, lists=lists_of(real_world, credential)).is_valid
    change(real_world, document, StatusAct.SUSPEND)
    assert "suspension" in stands(real_world, credential)
    change(real_world, document, StatusAct.RESUME)
    assert stands(real_world, credential) == "valid"
    change(real_world, document, StatusAct.REVOKE)
    assert "revocation" in stands(real_world, credential)
    with pytest.raises(CredentialNotIssued):
        credential_of(real_world, document)
    second = issue(real_world, document)
    assert (second.number, second.place == records(real_world, document)[0].place) == (2, False)
    assert stands(real_world, credential_of(real_world, document)) == "valid"
    assert "revocation" in stands(real_world, credential), "revoked is for ever"


def test_without_its_lists_nobody_can_say_that_a_credential_holds(real_world: World) -> None:
    document = waybill(real_world)
    issue(real_world, document)
    credential = credential_of(real_world, document)
    assert [one.name for one in judged(real_world, credential).failed] == ["status"]


def test_a_list_from_yesterday_is_stale(real_world: World) -> None:
    document = waybill(real_world)
    issue(real_world, document)
    credential = credential_of(real_world, document)
    lists = lists_of(real_world, credential)
    almost = judged(real_world, credential, lists=lists, later=service.LIST_STANDS - timedelta(seconds=1))
    assert almost.is_valid
    report = judged(real_world, credential, lists=lists, later=service.LIST_STANDS)
    assert [one.name for one in report.failed] == ["status"]


def test_the_lists_follow_the_title_register(world: World) -> None:
    """What a waybill's record is no longer good for, its credential is not good for either, whoever asks."""
    second = people.make_second_signer(world.journal, world.operator)
    document = waybill(world)
    issue(world, document)
    credential = credential_of(world, document)
    world.act(world.operator, "begin_order", document, OrderKind.FREEZE, "dispute 1", SIGN)
    world.act(second, "confirm_order", document, SIGN)
    assert "suspension" in stands(world, credential)
    world.act(world.operator, "begin_order", document, OrderKind.UNFREEZE, "settled", SIGN)
    world.act(second, "confirm_order", document, SIGN)
    assert stands(world, credential) == "valid"
    amend(world, document, "B-2")
    assert "revocation" in stands(world, credential), "it says something else now"
    with pytest.raises(CredentialNotIssued):
        credential_of(world, document)
    issue(world, document)
    amended = credential_of(world, document)
    world.surrender(world.buyer, document)
    assert "suspension" in stands(world, amended)
    world.accept(document)
    assert "revocation" in stands(world, amended)


def test_a_superseded_credential_stays_revoked_when_the_document_says_the_same_again(real_world: World) -> None:
    document = waybill(real_world)
    amend(real_world, document, "B-1")
    issue(real_world, document)
    credential = credential_of(real_world, document)
    amend(real_world, document, "B-2")
    amend(real_world, document, "B-1")
    assert "revocation" in stands(real_world, credential)
    assert issue(real_world, document).number == 2


def test_a_rebuilt_node_serves_the_same_lists(world: World) -> None:
    first, second, third = waybill(world), waybill(world), waybill(world)
    for document in (first, second, third):
        issue(world, document)
    credential = credential_of(world, first)
    change(world, first, StatusAct.REVOKE)
    change(world, second, StatusAct.SUSPEND)
    amend(world, third, "B-2")
    tables, lists = table_dump(world.journal), lists_of(world, credential)
    door.rebuild(world.journal)
    assert table_dump(world.journal) == tables
    assert lists_of(world, credential) == lists
    assert door.verify(world.journal).findings == []


def test_an_amendment_at_the_same_time_does_not_leave_its_old_credential_clear(world: World) -> None:
    """The credential is issued; before the commit the last consent comes. Whatever comes first, the old content's credential is over."""
    document = waybill(world)
    world.act(world.operator, "amend", document, {"booking": "B-2"}, "typing error", SIGN)
    other = world.reopened()
    consenting = threading.Thread(target=lambda: other.act(world.buyer, "consent", document, SIGN))
    with world.journal.work(world.operator.actor) as work:
        service.issue_waybill_credential(work, document)
        consenting.start()
        consenting.join(timeout=0.3)
        assert consenting.is_alive(), "it waits for the credential"
    consenting.join(timeout=30)
    assert [one.is_revoked for one in records(world, document)] == [True]
    before = table_dump(world.journal)
    door.rebuild(world.journal)
    assert table_dump(world.journal) == before
    other.journal.database.close()


def test_each_wrong_step_is_refused_by_name(real_world: World) -> None:
    document, bill = waybill(real_world), real_world.issue()
    with pytest.raises(NotAWaybill):
        issue(real_world, bill)
    with pytest.raises(NotAllowed):
        real_world.run(real_world.buyer, lambda work: service.issue_waybill_credential(work, document))
    rival = people.make_person(real_world.journal, "Rival", Role.OPERATOR)
    with pytest.raises(NotFound):
        real_world.run(rival, lambda work: service.issue_waybill_credential(work, document))
    with pytest.raises(NotFound):
        change(real_world, document, StatusAct.REVOKE)
    issue(real_world, document)
    with pytest.raises(CredentialInForce):
        issue(real_world, document)
    with pytest.raises(CredentialNotSuspended):
        change(real_world, document, StatusAct.RESUME)
    change(real_world, document, StatusAct.SUSPEND)
    with pytest.raises(CredentialIsSuspended):
        change(real_world, document, StatusAct.SUSPEND)
    change(real_world, document, StatusAct.REVOKE)
    with pytest.raises(CredentialIsRevoked):
        change(real_world, document, StatusAct.RESUME)
    assert [one.suspended for one in records(real_world, document)] == [True]


def test_another_operator_who_sees_the_document_is_not_its_issuer(real_world: World) -> None:
    rival, document = people.make_person(real_world.journal, "Second Rival", Role.OPERATOR), real_world.issue()
    real_world.transfer(real_world.shipper, document, rival)
    with pytest.raises(NotTheIssuer):
        real_world.run(rival, lambda work: service.issue_waybill_credential(work, document))


def test_places_are_drawn_by_chance_and_never_given_twice(real_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = waybill(real_world), waybill(real_world)
    taken = issue(real_world, first).place
    free = (taken + 1000) % PLACES
    draws = iter([taken, taken, free])
    monkeypatch.setattr("secrets.randbelow", lambda most: next(draws))
    assert issue(real_world, second).place == free
    assert next(draws, None) is None


def test_two_credentials_at_the_same_time_never_get_one_place(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both draw 7 first; the second begins to draw before the first is committed."""
    draws = threading.local()

    def drawn(most: int) -> int:
        draws.rest = getattr(draws, "rest", None) or [9, 7]
        return int(draws.rest.pop())

    monkeypatch.setattr("secrets.randbelow", drawn)
    first, second, other = waybill(world), waybill(world), world.reopened()
    rival = threading.Thread(target=lambda: issue(other, second))
    with world.journal.work(world.operator.actor) as work:
        service.issue_waybill_credential(work, first)
        rival.start()
        rival.join(timeout=0.3)
        assert rival.is_alive(), "it waits for the place"
    rival.join(timeout=30)
    assert [records(world, one)[0].place for one in (first, second)] == [7, 9]
    other.journal.database.close()


def test_a_list_is_half_full_before_the_next_begins() -> None:
    assert PLACES >= 131_072
    assert [series_after(count) for count in (0, MOST_TAKEN - 1, MOST_TAKEN)] == [1, 1, 2]


def test_a_restored_node_signs_neither_credentials_nor_lists_until_it_is_confirmed(tmp_path: Path) -> None:
    """It may have lost a revocation."""
    world = make_world(f"sqlite:///{tmp_path / 'node.sqlite3'}", tmp_path)
    document = world.issue()
    with world.journal.database.write() as connection:
        mark_moved(connection)
    assert door.start_epoch_if_moved(world.journal)
    with pytest.raises(TitleActsDisabled):
        credential_of(world, document)
    with pytest.raises(TitleActsDisabled), world.journal.view(NODE) as view:
        service.status_list(view, 1, ListPurpose.REVOCATION)
    world.journal.database.close()


def verified(world: World, credential: Json, *beside: Json | bytes) -> Verdict:
    """By `landsea verify`, in the hands of who trusts the node."""
    with world.journal.view(NODE) as view:
        files = [*beside, identity.node_document(view)]
        issuers, now = [identity.node_did(view)], view.now
    given = read_beside([one if isinstance(one, bytes) else rfc8785.dumps(one) for one in files], issuers)
    trusted = [world.journal.signer.verifier]
    fresh = timedelta(hours=24)
    return verify_file(rfc8785.dumps(credential), trusted, asked_at=now, fresh_for=fresh, beside=given).verdict


def test_with_its_evidence_a_log_s_credential_is_a_copy_of_an_operative_record_and_no_longer(real_world: World) -> None:
    document = real_world.issue()
    credential = credential_of(real_world, document)
    assert verified(real_world, credential) is Verdict.UNPROVEN
    assert verified(real_world, credential, real_world.evidence(real_world.shipper, document)) is Verdict.COPY
    real_world.surrender(real_world.shipper, document)
    real_world.accept(document)
    late = real_world.evidence(real_world.shipper, document)
    assert verified(real_world, credential, late) is Verdict.NOT_OPERATIVE


def test_a_waybill_s_credential_with_its_lists_is_its_issuer_s_word_and_no_title(real_world: World) -> None:
    document = waybill(real_world)
    issue(real_world, document)
    credential = credential_of(real_world, document)
    assert verified(real_world, credential) is not Verdict.NO_TITLE
    assert verified(real_world, credential, *lists_of(real_world, credential).values()) is Verdict.NO_TITLE
    change(real_world, document, StatusAct.SUSPEND)
    later = lists_of(real_world, credential).values()
    assert verified(real_world, credential, *later) is Verdict.NOT_OPERATIVE


def test_who_sees_the_waybill_is_told_of_its_credentials(real_world: World) -> None:
    document = waybill(real_world)
    issue(real_world, document)
    change(real_world, document, StatusAct.SUSPEND)
    stream = stream_of(document)
    for who, sees in ((real_world.buyer, True), (real_world.stranger, False)):
        with real_world.journal.view(who.actor) as view:
            for entry, fact in view.history(stream):
                recorded = Recorded(stream, entry.version, entry.party, entry.acted_at, fact)
                assert topics()[type(fact)].may_see(view, recorded) is sees


@pytest.fixture
def client(real_world: World) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal = real_world.journal
    app.state.authenticate = authenticate
    install_problems(app)
    app.include_router(router)
    with TestClient(app, base_url=real_world.journal.site.base_url) as client:
        yield client


def test_a_waybill_s_credential_and_its_lists_over_http(client: TestClient, real_world: World) -> None:
    document, headers = waybill(real_world), real_world.operator.headers
    path = f"/v1/documents/{document}"
    assert client.get(f"{path}/credential.json", headers=headers).json()["code"] == "credential-not-issued"
    made = client.post(f"{path}/credentials", headers=headers)
    assert (made.status_code, made.json()["status"]) == (201, "valid")
    assert made.json()["receipts"][0]["kind"] == "waybill-credential-issued/1"
    credential = client.get(f"{path}/credential.json", headers=real_world.buyer.headers).json()
    said = client.post(f"{path}/credentials/1/suspend", json={"reason": "synthetic"}, headers=headers).json()
    assert (said["status"], said["reason"]) == ("suspended", "synthetic")
    lists = {}
    for entry in credential["credentialStatus"]:
        answer = client.get(entry["statusListCredential"])  # nobody is logged in
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/vc")
        assert "max-age=300" in answer.headers["cache-control"]
        lists[answer.json()["id"]] = answer.json()
    (failed,) = judged(real_world, credential, lists=lists).failed
    assert "suspension" in failed.message
    listed = client.get(f"{path}/credentials", headers=real_world.buyer.headers).json()["data"]
    assert [(one["number"], one["status"], one["by_issuer"]) for one in listed] == [(1, "suspended", True)]
    assert client.get("/v1/status-lists/2/revocation").status_code == 404
    assert client.get("/v1/status-lists/1/message").status_code in (404, 422)


def test_a_list_tells_nothing_but_its_bits(real_world: World) -> None:
    document = waybill(real_world)
    issue(real_world, document)
    with real_world.journal.view(NODE) as view:
        made = service.status_list(view, 1, ListPurpose.REVOCATION)
    subject = made["credentialSubject"]
    assert set(subject) == {"id", "type", "statusPurpose", "encodedList", "ttl"}
    assert subject["ttl"] == service.LIST_FRESH // timedelta(milliseconds=1)
    assert len(identity.credentials.decode_bits(subject["encodedList"])) * 8 == PLACES


@pytest.fixture(scope="module")
def peer() -> Path:
    folder = installed()
    if folder is None:
        pytest.skip(f"@trustvc/trustvc is not installed: name a folder that has it in {NAMED}")
    return folder


def test_trustvc_accepts_a_waybill_s_integrity_and_issuer(peer: Path, real_world: World) -> None:
    document = waybill(real_world)
    issue(real_world, document)
    credential = credential_of(real_world, document)
    with real_world.journal.view(NODE) as view:
        documents = {identity.node_did(view): identity.node_document(view)}
    assert ask(peer, "verify", credential, documents=documents) == {"verified": True}
    credential["credentialSubject"]["shipperName"] = "Another"
    assert ask(peer, "verify", credential, documents=documents)["verified"] is False


def test_trustvc_s_suite_proves_integrity_and_issuer_of_a_log_s_credential_which_its_wrapper_refuses(
    peer: Path, real_world: World
) -> None:
    """It knows no types of status but its own, and stops before it looks at the proof."""
    credential = credential_of(real_world, real_world.issue())
    with real_world.journal.view(NODE) as view:
        documents = {identity.node_did(view): identity.node_document(view)}
    refused = ask(peer, "verify", credential, documents=documents)
    assert refused == {"verified": False, "error": f"Unsupported type: {TITLE_RECORD}"}
    assert ask(peer, "proof", credential, documents=documents) == {"verified": True}
    credential["credentialStatus"]["titleRecord"] = "doc_another"
    assert ask(peer, "proof", credential, documents=documents) == {"verified": False}
