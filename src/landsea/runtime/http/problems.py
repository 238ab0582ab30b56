"""Refusals as problems (RFC 9457), or as the standard of a route says them, in the caller's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from landsea.kernel import BadSource, Refusal
from landsea.runtime.clock import system_now
from landsea.runtime.http.shapes import shape_fault
from landsea.runtime.i18n import explain, preferred_language, said, translate

ErrorForm: TypeAlias = Callable[[Request, Refusal, datetime], Response]
"""A refusal at a time, as the standard that some routes follow says it."""


class BodyTooLarge(Refusal):
    code = "body-too-large"
    status = 413
    text = "The request is larger than {limit} bytes. Send it in parts, or ask the operator to raise body_bytes_max."


class TooManyRequests(Refusal):
    code = "too-many-requests"
    status = 429
    text = "More than {limit} requests in a minute. Wait {seconds} s and go on."


def language_of(request: Request) -> str:
    """`?lang=`, then the cookie `lang`, then `Accept-Language`."""
    chosen = request.query_params.get("lang") or request.cookies.get("lang") or ""
    return chosen if chosen in ("en", "zh") else preferred_language(request.headers.get("accept-language", ""))


def json_response(value: Any, status: int = 200, media_type: str = "application/json") -> Response:
    return Response(msgspec.json.encode(value, enc_hook=str), status_code=status, media_type=media_type)


def speak(app: FastAPI, forms: Mapping[str, ErrorForm]) -> None:
    """At and below these paths everything that refuses (limits, unknown paths, faults of the server) answers in the form named."""
    app.state.error_forms = dict(sorted(forms.items(), key=lambda one: len(one[0]), reverse=True))


def problem(request: Request, refusal: Refusal) -> Response:
    """The refusal in the form of the path's standard, dated by the machine's clock; elsewhere as `application/problem+json`."""
    form = _form_at(request)
    return _problem(request, refusal) if form is None else form(request, refusal, system_now())


def _form_at(request: Request) -> ErrorForm | None:
    app, path = request.scope.get("app"), request.scope["path"]
    forms: Mapping[str, ErrorForm] = getattr(app.state, "error_forms", {}) if app else {}
    return next((form for at, form in forms.items() if path == at or path.startswith(f"{at}/")), None)


def _problem(request: Request, refusal: Refusal) -> Response:
    language = language_of(request)
    body: dict[str, Any] = {
        "type": f"/problems/{refusal.code}",
        "title": refusal.code.replace("-", " "),
        "status": refusal.status,
        "code": refusal.code,
        "detail": explain(refusal, language),
        "instance": request.url.path,
    }
    if refusal.pointer:
        body["errors"] = [{"pointer": refusal.pointer, "code": refusal.code, "detail": body["detail"]}]
    if isinstance(refusal, BadSource):
        body["findings"] = [msgspec.to_builtins(said(finding, language)) for finding in refusal.findings]
    response = json_response(body, refusal.status, "application/problem+json")
    response.headers.update(retry_after(refusal))
    return response


def retry_after(refusal: Refusal) -> dict[str, str]:
    """The header that says when to go on, for a refusal that time lifts."""
    return {"Retry-After": str(refusal.facts["seconds"])} if isinstance(refusal, TooManyRequests) else {}


class Invalid(Refusal):
    code = "invalid-request"
    text = "{count} value(s) are missing or of the wrong kind; see errors."


class InvalidPath(Refusal):
    code = "invalid-path"
    status = 400
    text = "A part of the path is not of the form that the API describes. Compare it with /openapi.json."


class ServerFault(Refusal):
    code = "server-fault"
    status = 500
    text = "The server failed; the request is not at fault. Try again, and if it stays so, tell the node's operator the time and the path."


class NoSuchRoute(Refusal):
    code = "no-such-route"
    status = 404
    text = "There is nothing at {path}. The list of routes is at /openapi.json."


class Unreadable(Refusal):
    """What the framework itself refuses to read; the only other refusals it makes are those above."""

    code = "unreadable-request"
    status = 400
    text = (
        "The request cannot be read: its body is not what its Content-Type says, not UTF-8, or nested too deeply. "
        "Correct and send it again."
    )


class MethodNotAllowed(Refusal):
    code = "method-not-allowed"
    status = 405
    text = "{path} does not take {method}. The list of routes is at /openapi.json."


def install_problems(app: FastAPI) -> None:
    """Every refusal, also the framework's own, is answered as a problem."""

    @app.exception_handler(Refusal)
    def _refused(request: Request, refusal: Refusal) -> Response:
        return problem(request, refusal)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        return invalid(request, error)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 405:
            return problem(request, MethodNotAllowed(path=request.url.path, method=request.method))
        if error.status_code == 404:
            return problem(request, NoSuchRoute(path=request.url.path))
        return problem(request, Unreadable())

    @app.exception_handler(Exception)
    def _failed(request: Request, error: Exception) -> Response:  # the server logs it all the same
        return problem(request, ServerFault())


def invalid(request: Request, error: RequestValidationError) -> Response:
    """Errors of shape, each with its JSON pointer; values are not repeated (they may be personal).

    Routes with another standard's form check their bodies and queries themselves, and leave only the path to the framework.
    """
    if _form_at(request) is not None:
        return problem(request, InvalidPath())
    language = language_of(request)
    found = [
        {
            "pointer": "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in one["loc"][1:]),
            "code": str(one["type"]),
            "detail": shape_fault(one, language),
        }
        for one in error.errors()[:50]
    ]
    refusal = Invalid(count=len(found))
    body = {
        "type": f"/problems/{refusal.code}",
        "title": translate("invalid request", language),
        "status": 422,
        "code": refusal.code,
        "detail": explain(refusal, language),
        "instance": request.url.path,
        "errors": found,
    }
    return json_response(body, 422, "application/problem+json")
