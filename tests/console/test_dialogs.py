"""What opens over a page is as accessible as the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.seed import Stage
from tests.console.test_pages import PLAN, look_at, path_of
from tests.support.browser import Rules

Look = Callable[..., BrowserContext]
PAGES = {
    "plan": ("forwarder", PLAN),
    "kept plan": ("forwarder", "/plans/{plan}"),
    "consignment nobody confirmed": ("forwarder", "/consignments/{waiting}"),
    "parties": ("forwarder", "/parties"),
}
LOOKS = {"en": ("light", 360, Rules.ALL), "zh": ("dark", 1280, Rules.ALL)}


@pytest.mark.parametrize("lang", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_dialogs_are_accessible(stage: Stage, look: Look, name: str, lang: str) -> None:
    part, template = PAGES[name]
    page = look(part, lang=lang).new_page()
    page.goto(path_of(stage, template))
    ids: list[str] = page.evaluate("() => [...document.querySelectorAll('dialog')].map(dialog => dialog.id)")
    assert ids
    one_of_a_kind = {re.sub(r"\d+", "", id): id for id in ids}
    assert [fault for id in one_of_a_kind.values() for fault in faults_of(page, id, LOOKS[lang])] == []


def faults_of(page: Page, id: str, look: tuple[str, int, Rules]) -> list[str]:
    theme, width, rules = look
    page.evaluate("id => document.getElementById(id).showModal()", id)
    faults = [f"{id}: {fault}" for fault in look_at(page, theme, width, "dialog[open]", rules)]
    page.evaluate("id => document.getElementById(id).close()", id)
    return faults


def test_a_dialog_gives_the_focus_back(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto("/parties")
    opener = page.get_by_role("button", name="Register a party")
    opener.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


@pytest.mark.parametrize(("menu", "width"), [(".top > .menu", 360), (".account", 360), (".account", 1280)])
def test_menus_are_accessible_when_open(look: Look, menu: str, width: int) -> None:
    page = look("forwarder", lang="zh", width=width).new_page()
    page.goto("/journal")
    page.locator(f"{menu} > summary").click()
    faults = look_at(page, "light", width) + look_at(page, "dark", width, rules=Rules.COLOURS)
    assert [fault for fault in faults if "target-size" not in fault] == []  # what the menu covers has no size meanwhile
