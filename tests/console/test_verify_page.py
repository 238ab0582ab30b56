"""The page that verifies a credential: what it needs is dropped with it or after it, and each check says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from landsea.identity.service.contexts import CONTEXTS
from tests.identity.credentials.trustvc import DID
from tests.lading import bills

Look = Callable[..., BrowserContext]
pytestmark = pytest.mark.skipif(
    not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py"
)


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    made: list[FilePayload] = [{"name": name, "mimeType": "application/json", "buffer": data} for name, data in files]
    page.locator("#file").set_input_files(files=made)


def test_a_credential_is_verified_with_what_is_dropped_beside_it(look: Look) -> None:
    page = look(None, lang="zh").new_page()
    page.goto("/verify")
    drop(page, ("bill.json", json.dumps(bills.shown()).encode()))
    expect(page.locator("#verdict")).to_have_text("未获证明")
    signed = page.locator("#checks li", has_text="签名后未被改动")
    expect(signed).to_have_class("unknown")
    expect(signed).to_contain_text("请用 https 从所示地址取得签发人的 DID 文档")
    page.locator("#verify-form summary").click()
    page.locator("#issuers").fill(DID)
    drop(page, ("did.json", bills.KEYS))
    expect(signed).to_have_class("passed")
    expect(page.locator("#given li")).to_have_text(["已验证：bill.json", "随附：did.json"])
    expect(page.locator("#checks li", has_text="签发人为贵方所信任")).to_have_class("passed")
    registry = page.locator(
        "#checks li", has_text="登记簿为我方所信任"
    )  # not asked, or, where the chain is known, not trusted
    expect(registry).to_contain_text("处理办法")
    expect(registry).not_to_have_class("passed")
    page.get_by_role("button", name="重新开始").click()
    expect(page.locator("#report")).to_be_hidden()


def test_files_dropped_together_are_told_apart(look: Look) -> None:
    page = look(None).new_page()
    page.goto("/verify")
    drop(page, ("did.json", bills.KEYS), ("bill.json", json.dumps(bills.shown()).encode()))
    expect(page.locator("#given li")).to_have_text(["Verified: bill.json", "given beside it: did.json"])
    drop(page, ("did.json", bills.KEYS), ("other.json", bills.KEYS.replace(b"Multikey", b"JsonWebKey")))
    expect(page.locator(".form-problem")).to_contain_text("another file speaks for")
