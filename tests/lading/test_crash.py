"""`kill -9` in the middle of transfers: what was acknowledged is there, and there is one holder."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from landsea import journal as door
from landsea import lading
from landsea.lading import DocumentId, rules, store
from tests.lading.world import World
from tests.support.journals import table_dump
from tests.support.people import Person

ROOT = Path(__file__).parents[2]
KILLS = 3


def move_until_killed(world: World, document: DocumentId, holder: Person, other: Person, seconds: float) -> list[str]:
    """The acts that a killed process had acknowledged."""
    url = world.journal.database.url.render_as_string(hide_password=False)
    names = [holder.party, holder.user, other.party, other.user]
    command = [
        sys.executable,
        "-m",
        "tests.lading.mover_process",
        url,
        str(world.journal.blobs.folder.parent),
        document,
    ]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with subprocess.Popen([*command, *names], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, "the process moved nothing"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    return [line for line in (first + rest).splitlines() if line]


def test_a_killed_process_leaves_one_holder_and_nothing_acknowledged_is_lost(world: World) -> None:
    document = world.issue()
    chance = random.Random(4)
    for _ in range(KILLS):
        here = world.see(world.operator, document).title.holder
        holder, other = (world.shipper, world.buyer) if here == world.shipper.party else (world.buyer, world.shipper)
        acknowledged = move_until_killed(world, document, holder, other, chance.uniform(0.05, 0.4))
        sequence, last = acknowledged[-1].split(" ")
        title = world.see(world.operator, document).title
        assert title.sequence in (int(sequence), int(sequence) + 1)
        if title.sequence == int(sequence):
            assert title.holder == last
        with world.journal.view(world.operator.actor) as view:
            opening = store.opening_of(lading.get_document(view, document).content)
            assert rules.replay([one.act for one in lading.acts_of(view, document)], opening) == title
    assert door.verify(world.journal).findings == []
    before = table_dump(world.journal)
    door.rebuild(world.journal)
    assert table_dump(world.journal) == before
