"""What a credential says of the record of title behind it: the token or log entry that its status names.

Standards: TradeTrust's `TransferableRecords`; W3C VC Data Model 2.0 section 4.10 (status).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from landsea.kernel import Refusal
from landsea.lading.chain import TokenName, token_of
from landsea.lading.escrow import Address, parse_address
from landsea.lading.model import Wrong

TRANSFERABLE = "TransferableRecords"
"""The type of status that names a token."""
_CHAIN_ID = re.compile(r"[1-9][0-9]{0,18}")
_TOKEN_ID = re.compile(r"[0-9a-f]{64}")


class NamedRecord(NamedTuple):
    """A record in a log: the log's origin, the document's id there, and where its evidence is to be had."""

    log: str
    document: str
    evidence: str


def statuses_of(credential: Mapping[str, Any], type: str) -> list[Mapping[str, Any]]:
    """The statuses of one type."""
    statuses = credential.get("credentialStatus")
    many = statuses if isinstance(statuses, list) else [statuses]
    return [one for one in many if isinstance(one, Mapping) and one.get("type") == type]


def read_token(credential: Mapping[str, Any]) -> TokenName:
    """The one token that the credential names, whose number is the SHA-256 of the credential's id. Else `Wrong`."""
    status = _only(credential, TRANSFERABLE)
    network = status.get("tokenNetwork")
    chain_id = str(network.get("chainId")) if isinstance(network, Mapping) else ""
    digits = str(status.get("tokenId")).removeprefix("0x").lower()
    if not _CHAIN_ID.fullmatch(chain_id) or not _TOKEN_ID.fullmatch(digits):
        raise Wrong("its status names no chain id and token number")
    token, named = int(digits, 16), credential.get("id")
    if not isinstance(named, str) or not named.isprintable() or token != token_of(named):
        raise Wrong("the token's number is not the SHA-256 of the credential's id: it is another document's token")
    return TokenName(int(chain_id), _registry(status), token)


def read_record(credential: Mapping[str, Any], type: str) -> NamedRecord:
    """The one record that the credential names by a status of our own `type`. Else `Wrong`."""
    status = _only(credential, type)
    found = [status.get(name) for name in ("titleLog", "titleRecord", "titleEvidence")]
    if not all(isinstance(one, str) and one for one in found):
        raise Wrong("its status names no log and record")
    return NamedRecord(*(str(one)[:300] for one in found))


def number_of(credential: Mapping[str, Any]) -> str:
    """The number of the bill of lading or waybill that it is about, or nothing."""
    subject = credential.get("credentialSubject")
    names = ("blNumber", "waybillNumber")
    found = [subject[name] for name in names if name in subject] if isinstance(subject, Mapping) else []
    return found[0][:60] if found and isinstance(found[0], str) else ""


def _only(credential: Mapping[str, Any], type: str) -> Mapping[str, Any]:
    found = statuses_of(credential, type)
    if len(found) != 1:
        raise Wrong("it names {count} records of title; a document has one", count=len(found))
    return found[0]


def _registry(status: Mapping[str, Any]) -> Address:
    try:
        return parse_address(str(status.get("tokenRegistry")))
    except Refusal:
        raise Wrong("its status names no registry") from None
