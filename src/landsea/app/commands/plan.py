"""`landsea plan`: itineraries on the node's network, or on the shipped one where no node is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from landsea.planner import Plan, PlanRequest


def plan(
    origin: Annotated[str, typer.Argument(help="place (UN/LOCODE) or facility, for example CNCKG")],
    destination: Annotated[str, typer.Argument(help="for example SGSIN")],
    ready: Annotated[str, typer.Option(help="when the cargo is ready: RFC 3339 with zone, 2026-11-23T08:00+08:00")],
    by: Annotated[str, typer.Option(help="order: arrival, cost or co2e")] = "arrival",
    teu: Annotated[int, typer.Option(help="twenty-foot units")] = 1,
    goods: Annotated[str, typer.Option(help="HS code of 6, 8 or 10 digits")] = "",
    exclude_mode: Annotated[list[str] | None, typer.Option(help="a mode not to use; may be repeated")] = None,
    avoid: Annotated[list[str] | None, typer.Option(help="a place not to call at; may be repeated")] = None,
    deadline: Annotated[str, typer.Option(help="latest arrival, RFC 3339 with zone")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="the plan as JSON")] = False,
) -> None:
    """Compares ways by arrival, cost and CO2e, each leg with its cut-offs. Exit code 1 when no way exists, with the
    reasons.
    """
    from landsea.kernel import BadValue, parse_instant
    from landsea.planner import By, PlanRequest

    if by not in list(By):
        raise BadValue(value=repr(by), what="order", why="there is no such order", mend=f"Use {', '.join(By)}.")
    made = _plan(
        PlanRequest(
            origin=origin.upper(),
            destination=destination.upper(),
            ready=parse_instant(ready),
            teu=teu,
            goods=goods or None,
            by=By(by),
            without_modes=tuple(exclude_mode or ()),
            avoid=tuple(place.upper() for place in avoid or ()),
            deadline=parse_instant(deadline) if deadline else None,
        )
    )
    if as_json:
        _print_json(made)
    else:
        from landsea.app.plan_table import show

        show(made, _language())
    raise typer.Exit(0 if made.itineraries else 1)


def _plan(request: PlanRequest) -> Plan:
    from datetime import UTC, datetime

    from landsea import planner
    from landsea.runtime import load_settings

    settings = load_settings()
    if not settings.database_url and not (settings.home / "landsea.sqlite3").exists():
        now = datetime.now(UTC)  # noqa: TID251  # no node, so no clock of a node
        return planner.plan_on_shipped(request, now)
    from landsea.app.node import reading
    from landsea.journal import NODE

    with reading(settings) as node, node.journal.view(NODE) as view:
        return planner.plan(view, request)


def _print_json(made: Plan) -> None:
    import json

    from landsea.planner import rendered

    typer.echo(json.dumps(rendered(made, _language()), ensure_ascii=False, indent=2))


def _language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    import os

    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
