"""Values that cannot be constructed wrong, and that every word of their refusals is said in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea import consignment
from landsea.consignment import CutoffKind, DangerousGoods, Equipment, Temperature
from landsea.consignment.rules.itinerary import span
from landsea.consignment.rules.packages import PACKAGES
from landsea.kernel import BadValue, Money, Quantity
from landsea.runtime.i18n import catalog
from tests.consignment.example import BOX, LEMONS, RAIL_LEG, at

ROOM = Path(consignment.__file__).parent


@pytest.mark.parametrize(
    "make",
    [
        lambda: replace(RAIL_LEG, arrives=at(3)),
        lambda: replace(RAIL_LEG, departs=datetime(2026, 11, 24, 8, 0)),  # noqa: DTZ001 - no zone is the point
        lambda: replace(RAIL_LEG, distance_km=-1),
        lambda: replace(RAIL_LEG, co2e_grams=-1),
        lambda: consignment.PriceLine("discount", Money("USD", -1)),
        lambda: replace(LEMONS, hs_code="080"),
        lambda: replace(LEMONS, hs_code="08055012345"),
        lambda: replace(LEMONS, hs_code="０８０５"),  # noqa: RUF001 - full-width digits are the point
        lambda: replace(LEMONS, packages=0),
        lambda: replace(LEMONS, packages=True),
        lambda: replace(LEMONS, package_code="ct"),
        lambda: replace(LEMONS, gross_weight=Quantity("0", "KGM")),
        lambda: replace(LEMONS, gross_weight=Quantity("5", "MTQ")),
        lambda: replace(LEMONS, volume=Quantity("5", "KGM")),
        lambda: DangerousGoods("126", "3"),
        lambda: DangerousGoods("1263", "10"),
        lambda: DangerousGoods("1263", "3.1"),
        lambda: DangerousGoods("1263", "1.4Z"),
        lambda: DangerousGoods("1263", "3", "IV"),
        lambda: DangerousGoods("1263", "3", "II", "hot"),
        lambda: DangerousGoods("1263", "3", "II", "1e5"),
        lambda: Temperature("4", lowest="5"),
        lambda: Temperature("4", highest="3.9"),
        lambda: Temperature("NaN"),
        lambda: Temperature("４"),  # noqa: RUF001 - full-width digits are the point
        lambda: Equipment(BOX, "45r1"),
        lambda: Equipment(BOX, "95R1"),
        lambda: Equipment(BOX, "45R1", vgm=Quantity("0", "KGM")),
        lambda: Equipment(BOX, "45R1", vgm_method="SM3"),
    ],
)
def test_a_wrong_value_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(BadValue):
        make()


@pytest.mark.parametrize("code", ["22G1", "42G1", "45G1", "45R1", "L5G1", "22T6", "2EG0", "M5G1", "42U1", "22P3"])
def test_size_type_codes_in_use_are_taken(code: str) -> None:
    assert Equipment(BOX, code).iso_code == code


@pytest.mark.parametrize("hazard", ["1.1D", "1.4S", "2.1", "2.3", "3", "4.2", "5.1", "6.2", "7", "9"])
def test_classes_and_divisions_of_the_model_regulations_are_taken(hazard: str) -> None:
    assert DangerousGoods("1263", hazard).hazard_class == hazard


def test_times_are_kept_in_utc() -> None:
    chongqing = timezone(timedelta(hours=8))
    leg = replace(RAIL_LEG, departs=at(3).astimezone(chongqing), cargo_cutoff=at(2).astimezone(chongqing))
    assert (leg.departs.utcoffset(), leg.cargo_cutoff) == (timedelta(), at(2))
    assert list(leg.cutoffs) == [CutoffKind.DOCUMENT, CutoffKind.CUSTOMS, CutoffKind.CARGO]


def test_package_codes_of_recommendation_21_are_known_and_others_not() -> None:
    assert {"CT", "PX", "BG", "DR", "1A", "ZZ", "NE", "8A", "VR", "FX", "WA"} <= PACKAGES
    assert not {"XX", "AA1", "00", "CT ", "RC", "1C"} & PACKAGES


@given(st.integers(1, 10**7))
def test_a_span_is_printed_in_whole_minutes_rounded_up(seconds: int) -> None:
    units = {"d": 1440, "h": 60, "min": 1}
    parts = span(timedelta(seconds=seconds)).split(" ")
    minutes = sum(int(number) * units[unit] for number, unit in zip(parts[::2], parts[1::2], strict=True))
    assert 0 <= minutes * 60 - seconds < 60


def said_by(path: Path) -> set[str]:
    """What the module's calls that build a `BadValue` give as what, why and mend, and what `clean` is told to name."""
    said: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if node.func.id in ("_bad", "clean", "_optional", "_celsius"):
            said |= {text for text in texts if path.name != "sheet.py"}
        if node.func.id == "BadValue":
            named = {one.arg: one.value for one in node.keywords}
            said |= {
                value.value
                for name in ("what", "why", "mend")
                if isinstance(value := named[name], ast.Constant) and isinstance(value.value, str)
            }
    return said


def test_every_word_of_the_refused_values_is_said_in_chinese() -> None:
    said = {text for path in ROOM.rglob("*.py") for text in said_by(path)}
    assert "flash point" in said
    assert sorted(said - catalog("zh").keys()) == []
