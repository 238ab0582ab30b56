"""Verification of W3C credentials: whose word it is, and what becomes of the token or record that the status names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import identity, lading
from landsea.identity.service.contexts import CONTEXTS
from landsea.identity.wire.credentials import OWN_TERMS, SANDBOX, TITLE_RECORD
from landsea.kernel import BadValue, Refusal
from landsea.lading import Outcome, Report, Verdict, read_beside, verify_file
from landsea.lading.chain import TokenName, Whereabouts
from landsea.lading.chain.refusals import (
    ChainNodeRefused,
    ChainUnreachable,
    NotATokenRegistry,
    OtherChain,
    UnknownRegistry,
    WrongChain,
)
from landsea.lading.service.verify import Answer, credential, record, token
from landsea.lading.service.verify.digest import digest_of
from landsea.runtime.i18n import catalog
from tests.identity.credentials import test_checks as listed
from tests.identity.credentials import trustvc
from tests.identity.credentials.trustvc import ALWAYS, DID
from tests.lading import bills
from tests.lading.bills import BOB, DAY, NOW, answer, beside, bill, judged, never, shown, telling

pytestmark = pytest.mark.skipif(
    not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py"
)
NOT_ASKED = {"status", "chain", "registry", "operative"}


def named(report: Report, *outcomes: Outcome) -> set[str]:
    return {check.name for check in report.checks if check.outcome in outcomes}


def wrong(report: Report) -> set[str]:
    return named(report, Outcome.FAIL, Outcome.NOT_PROVEN)


@pytest.fixture(scope="module")
def derived() -> dict[str, Any]:
    return shown()


def test_a_token_with_its_holder_makes_a_copy_of_an_operative_record(derived: dict[str, Any]) -> None:
    report = judged(derived, beside(telling(answer())))
    assert (report.verdict, wrong(report)) == (Verdict.COPY, set())
    assert report.is_valid
    assert (report.number, report.state, report.holder) == ("SYN-0001", "held", bills.ANNE)
    assert report.as_of == "2026-11-21T09:00:00Z"


def test_offline_a_token_is_never_operative_and_every_open_check_says_what_to_do(derived: dict[str, Any]) -> None:
    report = judged(derived, beside())
    assert (report.verdict, report.is_valid) == (Verdict.UNPROVEN, False)
    assert wrong(report) == NOT_ASKED
    assert all(check.mend for check in report.checks if check.name in NOT_ASKED)


def test_an_issuer_that_is_not_trusted_by_name_is_not_proven_and_its_registry_not_asked(
    derived: dict[str, Any],
) -> None:
    for issuers in (frozenset[str](), frozenset({"did:web:other.example"})):
        report = judged(derived, beside(never, issuers=issuers))
        assert report.verdict is Verdict.UNPROVEN
        assert wrong(report) == {"issuer-trusted"} | NOT_ASKED


def test_keys_that_were_not_given_leave_it_unproven_and_say_where_they_are(derived: dict[str, Any]) -> None:
    report = judged(derived, read_beside([], {DID}, never))
    assert report.verdict is Verdict.UNPROVEN
    assert wrong(report) == {"proof"} | NOT_ASKED
    proof = next(check for check in report.checks if check.name == "proof")
    assert "https://issuer.example/.well-known/did.json" in str(proof.seen)


@dataclass(frozen=True)
class Told:
    """What the registry says, and what follows."""

    told: Answer | Refusal
    verdict: Verdict
    checks: frozenset[str]


def told(said: Answer | Refusal, verdict: Verdict, *checks: str) -> Told:
    return Told(said, verdict, frozenset(checks))


REFUSED = ("status", "operative")
REGISTRIES = {
    "returned": told(answer(Whereabouts.RETURNED), Verdict.NOT_OPERATIVE, "operative"),
    "burnt": told(answer(Whereabouts.BURNT, holder=None, beneficiary=None), Verdict.NOT_OPERATIVE, "operative"),
    "not minted": told(answer(Whereabouts.UNKNOWN, content=None), Verdict.NOT_OPERATIVE, "operative"),
    "held for another": told(answer(holder=BOB), Verdict.ENCUMBERED, "unencumbered"),
    "paused": told(answer(paused=True), Verdict.ENCUMBERED, "unencumbered"),
    "moving": told(answer(moving=True), Verdict.UNPROVEN, "fresh"),
    "an old block": told(answer(at=NOW - 2 * DAY), Verdict.UNPROVEN, "fresh"),
    "a block of tomorrow": told(answer(at=NOW + DAY), Verdict.INVALID, "fresh"),
    "minted for other content": told(answer(content="ab" * 32), Verdict.INVALID, "commitment"),
    "minted for no content": told(answer(content=None), Verdict.UNPROVEN, "commitment"),
    "no archive": told(answer(content=ChainNodeRefused(chain="c", what="w", why="y")), Verdict.UNPROVEN, "commitment"),
    "another chain answers": told(WrongChain(chain="c", found=1, expected=2), Verdict.INVALID, "chain", *REFUSED),
    "another chain named": told(OtherChain(chain="c", token=1, given=2), Verdict.INVALID, "chain", *REFUSED),
    "not trusted": told(UnknownRegistry(registry="r", chain="c"), Verdict.INVALID, "registry", *REFUSED),
    "no registry": told(NotATokenRegistry(registry="r", chain="c", why="w"), Verdict.INVALID, "registry", *REFUSED),
    "unreachable": told(ChainUnreachable(chain="c", why="timeout"), Verdict.UNPROVEN, "chain", *REFUSED),
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_what_the_registry_says_decides(name: str, derived: dict[str, Any]) -> None:
    case = REGISTRIES[name]
    report = judged(derived, beside(telling(case.told)))
    assert (report.verdict, wrong(report)) == (case.verdict, set(case.checks))
    assert not report.is_valid
    assert all(check.mend and str(check.seen) for check in report.checks if check.name in case.checks)


def test_an_id_that_holds_the_contents_digest_commits_to_it() -> None:
    """Then the token's number does."""
    digest = digest_of(bill())
    named_by_content = bill(id=f"urn:sha256:{digest}", credentialStatus=None)
    assert token._commitment(named_by_content, answer(content=None)).outcome is Outcome.PASS
    assert token._commitment(bill(), answer(content=None)).outcome is Outcome.NOT_PROVEN


ALTERED: dict[str, tuple[dict[str, Any], set[str]]] = {
    "another subject": ({"credentialSubject": {"type": ["BillOfLading"], "blNumber": "SYN-0002"}}, {"proof"}),
    "another end": ({"validUntil": "2036-01-01T00:00:00Z"}, {"proof"}),
    "without its status": ({"credentialStatus": None}, {"proof", "status"}),
}


@pytest.mark.parametrize("name", ALTERED)
def test_what_was_changed_after_signing_is_invalid_and_its_registry_is_not_asked(
    name: str, derived: dict[str, Any]
) -> None:
    change, checks = ALTERED[name]
    altered = {key: value for key, value in (derived | change).items() if value is not None}
    report = judged(altered, beside(never))
    assert report.verdict is Verdict.INVALID
    assert checks <= {check.name for check in report.failed}
    assert (report.number, report.holder) == ("", "")


STATUS = bill()["credentialStatus"]
SIGNED_SO: dict[str, tuple[dict[str, Any], Verdict, set[str]]] = {
    "another document's token": (STATUS | {"tokenId": "ab" * 32}, Verdict.INVALID, {"token"}),
    "no token id": ({name: one for name, one in STATUS.items() if name != "tokenId"}, Verdict.INVALID, {"token"}),
    "no registry": ({name: one for name, one in STATUS.items() if name != "tokenRegistry"}, Verdict.INVALID, {"token"}),
}


@pytest.mark.parametrize("name", SIGNED_SO)
def test_a_status_that_names_no_token_of_this_document_is_invalid(name: str) -> None:
    status, verdict, checks = SIGNED_SO[name]
    report = judged(shown(bill(credentialStatus=status)), beside(never))
    assert (report.verdict, {check.name for check in report.failed}) == (verdict, checks)


def test_two_records_of_title_are_not_one_document() -> None:
    """Nor may one of ours stand beside a token: the registry that is asked would answer for both."""
    record = {"type": TITLE_RECORD, "titleLog": "l", "titleRecord": "d", "titleEvidence": "https://x.example/e"}
    ours = bill(credentialStatus=[STATUS, record])
    ours["@context"] = [*ours["@context"], OWN_TERMS]
    for two in (bill(credentialStatus=[STATUS, STATUS | {"tokenRegistry": bills.BOB}]), ours):
        report = judged(shown(two), beside(never))
        assert {check.name for check in report.failed} == {"record"}


def test_a_status_that_its_holder_left_out_is_a_missing_status() -> None:
    report = judged(shown(mandatory=["/issuer", "/type", "/validFrom", "/relatedResource"]), beside(never))
    assert (report.verdict, {check.name for check in report.failed}) == (Verdict.INVALID, {"status"})


def test_what_a_holder_could_have_left_out_is_not_proven_though_it_is_there() -> None:
    """As TrustVC derives it by default."""
    loose = shown(mandatory=bills.BY_DEFAULT, reveal=["/credentialSubject", "/credentialStatus", "/relatedResource"])
    report = judged(loose, beside(telling(answer())))
    assert (report.verdict, wrong(report)) == (Verdict.UNPROVEN, {"disclosure"})
    assert report.state == "held"


def test_a_credential_that_has_ended_is_not_operative() -> None:
    ended = shown(bill(validUntil="2026-11-21T08:00:00Z"), [*ALWAYS, "/validUntil"])
    report = judged(ended, beside(never))
    assert (report.verdict, report.state) == (Verdict.NOT_OPERATIVE, "expired")
    before = NOW - timedelta(hours=2)
    assert judged(ended, beside(telling(answer(at=before))), before).is_valid


def test_a_sandboxs_credential_is_never_valid() -> None:
    trial = shown(bill(type=["VerifiableCredential", SANDBOX]))
    assert judged(trial, beside(never)).verdict is Verdict.SANDBOX


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.SANDBOX),
        ({"validFrom": "2026-11-21T08:30:00Z"}, Verdict.SANDBOX),
        ({"type": ["VerifiableCredential"]}, Verdict.INVALID),
    ],
)
def test_a_sandbox_whose_clock_is_ahead_is_a_sandbox_and_nobody_else_is(
    changes: dict[str, Any], verdict: Verdict
) -> None:
    """Read a day before its proof is dated, and before it is valid."""
    trial = shown(bill(**({"type": ["VerifiableCredential", SANDBOX]} | changes)))
    report = judged(trial, beside(never), NOW - 2 * DAY)
    assert report.verdict is verdict
    altered = trial | {"credentialSubject": trial["credentialSubject"] | {"blNumber": "SYN-0002"}}
    assert judged(altered, beside(never), NOW - 2 * DAY).verdict is Verdict.INVALID


LISTS: dict[str, tuple[tuple[int, ...], dict[str, Any], Verdict, set[str], str]] = {
    "clear": ((), {}, Verdict.NO_TITLE, set(), ""),
    "revoked": ((7,), {}, Verdict.NOT_OPERATIVE, {"status"}, "revoked"),
    "stale": ((), {"validUntil": "2026-11-20T12:00:00Z"}, Verdict.UNPROVEN, {"status"}, ""),
    "changed": ((), {"proof": {}}, Verdict.INVALID, {"status"}, ""),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_credential_with_a_status_list_is_genuine_and_no_title(name: str) -> None:
    indexes, changes, verdict, checks, state = LISTS[name]
    certificate = listed.shown(identity.contexts(), listed.ALWAYS, ["/credentialSubject"])
    status_list = listed.status_list(identity.contexts(), *indexes) | changes.get("proof", {})
    if name == "changed":
        status_list["issuer"] = listed.OTHER
    elif changes:
        status_list = listed.status_list(identity.contexts(), **changes)
    files = [json.dumps([listed.document(listed.ISSUER), status_list]).encode()]
    report = judged(certificate, read_beside(files, {listed.ISSUER}))
    assert (report.verdict, wrong(report), report.state) == (verdict, checks, state)
    assert not report.is_valid


def test_a_list_that_was_not_given_leaves_it_unproven() -> None:
    certificate = listed.shown(identity.contexts(), listed.ALWAYS, ["/credentialSubject"])
    files = [json.dumps(listed.document(listed.ISSUER)).encode()]
    report = judged(certificate, read_beside(files, {listed.ISSUER}))
    assert (report.verdict, wrong(report)) == (Verdict.UNPROVEN, {"status"})


@pytest.mark.parametrize(
    "files",
    [
        [b"{"],
        [b'{"id": "did:web:a"}'],
        [b"[7]"],
        [b'{"id": "a", "id": "b"}'],
        [bills.KEYS, bills.KEYS.replace(b'"Multikey"', b'"JsonWebKey"')],
    ],
    ids=["no JSON", "no document", "number", "a name twice", "two for one DID"],
)
def test_files_given_beside_are_what_they_should_be(files: list[bytes]) -> None:
    with pytest.raises(BadValue):
        read_beside(files)
    assert read_beside([bills.KEYS, bills.KEYS]) == read_beside([b"[" + bills.KEYS + b"]"])


@pytest.mark.parametrize(
    "change",
    [
        {"credentialStatus": 7},
        {"credentialStatus": [None, [], {"type": "TransferableRecords", "tokenNetwork": 7}]},
        {"credentialStatus": {"type": "TransferableRecords", "tokenNetwork": {"chainId": "-1"}, "tokenId": {}}},
        {"credentialStatus": {"type": "LandseaTitleRecord", "titleLog": 7}},
        {"id": "\ud800"},
        {"id": 7},
        {"issuer": {"id": []}},
        {"proof": []},
        {"proof": [{"verificationMethod": 7}]},
        {"relatedResource": [7, {"digestMultibase": "z" + "1" * 9000}, {"digestSRI": "sha256-"}]},
        {"credentialSubject": {"blNumber": ["x"]}},
        {"validUntil": 7},
    ],
    ids=repr,
)
def test_nonsense_is_refused_by_check_and_raises_nothing(change: dict[str, Any], derived: dict[str, Any]) -> None:
    for extra in ({}, {"credentialStatus": derived["credentialStatus"]}):
        report = judged(derived | change | extra, beside(telling(answer())))
        assert (report.is_valid, bool(wrong(report))) == (
            not change.keys() - extra.keys(),
            bool(change.keys() - extra.keys()),
        )


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_byte_of_a_credential_can_be_changed(derived: dict[str, Any], data: st.DataObject) -> None:
    content = json.dumps(derived, separators=(",", ":")).encode()
    position, bit = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(0, 7))
    altered = bytearray(content)
    altered[position] ^= 1 << bit
    given_ = beside(telling(answer()))
    report = verify_file(bytes(altered), asked_at=NOW, fresh_for=DAY, beside=given_)
    assert report.verdict is not Verdict.COPY or json.loads(altered) == derived


def test_a_credential_is_judged_at_a_time() -> None:
    report = verify_file(json.dumps(shown()).encode(), beside=beside())
    assert (report.verdict, {check.name for check in report.failed}) == (Verdict.INVALID, {"format"})


def test_all_of_it_is_told_in_chinese(derived: dict[str, Any]) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for given_ in (beside(), beside(telling(answer())), beside(telling(UnknownRegistry(registry="r", chain="c")))):
        report = lading.describe(judged(derived, given_), "zh")
        said = [report["sentence"], *(check[part] for check in report["checks"] for part in ("seen", "mend"))]
        assert [text for text in said if text and not chinese.search(text)] == []
    texts = {
        value for module in (credential, token, record) for value in vars(module).values() if isinstance(value, str)
    }
    told = {text for text in texts if text.endswith(".") and " " in text and "\n" not in text and text[0].isupper()}
    told -= {module.__doc__ for module in (credential, token, record)}
    told |= {*credential.SENTENCES.values(), *credential.MENDS.values()}
    assert len(told) > 20
    assert sorted(told - catalog("zh").keys()) == []


def test_a_second_status_in_a_list_counts_though_the_token_is_held() -> None:
    """Beside a token whose registry has answered, a list that was not given leaves it unproven, and one that is set ends it."""
    both, asked = shown(bill(credentialStatus=[STATUS, bills.ENTRY.render()])), telling(answer())
    assert wrong(judged(both, beside(asked))) == {"status"}
    assert judged(both, beside(asked, bills.status_list())).verdict is Verdict.COPY
    assert judged(both, beside(never, bills.status_list(7))).verdict is Verdict.NOT_OPERATIVE
    assert wrong(judged(both, beside(asked, bills.status_list(until=NOW)))) == {"status"}


def test_what_trustvc_signs_and_derives_is_read_down_to_its_token() -> None:
    """It makes the id and the token's number itself."""
    folder = trustvc.installed()
    if folder is None:
        pytest.skip(f"@trustvc/trustvc is not installed: name a folder that has it in {trustvc.NAMED}")
    unsigned = trustvc.BILL | {"relatedResource": trustvc.OURS["relatedResource"]}
    base = trustvc.ask(folder, "sign", unsigned, key=trustvc.PAIR, mandatory=ALWAYS)["signed"]
    made = trustvc.ask(folder, "derive", base, reveal=["/credentialSubject"])["derived"]
    asked: list[TokenName] = []

    def ask(name: TokenName) -> Answer:
        asked.append(name)
        return answer(at=bills.AFTER)

    report = judged(made, beside(ask), bills.AFTER)
    assert (report.verdict, wrong(report)) == (Verdict.COPY, set())
    assert [name.chain_id for name in asked] == [31337]
