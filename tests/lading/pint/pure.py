"""Platforms made of nothing but the law under test and a memory: what the stored ones must do, without storing."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from landsea.lading.platforms import receiving, transfers
from landsea.lading.platforms.chain import Effect
from landsea.lading.platforms.profiles import DCSA_CTK, STRICT, Profile
from landsea.lading.platforms.receiving import Again, Fitting, Refused, Trust, Wait
from landsea.lading.platforms.transfers import Known, Progress, Transfer
from landsea.lading.platforms.values import FinishedResponse, Party
from landsea.lading.wire.jws import parse_certificate, parse_jws
from landsea.lading.wire.pint import (
    BadDocument,
    Misshapen,
    parse_document,
    parse_envelope,
    render_finished,
    render_started,
)
from tests.lading.pint.counterpart import CARRIER, SENDER, Keys

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
CARRIER_CODE = ("NMFTA", "ZZZZ")
RECEIVER_KEYS = Keys("receiver", "p256")


def trust_of(
    here: str,
    platforms: Mapping[str, Keys],
    senders: Mapping[str, Profile],
    parties: Mapping[str, str],
    carrier: Keys = CARRIER,
) -> Trust:
    """`parties` are this platform's own: party code -> its id."""

    def party_here(said: Party) -> str | None:
        found = {parties.get(one.code) for one in said.codes} - {None}
        return found.pop() if len(found) == 1 else None

    certificates = {code: (parse_certificate(keys.certificate),) for code, keys in platforms.items()}
    return Trust(here, certificates, {CARRIER_CODE: (parse_certificate(carrier.certificate),)}, senders, party_here)


def ctk_trust() -> Trust:
    """A platform SYNR that knows the toolkit's sender under both of its codes, and a party BUYER of its own."""
    keys = {"BOLE": SENDER, "WAVE": SENDER}
    return trust_of("SYNR", keys, dict.fromkeys(keys, DCSA_CTK), {"BUYER": "pty_buyer"})


def strict_trust() -> Trust:
    keys = {"SYNA": Keys("platform a"), "SYNB": Keys("platform b")}
    return trust_of("SYNR", keys, {"SYNA": STRICT}, {"BUYER": "pty_buyer", "OTHER": "pty_other"})


@dataclass
class PureReceiver:
    """Answers as HTTP would: status and body. Knows documents by number; finds them by the newest entry first."""

    trust: Trust
    now: datetime = NOW
    keys: Keys = RECEIVER_KEYS
    known: dict[str, Known] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    took: list[tuple[str, str]] = field(default_factory=list)
    """Every time a document came into possession here: its number and the party's id."""

    def post(self, body: Any) -> tuple[int, Any]:
        try:
            envelope = parse_envelope(json.dumps(body).encode())
        except Misshapen as error:
            return 400, {"faults": error.faults}
        payload = parse_jws(envelope.chain[-1]).payload_checksum if _readable(envelope.chain[-1]) else ""
        number = self._number_of(payload) or envelope.number
        known = replace(self.known.get(number, Known()), refused=dict.fromkeys(self.refused, ""))
        judged = receiving.judge(envelope, known, self.trust, self.now)
        if isinstance(judged, Wait):
            return 503, None
        if isinstance(judged, Again):
            return self._signed(transfers.duplicate(judged.transfer, envelope.chain[-1]))
        if isinstance(judged, Refused):
            if judged.remember:
                self.refused.add(judged.remember)
                self.known[number] = known.refusing(judged.remember)
            return self._signed(judged.answer)
        return self._fits(number, known, judged, envelope.document_checksum)

    def _fits(self, number: str, known: Known, judged: Fitting, checksum: str) -> tuple[int, Any]:
        transfer = receiving.as_transfer(judged, checksum, f"ref-{number}-{len(judged.entries)}", frozenset())
        if transfer.missing:
            self.known[number] = known.begun(transfer)
            return 201, render_started(transfers.started_response(transfer))
        self._take(number, known, transfer)
        return self._signed(transfers.received(transfer))

    def _take(self, number: str, known: Known, transfer: Transfer) -> None:
        self.known[number] = known.took(transfer)
        if transfer.effect is Effect.POSSESSION:
            self.took.append((number, transfer.party))

    def put_document(self, reference: str, checksum: str, body: Any) -> tuple[int, Any]:
        found = self._find(reference)
        if found is None:
            return 404, None
        number, transfer = found
        try:
            content = parse_document(json.dumps(body).encode())
        except BadDocument as error:
            return self._signed(transfers.inconclusive(transfer, str(error)))
        if not transfers.is_wanted(transfer, checksum, content):
            return self._signed(transfers.inconclusive(transfer, "not as declared"))
        if transfer.progress is Progress.INCOMPLETE:
            self.known[number] = self.known[number].begun(transfers.with_document(transfer, checksum))
        return 204, None

    def put_finish(self, reference: str) -> tuple[int, Any]:
        found = self._find(reference)
        if found is None:
            return 404, None
        number, transfer = found
        answer = transfers.finish(transfer)
        if answer.code.value == "RECE":
            self._take(number, self.known[number], transfer)
        return self._signed(answer)

    def _find(self, reference: str) -> tuple[str, Transfer] | None:
        for number, known in self.known.items():
            for transfer in (*known.accepted, *([known.open] if known.open else [])):
                if transfer.reference == reference:
                    return number, transfer
        return None

    def _number_of(self, payload: str) -> str:
        for number, known in self.known.items():
            transfers_of = (*known.accepted, *([known.open] if known.open else []))
            if any(one.payload_checksum == payload for one in transfers_of):
                return number
        return ""

    def _signed(self, answer: FinishedResponse) -> tuple[int, str]:
        return answer.code.status, self.keys.sign(render_finished(answer))


def _readable(text: str) -> bool:
    try:
        parse_jws(text)
    except ValueError:
        return False
    return True


def b64_text(content: bytes) -> str:
    return base64.b64encode(content).decode()
