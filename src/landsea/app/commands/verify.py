"""`landsea verify FILE`: a document's PDF or evidence, or a W3C credential, offline unless a chain is named."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landsea.app.commands.plan import known_language

if TYPE_CHECKING:
    from landsea.journal import Verifier
    from landsea.lading import Ask, Beside

EXIT = {
    "COPY OF AN OPERATIVE RECORD": 0,
    "INVALID": 1,
    "SANDBOX": 3,
    "UNPROVEN": 4,
    "NOT OPERATIVE": 5,
    "OPERATIVE BUT ENCUMBERED": 6,
    "GENUINE, NOT A TITLE": 7,
}
HOURS_MAX = 876_000
"""A hundred years."""
DIGITS_MAX = 20
"""Of a chain's id."""
PINNED, ISSUERS, REGISTRIES = "trusted-logs", "trusted-issuers", "trusted-registries"
_SIGNS = {"pass": "+", "fail": "x", "not proven": "?", "not applicable": "-"}
_MEANINGS = {
    "pass": "passed",
    "fail": "failed",
    "not proven": "not proven",
    "not applicable": "does not apply, or not reached",
}


def verify(
    file: Annotated[Path, typer.Argument(help="a PDF, evidence file or credential; - for standard input")],
    trust: Annotated[
        list[str] | None, typer.Option(help="a node's verifier key, or a file with one on each line")
    ] = None,
    max_age: Annotated[float, typer.Option(help="hours that the stated standing may be old; 0 for any age")] = 24,
    challenge: Annotated[
        str | None, typer.Option(help="what you gave the holder, to prove that it has control")
    ] = None,
    with_: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            help="DID document or status list of a credential's issuer, evidence or PDF of its document; or a folder of them",
        ),
    ] = None,
    issuer: Annotated[list[str] | None, typer.Option(help="the DID of an issuer whose word you trust")] = None,
    chain: Annotated[
        list[str] | None, typer.Option(help="ID=URL: a node of the chain with that id, to ask about a token")
    ] = None,
    registry: Annotated[
        list[str] | None, typer.Option(help="ID/0x...: a token registry that you trust on the chain with that id")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    lang: Annotated[str, typer.Option(envvar="LANDSEA_LANG", help="en or zh", callback=known_language)] = "en",
) -> None:
    """Checks a document or credential offline, with public keys only, and names each check. Only a chain you name is asked over a line.

    What to trust also comes from the files `trusted-logs`, `trusted-issuers` and `trusted-registries` in the node's folder (LANDSEA_HOME),
    where they exist, one on each line. Exit code: 0 a copy of an operative record; 1 invalid; 3 sandbox; 4 unproven (no trusted key, too
    old a standing, a registry that was not asked); 5 genuine but not operative; 6 operative, but pledged, frozen, held for
    another or partly delivered; 7 a genuine credential that is no title.
    """
    from landsea import lading
    from landsea.kernel import Refusal
    from landsea.runtime import system_now

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a PDF, the verdict says
    age = _age(max_age)
    content = sys.stdin.buffer.read() if str(file) == "-" else _read(file)
    given = _beside(with_ or [], issuer or [], chain or [], registry or [])
    keys = trusted_keys(trust or [])
    try:
        found = lading.verify_file(
            content, keys, asked_at=system_now(), fresh_for=age, challenge=challenge, beside=given
        )
    except Refusal as refusal:
        raise typer.BadParameter(str(refusal), param_hint="FILE") from None
    report = lading.describe(found, lang)
    typer.echo(_json(report) if json else "\n".join(_lines(report, lang)))
    raise typer.Exit(EXIT[report["verdict"]])


def _age(hours: float) -> timedelta | None:
    """None for 0: any age."""
    if not 0 <= hours <= HOURS_MAX:
        raise typer.BadParameter(f"hours from 0 (any age) to {HOURS_MAX}, not {hours}", param_hint="--max-age")
    return timedelta(hours=hours) if hours else None


def trusted_keys(given: Iterable[str]) -> list[Verifier]:
    """Keys as given, from files, and from the pinned file."""
    from landsea.journal import BadNote, Verifier
    from landsea.kernel import Refusal

    try:
        return [Verifier.parse(key) for key in _with_pinned(given, PINNED)]
    except (BadNote, Refusal) as error:
        raise typer.BadParameter(str(error), param_hint="--trust") from None


def _with_pinned(given: Iterable[str], name: str) -> list[str]:
    """What is given, itself or in files, and what stands in the file of that name in the node's folder."""
    pinned = Path(os.environ.get("LANDSEA_HOME", "~/.landsea")).expanduser() / name
    sources = [*given, *([str(pinned)] if pinned.is_file() else [])]
    return [line for source in sources for line in _lines_in(source)]


def _beside(files: list[Path], issuers: list[str], chains: list[str], registries: list[str]) -> Beside:
    from landsea import lading
    from landsea.kernel import Refusal

    found = [one for path in files for one in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    try:
        lines = _lines_to(chains, _with_pinned(registries, REGISTRIES))
        contents, names = [_read(one, "--with") for one in found], [str(one) for one in found]
        return lading.read_beside(contents, _with_pinned(issuers, ISSUERS), lines, names)
    except Refusal as refusal:
        raise typer.BadParameter(str(refusal)) from None


def _lines_to(chains: list[str], registries: list[str]) -> Ask | None:
    """The chains by id, each with the registries trusted on it; None when no chain is named."""
    from landsea.lading import ask_lines, chain_at

    trusted = [_split(one, "/", "--registry") for one in registries]
    urls = [_split(one, "=", "--chain") for one in chains]
    lines = {id: chain_at(url, id, [address for on, address in trusted if on == id]) for id, url in urls}
    return ask_lines(lines) if lines else None


def _split(text: str, mark: str, hint: str) -> tuple[int, str]:
    number, _, rest = text.partition(mark)
    if not number.isdecimal() or len(number) > DIGITS_MAX or not rest:
        raise typer.BadParameter(f"write chain id, {mark} and the rest, not {text!r}", param_hint=hint)
    return int(number), rest


def _lines_in(source: str) -> list[str]:
    from landsea.app.given import text_of

    path = Path(source)
    if not path.is_file():
        return [source]
    text = text_of(path, "list of trust", "Give what you trust itself, or a text file with one on each line.")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _read(file: Path, hint: str = "FILE") -> bytes:
    if file.is_dir():
        raise typer.BadParameter(f"{file} is a folder; name a file", param_hint=hint)
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}", param_hint=hint)
    try:
        return file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}", param_hint=hint) from None


def _json(report: dict[str, Any]) -> str:
    import json

    return json.dumps(report, ensure_ascii=False, indent=2)


def _lines(report: dict[str, Any], lang: str) -> list[str]:
    lines = [report["sentence"]]
    if report["number"]:
        standing = (report["state_word"], report["holder"] or "—") if report["state_word"] else ()
        lines.append(" · ".join(filter(None, (report["number"], *standing, report["as_of"]))))
    for check in report["checks"]:
        lines.append(f"  [{_SIGNS[check['outcome']]}] {check['name']}: {check['seen']}  ({check['clause']})")
        if check["mend"]:
            lines.append(f"      -> {check['mend']}")
    return [*lines, _legend({check["outcome"] for check in report["checks"]}, lang)]


def _legend(outcomes: set[str], lang: str) -> str:
    """What the signs before the checks mean, of those that stand there."""
    from landsea.runtime import translate

    return "  " + "  ".join(
        f"[{sign}] {translate(_MEANINGS[one], lang)}" for one, sign in _SIGNS.items() if one in outcomes
    )
