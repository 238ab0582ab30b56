"""Nodes of tests that are eBL platforms: the room's routes over a real socket, by the server that a node uses (h11)."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from landsea import policy
from landsea.identity.http import authenticate
from landsea.kernel import Role
from landsea.lading.api import router
from landsea.lading.platforms.facts import CarrierCode, Counterpart
from landsea.lading.service import platforms
from landsea.runtime.http import BodyLimit, install_problems
from tests.lading.pint.counterpart import CARRIER, SENDER, Json, Keys
from tests.lading.world import PROJECTIONS, World
from tests.support import people
from tests.support.journals import make_journal
from tests.support.people import Person
from tests.support.server import free_port

UPGRADE = {
    "Connection": "Upgrade, HTTP2-Settings",
    "Upgrade": "h2c",
    "HTTP2-Settings": "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
}
"""What Java's HttpClient sends with its first request to a server that it reaches without TLS."""
BODY_BYTES_MAX = 20_000_000


@dataclass
class Platform:
    """A node that is the eBL platform `code`, with the people of `World`."""

    world: World
    code: str
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def certificate(self) -> str:
        with self.world.journal.view(self.world.operator.actor) as view:
            return platforms.own_certificates(view)[0]

    def configure(self, **said: Any) -> Counterpart:
        given = Counterpart(**({"id": "", "name": "Synthetic counterpart", "codes": (), "jurisdiction": "CN"} | said))
        return self.world.run(self.world.operator, lambda work: platforms.configure_counterpart(work, given))

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        """Status, JSON value (`None` when there is no body) and headers, by a client that offers `Upgrade: h2c`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **UPGRADE, **{k.replace("_", "-"): v for k, v in headers.items()}}
        try:
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            read = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(read) if read else None, answer.headers

    def done(self, who: Person, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """What the node answers one of its own people, who must be answered so."""
        found, said, _ = self.call(method, path, body, **who.headers)
        assert found == status, said
        return said

    def signed(self, said: Json) -> Json:
        return said | {"passphrase": people.PASSPHRASE}

    def party(self, person: Person, name: str = "Buyer") -> Json:
        """How others name a party of this platform."""
        codes = [{"codeListProvider": "ZZZ", "partyCode": person.party}]
        return {"partyName": f"Synthetic {name}", "eblPlatform": self.code, "identifyingCodes": codes}


def make_platform(url: str, folder: Path, code: str, *, sandbox: bool = True) -> Platform:
    journal = make_journal(url, folder, *PROJECTIONS, policy.PROJECTION, sandbox=sandbox)
    world = World(
        journal,
        people.make_operator(journal),
        people.make_person(journal, "Shipper", Role.SHIPPER),
        people.make_person(journal, "Buyer", Role.SHIPPER, country="SG"),
        people.make_person(journal, "Bank", Role.BANK, country="SG"),
        people.make_person(journal, "Stranger", Role.SHIPPER),
    )
    world.run(world.operator, lambda work: platforms.open_platform(work, code))
    return Platform(world, code)


@contextmanager
def serving(platform: Platform) -> Iterator[Platform]:
    """The platform's routes on a free port, as long as the block."""
    app = FastAPI()
    app.state.journal, app.state.authenticate = platform.world.journal, authenticate
    install_problems(app)
    app.include_router(router)
    app.add_middleware(BodyLimit, limit=BODY_BYTES_MAX)
    with running(app) as port:
        yield replace(platform, port=port)


@contextmanager
def running(app: FastAPI) -> Iterator[int]:
    """The port on which the application is served."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, http="h11", ws="none", log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def with_ctk(platform: Platform, **said: Any) -> Counterpart:
    """The toolkit's synthetic sender and carrier, configured as `docs/standards/pint.md` says."""
    platform.configure(
        name="Synthetic carrier",
        certificates=(CARRIER.certificate,),
        carriers=(CarrierCode("NMFTA", "ZZZZ"),),
        may=("ask-issuance", "answer-surrender"),
        base_url=said.pop("carrier_url", ""),
    )
    given = {
        "name": "DCSA toolkit",
        "codes": ("WAVE", "BOLE"),
        "profile": "dcsa-ctk",
        "certificates": (SENDER.certificate,),
        "may": ("send-envelopes", "receive-envelopes"),
    }
    return platform.configure(**(given | said))


def strict_counterpart(platform: Platform, code: str, keys: Keys, **said: Any) -> Counterpart:
    given = {"codes": (code,), "certificates": (keys.certificate,), "may": ("send-envelopes", "receive-envelopes")}
    return platform.configure(**(given | said))
