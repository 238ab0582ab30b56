"""Both ways with `@trustvc/trustvc`: it accepts what we sign and derive, we accept what it signs and derives.

Runs where LANDSEA_TRUSTVC names a folder in which that npm package is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from landsea.identity.wire.credentials import (
    Contexts,
    Given,
    Kind,
    Outcome,
    Policy,
    SigningKey,
    check,
    derive,
    read_proofs,
    sign_base,
    verify_derived,
)
from landsea.identity.wire.credentials.multibase import base58btc
from tests.identity.credentials.vectors import V2

NAMED = "LANDSEA_TRUSTVC"
SCRIPT = Path(__file__).with_name("trustvc.mjs")
KEY = SigningKey(Kind.P256, bytes(range(1, 33)))
DID = "did:web:issuer.example"
METHOD = {"id": f"{DID}#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY.public.multikey}
PAIR = METHOD | {"secretKeyMultibase": "z" + base58btc(b"\x86\x26" + KEY.secret)}
DOCUMENTS = {
    DID: {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [METHOD],
        "assertionMethod": [METHOD["id"]],
    }
}
TRUSTVC = "https://trustvc.io/context"
STATUS = {
    "type": "TransferableRecords",
    "tokenNetwork": {"chain": "FREE", "chainId": "31337"},
    "tokenRegistry": "0x71D28767662cB233F887aD2Bb65d048d760bA694",
}
BILL: dict[str, Any] = {
    "@context": [
        V2,
        "https://w3id.org/security/data-integrity/v2",
        f"{TRUSTVC}/transferable-records-context.json",
        f"{TRUSTVC}/bill-of-lading.json",
        f"{TRUSTVC}/attachments-context.json",
        f"{TRUSTVC}/qrcode-context.json",
        f"{TRUSTVC}/render-method-context-v2.json",
    ],
    "type": ["VerifiableCredential"],
    "issuer": DID,
    "validFrom": "2026-11-01T00:00:00Z",
    "credentialStatus": STATUS,
    "credentialSubject": {
        "type": ["BillOfLading"],
        "blNumber": "SYN-0001",
        "shipperName": "Synthetic Shipper",
        "vessel": "Synthetic Vessel",
        "packages": [
            {"packagesDescription": "lemons", "packagesWeight": "1"},
            {"packagesDescription": "lemons", "packagesWeight": "2"},
        ],
    },
}
OURS = BILL | {
    "id": "urn:uuid:6d1c3a52-6c5e-4a8a-9f5f-0c8c2f3a7b11",
    "credentialStatus": STATUS | {"tokenId": "ab" * 32},
}
ALWAYS = ["/issuer", "/type", "/validFrom", "/credentialStatus", "/credentialSubject/blNumber"]


@pytest.fixture(scope="module")
def peer() -> Path:
    folder = Path(os.environ.get(NAMED, ""))
    if not os.environ.get(NAMED) or not (folder / "node_modules" / "@trustvc" / "w3c-vc").is_dir():
        pytest.skip(f"@trustvc/trustvc is not installed: name a folder that has it in {NAMED}")
    return folder


def ask(peer: Path, do: str, credential: dict[str, Any], **job: Any) -> Any:
    given = json.dumps({"do": do, "credential": credential, "documents": DOCUMENTS, **job})
    command = ["node", str(SCRIPT)]
    found = subprocess.run(command, input=given, capture_output=True, text=True, cwd=peer, timeout=120)
    assert found.returncode == 0, found.stderr[-2000:]
    return json.loads(found.stdout.splitlines()[-1])


def sign(contexts: Contexts) -> dict[str, Any]:
    return sign_base(
        OURS,
        KEY,
        method=METHOD["id"],
        created=datetime(2026, 11, 1, tzinfo=UTC),
        mandatory=ALWAYS,
        hmac_key=b"\1" * 32,
        proof_key=SigningKey(Kind.P256, b"\2" * 32),
        contexts=contexts,
    )


def verify(credential: dict[str, Any], contexts: Contexts) -> None:
    ((proof, over),) = read_proofs(credential)
    verify_derived(over, proof, KEY.public, contexts)


def test_theirs_accepts_what_we_sign_and_derive(peer: Path, contexts: Contexts) -> None:
    credential = derive(sign(contexts), ["/credentialSubject/vessel", "/credentialSubject/packages/1"], contexts)
    assert ask(peer, "verify", credential) == {"verified": True}
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
