"""What stands in front of every route: security headers, limits of size and rate."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from threading import Lock
from typing import Any

from fastapi import Request

from landsea.runtime.http.problems import BodyTooLarge, TooManyRequests, problem

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


class SecurityHeaders:
    """Adds the strict headers to every answer that does not say its own."""

    def __init__(self, app: ASGI) -> None:
        self.app = app
        self.headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                names = {name.lower() for name, _ in said}
                message["headers"] = said + [one for one in self.headers if one[0] not in names]
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
