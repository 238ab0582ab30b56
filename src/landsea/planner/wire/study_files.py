"""What a study found, as files: `study.json` holds everything, the CSV files what goes into a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from landsea.kernel import BadValue
from landsea.planner.model.studies import Pair, StudyResult, Way

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(StudyResult).decode
NUMBER_MAX = 10**9
BOM = "\ufeff"
"""So that a Chinese Excel reads UTF-8."""


def render_json(result: StudyResult) -> bytes:
    """The same result always gives the same bytes."""
    return _encode(result)


def parse_result(content: bytes) -> StudyResult:
    """A study.json; refused when a field is missing or its parts do not fit together."""
    try:
        found = _decode(content)
    except msgspec.DecodeError as wrong:
        raise _bad(str(wrong)) from None
    if not found.effects or (found.sweep is None and len(found.effects) > 1):
        raise _bad("it has no effect, or several without a sweep")
    if not re.fullmatch("[A-Z]{3}", found.currency) or found.by not in found.criteria:
        raise _bad("its currency or criterion is none")
    numbers = (n for one in found.effects for n in (one.compared, one.lost_count, one.later_count, one.mean_minutes))
    if any(abs(n) > NUMBER_MAX for n in numbers):
        raise _bad("a number is out of all proportion")
    return found


def _bad(why: str) -> BadValue:
    return BadValue(value="study.json", what="study", why=why, mend="Give the file as `landsea study run` wrote it.")


def study_tables(result: StudyResult) -> dict[str, bytes]:
    """All files of a study by name; tables without rows are left out."""
    files = {"study.json": render_json(result), "effects.csv": render_effects(result).encode()}
    return files | {name: render(result).encode() for name, rows, render in _tables(result) if rows}


def left_out_tables(result: StudyResult) -> dict[str, bytes]:
    """The tables without rows, by name: only their first line, with which every table begins that a study wrote under that name."""
    return {name: render(result).encode() for name, rows, render in _tables(result) if not rows}


def _tables(result: StudyResult) -> tuple[tuple[str, Sequence[object], Callable[[StudyResult], str]], ...]:
    return (
        ("pairs.csv", result.pairs, render_pairs),
        ("demand.csv", result.demand, render_demand),
        ("volumes.csv", result.volumes, render_volumes),
    )


def render_effects(result: StudyResult) -> str:
    """A line for each variant."""
    head = (
        "rank", "closed", "name", "name_zh", "compared", "lost", "later", "earlier", "missed_on_time",
        "mean_minutes", "worst_minutes", "mean_cost_minor", "mean_co2e_grams", "is_itself_a_destination", "lost_places",
    )  # fmt: skip
    return _table(head, _effects(result))


def _effects(result: StudyResult) -> Iterator[Sequence[object]]:
    for rank, one in enumerate(result.effects, start=1):
        counts = (one.compared, one.lost_count, one.later_count, one.earlier_count, one.missed_count)
        means = (one.mean_minutes, one.worst_minutes, one.mean_cost, one.mean_co2e_grams)
        lost = " ".join(sorted({place for _, place in one.lost}))
        yield rank, one.closed, one.name, one.name_zh, *counts, *means, int(one.itself), lost


def render_pairs(result: StudyResult) -> str:
    """A line for each variant, origin, destination, week and criterion."""
    columns = (
        "minutes",
        "cost_minor",
        "co2e_grams",
        "changes",
        "via",
        "p50_minutes",
        "p90_minutes",
        "on_time_permille",
    )
    sides = [f"{side}_{name}" for side in ("before", "after") for name in columns]
    return _table(("variant", "origin", "destination", "week", "best_by", *sides), _pairs(result.pairs))


def _pairs(pairs: Iterable[Pair]) -> Iterator[Sequence[object]]:
    for pair in pairs:
        for criterion in sorted({*pair.before, *pair.after}):
            sides = [cell for side in (pair.before, pair.after) for cell in _way(side.get(criterion))]
            yield pair.variant, pair.origin, pair.destination, pair.week, criterion, *sides


def _way(way: Way | None) -> Sequence[object]:
    if way is None:
        return ("",) * 8
    chance = way.chance
    told = ("", "", "") if chance is None else (chance.p50, chance.p90, chance.on_time_permille)
    return way.minutes, way.cost, way.co2e_grams, way.changes, " ".join(way.via), *told


def render_demand(result: StudyResult) -> str:
    head = ("origin", "destination", "teu", "shifted_teu", "lost_teu", "missed_on_time_teu")
    rows = ((d.origin, d.destination, d.teu, d.shifted_teu, d.lost_teu, d.missed_teu) for d in result.demand)
    return _table(head, rows)


def render_volumes(result: StudyResult) -> str:
    head = ("service", "name", "name_zh", "before_teu", "after_teu")
    return _table(head, ((v.service, v.name, v.name_zh, v.before_teu, v.after_teu) for v in result.volumes))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(["" if cell is None else _safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
