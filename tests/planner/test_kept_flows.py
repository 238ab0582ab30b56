"""Studies of flows: computed on the node, kept by who made them, seen by nobody else, rebuilt; as JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from landsea import identity, network, planner
from landsea import journal as journal_door
from landsea.identity import RegisterParty
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, BadSource, NotFound, Role
from landsea.planner import FlowObjective
from landsea.planner.model.flows import FlowsTooLarge
from landsea.planner.model.studies import ViewersDoNotStudy
from tests.planner.desk import Desk
from tests.support.journals import table_dump

HEAD = "origin,destination,teu,revenue,limit_days,penalty,forced\n"
DEMAND = HEAD + "CNCKG,SGSIN,900,1500,16,,\nCNCKG,VNHPH,400,1300,,,\nCNCKG,USLAX,10,9000,5,,\n"
START = date(2026, 11, 23)


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    with made.work(NODE) as work:
        network.import_shipped(work)
    return made


def party(journal: Journal, name: str) -> Actor:
    with journal.work(NODE) as work:
        made = identity.register_party(work, RegisterParty(name, "CN", "", (), (Role.OPERATOR,)))
    return Actor(made.id, Role.OPERATOR)


def test_a_study_is_kept_seen_by_its_party_alone_and_rebuilt(journal: Journal) -> None:
    ours, stranger = party(journal, "Ours"), party(journal, "Stranger")
    with journal.work(ours) as work:
        study, result = planner.compute_flows(work, "Synthetic", DEMAND, START, 2, FlowObjective.MARGIN)
        made = [planner.keep_flows(work, study, result).head for _ in range(2)]
    summary = made[0].summary
    assert (summary.feasible, summary.demands, summary.asked) == (True, 3, 1_310_000)
    assert 0 < summary.carried < summary.asked
    assert summary.bottlenecks
    with journal.view(ours) as view:
        kept = planner.get_flows(view, made[0].id)
        assert (kept.head, kept.result) == (made[0], result)
        assert kept.result.demand == DEMAND
        first = planner.list_flows(view, limit=1)
        rest = planner.list_flows(view, after=(first[0].made_at, first[0].id))
        assert [one.id for one in (*first, *rest)] == sorted((one.id for one in made), reverse=True)
    with journal.view(stranger) as view:
        assert planner.list_flows(view) == ()
        with pytest.raises(NotFound):
            planner.get_flows(view, made[0].id)
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_what_the_tables_say_is_what_the_summary_says(journal: Journal) -> None:
    with journal.view(party(journal, "Ours")) as view:
        _, result = planner.compute_flows(view, "Synthetic", DEMAND, START, 2, FlowObjective.MARGIN)
    totals, demands = result.tables["totals"][0], result.tables["demands"]
    assert totals["asked"] == "1310"
    assert [row["reason"] for row in demands][2] == "transit-limit"
    assert sum(float(str(row["carried"])) for row in demands) == pytest.approx(float(str(totals["carried"])))


def test_viewers_and_large_or_unreadable_demands_are_refused(journal: Journal) -> None:
    ours = party(journal, "Ours")

    def compute(actor: Actor, demand: str) -> None:
        with journal.view(actor) as view:
            planner.compute_flows(view, "Synthetic", demand, START, 1, FlowObjective.COST)

    with pytest.raises(ViewersDoNotStudy):
        compute(Actor(ours.party, Role.VIEWER), DEMAND)
    with pytest.raises(FlowsTooLarge):
        compute(ours, HEAD + "CNCKG,SGSIN,1,1,,,\n" * 201)
    with pytest.raises(BadSource):
        compute(ours, HEAD + "CNCKG,ATLANTIS,1,1,,,\n")


def compute(desk: Desk, language: str = "en", /, **changes: Any) -> Any:
    body = {"name": "Synthetic", "demand": DEMAND, "start": "2026-11-23", "weeks": 2} | changes
    return desk.post("/v1/flow-studies", body, {"Accept-Language": language})


def test_flows_are_made_listed_and_shown_as_json_and_csv(desk: Desk) -> None:
    made = compute(desk)
    assert made.status_code == 201, made.text
    body = made.json()
    path = f"/v1/flow-studies/{body['id']}"
    assert body["receipts"][0]["kind"] == "flows-kept/1"
    assert desk.get(path).json() == {name: value for name, value in body.items() if name != "receipts"}
    assert body["id"] in [row["id"] for row in desk.get("/v1/flow-studies").json()["data"]]
    for name, rows in body["result"]["tables"].items():
        table = desk.get(f"{path}/{name}.csv")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert table.content.startswith(b"\xef\xbb\xbf")
        read = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert read == [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in rows]
    assert desk.get(f"{path}/capacities.csv").content.startswith(
        b"\xef\xbb\xbfservice,segment,from,to,capacity,used,shadow_price,"
    )
    assert desk.get(f"{path}/secrets.csv").status_code == 404
    for where in (path, f"{path}/totals.csv"):
        assert desk.get(where, desk.stranger).status_code == 404
    assert desk.get("/v1/flow-studies", desk.stranger).json()["data"] == []


def test_forced_cargo_that_cannot_go_is_an_answer(desk: Desk) -> None:
    made = compute(desk, demand=HEAD + "CNCKG,SGSIN,99999,,,,1\n").json()
    assert not made["summary"]["feasible"]
    assert set(made["result"]["tables"]) == {"asked", "demands", "capacities", "expansions"}
    assert made["result"]["tables"]["demands"][0]["reason"] == "no-capacity"


@pytest.mark.parametrize(
    ("wrong", "code", "word"),
    [
        ({"demand": HEAD + "CNCKG,SGSIN,nan,,,,\n"}, "bad-source", "demand.csv:2"),
        ({"demand": HEAD + "CNCKG,SGSIN,1,,,,\n" * 201}, "flows-too-large", "landsea study flows"),
        ({"weeks": 0}, "invalid-request", ""),
        ({"objective": "most-fun"}, "invalid-request", ""),
        ({"start": "soon"}, "invalid-request", ""),
        ({"name": " "}, "bad-value", "1 to 200"),
        ({"surprise": 1}, "invalid-request", ""),
    ],
)
def test_a_bad_study_is_refused_with_what_is_wrong(desk: Desk, wrong: dict[str, Any], code: str, word: str) -> None:
    answer = compute(desk, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert word in answer.text


def test_a_refusal_is_said_in_chinese(desk: Desk) -> None:
    assert "最多分配" in compute(desk, "zh", demand=HEAD + "CNCKG,SGSIN,1,,,,\n" * 201).json()["detail"]
