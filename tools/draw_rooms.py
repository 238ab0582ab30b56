"""Draws the diagram of ARCHITECTURE.md from the code's imports.

python tools/draw_rooms.py            rewrites the block between the markers
python tools/draw_rooms.py --check    exit code 1 when the block is not what the code says
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "landsea"
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN = "<!-- rooms: drawn by tools/draw_rooms.py -->"
END = "<!-- /rooms -->"

FLOORS = (
    ("app",),
    ("console",),
    ("exchange",),
    ("planner", "customs", "finance", "carbon", "stock", "park", "programme"),
    ("lading", "tracking"),
    ("consignment",),
    ("routing",),
    ("emissions",),
    ("network",),
    ("notify",),
    ("policy",),
    ("identity",),
    ("journal",),
    ("runtime",),
    ("kernel",),
)
TOP = "app"
"""Composes all of them: its arrows would hide the others."""
GROUND = {"runtime", "kernel"}
"""Everybody stands on these."""


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    drawn = with_diagram(page, diagram(SOURCE))
    if "--check" in sys.argv[1:]:
        return int(page != drawn)
    PAGE.write_text(drawn, encoding="utf-8")
    return 0


def with_diagram(page: str, drawing: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{drawing}\n{END}{after}"


def diagram(source: Path) -> str:
    """Mermaid: one box a room, floors top down; an arrow where a room calls another by its door."""
    rooms = [room for floor in FLOORS for room in floor if (source / room / "__init__.py").exists()]
    arrows = sorted(
        {(caller, called) for caller in rooms if caller != TOP for called in rooms_called_by(source, caller)}
    )
    boxes = [room for room in rooms if room not in GROUND]
    lines = ["```mermaid", "flowchart TD"]
    lines += [f"  {room}[{room}: composes all rooms]" if room == TOP else f"  {room}" for room in boxes]
    lines += [f"  {caller} --> {called}" for caller, called in arrows if caller in boxes and called in boxes]
    lines += [f"  ground[{' · '.join(room for room in rooms if room in GROUND)}: under all rooms]", "```"]
    return "\n".join(lines)


def rooms_called_by(source: Path, room: str) -> set[str]:
    modules = (source / room).rglob("*.py")
    called = {name.split(".")[1] for module in modules for name in imports_of(module) if name.startswith("landsea.")}
    return called - {room}


def imports_of(module: Path) -> Iterator[str]:
    """The dotted names that a module imports; `from landsea import journal` is `landsea.journal`."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "landsea":
            yield from (f"landsea.{alias.name}" for alias in node.names if not alias.name.startswith("_"))
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


if __name__ == "__main__":
    sys.exit(main())
