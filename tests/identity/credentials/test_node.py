"""What the node signs: who a party's DID is, and credentials in its name."""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10
from stdnum.sg import uen

from landsea import identity
from landsea.identity import credentials
from landsea.identity.service.contexts import CONTEXTS
from landsea.identity.wire.credentials import LegalEntity, Outcome, Policy, Report
from landsea.identity.wire.credentials.multibase import base58btc
from landsea.identity.wire.credentials.refusals import WrongSignature
from landsea.journal import NODE, Journal
from landsea.kernel import Role
from tests.identity.conftest import move_to
from tests.identity.credentials.test_checks import ALWAYS, CREDENTIAL
from tests.support import journals, people

NUMBERS = [
    identity.Identifier("UEN", "202611111" + uen.calc_local_company_check_digit("202611111")),
    identity.Identifier("USCC", "91500000MA5QQQQQ0" + uscc.calc_check_digit("91500000MA5QQQQQ0")),
    identity.Identifier("LEI", "5299SYNTHETIC00000" + mod_97_10.calc_check_digits("5299SYNTHETIC00000")),
]
"""Synthetic, with right check digits."""


@pytest.fixture
def real(database_url: str, tmp_path: Any) -> Journal:
    """A node that is no sandbox."""
    return journals.make_journal(database_url, tmp_path, identity.PROJECTION, sandbox=False)


def state(journal: Journal, party: str) -> dict[str, Any]:
    with journal.view(NODE) as view:
        return identity.legal_entity_credential(view, party)


def read(journal: Journal, credential: dict[str, Any], **options: Any) -> tuple[Report, LegalEntity | None]:
    with journal.view(NODE) as view:
        given: dict[str, Any] = {"at": view.now, "documents": {identity.node_did(view): identity.node_document(view)}}
        return identity.read_legal_entity(credential, **given | options)


def test_a_party_is_a_legal_entity_by_the_nodes_word(real: Journal) -> None:
    holder = people.make_person(real, "Shipper", country="SG")
    report, entity = read(real, state(real, holder.party))
    assert report.is_valid
    assert entity is not None
    assert (entity.name_en, entity.name_zh, entity.country) == ("Synthetic Shipper", "合成Shipper", "SG")
    assert entity.did == f"did:web:test.example:parties:{holder.party}"
    assert (entity.issuer, entity.is_sandbox) == ("did:web:test.example", False)


def test_it_names_the_title_keys_and_when_they_were_in_force(real: Journal) -> None:
    holder = people.make_person(real, "Shipper")
    people.make_user(real, holder.party, Role.SHIPPER)
    with real.work(holder.actor) as work:
        signature = identity.sign_for_party(work, people.PASSPHRASE, b"an act\n")
    _, entity = read(real, state(real, holder.party))
    assert entity is not None
    (key,) = entity.keys
    assert key.id == signature.key_id
    assert key.superseded_at is None
    assert key.key.verifies(b"an act\n", base64.b64decode(signature.signature))


def test_a_key_that_ended_stays_with_its_end(real: Journal) -> None:
    holder = people.make_person(real, "Shipper")
    second = people.make_user(real, holder.party, Role.SHIPPER)
    with real.work(second.actor) as work:
        identity.end_membership(work, holder.user, Role.SHIPPER)
    _, entity = read(real, state(real, holder.party))
    assert entity is not None
    assert entity.keys[0].superseded_at is not None


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: one.scheme)
def test_it_carries_the_registers_numbers(number: identity.Identifier, real: Journal) -> None:
    command = identity.RegisterParty("Synthetic Numbered", "SG", "", (number,))
    party = real.run(NODE, lambda work: identity.register_party(work, command))
    _, entity = read(real, state(real, party.id))
    assert entity is not None
    assert entity.identifiers == (number,)
    assert entity.name_zh == party.name_zh


def test_a_sandboxs_word_is_read_and_not_valid(journal: Journal) -> None:
    party = people.make_party(journal, "Shipper")
    report, entity = read(journal, state(journal, party.id))
    assert entity is not None
    assert entity.is_sandbox
    assert not report.is_valid
    assert report.check("sandbox").outcome is Outcome.NOT_PROVEN


def test_an_evidence_packs_reader_needs_only_the_nodes_public_key(real: Journal) -> None:
    party = people.make_party(real, "Shipper")
    documents = {
        "did:web:test.example": identity.document_of_node_key("did:web:test.example", real.signer.verifier.public_key)
    }
    assert read(real, state(real, party.id), documents=documents)[0].is_valid


def test_years_later_it_still_says_what_was_so(real: Journal) -> None:
    party = people.make_party(real, "Shipper")
    with real.view(NODE) as view:
        assert read(real, state(real, party.id), at=view.now + timedelta(days=3650))[0].is_valid


def test_what_was_changed_or_said_by_another_is_not_read(real: Journal) -> None:
    party = people.make_party(real, "Shipper")
    credential = state(real, party.id)
    subject = credential["credentialSubject"] | {"id": "did:web:test.example:parties:par_other"}
    for other in (
        credential | {"credentialSubject": subject},
        credential | {"issuer": "did:web:other.example"},
        credential | {"type": ["VerifiableCredential"]},
        {name: one for name, one in credential.items() if name != "proof"},
    ):
        report, entity = read(real, other)
        assert entity is None
        assert report.failed
    assert read(real, credential, issuers=frozenset({"did:web:other.example"}))[1] is None
    assert read(real, credential, documents={})[1] is None


def test_it_is_cheap_enough_for_every_evidence_pack(real: Journal) -> None:
    party = people.make_party(real, "Shipper")
    with real.view(NODE) as view:
        started = time.process_time()
        for _ in range(20):
            identity.legal_entity_credential(view, party.id)
        assert (time.process_time() - started) / 20 < 0.02


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-rdfc-2022", "ecdsa-jcs-2019", "ecdsa-rdfc-2019"])
def test_the_node_signs_with_each_suite(suite: str, real: Journal) -> None:
    need_contexts()
    with real.view(NODE) as view:
        bare = {name: one for name, one in CREDENTIAL.items() if name != "credentialStatus"}
        signed = identity.sign_credential(view, bare | {"issuer": identity.node_did(view)}, suite)
        documents = {identity.node_did(view): identity.node_document(view)}
        report = identity.check_credential(signed, at=view.now, documents=documents, policy=Policy(needs_status=False))
        assert report.is_valid, report.failed


def test_the_node_signs_for_selective_disclosure(real: Journal) -> None:
    need_contexts()
    with real.view(NODE) as view:
        bare = {name: one for name, one in CREDENTIAL.items() if name != "credentialStatus"}
        mandatory = [pointer for pointer in ALWAYS if pointer != "/credentialStatus"]
        base = identity.sign_selective(view, bare | {"issuer": identity.node_did(view)}, mandatory)
        again = identity.sign_selective(view, bare | {"issuer": identity.node_did(view)}, mandatory)
        shown = identity.derive_credential(base, ["/credentialSubject/blNumber"])
        documents = {identity.node_did(view): identity.node_document(view)}
        report = identity.check_credential(shown, at=view.now, documents=documents, policy=Policy(needs_status=False))
    assert report.is_valid, report.failed
    assert base["proof"]["proofValue"] != again["proof"]["proofValue"]


def test_the_nodes_p256_key_stays_the_same_where_the_node_goes(journal: Journal) -> None:
    with journal.view(NODE) as view:
        first = identity.node_document(view)["verificationMethod"][2]
        assert first["id"] == "did:web:test.example#node-p256"
    move_to(journal, "https://other.example")
    with journal.view(NODE) as view:
        moved = identity.node_document(view)["verificationMethod"][2]
    assert moved["publicKeyMultibase"] == first["publicKeyMultibase"]
    assert moved["id"] == "did:web:other.example#node-p256"


def test_a_sandbox_marks_what_it_shows_of_a_credential(journal: Journal) -> None:
    """Even where the contexts do not define the mark, and though a holder chooses what to show."""
    need_contexts()
    with journal.view(NODE) as view:
        base = identity.sign_selective(view, CREDENTIAL | {"issuer": identity.node_did(view)}, ALWAYS)
        documents = {identity.node_did(view): identity.node_document(view)}
        shown = identity.derive_credential(base, [])
        report = identity.check_credential(shown, at=view.now, documents=documents)
        assert report.check("proof").outcome is Outcome.PASS
        assert report.check("sandbox").outcome is Outcome.NOT_PROVEN
        shown["type"] = ["VerifiableCredential"]
        report = identity.check_credential(shown, at=view.now, documents=documents)
        assert report.check("proof").outcome is Outcome.FAIL


def test_a_sandboxs_status_list_counts_for_a_sandboxs_credential_only(journal: Journal) -> None:
    url = "https://test.example/status/1"
    entry = credentials.StatusEntry(url, 7, "suspension")
    with journal.view(NODE) as view:
        issuer, hour = identity.node_did(view), timedelta(hours=1)
        documents = {issuer: identity.node_document(view)}
        bare = CREDENTIAL | {"issuer": issuer, "credentialStatus": entry.render()}
        made = identity.sign_credential(view, bare)
        for bits, outcome in (
            (credentials.new_bits(), Outcome.PASS),
            (credentials.bits_with(credentials.new_bits(), [7]), Outcome.FAIL),
        ):
            unsigned = credentials.list_credential(
                url, issuer, "suspension", bits, valid_from=view.now, valid_until=view.now + hour
            )
            lists = {url: identity.sign_credential(view, unsigned)}
            report = identity.check_credential(made, at=view.now, documents=documents, lists=lists)
            assert report.check("status").outcome is outcome


def test_a_note_of_the_node_is_no_proof_of_a_credential(journal: Journal) -> None:
    """The node's key also signs checkpoints; neither can be taken for the other."""
    party = people.make_party(journal, "Shipper")
    credential = state(journal, party.id)
    ((proof, over),) = credentials.read_proofs(credential)
    key = credentials.VerifyingKey(credentials.Kind.ED25519, journal.signer.verifier.public_key)
    credentials.verify(over, proof, key)
    signature = journal.signer.sign(b"test.example/landsea\n1\nroot\n")
    with pytest.raises(WrongSignature):
        credentials.verify(over, replace(proof, value="z" + base58btc(signature)), key)


def need_contexts() -> None:
    if not CONTEXTS.is_dir():
        pytest.skip("the JSON-LD contexts are not installed: run tools/assets.py")
