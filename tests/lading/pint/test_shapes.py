"""Our shapes say what DCSA's schemas say: every message is judged alike by both, also after random damage."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from landsea.lading.wire import shapes
from landsea.lading.wire.shapes import Shape, faults
from landsea.lading.wire.shapes.base import FAULTS_MAX, many, moment, name, number, record, text
from tests.lading.pint import standard
from tests.lading.pint.counterpart import CARRIER, SENDER, party, payload_of, sha256, transport_document

Path = tuple[str | int, ...]
SAID = transport_document()
ENTRY = {
    "eblPlatform": "SYNA",
    "transportDocumentChecksum": sha256("a"),
    "previousEnvelopeTransferChainEntrySignedContentChecksum": sha256("b"),
    "transactions": [
        {
            "actionCode": "TRANSFER",
            "actor": party("Actor", "SYNA", "A") | {"representedParty": {"partyName": "Synthetic"}},
            "recipient": party("Recipient", "SYNB", "B"),
            "actionDateTime": "2026-11-21T08:00:00.000Z",
            "comments": "synthetic",
        }
    ],
}
METADATA = {"name": "a.pdf", "size": 3, "mediaType": "application/pdf", "documentChecksum": sha256("c")}
MANIFEST = {
    "transportDocumentChecksum": sha256("a"),
    "lastEnvelopeTransferChainEntrySignedContentChecksum": sha256("b"),
    "eBLVisualisationByCarrier": METADATA,
    "supportingDocuments": [METADATA],
}
SURRENDER = {
    "surrenderRequestReference": "SYN-1",
    "transportDocumentReference": "SYN-0001",
    "surrenderRequestCode": "AREQ",
    "reasonCode": "SWTP",
    "comments": "as agreed",
    "endorsementChain": [
        {
            "actionDateTime": "2026-11-21T08:00:00Z",
            "actionCode": "ISSUE",
            "actor": party("Carrier", "SYNA", "C"),
            "recipient": party("Shipper", "SYNA", "S"),
        }
    ],
}
ISSUE_TO = {
    "partyName": "Synthetic Shipper",
    "sendToPlatform": "SYNR",
    "identifyingCodes": [{"codeListProvider": "ZZZ", "partyCode": "SHIPPER"}],
}
REQUEST = {
    "document": SAID,
    "issueTo": ISSUE_TO,
    "eBLVisualisationByCarrier": {"name": "a.pdf", "content": "QUJD", "contentType": "application/pdf"},
    "issuanceManifestSignedContent": CARRIER.sign({"a": 1}),
}
RESPONSE = {
    "transportDocumentReference": "SYN-0001",
    "issuanceResponseCode": "BREQ",
    "reason": "synthetic",
    "errors": [{"reason": "synthetic", "errorCode": "SYN-1"}],
}
ENVELOPE = {
    "transportDocument": SAID,
    "envelopeManifestSignedContent": SENDER.sign(MANIFEST),
    "envelopeTransferChain": [SENDER.sign(ENTRY)],
}
FINISHED = {
    "lastEnvelopeTransferChainEntrySignedContentChecksum": sha256("b"),
    "responseCode": "MDOC",
    "missingAdditionalDocumentChecksums": [sha256("c")],
}
MESSAGES: list[tuple[str, str, Shape, Any]] = [
    ("PINT", "EblEnvelope", shapes.ENVELOPE, ENVELOPE),
    ("PINT", "EnvelopeManifest", shapes.MANIFEST, MANIFEST),
    ("PINT", "EnvelopeTransferChainEntry", shapes.ENTRY, ENTRY),
    ("PINT", "EnvelopeTransferFinishedResponse", shapes.FINISHED, FINISHED),
    ("PINT", "TransportDocument", shapes.TRANSPORT_DOCUMENT, SAID),
    ("ISS", "IssuanceRequest", shapes.ISSUANCE_REQUEST, REQUEST),
    ("ISS", "IssuanceResponse", shapes.ISSUANCE_RESPONSE, RESPONSE),
    ("SUR", "SurrenderRequestDetails", shapes.SURRENDER_REQUEST, SURRENDER),
    ("SUR", "SurrenderRequestAnswer", shapes.SURRENDER_RESPONSE, {"surrenderRequestReference": "1", "action": "SURR"}),
]
DAMAGE: list[Any] = [
    "",
    " x",
    "x" * 60_000,
    "x",
    -1,
    0,
    0.5,
    10**12,
    True,
    None,
    [],
    {},
    ["x"],
    "2026-02-30",
    "CN",
    "PRE",
]


@pytest.mark.parametrize(
    ("name_of", "schema", "shape", "message"), MESSAGES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_good_message_has_no_fault_for_either(name_of: str, schema: str, shape: Shape, message: Any) -> None:
    assert faults(shape, message) == ()
    assert standard.errors(name_of, schema, message) == []


@pytest.mark.parametrize(
    ("name_of", "schema", "shape", "message"), MESSAGES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_damaged_message_is_wrong_for_both_or_for_neither(
    name_of: str, schema: str, shape: Shape, message: Any
) -> None:
    judge = standard.require(name_of, schema)
    chance = random.Random(schema)
    places = list(paths(message))
    wrong = 0
    for _ in range(300):
        spoiled = copy.deepcopy(message)
        where = chance.choice(places)
        put(spoiled, where, chance.choice([*DAMAGE, _REMOVED]))
        ours = bool(faults(shape, spoiled))
        assert ours == (not judge.is_valid(spoiled)), (
            where,
            faults(shape, spoiled),
            standard.errors(name_of, schema, spoiled),
        )
        wrong += ours
    assert wrong > 50


_REMOVED = object()


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield (*at, step)
        yield from paths(one, (*at, step))


def put(value: Any, where: Path, damage: Any) -> None:
    for step in where[:-1]:
        value = value[step]
    if damage is _REMOVED:
        del value[where[-1]]
    else:
        value[where[-1]] = damage


def test_the_properties_named_are_those_of_the_standard() -> None:
    """A property that we misspell would never be checked: every one of the schema, when it is a number, is a fault of ours too."""
    found = standard.require("PINT", "TransportDocument")
    assert found
    components = __import__("yaml").safe_load((standard.DATA / "openapi" / standard.FILES["PINT"]).read_text())[
        "components"
    ]
    for property_name in components["schemas"]["TransportDocument"]["properties"]:
        spoiled = SAID | {property_name: object}
        told = [one.path for one in faults(shapes.TRANSPORT_DOCUMENT, spoiled)]
        assert any(path.startswith(f"$.{property_name}") for path in told), property_name


@pytest.mark.parametrize("file", ["pint-3.0.0-transport-document.json", "eblissuance-v3.0.0-request.json"])
def test_the_examples_of_the_standard_fit(file: str) -> None:
    said = json.loads(json.dumps(standard.message(file)).replace("_PLACEHOLDER", "")[:])
    shape = shapes.TRANSPORT_DOCUMENT if "pint" in file else shapes.ISSUANCE_REQUEST
    schema = ("PINT", "TransportDocument") if "pint" in file else ("ISS", "IssuanceRequest")
    ours, theirs = faults(shape, said), standard.errors(*schema, said)
    assert bool(ours) == bool(theirs), (ours, theirs)


def test_a_fault_says_where_what_and_why() -> None:
    spoiled = copy.deepcopy(SAID)
    spoiled["documentParties"]["shipper"]["identifyingCodes"] = [{"codeListProvider": "ZZZ"}]
    (fault,) = faults(shapes.TRANSPORT_DOCUMENT, spoiled)
    assert (fault.path, fault.property, fault.why) == (
        "$.documentParties.shipper.identifyingCodes[0].partyCode",
        "partyCode",
        "it is required",
    )


def test_a_message_that_is_wrong_everywhere_names_its_first_faults() -> None:
    assert len(faults(many(name(3)), ["too long"] * 1000)) == FAULTS_MAX


@pytest.mark.parametrize("at", ["2026-11-21T08:00:00Z", "2026-11-21t08:00:00.123456789+08:00"])
def test_times_are_those_of_rfc_3339(at: str) -> None:
    assert faults(moment, at) == ()


@pytest.mark.parametrize("at", ["2026-11-21", "2026-11-21T08:00:00", "20261121T080000Z", "2026-13-21T08:00:00Z", 7])
def test_other_times_are_faults(at: Any) -> None:
    assert len(faults(moment, at)) == 1


def test_bounds_are_told() -> None:
    shape = record({"n": number(least=0, most=2, whole=True), "t": text(3, shortest=2)}, "n")
    assert [one.why for one in faults(shape, {"n": 3, "t": "x"})] == [
        "it must be at most 2",
        "it has 1 characters, at least 2 are needed",
    ]
    assert payload_of(SENDER.sign({"a": 1})) == {"a": 1}
