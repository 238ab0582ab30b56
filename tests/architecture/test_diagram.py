"""The diagram of ARCHITECTURE.md is what the code's imports say."""

from __future__ import annotations

import configparser
from pathlib import Path

import draw_rooms

CONFIG = draw_rooms.ROOT / ".importlinter"


def test_the_diagram_is_current() -> None:
    page = draw_rooms.PAGE.read_text(encoding="utf-8")
    current = draw_rooms.with_diagram(page, draw_rooms.diagram(draw_rooms.SOURCE))
    assert page == current, "run: .venv/bin/python tools/draw_rooms.py"


def test_an_import_becomes_an_arrow(tmp_path: Path) -> None:
    for room in ("lading", "consignment", "kernel"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("import landsea.kernel\n")
    (tmp_path / "lading" / "service.py").write_text("from landsea import consignment\n")
    drawing = draw_rooms.diagram(tmp_path)
    assert "  lading --> consignment" in drawing
    assert "consignment -->" not in drawing
    assert "--> kernel" not in drawing


def test_the_floors_drawn_are_the_floors_kept() -> None:
    parser = configparser.ConfigParser()
    parser.read(CONFIG, encoding="utf-8")
    layers = parser["importlinter:contract:floors"]["layers"].strip().splitlines()
    kept = tuple(tuple(room.strip("() ") for room in line.split("|")) for line in layers)
    assert kept == draw_rooms.FLOORS
