"""The gap file: where the reference verifier (TrustVC) calls a document valid that must not be relied on, and what is said here.

Every row names the reference's answer (measured: TrustVC 2.11.0 was run; read: its source says so; or that it has no such state) and
asserts ours, by verdict and by check. In no row does the document pass.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from landsea.identity import check_credential
from landsea.identity.service.contexts import CONTEXTS, contexts
from landsea.identity.wire.credentials import Outcome as Judged
from landsea.journal import Verifier
from landsea.kernel import Refusal
from landsea.lading import DocumentId, Medium, OrderKind, OtherForm, Outcome, Report, Verdict, read_beside, verify_file
from landsea.lading.chain import Whereabouts
from landsea.lading.chain.refusals import OtherChain, UnknownRegistry, WrongChain
from landsea.lading.service.evidence import attest
from landsea.lading.service.verify import Answer
from tests.identity.credentials import test_checks as reference
from tests.identity.credentials import trustvc
from tests.lading import bills
from tests.lading.test_parts import SHARES
from tests.lading.world import SIGN, World, make_world
from tests.support import people

PAPER = OtherForm(Medium.PAPER, "three originals")
DAY = timedelta(days=1)
Make = Callable[[World], DocumentId]


def surrendered(world: World) -> DocumentId:
    document = world.issue()
    world.surrender(world.shipper, document)
    return document


def accepted(world: World) -> DocumentId:
    document = surrendered(world)
    world.accept(document)
    return document


def accomplished(world: World) -> DocumentId:
    document = accepted(world)
    world.accomplish(document)
    return document


def leaving(world: World) -> DocumentId:
    document = world.issue()
    world.act(world.shipper, "leave", document, PAPER, SIGN)
    return document


def on_paper(world: World) -> DocumentId:
    document = leaving(world)
    world.act(world.operator, "left_for_paper", document, "A1", SIGN)
    return document


def was_split(world: World) -> DocumentId:
    document = world.issue()
    world.act(world.shipper, "ask_split", document, SHARES, SIGN)
    world.act(world.operator, "grant", document, SIGN)
    return document


def pledged(world: World) -> DocumentId:
    document = world.issue()
    world.act(world.shipper, "pledge", document, world.bank.party, "CREDIT-1", SIGN)
    world.act(world.bank, "take", document, SIGN)
    return document


def frozen(world: World) -> DocumentId:
    document, second = world.issue(), people.make_second_signer(world.journal, world.operator)
    world.act(world.operator, "begin_order", document, OrderKind.FREEZE, "dispute 1", SIGN)
    world.act(second, "confirm_order", document, SIGN)
    return document


def expiring(world: World) -> DocumentId:
    with world.journal.view(world.operator.actor) as view:
        return world.issue(valid_until=view.now + DAY)


def operative(world: World) -> DocumentId:
    return world.issue()


@dataclass(frozen=True)
class Gap:
    """`theirs`: what TrustVC answers. `asked`: what whoever verifies gives besides the file."""

    theirs: str
    make: Make
    verdict: Verdict
    checks: frozenset[str]
    alter: Callable[[World, bytes], bytes] | None = None
    asked: Callable[[World, datetime], dict[str, Any]] | None = None


def other_content(world: World, evidence: bytes) -> bytes:
    """Other goods under the same id and number, attested by a node that lies."""
    parsed = json.loads(evidence)
    parsed["document"]["goods"][0]["packages"] += 1
    parsed.pop("attestation")
    return rfc8785.dumps(parsed | {"attestation": attest(world.journal, rfc8785.dumps(parsed))})


def other_log(world: World, evidence: bytes) -> bytes:
    """The acts of one document under the log position and proof of another one of the same node."""
    parsed, other = json.loads(evidence), json.loads(world.evidence(world.operator, world.issue()))
    parsed |= {
        "entries": [one | {"body": two["body"]} for one, two in zip(other["entries"], parsed["entries"], strict=True)]
    }
    parsed["checkpoint"] = other["checkpoint"]
    parsed["status"]["log_size"] = other["status"]["log_size"]
    parsed.pop("attestation")
    return rfc8785.dumps(parsed | {"attestation": attest(world.journal, rfc8785.dumps(parsed))})


def trusting(world: World, _: datetime) -> dict[str, Any]:
    return {"trusted": [world.journal.signer.verifier]}


def later(by: timedelta, fresh_for: timedelta | None = None) -> Callable[[World, datetime], dict[str, Any]]:
    return lambda world, now: trusting(world, now) | {"asked_at": now + by, "fresh_for": fresh_for}


GAPS = {
    "surrendered": Gap("VALID (measured): returned to the issuer", surrendered, Verdict.NOT_OPERATIVE, frozenset({"operative"})),
    "accepted": Gap("VALID (measured): burnt", accepted, Verdict.NOT_OPERATIVE, frozenset({"operative"})),
    "accomplished": Gap("VALID (measured): burnt", accomplished, Verdict.NOT_OPERATIVE, frozenset({"operative"})),
    "on its way to paper": Gap("no such state: burnt, and VALID", leaving, Verdict.NOT_OPERATIVE, frozenset({"operative"})),
    "on paper": Gap("no such state: burnt, and VALID", on_paper, Verdict.NOT_OPERATIVE, frozenset({"operative"})),
    "split": Gap("no such state: burnt, and VALID", was_split, Verdict.NOT_OPERATIVE, frozenset({"operative"})),
    "expired": Gap("VALID (measured)", expiring, Verdict.NOT_OPERATIVE, frozenset({"operative"}), asked=later(2 * DAY)),
    "pledged": Gap("no such state: VALID", pledged, Verdict.ENCUMBERED, frozenset({"unencumbered"})),
    "frozen": Gap("no such state: VALID", frozen, Verdict.ENCUMBERED, frozenset({"unencumbered"})),
    "other content": Gap(
        "VALID (measured): the token commits to an id, not to content",
        operative,
        Verdict.INVALID,
        frozenset({"content-hash"}),
        alter=other_content,
    ),
    "stale": Gap("not established: no time", operative, Verdict.UNPROVEN, frozenset({"fresh"}), asked=later(2 * DAY, DAY)),
    "unknown log": Gap(
        "VALID (read): the credential itself names the registry to ask",
        operative,
        Verdict.UNPROVEN,
        frozenset({"node-key"}),
        asked=lambda world, now: {"trusted": []},
    ),
    "not the log expected": Gap(
        "VALID (read): the chain named is never compared with the one asked",
        operative,
        Verdict.INVALID,
        frozenset({"node-key"}),
        asked=lambda world, now: {"trusted": [Verifier(world.journal.site.origin, bytes(32))]},
    ),
    "another record of the log": Gap(
        "VALID (measured): any token with the same id", operative, Verdict.INVALID, frozenset({"log-acts"}), alter=other_log
    ),
}  # fmt: skip


def judged(world: World, gap: Gap) -> Report:
    evidence = world.evidence(world.operator, gap.make(world))
    with world.journal.view(world.operator.actor) as view:
        asked = (gap.asked or trusting)(world, view.now)
    return verify_file(gap.alter(world, evidence) if gap.alter else evidence, **asked)


@pytest.mark.parametrize("name", GAPS)
def test_what_the_reference_calls_valid_is_told_apart_and_why(real_world: World, name: str) -> None:
    gap = GAPS[name]
    report = judged(real_world, gap)
    wrong = [check for check in report.checks if check.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN)]
    assert report.verdict is gap.verdict, [str(check.seen) for check in wrong]
    assert not report.is_valid
    assert {check.name for check in wrong} == gap.checks
    assert all(check.clause and check.mend and str(check.seen) for check in wrong)


def test_the_same_documents_pass_where_nothing_is_wrong(real_world: World) -> None:
    """So that no row passes for another reason: an operative document, and one before its expiry."""
    for make, asked in ((operative, trusting), (expiring, later(DAY / 2, DAY))):
        assert judged(real_world, Gap("VALID", make, Verdict.COPY, frozenset(), asked=asked)).is_valid


def test_what_a_sandbox_issues_is_never_valid(tmp_path: Path) -> None:
    """The reference: VALID, a test network is a network."""
    sandbox = make_world(f"sqlite:///{tmp_path / 'node.sqlite3'}", tmp_path)
    document = sandbox.issue()
    report = verify_file(sandbox.evidence(sandbox.shipper, document), [sandbox.journal.signer.verifier])
    sandbox.journal.database.close()
    assert report.verdict is Verdict.SANDBOX


@dataclass(frozen=True)
class CredentialGap:
    theirs: str
    fails: frozenset[str]
    alter: Callable[[], dict[str, Any]] = lambda: shown()
    lists: Callable[[], dict[str, Any]] = lambda: {reference.LIST: reference.status_list(contexts())}
    at: datetime = reference.NOW


def shown(*left_out: str) -> dict[str, Any]:
    """A derived credential; its holder could and did leave `left_out` out."""
    mandatory = [pointer for pointer in reference.ALWAYS if pointer not in left_out]
    return reference.shown(contexts(), mandatory, ["/credentialSubject"])


def renamed() -> dict[str, Any]:
    credential = shown()
    credential["https://www.w3.org/2018/credentials#credentialStatus"] = credential.pop("credentialStatus")
    return credential


def listed(*indexes: int, **changes: Any) -> dict[str, Any]:
    return {reference.LIST: reference.status_list(contexts(), *indexes, **changes)}


STATUS = frozenset({"status"})
CREDENTIAL_GAPS = {
    "expired": CredentialGap(
        "isValid is true (measured)",
        frozenset({"validity"}),
        lists=lambda: listed(validUntil="2028-01-01T00:00:00Z"),
        at=datetime.fromisoformat("2027-11-02T00:00:00Z"),
    ),
    "stale status": CredentialGap(
        "not established", STATUS, lists=lambda: listed(validUntil="2026-11-20T12:00:00Z")
    ),
    "status of an unknown registry": CredentialGap("the credential says where to ask", STATUS, lists=dict),
    "status dropped by its holder": CredentialGap(
        "VALID (read): no status to ask", frozenset({"status", "disclosure"}), alter=lambda: shown("/credentialStatus")
    ),
    "status under its full name": CredentialGap(
        "VALID (read): proof intact, no status found", frozenset({"proof", "status"}), alter=renamed
    ),
}  # fmt: skip


@pytest.mark.skipif(not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py")
@pytest.mark.parametrize("name", CREDENTIAL_GAPS)
def test_so_is_a_credential_that_must_not_be_relied_on(name: str) -> None:
    gap = CREDENTIAL_GAPS[name]
    documents = {reference.ISSUER: reference.document(reference.ISSUER)}
    assert check_credential(shown(), at=reference.NOW, documents=documents, lists=listed()).is_valid
    report = check_credential(gap.alter(), at=gap.at, documents=documents, lists=gap.lists())
    assert not report.is_valid
    assert gap.fails <= {check.name for check in report.checks if check.outcome is Judged.FAIL}


@dataclass(frozen=True)
class TitleGap:
    """A credential whose status names a token. `told`: what its registry says; None: nobody was asked."""

    theirs: str
    verdict: Verdict
    checks: frozenset[str]
    told: Answer | Refusal | None = None
    made: Callable[[], dict[str, Any]] = bills.shown
    beside: Callable[[TitleGap], Any] = lambda gap: bills.beside(None if gap.told is None else bills.telling(gap.told))
    at: datetime = bills.NOW


def hiding(*names: str) -> Callable[[], dict[str, Any]]:
    """Derived by a holder who could and did leave these out."""
    return lambda: bills.shown(mandatory=[one for one in trustvc.ALWAYS if one not in names])


def in_a_list_too() -> dict[str, Any]:
    """With a second status, in a list."""
    return bills.shown(bills.bill(credentialStatus=[bills.bill()["credentialStatus"], bills.ENTRY.render()]))


def with_stale_list(gap: TitleGap) -> Any:
    assert isinstance(gap.told, Answer)
    return bills.beside(bills.telling(gap.told), bills.status_list(until=bills.NOW - DAY))


VALID = "verified (measured where the npm package is installed): "
NOWHERE = frozenset({"status", "operative"})
TITLE_GAPS = {
    "wrong chain": TitleGap(
        "VALID (read): the chain named is never compared with the one asked",
        Verdict.INVALID,
        NOWHERE | {"chain"},
        WrongChain(chain="mainnet", found=31337, expected=1),
    ),
    "a chain the reader does not use": TitleGap(
        "VALID (read): the credential says which network",
        Verdict.INVALID,
        NOWHERE | {"chain"},
        OtherChain(chain="mainnet", token=31337, given=1),
    ),
    "unknown registry": TitleGap(
        "VALID (read): the credential itself names the registry to ask",
        Verdict.INVALID,
        NOWHERE | {"registry"},
        UnknownRegistry(registry=bills.REGISTRY, chain="mainnet"),
    ),
    "registry not asked": TitleGap(
        VALID + "its proof holds", Verdict.UNPROVEN, NOWHERE | {"chain", "registry"}
    ),
    "returned token": TitleGap(
        "VALID (measured)", Verdict.NOT_OPERATIVE, frozenset({"operative"}), bills.answer(Whereabouts.RETURNED)
    ),
    "burnt token": TitleGap(
        "VALID (measured)", Verdict.NOT_OPERATIVE, frozenset({"operative"}), bills.answer(Whereabouts.BURNT)
    ),
    "token held for another": TitleGap(
        "VALID: who is holder is not asked", Verdict.ENCUMBERED, frozenset({"unencumbered"}), bills.answer(holder=bills.BOB)
    ),
    "other content under the same id": TitleGap(
        "VALID (measured): the token commits to an id",
        Verdict.INVALID,
        frozenset({"commitment"}),
        bills.answer(content="ab" * 32),
    ),
    "status hidden by its holder": TitleGap(
        VALID + "no status is found, so none is asked",
        Verdict.INVALID,
        frozenset({"status", "disclosure"}),
        bills.answer(),
        made=hiding("/credentialStatus"),
    ),
    "no status at all": TitleGap(
        VALID + "no status is found, so none is asked",
        Verdict.INVALID,
        frozenset({"status", "disclosure"}),
        bills.answer(),
        made=lambda: bills.shown(
            bills.bill(credentialStatus=None), [one for one in trustvc.ALWAYS if one != "/credentialStatus"]
        ),
    ),
    "issuer hidden among what could be left out": TitleGap(
        VALID + "the issuer's choice is not asked about",
        Verdict.UNPROVEN,
        frozenset({"disclosure"}),
        bills.answer(),
        made=lambda: bills.shown(mandatory=["/validFrom"], reveal=[*trustvc.ALWAYS, "/credentialSubject"]),
    ),
    "stale status list": TitleGap(
        "not established: a list's age is not asked",
        Verdict.UNPROVEN,
        frozenset({"status"}),
        bills.answer(),
        made=in_a_list_too,
        beside=with_stale_list,
    ),
    "issuer nobody named": TitleGap(
        VALID + "whoever controls the domain is an issuer",
        Verdict.UNPROVEN,
        NOWHERE | {"issuer-trusted", "chain", "registry"},
        bills.answer(),
        beside=lambda gap: read_beside([bills.KEYS], (), bills.never),
    ),
}  # fmt: skip


@pytest.mark.skipif(not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py")
@pytest.mark.parametrize("name", TITLE_GAPS)
def test_so_is_a_bill_of_lading_whose_title_is_a_token(name: str) -> None:
    gap = TITLE_GAPS[name]
    assert bills.judged(bills.shown(), bills.beside(bills.telling(bills.answer()))).is_valid
    report = bills.judged(gap.made(), gap.beside(gap), gap.at)
    wrong = [check for check in report.checks if check.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN)]
    assert (report.verdict, {check.name for check in wrong}) == (gap.verdict, set(gap.checks))
    assert not report.is_valid
    assert all(check.clause and check.mend and str(check.seen) for check in wrong)


@pytest.mark.skipif(not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py")
def test_the_reference_calls_these_credentials_verified() -> None:
    folder = trustvc.installed()
    if folder is None:
        pytest.skip(f"@trustvc/trustvc is not installed: name a folder that has it in {trustvc.NAMED}")
    names = [name for name, gap in TITLE_GAPS.items() if gap.theirs.startswith(VALID)]
    found = trustvc.ask(folder, "verifyAll", {}, credentials=[TITLE_GAPS[name].made() for name in names])
    assert len(names) > 4
    assert dict(zip(names, found, strict=True)) == {name: {"verified": True} for name in names}
