"""LINERLIB's format, on a tiny synthetic folder; and its published results, where the environment names the benchmark's folder."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from landsea.kernel import BadSource
from landsea.planner.service.liner import BASE_LOGS, study_linerlib
from landsea.planner.service.liner_costs import costs, passage
from landsea.planner.service.liner_files import read_instance
from landsea.planner.wire import linerlib
from landsea.planner.wire.linerlib_log import parse_log

PUBLISHED = os.environ.get("LANDSEA_LINERLIB", "")
_COSTS = "CostPerFULL\tCostPerFULLTrnsf\tPortCallCostFixed\tPortCallCostPerFFE"
PORTS = f"""UNLocode\tname\tCountry\tCabotage_Region\tD_Region\tLongitude\tLatitude\tDraft\t{_COSTS}
XXAAA\tSynthetic A\tX\tX\tX\t0\t0\t12\t100.4\t60\t1000\t2
XXBBB\tSynthetic B\tX\tX\tX\t1\t1\t12\t100\t60\t-500\t3
XXCCC\tSynthetic C\tX\tX\tX\t2\t2\t12\t200\t80\t2000\t1
XXWAY\tSynthetic waypoint\tX\tX\tX\t3\t3\t\tNULL\tNULL\t\t
"""
DISTANCES = """fromUNLOCODE\tToUNLOCODE\tDistance\tDraft\tIsPanama\tIsSuez
XXAAA\tXXBBB\t1008\t\t0\t0
XXBBB\tXXCCC\t2016\t\t0\t0
XXBBB\tXXCCC\t1008\t12\t1\t0
XXAAA\tXXCCC\t2016\t\t0\t1
"""
DEMAND = """Origin\tDestination\tFFEPerWeek\tRevenue_1\tTransitTime
XXAAA\tXXCCC\t 80 \t1000\t12
XXAAA\tXXBBB\t60.5\t500\t5
XXCCC\tXXAAA\t1\t90\t40
"""
_FUEL = "Bunker ton per day at designSpeed\tIdle Consumption ton/day\tpanamaFee\tsuezFee"
CLASSES = f"""Vessel class\tCapacity FFE\tTC rate daily (fixed Cost)\tdraft\tminSpeed\tmaxSpeed\tdesignSpeed\t{_FUEL}
Small\t100\t1000\t8\t10\t14\t12\t20\t2\t5000\t7000
Large\t4200\t9000\t13\t12\t23\t16\t80\t7\t\t9000
"""
FLEET = "Vessel class\tQuantity\nSmall\t3\n"
LOG = """*****Best found solution*****
service 0 service id 0
capacity 100
 # vessels 2
 Butterfly rotation
1\tXXAAA\tSynthetic A
2\tXXBBB\tSynthetic B
3\tXXCCC\tSynthetic C
 speed 12
 voyage distance nautical miles 4032
 ------------------Flow Solution ----------------------
ID:0 XXAAA->XXCCC Transported 80, trans in %: 100
Objective value: -1000  Objective value without penalty: 1
Vessel Class cost: 14000
Bunker idle burn cost: 3600
fuel_burn: 1.68e+05
Port Call Cost: 3100
Canal costs 12000
Revenue: 91000
Penalty: 40500
Handling cost: 20000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    files = {"ports": PORTS, "dist_dense": DISTANCES, "Demand_Tiny": DEMAND, "fleet_data": CLASSES, "fleet_Tiny": FLEET}
    for name, text in files.items():
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "Tiny.log").write_text(LOG, encoding="utf-8")
    return tmp_path


def test_a_tiny_instance_is_solved_as_by_hand(folder: Path) -> None:
    """One vessel of 100 a week: 80 to C pay 1000 - 300, 20 to B 500 - 200; 1 from C pays 90 - 300 + penalty; 40.5 to B stay at 1000."""
    study = study_linerlib(folder, "Tiny")
    assert study.allocation.carried == (80_000, 20_000, 1000)
    assert study.flow_part == 80 * 700 + 20 * 300 + (90 - 300) - Decimal("40.5") * 1000


def test_the_objective_takes_the_published_costs_and_ours_stand_beside(folder: Path) -> None:
    study = study_linerlib(folder, "Tiny")
    assert study.published is not None
    assert study.published.costs.total == 14000 + 3600 + 168000 + 3100 + 12000
    assert study.objective == study.flow_part - study.published.costs.total
    # 2 vessels x 7 days x 1000; (1000 + 2 x 100) + (-500 + 3 x 100) + (2000 + 1 x 100); Panama and Suez once each
    assert study.own.charter == 14000
    assert study.own.port_calls == 1200 - 200 + 2100
    assert study.own.canals == 12000
    # 4032 miles in 14 - 3 days: 15.27 knots; 20 t x (15.27 / 12)^3 a day for 11 days, and 3 calls of 2 t
    assert float(study.own.bunker) == pytest.approx(600 * (20 * (4032 / 264 / 12) ** 3 * 11 + 6))


def test_transit_times_hold_only_when_asked_for(folder: Path) -> None:
    """A to B takes 1008 miles at 12 knots, 3.5 days; A to C a day in B longer, and 84 hours more."""
    assert study_linerlib(folder, "Tiny", limits=True).allocation.flows[0].minutes == (84 + 24 + 84) * 60
    tight = DEMAND.replace("1000\t12", "1000\t7")
    (folder / "tight.csv").write_text(tight, encoding="utf-8")
    study = study_linerlib(folder, "Tiny", demand=folder / "tight.csv", limits=True)
    assert study.allocation.carried[0] == 0
    assert study.allocation.rejections[0].by == 24 * 60


def test_a_vessel_too_deep_for_the_canal_goes_around(folder: Path) -> None:
    instance, _ = read_instance(folder, "Tiny")
    assert passage(instance, "XXCCC", "XXBBB", instance.classes["Small"]).miles == 1008
    assert passage(instance, "XXCCC", "XXBBB", instance.classes["Large"]).miles == 2016


def test_services_can_be_given_as_rotations(folder: Path) -> None:
    small = CLASSES.replace("Small\t100", "Feeder_450\t450")
    (folder / "data" / "fleet_data.csv").write_text(small, encoding="utf-8")
    (folder / "data" / "fleet_Tiny.csv").write_text(FLEET.replace("Small", "Feeder_450"), encoding="utf-8")
    rots = (
        '[{"rot_id": 7, "rot_speed": 12, "rot_num_v": 4, "rot_class": "Feeder_450", "rot_calls": ["XXAAA", "XXBBB"]}]'
    )
    (folder / "rots.json").write_text(rots, encoding="utf-8")
    study = study_linerlib(folder, "Tiny", services=folder / "rots.json")
    assert study.published is None
    assert study.allocation.carried == (0, 60_500, 0)
    assert [str(one) for one in study.findings] == [
        "fleet_Tiny.csv: Quantity: The services use 4 vessels of Feeder_450; there are 3. Take the services of this case."
    ]
    assert costs(study.instance, study.rotations).charter == 28_000


def located(text: str, parse: object) -> list[tuple[int, str]]:
    assert callable(parse)
    return [(one.line, one.column) for one in parse(text, "file.csv")[1]]


def test_bad_rows_are_located_and_the_others_read() -> None:
    text = (
        DEMAND
        + "XXAAA\tXXBBB\t1\t1\t1\nXXBBB\tXXCCC\tmany\t1\t1\nXXBBB\tXXBBB\t1\t1\t1\nXXBBB\tXXAAA\t1\n\nXXBBB\tXXAAA\tNaN\t1\t1\n"
    )
    demands, findings = linerlib.parse_demand(text, "Demand_Tiny.csv")
    assert len(demands) == 3
    assert [(one.line, one.column, one.error) for one in findings] == [
        (6, "FFEPerWeek", True),
        (7, "Destination", True),
        (8, "", True),
        (10, "FFEPerWeek", True),
        (5, "", False),
    ]


@pytest.mark.parametrize(
    ("text", "parse", "where"),
    [
        (PORTS.replace("100.4", "-100"), linerlib.parse_ports, (2, "CostPerFULL")),
        (PORTS.replace("\t1000\t2", "\tinf\t2"), linerlib.parse_ports, (2, "PortCallCostFixed")),
        (DISTANCES.replace("\t1008\t\t", "\t10.5\t\t"), linerlib.parse_passages, (2, "Distance")),
        (DISTANCES.replace("XXAAA\tXXBBB", "XXAAA\tXXAAA"), linerlib.parse_passages, (2, "ToUNLOCODE")),
        (CLASSES.replace("\t10\t14\t", "\t15\t14\t"), linerlib.parse_classes, (2, "minSpeed")),
        (CLASSES.replace("Small\t100", "Small\t0"), linerlib.parse_classes, (2, "Capacity FFE")),
        (FLEET.replace("3", "a few"), linerlib.parse_fleet, (2, "Quantity")),
        ("{", linerlib.parse_rotations, (1, "")),
        ('[{"rot_id": 1}]', linerlib.parse_rotations, (0, "[0]")),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, parse: object, where: tuple[int, str]) -> None:
    assert located(text, parse) == [where]


def test_a_log_without_totals_or_services_says_so() -> None:
    rotations, published, findings = parse_log("service 0 service id 4\ncapacity 10\n", "x.log")
    assert (rotations, published) == ((), None)
    assert [one.what.split(".")[0] for one in findings][:2] == [
        "Service 4 has no vessels, speed",
        "There is no service in this log",
    ]


@pytest.mark.parametrize(
    ("left_out", "missing", "compared"),
    [("Objective value: -1000", "Objective value:", False), ("Revenue: 91000", "Revenue:", True)],
)
def test_a_log_without_some_totals_is_used_for_what_it_holds(
    folder: Path, left_out: str, missing: str, compared: bool
) -> None:
    whole = study_linerlib(folder, "Tiny")
    (folder / "Tiny.log").write_text(LOG.replace(left_out, ""), encoding="utf-8")
    study = study_linerlib(folder, "Tiny")
    assert (study.flow_part, study.published is not None) == (whole.flow_part, compared)
    assert [(one.error, one.what) for one in study.findings] == [(False, f"These totals are missing: {missing}.")]


def test_a_service_that_the_tables_do_not_know_is_refused_with_its_line(folder: Path) -> None:
    (folder / "Tiny.log").write_text(
        LOG.replace("3\tXXCCC", "3\tXXWAY").replace("capacity 100", "capacity 5"), encoding="utf-8"
    )
    with pytest.raises(BadSource) as raised:
        study_linerlib(folder, "Tiny")
    assert [one.what for one in raised.value.findings] == [
        "No class has 5 FFE.",
        "There is no distance from XXBBB to XXWAY.",
        "Port XXWAY is not in ports.csv with its costs.",
    ]


def test_a_folder_without_the_file_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadSource) as raised:
        study_linerlib(tmp_path, "Tiny")
    assert raised.value.findings[0].source == "ports.csv"


@pytest.mark.skipif(not PUBLISHED, reason="LANDSEA_LINERLIB does not name a folder with the LINERLIB benchmark")
@pytest.mark.parametrize("name", [name for name in BASE_LOGS if name not in ("WorldSmall", "EuropeAsia")])
def test_published_base_results_are_reproduced_within_a_fiftieth_of_a_percent(name: str) -> None:
    study = study_linerlib(Path(PUBLISHED), name)
    assert study.published is not None
    assert study.difference is not None
    assert abs(study.difference) < Decimal("0.0002")
    assert abs(study.objective - study.published.objective) < abs(study.published.objective) * Decimal("0.0002")
    for kind in ("charter", "bunker", "port_calls", "canals"):
        assert float(getattr(study.own, kind)) == pytest.approx(float(getattr(study.published.costs, kind)), rel=1e-4)
