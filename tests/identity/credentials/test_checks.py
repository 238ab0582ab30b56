"""A credential judged: what passes, and every way in which it must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landsea.identity.wire.credentials import (
    SANDBOX,
    STRICT,
    Contexts,
    Given,
    Kind,
    Outcome,
    Policy,
    SigningKey,
    StatusEntry,
    bits_with,
    check,
    derive,
    list_credential,
    new_bits,
    sign,
    sign_base,
)
from landsea.runtime.i18n import say
from tests.identity.credentials.vectors import V2

ISSUER, OTHER = "did:web:issuer.example", "did:web:other.example"
KEYS = {
    ISSUER: SigningKey(Kind.P256, b"\1" * 32),
    OTHER: SigningKey(Kind.P256, b"\2" * 32),
}
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
LIST = "https://issuer.example/status/1"
ENTRY = StatusEntry(LIST, 7, "revocation")
BILL = "https://trustvc.io/context/bill-of-lading.json"
ALWAYS = ["/issuer", "/type", "/validFrom", "/validUntil", "/credentialStatus", "/relatedResource"]

CREDENTIAL: dict[str, Any] = {
    "@context": [V2, BILL],
    "id": "urn:uuid:6d1c3a52-6c5e-4a8a-9f5f-0c8c2f3a7b11",
    "type": ["VerifiableCredential"],
    "issuer": ISSUER,
    "validFrom": "2026-11-01T00:00:00Z",
    "validUntil": "2027-11-01T00:00:00Z",
    "credentialStatus": ENTRY.render(),
    "relatedResource": {"id": "urn:uuid:content", "digestMultibase": "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"},
    "credentialSubject": {"type": "BillOfLading", "blNumber": "SYN-0001", "shipperName": "Synthetic Shipper"},
}


def document(did: str, **changes: Any) -> dict[str, Any]:
    method = {"id": f"{did}#k", "type": "Multikey", "controller": did, "publicKeyMultibase": KEYS[did].public.multikey}
    return {
        "id": did,
        "verificationMethod": [method | changes],
        "assertionMethod": [f"{did}#k"],
        "authentication": [f"{did}#k"],
    }


@pytest.fixture(scope="module")
def given_(contexts: Contexts) -> Given:
    return Given(NOW, contexts, {did: document(did) for did in KEYS}, {LIST: status_list(contexts)})


def signed(credential: dict[str, Any], contexts: Contexts, by: str = ISSUER, **options: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "suite": "ecdsa-rdfc-2019",
        "method": f"{by}#k",
        "created": NOW - timedelta(days=1),
    } | options
    return sign(credential, KEYS[by], contexts=contexts, **made)


def status_list(
    contexts: Contexts, *indexes: int, by: str = ISSUER, purpose: str = "revocation", **changes: Any
) -> dict[str, Any]:
    day = timedelta(days=1)
    made = list_credential(
        LIST, by, purpose, bits_with(new_bits(), indexes), valid_from=NOW - day, valid_until=NOW + day
    )
    return signed(made | changes, contexts, by)


def shown(
    contexts: Contexts, mandatory: list[str], reveal: list[str], credential: dict[str, Any] = CREDENTIAL
) -> dict[str, Any]:
    base = sign_base(
        credential,
        KEYS[ISSUER],
        method=f"{ISSUER}#k",
        created=NOW - timedelta(days=1),
        mandatory=mandatory,
        hmac_key=b"\3" * 32,
        proof_key=SigningKey(Kind.P256, b"\4" * 32),
        contexts=contexts,
    )
    return derive(base, reveal, contexts)


def outcomes(credential: Any, given: Given, policy: Policy = STRICT) -> dict[str, Outcome]:
    report = check(credential, given, policy)
    assert all(one.name and one.clause and say(one.message, "zh") for one in report.checks)
    return {one.name: one.outcome for one in report.checks}


def failed(credential: Any, given: Given, policy: Policy = STRICT) -> set[str]:
    return {name for name, outcome in outcomes(credential, given, policy).items() if outcome is Outcome.FAIL}


def test_a_good_credential_is_valid(given_: Given) -> None:
    report = check(signed(CREDENTIAL, given_.contexts), given_)
    assert report.is_valid
    assert {one.name for one in report.checks} == {
        "shape", "type", "proof", "purpose", "issuer", "validity", "proof-time", "status", "sandbox", "disclosure"
    }  # fmt: skip
    assert report.check("disclosure").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("suite", ["ecdsa-jcs-2019", "ecdsa-rdfc-2019"])
def test_so_is_one_of_each_suite(suite: str, given_: Given) -> None:
    assert check(signed(CREDENTIAL, given_.contexts, suite=suite), given_).is_valid


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"@context": ["https://www.w3.org/2018/credentials/v1"]}, {"shape"}),
        ({"@context": V2}, {"shape"}),
        ({"type": ["BillOfLading"]}, {"shape"}),
        ({"credentialSubject": {}}, {"shape"}),
        ({"credentialSubject": None}, {"shape"}),
        ({"issuer": None}, {"shape", "issuer", "status"}),
        ({"issuer": {"name": "Nobody"}}, {"shape", "issuer", "status"}),
        ({"issuer": OTHER}, {"issuer", "status"}),
        ({"issuer": [ISSUER]}, {"shape", "issuer", "status"}),
        ({"id": ["urn:x:y"]}, {"shape"}),
        ({"validFrom": "2026-12-01T00:00:00Z"}, {"validity"}),
        ({"validFrom": "2026-11-01"}, {"validity"}),
        ({"validFrom": "2026-11-01T00:00:00"}, {"validity"}),
        ({"validFrom": 2026}, {"validity"}),
        ({"validUntil": "2026-11-21T09:00:00Z"}, {"validity"}),
        ({"validUntil": "2026-11-21T17:00:00+08:00"}, {"validity"}),
        ({"credentialStatus": None}, {"status"}),
        ({"credentialStatus": []}, {"status"}),
        ({"credentialStatus": {"type": "MadeUpStatus"}}, {"status"}),
        ({"credentialStatus": [ENTRY.render(), {"type": "MadeUpStatus"}]}, {"status"}),
        ({"credentialStatus": [ENTRY.render()] * 9}, {"status"}),
        ({"credentialStatus": ENTRY.render() | {"statusPurpose": "suspension"}}, {"status"}),
        (
            {"credentialStatus": ENTRY.render() | {"statusListCredential": "https://issuer.example/status/2"}},
            {"status"},
        ),
    ],
)
def test_what_is_not_as_it_should_be_fails_by_name(change: dict[str, Any], names: set[str], given_: Given) -> None:
    """Signed as it is with JCS, so that only the judgement is at fault."""
    credential = {name: value for name, value in (CREDENTIAL | change).items() if value is not None}
    assert failed(signed(credential, given_.contexts, suite="ecdsa-jcs-2019"), given_) == names


@pytest.mark.parametrize(
    "what", [None, [], "text", 7, {}, {"proof": {}}, {"proof": [{}]}, {"issuer": {"id": {}}, "type": {}, "proof": 1}]
)
def test_nonsense_fails_and_raises_nothing(what: Any, given_: Given) -> None:
    assert {"shape", "proof", "purpose", "issuer"} <= failed(what, given_)


def test_an_expired_credential_was_valid_before(given_: Given) -> None:
    credential = signed(CREDENTIAL, given_.contexts)
    late = replace(given_, at=datetime(2027, 11, 1, tzinfo=UTC))
    assert check(credential, given_).is_valid
    assert "validity" in failed(credential, late)


def test_types_that_are_asked_for_must_be_there(given_: Given) -> None:
    assert failed(signed(CREDENTIAL, given_.contexts), given_, Policy(types=frozenset({"X"}))) == {"type"}


def test_only_the_issuers_key_counts(given_: Given) -> None:
    assert failed(signed(CREDENTIAL, given_.contexts, OTHER), given_) == {"issuer"}
    forged = signed(CREDENTIAL, given_.contexts, OTHER)
    forged["proof"]["verificationMethod"] = f"{ISSUER}#k"
    assert failed(forged, given_) == {"proof", "purpose", "issuer", "proof-time", "disclosure"}


def test_a_key_that_somebody_puts_into_his_own_document_is_not_the_issuers(given_: Given) -> None:
    """Another's document lists the key under the issuer as controller, or is given in the issuer's place."""
    forged = signed(CREDENTIAL, given_.contexts, OTHER)
    stolen = document(OTHER, controller=ISSUER)
    assert "proof" in failed(forged, replace(given_, documents={OTHER: stolen}))
    forged["proof"]["verificationMethod"] = f"{ISSUER}#k"
    assert "proof" in failed(forged, replace(given_, documents={ISSUER: document(OTHER)}))


def test_issuers_may_be_limited(given_: Given) -> None:
    credential = signed(CREDENTIAL, given_.contexts)
    assert failed(credential, given_, Policy(issuers=frozenset({OTHER}))) == {"issuer"}
    assert check(credential, given_, Policy(issuers=frozenset({ISSUER}))).is_valid


def test_a_proof_for_another_purpose_asserts_nothing(given_: Given) -> None:
    assert failed(signed(CREDENTIAL, given_.contexts, purpose="authentication"), given_) == {"purpose"}


def test_a_proof_from_the_future_fails(given_: Given) -> None:
    assert failed(signed(CREDENTIAL, given_.contexts, created=NOW + timedelta(seconds=1)), given_) == {"proof-time"}


def test_a_revoked_or_expired_key_fails(given_: Given) -> None:
    for change in ({"revoked": "2026-11-21T00:00:00Z"}, {"expires": "2026-11-01T00:00:00Z"}):
        documents = {ISSUER: document(ISSUER, **change)}
        assert "proof" in failed(signed(CREDENTIAL, given_.contexts), replace(given_, documents=documents))


def test_without_documents_or_lists_nothing_is_believed(given_: Given) -> None:
    credential = signed(CREDENTIAL, given_.contexts)
    assert {"proof", "issuer"} <= failed(credential, replace(given_, documents={}))
    assert failed(credential, replace(given_, lists={})) == {"status"}


def test_an_unknown_suite_and_a_proof_that_is_gone_fail(given_: Given) -> None:
    credential = signed(CREDENTIAL, given_.contexts)
    credential["proof"]["cryptosuite"] = "none"
    assert "proof" in failed(credential, given_)
    assert "proof" in failed({name: one for name, one in credential.items() if name != "proof"}, given_)


LISTS: dict[str, Callable[[Contexts], dict[str, Any]]] = {
    "revoked": lambda contexts: status_list(contexts, 7),
    "another issuer's": lambda contexts: status_list(contexts, by=OTHER),
    "about another purpose": lambda contexts: status_list(contexts, purpose="suspension"),
    "stale": lambda contexts: status_list(contexts, validUntil="2026-11-20T12:00:00Z"),
    "not yet": lambda contexts: status_list(contexts, validFrom="2026-11-22T00:00:00Z"),
    "changed": lambda contexts: status_list(contexts) | {"validUntil": "2030-01-01T00:00:00Z"},
    "not signed": lambda contexts: {name: one for name, one in status_list(contexts).items() if name != "proof"},
    "of another type": lambda contexts: status_list(contexts, type=["VerifiableCredential"]),
    "with a status itself": lambda contexts: status_list(contexts, credentialStatus=ENTRY.render()),
    "a sandbox's": lambda contexts: status_list(
        contexts, type=["VerifiableCredential", "BitstringStatusListCredential", SANDBOX]
    ),
    "nonsense": lambda contexts: {},
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_relied_on_fails_the_status(name: str, given_: Given) -> None:
    given = replace(given_, lists={LIST: LISTS[name](given_.contexts)})
    assert failed(signed(CREDENTIAL, given_.contexts), given) == {"status"}


def test_a_missing_status_is_the_policys_matter(given_: Given) -> None:
    bare = {name: one for name, one in CREDENTIAL.items() if name != "credentialStatus"}
    credential = signed(bare, given_.contexts)
    assert failed(credential, given_) == {"status"}
    assert check(credential, given_, Policy(needs_status=False)).is_valid


def test_a_status_kept_elsewhere_is_not_proven_here(given_: Given) -> None:
    credential = signed(
        CREDENTIAL | {"credentialStatus": {"type": "BitstringStatusList"}}, given_.contexts, suite="ecdsa-jcs-2019"
    )
    report = check(credential, given_, Policy(elsewhere=frozenset({"BitstringStatusList"})))
    assert report.check("status").outcome is Outcome.NOT_PROVEN
    assert not report.is_valid
    assert report.failed == ()


def test_a_derived_credential_with_all_that_matters_is_valid(given_: Given) -> None:
    credential = shown(given_.contexts, ALWAYS, ["/credentialSubject/blNumber"])
    assert "shipperName" not in credential["credentialSubject"]
    assert check(credential, given_).is_valid


@pytest.mark.parametrize("left_out", ["/issuer", "/validFrom", "/validUntil", "/credentialStatus", "/relatedResource"])
@pytest.mark.parametrize("is_shown", [True, False])
def test_what_a_holder_could_have_left_out_fails(left_out: str, is_shown: bool, given_: Given) -> None:
    """Whether he did or not; but a validity's end that was left out cannot be seen, which is why it must be mandatory when it is there."""
    mandatory = [pointer for pointer in ALWAYS if pointer != left_out]
    credential = shown(given_.contexts, mandatory, ["/credentialSubject", *([left_out] if is_shown else [])])
    unseen = left_out == "/validUntil" and not is_shown
    assert ("disclosure" in failed(credential, given_)) is not unseen


def test_a_part_of_the_status_must_not_be_left_out_either(given_: Given) -> None:
    mandatory = [pointer for pointer in ALWAYS if pointer != "/credentialStatus"] + [
        "/credentialStatus/statusListIndex"
    ]
    credential = shown(given_.contexts, mandatory, ["/credentialStatus", "/credentialSubject"])
    assert failed(credential, given_) == {"disclosure"}


def test_a_lenient_policy_says_what_could_have_been_left_out(given_: Given) -> None:
    credential = shown(given_.contexts, ["/issuer", "/validFrom"], ["/credentialSubject", "/credentialStatus"])
    report = check(credential, given_, Policy(strict=False))
    assert report.check("disclosure").outcome is Outcome.NOT_PROVEN
    assert "content, credentialStatus" in report.check("disclosure").message
    assert report.failed == ()
    assert not report.is_valid


def test_content_is_committed_to_only_if_it_is_asked_for(given_: Given) -> None:
    mandatory = [pointer for pointer in ALWAYS if pointer != "/relatedResource"]
    credential = shown(given_.contexts, mandatory, ["/credentialSubject"])
    assert failed(credential, given_) == {"disclosure"}
    assert check(credential, given_, Policy(content=frozenset())).is_valid


def test_a_base_proof_fails(given_: Given) -> None:
    base = sign_base(
        CREDENTIAL,
        KEYS[ISSUER],
        method=f"{ISSUER}#k",
        created=NOW,
        mandatory=ALWAYS,
        hmac_key=b"\3" * 32,
        proof_key=SigningKey(Kind.P256, b"\4" * 32),
        contexts=given_.contexts,
    )
    assert "proof" in failed(base, given_)


def test_a_status_hidden_under_its_full_name_is_not_a_missing_status(given_: Given) -> None:
    """The reference verifier finds the proof intact and no status to ask."""
    credential = shown(given_.contexts, ALWAYS, ["/credentialSubject"])
    credential["https://www.w3.org/2018/credentials#credentialStatus"] = credential.pop("credentialStatus")
    assert "proof" in failed(credential, given_, Policy(needs_status=False))


def test_a_poisoned_credential_is_refused_by_name(given_: Given) -> None:
    """Blank nodes that are all alike, in the terms of a listed context."""
    everybody = [{"id": f"_:n{number}"} for number in range(12)]
    subjects = [one | {"credentialSubject": everybody, "type": "VerifiableCredential"} for one in everybody]
    credential = signed(CREDENTIAL, given_.contexts) | {"credentialSubject": subjects}
    report = check(credential, given_)
    assert "made to stop a verifier" in report.check("proof").message
