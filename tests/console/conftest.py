"""The real node behind the browser tests: one server with a seeded sandbox for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.console.seed import PASSWORD, Stage, running_node
from tests.support import kernels
from tests.support.browser import launch_arguments, use_packaged_node


@pytest.fixture(scope="package", autouse=True)
def _compiled() -> Iterator[None]:
    with kernels.compiled():
        yield


expect.set_options(timeout=30_000)  # shared machines are slow at times, and what holds is seen at once


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    use_packaged_node()
    return launch_arguments()


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with running_node(tmp_path_factory.mktemp("console")) as running:
        yield running


@pytest.fixture(scope="session")
def session_of(browser: Browser, stage: Stage) -> Callable[[str], Any]:
    """The cookies of who plays `part`, after a login through the page."""
    known: dict[str, Any] = {}

    def log_in(part: str) -> Any:
        if part not in known:
            context = browser.new_context(base_url=stage.url)
            page = context.new_page()
            page.goto("/login")
            page.fill("#email", stage.cast[part].email)
            page.fill("#password", PASSWORD)
            page.click("main form button")
            page.wait_for_url(f"{stage.url}/")
            known[part] = context.storage_state()
            context.close()
        return known[part]

    return log_in


@pytest.fixture
def look(browser: Browser, stage: Stage, session_of: Callable[[str], Any]) -> Iterator[Callable[..., BrowserContext]]:
    """`look("forwarder", lang="zh", theme="dark", width=360)`: a browser of who plays the part; `None`: of nobody."""
    opened: list[BrowserContext] = []

    def open_context(part: str | None, *, lang: str = "en", theme: str = "light", width: int = 1280) -> BrowserContext:
        context = browser.new_context(
            base_url=stage.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            timezone_id="Asia/Shanghai",
            storage_state=session_of(part) if part else None,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "lang", "value": lang, "url": stage.url}])
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
