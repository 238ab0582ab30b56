"""Both ways with `@trustvc/trustvc`: it accepts what we sign and derive, we accept what it signs and derives.

Runs where LANDSEA_TRUSTVC names a folder in which that npm package is installed.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landsea.identity.wire.credentials import Contexts, Given, Outcome, Policy, check, derive
from tests.identity.credentials.trustvc import BILL, DOCUMENTS, NAMED, PAIR, ask, installed, sign, verify


@pytest.fixture(scope="module")
def peer() -> Path:
    folder = installed()
    if folder is None:
        pytest.skip(f"@trustvc/trustvc is not installed: name a folder that has it in {NAMED}")
    return folder


def test_theirs_accepts_what_we_sign_and_derive(peer: Path, contexts: Contexts) -> None:
    credential = derive(sign(contexts), ["/credentialSubject/vessel", "/credentialSubject/packages/1"], contexts)
    assert ask(peer, "verify", credential) == {"verified": True}
    given = Given(datetime(2026, 11, 21, tzinfo=UTC), contexts, DOCUMENTS)
    report = check(credential, given, Policy(elsewhere=frozenset({"TransferableRecords"})))
    assert [one.name for one in report.checks if one.outcome in (Outcome.FAIL, Outcome.NOT_PROVEN)] == ["status"]
    credential["credentialSubject"]["vessel"] = "Another"
    assert ask(peer, "verify", credential)["verified"] is False


def test_theirs_derives_from_what_we_sign(peer: Path, contexts: Contexts) -> None:
    found = ask(peer, "derive", sign(contexts), reveal=["/credentialSubject/vessel"])
    verify(found["derived"], contexts)
    assert found["derived"]["credentialSubject"]["vessel"] == "Synthetic Vessel"


def test_ours_derives_from_what_they_sign(peer: Path, contexts: Contexts) -> None:
    base = ask(peer, "sign", BILL, key=PAIR, mandatory=["/credentialStatus"])["signed"]
    credential = derive(base, ["/credentialSubject/packages"], contexts)
    verify(credential, contexts)
    assert ask(peer, "verify", credential) == {"verified": True}


def test_ours_judges_what_they_sign_and_derive(peer: Path, contexts: Contexts) -> None:
    """Their default lets a holder leave the status out; ours says so."""
    base = ask(peer, "sign", BILL, key=PAIR)["signed"]
    credential = ask(peer, "derive", base, reveal=["/credentialSubject", "/credentialStatus"])["derived"]
    given = Given(datetime(2030, 1, 1, tzinfo=UTC), contexts, DOCUMENTS)
    policy = Policy(elsewhere=frozenset({"TransferableRecords"}))
    report = check(credential, given, policy)
    assert {one.name for one in report.failed} == {"disclosure"}
    assert report.check("status").outcome is Outcome.NOT_PROVEN


def test_the_gap_a_status_under_its_full_name(peer: Path, contexts: Contexts) -> None:
    """Theirs says verified and sees no status; ours refuses."""
    credential = derive(sign(contexts), ["/credentialSubject"], contexts)
    credential["https://www.w3.org/2018/credentials#credentialStatus"] = credential.pop("credentialStatus")
    assert ask(peer, "verify", credential) == {"verified": True}
    given = Given(datetime(2026, 11, 21, tzinfo=UTC), contexts, DOCUMENTS)
    assert "proof" in {one.name for one in check(credential, given, Policy(needs_status=False)).failed}


def test_ours_is_faster_on_the_same_credential(peer: Path, contexts: Contexts) -> None:
    """Medians of fifty, warm; theirs with the documents given, so that neither asks the network."""
    credential = derive(sign(contexts), ["/credentialSubject"], contexts)
    times = []
    for _ in range(55):
        started = time.perf_counter()
        verify(credential, contexts)
        times.append((time.perf_counter() - started) * 1000)
    theirs = ask(peer, "time", credential, rounds=50)["milliseconds"]
    ours = sorted(times[5:])
    print(
        f"verification, least and median of 50: ours {ours[0]:.1f} and {ours[25]:.1f} ms, theirs {theirs[0]:.1f} and {theirs[25]:.1f} ms"
    )
    assert ours[0] < theirs[0]
