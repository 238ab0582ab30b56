"""From a page's data to HTML: the template environment and the frame that all pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from landsea import __version__
from landsea.console import title_words
from landsea.console.texts import Texts, decimal, mass, minutes_between, money, percent, script_texts
from landsea.console.words import N_, STATES, TABLES
from landsea.runtime.http import language_of

NAVIGATION = (
    ("/", N_("Overview")),
    ("/plan", N_("Plan")),
    ("/studies", N_("Studies")),
    ("/consignments", N_("Consignments")),
    ("/documents", N_("Documents")),
    ("/events", N_("Events")),
    ("/network", N_("Network")),
    ("/parties", N_("Parties")),
    ("/journal", N_("Journal")),
)
SECTIONS = {"plans": "/plan", "joint-plans": "/plan", "quotes": "/plan"}
"""Pages that belong to one of the navigation by another name."""
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Shell:
    """What the frame of a page says: who is looking, at which node, in which language and colours."""

    section: str
    theme: str
    zone: str = "UTC"
    origin: str = ""
    sandbox: bool = False
    now: str = ""
    title_acts_disabled: bool = False
    user: str = ""
    role: str = ""
    party: str = ""
    party_en: str = ""
    party_zh: str = ""
    csrf: str = ""
    json_url: str = ""
    other_language_url: str = ""
    other_theme_url: str = ""
    version: str = __version__


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("landsea.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "navigation": NAVIGATION,
        "minutes_between": minutes_between,
        "state_word": lambda state: STATES.get(str(state), ("quiet", str(state))),
    }
    made.filters |= {"money": money, "decimal": decimal, "mass": mass, "percent": percent}
    return made


def theme_of(request: Request) -> str:
    theme = request.cookies.get("theme", "auto")
    return theme if theme in THEMES else "auto"


def section_of(path: str) -> str:
    """The page of the navigation that a path belongs to."""
    first = path.split("/")[1]
    return SECTIONS.get(first, f"/{first}")


def switched(request: Request, name: str, value: str) -> str:
    """This page's URL with one query parameter set; the others stay, also those given more than once."""
    kept = [(key, one) for key, one in request.query_params.multi_items() if key != name]
    return f"{request.url.path}?{urlencode([*kept, (name, value)])}"


def _speaker(texts: Texts, words: dict[str, str]) -> Callable[[str], str]:
    """Code -> word in the reader's language; a code that has no word is shown as it is."""
    return lambda code: texts(words[code]) if code in words else str(code)


def exception_text(texts: Texts, one: dict[str, Any]) -> str:
    """What was missed, as a sentence."""
    late = texts.span(one["late_minutes"]) if "late_minutes" in one else ""
    containers = ", ".join(one.get("containers", ())) or texts("the goods")
    sentence: str = one["text"]
    return texts(sentence, leg=one["leg"], place=texts.name(one["place"]), containers=containers, late=late)


def render(request: Request, template: str, data: dict[str, Any], shell: Shell, status: int = 200) -> Response:
    """The page; `data` are its variables, the same that `.json` answers."""
    texts = Texts(language_of(request), shell.zone)
    context = {
        **data,
        "data": data,
        "shell": shell,
        "lang": texts.language,
        "_": texts,
        "party_name": texts.name({"name_en": shell.party_en, "name_zh": shell.party_zh}),
        "when": texts.when,
        "stated": texts.stated,
        "span": texts.span,
        "weekday": texts.weekday,
        "name": texts.name,
        "packages": texts.packages,
        "package_word": texts.package_word,
        "hours": texts.hours,
        **{name: _speaker(texts, words) for name, words in (TABLES | title_words.TABLES).items()},
        "exception_text": lambda one: exception_text(texts, one),
        "script_texts": script_texts(texts.language),
        "next_url": lambda cursor: switched(request, "cursor", cursor),
        "url_with": lambda name, value: switched(request, name, str(value)),
    }
    html = environment().get_template(template).render(context)
    return Response(html, status, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")
