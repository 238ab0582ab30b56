"""Every string of the console is in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from landsea import console
from landsea.console.texts import Texts, script_texts

ROOM = Path(console.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "self": None, "texts": None}
SCRIPT = re.compile(r'\bt\("((?:[^"\\]|\\.)+)"')


def used() -> Iterator[str]:
    """Every message id in templates, Python and scripts."""
    for _, _, message, _, _ in extract_from_dir(ROOM, METHODS, keywords=KEYWORDS, comment_tags=()):
        yield str(message)
    for path in sorted((ROOM / "static" / "js").glob("*.js")):
        yield from SCRIPT.findall(path.read_text("utf-8"))


def translated() -> dict[str, str]:
    with (ROOM / "zh.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string and not one.fuzzy}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_string_has_chinese() -> None:
    missing = sorted(set(used()) - translated().keys())
    assert not missing, f"{len(missing)} string(s) without Chinese in console/zh.po: {missing[:10]}"


def test_no_translation_is_left_over() -> None:
    assert sorted(translated().keys() - set(used())) == []


def test_translations_fill_the_same_places() -> None:
    assert {text: zh for text, zh in translated().items() if fields(text) != fields(zh)} == {}


def test_chinese_is_chinese() -> None:
    """Nothing was copied over untranslated, but for names and codes."""
    same = {text for text, zh in translated().items() if not re.search(r"[\u4e00-\u9fff]", zh)}
    assert same <= {"UCR", "DID"}


def test_the_console_has_words_of_its_own() -> None:
    """A word may mean other things in other rooms: `runtime.i18n` joins all catalogues, the console asks its own."""
    assert Texts("zh")("customs cut-off") == "截关"
    assert Texts("zh")("cargo cut-off") == "截港"


def test_a_time_always_shows_its_offset() -> None:
    said = Texts("en").when("2026-11-23T00:00:00+00:00", "Asia/Shanghai").striptags()
    assert said == "2026-11-23 08:00 +08:00"


def test_a_half_hour_zone_shows_its_minutes() -> None:
    assert Texts("zh").when("2026-11-23T00:00:00Z", "Asia/Yangon").striptags().endswith("06:30 +06:30")


def test_spans_name_two_units_at_most() -> None:
    spans = [Texts("en").span(minutes) for minutes in (5, 90, 120, 1440, 10_260, -130)]
    assert spans == ["5 min", "1 h 30 min", "2 h", "1 d", "7 d 3 h", "−2 h 10 min"]


def test_packages_are_named_by_their_code() -> None:
    assert [Texts("en").packages(count, code) for count, code in ((1, "CT"), (2, "BX"), (3, "1A"))] == [
        "1 carton",
        "2 boxes",
        "3 1A",
    ]
    assert Texts("zh").packages(1680, "CT") == "1680 纸箱"


def test_scripts_get_their_chinese() -> None:
    assert script_texts("zh")["Map"] == "地图"
    assert script_texts("en") == {}
