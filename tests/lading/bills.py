"""A synthetic bill of lading as a W3C credential whose status names a token, and registries that answer as they are told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from landsea.identity import contexts
from landsea.identity.wire.credentials import (
    Kind,
    SigningKey,
    StatusEntry,
    bits_with,
    derive,
    list_credential,
    new_bits,
    sign,
    sign_base,
)
from landsea.kernel import Refusal
from landsea.lading import Ask, Beside, Report, read_beside, verify_file
from landsea.lading.chain import Anchor, TokenName, TokenStanding, Whereabouts, token_of
from landsea.lading.escrow import Address
from landsea.lading.service.verify import Answer
from landsea.lading.service.verify.digest import digest_of
from tests.identity.credentials.trustvc import ALWAYS, BILL, DID, DOCUMENTS, KEY, METHOD, OURS

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AFTER = datetime(2030, 1, 1, tzinfo=UTC)
"""When whatever a peer signs today is past."""
ANNE, BOB = Address("0x" + "a1" * 20), Address("0x" + "b2" * 20)
ID = "urn:uuid:6d1c3a52-6c5e-4a8a-9f5f-0c8c2f3a7b12"
REGISTRY = Address("0x71d28767662cb233f887ad2bb65d048d760ba694")
TOKEN = TokenName(31337, REGISTRY, token_of(ID))
KEYS = json.dumps(DOCUMENTS[DID]).encode()
BY_DEFAULT = ["/issuer", "/validFrom"]
"""All that TrustVC makes mandatory unless its user asks for more."""


def bill(**changes: Any) -> dict[str, Any]:
    """The credential, unsigned; a value of None takes the name away."""
    status = BILL["credentialStatus"] | {"tokenId": f"{TOKEN.token:064x}"}
    made = OURS | {"id": ID, "credentialStatus": status} | changes
    return {name: value for name, value in made.items() if value is not None}


def shown(
    credential: dict[str, Any] | None = None, mandatory: list[str] | None = None, reveal: list[str] | None = None
) -> dict[str, Any]:
    """What a holder shows: derived from the issuer's base proof (ecdsa-sd-2023)."""
    base = sign_base(
        credential or bill(),
        KEY,
        method=METHOD["id"],
        created=NOW - DAY,
        mandatory=ALWAYS if mandatory is None else mandatory,
        hmac_key=b"\1" * 32,
        proof_key=SigningKey(Kind.P256, b"\2" * 32),
        contexts=contexts(),
    )
    return derive(base, ["/credentialSubject"] if reveal is None else reveal, contexts())


ENTRY = StatusEntry("https://issuer.example/status/1", 7, "revocation")


def status_list(*indexes: int, until: datetime = NOW + DAY) -> bytes:
    """The issuer's list, in which these are revoked."""
    bits = bits_with(new_bits(), indexes)
    made = list_credential(ENTRY.list_url, DID, "revocation", bits, valid_from=NOW - 2 * DAY, valid_until=until)
    options: dict[str, Any] = {"suite": "ecdsa-rdfc-2019", "method": METHOD["id"], "contexts": contexts()}
    return json.dumps(sign(made, KEY, created=NOW - DAY, **options)).encode()


def answer(where: Whereabouts = Whereabouts.HELD, content: Any = ..., at: datetime = NOW, **changes: Any) -> Answer:
    """`content`: what the mint committed to; by default what the bill says."""
    told: dict[str, Any] = {"holder": ANNE, "beneficiary": ANNE, "paused": False, "moving": False} | changes
    standing = TokenStanding(TOKEN, where, **told, block=Anchor(7, "0x" + "07" * 32), at=at)
    return Answer(standing, digest_of(OURS) if content is ... else content)


def telling(told: Answer | Refusal) -> Ask:
    def ask(name: TokenName) -> Answer:
        assert name == TOKEN
        if isinstance(told, Refusal):
            raise told
        return told

    return ask


def never(name: TokenName) -> Answer:
    raise AssertionError(f"{name} was asked about")


def beside(ask: Ask | None = None, *files: bytes, issuers: frozenset[str] = frozenset({DID})) -> Beside:
    return read_beside([KEYS, *files], issuers, ask)


def judged(credential: dict[str, Any], given: Beside, at: datetime = NOW) -> Report:
    return verify_file(json.dumps(credential).encode(), asked_at=at, fresh_for=DAY, beside=given)
