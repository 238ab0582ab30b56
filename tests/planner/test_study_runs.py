"""One process, many, a cluster, a run that was killed and went on: the same study, byte for byte."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import landsea
from landsea.planner import StudyCase, on_cores, on_ray, run_study
from landsea.planner.service.study.on_ray import NoCluster, RayIsMissing
from landsea.planner.service.study.run import LogOfAnotherStudy, _begin, here
from landsea.planner.service.study.tasks import Task, tasks_of
from tests.planner.studies import case, everything, found, text

SWEEP = text(
    '[sweep]\nclose = "ports"\nonly = ["SGSIN", "CNQZH", "MYPKG", "CNSNZ", "VNHPH"]\n',
    destinations='"SGSIN", "VNSGN", "KRPUS"',
    weeks=2,
    more='criteria = ["arrival"]',
)
CHANCE = text(
    '[[change]]\nclose = "CNQZH"\nfrom = 2026-11-26\nto = 2026-12-04\n[simulate]\njourneys = 60\nseed = 11\n',
    more="deadline_days = 14",
)
SOURCE = str(Path(landsea.__file__).parents[1])
BOTH = pytest.mark.parametrize("scenario", [SWEEP, CHANCE], ids=["sweep", "chance"])


class Stopped(Exception):
    """What a kill is to a process, said in Python."""


@BOTH
def test_many_processes_find_what_one_finds(scenario: str) -> None:
    assert everything(run_study(case(scenario), on_cores(2))) == everything(found(scenario))


@BOTH
def test_a_run_that_was_stopped_goes_on_where_it_was(scenario: str, tmp_path: Path) -> None:
    log = tmp_path / "tasks.jsonl"

    def stopped(one: StudyCase, tasks: Sequence[Task]) -> Iterator[tuple[str, Any]]:
        yield from here(one, tasks[:3])
        raise Stopped

    asked: list[Task] = []

    def counted(one: StudyCase, tasks: Sequence[Task]) -> Iterator[tuple[str, Any]]:
        asked.extend(tasks)
        yield from here(one, tasks[::-1])

    with pytest.raises(Stopped):
        run_study(case(scenario), stopped, log)
    with log.open("ab") as file:
        file.write(b'{"key":"0|CNC')  # cut short
    steps: list[tuple[int, int]] = []
    result = run_study(case(scenario), counted, log, lambda done, of: steps.append((done, of)))
    total = len(tasks_of(case(scenario)))
    assert len(asked) == total - 3
    assert steps[0] == (3, total)
    assert steps[-1] == (total, total)
    assert everything(result) == everything(found(scenario))
    assert [json.loads(line) for line in log.read_text().splitlines()]
    assert everything(run_study(case(scenario), counted, log)) == everything(found(scenario))
    assert len(asked) == total - 3, "nothing was left to do"


def test_a_log_of_another_scenario_is_refused_and_stays(tmp_path: Path) -> None:
    log = tmp_path / "tasks.jsonl"
    run_study(case(SWEEP), here, log)
    kept = log.read_bytes()
    with pytest.raises(LogOfAnotherStudy):
        run_study(case(CHANCE), here, log)
    assert log.read_bytes() == kept


def test_a_log_that_was_stopped_within_its_first_line_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "tasks.jsonl"
    log.write_bytes(b'{"study":"12')
    assert everything(run_study(case(SWEEP), here, log)) == everything(found(SWEEP))
    assert log.read_bytes().count(b"\n") == len(tasks_of(case(SWEEP))) + 1


def test_a_process_that_does_tasks_leaves_ctrl_c_to_the_one_that_spread_them() -> None:
    with multiprocessing.get_context("spawn").Pool(1, _begin) as pool:
        assert pool.apply(signal.getsignal, (signal.SIGINT,)) == signal.SIG_IGN


def test_a_killed_process_leaves_what_the_next_goes_on_from(tmp_path: Path) -> None:
    scenario, out = tmp_path / "sweep.toml", tmp_path / "out"
    scenario.write_text(SWEEP.replace('only = ["SGSIN", "CNQZH", "MYPKG", "CNSNZ", "VNHPH"]\n', ""), encoding="utf-8")
    command = [sys.executable, "-m", "landsea.app.cli", "study", "run", str(scenario), "--out", str(out), "--resume"]
    environment = os.environ | {"LANDSEA_HOME": str(tmp_path / "none"), "PYTHONPATH": SOURCE}
    log = out / "tasks.jsonl"
    process = subprocess.Popen([*command, "--processes", "1"], env=environment)
    while process.poll() is None and (not log.exists() or log.read_bytes().count(b"\n") < 20):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    done = log.read_bytes().count(b"\n") - 1
    subprocess.run([*command, "--processes", "2"], env=environment, check=True, stdout=subprocess.DEVNULL)
    lines = log.read_text().splitlines()
    keys = [json.loads(line)["key"] for line in lines[1:]]
    assert 19 <= done < len(keys) == len(set(keys))
    whole = everything(found(scenario.read_text(encoding="utf-8")))
    assert {name: (out / name).read_bytes() for name in whole} == whole


def test_another_seed_draws_other_journeys() -> None:
    other = found(CHANCE.replace("seed = 11", "seed = 12"))
    chances = [[pair.before["arrival"].chance for pair in result.pairs] for result in (found(CHANCE), other)]
    assert chances[0] != chances[1]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Ray cluster on this machine: two nodes, each with processes of its own."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("ray is not installed (extra [ray])")
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", SOURCE)  # its processes import Landsea from where this one does
        head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 100_000_000}
        made = Cluster(initialize_head=True, head_node_args=head)
        made.add_node(num_cpus=1, object_store_memory=100_000_000)
    yield made.address
    made.shutdown()  # type: ignore[no-untyped-call]


@BOTH
def test_a_cluster_finds_what_one_process_finds(cluster: str, scenario: str, tmp_path: Path) -> None:
    log = tmp_path / "tasks.jsonl"
    result = run_study(case(scenario), on_ray(cluster), log)
    assert everything(result) == everything(found(scenario))
    assert log.read_bytes().count(b"\n") == len(tasks_of(case(scenario))) + 1


def test_without_ray_its_option_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RayIsMissing):
        run_study(case(SWEEP), on_ray("local"))


def test_a_cluster_that_does_not_answer_is_told_so() -> None:
    if importlib.util.find_spec("ray") is None:
        pytest.skip("ray is not installed (extra [ray])")
    with pytest.raises(NoCluster):
        run_study(case(SWEEP), on_ray("127.0.0.1:1"))
