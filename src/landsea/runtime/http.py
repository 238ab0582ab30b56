"""What every HTTP route shares: problems (RFC 9457), size and rate limits, security headers, the server."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from threading import Lock
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from landsea.kernel import BadSource, Refusal
from landsea.runtime.i18n import explain, preferred_language, said, translate
from landsea.runtime.logging import log

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
ASGI = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


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


def problem(request: Request, refusal: Refusal) -> Response:
    """The refusal as `application/problem+json`, in the caller's language."""
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


def invalid(request: Request, error: RequestValidationError) -> Response:
    """Errors of shape, each with its JSON pointer; values are not repeated (they may be personal)."""
    found = [
        {
            "pointer": "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in one["loc"][1:]),
            "code": str(one["type"]),
            "detail": str(one["msg"]),
        }
        for one in error.errors()[:50]
    ]
    refusal = Invalid(count=len(found))
    language = language_of(request)
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


class SecurityHeaders:
    """Adds the strict headers to every answer."""

    def __init__(self, app: ASGI) -> None:
        self.app = app
        self.headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self.headers]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class _Stopped(Exception):
    pass


class BodyLimit:
    """Stops reading a request at `limit` bytes, whatever its headers promise, and answers 413 at once."""

    def __init__(self, app: ASGI, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if int(dict(scope["headers"]).get(b"content-length", b"0") or b"0") > self.limit:
            await self._refuse(scope, receive, send)
            return
        seen = 0
        started = False

        async def limited() -> MutableMapping[str, Any]:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise _Stopped
            return message

        async def watched(message: MutableMapping[str, Any]) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, limited, watched)
        except _Stopped:
            if not started:
                await self._refuse(scope, receive, send, seen)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, seen: int = 0) -> None:
        """Reads on, up to four times the limit, since most clients listen only when they have sent everything; then hangs up."""
        more = True
        while more and seen <= 4 * self.limit:
            message = await receive()
            seen += len(message.get("body", b""))
            more = bool(message.get("more_body", False))
        response = problem(Request(scope), BodyTooLarge(limit=self.limit))
        response.headers["Connection"] = "close"
        await response(scope, receive, send)


class Buckets:
    """A token bucket for each client address: `per_minute` requests, refilled evenly; the 10,000 newest clients are remembered."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str) -> TooManyRequests | None:
        """Counts a request of a client; the refusal, if it is one too many."""
        now = time.monotonic()
        with self._lock:
            tokens, since = self._buckets.pop(client, (float(self.per_minute), now))
            tokens = min(self.per_minute, tokens + (now - since) * self.per_minute / 60)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > 10_000:
                self._buckets.popitem(last=False)
        return None if allowed else TooManyRequests(limit=self.per_minute, seconds=max(1, 60 // self.per_minute))


class RateLimit:
    """Refuses requests of a client beyond `per_minute`; files of the console are not counted."""

    def __init__(self, app: ASGI, per_minute: int) -> None:
        self.app = app
        self.buckets = Buckets(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            refusal = self.buckets.take(str((scope.get("client") or ("",))[0]))
        if refusal is None:
            await self.app(scope, receive, send)
        else:
            await problem(Request(scope), refusal)(scope, receive, send)


def run_server(app: Any, host: str, port: int) -> None:
    """Serves until it is stopped. h11, since with httptools a request that offers `Upgrade: h2c` loses its body."""
    import uvicorn

    log.info("serving", host=host, port=port)
    uvicorn.run(
        app, host=host, port=port, http="h11", ws="none", log_level="warning", access_log=False, server_header=False
    )
