"""Studies of flows computed on the node and kept: made by a party, seen by that party."""

from __future__ import annotations

from datetime import date, datetime

from landsea.journal import View, Work
from landsea.kernel import BadValue, NotFound
from landsea.planner.model.flows import (
    ROWS_MAX,
    FlowHead,
    FlowObjective,
    FlowResult,
    FlowsKept,
    FlowsTooLarge,
    FlowSummary,
    KeptFlows,
)
from landsea.planner.service.flow_tables import flow_rows
from landsea.planner.service.flows import FlowStudy, study_flows
from landsea.planner.service.study.kept import may_study
from landsea.planner.store_kept import flows as store
from landsea.planner.wire.flow_files import parse_flows, render_flows
from landsea.routing.flows import Allocation


def compute_flows(
    view: View, name: str, demand: str, start: date, weeks: int, objective: FlowObjective
) -> tuple[FlowStudy, FlowResult]:
    """Allocates a small demand in this process; a large one is refused (`FlowsTooLarge`), as is one that cannot be read."""
    may_study(view)
    if not name.strip() or len(name) > 200:
        raise BadValue(
            value=repr(name[:40]), what="name", why="it is empty or too long", mend="Give 1 to 200 characters."
        )
    rows = sum(bool(line.strip()) for line in demand.splitlines()) - 1
    if rows > ROWS_MAX:
        raise FlowsTooLarge(rows=rows, most=ROWS_MAX)
    study = study_flows(view, demand, "demand.csv", start, weeks, objective)
    return study, _result(name.strip(), demand, study)


def _result(name: str, demand: str, study: FlowStudy) -> FlowResult:
    tables = {
        table: [{column: _plain(cell) for column, cell in row.items()} for row in rows]
        for table, rows in flow_rows(study).items()
    }
    request = study.request
    return FlowResult(
        name=name,
        demand=demand,
        network=study.version,
        basis=study.basis,
        basis_zh=study.basis_zh,
        currency=study.network.currency,
        start=request.start,
        weeks=request.weeks,
        objective=request.objective,
        tables=tables,
    )


def _plain(cell: object) -> str | int | None:
    return cell if cell is None or isinstance(cell, int) else str(cell)


def keep_flows(work: Work, study: FlowStudy, result: FlowResult) -> KeptFlows:
    """Keeps what a study found, for its party. The tables become a blob, which the fact fixes by its digest."""
    may_study(work)
    head = FlowHead(
        id=work.new_id("flw"),
        name=result.name,
        made_at=work.now,
        network=result.network,
        start=result.start,
        weeks=result.weeks,
        objective=result.objective,
        summary=_summary(study, result.currency),
    )
    content = work.blobs.put(render_flows(result))
    work.append(f"flows/{head.id}", 0, FlowsKept(head, content))
    return KeptFlows(head, result)


def _summary(study: FlowStudy, currency: str) -> FlowSummary:
    answer = study.answer
    asked = sum(demand.quantity for demand in study.demands)
    if not isinstance(answer, Allocation):
        return FlowSummary(False, len(study.demands), asked, 0, 0, currency, len(answer.binding))
    margin, bottlenecks = answer.totals.margin, len(answer.bottlenecks)
    return FlowSummary(True, len(study.demands), asked, sum(answer.carried), margin, currency, bottlenecks)


def list_flows(view: View, *, after: tuple[datetime, str] | None = None, limit: int = 50) -> tuple[FlowHead, ...]:
    """The party's studies of flows, newest first; those behind `after` (made at, id)."""
    return store.list(view.connection, view.actor.party, after, limit)


def get_flows(view: View, flows: str) -> KeptFlows:
    """A study of flows of the party with its tables."""
    found = store.find(view.connection, view.actor.party, flows)
    if found is None:
        raise NotFound(what="study", id=flows)
    head, content = found
    return KeptFlows(head, parse_flows(view.blobs.get(content)))
