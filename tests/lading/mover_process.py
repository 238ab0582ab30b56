"""A process that moves a document to and fro until it is killed; says each act once it is acknowledged.

python mover_process.py URL FOLDER DOCUMENT HOLDER_PARTY HOLDER_USER OTHER_PARTY OTHER_USER
"""

from __future__ import annotations

import sys
from pathlib import Path

from landsea import journal as journal_door
from landsea import lading
from landsea.journal import Journal, Signer, Site
from landsea.kernel import Actor, PartyId, Role, UserId
from landsea.lading import DocumentId
from landsea.runtime import Blobs, Database, SandboxClock
from tests.lading.world import PROJECTIONS, SIGN
from tests.support.journals import NODE_KEY


def main(url: str, folder: str, document: str, *people: str) -> None:
    site = Site("test.example/landsea", "http://test.example", sandbox=True)
    signer = Signer(site.origin, NODE_KEY)
    blobs = Blobs(Path(folder) / "blobs")
    journal = Journal(Database(url), SandboxClock(), blobs, site, signer, [journal_door.PROJECTION, *PROJECTIONS])
    holder, other = (Actor(PartyId(people[at]), Role.SHIPPER, UserId(people[at + 1])) for at in (0, 2))
    while True:
        with journal.work(holder) as work:
            moved = lading.transfer(work, DocumentId(document), other.party, SIGN)
        print(moved.title.sequence, moved.title.holder, flush=True)
        holder, other = other, holder


if __name__ == "__main__":
    main(*sys.argv[1:])
