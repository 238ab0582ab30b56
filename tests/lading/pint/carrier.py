"""The other side of eBL Issuance and Surrender, synthetic: an endpoint that listens, and the requests of DCSA's toolkit."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from tests.lading.pint.counterpart import CARRIER, Json, party, sha256, sha256_of_json, transport_document
from tests.lading.pint.nodes import Platform


class Listening:
    """The synthetic counterpart's own endpoint: what it was told, and the status it answers."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.told: list[tuple[str, str, Any]] = []
        self.status = 204


@contextmanager
def listening() -> Iterator[Listening]:
    heard: Listening

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard.told.append((self.command, self.path, json.loads(body)))
            self.send_response(heard.status)
            self.end_headers()

        do_PUT = do_POST = answer

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    heard = Listening(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()


def request_for(here: Platform, kind: str = "STRAIGHT_EBL", number: str = "SYN-0001", **issue_to: Any) -> Json:
    """What the synthetic carrier of DCSA's toolkit sends, with a picture whose media type is misnamed as there."""
    blank = kind == "BLANK_EBL"
    document = transport_document(number, to_order=kind != "STRAIGHT_EBL", endorsee=not blank)
    said = here.party(here.world.shipper, "Shipper")
    to = {"partyName": said["partyName"], "sendToPlatform": here.code, "identifyingCodes": said["identifyingCodes"]}
    to |= issue_to
    picture = b"%PDF-1.7 synthetic"
    manifest = {
        "documentChecksum": sha256_of_json(document),
        "issueToChecksum": sha256_of_json(to),
        "eBLVisualisationByCarrierChecksum": sha256(picture),
    }
    shown = {
        "name": "test-iss-document",
        "content": base64.b64encode(picture).decode(),
        "mediatype": "application/octet-stream",
    }
    return {
        "document": document,
        "issueTo": to,
        "eBLVisualisationByCarrier": shown,
        "issuanceManifestSignedContent": CARRIER.sign(manifest),
    }


def surrender_request(number: str, code: str = "SREQ", reason: str = "", reference: str = "SYN-1") -> Json:
    said = {
        "surrenderRequestReference": reference,
        "transportDocumentReference": number,
        "surrenderRequestCode": code,
        "comments": "As requested...",
        "endorsementChain": [
            {
                "actionDateTime": "2026-11-21T00:00:00Z",
                "actionCode": "ISSUE",
                "actor": party("Carrier", "SYNR", "CARRIER"),
                "recipient": party("Shipper", "SYNP", "SHIPPER"),
            }
        ],
    }
    return said | ({"reasonCode": reason} if reason else {})
