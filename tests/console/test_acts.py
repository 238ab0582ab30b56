"""What people do in the console, in a real browser on the real node."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from landsea.console.files import FOLDER
from landsea.console.pages.account import _inside
from landsea.lading import Outcome, Verdict, verify_file
from tests.console.seed import Stage

Look = Callable[..., BrowserContext]
PLAN = "/plan?from=CNCKG&to=SGSIN&ready=2026-12-08T08:00&teu=2"


@pytest.fixture
def forwarder(look: Look) -> Page:
    return look("forwarder").new_page()


def test_a_route_is_planned_quoted_and_booked(forwarder: Page, stage: Stage) -> None:
    forwarder.goto("/plan")
    forwarder.fill("#from", "重庆")
    forwarder.get_by_role("option").first.wait_for()
    forwarder.keyboard.press("ArrowDown")
    forwarder.keyboard.press("Enter")
    forwarder.fill("#to", "SGSIN")
    forwarder.fill("#ready", "2026-12-08T08:00")
    forwarder.get_by_role("button", name="Compare routes").click()
    forwarder.wait_for_url("**from=CNCKG**")
    rail = forwarder.locator("tr[data-itinerary]", has_text="rail").first
    rail.click()
    expect(rail).to_have_class("chosen")
    number = rail.get_attribute("data-itinerary")
    forwarder.locator(f"[data-legs='{number}']").get_by_role("button", name="Quote this itinerary").click()
    dialog = forwarder.locator(f"#quote-{number}")
    dialog.get_by_label("Customer").select_option(stage.cast["shipper"].party)
    dialog.get_by_role("button", name="Make the quote").click()
    forwarder.wait_for_url("**/quotes/qot_*")
    book(forwarder, stage)
    forwarder.wait_for_url("**/consignments/cns_*")
    expect(forwarder.get_by_role("heading", level=1)).to_contain_text("booked")
    forwarder.get_by_role("button", name="Confirm this leg").first.click()
    forwarder.locator("dialog[open]").get_by_label("Operator's booking number").fill("SYN-2")
    forwarder.locator("dialog[open]").get_by_role("button", name="Confirm").click()
    expect(forwarder.get_by_role("heading", level=1)).to_contain_text("confirmed")


def book(page: Page, stage: Stage, container: str = "LSDU2611230") -> None:
    page.get_by_label("Consignee").select_option(stage.cast["buyer"].party)
    page.get_by_label("Description").fill("Synthetic lemons")
    page.get_by_label("HS code").fill("080550")
    page.get_by_label("Packages", exact=True).fill("1680")
    page.get_by_label("Gross weight, kg").fill("25200")
    page.get_by_label("Container number").fill(container)
    page.get_by_label("UCR").fill(f"6CNSYNTHETIC-{page.url[-6:].upper()}")
    page.get_by_role("button", name="Book", exact=True).click()


def test_a_wrong_check_digit_is_said_beside_its_field(forwarder: Page, stage: Stage) -> None:
    forwarder.goto(f"/quotes/{stage.made['quote']}")
    book(forwarder, stage, container="LSDU2611231")
    field = forwarder.get_by_label("Container number")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(forwarder.locator(".field", has=field).locator(".problem")).to_contain_text("check digit")
    assert forwarder.url.endswith(stage.made["quote"])


def test_a_dropped_file_is_verified_without_an_account(look: Look, stage: Stage) -> None:
    page = look(None).new_page()
    evidence = look("forwarder").request.get(f"/v1/documents/{stage.made['document']}/evidence.json").body()
    page.goto("/verify")
    file: FilePayload = {"name": "evidence.json", "mimeType": "application/json", "buffer": evidence}
    page.locator("#file").set_input_files(files=[file])
    expect(page.locator("#verdict")).to_have_text("SANDBOX")
    failed = page.locator("#checks li.failed")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("The node is a real one")
    expect(failed).to_contain_text("What to do: Use it for training only.")
    assert page.locator("#checks li").first.get_attribute("class") == "failed"  # what is wrong comes first


def test_a_demo_document_shows_what_verification_finds(look: Look) -> None:
    page = look(None).new_page()
    page.goto("/verify")
    page.get_by_role("button", name="Try a demo document").click()
    expect(page.locator("#verdict")).to_have_text("SANDBOX")
    page.get_by_role("button", name="Try an altered copy of it").click()
    expect(page.locator("#verdict")).to_have_text("INVALID")
    expect(page.locator("#checks li.failed", has_text="The content is the one that was signed")).to_be_visible()


def test_the_demo_document_proves_itself_and_is_no_original() -> None:
    report = verify_file((FOLDER / "demo-document.json").read_bytes(), [])
    assert report.verdict is Verdict.SANDBOX
    assert {check.name for check in report.checks if check.outcome is Outcome.FAIL} == {"sandbox"}


def test_the_map_shows_the_chosen_route(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&pick=2")
    forwarder.wait_for_selector("route-map[data-state=ready]", state="attached", timeout=60_000)
    drawn = forwarder.evaluate(
        "() => ['rail', 'sea'].map(m => document.querySelector('route-map').map.queryRenderedFeatures({layers: ['routes-' + m]}).length)"
    )
    assert all(count > 0 for count in drawn)


def test_a_plan_is_a_link(forwarder: Page) -> None:
    forwarder.goto(PLAN)
    forwarder.locator("input[name=pick]").nth(2).check()
    chosen = forwarder.locator("tr.chosen").get_attribute("data-itinerary")
    forwarder.reload()
    assert forwarder.locator("tr.chosen").get_attribute("data-itinerary") == chosen == "3"


def test_no_route_is_explained(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&deadline=2026-12-08T20:00")
    expect(forwarder.get_by_role("heading", name="No route")).to_be_visible()
    expect(forwarder.locator(".note.warn").first).to_contain_text("deadline")


def test_a_blanked_sailing_leaves_the_list(forwarder: Page) -> None:
    forwarder.goto("/network/services/R-CKG-QZH")
    row = forwarder.locator("tr", has=forwarder.get_by_role("button", name="Blank")).nth(2)
    departure = row.locator("time").get_attribute("datetime")
    forwarder.on("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Blank").click()
    expect(forwarder.get_by_text("Changed sailings")).to_be_visible()
    assert forwarder.locator(f"td time[datetime='{departure}']").count() == 0


def test_an_event_file_is_received(forwarder: Page) -> None:
    event = {
        "eventID": "0f9a1c6e-6f3f-4f6a-9d6b-5a1f6c0a0001",
        "eventType": "EQUIPMENT",
        "eventCreatedDateTime": "2026-11-28T05:00:00Z",
        "eventClassifierCode": "ACT",
        "eventDateTime": "2026-11-28T05:00:00Z",
        "equipmentEventTypeCode": "GTOT",
        "equipmentReference": "CSQU3054383",
        "emptyIndicatorCode": "LADEN",
        "transportCall": {"transportCallID": "x", "modeOfTransport": "TRUCK", "UNLocationCode": "SGSIN"},
    }
    forwarder.goto("/events?bound=0")
    file: FilePayload = {"name": "events.json", "mimeType": "application/json", "buffer": json.dumps([event]).encode()}
    forwarder.locator("#file").set_input_files(files=[file])
    forwarder.get_by_role("button", name="Receive").click()
    expect(forwarder.get_by_text("GTOT")).to_be_visible()


def test_bad_events_are_listed_with_where(forwarder: Page) -> None:
    forwarder.goto("/events")
    file: FilePayload = {
        "name": "events.json",
        "mimeType": "application/json",
        "buffer": b'[{"eventType": "EQUIPMENT"}]',
    }
    forwarder.locator("#file").set_input_files(files=[file])
    forwarder.get_by_role("button", name="Receive").click()
    expect(forwarder.get_by_role("alert")).to_contain_text("eventClassifierCode")


def test_the_language_switch_keeps_the_page(forwarder: Page) -> None:
    forwarder.goto("/network/services?mode=rail")
    forwarder.get_by_role("link", name="中文").click()
    expect(forwarder.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert forwarder.url.endswith("/network/services?mode=rail")
    expect(forwarder.get_by_role("navigation", name="主要页面").get_by_role("link", name="单证")).to_be_visible()


def test_the_keyboard_reaches_the_content_first_and_leaves_menus(look: Look) -> None:
    page = look("forwarder", width=360).new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.locator(".top > .menu > summary").press("Enter")
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_hidden()


def test_the_sandbox_clock_moves_forward(forwarder: Page) -> None:
    forwarder.goto("/journal")
    before = forwarder.locator(".banner .clock time").get_attribute("datetime")
    forwarder.get_by_role("button", name="+6 hours").click()
    forwarder.wait_for_function("before => document.querySelector('.banner .clock time').dateTime > before", arg=before)


def test_what_is_not_yours_does_not_exist(look: Look, stage: Stage) -> None:
    context = look("line")
    waiting = context.request.get(f"/consignments/{stage.made['waiting']}")
    assert waiting.status == 200  # it carries a leg of it
    assert context.request.get("/documents/doc_unknown").status == 404
    assert context.request.get(f"/quotes/{stage.made['quote']}.json").status == 404


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", ""]
)
def test_login_leads_nowhere_else(path: str) -> None:
    assert _inside(path) == "/"


def test_login_leads_back_where_one_was() -> None:
    assert _inside("/documents?held=1") == "/documents?held=1"
