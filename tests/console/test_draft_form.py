"""Issuing from a partner's message in a real browser: the form is filled, what stands against it is told, and the message goes along."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.console.seed import Stage
from tests.console.test_title_journey import confirm
from tests.console.title_seed import fresh_consignment

Look = Callable[..., BrowserContext]


def test_a_document_starts_from_a_partners_file(look: Look, stage: Stage) -> None:
    record = fresh_consignment(stage)
    forwarder = stage.cast["forwarder"].client
    said = message_about(forwarder.get(f"/v1/consignments/{record}"))
    page = look("forwarder").new_page()
    page.goto(f"/documents/new?consignment={record}")
    page.get_by_role("button", name="Continue").and_(page.locator(":enabled")).wait_for()

    file = page.get_by_label("Start from a file")
    file.set_input_files(files=[upload(said | {"exchangedDocument": 7})])
    expect(page.get_by_text("Nothing can be issued from this message as it stands:")).to_be_visible()
    expect(page.locator("[data-draft-said] code").first).to_have_text("/exchangedDocument")

    file.set_input_files(files=[upload(said)])
    expect(page.get_by_text("Read. What the document will say otherwise")).to_be_visible()
    expect(page.get_by_label("Number of originals")).to_have_value("3")
    expect(page.get_by_role("group", name="the whole journey").get_by_label("Number")).to_have_value("SYNTHETIC-720")
    page.get_by_label("Reason for issuing before all legs are confirmed").fill("synthetic")
    confirm(page)
    shown = forwarder.get(f"/v1/documents/{page.url.rsplit('/', 1)[1]}/mmt.json")
    assert shown["x-theirs"] == {"kept": None}
    assert shown["exchangedDocument"]["originalIssuedQuantity"] == {"content": "3"}
    assert shown["specifiedConsignment"][0]["associatedReferencedDocument"][0]["id"] == [{"content": "SYNTHETIC-720"}]


def message_about(record: dict[str, Any]) -> dict[str, Any]:
    """What a partner may know of a consignment, synthetic."""
    paper = {"id": [{"content": "SYNTHETIC-720"}], "typeCode": {"content": "720"}}
    return {
        "exchangedDocument": {"id": {"content": "SYNTHETIC-1"}, "originalIssuedQuantity": {"content": "3"}},
        "specifiedConsignment": [{"id": [{"content": record["ucr"]}], "associatedReferencedDocument": [paper]}],
        "x-theirs": {"kept": None},
    }


def upload(said: dict[str, Any]) -> Any:
    return {"name": "message.json", "mimeType": "application/json", "buffer": json.dumps(said).encode()}
