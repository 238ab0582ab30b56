"""`landsea plan --lots`: lots that are collected, carried on together and split again."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import typer

from landsea import network, planner
from landsea.app.commands.plan import on_network
from landsea.app.given import text_of
from landsea.app.joint_table import show_joint

FILE_BYTES_MAX = 1 << 20


def _is_place(known: network.Network, name: str) -> bool:
    """A facility, or a place by its code, alias or name."""
    if name.upper() in known.facilities:
        return True
    try:
        network.place_in(known, name)
    except network.UnknownPlace:
        return False
    return True


def plan_lots(
    path: Path, hub: str, split: str, ready: datetime, limits: dict[str, Any], language: str, *, as_json: bool
) -> int:
    """Prints the plan; the exit code: 1 when no way exists."""
    text = text_of(path, "lots", "Give a CSV file in UTF-8.", FILE_BYTES_MAX)
    known = on_network(network.current, lambda now: network.shipped())
    lots = planner.parse_lots(text, path.name, hub, split, ready, partial(_is_place, known))
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
