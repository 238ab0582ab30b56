"""Every page in both languages, both themes, on a phone and on a desk: nothing axe finds, nothing that leaves the node, no error said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.console.seed import Stage
from tests.support.browser import axe_violations, only_requests_to

PLAN = "/plan?from=CNCKG&to=SGSIN&ready=2026-12-05T08:00&teu=2&pick=2"
PAGES = {
    "overview": "/",
    "plan form": "/plan",
    "plan": PLAN,
    "plan across the antimeridian": "/plan?from=CNCKG&to=USLAX&ready=2026-12-05T08:00",
    "no route": "/plan?from=CNCKG&to=SGSIN&ready=2026-12-05T08:00&without=air&without=rail&without=road&without=sea&without=river",
    "consignments": "/consignments",
    "consignments found none": "/consignments?q=NOTHING",
    "consignment": "/consignments/{consignment}",
    "consignment nobody confirmed": "/consignments/{waiting}",
    "import": "/consignments/import",
    "quote": "/quotes/{quote}",
    "documents": "/documents",
    "document": "/documents/{document}",
    "issue, choose": "/documents/new",
    "issue": "/documents/new?consignment={waiting}",
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
    "published figures": "/network/check",
    "sources": "/network/sources",
    "parties": "/parties",
    "party": "/parties/{party}",
    "settings": "/settings",
    "journal": "/journal",
    "not found": "/consignments/cns_unknown",
}
OPEN_PAGES = {
    "login": "/login",
    "one-time login": "/login?token=x",
    "verify, not logged in": "/verify",
    "reset": "/reset?token=x",
}
WITH_MAPS = [("en", "light", 1280), ("zh", "dark", 360)]
"""Where the maps are waited for: without a graphics card a browser draws one in seconds."""
LOOKS = [(lang, theme, width) for lang in ("en", "zh") for theme in ("light", "dark") for width in (1280, 360)]
Look = Callable[..., BrowserContext]


def path_of(stage: Stage, template: str) -> str:
    return template.format(**stage.made, party=stage.cast["forwarder"].party)


def settle(page: Page) -> None:
    """Until the map, if there is one, is drawn or has given up."""
    if page.locator("route-map").count():
        page.wait_for_selector("route-map[data-state]", state="attached", timeout=30_000)


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_pages_are_accessible_quiet_and_stay_inside(
    stage: Stage, look: Look, lang: str, theme: str, width: int
) -> None:
    faults: list[str] = []
    for context, paths in (
        (look("forwarder", lang=lang, theme=theme, width=width), PAGES),
        (look(None, lang=lang, theme=theme, width=width), OPEN_PAGES),
    ):
        page = context.new_page()
        for name, template in paths.items():
            faults += faults_of(page, stage, name, path_of(stage, template), wait=(lang, theme, width) in WITH_MAPS)
    assert faults == []


def faults_of(page: Page, stage: Stage, name: str, path: str, *, wait: bool = True) -> list[str]:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not (name == "not found" and "404" in message.text):
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    with only_requests_to(page, stage.url):
        response = page.goto(path)
        if wait:
            settle(page)
    page.remove_listener("console", note)
    faults = [f"{name}: says {text}" for text in said]
    if response is None or response.status != (404 if name == "not found" else 200):
        faults.append(f"{name}: status {response and response.status}")
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        faults.append(f"{name}: {wide} px wider than the window")
    return faults + [f"{name}: {found}" for found in axe_violations(page)]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "not found"])
def test_every_page_has_its_json(stage: Stage, look: Look, name: str) -> None:
    context = look("forwarder")
    path, _, query = path_of(stage, PAGES[name]).partition("?")
    json_path = "/index.json" if path == "/" else f"{path}.json"
    response = context.request.get(f"{json_path}?{query}")
    assert response.status == 200
    assert isinstance(response.json(), dict)


def test_pages_ask_who_you_are_and_come_back(stage: Stage, look: Look) -> None:
    page = look(None).new_page()
    page.goto("/documents?held=1")
    assert "/login?next=" in page.url
    assert page.context.request.get("/documents.json").status == 401
