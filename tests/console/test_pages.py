"""Every page in both languages, light and dark, on a phone and on a desk: nothing axe finds, nothing leaves the node, no error said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page

from tests.console.seed import Stage
from tests.support.browser import Rules, axe_violations, only_requests_to

PLAN = "/plan?from=CNCKG&to=SGSIN&ready=2026-12-05T08:00&teu=2&pick=2"
PAGES = {
    "overview": "/",
    "plan form": "/plan",
    "plan": PLAN,
    "plan across the antimeridian": "/plan?from=CNCKG&to=USLAX&ready=2026-12-05T08:00",
    "no route": "/plan?from=CNCKG&to=SGSIN&ready=2026-12-05T08:00&without=air&without=rail&without=road&without=sea&without=river",
    "plan with a deadline": f"{PLAN}&deadline=2026-12-15T08:00&weights=1.3.2.4",
    "several lots, form": "/plan/joint",
    "several lots": "/plan/joint?from=CNCKG-R&to=SGSIN-S&ready=2026-12-08T08:00&lot1_from=CNCTU&lot1_to=IDJKT&lot2_teu=2&pick=2",
    "several lots, no way": "/plan/joint?from=CNCKG-R&to=SGSIN-S&ready=2026-12-08T08:00&lot1_from=CNCTU&deadline=2026-12-09T08:00",
    "several lots, kept": "/joint-plans/{joint}",
    "kept plans": "/plans",
    "kept plan": "/plans/{plan}",
    "studies": "/studies",
    "study": "/studies/{study}",
    "flows": "/studies/flows/{flows}",
    "consignments": "/consignments",
    "consignments found none": "/consignments?q=NOTHING",
    "consignment": "/consignments/{consignment}",
    "containers": "/consignments/{waiting}/containers",
    "containers under a document": "/consignments/{consignment}/containers",
    "consignment nobody confirmed": "/consignments/{waiting}",
    "consignment with another way proposed": "/consignments/{replanned}",
    "import": "/consignments/import",
    "quote": "/quotes/{quote}",
    "documents": "/documents",
    "documents held": "/documents?desk=held",
    "documents that wait for us": "/documents?desk=awaiting-me",
    "documents pledged to us": "/documents?desk=pledged-to-me",
    "documents pledged by us": "/documents?desk=pledged-by-me&state=issued",
    "document": "/documents/{document}",
    "act on a document": "/documents/{document}/acts/order",
    "act that cannot be done": "/documents/{document}/acts/take",
    "issue, choose": "/documents/new",
    "issue": "/documents/new?consignment={waiting}",
    "issue on an existing document": "/documents/new?way=annotate&consignment={waiting}",
    "issue from paper": "/documents/new?way=capture&consignment={waiting}",
    "verify": "/verify",
    "events": "/events",
    "unbound events": "/events?bound=0",
    "event": "/events/{event}",
    "exceptions": "/events/exceptions",
    "network": "/network",
    "place": "/network/places/CNQZH",
    "services": "/network/services?mode=rail",
    "service": "/network/services/R-CKG-QZH",
    "changes": "/network/changes",
    "exchange rates": "/network/exchange-rates",
    "published figures": "/network/check",
    "sources": "/network/sources",
    "parties": "/parties",
    "party": "/parties/{party}",
    "settings": "/settings",
    "journal": "/journal",
    "webhooks": "/webhooks",
    "what may leave": "/policy",
    "not found": "/consignments/cns_unknown",
}
OPEN_PAGES = {
    "login": "/login",
    "one-time login": "/login?token=x",
    "verify, not logged in": "/verify",
    "reset": "/reset?token=x",
}
LOOKS: dict[str, dict[tuple[str, int], Rules]] = {
    "en": {
        ("light", 1280): Rules.ALL,
        ("light", 360): Rules.NONE,
        ("dark", 360): Rules.COLOURS,
        ("dark", 1280): Rules.NONE,
    },
    "zh": {
        ("light", 360): Rules.FORM,
        ("light", 1280): Rules.NONE,
        ("dark", 1280): Rules.NONE,
        ("dark", 360): Rules.NONE,
    },
}
"""A page is loaded once in a language and looked at in these colours and widths. The templates of both languages are the same, and the
dark shows what the light does (which is tested): so colours are asked once for each theme, in one width each, all else in each
language. The width of the page is measured in all eight.
"""
NO_WEBGL = """const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : get.call(this, kind, ...rest);
};"""
"""A browser that draws no maps, as on a machine without graphics: pages say so, and are looked at like that in one language."""
SHOWN = """() => [...document.body.querySelectorAll(":not(route-map *)")]
    .map(one => one.checkVisibility() ? one.id || one.tagName : "").join(" ")"""
Look = Callable[..., BrowserContext]
Looks = Mapping[tuple[str, int], Rules]


def path_of(stage: Stage, template: str) -> str:
    return template.format(**stage.made, party=stage.cast["forwarder"].party)


def settle(page: Page) -> None:
    """Until the map, if there is one, is drawn or has given up."""
    if page.locator("route-map").count():
        page.wait_for_selector("route-map[data-state]", state="attached", timeout=30_000)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_are_accessible_quiet_and_stay_inside(stage: Stage, look: Look, lang: str) -> None:
    faults: list[str] = []
    for part, paths in (("forwarder", PAGES), (None, OPEN_PAGES)):
        context = look(part, lang=lang)
        if lang == "zh":
            context.add_init_script(NO_WEBGL)
        page = context.new_page()
        for name, template in paths.items():
            faults += [
                f"{name}: {fault}" for fault in faults_of(page, stage, name, path_of(stage, template), LOOKS[lang])
            ]
    assert faults == []


def faults_of(page: Page, stage: Stage, name: str, path: str, looks: Looks) -> list[str]:
    said: list[str] = []
    wanted = 404 if name == "not found" else 200

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and str(wanted) not in message.text:
            said.append(f"the browser says {message.text}")

    def failed(error: Error) -> None:
        said.append(f"a script fails: {error}")

    page.on("console", note)
    page.on("pageerror", failed)
    with only_requests_to(page, stage.url):
        response = page.goto(path)
        settle(page)
        found = faults_of_looks(page, looks)
    page.remove_listener("console", note)
    page.remove_listener("pageerror", failed)
    if response is None or response.status != wanted:
        said.append(f"status {response and response.status}")
    return said + found


def faults_of_looks(page: Page, looks: Looks) -> list[str]:
    found: list[str] = []
    shown: dict[tuple[str, int], str] = {}
    for (theme, width), rules in looks.items():
        found += [f"{theme} {width}: {fault}" for fault in look_at(page, theme, width, rules=rules)]
        shown[theme, width] = page.evaluate(SHOWN)
    other = [width for theme, width in looks if shown[theme, width] != shown["light", width]]
    return found + [f"dark {width}: shows other things than in the light" for width in other]


def look_at(page: Page, theme: str, width: int, within: str = "html", rules: Rules = Rules.ALL) -> list[str]:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return ([f"{wide} px wider than the window"] if wide > 0 else []) + axe_violations(page, within, rules)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "not found"])
def test_every_page_has_its_json(stage: Stage, look: Look, name: str) -> None:
    context = look("forwarder")
    path, _, query = path_of(stage, PAGES[name]).partition("?")
    json_path = "/index.json" if path == "/" else f"{path}.json"
    response = context.request.get(f"{json_path}?{query}")
    assert response.status == 200
    assert isinstance(response.json(), dict)


def test_a_document_tells_its_times_in_the_zones_of_their_places(stage: Stage, look: Look) -> None:
    said = look("forwarder").request.get(f"/documents/{stage.made['document']}.json").json()["content"]
    assert [at[-6:] for at in (said["issued_at"], said["carriage"][0]["departs"])] == ["+08:00", "+08:00"]


def test_pages_ask_who_you_are_and_come_back(stage: Stage, look: Look) -> None:
    page = look(None).new_page()
    page.goto("/documents?held=1")
    assert "/login?next=" in page.url
    assert page.context.request.get("/documents.json").status == 401
