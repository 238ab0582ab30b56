"""How HTTP routes open the journal: `read` a view, `write` an effect once.

The composition root puts the journal and the function that authenticates a request on the application's state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, TypeVar

import msgspec
from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, insert, select

from landsea.journal.model import Receipt
from landsea.journal.service import Journal, View, Work
from landsea.kernel import Actor, Refusal
from landsea.runtime import UTC, metadata
from landsea.runtime.http import json_response

__all__ = [
    "BadIdempotencyKey",
    "IdempotencyKeyReused",
    "View",
    "Work",
    "actor_of",
    "journal_of",
    "read",
    "receipt_body",
    "write",
]
T = TypeVar("T")

answer_table = Table(
    "journal_answer",
    metadata,
    Column("party", String(40), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("answered_at", UTC, nullable=False),
)


class UnwritableBody(Refusal):
    code = "unwritable-body"
    text = "The request holds text that cannot be written again ({error}): half of a character, or too many levels. Correct it."


class IdempotencyKeyReused(Refusal):
    code = "idempotency-key-reused"
    text = "The Idempotency-Key {key} was used for another request. Make a new key for a new request."


class BadIdempotencyKey(Refusal):
    code = "bad-idempotency-key"
    status = 400
    text = "An Idempotency-Key has 1 to 128 printable ASCII characters. A UUID is a good one."


def journal_of(request: Request) -> Journal:
    journal: Journal = request.app.state.journal
    return journal


def actor_of(request: Request) -> Actor:
    """Who asks; raises the refusal of `identity` when nobody is logged in."""
    authenticate: Callable[[Request], Actor] = request.app.state.authenticate
    return authenticate(request)


@contextmanager
def read(request: Request) -> Iterator[View]:
    """A view for who asks."""
    actor = actor_of(request)
    with journal_of(request).view(actor) as view:
        yield view


def write(
    request: Request,
    effect: Callable[[Work], T],
    *,
    body: BaseModel | bytes = b"",
    status: int = 200,
    render: Callable[[T], Any] = lambda result: result,
    secret: bool = False,
) -> Response:
    """Runs `effect` in one unit of work and answers `render(result)` with the receipts of what was appended.

    With an `Idempotency-Key` the answer is stored in the same transaction: the same request again gets the same answer (header
    `Idempotent-Replayed: true`) and has no further effect; another request under the same key is refused. A `secret` answer (keys
    shown once) is stored without its body.
    """
    actor = actor_of(request)
    key = _key(request)
    content = body if isinstance(body, bytes) else _written(body)
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + content).hexdigest()

    def once(work: Work) -> Response:
        if key and (earlier := _find(work.connection, actor.party, key)) is not None:
            return _replay(earlier, key, digest)
        result = effect(work)
        answer = render(result)
        if isinstance(answer, dict) and (receipts := work.seal()):
            answer = answer | {"receipts": [receipt_body(receipt) for receipt in receipts]}
        response = json_response(answer, status)
        if key:
            kept = b'{"secret":"shown once"}' if secret else bytes(response.body)
            row = {
                "party": actor.party,
                "key": key,
                "request": digest,
                "status": status,
                "body": kept,
                "answered_at": work.now,
            }
            work.connection.execute(insert(answer_table), row)
        return response

    return journal_of(request).run(actor, once)


def _written(body: BaseModel) -> bytes:
    try:
        return body.model_dump_json().encode()
    except PydanticSerializationError as error:
        raise UnwritableBody(error=str(error)[:200]) from None


def receipt_body(receipt: Receipt) -> dict[str, Any]:
    return msgspec.to_builtins(asdict(receipt))  # type: ignore[no-any-return]


def _key(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    if key and not (len(key) <= 128 and key.isascii() and key.isprintable()):
        raise BadIdempotencyKey
    return key


def _find(connection: Connection, party: str, key: str) -> Any:
    query = select(answer_table).where(answer_table.c.party == party, answer_table.c.key == key)
    return connection.execute(query).first()


def _replay(earlier: Any, key: str, digest: str) -> Response:
    if earlier.request != digest:
        raise IdempotencyKeyReused(key=key)
    headers = {"Idempotent-Replayed": "true"}
    return Response(bytes(earlier.body), earlier.status, headers, "application/json")
