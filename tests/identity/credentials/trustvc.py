"""A synthetic bill of lading as TrustVC issues it, the key and DID document of its issuer, and the installed npm package asked to act."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from landsea.identity.wire.credentials import (
    Contexts,
    Kind,
    SigningKey,
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
    "relatedResource": {"id": "urn:uuid:content", "digestMultibase": "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"},
}
ALWAYS = ["/issuer", "/type", "/validFrom", "/credentialStatus", "/relatedResource"]


def installed() -> Path | None:
    """The folder that has the package, if one is named."""
    folder = Path(os.environ.get(NAMED, "."))
    has_it = NAMED in os.environ and (folder / "node_modules" / "@trustvc" / "w3c-vc").is_dir()
    return folder if has_it else None


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
