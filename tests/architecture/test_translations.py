"""Every refusal has its sentence in Chinese, with the same facts in it."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Iterator

import landsea
from landsea.kernel import Refusal
from landsea.runtime.i18n import catalog


def all_refusals() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(landsea.__path__, "landsea."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    return sorted(_below(Refusal), key=lambda one: one.code)


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    """The refusals that can be met: a class that others are made of and that has no sentence of its own is none."""
    for one in kind.__subclasses__():
        spoken = "text" in vars(one) or not one.__subclasses__()
        if one.__module__.startswith("landsea.") and spoken:
            yield one
        yield from _below(one)


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_refusal_is_said_in_chinese() -> None:
    missing = [one.__name__ for one in all_refusals() if one.text not in catalog("zh")]
    assert missing == []


def test_translations_hold_no_fact_the_english_sentence_does_not_have() -> None:
    wrong = [text for text, zh in catalog("zh").items() if not names(zh) <= names(text)]
    assert wrong == []


def test_codes_are_unique() -> None:
    codes = [one.code for one in all_refusals() if "code" in vars(one)]
    assert sorted(set(codes)) == sorted(codes)
