"""The scenarios of DCSA's conformance toolkit, as an outside run plays them: with a node's base URLs and API keys, and nothing else.

A PINT scenario is a line of steps `what>answer`. What: an envelope (VALID_ISSUANCE, VALID_TRANSFER, SIGNATURE_ISSUE,
WRONG_RECIPIENT_PLATFORM; for an INVALID_RECIPIENT), a retry (NO_CHANGE, RESIGN, MANIPULATE), a document (VALID_DOCUMENT,
CORRUPTED_DOCUMENT, UNRELATED_DOCUMENT) or FINISH. Answer: a signed response code, a status, or `MD:n` for n missing documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.lading.pint import standard
from tests.lading.pint.carrier import Listening, request_for, surrender_request
from tests.lading.pint.counterpart import CARRIER, CtkSender, Json, payload_of, sha256_of_json, verifies
from tests.lading.pint.nodes import Platform
from tests.support.journals import START
from tests.support.people import Person

STARTED = "VALID_ISSUANCE>MD:2 VALID_DOCUMENT>204"
PINT = {
    1: "VALID_ISSUANCE>RECE",
    2: "VALID_ISSUANCE>RECE NO_CHANGE>DUPE",
    3: "VALID_ISSUANCE>RECE RESIGN>DUPE",
    4: "VALID_ISSUANCE>RECE MANIPULATE>DISE",
    5: "VALID_TRANSFER>RECE",
    6: "VALID_TRANSFER>RECE RESIGN>DUPE",
    7: "VALID_TRANSFER>RECE MANIPULATE>DISE",
    8: "SIGNATURE_ISSUE>BSIG VALID_ISSUANCE>RECE",
    9: "WRONG_RECIPIENT_PLATFORM>BENV",
    10: "INVALID_RECIPIENT>BENV",
    11: f"{STARTED} VALID_DOCUMENT>204 FINISH>RECE",
    12: f"{STARTED} NO_CHANGE>MD:1 VALID_DOCUMENT>204 FINISH>RECE",
    13: f"{STARTED} NO_CHANGE>MD:1 VALID_DOCUMENT>204 NO_CHANGE>RECE",
    14: f"{STARTED} CORRUPTED_DOCUMENT>INCD NO_CHANGE>MD:1 VALID_DOCUMENT>204 FINISH>RECE",
    15: f"{STARTED} UNRELATED_DOCUMENT>INCD NO_CHANGE>MD:1 VALID_DOCUMENT>204 FINISH>RECE",
    16: f"{STARTED} FINISH>MDOC NO_CHANGE>MD:1 VALID_DOCUMENT>204 FINISH>RECE",
    17: f"{STARTED} FINISH>MDOC NO_CHANGE>MD:1 VALID_DOCUMENT>204 NO_CHANGE>RECE",
    18: "VALIDATION>200",
    19: "INVALID_FACILITY>400",
}
ISSUANCE = {
    "straight": ("STRAIGHT_EBL", "ISSU"),
    "negotiable": ("NEGOTIABLE_EBL", "ISSU"),
    "blank": ("BLANK_EBL", "ISSU"),
    "bad request": ("STRAIGHT_EBL", "BREQ"),
    "refused": ("STRAIGHT_EBL", "REFU"),
    "no issuing party": ("STRAIGHT_EBL", "400"),
}
SURRENDER = [
    (straight, code, reason, action)
    for action in ("SREJ", "SURR")
    for straight in (True, False)
    for code, reason in (("SREQ", ""), ("AREQ", ""), ("AREQ", "SWTP"))
]
"""And a thirteenth: of a document that is not there to surrender. Rejected first: the same document is then surrendered again."""


@dataclass
class Receiving:
    """A PINT scenario with the node as receiver. `base` is the base URL's path: empty, or a trial's."""

    node: Platform
    base: str
    receiver: Json
    documents: int = 0

    def play(self, steps: str) -> None:
        sender = CtkSender(self.receiver, START, documents=self.documents)
        reference = ""
        for step in steps.split():
            what, _, expected = step.partition(">")
            reference = self._step(sender, reference, what, expected)

    def _step(self, sender: CtkSender, reference: str, what: str, expected: str) -> str:
        status, body, headers = self._send(sender, reference, what)
        assert headers["API-Version"] == "3.0.0"
        if expected.startswith("MD:"):
            assert (status, standard.errors("PINT", "EnvelopeTransferStartedResponse", body)) == (201, [])
            sender.wants(body)
            assert f"MD:{len(body['missingAdditionalDocumentChecksums'])}" == expected
            return str(body["envelopeReference"])
        assert self._told(status, body) == expected
        return reference

    def _send(self, sender: CtkSender, reference: str, what: str) -> tuple[int, Any, Any]:
        envelopes = f"{self.base}/v3/envelopes"
        if what == "VALIDATION":
            code = self.receiver["identifyingCodes"][0] | {"codeListName": "CTK"}
            return self.node.call("POST", f"{self.base}/v3/receiver-validation", code)
        if what == "FINISH":
            return self.node.call("PUT", f"{envelopes}/{reference}/finish-transfer")
        if what.endswith("_DOCUMENT"):
            name, content = sender.next_document(what)
            return self.node.call("PUT", f"{envelopes}/{reference}/additional-documents/{name}", content)
        if what in ("NO_CHANGE", "RESIGN", "MANIPULATE"):
            return self.node.call("POST", envelopes, sender.retry(what))
        return self.node.call("POST", envelopes, self._envelope(sender, what))

    def _envelope(self, sender: CtkSender, what: str) -> Json:
        if what == "INVALID_RECIPIENT":
            sender.receiver = self.receiver | {"identifyingCodes": [{"codeListProvider": "ZZZ", "partyCode": "nobody"}]}
        envelope = sender.start(what if what.startswith(("VALID_", "SIGNATURE", "WRONG")) else "VALID_ISSUANCE")
        if what == "INVALID_FACILITY":
            facility = envelope["transportDocument"]["transports"]["placeOfReceipt"]["facility"]
            facility["facilityCode"] = "INVALID_FACILITY_CODE"
        return envelope

    def _told(self, status: int, body: Any) -> str:
        """The code of a signed answer, whose signature and shape hold, or the status."""
        if not isinstance(body, str):
            shape = "ErrorResponse" if status >= 400 else "ReceiverValidationResponse"
            assert body is None or standard.errors("PINT", shape, body) == []
            return str(status)
        assert verifies(body, self.node.certificate)
        said = payload_of(body)
        assert standard.errors("PINT", "EnvelopeTransferFinishedResponse", said) == []
        assert status == {"RECE": 200, "DUPE": 200, "BSIG": 422, "BENV": 422}.get(said["responseCode"], 409)
        return str(said["responseCode"])


@dataclass
class Issuing:
    """An issuance scenario with the node as platform: the answer is posted after the 204, never before."""

    node: Platform
    base: str
    carrier: Listening
    step: Callable[[], object]

    def play(self, kind: str, expected: str, number: str) -> None:
        request = self._request(kind, expected, number)
        status, body, headers = self.node.call("PUT", f"{self.base}/v3/ebl-issuance-requests", request)
        assert headers["API-Version"] == "3.0.2"
        if expected == "400":
            assert (status, standard.errors("ISS", "ErrorResponse", body)) == (400, [])
            return
        assert (status, body, self.carrier.told) == (204, None, [])
        self.step()
        ((method, path, said),) = self.carrier.told
        self.carrier.told.clear()
        assert (method, path) == ("POST", "/v3/ebl-issuance-responses")
        assert standard.errors("ISS", "IssuanceResponse", said) == []
        assert (said["transportDocumentReference"], said["issuanceResponseCode"]) == (number, expected)

    def _request(self, kind: str, expected: str, number: str) -> Json:
        request = request_for(self.node, kind, number, **({"sendToPlatform": "DCSR"} if expected == "REFU" else {}))
        if expected not in ("BREQ", "400"):
            return request
        del request["document"]["documentParties"]["consignee" if expected == "BREQ" else "issuingParty"]
        manifest = payload_of(request["issuanceManifestSignedContent"])
        manifest["documentChecksum"] = sha256_of_json(request["document"])
        return request | {"issuanceManifestSignedContent": CARRIER.sign(manifest)}


@dataclass
class Surrendering:
    """Surrender scenarios with the node as the holder's platform, and as the carrier."""

    node: Platform
    base: str
    other: Listening
    step: Callable[[], object]

    def ask(self, holder: Person, document: str, code: str, reason: str, action: str) -> None:
        """The holder here surrenders, the synthetic carrier answers."""
        purpose = {"SREQ": "delivery", "SWTP": "paper"}.get(reason or code, "amendment")
        self._act(holder, document, "surrender-elsewhere", purpose=purpose)
        self.step()
        ((method, path, said),) = self.other.told
        self.other.told.clear()
        assert (method, path) == ("POST", "/v3/ebl-surrender-requests")
        assert standard.errors("SUR", "SurrenderRequestDetails", said) == []
        assert (said["surrenderRequestCode"], said.get("reasonCode", "")) == (code, reason)
        answer = {"surrenderRequestReference": said["surrenderRequestReference"], "action": action}
        assert self.node.call("POST", f"{self.base}/v3/ebl-surrender-responses", answer)[:2] == (204, None)
        assert self._state(holder, document) == ("accepted" if action == "SURR" else "issued")

    def answer(
        self, carrier: Person, document: str, number: str, code: str, reason: str, action: str, name: str
    ) -> None:
        """The synthetic platform surrenders, the carrier here answers."""
        request = surrender_request(number, code, reason, name)
        assert self.node.call("POST", f"{self.base}/v3/ebl-surrender-requests", request)[:2] == (204, None)
        assert (self.other.told, self._state(carrier, document)) == ([], "surrendered")
        accept = action == "SURR"
        self._act(carrier, document, "surrender-answer", accept=accept, **({} if accept else {"reason": "Synthetic"}))
        self.step()
        ((method, path, said),) = self.other.told
        self.other.told.clear()
        assert (method, path) == ("POST", "/v3/ebl-surrender-responses")
        assert standard.errors("SUR", "SurrenderRequestAnswer", said) == []
        assert (said["surrenderRequestReference"], said["action"]) == (name, action)
        assert self._state(carrier, document) == ("accepted" if accept else "away")

    def not_available(self, number: str) -> None:
        request = surrender_request(number, reference="SYN-NOT-AVAILABLE")
        status, body, headers = self.node.call("POST", f"{self.base}/v3/ebl-surrender-requests", request)
        assert (status, headers["API-Version"]) == (409, "3.0.2")
        assert standard.errors("SUR", "ErrorResponse", body) == []

    def _act(self, who: Person, document: str, what: str, **said: Any) -> None:
        self.node.done(who, "POST", f"/v1/documents/{document}/{what}", self.node.signed(said), 202)

    def _state(self, who: Person, document: str) -> str:
        return str(self.node.done(who, "GET", f"/v1/documents/{document}")["state"])
