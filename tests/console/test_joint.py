"""Several lots and flows in a real browser: asked, compared, kept, shared; a plan on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.seed import Stage

Look = Callable[..., BrowserContext]
JOINT = (
    "/plan/joint?from=CNCKG-R&to=SGSIN-S&ready=2026-12-08T08:00&without=air"
    "&lot1_from=CNCTU&lot1_to=IDJKT&lot1_teu=2&lot2_from=CNKWE&lot2_ready=2026-12-09T08:00&lot3_teu=3"
)


@pytest.fixture
def forwarder(look: Look) -> Page:
    return look("forwarder").new_page()


def test_lots_are_asked_for_in_the_form_and_an_empty_row_does_not_count(forwarder: Page) -> None:
    forwarder.goto("/plan/joint")
    forwarder.get_by_role("link", name="Show an example").click()
    expect(forwarder.locator("tr[data-itinerary]").first).to_be_visible(timeout=60_000)
    assert forwarder.locator("fieldset.lot").count() == 4
    assert (
        len(forwarder.request.get(forwarder.url.replace("/plan/joint", "/plan/joint.json")).json()["ways"]["1"]["lots"])
        == 3
    )
    forwarder.get_by_role("button", name="Compare routes").click()
    expect(forwarder.locator("tr[data-itinerary]").first).to_be_visible(timeout=60_000)
    assert "lot4" not in forwarder.url


def test_one_choice_is_shown_in_table_map_diagram_and_lot_by_lot(forwarder: Page) -> None:
    forwarder.goto(JOINT)
    forwarder.wait_for_selector("route-map[data-state=ready]", state="attached", timeout=60_000)
    line = forwarder.get_by_role("link", name="Itinerary 2:")
    line.focus()
    line.press("Enter")
    lots = forwarder.locator("[data-legs='2'] table.lots")
    expect(lots).to_be_visible()
    assert lots.locator("tbody tr").count() == 3
    expect(forwarder.get_by_role("heading", name="Together, leg by leg")).to_have_count(1)
    assert forwarder.evaluate("() => document.querySelector('route-map').data.chosen") == "2"


def test_the_map_marks_every_lots_ends(forwarder: Page) -> None:
    forwarder.goto(JOINT)
    forwarder.wait_for_selector("route-map[data-state=ready]", state="attached", timeout=60_000)
    script = "() => document.querySelector('route-map').places().features.map(one => one.properties)"
    marked = [one["name"] for one in forwarder.evaluate(script) if one["kind"] == "end"]
    assert {"Chengdu", "Guiyang", "Jakarta"} <= {name.split()[-1] for name in marked}


def test_a_part_is_planned_alone_to_be_quoted(forwarder: Page) -> None:
    forwarder.goto(JOINT)
    forwarder.get_by_role("link", name="Plan this part alone").first.click()
    expect(forwarder.get_by_role("button", name="Quote this itinerary").first).to_be_visible(timeout=60_000)
    assert "from=CNCDU" in forwarder.url
    assert "to=CNCKG" in forwarder.url


def test_a_kept_joint_plan_is_shared_and_asks_its_question_again(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto(f"{JOINT}&pick=2")
    count = page.locator("tr[data-itinerary]").count()
    page.get_by_role("button", name="Keep and share this plan").click()
    page.wait_for_url("**/joint-plans/jpl_*", timeout=60_000)
    expect(page.locator("tr.chosen")).to_have_attribute("data-itinerary", "2")
    path = page.url.removeprefix(stage.url)
    assert look("buyer").request.get(path).status == 404
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("With whom").select_option(stage.cast["buyer"].party)
    page.locator("dialog[open]").get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("Shared with Merlion")).to_be_visible()
    partner = look("buyer").new_page()
    partner.goto("/plans")
    partner.get_by_role("link", name="Chongqing → Singapore").last.click()
    expect(partner.locator("tr.chosen")).to_have_count(1)
    page.get_by_role("link", name="Plan again on today's network").click()
    expect(page.locator("tr[data-itinerary]").first).to_be_visible(timeout=60_000)
    assert page.locator("tr[data-itinerary]").count() == count


def test_who_stands_in_the_way_is_named(forwarder: Page) -> None:
    forwarder.goto(f"{JOINT}&deadline=2026-12-10T08:00")
    expect(forwarder.locator(".note.warn").first).to_contain_text("Lot")
    expect(forwarder.locator(".note.warn").first).to_contain_text("deadline is missed by")


def test_a_demand_is_allocated_and_its_bottlenecks_are_named(look: Look) -> None:
    page = look("forwarder").new_page()
    page.goto("/studies")
    page.get_by_label("Name of the study").fill("Synthetic week")
    page.get_by_label("Demand (CSV), TEU a week").fill("origin,destination,teu\nCNCKG,ATLANTIS,1\n")
    page.get_by_role("button", name="Allocate").click()
    expect(page.get_by_role("alert").filter(has_text="ATLANTIS")).to_be_visible(timeout=60_000)
    page.get_by_label("Or a file of yours").set_input_files(
        {
            "name": "demand.csv",
            "mimeType": "text/csv",
            "buffer": b"origin,destination,teu,revenue\nCNCKG,SGSIN,5000,1500\n",
        }
    )
    page.get_by_role("button", name="Allocate").click()
    page.wait_for_url("**/studies/flows/flw_*", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Synthetic week")
    expect(page.get_by_role("region", name="Bottlenecks")).to_contain_text("Qinzhou")
    expect(page.get_by_role("region", name="Left behind")).to_contain_text("Chongqing → Singapore")
    with page.expect_download() as download:
        page.get_by_role("link", name="Capacities and shadow prices").click()
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfservice,segment,")
    path = page.url.rpartition("/")[2]
    assert look("shipper").request.get(f"/studies/flows/{path}.json").status == 404


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_of_three_legs_prints_on_one_page(look: Look, lang: str) -> None:
    page = look("forwarder", lang=lang).new_page()
    page.goto("/plan?from=CNCKG&to=SGSIN&ready=2026-12-08T08:00&teu=2&pick=2")
    assert page.locator("[data-legs='2'] li.leg").count() == 3
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
