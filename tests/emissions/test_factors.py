"""The shipped factor set, its licence, and factor files of a user's own."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from landsea.emissions import DEFAULT_FACTOR, Mode, UnknownFactor, parse_factors, shipped
from landsea.kernel import BadSource

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "carbon" / "carbon-factors.csv"
HEADER = "id,mode,detail,ttw_kgco2e_tkm,wtt_kgco2e_tkm,region,year,basis,source,licence\n"


def test_every_shipped_factor_names_its_source_and_an_open_licence() -> None:
    for factor in shipped().factors.values():
        assert factor.licence == "OGL-UK-3.0"
        assert "DESNZ" in factor.source
        assert factor.wtw_mg_tkm > 0


def test_every_mode_has_a_default_factor_of_its_own_mode() -> None:
    for mode in Mode:
        assert shipped().get(DEFAULT_FACTOR[mode]).mode is mode


def test_shipped_figures_equal_the_published_ones() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference data (../shared/data/carbon) is not here, so shipped factors cannot be compared")
    with REFERENCE.open(encoding="utf-8") as file:
        published = {(r["mode"], r["detail"], r["boundary"]): Decimal(r["value"]) for r in csv.DictReader(file)}
    for factor in shipped().factors.values():
        if factor.basis == "published":
            for boundary, milligrams in (("TTW", factor.ttw_mg_tkm), ("WTT", factor.wtt_mg_tkm)):
                assert published[factor.mode, factor.detail, boundary] * 1_000_000 == milligrams


def test_a_missing_factor_is_refused_and_never_replaced() -> None:
    with pytest.raises(UnknownFactor, match="clean-cargo-2025"):
        shipped().get("clean-cargo-2025")


def test_a_users_file_is_read_under_its_own_name() -> None:
    mine = parse_factors(HEADER + "own-rail,rail,Own trains,0.0041,0.0123,CN,2025,published,Own meter,own\n", "mine")
    assert (mine.name, mine.get("own-rail").wtw_mg_tkm) == ("mine", 16_400)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a,rail,x,NaN,0.1,CN,2025,published,s,l", "ttw_kgco2e_tkm"),
        ("a,rail,x,-1,0.1,CN,2025,published,s,l", "ttw_kgco2e_tkm"),
        ("a,rail,x,0.1,1e999,CN,2025,published,s,l", "wtt_kgco2e_tkm"),
        ("a,rail,x,0.1,0.00000001,CN,2025,published,s,l", "wtt_kgco2e_tkm"),
        ("a,camel,x,0.1,0.1,CN,2025,published,s,l", "mode"),
        ("a,rail,x,0.1,0.1,CN,soon,published,s,l", "year"),
        ("a,rail,x,0.1,0.1,CN,2025,published,,l", "source"),
        (",rail,x,0.1,0.1,CN,2025,published,s,l", "id"),
    ],
)
def test_bad_rows_are_named_with_line_and_column(row: str, column: str) -> None:
    with pytest.raises(BadSource) as refused:
        parse_factors(HEADER + row + "\n", "mine")
    assert [(finding.line, finding.column) for finding in refused.value.findings] == [(2, column)]


def test_a_repeated_id_and_missing_columns_are_refused() -> None:
    row = "a,rail,x,0.1,0.1,CN,2025,published,s,l\n"
    with pytest.raises(BadSource, match="used before"):
        parse_factors(HEADER + row + row, "mine")
    with pytest.raises(BadSource, match="missing"):
        parse_factors("id,mode\n", "mine")
