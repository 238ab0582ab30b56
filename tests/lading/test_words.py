"""Every sentence of a verification exists in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from landsea import lading
from landsea.lading.service.verify import checks, pack, verdict
from landsea.runtime.i18n import catalog

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
