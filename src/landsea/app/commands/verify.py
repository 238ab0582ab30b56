"""`landsea verify FILE`: a document's PDF or evidence, offline."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from landsea.journal import Verifier

EXIT = {
    "COPY OF AN OPERATIVE RECORD": 0,
    "INVALID": 1,
    "SANDBOX": 3,
    "UNPROVEN": 4,
    "NOT OPERATIVE": 5,
    "OPERATIVE BUT ENCUMBERED": 6,
}
PINNED = "trusted-logs"
_SIGNS = {"pass": "+", "fail": "x", "not proven": "?", "not applicable": "-"}


def verify(
    file: Annotated[Path, typer.Argument(help="a PDF or evidence file of a document; - for standard input")],
    trust: Annotated[
        list[str] | None, typer.Option(help="a node's verifier key, or a file with one on each line")
    ] = None,
    max_age: Annotated[float, typer.Option(help="hours that the stated standing may be old; 0 for any age")] = 24,
    challenge: Annotated[
        str | None, typer.Option(help="what you gave the holder, to prove that it has control")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    lang: Annotated[str, typer.Option(envvar="LANDSEA_LANG", help="en or zh")] = "en",
) -> None:
    """Checks a document offline, with public keys only, and names each check.

    Keys to trust also come from the file `trusted-logs` in the node's folder (LANDSEA_HOME), when it exists. Exit code: 0 a copy of an
    operative record; 1 invalid; 3 sandbox; 4 unproven (no trusted key given, or the standing is too old); 5 genuine but not
    operative; 6 operative, but pledged or frozen.
    """
    from landsea import lading
    from landsea.runtime import system_now

    content = sys.stdin.buffer.read() if str(file) == "-" else _read(file)
    age = timedelta(hours=max_age) if max_age > 0 else None
    found = lading.verify_file(
        content, trusted_keys(trust or []), asked_at=system_now(), fresh_for=age, challenge=challenge
    )
    report = lading.describe(found, lang)
    typer.echo(_json(report) if json else "\n".join(_lines(report)))
    raise typer.Exit(EXIT[report["verdict"]])


def trusted_keys(given: Iterable[str]) -> list[Verifier]:
    """Keys as given, from files, and from the pinned file."""
    from landsea.journal import BadNote, Verifier

    pinned = Path(os.environ.get("LANDSEA_HOME", "~/.landsea")).expanduser() / PINNED
    sources = [*given, *([str(pinned)] if pinned.is_file() else [])]
    try:
        return [Verifier.parse(key) for source in sources for key in _keys_in(source)]
    except BadNote as error:
        raise typer.BadParameter(str(error), param_hint="--trust") from None


def _keys_in(source: str) -> list[str]:
    path = Path(source)
    if not path.is_file():
        return [source]
    lines = (line.strip() for line in path.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}", param_hint="FILE")
    return file.read_bytes()


def _json(report: dict[str, Any]) -> str:
    import json

    return json.dumps(report, ensure_ascii=False, indent=2)


def _lines(report: dict[str, Any]) -> list[str]:
    lines = [report["sentence"]]
    if report["number"]:
        lines.append(f"{report['number']} · {report['state']} · {report['holder'] or '—'} · {report['as_of']}")
    for check in report["checks"]:
        lines.append(f"  [{_SIGNS[check['outcome']]}] {check['name']}: {check['seen']}  ({check['clause']})")
        if check["mend"]:
            lines.append(f"      -> {check['mend']}")
    return lines
