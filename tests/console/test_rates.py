"""Exchange rates in the console: stated and replaced by an operator of the node, read by everybody."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

Look = Callable[..., BrowserContext]


def test_a_rate_is_stated_then_replaced_and_plans_offer_its_currency(look: Look) -> None:
    page = look("forwarder").new_page()
    page.goto("/network/exchange-rates")
    page.get_by_label("Quoted currency").fill("cny")
    page.get_by_label("Rate", exact=True).fill("seven")
    page.get_by_label("Date of the rate").fill("2026-11-20")
    page.get_by_label("Source").fill("Synthetic Bank, central parity")
    page.get_by_role("button", name="State the rate").click()
    field = page.locator(".field", has=page.get_by_label("Rate", exact=True))
    expect(field.locator(".problem")).to_contain_text("it is no number above 0")
    page.get_by_label("Rate", exact=True).fill("7.5")
    page.get_by_role("button", name="State the rate").click()
    stated = page.locator("tr", has_text="1 USD = 7.5 CNY")
    expect(stated).to_contain_text("2026-11-20")
    stated.get_by_role("link", name="Replace the rate of USD and CNY").click()
    page.wait_for_url("**base=USD**")
    expect(page.get_by_role("heading", name="Replace a rate")).to_be_visible()
    expect(page.get_by_label("Source")).to_have_value("Synthetic Bank, central parity")
    page.get_by_label("Rate", exact=True).fill("7.25")
    page.get_by_label("Date of the rate").fill("2026-11-21")
    page.get_by_role("button", name="State the rate").click()
    expect(page.locator("tr", has_text="1 USD = 7.25 CNY")).to_contain_text("2026-11-21")
    expect(page.locator("tr", has_text="7.5")).to_have_count(0)
    page.goto("/plan")
    expect(page.locator("select[name=currency] option", has_text="CNY")).to_have_count(1)


def test_who_is_no_operator_of_the_node_sees_rates_and_states_none(look: Look) -> None:
    page = look("shipper", lang="zh").new_page()
    page.goto("/network/exchange-rates")
    expect(page.get_by_role("heading", name="现行汇率")).to_be_visible()
    expect(page.get_by_text("汇率由运营本节点的单位的操作员填写")).to_be_visible()
    expect(page.get_by_role("button", name="确认填写")).to_have_count(0)
