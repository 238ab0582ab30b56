"""A synthetic receiving platform: a plain HTTP server with keys and an account of PINT 3.0.0 of its own; no code under test.

It notes as `faults` whatever DCSA's toolkit would hold against a sender, answers as the standard says, and lets the next of `script`
spoil one exchange: the request on its way in, or the answer on its way back.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.lading.pint import standard
from tests.lading.pint.counterpart import Json, Keys, payload_of, sha256, sha256_of_json, verifies

CODE = "SYNP"
PARTY: Json = {
    "partyName": "Synthetic Receiver",
    "eblPlatform": CODE,
    "identifyingCodes": [{"codeListProvider": "ZZZ", "partyCode": "RECEIVER"}],
}
KEYS = Keys("receiving platform")
LAST = "lastEnvelopeTransferChainEntrySignedContentChecksum"
MISSING = "missingAdditionalDocumentChecksums"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: Any = None


@dataclass(frozen=True)
class Answer:
    """`raw` instead of the JSON of `body`; `slow`: seconds between its bytes; `wait`: its `Retry-After`."""

    status: int
    body: Any = None
    raw: bytes | None = None
    slow: float = 0
    wait: str = ""

    @property
    def content(self) -> bytes:
        return self.raw if self.raw is not None else b"" if self.body is None else json.dumps(self.body).encode()


Spoil = Callable[["Receiver", Request], Answer | None]
"""`None`: the connection ends without an answer."""


@dataclass
class Transfer:
    reference: str
    entry: str
    chain: list[str]
    document: str
    sizes: dict[str, int]
    received: set[str] = field(default_factory=set)
    accepted: bool = False

    @property
    def missing(self) -> list[str]:
        return [one for one in self.sizes if one not in self.received]


@dataclass
class Receiver:
    """`platforms`: the certificates of platforms whose entries it believes, by code; `carrier`: of the carrier."""

    platforms: dict[str, list[str]]
    carrier: list[str]
    keys: Keys = KEYS
    url: str = ""
    script: deque[Spoil] = field(default_factory=deque)
    heard: list[Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    """By the payloads of their whole chain."""

    def hear(self, asked: Request) -> Answer | None:
        self.heard.append(asked)
        spoil = self.script.popleft() if self.script else honest
        return spoil(self, asked)

    @property
    def lines(self) -> list[str]:
        """What was asked, without references and checksums."""
        return [one.path.split("/")[4 if one.path.count("/") > 2 else 2] for one in self.heard]

    def answer(self, asked: Request) -> Answer:
        """As the standard says."""
        parts = asked.path.split("/")
        if parts[2] == "receiver-validation":
            known = [{name: asked.body.get(name) for name in ("codeListProvider", "partyCode")}]
            found = known == PARTY["identifyingCodes"]
            return Answer(200, {"partyName": PARTY["partyName"]}) if found else Answer(404, error(404))
        if len(parts) == 3:
            return self.start(asked.body)
        transfer = next((one for one in self.transfers.values() if one.reference == parts[3]), None)
        if transfer is None:
            return Answer(404, error(404))
        return self.finish(transfer) if parts[4] == "finish-transfer" else self.document(transfer, parts[5], asked.body)

    def start(self, envelope: Json) -> Answer:
        if wrong := standard.errors("PINT", "EblEnvelope", envelope):
            self.faults += wrong
            return Answer(400, error(400))
        chain, document = envelope["envelopeTransferChain"], envelope["transportDocument"]
        if not self._is_signed(envelope):
            return self.signed(chain[-1], "BSIG", reason="Synthetic: a signature does not hold")
        payloads = [sha256(one.split(".")[1]) for one in chain]
        known = self.transfers.get(" ".join(payloads))
        if known and known.accepted:
            return self.signed(
                chain[-1], "DUPE", duplicateOfAcceptedEnvelopeTransferChainEntrySignedContent=known.entry
            )
        if self._contradicts(document["transportDocumentReference"], payloads):
            return self.signed(chain[-1], "DISE", reason="Synthetic: another chain was accepted")
        self.faults += self._wrong(envelope)
        if payload_of(chain[-1])["transactions"][-1].get("recipient") != PARTY:
            return self.signed(chain[-1], "BENV", reason="Synthetic: the recipient is not here")
        transfer = known or self._begun(envelope, payloads)
        return self._started(transfer, document, chain[-1]) if transfer.missing else self.finish(transfer)

    def _begun(self, envelope: Json, payloads: list[str]) -> Transfer:
        manifest = payload_of(envelope["envelopeManifestSignedContent"])
        sizes = {one["documentChecksum"]: one["size"] for one in manifest.get("supportingDocuments", [])}
        number = envelope["transportDocument"]["transportDocumentReference"]
        made = Transfer(f"ref-{len(self.transfers)}", envelope["envelopeTransferChain"][-1], payloads, number, sizes)
        return self.transfers.setdefault(" ".join(payloads), made)

    def _started(self, transfer: Transfer, document: Json, entry: str) -> Answer:
        checksums = {"transportDocumentChecksum": sha256_of_json(document), LAST: sha256(entry)}
        return Answer(201, {"envelopeReference": transfer.reference, **checksums, MISSING: transfer.missing})

    def document(self, transfer: Transfer, name: str, body: Any) -> Answer:
        content = base64.b64decode(body)
        if transfer.sizes.get(name) != len(content) or sha256(content) != name:
            return self.signed(transfer.entry, "INCD", reason="Synthetic: not as declared")
        transfer.received.add(name)
        return Answer(204)

    def finish(self, transfer: Transfer) -> Answer:
        if transfer.missing:
            return self.signed(transfer.entry, "MDOC", **{MISSING: transfer.missing})
        transfer.accepted = True
        return self.signed(transfer.entry, "RECE", receivedAdditionalDocumentChecksums=list(transfer.sizes))

    def signed(self, entry: str, code: str, **more: Any) -> Answer:
        said = {LAST: sha256(entry), "responseCode": code, **more}
        return Answer({"RECE": 200, "DUPE": 200, "BSIG": 422, "BENV": 422}.get(code, 409), self.keys.sign(said))

    def _is_signed(self, envelope: Json) -> bool:
        chain = envelope["envelopeTransferChain"]
        by = [payload_of(one)["eblPlatform"] for one in chain]
        pairs = [*zip(chain, by, strict=True), (envelope["envelopeManifestSignedContent"], by[-1])]
        return all(any(verifies(jws, pem) for pem in self.platforms.get(code, [])) for jws, code in pairs)

    def _contradicts(self, number: str, payloads: list[str]) -> bool:
        accepted = [one.chain for one in self.transfers.values() if one.accepted and one.document == number]
        return any(payloads[: len(one)] != one for one in accepted)

    def _wrong(self, envelope: Json) -> list[str]:
        """What the toolkit checks of an envelope (`EblChecks` and the signed texts), in words."""
        document, chain = envelope["transportDocument"], envelope["envelopeTransferChain"]
        manifest, entries = payload_of(envelope["envelopeManifestSignedContent"]), [payload_of(one) for one in chain]
        issued = [
            envelope.get("issuanceManifestSignedContent", ""),
            entries[0].get("issuanceManifestSignedContent", ""),
        ]
        found = standard.errors("PINT", "EnvelopeManifest", manifest)
        for one in entries:
            found += standard.errors("PINT", "EnvelopeTransferChainEntry", one)
        checksum, previous = sha256_of_json(document), "previousEnvelopeTransferChainEntrySignedContentChecksum"
        holds = {
            "manifest: document": manifest["transportDocumentChecksum"] == checksum,
            "manifest: newest entry": manifest[LAST] == sha256(chain[-1]),
            "entries: document": {one["transportDocumentChecksum"] for one in entries} == {checksum},
            "entries: links": [one.get(previous) for one in entries] == [None, *map(sha256, chain[:-1])],
            "issuance manifest: both places": issued[0] == issued[1],
            "issuance manifest: carrier": any(verifies(issued[0], pem) for pem in self.carrier),
            "issuance manifest: document": payload_of(issued[0])["documentChecksum"] == checksum,
            "document: issued": document["transportDocumentStatus"] == "ISSUED",
            "ISSUE once and first": [one["actionCode"] for one in entries[0]["transactions"]].index("ISSUE") == 0
            and sum(one["actionCode"] == "ISSUE" for each in entries for one in each["transactions"]) == 1,
        }
        return found + [name for name, held in holds.items() if not held]


def honest(here: Receiver, asked: Request) -> Answer | None:
    return here.answer(asked)


def lost(here: Receiver, asked: Request) -> None:
    """The request arrives and is worked on; the answer does not come back."""
    here.answer(asked)


def never_came(here: Receiver, asked: Request) -> None:
    """The connection ends before the request is read."""


def says(status: int, body: Any = None, raw: bytes | None = None, slow: float = 0, wait: str = "") -> Spoil:
    """Answers so, whatever was asked, and does nothing."""
    return lambda here, asked: Answer(status, body, raw, slow, wait)


def spoiled(change: Callable[[Json], Json]) -> Spoil:
    """A fault on the way in: the envelope arrives changed."""
    return lambda here, asked: here.answer(replace(asked, body=change(json.loads(json.dumps(asked.body)))))


def code(name: str, keys: Keys | None = None, status: int = 0, entry: str = "", **more: Any) -> Spoil:
    """Signs this response code of the envelope that was sent, or of `entry`."""

    def spoil(here: Receiver, asked: Request) -> Answer:
        signer = here if keys is None else replace(here, keys=keys)
        made = signer.signed(entry or asked.body["envelopeTransferChain"][-1], name, **more)
        return replace(made, status=status or made.status)

    return spoil


def error(status: int) -> Json:
    detail = {"errorCodeText": "synthetic", "errorCodeMessage": "Synthetic error"}
    said = {"httpMethod": "POST", "requestUri": "/v3", "statusCode": status, "statusCodeText": "Synthetic"}
    return said | {"errorDateTime": "2026-11-21T08:00:00Z", "errors": [detail]}


@contextmanager
def receiving(platforms: dict[str, list[str]], carrier: list[str]) -> Iterator[Receiver]:
    here = Receiver(platforms, carrier)

    class Handler(BaseHTTPRequestHandler):
        def work(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = here.hear(Request(self.command, self.path, json.loads(content) if content else None))
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.content)))
            self.send_header("Location", "/v3/envelopes")
            if answer.wait:
                self.send_header("Retry-After", answer.wait)
            self.end_headers()
            step = 1 if answer.slow else max(len(answer.content), 1)
            with suppress(OSError):
                for at in range(0, len(answer.content), step):
                    self.wfile.write(answer.content[at : at + step])
                    time.sleep(answer.slow)

        do_PUT = do_POST = work

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
