"""What set-up puts beside the console: nothing missing, a map without bands across it, all of it in the wheel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import assets
import basemap

MAPS = [assets.VENDOR / "basemap" / name for name in basemap.MAPS]
FONTS = [assets.VENDOR / name for name in assets.COPIES if name.startswith("fonts/")]


def rings(path: Path) -> Iterator[list[list[float]]]:
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    for polygon in feature["geometry"]["coordinates"]:
        yield from polygon


def is_land(path: Path, longitude: float, latitude: float) -> bool:
    """Even-odd rule over all rings."""
    crossings = 0
    for ring in rings(path):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def jumps(ring: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    return [(one, following) for one, following in pairwise(ring) if abs(one[0] - following[0]) > 180]


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_no_coast_jumps_across_the_antimeridian(path: Path) -> None:
    assert [jump for ring in rings(path) for jump in jumps(ring)] == []


SEA = {"north pole": (0.1, 89.9), "Arctic": (175.0, 80.0), "Pacific": (-170.0, 0.1), "Bering Strait": (-169.0, 66.0)}
LAND = {"south pole": (0.1, -89.5), "Chukotka": (-175.0, 67.0), "Chongqing": (106.55, 29.56), "Chad": (18.7, 15.4)}


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_land_is_land_and_sea_is_sea_near_the_antimeridian_and_the_poles(path: Path) -> None:
    assert {name for name, place in SEA.items() if is_land(path, *place)} == set()
    assert {name for name, place in LAND.items() if not is_land(path, *place)} == set()


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_every_ring_is_closed_and_on_the_map(path: Path) -> None:
    for ring in rings(path):
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def test_the_uncut_source_does_jump() -> None:
    """Why the cut is needed; if this fails, world-atlas has mended it and tools/basemap.py can go."""
    topology = json.loads((assets.MODULES / "world-atlas" / "land-50m.json").read_text(encoding="utf-8"))
    arcs = [list(basemap.decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    uncut = [
        ring for shape in topology["objects"]["land"]["geometries"] for p in basemap.polygons(shape, arcs) for ring in p
    ]
    assert any(jumps([list(point) for point in ring]) for ring in uncut)


def test_the_map_draws_no_borders() -> None:
    for path in MAPS:
        text = path.read_text(encoding="utf-8")
        assert "LineString" not in text
        assert len(json.loads(text)["features"]) == 1


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_the_document_fonts_cover_gbk_and_gb2312_punctuation(path: Path) -> None:
    known = TTFont(path, lazy=True).getBestCmap()
    hanzi = {chr(code) for code in range(0x4E00, 0x9FA6)}
    assert [
        character
        for character in hanzi | set("一单制。，；：（）《》、・ABCabcéü0123456789")
        if ord(character) not in known
    ] == []


def test_the_document_fonts_are_one_family_in_regular_and_bold() -> None:
    fonts = [TTFont(path, lazy=True) for path in FONTS]
    assert {str(font["name"].getBestFamilyName()) for font in fonts} == {"Noto Sans SC"}
    assert sorted(font["OS/2"].usWeightClass for font in fonts) == [400, 700]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=assets.ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_asset(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    files = [path for folder in (assets.VENDOR, assets.CONTEXTS) for path in folder.rglob("*") if path.is_file()]
    expected = {path.relative_to(assets.ROOT / "src").as_posix() for path in files}
    assert len(expected) >= len(assets.COPIES) + len(assets.CONTEXT_COPIES) + len(basemap.MAPS) + 1
    assert expected - inside == set()


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src/landsea"]
    listed = subprocess.run(command, cwd=assets.ROOT, check=True, capture_output=True, text=True)
    ours = {line.removeprefix("src/") for line in listed.stdout.splitlines()}
    installed = ("landsea/console/static/vendor/", "landsea/identity/contexts/")
    vendored = {name for name in inside if name.startswith(installed)}
    assert ours - inside == set()
    assert inside - ours - vendored == set()


def test_the_wheel_installs_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "landsea = landsea.app.cli:main" in archive.read(entry_points).decode()


def test_the_command_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    environment = {"PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"], "LANDSEA_HOME": str(tmp_path / "home")}
    script = "import landsea, sys; print(landsea.__file__); sys.argv[1:] = ['--help']; from landsea.app.cli import main; main()"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "landsea"))
    assert "serve" in done.stdout


def test_the_licences_of_what_is_shipped_are_shipped() -> None:
    text = (assets.VENDOR / "licences.txt").read_text(encoding="utf-8")
    assert all(package in text for package in assets.LICENCES)
    assert "SIL OPEN FONT LICENSE" in text.upper()
