"""Every sentence of tracking is said in both languages."""

from __future__ import annotations

import string

import pytest

from landsea.runtime import translate
from landsea.runtime.i18n import catalog
from landsea.tracking import Status, wording

SENTENCES = [
    *wording.STATUSES.values(),
    *wording.CONFLICTS.values(),
    *wording.FLAGS.values(),
    *wording.ARRIVALS.values(),
    *wording.RESOLUTIONS.values(),
    wording.NOT_CAME,
    wording.CAME_LATE,
    wording.CONNECTION,
    "the goods",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_its_chinese_with_the_same_facts(sentence: str) -> None:
    assert sentence in catalog("zh")
    assert facts(translate(sentence, "zh")) == facts(sentence)


def facts(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_status_has_a_word() -> None:
    assert set(wording.STATUSES) == set(Status)
