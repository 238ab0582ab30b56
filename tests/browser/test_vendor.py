"""The vendored libraries work in a real browser under the console's own policy, offline, and the checks on pages can fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from landsea.runtime.http import CONTENT_SECURITY_POLICY
from tests.support.browser import axe_violations, only_requests_to

VENDOR = Path(__file__).resolve().parents[2] / "src" / "landsea" / "console" / "static" / "vendor"

PAGE = """<!doctype html><html lang="zh"><head><title>地图</title><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/maplibre/maplibre-gl.css">
<script type="module" src="/page.mjs"></script></head>
<body><main style="height: 400px"><h1>重庆</h1><div id="map" style="height: 300px"></div></main></body></html>"""

SCRIPT = """import * as maplibregl from "/maplibre/maplibre-gl.mjs";
const style = {version: 8, sources: {land: {type: "geojson", data: "/basemap/land-50m.geojson"}}, layers: [
  {id: "sea", type: "background", paint: {"background-color": "#ffffff"}},
  {id: "land", type: "fill", source: "land", paint: {"fill-color": "#000000"}}]};
const map = new maplibregl.Map({container: "map", style, center: [106.5, 29.5], zoom: 2, attributionControl: false});
window.map = map;
map.once("idle", () => {
  const at = (place) => map.queryRenderedFeatures(map.project(place), {layers: ["land"]}).length;
  document.body.dataset.land = JSON.stringify({chongqing: at([106.55, 29.56]), gulf: at([108.6, 20.5])});
});"""


class Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def do_GET(self) -> None:
        made = {
            "/": ("text/html", PAGE),
            "/page.mjs": ("text/javascript", SCRIPT),
            "/favicon.ico": ("image/x-icon", ""),
        }
        if self.path not in made:
            return super().do_GET()
        kind, text = made[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())
        return None

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(VENDOR)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_map_draws_the_land_offline_under_the_strict_policy(page: Page, origin: str) -> None:
    faults: list[str] = []
    page.on("console", lambda message: note_fault(message, faults))
    page.on("pageerror", lambda error: faults.append(str(error)))
    with only_requests_to(page, origin):
        page.goto(origin)
        page.wait_for_function("() => document.body.dataset.land", timeout=30_000)
    assert page.evaluate("() => document.body.dataset.land") == '{"chongqing":1,"gulf":0}'
    assert faults == []


def note_fault(message: ConsoleMessage, faults: list[str]) -> None:
    if message.type == "error":
        faults.append(message.text)


def test_axe_passes_a_sound_page_and_finds_a_planted_fault(page: Page, origin: str) -> None:
    page.goto(origin)
    page.wait_for_function("() => document.body.dataset.land", timeout=30_000)
    assert axe_violations(page) == []
    page.evaluate("() => { document.querySelector('main').append(document.createElement('img')) }")
    assert [found.split(":")[0] for found in axe_violations(page)] == ["image-alt"]


def test_a_request_to_anywhere_else_is_noticed(page: Page, origin: str) -> None:
    with pytest.raises(AssertionError, match="left the node"), only_requests_to(page, origin):
        page.set_content(
            f"<img src='{origin}/favicon.ico'><img src='http://127.0.0.1:9/elsewhere.png'>", wait_until="load"
        )
