"""A study's map and charts as SVG. Colours never speak alone: sizes, shapes and numbers say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from landsea.app.study_page.land import WEST, land_path, map_x
from landsea.app.study_page.words import Words
from landsea.planner import Effect, Named, Pair, StudyResult

BARS = 25
ROW = 36
WIDTH = 66
"""Percent of the page's width that the longest bar takes; the rest is for its figure. Charts are as wide as the page and their letters
as high as its own, also on a phone, so lengths are percents and heights are pixels."""
DAY = 1440
BINS = 24


def map_of(result: StudyResult, words: Words) -> str:
    """Origins, and every place by what happens to it; in a sweep every port by what its closure does."""
    dots = _sweep_dots(result, words) if result.sweep else _place_dots(result, words)
    starts = [_origin(result.places[code], words) for code in result.origins if code in result.places]
    land = f'<path id="land" d="{land_path()}"/><use href="#land" x="360"/>'
    return (
        f'<svg class="map" viewBox="{WEST} -80 360 140" role="img" aria-label="{escape(words("Map"))}">'
        f'<g class="land">{land}</g>{"".join(dots)}{"".join(starts)}</svg>'
    )


def _sweep_dots(result: StudyResult, words: Words) -> Iterable[str]:
    most = max((_harm(one) for one in result.effects), default=0) or 1
    for one in reversed(result.effects):
        place = result.places.get(one.closed)
        if place is not None:
            size = 0.5 + 4.5 * (_harm(one) / most) ** 0.5
            kind = "lost" if one.lost_count else "later" if one.later_count else "same"
            told = f"{words.named(one)}: {words('lost')} {one.lost_count}, {words('later')} {one.later_count}"
            yield _dot(place, size, kind, told)


def _harm(one: Effect) -> int:
    return 10 * one.lost_count + one.later_count


def _place_dots(result: StudyResult, words: Words) -> Iterable[str]:
    for (_, code), minutes in sorted(changes(result).items()):
        place = result.places.get(code)
        if place is not None:
            kind = "lost" if minutes is None else "later" if minutes > 0 else "earlier" if minutes < 0 else "same"
            size = 2.4 if minutes is None else 0.9 + min(2.0, abs(minutes) / DAY / 5)
            what = words("lost") if minutes is None else words.change(minutes)
            yield _dot(place, size, kind, f"{words.place(place)}: {what}")


def changes(result: StudyResult) -> dict[tuple[str, str], int | None]:
    """By origin and destination, the mean change in minutes over the weeks; `None` where a week has no way any more."""
    moved: dict[tuple[str, str], list[int | None]] = {}
    for pair in result.pairs:
        before, after = pair.before.get(result.by), pair.after.get(result.by)
        if before is not None:
            found = None if after is None else after.minutes - before.minutes
            moved.setdefault((pair.origin, pair.destination), []).append(found)
    return {ends: _mean(all_of) for ends, all_of in moved.items()}


def _mean(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known)) if len(known) == len(values) and known else None


def _dot(place: Named, size: float, kind: str, told: str) -> str:
    x, y = map_x(place.longitude_udeg), -place.latitude_udeg / 1e6
    title = f"<title>{escape(told)}</title>"
    if kind == "lost":
        wide = 2 * size
        cross = f"M{x - size:.2f} {y - size:.2f}l{wide:.2f} {wide:.2f}m{-wide:.2f} 0l{wide:.2f} {-wide:.2f}"
        return f'<path class="{kind}" d="{cross}">{title}</path>'
    return f'<circle class="{kind}" cx="{x:.2f}" cy="{y:.2f}" r="{size:.2f}">{title}</circle>'


def _origin(place: Named, words: Words) -> str:
    x, y = map_x(place.longitude_udeg), -place.latitude_udeg / 1e6
    return (
        f'<rect class="origin" x="{x - 1.6:.2f}" y="{y - 1.6:.2f}" width="3.2" height="3.2">'
        f"<title>{escape(words.place(place))}</title></rect>"
        f'<text class="origin-name" x="{x + 2.6:.2f}" y="{y + 1.2:.2f}">{escape(words.place(place))}</text>'
    )


def sweep_chart(result: StudyResult, words: Words) -> str:
    """The closures that hurt most: places lost, and places reached later."""
    shown = [one for one in result.effects if one.lost_count or one.later_count][:BARS]
    most = max((one.lost_count + one.later_count for one in shown), default=0) or 1
    rows = []
    for n, one in enumerate(shown):
        lost, later = (WIDTH * count / most for count in (one.lost_count, one.later_count))
        told = f"{one.lost_count} + {one.later_count}"
        rows.append(
            _label(n, words.named(one))
            + _bar(n, 0, lost, "lost")
            + _bar(n, lost, later, "later")
            + _value(n, lost + later, told)
        )
    return _chart(rows, words("Places lost + places reached later"))


def change_chart(result: StudyResult, words: Words) -> str:
    """The destinations whose transit time changes most, before and after, in days."""
    ends = [one for one, minutes in changes(result).items() if minutes]
    found = changes(result)
    shown = sorted(ends, key=lambda one: (-abs(found[one] or 0), one))[:BARS]
    days = {one: _mean_days(result.pairs, one, result.by) for one in shown}
    most = max((max(both) for both in days.values()), default=0) or 1
    rows = []
    for n, one in enumerate(shown):
        before, after = (WIDTH * value / most for value in days[one])
        middle = _middle(n)
        rows.append(
            _label(n, words.pair(one, result))
            + f'<line class="span" x1="{before:.1f}%" x2="{after:.1f}%" y1="{middle}" y2="{middle}"/>'
            + f'<circle class="before" cx="{before:.1f}%" cy="{middle}" r="4"/>'
            + f'<rect class="{"later" if after > before else "earlier"}" x="{after:.1f}%" y="{middle - 4}" '
            + 'width="8" height="8" transform="translate(-4)"/>'
            + _value(n, max(before, after), f"{days[one][0]:.1f} → {days[one][1]:.1f} {words('days')}")
        )
    return _chart(rows, words("Transit time before (circle) and after (square)"))


def _mean_days(pairs: Iterable[Pair], ends: tuple[str, str], by: str) -> tuple[float, float]:
    both = [
        (pair.before[by].minutes, pair.after[by].minutes)
        for pair in pairs
        if (pair.origin, pair.destination) == ends and by in pair.before and by in pair.after
    ]
    before, after = (sum(column) / len(both) / DAY for column in zip(*both, strict=True))
    return before, after


def histogram(result: StudyResult, words: Words) -> str:
    """How many (destination, week) change by how many days."""
    moved = [
        pair.after[result.by].minutes - pair.before[result.by].minutes
        for pair in result.pairs
        if result.by in pair.before and result.by in pair.after
    ]
    moved = [minutes for minutes in moved if minutes]
    if not moved:
        return ""
    width = max(1, -(-(max(moved) - min(moved)) // (BINS * DAY))) * DAY
    counts = Counter(minutes // width for minutes in moved)
    most, bins = max(counts.values()), range(min(counts), max(counts) + 1)
    rows = []
    for n, one in enumerate(bins):
        label = f"{one * width // DAY:+d} … {(one + 1) * width // DAY:+d} {words('days')}"
        length = WIDTH * counts[one] / most
        rows.append(
            _label(n, label)
            + _bar(n, 0, length, "later" if one >= 0 else "earlier")
            + _value(n, length, str(counts[one]))
        )
    return _chart(rows, words("How many arrivals move by how many days"))


def _middle(row: int) -> int:
    return row * ROW + 24


def _label(row: int, text: str) -> str:
    return f'<text class="label" x="0" y="{row * ROW + 13}">{escape(_short(text))}</text>'


def _short(text: str, longest: int = 44) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _bar(row: int, x: float, length: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}%" y="{_middle(row) - 6}" width="{length:.1f}%" height="12"/>'


def _value(row: int, x: float, text: str) -> str:
    return f'<text class="value" x="{x:.1f}%" dx="8" y="{_middle(row) + 4}">{escape(text)}</text>'


def _chart(rows: Sequence[str], title: str) -> str:
    if not rows:
        return ""
    height, drawn = len(rows) * ROW, "".join(rows)
    return f'<h2>{escape(title)}</h2><svg class="chart" style="height:{height}px" role="img" aria-label="{escape(title)}">{drawn}</svg>'
