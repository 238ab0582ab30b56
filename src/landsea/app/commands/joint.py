"""`landsea plan --lots`: lots that are collected, carried on together and split again."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from landsea import planner
from landsea.app.commands.plan import on_network
from landsea.app.joint_table import show_joint
from landsea.kernel import BadValue

FILE_BYTES_MAX = 1 << 20


def plan_lots(
    path: Path, hub: str, split: str, ready: datetime, limits: dict[str, Any], language: str, *, as_json: bool
) -> int:
    """Prints the plan; the exit code: 1 when no way exists."""
    lots = planner.parse_lots(_text(path), path.name, hub, split, ready)
    request = planner.JointRequest.of(lots, hub, split, **limits)
    planner.compile_kernels()  # hundreds of parts: loading the compiled loops pays
    made = on_network(
        lambda view: planner.plan_joint(view, request), lambda now: planner.plan_joint_on_shipped(request, now)
    )
    if as_json:
        typer.echo(json.dumps(planner.rendered_joint(made, language), ensure_ascii=False, indent=2))
    else:
        show_joint(made, language)
    return 0 if made.ways else 1


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()[: FILE_BYTES_MAX + 1]
        if len(content) > FILE_BYTES_MAX:
            raise _unreadable(path, f"it has more than {FILE_BYTES_MAX} bytes")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, f"it cannot be read ({type(error).__name__})") from None


def _unreadable(path: Path, why: str) -> BadValue:
    return BadValue(value=str(path), what="file", why=why, mend="Give a CSV file in UTF-8.")
