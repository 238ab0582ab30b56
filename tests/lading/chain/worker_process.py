"""A node's chain worker in a process of its own, to be killed at a moment; the test does the killing.

python -m tests.lading.chain.worker_process URL FOLDER PARTY USER DOCUMENT

For each moment that it reads it forks, so that the packages are loaded once. The fork signs the document's mint if none is stored, and
works; at the moment it says its process id and stands still.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from landsea import journal as journal_door
from landsea import policy
from landsea.journal import Journal, Signer, Site
from landsea.kernel import Actor, PartyId, Role, UserId
from landsea.lading import DocumentId, store_chain
from landsea.lading.chain.registry import TokenRegistry
from landsea.lading.service.chain import ChainStep, Step, acting, arriving, run_chains, sending, sign_step
from landsea.runtime import Blobs, Database, SandboxClock
from tests.lading.chain.desk import make_due
from tests.lading.world import PROJECTIONS
from tests.support.journals import NODE_KEY
from tests.support.people import PASSPHRASE

MOMENTS: dict[str, tuple[Any, str, bool]] = {
    "signed": (acting, "_store", False),
    "stored": (TokenRegistry, "send", False),
    "sent": (TokenRegistry, "send", True),
    "noted": (sending, "note", True),
    "arrived": (arriving, "left_for_register", True),
}
"""Where the process stands still: at this function, before it or after it. All but the sending ones are inside a transaction."""

LONGEST_SECONDS = 120


def stand_still_at(moment: str) -> None:
    place, name, after = MOMENTS[moment]
    real: Callable[..., Any] = getattr(place, name)

    def standing(*given: Any) -> None:
        if after:
            real(*given)
        os.write(1, f"{os.getpid()}\n".encode())
        while True:
            time.sleep(60)

    setattr(place, name, standing)


def work(url: str, folder: Path, operator: Actor, document: DocumentId) -> None:
    site = Site("test.example/landsea", "http://test.example", sandbox=True)
    rooms = [journal_door.PROJECTION, *PROJECTIONS, policy.PROJECTION]
    node = Journal(Database(url), SandboxClock(), Blobs(folder / "blobs"), site, Signer(site.origin, NODE_KEY), rooms)
    with node.view(operator) as view:
        stored = store_chain.transactions_of(view.connection, document)
    if not stored:
        sign_step(node, operator, document, ChainStep(Step.MINT), PASSPHRASE)
    while True:
        make_due(node, [document])
        run_chains(node)


def main(url: str, folder: str, party: str, user: str, document: str) -> None:
    operator = Actor(PartyId(party), Role.OPERATOR, UserId(user))
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            signal.alarm(LONGEST_SECONDS)
            stand_still_at(line.strip())
            work(url, Path(folder), operator, DocumentId(document))
        _, status = os.waitpid(process, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit("the worker failed, or never came to the moment")


if __name__ == "__main__":
    main(*sys.argv[1:])
