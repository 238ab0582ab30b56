"""A study as one page that holds everything itself: no script, no request to anywhere."""

from __future__ import annotations

from html import escape

from landsea.app.study_page.svg import change_chart, histogram, map_of, sweep_chart
from landsea.app.study_page.tables import tables
from landsea.app.study_page.words import Words
from landsea.planner import StudyResult

NOTHING = (
    "Nothing is compared: there is no way even without the changes. Look at the start, the horizon and the limits."
)
STYLE = """
body{font:15px/1.5 system-ui,"Noto Sans SC",sans-serif;color:#1d2733;background:#fff;max-width:62rem;margin:0 auto;padding:1rem}
h1{margin:.2rem 0;font-size:1.6rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.3rem 0;overflow-wrap:anywhere}.dim,.more{color:#55606d}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem;margin:1rem 0}
.cards div{border:1px solid #ccd3db;border-radius:.4rem;padding:.5rem .7rem}.cards b{display:block;font-size:1.25rem}
svg{width:100%;height:auto;display:block}.map{background:#eaf1f6;border-radius:.4rem}.land{fill:#cfd6cf}
.lost{fill:#b3261e;stroke:#b3261e}path.lost{fill:none;stroke-width:.9}rect.lost{stroke:none}.later{fill:#c77700;stroke:none}
.earlier{fill:#1f6f8b;stroke:none}.same{fill:#7b8794;stroke:none;opacity:.55}circle.later,circle.earlier{opacity:.85}
.origin{fill:#111}.origin-name{font-size:4px;font-weight:600}.label{font-size:12px}.value{font-size:12px;fill:#55606d}
.before{fill:#fff;stroke:#1d2733;stroke-width:1.5}.span{stroke:#9aa5b1;stroke-width:2}
.wide{overflow-x:auto}tr.changed>:first-child{box-shadow:inset .25rem 0 #c77700;padding-left:.6rem;font-weight:600}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{padding:.25rem .5rem;text-align:left;border-bottom:1px solid #e3e8ee}
th{white-space:nowrap}pre{background:#f4f6f8;padding:.7rem;overflow-x:auto;font-size:12px}.key span{margin-right:1.2rem}
@media (max-width:40rem){.origin-name{font-size:11px}.map circle.later{stroke:#c77700;stroke-width:1.5}
.map circle.earlier{stroke:#1f6f8b;stroke-width:1.5}path.lost{stroke-width:1.8}}
@media print{.wide{overflow:visible}body{max-width:none}}
"""


def render_page(result: StudyResult, language: str) -> str:
    """HTML in English or Chinese; the same study gives the same bytes."""
    words = Words(language)
    charts = sweep_chart(result, words) if result.sweep else change_chart(result, words) + histogram(result, words)
    title = escape(words.named(result))
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
        f"{_head(result, words)}{_cards(result, words)}{map_of(result, words)}{_key(result, words)}"
        f"{charts}{tables(result, words)}{_foot(result, words)}</body></html>\n"
    )


def _head(result: StudyResult, words: Words) -> str:
    basis = result.basis if words.language == "en" else result.basis_zh
    told = words("Cargo ready from {start} in {weeks} week(s), from {origins} to {count} place(s).").format(
        start=f"{result.start:%Y-%m-%d %H:%M} UTC",
        weeks=result.weeks,
        origins=", ".join(words.code(one, result) for one in result.origins),
        count=len(result.destinations),
    )
    note = words("Capacities are not looked at: `landsea study flows` does.")
    lines = [escape(told), escape(basis), escape(note)]
    if not any(one.compared for one in result.effects):
        lines.insert(0, f"<b>{escape(words(NOTHING))}</b>")
    return f"<h1>{escape(words.named(result))}</h1>" + "".join(f'<p class="dim">{line}</p>' for line in lines)


def _cards(result: StudyResult, words: Words) -> str:
    effects = result.effects
    if result.sweep:
        harmful = sum(bool(one.lost_count or one.later_count) for one in effects)
        cards = [(words("closures"), str(len(effects))), (words("closures that hurt"), str(harmful))]
        cards += [(words("worst"), words.named(effects[0]))] if effects else []
    else:
        (one,) = effects
        cards = [
            (words("compared"), str(one.compared)),
            (words("lost"), str(one.lost_count)),
            (words("later"), str(one.later_count)),
            (words("earlier"), str(one.earlier_count)),
            (words("mean change of time"), words.change(one.mean_minutes)),
        ]
        if result.deadline_days is not None:
            cards += [(words("no longer in time"), str(one.missed_count))]
        if one.mean_cost is not None:
            cards += [(words("mean change of cost"), words.more_money(result.currency, one.mean_cost))]
            cards += [(words("mean change of CO2e"), words.more_kilograms(one.mean_co2e_grams))]
        cards += [(words(what), value) for what, value in words.best_changes(result)]
    shown = "".join(f"<div>{escape(what)}<b>{escape(value)}</b></div>" for what, value in cards)
    return f'<div class="cards">{shown}</div>'


def _key(result: StudyResult, words: Words) -> str:
    kinds = ("lost", "later", "same") if result.sweep else ("lost", "later", "earlier", "same")
    told = {
        "lost": f"✕ {words('lost')}",
        "later": f"● {words('later')}",
        "earlier": f"● {words('earlier')}",
        "same": f"● {words('unchanged')}",
    }
    colours = {"lost": "#b3261e", "later": "#c77700", "earlier": "#1f6f8b", "same": "#7b8794"}
    keys = "".join(f'<span style="color:{colours[kind]}">{escape(told[kind])}</span>' for kind in kinds)
    return f'<p class="key">{keys}<span>■ {escape(words("origin"))}</span></p>'


def _foot(result: StudyResult, words: Words) -> str:
    return (
        f"<h2>{escape(words('Scenario'))}</h2><pre>{escape(result.scenario)}</pre>"
        f'<p class="dim">{escape(words("Network"))} {escape(result.network)} · SHA-256 {result.digest}</p>'
    )
