"""`kill -9` between signing, storing, sending, noting and arriving: exactly one act on the chain, exactly one in the journal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landsea import journal as door
from landsea.lading import DocumentId
from landsea.lading.chain import Progress
from landsea.lading.escrow import Operation
from landsea.lading.model import State
from landsea.lading.service.chain import Waiting
from tests.lading.chain.desk import Desk
from tests.support.journals import table_dump

ROOT = Path(__file__).parents[3]


class Doomed:
    """Processes of one document's worker, each killed where it stands."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def killed_when(self, moment: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{moment}\n")
        self.process.stdin.flush()
        standing = self.process.stdout.readline()
        assert standing, f"the process never came to {moment}"
        os.kill(int(standing), signal.SIGKILL)


@contextmanager
def doomed(desk: Desk, document: DocumentId) -> Iterator[Doomed]:
    journal, operator = desk.world.journal, desk.world.operator
    url = journal.database.url.render_as_string(hide_password=False)
    given = [url, str(journal.blobs.folder.parent), operator.party, operator.user, document]
    command = [sys.executable, "-m", "tests.lading.chain.worker_process", *given]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=environment) as process:
        yield Doomed(process)


def only(desk: Desk, document: DocumentId) -> Waiting:
    (one,) = desk.chain_state(document).transactions
    return one


def kinds(desk: Desk, document: DocumentId) -> list[str]:
    """Of the facts of the document's way to the chain."""
    with desk.world.journal.view(door.NODE) as view:
        return [entry.kind.partition("/")[0] for entry, _ in view.history(f"chain:{document}")]


def test_a_process_killed_at_any_step_leaves_one_act_on_the_chain_and_in_the_journal(desk: Desk) -> None:
    document = desk.leave()
    chain, minter = desk.local.registry.node, desk.address(desk.world.operator)
    before = chain.nonce(minter)
    with doomed(desk, document) as process:
        process.killed_when("signed")
        assert desk.chain_state(document).transactions == []
        assert chain.nonce(minter, pending=True) == before, "what was signed and not stored is gone for good"

        process.killed_when("stored")
        waiting = only(desk, document)
        assert not chain.knows(waiting.prepared.hash)

        process.killed_when("sent")
        assert chain.knows(waiting.prepared.hash)
        assert only(desk, document).progress == Progress.UNSEEN

        process.killed_when("noted")
        assert only(desk, document).progress == Progress.UNSEEN, "its transaction was never committed"

        desk.work()
        desk.let_time_pass(document)
        process.killed_when("stored")
        dearer = only(desk, document)
        assert (dearer.copy, chain.knows(dearer.prepared.hash)) == (1, False)

        process.killed_when("sent")
        assert chain.knows(dearer.prepared.hash)

        desk.local.anvil.mine(3)
        process.killed_when("arrived")
        assert desk.state(document) is State.LEAVING
    desk.work(2)
    assert desk.operative(document) == (False, True)
    assert [one.operation for one in desk.chain_state(document).acts] == [Operation.MINT]
    assert chain.nonce(minter, pending=True) == before + 1
    expected = ["document-bound-for-chain", "chain-transaction-signed", "chain-history-read", "chain-journey-ended"]
    assert kinds(desk, document) == expected
    assert door.verify(desk.world.journal).findings == []
    kept = table_dump(desk.world.journal)
    door.rebuild(desk.world.journal)
    assert table_dump(desk.world.journal) == kept
