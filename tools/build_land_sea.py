"""Writes the shipped network `land-sea`: `python tools/build_land_sea.py [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from land_sea.feed import build

SHIPPED = Path(__file__).resolve().parent.parent / "src/landsea/network/data/land-sea"

if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
