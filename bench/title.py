"""Title: acts beside the database's own commits, verification of evidence by its length, a history of 10,000 acts."""

from __future__ import annotations

import base64
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Column, Integer, Table, insert

from landsea import identity, lading
from landsea.kernel import PartyId, Role
from landsea.lading import DocumentId, MadeElsewhere, Unsigned, verify_file
from landsea.runtime import metadata
from tests.lading.world import World, make_world
from tests.support import people
from tests.support.people import Person
from tests.support.postgres import running_postgres

ROUNDS, LENGTHS, LONG = 60, (1, 10, 100, 1000), 10_000
commits = Table("bench_commit", metadata, Column("id", Integer, primary_key=True))


class Outside:
    """A party whose title key is in memory: what an act costs without the passphrase's deliberate slowness (argon2id)."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.person: Person = self._person(name)
        self.key = Ed25519PrivateKey.generate()
        with world.journal.work(self.person.actor) as work:
            proof = self.key.sign(identity.possession_challenge(work))
            public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
            self.key_id = identity.register_public_key(work, public, base64.b64encode(proof).decode()).id

    def _person(self, name: str) -> Person:
        party = people.make_party(self.world.journal, name, Role.SHIPPER)
        return people.make_user(self.world.journal, party.id, Role.SHIPPER)

    def transfer(self, document: DocumentId, to: PartyId) -> float:
        """Seconds of the act alone: prepared and signed before the clock runs."""
        journal, actor = self.world.journal, self.person.actor
        prepared = lading.prepare(journal, actor, lambda work: lading.transfer(work, document, to, Unsigned()))
        signature = base64.b64encode(self.key.sign(prepared.message)).decode()
        made = MadeElsewhere(prepared.statement.at, self.key_id, signature)
        start = time.perf_counter()
        journal.run(actor, lambda work: lading.transfer(work, document, to, made))
        return time.perf_counter() - start


def commit(world: World, number: int) -> float:
    """One row and its commit, with the journal's own durability."""
    start = time.perf_counter()
    with world.journal.database.write() as connection:
        connection.execute(insert(commits).values(id=number))
    return time.perf_counter() - start


def passing(world: World, document: DocumentId, couple: tuple[Outside, Outside], times: int) -> list[float]:
    spent = []
    for _ in range(times):
        holder = world.see(world.operator, document).title.holder
        giver, taker = couple if couple[0].person.party == holder else couple[::-1]
        spent.append(giver.transfer(document, taker.person.party))
    return spent


def acts(world: World, engine: str, report: Callable[[str], None]) -> None:
    couple = (Outside(world, "Bench One"), Outside(world, "Bench Two"))
    document = world.issue()
    world.transfer(world.shipper, document, couple[0].person)
    ratios, ours = [], []
    for number in range(ROUNDS + 5):
        mine, plain = passing(world, document, couple, 1)[0], commit(world, number)
        ours.append(mine)
        ratios.append(plain / mine)
    kept = sorted(ratios[5:])
    start = time.perf_counter()
    with_passphrase = world.issue()
    world.transfer(world.shipper, with_passphrase, world.buyer)
    seconds = time.perf_counter() - start
    report(
        f"{engine:10} transfer {1 / statistics.median(ours[5:]):6,.0f}/s, {statistics.median(kept):.2f} of the commit rate"
        f" (min {kept[0]:.2f}, max {kept[-1]:.2f}); issue and transfer with passphrases {seconds * 1000:,.0f} ms"
    )


def verification(world: World, report: Callable[[str], None]) -> None:
    couple = (Outside(world, "Bench Three"), Outside(world, "Bench Four"))
    document = world.issue()
    trusted = [world.journal.signer.verifier]
    world.transfer(world.shipper, document, couple[0].person)
    done = 2
    for length in LENGTHS:
        passing(world, document, couple, max(0, length - done))
        done = max(done, length)
        evidence = world.evidence(world.operator, document)
        spent = [_timed(partial(verify_file, evidence, trusted))[1] for _ in range(5)]
        report(f"evidence of {done:5,} acts: {len(evidence):10,} bytes, verified in {min(spent) * 1000:8.1f} ms")
    late = passing(world, document, couple, LONG - done)
    first, last = statistics.median(late[:200]), statistics.median(late[-200:])
    evidence, made = _timed(lambda: world.evidence(world.operator, document))
    report_of, verified = _timed(lambda: verify_file(evidence, trusted))
    report(
        f"history of {LONG:,} acts: an act {first * 1000:.2f} ms at first, {last * 1000:.2f} ms at last; evidence"
        f" {len(evidence):,} bytes made in {made:.1f} s, verified in {verified:.1f} s: {report_of.verdict}"
    )


T = TypeVar("T")


def _timed(effect: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    made = effect()
    return made, time.perf_counter() - start


def run(report: Callable[[str], None] = print) -> None:
    report("title: acts signed outside the node, beside one row and its commit; evidence; a long history")
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(f"sqlite:///{folder}/bench.sqlite3", Path(folder), sandbox=False)
        acts(world, "SQLite", report)
        verification(world, report)
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server, server.database() as url:
        with server.connect() as connection:
            connection.execute("ALTER SYSTEM SET fsync = on")
            connection.execute("SELECT pg_reload_conf()")
        acts(make_world(url, Path(folder), sandbox=False), "PostgreSQL", report)
