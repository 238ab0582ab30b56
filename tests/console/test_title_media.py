"""In a browser: documents leave for another medium, keys outside the node sign, orders wait on the desk, an issuer has terms of its own."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from landsea.lading import store_interchange as store
from landsea.lading.service.chain import asked
from landsea.runtime import system_now
from tests.console.seed import Stage
from tests.console.test_pages import look_at
from tests.console.test_title_journey import confirm, do, stands
from tests.console.title_seed import (
    act,
    fresh_consignment,
    fresh_document,
    open_to_a_chain,
    open_to_platforms,
    second_person,
    signature,
)

Look = Callable[..., BrowserContext]
BOX = "LSDU2611306"
HALVES = [
    [{"line": 0, "packages": 800, "gross_weight_grams": 12_000_000}],
    [
        {"line": 0, "packages": 880, "gross_weight_grams": 13_200_000},
        {"line": 1, "packages": 420, "gross_weight_grams": 6_300_000},
    ],
]


def hand_in(page: Page, key: Ed25519PrivateKey) -> None:
    """Signs what the page shows in base64, each statement by itself."""
    for box in page.locator(".statement").all():
        message = base64.b64decode(box.locator("[data-base64]").text_content() or "")
        assert message.decode() == box.locator("[data-text]").text_content()
        box.get_by_label("Signature").fill(signature(key, message))
    page.get_by_role("button", name="Hand in:").click()


def test_a_key_outside_the_node_grants_a_split(look: Look, stage: Stage) -> None:
    key = second_person(stage)
    document = fresh_document(stage)
    act(stage, "shipper", document, "split", shares=HALVES)
    page = look("second", width=360).new_page()
    page.goto(f"/documents/{document}/acts/grant")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".statement")).to_have_count(3)
    expect(page.get_by_label("Passphrase")).to_have_count(0)
    assert look_at(page, "light", 360) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the bytes").first.click()
    assert download.value.suggested_filename == f"{document}-grant.txt"
    hand_in(page, Ed25519PrivateKey.generate())
    expect(page.get_by_role("alert")).to_contain_text("Sign exactly the bytes")
    hand_in(page, key)
    page.wait_for_url(re.compile(r"/documents/doc_\w+$"))
    stands(page, "NOT OPERATIVE")
    replaced = page.get_by_text("Replaced by").locator("xpath=following-sibling::dd[1]")
    expect(replaced.get_by_role("link")).to_have_count(2)


def test_an_order_waits_on_the_desk_of_the_second_person(look: Look, stage: Stage) -> None:
    key = second_person(stage)
    document = fresh_document(stage)
    act(stage, "forwarder", document, "orders", order="freeze", case="SYN-COURT-2")
    first = look("forwarder").new_page()
    first.goto("/documents?desk=awaiting-me")
    begun = first.locator("section", has=first.get_by_role("heading", name="Orders of yours"))
    expect(begun).to_contain_text("SYN-COURT-2")
    expect(begun.get_by_role("link", name="Confirm the order")).to_have_count(0)
    page = look("second").new_page()
    page.goto("/documents?desk=awaiting-me")
    row = page.locator("tr", has=page.locator(f"a[href='/documents/{document}']"))
    expect(row).to_contain_text("SYN-COURT-2")
    expect(row).to_contain_text("ordered by Synthetic forwarder")
    row.get_by_role("link", name="Confirm the order").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".statement")).to_have_count(1)
    hand_in(page, key)
    page.wait_for_url(re.compile(r"/documents/doc_\w+$"))
    stands(page, "OPERATIVE HERE, FROZEN")


def test_a_document_is_sent_to_another_platform_and_tells_how_it_goes(look: Look, stage: Stage) -> None:
    open_to_platforms(stage)
    document = fresh_document(stage, BOX)
    page = look("shipper", width=360).new_page()
    page.goto(f"/documents/{document}")
    page.get_by_role("link", name="Send to another platform").click()
    expect(page.get_by_label("Platform", exact=True)).to_be_visible()
    assert look_at(page, "light", 360) == []
    page.get_by_label("Platform", exact=True).select_option("WAVE")
    page.get_by_label("Code", exact=True).first.fill("529900SYNTHETIC00000")
    page.get_by_role("button", name="Ask that platform").click()
    expect(page.get_by_role("alert")).to_contain_text("Wave (synthetic)")
    page.get_by_label("Receiving party there").fill("Synthetic Importer")
    page.get_by_text("Documents that go along").first.click()
    packing: FilePayload = {"name": "packing.txt", "mimeType": "text/plain", "buffer": b"synthetic"}
    page.locator("#files").set_input_files(files=[packing])
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-summary-list]")).to_contain_text("packing.txt")
    expect(page.locator(".says")).to_contain_text("only Synthetic Importer there can pass it on")
    page.get_by_role("button", name="Change something").click()
    confirm(page)
    stands(page, "NOT OPERATIVE")
    sent = page.locator("section", has=page.get_by_role("heading", name="Sent to other platforms"))
    expect(sent).to_contain_text("Transfer to Wave (synthetic)")
    expect(page.locator(".endorsements")).to_contain_text("another platform: Wave (synthetic) (Synthetic Importer)")
    assert look_at(page, "dark", 360) == []
    expect(page.get_by_text("Say that no answer will come")).to_have_count(0)
    leave_alone(stage, document)
    operator = look("forwarder", lang="zh").new_page()
    operator.goto(f"/documents/{document}")
    operator.locator("summary", has_text="声明不会再有答复").click()
    operator.get_by_label("理由").last.fill("synthetic: nobody is there")
    operator.get_by_role("button", name="声明不会再有答复").click()
    expect(operator.locator("summary", has_text="再次询问对方平台")).to_be_visible()
    expect(operator.get_by_text("不会再有答复：synthetic: nobody is there")).to_be_visible()
    operator.goto(f"/documents/{document}/acts/order")
    expect(operator.get_by_text("了结争议：单证在本处")).to_be_visible()
    operator.goto("/documents?desk=awaiting-me")
    expect(operator.locator(f"a[href='/documents/{document}']").first).to_be_visible()
    operator.locator("summary", has_text="禁止接收尚未到达的封套").click()
    operator.get_by_label("由其平台签名的链条条目").fill("no.such.entry")
    operator.get_by_label("理由").last.fill("synthetic: reported stolen")
    operator.get_by_role("button", name="拒收该封套").click()
    expect(operator.get_by_role("alert").filter(has_text="未指明可在此拒收的封套")).to_be_visible()
    assert look_at(operator, "light", 360) == []


def leave_alone(stage: Stage, document: str) -> None:
    """The node's worker asks no more: nobody may say that no answer will come while a request is under way."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with stage.node.journal.database.write() as connection:
            one = store.newest_outgoing(connection, f"document:{document}")
            if one is not None and one.state.get("tries") and "asking_until" not in one.state:
                store.keep(connection, replace(one, due=system_now() + timedelta(hours=1)))
                return
        time.sleep(0.1)
    raise AssertionError("the request never ends")


def test_a_document_leaves_for_a_chain_and_is_called_off(
    look: Look, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
    open_to_a_chain(stage)
    monkeypatch.setattr(
        asked, "_ask", lambda *_: None
    )  # nobody runs that chain: it goes away after the document left for it
    document = fresh_document(stage)
    do(look("shipper").new_page(), document, "Take to a chain")
    page = look("forwarder").new_page()
    page.goto("/documents?desk=awaiting-me")
    waiting = page.locator("section", has=page.get_by_role("heading", name="the registry's operator"))
    row = waiting.locator("tr", has=page.locator(f"a[href='/documents/{document}']"))
    expect(row.get_by_role("link", name="Mint on the chain")).to_be_visible()
    row.get_by_role("link", name="Call it off").click()
    expect(page.locator(".step").first).to_contain_text("Tongnan Lemon Growers (synthetic)")
    confirm(page)
    stands(page, "OPERATIVE HERE")
    expect(page.get_by_role("heading", name="On a chain").locator("xpath=..")).to_contain_text("stayed here")
    page.goto("/settings")
    expect(page.locator("#chain-key")).to_contain_text("0x")


def test_an_issuer_adds_clauses_of_its_own(look: Look, stage: Stage) -> None:
    page = look("forwarder", lang="zh", width=360).new_page()
    page.goto(f"/documents/new?consignment={fresh_consignment(stage)}")
    page.locator("summary", has_text="条款").click()
    terms = page.get_by_label("中文条款")
    expect(terms).to_be_disabled()
    page.locator("[data-own]").check()
    assert look_at(page, "light", 360) == []
    terms.fill(terms.input_value() + "\n附加条款：合成。")
    page.get_by_label("运费").select_option("COL")
    page.get_by_label("凭指示", exact=True).select_option(stage.cast["bank"].party)
    page.locator("[name=override_reason]").fill("synthetic")
    page.get_by_role("button", name="下一步").click()
    said = page.locator("[data-summary-list]")
    expect(said).to_contain_text("附加条款：合成。")
    expect(said).to_contain_text("1680 纸箱")
    expect(said.locator("dt", has_text="凭指示")).to_have_count(1)
    expect(said).to_contain_text("海峡贸易银行")
    expect(page.locator(".says")).to_contain_text("海峡贸易银行")
    page.locator("#passphrase").fill("another synthetic passphrase for tests")
    page.get_by_role("button", name="签署：签发").click()
    page.wait_for_url(re.compile(r"/documents/doc_\w+$"))
    expect(page.locator(".terms").first).to_contain_text("附加条款：合成。")
    expect(page.get_by_text("签发人条款")).to_be_visible()
    expect(page.get_by_text("到付")).to_be_visible()
