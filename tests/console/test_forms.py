"""Forms for rarer acts: a sailing that runs after all, a title key kept outside, a consignment split in two."""

from __future__ import annotations

import base64
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, Route, expect

from tests.console.seed import Stage

Look = Callable[..., BrowserContext]


def test_a_blanked_sailing_runs_after_all(look: Look) -> None:
    page = look("forwarder").new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/network/services/R-CKG-SNZ")
    row = page.locator("tr", has=page.get_by_role("button", name="Blank")).nth(1)
    departure = row.locator("time").get_attribute("datetime")
    runs = page.locator(f"td time[datetime='{departure}']")
    before = runs.count()
    row.get_by_role("button", name="Blank").click()
    expect(runs).to_have_count(before - 1)
    changed = page.locator("section", has_text="Changed sailings")
    changed.get_by_role("button", name="Sails after all").click()
    expect(runs).to_have_count(before)
    expect(changed.get_by_role("button", name="Sails after all")).to_have_count(0)


def test_a_press_before_the_scripts_have_run_waits_for_them(look: Look) -> None:
    page = look("railway").new_page()
    held: list[Route] = []
    page.route("**/static/js/forms.js", lambda route: held.append(route))
    with page.expect_request("**/static/js/forms.js"):
        page.goto("/settings", wait_until="commit")
    page.get_by_text("Register a key that stays outside this node").click()
    page.get_by_label("Public key (base64").fill("AAAA")
    page.get_by_label("Signature over the text").fill("AAAA")
    page.get_by_label("Signature over the text").press("Enter")
    assert page.url.endswith("/settings")
    held[0].continue_()
    expect(page.locator("details form .form-problem")).not_to_be_empty()


def test_a_form_whose_script_is_missing_puts_nothing_into_the_address(look: Look) -> None:
    page = look(None).new_page()
    page.route("**/static/js/page.js", lambda route: route.abort())
    page.goto("/login")
    page.fill("#email", "nobody@example.com")
    page.fill("#password", "not a password of anyone")
    page.click("main form button")
    page.press("#password", "Enter")
    page.wait_for_timeout(200)
    assert page.url.endswith("/login")


def test_a_title_key_kept_outside_is_registered(look: Look) -> None:
    page = look("railway").new_page()
    page.goto("/settings")
    page.get_by_text("Register a key that stays outside this node").click()
    key = Ed25519PrivateKey.generate()
    challenge = page.locator("#challenge").evaluate("one => one.textContent")
    page.get_by_label("Public key (base64").fill(base64.b64encode(key.public_key().public_bytes_raw()).decode())
    page.get_by_label("Signature over the text").fill(base64.b64encode(b"0" * 64).decode())
    page.get_by_role("button", name="Register the key").click()
    expect(page.locator("details form .form-problem")).not_to_be_empty()
    page.get_by_label("Signature over the text").fill(base64.b64encode(key.sign(challenge.encode())).decode())
    page.get_by_role("button", name="Register the key").click()
    expect(page.get_by_text("outside this node", exact=True)).to_be_visible()


def test_part_of_a_consignment_becomes_one_of_its_own(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto(f"/consignments/{stage.made['waiting']}")
    page.get_by_role("button", name="Split the consignment").click()
    page.get_by_label("Packages that go").fill("80")
    page.get_by_label("Their gross weight, kg").fill("1200")
    page.get_by_label("UCR of the new consignment").fill("6CNSYNTHETIC-SPLIT")
    page.get_by_role("button", name="Split it").click()
    page.wait_for_url("**/consignments/cns_*")
    page.wait_for_function("before => !location.pathname.endsWith(before)", arg=stage.made["waiting"])
    expect(page.locator("section", has_text="Goods and equipment")).to_contain_text("80 cartons · 1.20 t")
    page.goto(f"/consignments/{stage.made['waiting']}")
    expect(page.locator("section", has_text="Goods and equipment")).to_contain_text("1600 cartons · 24.00 t")
