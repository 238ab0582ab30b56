"""A study with everything a page can show, its figures made up (synthetic)."""

from __future__ import annotations

from datetime import UTC, datetime

from landsea.planner import DemandEffect, Effect, Later, Named, Pair, StudyResult, Volume, Way

PLACES = {
    "CNCKG": Named("Chongqing", "重庆", 29_560_000, 106_550_000),
    "CNQZH": Named("Qinzhou", "钦州", 21_730_000, 108_600_000),
    "SGSIN": Named("Singapore", "新加坡", 1_290_000, 103_850_000),
    "IDJKT": Named("Jakarta", "雅加达", -6_130_000, 106_850_000),
    "VNHPH": Named("Haiphong", "海防", 20_860_000, 106_680_000),
}
SCENARIO = """name = "Qinzhou closed for a week (synthetic)"

[base]
start = 2026-12-05
origins = ["CNCKG"]
destinations = ["SGSIN", "IDJKT", "VNHPH"]

[[change]]
close = "CNQZH"
"""


def study_result() -> StudyResult:
    return StudyResult(
        digest="0" * 64,
        scenario=SCENARIO,
        name="Qinzhou closed for a week (synthetic)",
        name_zh="钦州港关闭一周（合成）",
        network="land-sea 2026.11",
        basis="Illustrative timetable: its published anchors are exact, its services are assumed. Replace it with your own.",
        basis_zh="示例时刻表：已公布的数据点保持一致，班次为假设。请以自有数据替换。",
        currency="USD",
        start=datetime(2026, 12, 5, tzinfo=UTC),
        weeks=1,
        by="arrival",
        criteria=("arrival", "cost"),
        origins=("CNCKG",),
        destinations=("SGSIN", "IDJKT", "VNHPH"),
        sweep="ports",
        deadline_days=None,
        samples=0,
        effects=(_effect(1, "CNQZH", "Qinzhou", "钦州", 4200), _effect(2, "SGSIN", "Singapore", "新加坡", 900)),
        pairs=tuple(_pair(variant, place) for variant in (1, 2) for place in ("SGSIN", "IDJKT")),
        demand=(DemandEffect("CNCKG", "SGSIN", 40, 25, 10, 5),),
        volumes=(
            Volume("S-QZH-SIN", "Illustrative direct sailing Qinzhou-Singapore", "示例直航 钦州—新加坡", 40, 0),
            Volume("S-SNZ-SIN", "Illustrative sailing Shenzhen-Singapore", "示例航线 深圳—新加坡", 5, 30),
        ),
        places=PLACES,
    )


def _effect(number: int, closed: str, name: str, name_zh: str, minutes: int) -> Effect:
    return Effect(
        number=number,
        name=f"{name} closed",
        name_zh=f"{name_zh}关闭",
        closed=closed,
        compared=3,
        lost_count=1,
        later_count=2,
        earlier_count=0,
        missed_count=0,
        mean_minutes=minutes,
        worst_minutes=2 * minutes,
        mean_cost=-4500 * number,
        mean_co2e_grams=120_000,
        itself=closed == "SGSIN",
        lost=(("CNCKG", "VNHPH"),),
        later=(Later("CNCKG", "SGSIN", minutes), Later("CNCKG", "IDJKT", 2 * minutes)),
    )


def _pair(variant: int, place: str) -> Pair:
    before = Way(10_300, 212_576, 3_159_122, 2, ("R-CKG-QZH", "S-QZH-SIN"))
    after = Way(10_300 + 4200 // variant, 257_444, 2_041_262, 2, ("R-CKG-SNZ", "S-SNZ-SIN"))
    return Pair(variant, "CNCKG", place, 0, {"arrival": before, "cost": before}, {"arrival": after, "cost": after})
