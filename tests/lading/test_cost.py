"""What an act costs: one commit of the database, whatever the act."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, event

from landsea import lading
from tests.lading.world import SIGN, World


def commits_of(world: World, effect: Callable[[], object]) -> int:
    made: list[Connection] = []

    def note(connection: Connection) -> None:
        made.append(connection)

    event.listen(world.journal.database.engine, "commit", note)
    effect()
    event.remove(world.journal.database.engine, "commit", note)
    return len(made)


def test_an_act_is_one_commit(world: World) -> None:
    record = world.book().id
    issued: list[lading.DocumentId] = []
    assert commits_of(world, lambda: issued.append(world.issue(record=record))) == 1
    assert commits_of(world, lambda: world.transfer(world.shipper, issued[0], world.bank)) == 1
    assert (
        commits_of(world, lambda: world.act(world.bank, "pledge", issued[0], world.buyer.party, "LC-SYNTHETIC-1", SIGN))
        == 1
    )
