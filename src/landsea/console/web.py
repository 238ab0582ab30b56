"""How a page is served: one function makes its data; HTML and `.json` show the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from landsea import identity, journal
from landsea.console.render import Shell, render, section_of, switched, theme_of
from landsea.console.zones import zone_of
from landsea.identity.http import session_of
from landsea.journal import View
from landsea.journal.http import journal_of, read
from landsea.kernel import Actor, Refusal
from landsea.runtime import explain
from landsea.runtime.http import json_response, language_of, problem

Build = Callable[[View, Request], dict[str, Any]]
PREFERENCES = {"lang": ("en", "zh"), "theme": ("auto", "light", "dark")}
YEAR_SECONDS = 31_536_000

router = APIRouter(include_in_schema=False)


def page(path: str, template: str) -> Callable[[Build], Build]:
    """Serves `build(view, request)` at `path` as HTML and at `path.json` as it is, to who is logged in."""

    def register(build: Build) -> Build:
        def as_json(request: Request) -> Response:
            with read(request) as view:
                return json_response(build(view, request))

        def as_html(request: Request) -> Response:
            return _switch(request) or _page(request, template, build)

        router.add_api_route(_json_path(path), as_json, methods=["GET"])
        router.add_api_route(path, as_html, methods=["GET"])
        return build

    return register


def data_only(path: str) -> Callable[[Build], Build]:
    """JSON for the console's own scripts, to who is logged in."""

    def register(build: Build) -> Build:
        def as_json(request: Request) -> Response:
            with read(request) as view:
                return json_response(build(view, request))

        router.add_api_route(path, as_json, methods=["GET"])
        return build

    return register


def open_page(
    path: str, template: str, *, told: Build | None = None, headers: Mapping[str, str] | None = None
) -> Callable[[Build], Build]:
    """A page for everybody, logged in or not; `build` gets a view in the name of the node and must not show its records.

    `told` makes its `.json` where that is not all that the page shows; `headers` stand on whatever is answered, refusals too.
    """

    def register(build: Build) -> Build:
        def as_json(request: Request) -> Response:
            try:
                with journal_of(request).view(journal.NODE) as view:
                    response = json_response((told or build)(view, request))
            except Refusal as refusal:
                response = problem(request, refusal)
            return _with(headers, response)

        def as_html(request: Request) -> Response:
            return _with(headers, _switch(request) or _open_page(request, template, build))

        router.add_api_route(_json_path(path), as_json, methods=["GET"])
        router.add_api_route(path, as_html, methods=["GET"])
        return build

    return register


def _with(headers: Mapping[str, str] | None, response: Response) -> Response:
    response.headers.update(headers or {})
    return response


def _json_path(path: str) -> str:
    return "/index.json" if path == "/" else f"{path}.json"


def _switch(request: Request) -> Response | None:
    """`?lang=` and `?theme=` are kept in a cookie, and the page is asked for again without them."""
    chosen = {
        name: value
        for name, value in request.query_params.items()
        if name in PREFERENCES and value in PREFERENCES[name]
    }
    if not chosen:
        return None
    left = request.url.remove_query_params(list(chosen))
    response = RedirectResponse(left.path + (f"?{left.query}" if left.query else ""), 303)
    for name, value in chosen.items():
        response.set_cookie(name, value, max_age=YEAR_SECONDS, samesite="lax")
    return response


def _page(request: Request, template: str, build: Build) -> Response:
    session = session_of(request)
    if session is None:
        return RedirectResponse(_login_url(request), 303)
    actor = Actor(session.active.party, session.active.role, session.user)
    with journal_of(request).view(actor) as view:
        shell = _known(_shell(request, view), view, session)
        try:
            return render(request, template, build(view, request), shell)
        except Refusal as refusal:
            return _refused(request, refusal, shell)


def _open_page(request: Request, template: str, build: Build) -> Response:
    session = session_of(request)
    with journal_of(request).view(journal.NODE) as view:
        shell = _shell(request, view)
        shell = _known(shell, view, session) if session else shell
        try:
            return render(request, template, build(view, request), shell)
        except Refusal as refusal:
            return _refused(request, refusal, shell)


def _refused(request: Request, refusal: Refusal, shell: Shell) -> Response:
    data = {"status": refusal.status, "code": refusal.code, "detail": explain(refusal, language_of(request))}
    return render(request, "error.html", data, replace(shell, json_url=""), refusal.status)


def _login_url(request: Request) -> str:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return (
        str(request.url.replace(path="/login", query="").include_query_params(next=wanted))
        if wanted != "/"
        else "/login"
    )


def _shell(request: Request, view: View) -> Shell:
    path = request.url.path
    theme = theme_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return Shell(
        section=section_of(path),
        theme=theme,
        zone=zone_of(request, view),
        origin=view.site.origin,
        sandbox=view.site.sandbox,
        now=view.now.isoformat(),
        title_acts_disabled=not journal.is_confirmed(view),
        json_url=_json_path(path) + query,
        other_language_url=switched(request, "lang", "en" if language_of(request) == "zh" else "zh"),
        other_theme_url=switched(request, "theme", "light" if theme == "dark" else "dark"),
    )


def _known(shell: Shell, view: View, session: identity.Session) -> Shell:
    user = identity.describe_user(view, session)
    party = identity.get_party(view, session.active.party)
    return replace(
        shell,
        user=user.name or user.email or str(user.id),
        role=session.active.role.value,
        party=str(party.id),
        party_en=party.name_en,
        party_zh=party.name_zh,
        csrf=session.csrf_token,
    )
