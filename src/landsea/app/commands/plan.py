"""`landsea plan`: itineraries on the node's network, or on the shipped one where no node is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from landsea.journal import View
    from landsea.planner import Plan, PlanRequest

T = TypeVar("T")

WATCH_SECONDS = 2


def plan(
    origin: Annotated[str, typer.Argument(help="place (UN/LOCODE) or facility, for example CNCKG")],
    destination: Annotated[str, typer.Argument(help="for example SGSIN")],
    ready: Annotated[
        str,
        typer.Option(
            help="when the cargo is ready: RFC 3339 with zone, 2026-11-23T08:00+08:00; left out, how late it may be for "
            "the --deadline"
        ),
    ] = "",
    ready_until: Annotated[
        str, typer.Option(help="every good start from --ready up to then is listed, at most 31 days")
    ] = "",
    by: Annotated[str, typer.Option(help="order: arrival, cost, co2e or certainty")] = "arrival",
    teu: Annotated[int, typer.Option(help="twenty-foot units")] = 1,
    goods: Annotated[str, typer.Option(help="HS code of 6, 8 or 10 digits")] = "",
    exclude_mode: Annotated[list[str] | None, typer.Option(help="a mode not to use; may be repeated")] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(help="a place, country, strait, canal, carrier or service not to use; may be repeated"),
    ] = None,
    deadline: Annotated[str, typer.Option(help="latest arrival, RFC 3339 with zone")] = "",
    size: Annotated[str, typer.Option(help="container size: 22, 42, 45 (ISO 6346, first two characters)")] = "22",
    reefer: Annotated[bool, typer.Option("--reefer", help="refrigerated: needs plugs")] = False,
    dangerous: Annotated[list[str] | None, typer.Option(help="an IMDG class; may be repeated")] = None,
    unit_kg: Annotated[int, typer.Option(help="gross mass of each container, kg")] = 0,
    budget: Annotated[str, typer.Option(help="most it may cost, in --currency")] = "",
    currency: Annotated[
        str, typer.Option(help="of costs and budget: one that the node has an exchange rate for; else the network's")
    ] = "",
    changes_max: Annotated[int | None, typer.Option(help="changes between services at most")] = None,
    horizon_days: Annotated[int, typer.Option(help="days from --ready in which it must arrive")] = 120,
    documents: Annotated[str, typer.Option(help="when the documents are ready, if not with the cargo")] = "",
    vgm: Annotated[str, typer.Option(help="when the verified gross mass is ready, if not with the cargo")] = "",
    closed: Annotated[
        list[str] | None,
        typer.Option(
            help="a place, country, strait, canal, carrier or service closed for a time: "
            "CNQZH=2026-12-01T00:00Z/2026-12-08T00:00Z; may be repeated"
        ),
    ] = None,
    limits: Annotated[
        list[str] | None,
        typer.Option(help="the most a vessel or train may measure: draught_cm=1250; may be repeated"),
    ] = None,
    certain: Annotated[int, typer.Option(help="least chance in percent to be on time, or to hold as planned")] = 0,
    count: Annotated[int, typer.Option(help="itineraries at most")] = 12,
    exact: Annotated[bool, typer.Option("--exact", help="all that nothing beats, however alike")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="why each leg leaves when it does, what a miss costs")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="plan again whenever the schedule changes")] = False,
    lots: Annotated[
        Path | None,
        typer.Option(
            "--lots",
            help="CSV of lots (origin,destination,teu,ready) that meet at ORIGIN, go on together and part at DESTINATION",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the plan as JSON")] = False,
) -> None:
    """Compares ways by arrival, cost, CO2e and certainty, each leg with its cut-offs. Exit code 1 when no way exists,
    with the reasons. Without --ready: how late the cargo may be ready for the --deadline, and what being ready earlier
    would buy. With --lots several lots are collected, carried on together and split again.
    """
    from landsea.app.commands.plan_asked import minor, moment, order, permille, ready_of_lots
    from landsea.planner import PlanRequest, parse_closure, parse_measure

    wishes: dict[str, Any] = {
        "goods": goods or None,
        "by": order(by),
        "without_modes": tuple(exclude_mode or ()),
        "avoid": tuple(avoid or ()),
        "deadline": moment(deadline),
        "horizon_days": horizon_days,
        "changes_max": changes_max,
        "size": size,
        "reefer": reefer,
        "dangerous": tuple(dangerous or ()),
        "unit_kg": unit_kg or None,
        "closed": tuple(parse_closure(one) for one in closed or ()),
        "limits": dict(parse_measure(one) for one in limits or ()),
        "budget_minor": minor(budget, currency) if budget else None,
        "certain_permille_min": permille(certain) or None,
        "currency": currency.upper() or None,
        "count": count,
        "exact": exact,
    }
    if lots is not None:
        from landsea.app.commands.joint import plan_lots

        whole = {"--documents": documents, "--vgm": vgm, "--ready-until": ready_until}
        raise typer.Exit(
            plan_lots(lots, origin, destination, ready_of_lots(ready, whole), wishes, language(), as_json=as_json)
        )
    wishes |= {"documents": moment(documents), "vgm": moment(vgm), "ready_until": moment(ready_until), "teu": teu}
    request = PlanRequest.of(origin.upper(), destination.upper(), moment(ready), **wishes)
    since = on_network(_revision, lambda _: 0) if watch else 0  # before the plan, so that nothing is left unsaid
    made = _plan(request)
    _show(made, as_json=as_json, explain=explain)
    if watch:
        _watch(request, made, since, as_json=as_json, explain=explain)
    raise typer.Exit(0 if made.itineraries else 1)


def _show(made: Plan, *, as_json: bool, explain: bool) -> None:
    if as_json:
        _print_json(made)
    else:
        from landsea.app.plan_table import show

        show(made, language(), explain=explain)


def _watch(request: PlanRequest, made: Plan, since: int, *, as_json: bool, explain: bool) -> None:
    """Plans again whenever the node's network is another version, until interrupted, and says first what that changed.
    `since`: the network's revision when `made` was made.
    """
    from time import sleep

    from landsea.runtime import translate

    typer.echo(translate("Watching the schedule; Ctrl-C ends.", language()), err=True)
    while True:
        sleep(WATCH_SECONDS)
        found = _changes(made, since)
        if found is None:
            continue
        before, since, made = made, found[0], _plan(request)
        _say_changes(found[1], before, made)
        _show(made, as_json=as_json, explain=explain)


def _changes(shown: Plan, since: int) -> tuple[int, list[str]] | None:
    """The network's revision now, and in sentences what was changed since that one; `None` while its version is as shown."""
    from landsea import network
    from landsea.app.plan_changes import said_changes

    def of_node(view: View) -> tuple[int, list[str]] | None:
        if network.version(view) == shown.network:
            return None
        until = _revision(view)
        return until, list(said_changes(network.difference(view, since, until), shown, language()))

    return on_network(of_node, lambda _: None)


def _revision(view: View) -> int:
    from landsea import network

    return network.list_versions(view)[-1].revision


def _say_changes(changes: list[str], before: Plan, made: Plan) -> None:
    from landsea.app.plan_changes import said_itineraries
    from landsea.runtime import translate

    typer.echo(translate("The schedule has changed.", language()), err=True)
    for said in (*changes, *said_itineraries(before, made, language())):
        typer.echo(f"  {said}", err=True)


def _plan(request: PlanRequest) -> Plan:
    from landsea import planner

    return on_network(lambda view: planner.plan(view, request), lambda now: planner.plan_on_shipped(request, now))


def on_network(of_node: Callable[[View], T], shipped: Callable[[datetime], T]) -> T:
    """What is asked of the node's network, or of the shipped one where no node is."""
    from datetime import UTC, datetime

    from landsea.runtime import load_settings

    settings = load_settings()
    if not settings.database_url and not (settings.home / "landsea.sqlite3").exists():
        return shipped(datetime.now(UTC))  # noqa: TID251  # no node, so no clock of a node
    from landsea.app.node import reading
    from landsea.journal import NODE

    with reading(settings) as node, node.journal.view(NODE) as view:
        return of_node(view)


def _print_json(made: Plan) -> None:
    import json

    from landsea.planner import rendered

    typer.echo(json.dumps(rendered(made, language()), ensure_ascii=False, indent=2))


def known_language(given: str) -> str:
    """Of an option --lang; empty stays empty. Another language is a usage error."""
    from landsea.runtime import LANGUAGES

    if given and given not in LANGUAGES:
        raise typer.BadParameter(f"it is {' or '.join(LANGUAGES)}, not {given!r}")
    return given


def language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    import os

    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
