"""A node with a made-up room whose facts two parties may see, a receiver that answers as told, and a clock moved by hand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from sqlalchemy import Connection

from landsea import notify, policy
from landsea.journal import NODE, Journal, Projection, View
from landsea.kernel import Fact, PartyId, Recorded
from landsea.notify import Answer, Courier, Delivery, Posting, Subscribe, Subscription, Topic
from landsea.runtime import Vault
from tests.support.people import Person, make_operator, make_person

URL = "https://receiver.example/hook"
KEY = Vault(b"the secret of a synthetic node")


@dataclass(frozen=True)
class BoxMoved(Fact):
    """Shown to `seen_by` alone; `driver` is personal."""

    kind: ClassVar[str] = "box-moved/1"
    personal: ClassVar[frozenset[str]] = frozenset({"driver"})
    box: str
    seen_by: tuple[PartyId, ...]
    driver: str | None = None


@dataclass(frozen=True)
class BoxOpened(Fact):
    """Shown to everybody."""

    kind: ClassVar[str] = "box-opened/2"
    box: str


@dataclass(frozen=True)
class BoxPriced(Fact):
    """No room says who may see it."""

    kind: ClassVar[str] = "box-priced/1"
    box: str


def _nothing(connection: Connection, recorded: object) -> None:
    """No read model."""


PROJECTION = Projection(handlers={BoxMoved: _nothing, BoxOpened: _nothing, BoxPriced: _nothing})


class HandClock:
    """The world's clock, moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self, connection: Connection) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


class Receiver:
    """In place of the network: keeps what is sent and answers by `answers`, then 200."""

    def __init__(self) -> None:
        self.sent: list[Posting] = []
        self.answers: list[Answer | Exception] = []

    def __call__(self, posting: Posting) -> Answer:
        self.sent.append(posting)
        answer = self.answers.pop(0) if self.answers else Answer(200)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def ids(self) -> list[str]:
        return [dict(one.headers)["webhook-id"] for one in self.sent]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(one.body)["data"].get("body") for one in self.sent]

    @property
    def boxes(self) -> list[str]:
        return [body["box"] for body in self.bodies]


class World:
    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.clock = HandClock()
        self.receiver = Receiver()
        self.blinded: set[PartyId] = set()
        self.operator = make_operator(journal)
        self.shipper = make_person(journal, "Shipper")
        self.buyer = make_person(journal, "Buyer", country="SG")
        topics = {
            BoxMoved: Topic("boxes", policy.DataClass.EVENT, self._sees_move),
            BoxOpened: Topic("boxes", policy.DataClass.EVENT, lambda view, recorded: True),
        }
        self.courier = Courier(KEY, topics, clock=self.clock, chance=lambda: 0.5, post=self.receiver)

    def _sees_move(self, view: View, recorded: Recorded[BoxMoved]) -> bool:
        party = view.actor.party
        return party in recorded.fact.seen_by and party not in self.blinded

    def subscribe(
        self,
        who: Person | None = None,
        *kinds: str,
        url: str = URL,
        jurisdiction: str = "CN",
        listen: bool = True,
    ) -> tuple[Subscription, str]:
        command = Subscribe(url, kinds or ("boxes.*",), jurisdiction)
        actor = (who or self.shipper).actor
        made = self.journal.run(actor, lambda work: notify.subscribe(work, self.courier, command))
        if listen:
            self.listen()
        return made

    def move(self, box: str, *seen_by: Person, driver: str | None = None) -> None:
        fact = BoxMoved(box, tuple(one.party for one in seen_by or (self.shipper,)), driver)
        self.append(f"box:{box}", fact)

    def append(self, stream: str, fact: Fact) -> None:
        with self.journal.work(NODE) as work:
            work.append(stream, work.version(stream), fact)

    def listen(self) -> int:
        return notify.listen(self.journal, self.courier)

    def deliver(self) -> int:
        """Tells what has happened; how many attempts were made."""
        self.listen()
        return notify.deliver(self.journal, self.courier)

    def deliveries(self, who: Person | None = None, webhook: str | None = None) -> list[Delivery]:
        """Oldest first."""
        with self.journal.view((who or self.shipper).actor) as view:
            return notify.list_deliveries(view, webhook)[::-1]

    def states(self) -> list[str]:
        return [one.state.value for one in self.deliveries()]

    def subscription(self, id: str, who: Person | None = None) -> Subscription:
        with self.journal.view((who or self.shipper).actor) as view:
            return notify.get_subscription(view, id)

    def act(self, what: Callable[..., Any], *arguments: Any, who: Person | None = None) -> Any:
        return self.journal.run((who or self.shipper).actor, lambda work: what(work, *arguments))

    def allow(self, jurisdiction: str, data_class: policy.DataClass = policy.DataClass.EVENT) -> policy.ReleaseRule:
        command = policy.AddReleaseRule(jurisdiction, data_class, policy.Effect.ALLOW, "synthetic basis")
        rule: policy.ReleaseRule = self.act(policy.add_rule, command, who=self.operator)
        return rule

    def decisions(self) -> list[policy.Decision]:
        """Oldest first."""
        with self.journal.view(self.operator.actor) as view:
            return policy.list_decisions(view)[::-1]


@dataclass
class Script:
    """How the local server answers: status, headers and body; `wait` seconds in front, and between bytes of the body where `drip`."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    wait: float = 0.0
    drip: float = 0.0


class LocalServer(ThreadingHTTPServer):
    """A real HTTP server on the loopback."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = Script()
        self.got: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?from=node"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: LocalServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append((self.path, headers, body))
        script = self.server.script
        time.sleep(script.wait)
        self.send_response(script.status)
        for name, value in script.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(script.body)))
        self.end_headers()
        step = 1 if script.drip else len(script.body) or 1
        for start in range(0, len(script.body), step):
            self.wfile.write(script.body[start : start + step])
            self.wfile.flush()
            time.sleep(script.drip)

    def do_GET(self) -> None:
        self.server.got.append((self.path, {"method": "GET"}, b""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def local_server() -> Iterator[LocalServer]:
    server = LocalServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
