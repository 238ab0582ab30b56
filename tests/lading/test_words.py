"""Every sentence of a verification exists in Chinese, and no refusal tells an act or a state by its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from landsea import lading
from landsea.kernel import Refusal
from landsea.lading.escrow.limits import NotOnChain
from landsea.lading.model import ActKind, OrderKind, State
from landsea.lading.model.words import MEDIA, PROPOSALS, PURPOSES, STATES, VERBS, TitleRefusal
from landsea.lading.service.verify import checks, pack, verdict
from landsea.runtime.i18n import catalog, explain

SAYING = {"say", "require", "Message", "Wrong", "Unreadable", "BrokenChain"}


def sentences(file: Path) -> Iterator[str]:
    """First texts in calls that say something (for `require`: the second argument)."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield from texts[:1]


def test_every_sentence_of_a_check_is_said_in_chinese() -> None:
    folder = Path(lading.__file__).parent
    files = [*folder.rglob("*.py")]
    told = {text for file in files for text in sentences(file)}
    told |= set(verdict._SENTENCES.values()) | {pack.NOT_READABLE.clause, pack.NOT_READABLE.mend}
    told |= {text for rule in checks.CHECKS for text in (rule.clause, rule.mend)}
    assert len(told) > 50
    assert sorted(told - catalog("zh").keys()) == []


def spoken() -> Iterator[tuple[type[TitleRefusal], Refusal]]:
    """Every refusal of the room that has an act or an open proposal among its facts, with each act that there is."""
    about = dict.fromkeys(("number", "until", "due", "step", "purpose", "other"), "X") | {
        "state": "away",
        "medium": "log",
    }
    for kind in refusals_below(TitleRefusal):
        for act in (*ActKind, *OrderKind):
            if issubclass(kind, NotOnChain):
                yield kind, kind(act=act.value)
            elif "{act}" in kind.text:
                yield kind, kind(**about, act=act.value, open=ActKind.ASK_PART.value)


def refusals_below(kind: type[Refusal]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from refusals_below(one)


def test_no_refusal_tells_an_act_by_its_code() -> None:
    told = list(spoken())
    assert len({kind for kind, _ in told}) > 20
    for kind, refusal in told:
        chinese = explain(refusal, "zh").replace("TitleEscrow", "")
        assert not re.search("[a-z]{3,}", chinese), (kind.code, chinese)
        assert not re.search("ask-(split|merge|part)|prove-", explain(refusal, "en")), kind.code


def test_every_act_and_state_has_words_and_each_is_said_in_chinese() -> None:
    assert {one.value for one in (*ActKind, *OrderKind)} <= VERBS.keys()
    assert {one.value for one in State} == STATES.keys()
    texts = {*VERBS.values(), *PROPOSALS.values(), *STATES.values(), *MEDIA.values(), *PURPOSES.values()}
    assert sorted(texts - catalog("zh").keys()) == []


def test_refusals_that_tell_a_code_are_of_the_kind_that_words_it() -> None:
    plain = [one for one in refusals_below(Refusal) if one.__module__.startswith("landsea.lading.")]
    assert [one.code for one in plain if "{act}" in one.text and not issubclass(one, TitleRefusal)] == []
