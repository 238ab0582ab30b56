"""A synthetic counterpart with signing code of its own: nothing here uses the code under test.

`Keys` make certificates and compact JWS. `CtkSender` plays the synthetic sending platform of DCSA's conformance toolkit for PINT
3.0.0, with its habits: one key for every entry, the issuance manifest beside the chain, `ISSUE` in every transaction with an older
`action` beside it, the first recipient already the last, the old manifest sent again with a newly signed entry. Every party, code and
document is synthetic.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

Json = dict[str, Any]
VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_TO = datetime(2050, 1, 1, tzinfo=UTC)
HASHES = {"256": SHA256(), "384": SHA384(), "512": SHA512()}


def sha256(content: bytes | str) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def sha256_of_json(value: Any) -> str:
    return sha256(rfc8785.dumps(value))


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@cache
def make_key(kind: str, name: str) -> Any:
    """One key for a name, made once for the test process."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    curves: dict[str, ec.EllipticCurve] = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}
    return ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(curves[kind])


@dataclass(frozen=True)
class Keys:
    """A platform's or carrier's key. `kind` is rsa2048, p256, p384, ed25519 ..."""

    name: str
    kind: str = "p256"
    since: datetime = VALID_FROM
    until: datetime = VALID_TO

    @property
    def private(self) -> Any:
        return make_key(self.kind, self.name)

    @property
    def certificate(self) -> str:
        return self._certificate()

    def _certificate(self) -> str:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Synthetic {self.name}")])
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self.private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.since)
            .not_valid_after(self.until)
            .sign(self.private, None if self.kind == "ed25519" else SHA256())
        )
        return built.public_bytes(Encoding.PEM).decode()

    @property
    def algorithm(self) -> str:
        return {"p256": "ES256", "p384": "ES384", "ed25519": "EdDSA"}.get(self.kind, "PS256")

    def sign(self, value: Any, algorithm: str = "", header: Json | None = None) -> str:
        """A compact JWS over the JSON text of `value` (or over the bytes, if it is bytes)."""
        algorithm = algorithm or self.algorithm
        payload = value if isinstance(value, bytes) else json.dumps(value).encode()
        signing = b64(json.dumps({"alg": algorithm} | (header or {})).encode()) + "." + b64(payload)
        return signing + "." + b64(self.signature(signing.encode(), algorithm))

    def signature(self, message: bytes, algorithm: str) -> bytes:
        key = self.private
        if isinstance(key, rsa.RSAPrivateKey):
            digest = HASHES[algorithm[2:]]
            pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
            return key.sign(message, pss if algorithm.startswith("PS") else padding.PKCS1v15(), digest)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            size = (key.curve.key_size + 7) // 8
            r, s = decode_dss_signature(key.sign(message, ec.ECDSA(HASHES[algorithm[2:]])))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        signed: bytes = key.sign(message)
        return signed


def payload_of(jws: str) -> Json:
    """What a JWS says, unverified: for assertions."""
    part = jws.split(".")[1]
    said: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return said


def verifies(jws: str, certificate: str) -> bool:
    """ES256, or PS256 for an RSA key, by its own path: what the platform under test signs with, and what the synthetic carrier does."""
    signing, _, signature = jws.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, signing.encode(), padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
        else:
            assert isinstance(key, ec.EllipticCurvePublicKey)
            halves = (int.from_bytes(half) for half in (raw[: len(raw) // 2], raw[len(raw) // 2 :]))
            key.verify(encode_dss_signature(*halves), signing.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def party(name: str, platform: str, code: str, provider: str = "ZZZ") -> Json:
    return {
        "partyName": f"Synthetic {name}",
        "eblPlatform": platform,
        "identifyingCodes": [{"codeListProvider": provider, "partyCode": code}],
    }


def transport_document(number: str = "SYN-0001", *, to_order: bool = False, endorsee: bool = False) -> Json:
    """A synthetic rail-sea bill of lading of a carrier that does not exist."""
    buyer = {
        "partyName": "Synthetic Buyer",
        "identifyingCodes": [{"codeListProvider": "ZZZ", "partyCode": "BUYER"}],
    }
    parties: Json = {
        "shipper": {"partyName": "Synthetic Shipper"},
        "issuingParty": {
            "partyName": "Synthetic Carrier",
            "address": {"street": "No such street", "city": "Chongqing", "countryCode": "CN"},
        },
    }
    if not to_order:
        parties["consignee"] = buyer
    elif endorsee:
        parties["endorsee"] = buyer
    cargo = {
        "equipmentReference": "CSQU3054383",
        "cargoGrossWeight": {"value": 21500.5, "unit": "KGM"},
        "outerPackaging": {"numberOfPackages": 1200, "description": "Cartons"},
    }
    return {
        "transportDocumentReference": number,
        "transportDocumentStatus": "ISSUED",
        "transportDocumentTypeCode": "BOL",
        "isShippedOnBoardType": True,
        "isElectronic": True,
        "isToOrder": to_order,
        "freightPaymentTermCode": "PRE",
        "termsAndConditions": "Synthetic terms.",
        "receiptTypeAtOrigin": "CY",
        "deliveryTypeAtDestination": "CY",
        "cargoMovementTypeAtOrigin": "FCL",
        "cargoMovementTypeAtDestination": "FCL",
        "issueDate": "2026-11-20",
        "carrierCode": "ZZZZ",
        "carrierCodeListProvider": "NMFTA",
        "invoicePayableAt": {"UNLocationCode": "CNCKG"},
        "partyContactDetails": [{"name": "Synthetic desk", "email": "desk@synthetic.example"}],
        "documentParties": parties,
        "consignmentItems": [
            {
                "carrierBookingReference": "SYN-BOOKING",
                "descriptionOfGoods": ["Fresh lemons"],
                "HSCodes": ["080550"],
                "cargoItems": [cargo],
            }
        ],
        "utilizedTransportEquipments": [
            {
                "equipment": {"equipmentReference": "CSQU3054383", "ISOEquipmentCode": "45R1"},
                "isShipperOwned": False,
                "seals": [{"number": "SEAL001"}],
            }
        ],
        "transports": {
            "plannedDepartureDate": "2026-11-23",
            "plannedArrivalDate": "2026-11-30",
            "preCarriageBy": "RAIL",
            "placeOfReceipt": {
                "locationName": "Chongqing",
                "facility": {"facilityCode": "CKGTJ", "facilityCodeListProvider": "SMDG"},
            },
            "portOfLoading": {"UNLocationCode": "CNQZH"},
            "portOfDischarge": {"UNLocationCode": "SGSIN"},
            "vesselVoyages": [{"vesselName": "SYNTHETIC STAR", "carrierExportVoyageNumber": "2648S"}],
        },
        "unknownToTheStandard": {"kept": [1, 2.5, "三"]},
    }


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


SENDER = Keys("sender", "rsa2048")
CARRIER = Keys("carrier", "rsa2048")


@dataclass
class CtkSender:
    """Plays one scenario: makes envelopes as the toolkit's synthetic sender does, and knows what it still has to send."""

    receiver: Json
    now: datetime
    number: str = "TDR-12345678"
    documents: int = 0
    keys: Keys = SENDER
    carrier: Keys = CARRIER
    contents: dict[str, bytes] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    envelope: Json = field(default_factory=dict)

    def entry(self, previous: str | None, action: str, name: str, code: str, receiver: Json, checksum: str) -> str:
        said: Json = {"eblPlatform": self.code, "transportDocumentChecksum": checksum}
        if previous is not None:
            said["previousEnvelopeTransferChainEntrySignedContentChecksum"] = sha256(previous)
        said["transactions"] = [self.transaction(action, name, code, receiver)]
        return self.keys.sign(said)

    @property
    def code(self) -> str:
        return "WAVE" if self.receiver["eblPlatform"] == "BOLE" else "BOLE"

    def transaction(self, action: str, name: str, code: str, receiver: Json) -> Json:
        actor = {
            "eblPlatform": self.code,
            "partyName": name,
            "identifyingCodes": [{"partyCode": code, "codeListProvider": self.code}],
        }
        self.now += timedelta(milliseconds=7)
        return {
            "action": action,
            "actionDateTime": self.now.isoformat().replace("+00:00", "000Z"),  # nanoseconds, as Java prints them
            "actionCode": "ISSUE",
            "actor": actor,
            "recipient": receiver,
        }

    def start(self, kind: str = "VALID_ISSUANCE") -> Json:
        """The envelope of VALID_ISSUANCE, VALID_TRANSFER, SIGNATURE_ISSUE or WRONG_RECIPIENT_PLATFORM."""
        document = transport_document(self.number)
        checksum = sha256_of_json(document)
        receiver = copy.deepcopy(self.receiver)
        if kind == "WRONG_RECIPIENT_PLATFORM":
            receiver["eblPlatform"] = "BOLE" if receiver["eblPlatform"] == "WAVE" else "WAVE"
        chain = []
        if kind == "VALID_TRANSFER":
            chain.append(self.entry(None, "ISSU", "Synthetic issuer", "5432", self.receiver, checksum))
        action = "TRNS" if chain else "ISSU"
        chain.append(self.entry(chain[0] if chain else None, action, "Synthetic tester", "1234", receiver, checksum))
        self.envelope = {
            "transportDocument": document,
            "envelopeTransferChain": chain,
            "issuanceManifestSignedContent": self.carrier.sign(
                {"documentChecksum": checksum, "issueToChecksum": sha256(f"{self.now}")}
            ),
            "envelopeManifestSignedContent": self.manifest(checksum, chain[-1]),
        }
        sent = copy.deepcopy(self.envelope)
        if kind == "SIGNATURE_ISSUE":
            head, payload, signature = sent["envelopeManifestSignedContent"].split(".")
            changed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)) + b" "
            sent["envelopeManifestSignedContent"] = f"{head}.{b64(changed)}.{signature}"
        return sent

    def manifest(self, checksum: str, last: str) -> str:
        for number in range(self.documents - len(self.contents)):
            content = bytes(range(256)) + f"{self.now} {number}".encode()
            self.contents[sha256(content)] = content
        described = [
            {
                "name": f"test-document-{number}.bin",
                "size": len(content),
                "mediaType": "application/octet-stream",
                "documentChecksum": name,
            }
            for number, (name, content) in enumerate(self.contents.items(), start=1)
        ]
        said = {
            "transportDocumentChecksum": checksum,
            "lastEnvelopeTransferChainEntrySignedContentChecksum": sha256(last),
            "supportingDocuments": described,
        }
        return self.keys.sign(said)

    def retry(self, kind: str = "NO_CHANGE") -> Json:
        """The envelope again with its old manifest: NO_CHANGE, RESIGN (same payload, new signature), MANIPULATE (one transaction more)."""
        chain = self.envelope["envelopeTransferChain"]
        if kind == "RESIGN":
            payload = chain[-1].split(".")[1]
            chain[-1] = self.keys.sign(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        if kind == "MANIPULATE":
            said = payload_of(chain[-1])
            said["transactions"].insert(0, self.transaction("TRNS", "Synthetic tester", "1234", self.receiver))
            chain[-1] = self.keys.sign(said)
        return copy.deepcopy(self.envelope)

    def wants(self, answer: Json) -> None:
        """Takes the list of a 201: the next document is picked from it."""
        self.pending = [one for one in self.contents if one in answer["missingAdditionalDocumentChecksums"]]

    def next_document(self, kind: str = "VALID_DOCUMENT") -> tuple[str, str]:
        """Checksum for the path and the base64 to send: VALID_DOCUMENT, CORRUPTED_DOCUMENT or UNRELATED_DOCUMENT."""
        name = self.pending[0]
        content = self.contents[name]
        if kind == "VALID_DOCUMENT":
            self.pending.pop(0)
        else:
            content = bytes([content[0] ^ 1]) + content[1:]
            name = sha256(content) if kind == "UNRELATED_DOCUMENT" else name
        return name, base64.b64encode(content).decode()
