"""What came from another platform goes on as it came: its checksum is on every later entry of the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landsea import lading, policy
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from landsea.lading.wire.dcsa import render_transport_document
from landsea.lading.wire.strict_json import canonical_json
from landsea.policy import AddReleaseRule, DataClass, Effect
from tests.lading.pint import counterpart
from tests.lading.pint.counterpart import CtkSender, payload_of, sha256_of_json
from tests.lading.pint.nodes import Platform, make_platform, serving, with_ctk
from tests.lading.world import SIGN
from tests.support.journals import START

UNKNOWN: dict[str, Any] = {
    "x-theirs": {"字": [1, 2.5, None, True, {"": "é"}], "1e21": 1e21, "zero": -0.0},
    "nothing": None,
    "separator": "a\u2028b",
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Platform]:
    made = make_platform(f"sqlite:///{tmp_path / 'node.sqlite3'}", tmp_path, "SYNR")
    with_ctk(made)
    with serving(made) as served:
        yield served
    made.world.journal.database.close()


def test_a_document_with_unknown_fields_is_sent_on_with_the_very_bytes_of_its_canonical_form(
    here: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = here.world
    said = counterpart.transport_document("TDR-12345678")
    for one in (said, said["documentParties"]["shipper"], said["consignmentItems"][0]["cargoItems"][0]):
        one |= UNKNOWN
    monkeypatch.setattr(counterpart, "transport_document", lambda number: said)
    sender = CtkSender(here.party(world.buyer), START)
    assert here.call("POST", "/v3/envelopes", sender.start())[0] == 200
    with world.journal.view(world.buyer.actor) as view:
        (found,) = lading.list_documents(view, desk=lading.Desk.HELD)
    assert canonical_json(render_transport_document(found.content)) == canonical_json(said)
    body = _sent_on(here, found.title.document)
    assert canonical_json(body["transportDocument"]) == canonical_json(said)
    first, last = (payload_of(one) for one in body["envelopeTransferChain"])
    assert first["transportDocumentChecksum"] == last["transportDocumentChecksum"] == sha256_of_json(said)


def _sent_on(here: Platform, document: str) -> Any:
    world = here.world
    here.configure(codes=("SYNX",), certificates=(counterpart.SENDER.certificate,), may=("receive-envelopes",))
    for what in (DataClass.TRANSPORT_DOCUMENT, DataClass.TITLE_ACT):
        rule = AddReleaseRule("CN", what, Effect.ALLOW, "synthetic basis")
        world.run(world.operator, lambda work, rule=rule: policy.add_rule(work, rule))  # type: ignore[misc]
    # A straight document goes to its named consignee, wherever that party is.
    named = (IdentifyingCode("ZZZ", world.buyer.party),)
    with world.journal.view(world.buyer.actor) as view:
        consignee = lading.get_document(view, document).content.consignee
    assert consignee is not None
    command = platforms.SendDocument(lading.DocumentId(document), "SYNX", consignee.name_en, named)
    world.run(world.buyer, lambda work: platforms.send(work, command, SIGN))
    with world.journal.view(world.buyer.actor) as view:
        return json.loads(platforms.list_sent(view, lading.DocumentId(document))[0].body)
