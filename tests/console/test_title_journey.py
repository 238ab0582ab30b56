"""A bill of lading from issue to delivery in a real browser, played by its parties, each act in two steps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.seed import PASSPHRASE, Stage
from tests.console.test_pages import look_at
from tests.console.title_seed import act, amend, fresh_consignment, fresh_document
from tests.support import people
from tests.support.browser import Rules

Look = Callable[..., BrowserContext]


@pytest.fixture
def desk(look: Look) -> Callable[[str], Page]:
    """The browser window of a part, one for the whole test."""
    pages: dict[str, Page] = {}

    def page_of(part: str) -> Page:
        if part not in pages:
            pages[part] = look(part).new_page()
        return pages[part]

    return page_of


def do(page: Page, document: str, button: str, **chosen: str) -> None:
    """Opens the act from the document's page, says what it needs by the labels of fields, confirms it with the passphrase."""
    page.goto(f"/documents/{document}")
    page.get_by_role("link", name=button, exact=True).click()
    for label, value in chosen.items():
        field = page.get_by_label(label.replace("_", " "), exact=True)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    confirm(page)


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign:").click()
    page.wait_for_url(re.compile(r"/documents/doc_\w+$"))


def stands(page: Page, word: str) -> None:
    expect(page.locator(".stamp")).to_have_text(word)


def test_a_bill_goes_from_issue_to_delivery(desk: Callable[[str], Page], stage: Stage) -> None:
    party = {part: player.party for part, player in stage.cast.items()}
    forwarder, shipper, buyer, bank = (desk(part) for part in ("forwarder", "shipper", "buyer", "bank"))
    forwarder.goto(f"/documents/new?consignment={fresh_consignment(stage)}")
    forwarder.get_by_label("Reason for issuing before all legs are confirmed").fill("synthetic")
    confirm(forwarder)
    document = forwarder.url.rsplit("/", 1)[1]
    stands(forwarder, "OPERATIVE HERE")
    expect(forwarder.get_by_text(re.compile("confirmed in the log at position"))).to_be_visible(timeout=30_000)

    do(shipper, document, "Offer", New_holder=party["buyer"])
    expect(shipper.get_by_role("heading", name="Open proposal")).to_be_visible()
    buyer.goto("/documents?desk=awaiting-me")
    buyer.locator("tr", has=buyer.locator(f"a[href='/documents/{document}']")).get_by_role("link", name="Take").click()
    expect(buyer.get_by_text("Tongnan Lemon Growers (synthetic) offers the document")).to_be_visible()
    confirm(buyer)
    expect(buyer.locator(".glance")).to_contain_text("we")

    do(buyer, document, "Pledge", To_which_bank=party["bank"], Credit_reference="LC-SYN-7", Maturity="2027-06-30T18:00")
    do(bank, document, "Take in pledge")
    stands(bank, "OPERATIVE HERE, PLEDGED")
    bank.goto("/documents?desk=pledged-to-me")
    row = bank.locator("tr", has=bank.locator(f"a[href='/documents/{document}']"))
    expect(row).to_contain_text("LC-SYN-7")
    expect(row).to_contain_text("left")
    expect(row.get_by_role("link", name="Enforce the pledge")).to_have_count(0)
    row.get_by_role("link", name="Release the pledge").click()
    confirm(bank)

    do(buyer, document, "Surrender")
    stands(buyer, "NOT OPERATIVE")
    forwarder.goto("/documents?desk=awaiting-me")
    row = forwarder.locator("tr", has=forwarder.locator(f"a[href='/documents/{document}']"))
    row.get_by_role("link", name="Accept the surrender").click()
    confirm(forwarder)
    do(forwarder, document, "Record the delivery")
    stands(forwarder, "NOT OPERATIVE")
    expect(forwarder.locator(".timeline li")).to_have_count(9)
    expect(forwarder.locator(".timeline")).to_contain_text("Secures LC-SYN-7")


def test_what_is_refused_is_said_beside_its_field_before_the_passphrase(look: Look, stage: Stage) -> None:
    keyless = people.make_party(stage.node.journal, "Keyless Buyer").id
    page = look("shipper").new_page()
    page.goto(f"/documents/{fresh_document(stage)}/acts/transfer")
    page.get_by_label("New holder", exact=True).select_option(keyless)
    page.get_by_role("button", name="Continue").click()
    field = page.locator(".field", has=page.get_by_label("New holder", exact=True))
    expect(field.locator(".problem")).to_contain_text("no title key")
    expect(page.get_by_label("Passphrase")).to_be_hidden()


def test_the_second_step_says_what_was_chosen_and_what_it_causes(look: Look, stage: Stage) -> None:
    page = look("shipper").new_page()
    page.goto(f"/documents/{fresh_document(stage)}/acts/transfer")
    page.get_by_label("New holder", exact=True).select_option(stage.cast["buyer"].party)
    page.get_by_text("In blank").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="2. Confirm: Transfer")).to_be_focused()
    expect(page.locator("[data-summary-list]")).to_contain_text("In blank")
    expect(page.locator(".consequence .says")).to_contain_text(
        "Merlion Fruit Import (synthetic) holds the document from this moment and you lose control of it"
    )
    expect(page.locator(".consequence [lang=zh-Hans]")).to_contain_text("自此刻起由 狮城水果进口（合成） 持单")
    page.get_by_label("Passphrase").fill("not the passphrase at all")
    page.get_by_role("button", name="Sign:").click()
    expect(page.get_by_role("alert")).to_contain_text("passphrase")
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("New holder", exact=True)).to_be_visible()


def test_a_split_says_live_whether_it_adds_up(look: Look, stage: Stage) -> None:
    document = fresh_document(stage)
    page = look("shipper").new_page()
    page.goto(f"/documents/{document}/acts/ask-split")
    one, two = page.get_by_role("group", name="Document 1"), page.get_by_role("group", name="Document 2")
    one.get_by_label("Packages").first.fill("800")
    one.get_by_label("Gross weight").first.fill("12000")
    lemons = page.locator(".balance li").first
    expect(lemons).to_contain_text("880 cartons, 13200 kg not given to any document yet")
    two.get_by_label("Packages").first.fill("900")
    expect(lemons).to_contain_text("20 cartons too much")
    two.get_by_role("button", name="Take the rest").click()
    expect(page.locator(".balance li.even")).to_have_count(2)
    expect(two.get_by_label("Gross weight").first).to_have_value("13200")
    confirm(page)
    expect(page.locator(".open")).to_contain_text("line 1: 800 cartons, 12.00 t")
    granted = look("forwarder").new_page()
    do(granted, document, "Grant the split")
    stands(granted, "NOT OPERATIVE")
    expect(
        granted.get_by_text("Replaced by").locator("xpath=following-sibling::dd[1]").get_by_role("link")
    ).to_have_count(2)


def test_an_amendment_shows_old_and_new_and_who_consents(look: Look, stage: Stage) -> None:
    document = fresh_document(stage)
    page = look("forwarder").new_page()
    page.goto(f"/documents/{document}/acts/amend")
    page.get_by_label("Marks").first.fill("SYN 1-1680")
    page.get_by_label("Gross weight").first.fill("25100.5")
    page.get_by_label("Reason").fill("weighed again")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-summary-list]")).to_contain_text("25200 kg → 25100.5 kg")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign:").click()
    versions = page.locator("section", has=page.get_by_role("heading", name="Versions of the content"))
    expect(versions).to_contain_text("waits for consent")
    holder = look("shipper").new_page()
    do(holder, document, "Consent to the amendment")
    versions = holder.locator("section", has=holder.get_by_role("heading", name="Versions of the content"))
    expect(versions).to_contain_text("Version 2")
    expect(versions).to_contain_text("Tongnan Lemon Growers (synthetic) consented")


def test_one_person_cannot_freeze_alone(look: Look, stage: Stage) -> None:
    document = fresh_document(stage)
    page = look("forwarder").new_page()
    do(page, document, "Begin an order", Case="SYN-COURT-1")
    expect(page.get_by_role("heading", name="Order that waits for its second person")).to_be_visible()
    expect(page.get_by_role("link", name="Confirm the order")).to_have_count(0)
    expect(page.get_by_role("link", name="Drop the order")).to_have_count(1)


ACTS = {
    "shipper": ("transfer", "offer", "pledge", "ask-split", "ask-merge", "ask-part", "surrender", "leave"),
    "forwarder": ("amend", "order", "return"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("part", ACTS)
def test_every_form_is_accessible_and_stays_inside(look: Look, stage: Stage, part: str, lang: str) -> None:
    document = stage.made.setdefault("formed", "") or fresh_document(stage)
    stage.made["formed"] = document
    page = look(part, lang=lang).new_page()
    faults: list[str] = []
    for name in ACTS[part]:
        assert page.goto(f"/documents/{document}/acts/{name}").status == 200  # type: ignore[union-attr]
        for theme, width, rules in (("light", 360, Rules.ALL), ("dark", 1280, Rules.COLOURS)):
            faults += [f"{name} {theme} {width}: {fault}" for fault in look_at(page, theme, width, rules=rules)]
    assert faults == []


def test_an_act_that_cannot_be_done_now_says_so(look: Look, stage: Stage) -> None:
    document = fresh_document(stage)
    amend(stage, document)
    page = look("shipper").new_page()
    page.goto(f"/documents/{document}/acts/transfer")
    expect(page.locator(".note.warn")).to_contain_text("This cannot be done by us now")
    act(stage, "shipper", document, "decline", reason="synthetic")
    page.reload()
    expect(page.get_by_label("New holder", exact=True)).to_be_visible()


def test_paper_becomes_a_record_and_the_record_paper_again(desk: Callable[[str], Page], stage: Stage) -> None:
    forwarder, shipper = desk("forwarder"), desk("shipper")
    forwarder.goto(f"/documents/new?way=capture&consignment={fresh_consignment(stage)}")
    forwarder.locator("[name='annotates.number']").fill("SYN-PAPER-1")
    forwarder.get_by_label("Was it made out as a negotiable one?").first.select_option("Yes")
    forwarder.get_by_label("Number of originals").fill("3")
    confirm(forwarder)
    document = forwarder.url.rsplit("/", 1)[1]
    stands(forwarder, "NOT OPERATIVE")
    expect(forwarder.locator(".why").first).to_contain_text("the paper is still the original")
    reason = {"Reason_for_issuing_before_all_legs_are_confirmed": "synthetic"}
    do(forwarder, document, "Activate the record", **reason)
    stands(forwarder, "OPERATIVE HERE")
    do(shipper, document, "Change to paper", What_paper_is_wanted="3 originals, Singapore")
    expect(shipper.locator(".why").first).to_contain_text("operative nowhere")
    do(
        forwarder,
        document,
        "Record the paper originals",
        Serial_numbers_of_all_paper_originals="SYN-101, SYN-102, SYN-103",
    )
    expect(forwarder.locator(".why").first).to_contain_text("The original is on paper: SYN-101, SYN-102, SYN-103")
    brought = {
        "Who_brought_all_originals": stage.cast["buyer"].party,
        "Serial_numbers_of_all_paper_originals": "SYN-101, SYN-102, SYN-103",
    }
    do(forwarder, document, "Take back from paper", **brought)
    stands(forwarder, "OPERATIVE HERE")
    expect(forwarder.locator(".glance")).to_contain_text("to the order of Merlion Fruit Import (synthetic)")


def test_a_bill_is_issued_to_bearer_with_its_leg_documents(look: Look, stage: Stage) -> None:
    page = look("forwarder", lang="zh", width=360).new_page()
    page.goto(f"/documents/new?consignment={fresh_consignment(stage)}")
    page.locator("[name=bearer][value=true]").check()
    page.get_by_label("首个持有人").select_option(stage.cast["buyer"].party)
    page.get_by_label("正本份数").fill("3")
    page.locator("[name=override_reason]").fill("synthetic")
    page.get_by_text("各区段单证").click()
    page.locator("#leg-number-1").fill("SMGS-SYN-1")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator(".says")).to_contain_text("由 狮城水果进口（合成） 持有")
    page.locator("#passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="签署：签发").click()
    page.wait_for_url(re.compile(r"/documents/doc_\w+$"))
    expect(page.locator(".head p")).to_contain_text("不记名提单")
    expect(page.get_by_text("SMGS-SYN-1")).to_be_visible()


def test_a_part_is_delivered_and_what_is_outstanding_shrinks(look: Look, stage: Stage) -> None:
    document = fresh_document(stage)
    page = look("shipper").new_page()
    page.goto(f"/documents/{document}/acts/ask-part")
    page.get_by_label("Packages").first.fill("80")
    page.get_by_label("Gross weight").first.fill("1200")
    expect(page.locator(".balance li").first).to_contain_text("1600 cartons, 24000 kg stays outstanding")
    confirm(page)
    granted = look("forwarder").new_page()
    do(granted, document, "Grant the part delivery")
    expect(granted.locator("td[data-label=Outstanding]").first).to_have_text("1600 cartons, 24.00 t")
