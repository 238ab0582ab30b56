"""Containers stated on a consignment, what is stuffed into each, and containers added to a document by its amendment."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.console.seed import PASSPHRASE, Stage
from tests.console.test_pages import look_at
from tests.console.title_seed import fresh_consignment, fresh_document

Look = Callable[..., BrowserContext]
BOXES = ("LSDU2611230", "CSQU3054383")


def add_box(page: Page, number: str, size_type: str, seals: str = "") -> Locator:
    page.get_by_role("button", name="Add a container").click()
    box = page.locator("[data-boxes] > fieldset").last
    box.get_by_label("Container number").fill(number)
    box.get_by_label("Size and type").fill(size_type)
    box.get_by_label("Seals").fill(seals)
    return box


def test_a_line_of_goods_is_stuffed_into_two_containers(look: Look, stage: Stage) -> None:
    consignment = fresh_consignment(stage)
    page = look("forwarder").new_page()
    page.goto(f"/consignments/{consignment}")
    page.get_by_role("link", name="State the containers").click()
    page.wait_for_url("**/containers")
    for number, size_type in zip(BOXES, ("45r1", "22G1"), strict=True):
        add_box(page, number.lower(), size_type, "SYN1, SYN2")
    lemons = page.get_by_role("group", name="Fresh lemons")
    lemons.get_by_role("button", name="Put a part into another container").click()
    for at, number in enumerate(BOXES):
        lemons.get_by_label("In container").nth(at).select_option(label=number)
    lemons.get_by_label("Packages").last.fill("680")
    lemons.get_by_label("Gross weight").last.fill("10200.5")
    expect(lemons.get_by_label("Packages").first).to_have_value("1000")
    assert look_at(page, "light", 360) == []
    page.get_by_role("button", name="Save the containers").click()
    stated = page.locator("section", has_text="Goods and equipment")
    expect(stated).to_contain_text("680 cartons · 10.20 t · CSQU3054383")
    expect(stated).to_contain_text("LSDU2611230 45R1 40 ft high cube reefer (40RH) · seal SYN1, SYN2")
    goods = stage.cast["forwarder"].client.get(f"/v1/consignments/{consignment}")["goods"]
    assert [(one["no"], one["packages"], one["gross_weight"]["value"], one["container"]) for one in goods] == [
        (1, 1000, "14999.5", BOXES[0]),
        (3, 680, "10200.5", BOXES[1]),
        (2, 420, "6300", None),
    ]


def test_a_wrong_check_digit_is_told_beside_the_number_and_holds_the_form(look: Look, stage: Stage) -> None:
    page = look("forwarder", lang="zh", width=360).new_page()
    page.goto(f"/consignments/{fresh_consignment(stage)}/containers")
    page.get_by_role("button", name="添加集装箱").click()
    number = page.get_by_label("箱号", exact=True)
    number.fill("LSDU2611231")
    page.get_by_label("箱型").fill("22G1")
    field = page.locator(".field", has=number)
    expect(field.locator(".problem")).to_contain_text("LSDU2611231 的校验码为 1，应为 0")
    page.get_by_role("button", name="保存集装箱").click()
    expect(number).to_be_focused()
    number.fill("LSDU2611230")
    expect(field.locator(".problem")).to_have_count(0)
    page.get_by_label("核实的集装箱总重").fill("0")
    page.get_by_role("button", name="保存集装箱").click()
    weighed = page.locator(".field", has=page.get_by_label("核实的集装箱总重"))
    expect(weighed.locator(".problem")).to_contain_text("须大于零")


def test_containers_are_added_to_a_document_by_amendment(look: Look, stage: Stage) -> None:
    document = fresh_document(stage)
    page = look("forwarder").new_page()
    page.goto(f"/documents/{document}/acts/amend")
    for number in BOXES:
        add_box(page, number, "45R1", "SYN3")
    lemons, part, oranges = (page.get_by_role("group", name=f"Goods, line {number}") for number in (1, 2, 3))
    lemons.get_by_role("button", name="Put a part into another container").click()
    for line, number, packages, weight in (
        (lemons, BOXES[0], "1000", "15000"),
        (part, BOXES[1], "680", "10200"),
        (oranges, BOXES[1], "420", "6300"),
    ):
        line.get_by_label("In container").select_option(label=number)
        line.get_by_label("Packages").fill(packages)
        line.get_by_label("Gross weight").fill(weight)
    page.get_by_label("Reason").fill("container numbers from the depot")
    page.get_by_role("button", name="Continue").click()
    told = page.locator("[data-summary-list]")
    expect(told).to_contain_text("Containers: – → LSDU2611230 45R1 SYN3, CSQU3054383 45R1 SYN3")
    expect(told).to_contain_text(
        "Goods, line 2 (new): Fresh lemons, Tongnan (synthetic), 680 cartons, 10200 kg, CSQU3054383"
    )
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign:").click()
    page.wait_for_url(f"**/documents/{document}")
    stage.cast["shipper"].client.post(f"/v1/documents/{document}/consent", {"passphrase": PASSPHRASE})
    said = stage.cast["forwarder"].client.get(f"/v1/documents/{document}")["content"]
    assert [one["container"] for one in said["equipment"]] == list(BOXES)
    assert [(one["packages"], one["container"]) for one in said["goods"]] == [
        (1000, BOXES[0]),
        (680, BOXES[1]),
        (420, BOXES[1]),
    ]
