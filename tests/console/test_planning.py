"""Comparing, weighing, keeping and sharing a plan in a real browser."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.seed import Stage
from tests.console.test_pages import look_at
from tests.support.browser import Rules, only_requests_to

Look = Callable[..., BrowserContext]
PLAN = "/plan?from=CNCKG&to=SGSIN&ready=2026-12-08T08:00&teu=2"


@pytest.fixture
def forwarder(look: Look) -> Page:
    return look("forwarder").new_page()


def test_one_choice_is_shown_in_table_map_diagram_and_words(forwarder: Page) -> None:
    forwarder.goto(PLAN)
    forwarder.wait_for_selector("route-map[data-state=ready]", state="attached", timeout=60_000)
    line = forwarder.get_by_role("link", name="Itinerary 2:")
    line.focus()
    line.press("Enter")
    expect(forwarder.locator("tr.chosen")).to_have_attribute("data-itinerary", "2")
    expect(forwarder.locator("[data-detail='2']")).to_be_visible()
    expect(forwarder.locator("[data-detail='1']")).to_be_hidden()
    expect(forwarder.get_by_role("heading", name="Itinerary 2, leg by leg")).to_be_visible()
    assert forwarder.evaluate("() => document.querySelector('route-map').data.chosen") == "2"
    assert "pick=2" in forwarder.url


def test_the_arrow_keys_tell_the_moments_of_a_journey_in_order(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&pick=2")
    told = forwarder.locator("[data-told]")
    line = forwarder.get_by_role("link", name="Itinerary 2:")
    line.focus()
    expect(told).to_contain_text("Itinerary 2:")
    table = forwarder.locator(".diagram [data-legs='2'] tbody tr td:last-child")
    forwarder.evaluate("() => { document.querySelector('.diagram details').open = true; }")
    for sentence in table.all_inner_texts():
        line.press("ArrowRight")
        expect(told).to_have_text(sentence)


def test_pointing_at_a_mark_says_it(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&pick=2")
    forwarder.locator("[data-detail='2'] .cut .cut-mark").first.hover(force=True)
    expect(forwarder.locator("[data-told]")).to_contain_text("to spare")


def test_weights_put_the_table_in_order_and_say_what_the_first_is_best_at(forwarder: Page) -> None:
    forwarder.goto(PLAN)
    cost, time = forwarder.get_by_label("Cost", exact=True), forwarder.get_by_label("Time", exact=True)
    for _ in range(2):
        cost.press("ArrowRight")
    for slider in (time, forwarder.get_by_label("Carbon"), forwarder.get_by_label("Certainty")):
        slider.press("Home")
    assert cost.get_attribute("aria-valuetext") == "above all"
    costs = numbers(forwarder, "cost")
    assert costs == sorted(costs)
    assert forwarder.locator(".best-mark", has_text="lowest cost").count() == costs.count(costs[0])
    expect(forwarder.locator("[data-weighed]")).to_contain_text("costs least")
    assert "weights=0.4.0.0" in forwarder.url
    forwarder.reload()
    assert numbers(forwarder, "cost") == costs
    forwarder.get_by_role("button", name="Back to the order of the plan").click()
    times = numbers(forwarder, "time")
    assert times == sorted(times)
    assert "weights" not in forwarder.url


def numbers(page: Page, name: str) -> list[int]:
    return [int(one.get_attribute(f"data-{name}") or 0) for one in page.locator("tr[data-itinerary]").all()]


def test_weights_trade_one_per_cent_for_one_per_cent(forwarder: Page) -> None:
    """The order is that of the weighted product."""
    forwarder.goto(f"{PLAN}&weights=1.3.2.0")
    rows = zip(*(numbers(forwarder, name) for name in ("time", "cost", "carbon")), strict=True)
    scores = [math.log(time) + 3 * math.log(cost) + 2 * math.log(carbon) for time, cost, carbon in rows]
    assert scores == sorted(scores)


def test_a_kept_plan_is_a_link_that_a_partner_opens(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto(f"{PLAN}&pick=2")
    page.get_by_role("button", name="Keep and share this plan").click()
    page.wait_for_url("**/plans/pln_*")
    expect(page.locator("tr.chosen")).to_have_attribute("data-itinerary", "2")
    path = page.url.removeprefix(stage.url)
    buyer = look("buyer")
    assert buyer.request.get(path).status == 404
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("With whom").select_option(stage.cast["buyer"].party)
    page.locator("dialog[open]").get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("Shared with Merlion")).to_be_visible()
    partner = buyer.new_page()
    partner.goto(path)
    expect(partner.locator("tr.chosen")).to_have_attribute("data-itinerary", "2")
    expect(partner.get_by_role("button", name="Share", exact=True)).to_have_count(0)
    partner.goto("/plans")
    expect(partner.get_by_text("shared with us").first).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as taken:
        page.get_by_role("button", name="Take back").click()
    assert taken.value.ok
    expect(page.get_by_text("Shared with Merlion")).to_have_count(0)
    assert buyer.request.get(path).status == 404


def test_a_link_shows_a_plan_on_a_phone_without_an_account_until_it_is_revoked(look: Look, stage: Stage) -> None:
    asked = {"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-12-08T08:00+08:00"}
    plan = stage.cast["forwarder"].client.post("/v1/plans", asked)
    page = look("forwarder").new_page()
    page.goto(f"/plans/{plan['id']}")
    page.get_by_role("button", name="Link without login").click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#made-link")).to_be_visible()
    link = page.locator("#made-link-text").inner_text()
    reader = look(None, lang="zh", width=360).new_page()
    with only_requests_to(reader, stage.url):
        reader.goto(link)
        reader.wait_for_selector("route-map[data-state]", state="attached", timeout=60_000)
    expect(reader.get_by_role("heading", level=1)).to_have_text("重庆 → 新加坡")
    expect(reader.get_by_text("可查看至")).to_be_visible()
    assert reader.locator("dialog, [data-api], [data-dialog]").count() == 0
    reader.locator("tr[data-itinerary='2'] input[name=pick]").check()
    expect(reader.locator("section[data-legs='2']").first).to_be_visible()
    assert look_at(reader, "light", 360) == []
    assert look_at(reader, "dark", 360, rules=Rules.COLOURS) == []
    page.get_by_role("link", name="Back to the plan").click()
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as revoked:
        page.get_by_role("button", name="Revoke").click()
    assert revoked.value.ok
    answer = reader.goto(link)
    assert answer is not None
    assert answer.status == 404
    expect(reader.get_by_text("请向发送者索取新的链接")).to_be_visible()


def test_a_kept_plan_asks_its_question_again(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto(f"{PLAN}&without=air&passage=taiwan-strait&size=45&certain=60")
    count = page.locator("tr[data-itinerary]").count()
    assert count
    page.get_by_role("button", name="Keep and share this plan").click()
    page.wait_for_url("**/plans/pln_*")
    page.get_by_role("link", name="Plan again on today's network").click()
    expect(page.locator("tr[data-itinerary]")).to_have_count(count)
    assert page.locator("#size").input_value() == "45"
    expect(page.locator("input[name=without][value=air]")).to_be_checked()
    expect(page.locator("input[name=passage][value=taiwan-strait]")).to_be_checked()


def test_how_certain_the_arrival_is_stands_beside_the_deadline(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&deadline=2026-12-20T08:00&pick=2")
    panel = forwarder.locator("section[data-legs='2']", has_text="How certain is the arrival?")
    expect(panel).to_contain_text("on time, by 2026-12-20 08:00 +08:00")
    expect(panel).to_contain_text("nine in ten by")
    assert panel.locator("rect.bar").count() > 1


def test_why_not_faster_names_the_departure_before_and_the_price_of_the_fastest(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&pick=2")
    panel = forwarder.locator("section[data-legs='2']", has_text="Why not faster?")
    expect(panel).to_contain_text("Itinerary 1 arrives")
    expect(panel).to_contain_text("costs USD")
    expect(panel).to_contain_text("was missed by")


def test_paper_shows_one_plan_without_navigation_or_form(forwarder: Page) -> None:
    forwarder.goto(f"{PLAN}&pick=2")
    forwarder.emulate_media(media="print")
    for hidden in ("header.top", "form[data-plan-form]", "route-map", ".weigh", "[data-legs='1']"):
        expect(forwarder.locator(hidden).first).to_be_hidden()
    for shown in (".itineraries", "svg.space", "ol.legs >> visible=true"):
        expect(forwarder.locator(shown).first).to_be_visible()


def test_a_plan_without_scripts_still_compares_and_chooses(look: Look, stage: Stage) -> None:
    context = look("forwarder")
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(PLAN)
    expect(page.locator("[data-weigh]")).to_be_hidden()
    page.get_by_role("link", name="Itinerary 2:").press("Enter")
    expect(page.locator("tr.chosen")).to_have_attribute("data-itinerary", "2")


def test_a_variant_of_a_study_is_a_link(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto(f"/studies/{stage.made['study']}")
    expect(page.get_by_role("heading", name="Qinzhou closed", exact=True)).to_be_visible()
    page.get_by_role("link", name="Singapore closed").click()
    expect(page.get_by_role("heading", name="Singapore closed", exact=True)).to_be_visible()
    assert look("shipper").request.get(f"/studies/{stage.made['study']}.json").status == 404


def test_a_question_is_asked_and_answered_on_the_page(look: Look) -> None:
    page = look("forwarder").new_page()
    page.goto("/studies")
    page.get_by_label("Scenario (TOML)").fill(page.get_by_label("Scenario (TOML)").input_value() + "[nonsense]")
    page.get_by_role("button", name="Run the study").click()
    expect(page.get_by_role("alert").first).to_contain_text("nonsense")
    page.reload()
    page.get_by_role("button", name="Run the study").click()
    page.wait_for_url("**/studies/stu_*", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Qinzhou closed for a week")
    expect(page.locator(".before-after")).to_contain_text("Time")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfrank,")


def test_another_way_on_is_proposed_and_accepted(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    expect(page.get_by_role("heading", name="Another way on is proposed").first).to_be_visible()
    page.goto(f"/consignments/{stage.made['replanned']}")
    proposed = page.locator(".proposal")
    expect(proposed).to_contain_text("Booked to arrive")
    expect(proposed.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Booked"))).to_contain_text("USD")
    later = proposed.locator("tr", has_text="later").first
    later.get_by_role("button", name="Accept").click()
    expect(page.locator(".proposal")).to_have_count(0)
    [settled] = [
        one
        for one in page.context.request.get("/v1/proposals?settled=1").json()["data"]
        if one["consignment"] == stage.made["replanned"] and one["settled"]
    ]
    assert settled["settled"] == "accepted"


WIDE = "() => { const box = document.querySelector('.found .scroll'); return box.scrollWidth - box.clientWidth; }"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_measure_and_the_ports_on_the_way_are_seen_on_a_desk(look: Look, lang: str) -> None:
    page = look("forwarder", lang=lang).new_page()
    page.goto("/plan?from=CNCDU&to=DEHAM&ready=2026-12-08T08:00&teu=2")
    assert page.evaluate(WIDE) <= 0  # certainty, the last column, is not cut off
    rail = page.locator("tr[data-itinerary]", has_text="Qinzhou" if lang == "en" else "钦州").first
    expect(rail.locator(".via")).to_contain_text("via " if lang == "en" else "经 ")


def test_a_proposal_is_accepted_and_kept_plans_are_read_on_a_phone(look: Look) -> None:
    page = look("forwarder", width=360).new_page()
    for path, table in (("/", ".proposal .stack"), ("/plans", "main .stack")):
        page.goto(path)
        for stack in page.locator(table).all():
            beside = stack.locator("xpath=..").evaluate("box => box.scrollWidth - box.clientWidth")
            assert beside <= 0, path


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("zh", 360)])
def test_a_forwarder_learns_how_late_the_goods_may_be_ready(look: Look, lang: str, width: int) -> None:
    page = look("forwarder", lang=lang, width=width).new_page()
    page.goto("/plan?from=CNCKG&to=SGSIN&without=air&deadline=2026-12-24T18:00&by=arrival")
    panel = page.locator("section.starts")
    expect(panel.locator(".latest")).to_contain_text("2026-12-17 08:00+08:00")
    expect(panel.locator(".latest")).to_contain_text("Tuanjiecun" if lang == "en" else "团结村")
    rows = panel.locator("tbody tr")
    assert rows.count() > 3
    scroll = panel.locator(".scroll")
    assert scroll.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    first = rows.first.locator("a")
    ready = first.inner_text()
    first.click()
    expect(page.locator("#ready")).to_have_value(ready[:16].replace(" ", "T"))
    expect(page.locator("tr[data-itinerary]").first).to_be_visible()
