"""A form sent before its script has loaded must not put a password into the address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landsea import console

TEMPLATES = Path(console.__file__).parent / "templates"
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
WITH_SECRETS = ('type="password"', "titles.second_step(")


def forms_with_secrets() -> list[tuple[str, str]]:
    found = [(path, form) for path in TEMPLATES.rglob("*.html") for form in FORM.findall(path.read_text("utf-8"))]
    return [
        (str(path.relative_to(TEMPLATES)), form) for path, form in found if any(word in form for word in WITH_SECRETS)
    ]


def test_the_forms_with_secrets_are_found() -> None:
    assert {"login.html", "reset.html", "documents/act.html", "documents/issue.html"} <= {
        name for name, _ in forms_with_secrets()
    }


@pytest.mark.parametrize(("name", "form"), forms_with_secrets(), ids=[name for name, _ in forms_with_secrets()])
def test_a_form_with_a_secret_is_never_a_get(name: str, form: str) -> None:
    assert 'method="post"' in form[: form.index(">")], name
