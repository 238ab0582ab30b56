"""A study's tables as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from landsea.app.study_page.words import Words
from landsea.planner import Effect, Pair, StudyResult, Way

ROWS = 400
"""Rows of a table on the page; the CSV files have all."""


def tables(result: StudyResult, words: Words) -> str:
    made = [_effects(result, words)] if result.sweep else [_pairs(result, words), _services(result, words)]
    return "".join([*made, _demand(result, words)])


def _effects(result: StudyResult, words: Words) -> str:
    with_deadline = result.deadline_days is not None
    head = (
        "closure",
        "compared",
        "lost",
        "later",
        "mean",
        "worst",
        *["no longer in time"] * with_deadline,
        "places lost",
    )
    rows = (
        (
            f"{words.named(one)} [{one.closed}]",
            *(str(n) for n in (one.compared, one.lost_count, one.later_count)),
            words.change(one.mean_minutes),
            words.minutes(one.worst_minutes),
            *[str(one.missed_count)] * with_deadline,
            _lost(one, result, words),
        )
        for one in result.effects
    )
    return _table(words("Closures, worst first"), [words(title) for title in head], rows, words)


def _lost(one: Effect, result: StudyResult, words: Words) -> str:
    places = sorted({place for _, place in one.lost})
    named = ", ".join(words.named(result.places[code]) if code in result.places else code for code in places[:8])
    return named + (f" … (+{len(places) - 8})" if len(places) > 8 else "")


def _pairs(result: StudyResult, words: Words) -> str:
    head = ["destination", "change", "week", "best by", "time before", "time after"]
    with_amounts = len(result.criteria) > 1 or result.criteria != ("arrival",)
    if with_amounts:
        head += ["cost before", "cost after", "CO2e before", "CO2e after"]
    rows = (
        _pair(result, words, pair, criterion, with_amounts)
        for pair in result.pairs
        for criterion in result.criteria
        if criterion in pair.before or criterion in pair.after
    )
    title = words("Origin and destination, week by week")
    return _table(title, [words(title) for title in head], rows, words, changed=lambda row: row[1] != "")


def _pair(result: StudyResult, words: Words, pair: Pair, criterion: str, with_amounts: bool) -> Sequence[str]:
    before, after = pair.before.get(criterion), pair.after.get(criterion)
    where = words.pair((pair.origin, pair.destination), result)
    row = [where, _sign(before, after, words), str(pair.week + 1), words(criterion)]
    row += [_time(one, words) for one in (before, after)]
    if with_amounts:
        row += [words.money(result.currency, one.cost if one else None) for one in (before, after)]
        row += [words.kilograms(one.co2e_grams if one else None) for one in (before, after)]
    return row


def _sign(before: Way | None, after: Way | None, words: Words) -> str:
    """What changes: nothing, the time, or only the way."""
    if before == after:
        return ""
    if before is None or after is None:
        return f"✕ {words('lost')}" if after is None else "+"
    if before.minutes == after.minutes:
        return "≠"
    return f"▲ {words('later')}" if after.minutes > before.minutes else f"▼ {words('earlier')}"


def _time(way: Way | None, words: Words) -> str:
    if way is None:
        return words("no way")
    told = words.minutes(way.minutes)
    if way.chance is None:
        return told
    on_time = way.chance.on_time_permille
    nine = f"{words('9 of 10 by')} {words.minutes(way.chance.p90)}"
    return f"{told} · {nine}" + ("" if on_time is None else f" · {words('on time')} {words.share(on_time)}")


def _services(result: StudyResult, words: Words) -> str:
    head = [words(title) for title in ("service", "TEU before", "TEU after", "change")]
    rows = (
        (f"{words.named(v)} [{v.service}]", str(v.before_teu), str(v.after_teu), f"{v.after_teu - v.before_teu:+d}")
        for v in result.volumes
    )
    return _table(words("Volumes by service"), head, rows, words, changed=lambda row: row[3] != "+0")


def _demand(result: StudyResult, words: Words) -> str:
    head = [words(t) for t in ("origin", "destination", "TEU", "TEU another way", "TEU lost", "TEU no longer in time")]
    rows = (
        (
            words.code(d.origin, result),
            words.code(d.destination, result),
            *(str(n) for n in (d.teu, d.shifted_teu, d.lost_teu, d.missed_teu)),
        )
        for d in result.demand
    )
    return _table(words("Demand"), head, rows, words)


def _table(
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    words: Words,
    changed: Callable[[Sequence[str]], bool] = lambda row: False,
) -> str:
    """Nothing without rows; what is left out is said. Rows in which something changed are marked."""
    body, left = [], 0
    for n, row in enumerate(rows):
        if n < ROWS:
            mark = ' class="changed"' if changed(row) else ""
            body.append(f"<tr{mark}>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>")
        else:
            left += 1
    if not body:
        return ""
    said = words("{count} more rows are in the CSV files.").format(count=left)
    more = f'<p class="more">{escape(said)}</p>' if left else ""
    titles = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    inside = f"<thead><tr>{titles}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f'<h2>{escape(title)}</h2><div class="wide"><table>{inside}</table></div>{more}'
