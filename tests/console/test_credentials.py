"""The credential of a document, and a waybill's in the hands of its issuer, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.console.seed import Stage
from tests.console.test_pages import look_at
from tests.console.title_seed import fresh_document

Look = Callable[..., BrowserContext]


def test_the_issuer_issues_and_suspends_a_waybill_s_credential(look: Look, stage: Stage) -> None:
    document = fresh_document(stage, negotiable=False, order_of=None)
    page = look("forwarder").new_page()
    page.goto(f"/documents/{document}")
    expect(page.get_by_role("link", name="Credential (W3C VC 2.0)")).to_have_count(0)
    page.get_by_role("button", name="Issue a credential").click()
    expect(page.get_by_role("link", name="Credential (W3C VC 2.0)")).to_be_visible()
    page.get_by_text("Suspend the credential").first.click()
    page.get_by_label("Reason").first.fill("synthetic reason")
    page.get_by_role("button", name="Suspend the credential").click()
    panel = page.get_by_role("region", name="Credentials")
    expect(panel.locator(".badge")).to_have_text("suspended")
    expect(panel).to_contain_text("synthetic reason")
    assert look_at(page, "light", 360) == []
    shown = look("buyer", lang="zh").new_page()
    shown.goto(f"/documents/{document}")
    expect(shown.get_by_role("region", name="凭证")).to_contain_text("已暂停")
    expect(shown.get_by_role("region", name="凭证").get_by_role("button")).to_have_count(0)
    answer = shown.request.get(shown.get_by_role("link", name="凭证（W3C VC 2.0）").get_attribute("href") or "")
    assert answer.json()["credentialSubject"]["type"] == ["Waybill"]
