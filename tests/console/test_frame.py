"""What stands on every page, without a browser."""

from __future__ import annotations

import json
import re

import pytest
from fastapi import Request

from landsea.console.pages import router
from landsea.console.render import Shell, environment, render

EPOCH = "Title acts are disabled"


def html(shell: Shell, lang: str = "en", **data: object) -> str:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"cookie", f"lang={lang}".encode())],
    }
    content = {"status": 404, "code": "not-found", "detail": "", **data}
    return bytes(render(Request(scope), "error.html", content, shell).body).decode()


def shell(**given: object) -> Shell:
    return Shell(section="/", theme="auto", now="2026-11-23T00:00:00+00:00", **given)  # type: ignore[arg-type]


def test_a_sandbox_says_so_and_a_real_node_does_not() -> None:
    assert "SANDBOX" in html(shell(sandbox=True))
    assert "沙盒" in html(shell(sandbox=True), "zh")
    assert "SANDBOX" not in html(shell())


def test_a_restored_node_warns_on_every_page() -> None:
    assert EPOCH in html(shell(title_acts_disabled=True))
    assert EPOCH not in html(shell())


def test_what_others_wrote_is_shown_as_text() -> None:
    page = html(shell(user="<script>alert(1)</script>", party_en="</script><b>"), detail="<img src=x onerror=alert(1)>")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "</script><b>" not in page


def test_data_for_scripts_cannot_end_its_own_block() -> None:
    made = environment().from_string('<script type="application/json">{{ value | tojson }}</script>')
    block = made.render(value={"name": "</script><script>alert(1)</script>"})
    inner = re.fullmatch(r'<script type="application/json">(.*)</script>', block)
    assert inner is not None
    assert "</script>" not in inner[1]
    assert json.loads(inner[1]) == {"name": "</script><script>alert(1)</script>"}


def test_no_page_has_a_script_or_handler_of_its_own() -> None:
    """The content security policy would stop them; they are not even tried."""
    sources = {name: environment().loader.get_source(environment(), name)[0] for name in environment().list_templates()}  # type: ignore[union-attr]
    for name, source in sources.items():
        assert not re.search(r"\son[a-z]+=", source), name
        assert not re.search(r"<script(?![^>]*(src=|application/json))", source), name
        assert not re.search(r"https?://", source), name


@pytest.mark.parametrize("path", sorted({route.path for route in router.routes}))  # type: ignore[attr-defined]
def test_every_page_has_a_json_route_before_it(path: str) -> None:
    """Before it: `/things/{id}` would take `/things/1.json` for an id."""
    paths = [route.path for route in router.routes]  # type: ignore[attr-defined]
    if path.endswith(".json"):
        return
    twin = "/index.json" if path == "/" else f"{path}.json"
    assert paths.index(twin) < paths.index(path)


def test_fixed_paths_come_before_those_with_an_id() -> None:
    paths = [route.path for route in router.routes]  # type: ignore[attr-defined]
    for fixed, open_ in (
        ("/consignments/import", "/consignments/{id}"),
        ("/documents/new", "/documents/{id}"),
        ("/events/exceptions", "/events/{id}"),
    ):
        assert paths.index(f"{fixed}.json") < paths.index(f"{open_}.json")
        assert paths.index(fixed) < paths.index(open_)
