"""A process of many writers, to be killed; prints each acknowledged position.

`python -m tests.journal.writer_process URL FOLDER WRITERS SEED`
"""

from __future__ import annotations

import os
import random
import sys
import threading
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from landsea import journal as door
from landsea.journal import Journal, Signer, Site, StaleVersion
from landsea.runtime import Blobs, Database, SystemClock
from tests.journal.test_work import BOXES, BoxFilled, BoxPacked
from tests.support.journals import actor


def open_for_writing(url: str, folder: Path) -> Journal:
    site = Site("test.example/landsea", "http://test.example", sandbox=True)
    signer = Signer(site.origin, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    return Journal(Database(url), SystemClock(), Blobs(folder), site, signer, [door.PROJECTION, BOXES])


def write_for_ever(journal: Journal, name: str, seed: int) -> None:
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        try:
            with journal.work(actor("par_a")) as work:
                work.append(f"box_{name}_{number}", 0, BoxPacked(1), BoxFilled(2))
                shared = f"shared_{chance.randrange(4)}"
                seen = work.version(shared)
                work.append(shared, seen, BoxFilled(1) if seen else BoxPacked(0))
                if chance.random() < 0.3:
                    raise KeyError
        except (KeyError, StaleVersion):
            continue
        os.write(1, "".join(f"{receipt.position}\n" for receipt in work.receipts).encode())


if __name__ == "__main__":
    target, writers, seed = open_for_writing(sys.argv[1], Path(sys.argv[2])), int(sys.argv[3]), int(sys.argv[4])
    for index in range(writers):
        threading.Thread(
            target=write_for_ever, args=(target, f"{seed}_{index}", seed * 100 + index), daemon=True
        ).start()
    threading.Event().wait()
